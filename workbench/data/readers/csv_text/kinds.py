"""What the columns of a CSV file are, told from all of their cells.

* numeric, if every cell that is not missing is a number;
* date, if every such cell is a date of one and the same kind;
* nominal, if it is named so, or holds few different texts: at most 50, or at most 1,000 of which
  each comes 20 times on average; labels in order of appearance;
* string otherwise (names, tickets, sentences).
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np

from workbench.core.errors import DataError
from workbench.core.run import Noted, Run
from workbench.data.dataset import MISSING_CODE, Column
from workbench.data.readers.csv_text.block import TextColumn
from workbench.data.readers.csv_text.dates import date_orders, dates, likeliest_order
from workbench.data.readers.csv_text.format import CsvFormat, grouped
from workbench.data.readers.csv_text.rows import Cell
from workbench.data.schema import Attribute

Wanted: TypeAlias = Literal["auto", "nominal", "numeric", "string", "date"]

MAX_LABELS = 50
_NOUNS = {"numeric": "number", "date": "date"}


@dataclass(frozen=True)
class Misfit:
    """A cell that is not of the kind its column was said to be."""

    row: int
    column: int
    message: str


class MisfitError(DataError):
    """Cells are not of the kind that was asked for; where they stand is not known yet."""

    def __init__(self, misfits: Sequence[Misfit]) -> None:
        super().__init__(misfits[0].message)
        self.misfits = misfits


@dataclass(frozen=True)
class ColumnKind:
    """Turns a column of texts into an attribute.

    Args:
        wanted: the kind it was said to be; ``auto``: whatever it looks like.
        has_points: whether other numbers of the file show that a point begins the decimals.
        guesses_thousands: whether to look for signs between groups of three digits.
    """

    name: str
    position: int
    wanted: Wanted
    form: CsvFormat
    has_points: bool = False
    guesses_thousands: bool = True

    def attribute(self, texts: TextColumn) -> Run[tuple[Attribute, Column]]:
        """The attribute that the column is, and its values.

        Raises:
            MisfitError: a cell is not of the kind that was asked for.
        """
        if self.wanted in {"nominal", "string"}:
            return self._of_texts(texts)
        if self.wanted in {"auto", "numeric"}:
            numbers = self._numbers(texts)
            if numbers is None and self.wanted == "auto" and self.guesses_thousands:
                numbers = yield from self._grouped_numbers(texts)
            if numbers is not None:
                return Attribute(self.name, "numeric"), numbers[texts.codes]
        if self.wanted in {"auto", "date"}:
            moments = yield from self._dates(texts)
            if moments is not None:
                return Attribute(self.name, "date"), moments[texts.codes]
        return self._of_texts(texts)

    def _of_texts(self, texts: TextColumn) -> tuple[Attribute, Column]:
        if self.wanted == "string":
            return Attribute(self.name, "string"), _strings(texts)
        return text_attribute(self.name, texts, is_nominal=self.wanted == "nominal")

    def _numbers(self, texts: TextColumn) -> Column | None:
        """A number for each label, and NaN for what is missing."""
        values, wrong = [], []
        for label in texts.labels:
            number = math.nan if self.form.is_missing(label) else self.form.number(label)
            if number is None and self.wanted == "auto":
                return None
            values.append(math.nan if number is None else number)
            wrong += [label] if number is None else []
        self._refuse(wrong, texts)
        return np.array([*values, math.nan])

    def _grouped_numbers(self, texts: TextColumn) -> Run[Column | None]:
        """Numbers with thousands separators, where nothing else can be meant."""
        for mark in ",. '":
            if mark == self.form.decimal or not texts.labels:
                continue
            pattern = grouped(mark, self.form.decimal)
            matches = [pattern.fullmatch(label) for label in texts.labels[:1]]
            form = CsvFormat(
                self.form.separator, "", self.form.decimal, mark, missing=self.form.missing
            )
            values = [form.number(label) for label in texts.labels] if any(matches) else [None]
            if None in values:
                continue
            matches = [pattern.fullmatch(label) for label in texts.labels]
            is_sure = self.has_points or mark in " '"
            if is_sure or any(m and (m[2] or len(m[1]) > 4) for m in matches):
                yield Noted(f"Attribute '{self.name}': '{mark}' stands between thousands.")
                return np.array([*(v for v in values if v is not None), math.nan])
            yield Noted(
                f"Attribute '{self.name}' may hold numbers such as {texts.labels[0]}, but whether "
                f"'{mark}' stands between thousands or begins the decimals is not clear: say it "
                "with 'thousands' or 'decimal'.",
                is_warning=True,
            )
        return None

    def _dates(self, texts: TextColumn) -> Run[Column | None]:
        labels = texts.labels
        orders = (yield from date_orders(labels)) if labels else []
        if self.wanted == "date":
            order = orders[0] if orders else likeliest_order(labels[:100])
        elif len(orders) == 1:
            order = orders[0]
        else:
            if orders:
                yield Noted(
                    f"Attribute '{self.name}' may hold dates such as {labels[0]}, but which of "
                    f"{' and '.join(orders)} is meant is not clear; it stays a text.",
                    is_warning=True,
                )
            return None
        moments = yield from dates(labels, order)
        wrong = [label for label, m in zip(labels, moments, strict=True) if np.isnat(m)]
        self._refuse([label for label in wrong if not self.form.is_missing(label)], texts)
        return np.append(moments, np.datetime64("NaT", "ms"))

    def _refuse(self, wrong: Sequence[str], texts: TextColumn) -> None:
        if wrong:
            raise MisfitError(list(self._misfits(wrong[:20], texts)))

    def _misfits(self, wrong: Sequence[str], texts: TextColumn) -> Iterator[Misfit]:
        noun = _NOUNS[self.wanted]
        for label in wrong:
            row = int(np.argmax(texts.codes == texts.labels.index(label)))
            message = f"'{label}' is no {noun}; attribute '{self.name}' is to be read as {noun}s."
            yield Misfit(row, self.position, message)


def attribute_of(name: str, cells: Sequence[Cell], *, is_nominal: bool) -> tuple[Attribute, Column]:
    """The numeric, nominal or string attribute that a column of cells is, and its values."""
    numbers = None if is_nominal else numbers_of(cells, CsvFormat())
    if numbers is not None:
        return Attribute(name, "numeric"), numbers
    return text_attribute(name, coded(cells), is_nominal=is_nominal)


def text_attribute(name: str, texts: TextColumn, *, is_nominal: bool) -> tuple[Attribute, Column]:
    """The nominal or string attribute that a column of texts is, and its values."""
    n_labels, n = len(texts.labels), len(texts.codes)
    if is_nominal or n_labels <= MAX_LABELS or (n_labels <= 1000 and n >= 20 * n_labels):
        return Attribute(name, "nominal", texts.labels), texts.codes
    return Attribute(name, "string"), _strings(texts)


def coded(cells: Sequence[Cell]) -> TextColumn:
    """A column of cells as codes."""
    codes: dict[str, int] = {}
    values = [MISSING_CODE if c is None else codes.setdefault(c, len(codes)) for c in cells]
    return TextColumn(tuple(codes), np.array(values, dtype=np.int32))


def numbers_of(cells: Sequence[Cell], form: CsvFormat) -> Column | None:
    """The cells as numbers, a missing one as NaN; None if one is no number.

    A marker of missing values in quotes counts as missing among numbers: it cannot be one.
    """
    numbers = np.empty(len(cells))
    for i, cell in enumerate(cells):
        is_nothing = cell is None or form.is_missing(cell)
        number = math.nan if is_nothing else form.number(cell or "")
        if number is None:
            return None
        numbers[i] = number
    return numbers


def _strings(texts: TextColumn) -> Column:
    lookup = np.array([*texts.labels, None], dtype=object)  # the last is for missing: −1
    return np.asarray(lookup[texts.codes])
