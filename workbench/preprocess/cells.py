"""Cells as texts and texts as cells, for the steps that change what a column is or holds."""

import math
from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np

from workbench.core.errors import DataError
from workbench.data.dataset import MISSING_CODE, Column, IntArray
from workbench.data.readers.date_format import DateFormat
from workbench.data.readers.java_number import plain_number
from workbench.data.schema import Attribute

EPOCH = np.datetime64("1970-01-01T00:00:00.000", "ms")

# What ISO 8601 allows of a date, and a blank in the place of its "T".
_ISO = ("", "'T'HH:mm", "'T'HH:mm:ss", "'T'HH:mm:ss.SSS", " HH:mm", " HH:mm:ss", " HH:mm:ss.SSS")


def number_text(number: float) -> str:
    """A number as a label: whole ones without a point, others as short as tells them apart."""
    if number.is_integer() and abs(number) < 1e15:
        return str(int(number))
    return repr(number)


def date_text(date: np.datetime64) -> str:
    """A date in ISO 8601, without a clock at midnight and without a fraction where it is 0."""
    text = str(np.datetime_as_string(date, unit="ms"))
    return text.removesuffix(".000").removesuffix("T00:00:00")


def as_number(text: str) -> float | None:
    """The number in ``text``; None if it is none."""
    return plain_number(text)


def as_date(text: str, pattern: str = "") -> np.datetime64 | None:
    """The date in ``text``: by a pattern as Java's SimpleDateFormat, or else ISO 8601."""
    found = (form.parse(text) for form in _date_formats(pattern))
    return next((date for date in found if date is not None), None)


@cache
def _date_formats(pattern: str) -> tuple[DateFormat, ...]:
    if pattern:
        return (DateFormat(pattern),)
    return tuple(DateFormat(f"yyyy-MM-dd{clock}") for clock in _ISO)


def texts_of(attribute: Attribute, column: Column) -> Column:
    """A numeric, nominal, string or date column as texts, object (n,); missing is None.

    Raises:
        DataError: it holds arrays or data sets.
    """
    if attribute.kind == "string":
        return column
    if attribute.kind == "nominal":
        lookup = np.array([*attribute.values, None], dtype=object)  # the last is for missing: −1
        return np.asarray(lookup[column])
    if attribute.kind == "numeric":
        return _objects([None if math.isnan(v) else number_text(v) for v in column.tolist()])
    if attribute.kind == "date":
        return _objects([None if np.isnat(v) else date_text(v) for v in column])
    raise no_text(attribute)


def parsed(texts: Column, parse: Callable[[str], Any], missing: Any, refusal: "Refusal") -> Column:
    """Each text by ``parse``, as an array of ``missing``'s type; blank texts are missing.

    Raises:
        DataError: the refusal of the first text that ``parse`` gives None for.
    """
    known: dict[str | None, Any] = {None: missing}
    values = []
    for row, text in enumerate(texts.tolist()):
        if text not in known:
            value = missing if not text.strip() or text.strip() == "?" else parse(text)
            if value is None:
                raise refusal(row, text)
            known[text] = value
        values.append(known[text])
    return np.array(values, dtype=np.asarray(missing).dtype)


class Refusal:
    """The sentence on a cell that cannot become what is asked for.

    Args:
        what: what it is not, such as "number".
    """

    def __init__(self, attribute: Attribute, sample_ids: IntArray, what: str) -> None:
        self._attribute = attribute
        self._sample_ids = sample_ids
        self._what = what

    def __call__(self, row: int, text: str) -> DataError:
        """The error about the cell in row number ``row`` of the column."""
        shown = text if len(text) <= 60 else f"{text[:59]}…"
        return DataError(
            f"Row {self._sample_ids[row] + 1} of '{self._attribute.name}' is '{shown}', "
            f"which is no {self._what}.",
            remedy="Replace or edit that value first.",
        )


def no_text(attribute: Attribute) -> DataError:
    """The refusal of an attribute whose cells are no single values."""
    return DataError(
        f"Attribute '{attribute.name}' is {attribute.kind}; "
        "it must be numeric, nominal, string or date."
    )


def labelled(texts: Column) -> tuple[tuple[str, ...], Column]:
    """Texts as labels in order of appearance and codes into them; None is missing."""
    codes: dict[str, int] = {}
    coded = [MISSING_CODE if t is None else codes.setdefault(t, len(codes)) for t in texts.tolist()]
    return tuple(codes), np.array(coded, dtype=np.int32)


def _objects(values: list[Any]) -> Column:
    column = np.empty(len(values), dtype=object)
    column[:] = values
    return column
