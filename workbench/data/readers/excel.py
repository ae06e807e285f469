"""A sheet of an Excel workbook."""

import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from pydantic import Field
from typing_extensions import override

from workbench.core.deferred import deferred
from workbench.core.errors import DataError, Where
from workbench.core.run import Noted, Progressed, Run
from workbench.data.dataset import Dataset
from workbench.data.extras import require
from workbench.data.readers.compression import opened
from workbench.data.readers.pictures.image_set import ticks
from workbench.data.readers.reader import Reader
from workbench.data.readers.tables.typed_columns import renamed, unique_names
from workbench.data.readers.tables.typed_table import table_of

if TYPE_CHECKING:
    import openpyxl
else:
    openpyxl = deferred("openpyxl")

# What Excel shows where a formula has no value.
ERRORS = frozenset({"#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A"})


class ExcelReader(Reader):
    """Read a sheet of an Excel workbook (.xlsx).

    Numbers, dates and truth values keep their type; texts are judged as in a CSV file. Of
    formulas the value is read that Excel kept; errors such as #DIV/0! are missing values.
    """

    key: ClassVar[str] = "excel"
    title: ClassVar[str] = "Excel sheet"
    icon: ClassVar[str] = "mdi6.microsoft-excel"
    weka: ClassVar[tuple[str, ...]] = ("weka.core.converters.ExcelLoader",)
    aliases: ClassVar[tuple[str, ...]] = ("xlsx", "spreadsheet")
    suffixes: ClassVar[tuple[str, ...]] = (".xlsx", ".xlsm")

    sheet: str = Field(
        default="",
        description="The name of the sheet; empty: the first.",
        json_schema_extra={"empty": "the first"},
    )
    header: Literal["auto", "yes", "no"] = Field(
        default="auto",
        description="Whether the first row holds names; 'auto': if it holds texts alone.",
    )
    nominal: tuple[str, ...] = Field(
        default=(), description="Names of attributes to read as nominal, numbers or not."
    )

    @override
    def read(self) -> Run[Dataset]:
        require("openpyxl", "excel", "Excel files")
        rows = yield from self._rows()
        try:
            names, body, is_named = _named(rows, self.header)
            if is_named:
                yield from renamed(rows[0], names)
            columns = dict(
                zip(names, zip(*body, strict=True) if body else [()] * len(names), strict=True)
            )
            relation = self.sheet or self.file.stem
            dataset = yield from table_of(relation, columns, self.nominal, is_typed=False)
        except DataError as error:
            raise error.at(file=self.path) from None
        dataset, notes = self.with_chosen_class(dataset)
        yield from notes
        return dataset

    def _rows(self) -> Run[list[list[Any]]]:
        """The rows that are not empty, as long as the longest."""
        rows: list[list[Any]] = []
        n_errors = 0
        with self._opened() as sheet:
            total = sheet.max_row or 0
            sheet.reset_dimensions()  # what the file says of its size may be wrong, or a million
            cells = _cells(sheet, self.path)
            for values, is_due in zip(cells, ticks(), strict=False):
                row = [None if _is_error(value) else value for value in values]
                n_errors += sum(map(_is_error, values))
                if any(value is not None for value in row):
                    rows.append(row)
                if is_due:
                    yield Progressed(len(rows), total, f"row {len(rows):,}")
        if n_errors:
            text = f"Cells with an error such as #DIV/0!, read as missing: {n_errors}."
            yield Noted(text, is_warning=True)
        return _even(rows)

    @contextmanager
    def _opened(self) -> Iterator[Any]:
        where = Where(file=self.path)
        with opened(self.file, self.path) as stream:
            try:
                with warnings.catch_warnings():
                    warnings.simplefilter("ignore")
                    book = openpyxl.load_workbook(stream, read_only=True, data_only=True)
            except Exception as error:  # whatever damaged bytes bring about
                raise _damaged(error, self.path) from error
            names = [sheet.title for sheet in book.worksheets]
            if not names:
                raise DataError("There is no sheet with cells in the workbook.", where=where)
            if self.sheet not in ["", *names]:
                message = f"There is no sheet '{self.sheet}'; there are: {', '.join(names)}."
                raise DataError(message, where=where)
            try:
                yield book[self.sheet or names[0]]
            finally:
                book.close()


def _cells(sheet: Any, path: str) -> Iterator[Sequence[Any]]:
    rows = sheet.iter_rows(values_only=True)
    while True:
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                row = next(rows, None)
        except Exception as error:
            raise _damaged(error, path) from error
        if row is None:
            return
        yield row


def _is_error(value: Any) -> bool:
    return isinstance(value, str) and value in ERRORS


def _even(rows: Sequence[list[Any]]) -> list[list[Any]]:
    """The rows without the columns that hold nothing, each as long as the others."""
    used = {i for row in rows for i, value in enumerate(row) if value is not None}
    places = sorted(used)
    return [[row[i] if i < len(row) else None for i in places] for row in rows]


def _named(rows: list[list[Any]], header: str) -> tuple[list[str], list[list[Any]], bool]:
    """The names, the rows below them, and whether the first row holds the names."""
    if not rows:
        raise DataError("There is no row in the sheet.")
    is_named = header == "yes" or (
        header == "auto" and all(isinstance(value, str | None) for value in rows[0])
    )
    names = unique_names(rows[0] if is_named else [None] * len(rows[0]))
    return names, rows[is_named:], is_named


def _damaged(error: Exception, path: str) -> DataError:
    said = " ".join(str(error).split())[:200] or type(error).__name__
    return DataError(f"The workbook is damaged ({said}).", where=Where(file=path))
