"""What the columns of a CSV file are, told from all of their cells.

* numeric, if every cell that is not missing is a number;
* nominal, if it is named so, or holds few different texts: at most 50, or at most 1,000 of which
  each comes 20 times on average; labels in order of appearance;
* string otherwise (names, tickets, sentences).
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from workbench.data.dataset import MISSING_CODE, Column
from workbench.data.readers.csv_rows import Cell, is_missing
from workbench.data.readers.java_number import plain_number
from workbench.data.schema import Attribute

MAX_LABELS = 50


@dataclass(frozen=True)
class TextColumn:
    """A column of texts as codes into its labels, in order of appearance; −1 is missing."""

    labels: tuple[str, ...]
    codes: Column


def attribute_of(name: str, cells: Sequence[Cell], *, is_nominal: bool) -> tuple[Attribute, Column]:
    """The attribute that a column of cells is, and its values."""
    numbers = None if is_nominal else _numbers(cells)
    if numbers is not None:
        return Attribute(name, "numeric"), numbers
    return text_attribute(name, coded(cells), is_nominal=is_nominal)


def text_attribute(name: str, texts: TextColumn, *, is_nominal: bool) -> tuple[Attribute, Column]:
    """The nominal or string attribute that a column of texts is, and its values."""
    n_labels, n = len(texts.labels), len(texts.codes)
    if is_nominal or n_labels <= MAX_LABELS or (n_labels <= 1000 and n >= 20 * n_labels):
        return Attribute(name, "nominal", texts.labels), texts.codes
    lookup = np.array([*texts.labels, None], dtype=object)  # the last is for missing: −1
    return Attribute(name, "string"), lookup[texts.codes]


def coded(cells: Sequence[Cell]) -> TextColumn:
    """A column of cells as codes."""
    codes: dict[str, int] = {}
    values = [MISSING_CODE if c is None else codes.setdefault(c, len(codes)) for c in cells]
    return TextColumn(tuple(codes), np.array(values, dtype=np.int32))


def _numbers(cells: Sequence[Cell]) -> Column | None:
    """The cells as numbers, a missing one as NaN; None if one is no number.

    A marker of missing values in quotes counts as missing among numbers: it cannot be one.
    """
    numbers = np.empty(len(cells))
    for i, cell in enumerate(cells):
        number = math.nan if cell is None or is_missing(cell) else plain_number(cell)
        if number is None:
            return None
        numbers[i] = number
    return numbers
