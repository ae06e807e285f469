"""CSV files: separator, names and kinds found out, or said."""

from collections import Counter
from collections.abc import Sequence
from itertools import islice
from typing import ClassVar, Literal, TypeAlias

import numpy as np
from pydantic import Field
from typing_extensions import override

from workbench.core.errors import DataError, Where
from workbench.core.run import Event, Noted, Progressed, Run
from workbench.data.dataset import Column, Dataset
from workbench.data.readers.arff_rows import raise_first
from workbench.data.readers.csv_block import Shape, clean_columns
from workbench.data.readers.csv_kinds import TextColumn, attribute_of, text_attribute
from workbench.data.readers.csv_rows import Cell, CsvRows
from workbench.data.readers.csv_sniff import SAMPLE_ROWS, has_header, separator
from workbench.data.readers.java_number import plain_number
from workbench.data.readers.reader import Reader, decoded
from workbench.data.schema import Attribute, Schema

_Named: TypeAlias = tuple[Attribute, Column]

HEAD_BYTES = 1 << 18
MAX_CLASS_NUMBERS = 10


class CsvReader(Reader):
    """Read a table of values between commas, semicolons, tabs or bars.

    A column is numeric if all its values are numbers, nominal if it holds few different texts, a
    string attribute otherwise. Empty cells, ?, NA, NaN and null are missing values. Columns
    without a name are called att1, att2, … as in WEKA.
    """

    key: ClassVar[str] = "csv"
    title: ClassVar[str] = "CSV file"
    icon: ClassVar[str] = "mdi6.file-delimited-outline"
    aliases: ClassVar[tuple[str, ...]] = ("CSVLoader",)
    suffixes: ClassVar[tuple[str, ...]] = (".csv", ".tsv", ".tab", ".data", ".txt")

    delimiter: Literal["auto", ",", ";", "tab", "|"] = Field(
        default="auto", description="What stands between two values; 'auto' looks at the rows."
    )
    header: Literal["auto", "yes", "no"] = Field(
        default="auto", description="Whether the first row holds names; 'auto' looks at the rows."
    )
    nominal: tuple[str, ...] = Field(
        default=(), description="Names of attributes to read as nominal, numbers or not."
    )
    encoding: Literal["utf-8", "cp949", "latin-1"] = Field(
        default="utf-8",
        description="How the file writes letters: UTF-8, Korean Windows or Western European.",
        json_schema_extra={"advanced": True},
    )

    @override
    def read(self) -> Run[Dataset]:
        try:
            dataset = yield from self._read()
        except DataError as error:
            for other in error.others:
                other.at(file=self.path)
            raise error.at(file=self.path) from None
        dataset, notes = self.with_chosen_class(dataset)
        yield from (*notes, *_about_class(dataset))
        return dataset

    def _read(self) -> Run[Dataset]:
        data = self.content()
        if self.encoding != "utf-8":
            data = decoded(data, self.encoding).encode()
        yield Progressed(0, len(data), "reading")
        head = decoded(_head(data))
        sign = self._separator(head)
        sample, body, is_sound = _sample(head, sign)
        is_named = self.header == "yes" or (self.header == "auto" and has_header(sample))
        names, notes = _names(sample[0], is_named=is_named)
        yield from notes
        self._check_nominal(names)
        shape = Shape(
            sign,
            len(head[:body].encode()) if is_named else 0,
            _guess(sample[is_named:], [name in self.nominal for name in names]),
        )
        is_clean = is_sound and len(sample) > is_named
        columns = (yield from clean_columns(data, shape)) if is_clean else None
        if columns is None:
            rows = yield from CsvRows(decoded(data), sign).read(len(data))
            named = yield from self._by_cells(names, rows[is_named:])
        else:
            named = [self._by_column(n, c) for n, c in zip(names, columns, strict=True)]
        yield from _about_empty(named)
        schema = Schema(tuple(attribute for attribute, _ in named), self.file.stem)
        return Dataset(schema, tuple(column for _, column in named))

    def _separator(self, text: str) -> str:
        if self.delimiter == "auto":
            return separator(text)
        return "\t" if self.delimiter == "tab" else self.delimiter

    def _check_nominal(self, names: Sequence[str]) -> None:
        for name in self.nominal:
            if name not in names:
                known = ", ".join(names[:12]) + (", …" if len(names) > 12 else "")
                raise DataError(
                    f"There is no attribute '{name}' to read as nominal; there are: {known}.",
                    where=Where(parameter="nominal"),
                )

    def _by_cells(self, names: Sequence[str], rows: Sequence[Sequence[Cell]]) -> Run[list[_Named]]:
        named = []
        columns = list(zip(*rows, strict=True)) if rows else [()] * len(names)
        for i, (name, cells) in enumerate(zip(names, columns, strict=True)):
            named.append(attribute_of(name, cells, is_nominal=name in self.nominal))
            yield Progressed(i + 1, len(names), f"attribute {name}")
        return named

    def _by_column(self, name: str, column: Column | TextColumn) -> _Named:
        if isinstance(column, TextColumn):
            return text_attribute(name, column, is_nominal=name in self.nominal)
        return Attribute(name, "numeric"), column


def _head(data: bytes) -> bytes:
    """The first whole lines; all of the data where a quote is open at their end."""
    end = data.rfind(b"\n", 0, HEAD_BYTES) + 1
    if len(data) <= HEAD_BYTES or not end or data.count(b'"', 0, end) % 2:
        return data
    return data[:end]


def _sample(head: str, sign: str) -> tuple[list[list[Cell]], int, bool]:
    """The first rows, where the second one begins, and whether none of them is wrong."""
    rows = CsvRows(head, sign)
    found = list(islice(rows, SAMPLE_ROWS))
    if not found:
        raise_first(rows.errors)
        raise DataError("The file has no rows.")
    body = found[1][1] if len(found) > 1 else len(head)
    return [row for _, _, row in found], body, not rows.errors


def _guess(rows: Sequence[Sequence[Cell]], is_nominal: Sequence[bool]) -> tuple[bool, ...]:
    """For each column whether it seems numeric by its first rows."""
    return tuple(
        not nominal
        and all(
            row[i] is None or plain_number(row[i] or "") is not None for row in rows if i < len(row)
        )
        for i, nominal in enumerate(is_nominal)
    )


def _names(first: Sequence[Cell], *, is_named: bool) -> tuple[list[str], list[Event]]:
    """A name for each column, no two alike, and what had to be changed."""
    if not is_named:
        return [f"att{i + 1}" for i in range(len(first))], []
    taken = {name for name, count in Counter(first).items() if name is not None and count == 1}
    names: dict[str, None] = {}
    notes: list[Event] = []
    for i, cell in enumerate(first):
        wanted = cell or f"att{i + 1}"
        name, number = wanted, 1
        while name in names or (name in taken and name != cell):
            number += 1
            name = f"{wanted}_{number}"
        if name != cell:
            said = f"Two columns are called '{cell}'" if cell else f"Column {i + 1} has no name"
            notes.append(Noted(f"{said}; it is called '{name}' here."))
        names[name] = None
    return list(names), notes


def _about_empty(named: Sequence[_Named]) -> list[Event]:
    return [
        Noted(f"Attribute '{attribute.name}' has no values.", is_warning=True)
        for attribute, column in named
        if attribute.kind == "numeric" and len(column) and np.isnan(column).all()
    ]


def _about_class(dataset: Dataset) -> list[Event]:
    """A warning if a numeric class looks like a code for a few classes."""
    target = dataset.schema.class_attribute
    if target is None or target.kind != "numeric":
        return []
    numbers = np.unique(dataset.labels[~np.isnan(dataset.labels)])
    if not 2 <= len(numbers) <= MAX_CLASS_NUMBERS or np.any(numbers != np.round(numbers)):
        return []
    text = (
        f"The class '{target.name}' is numeric with only {len(numbers)} different values; "
        f"to classify, name it under 'nominal'."
    )
    return [Noted(text, is_warning=True)]
