"""The values of one attribute of an ARFF file: fast for common forms, exact about all others."""

import math
from collections.abc import Callable
from typing import Any, TypeAlias

import numpy as np

from workbench.core.errors import DataError, Where
from workbench.data.dataset import MISSING_CODE, Column
from workbench.data.readers.arff_text.date_format import DateFormat
from workbench.data.readers.arff_text.java_number import java_number
from workbench.data.readers.arff_text.token import Token, unquoted
from workbench.data.schema import Attribute

MAX_REMEMBERED = 1 << 14
NO_DATE = int(np.iinfo(np.int64).min)  # NaT

Quick: TypeAlias = Callable[[str], Any]  # a token as it stands; raises ValueError: look closer
Convert: TypeAlias = Callable[[str], Any]  # the text of a token; None: no value of the attribute

_MISSING: dict[str, Any] = {"numeric": math.nan, "nominal": MISSING_CODE, "date": NO_DATE}


def missing_value(attribute: Attribute) -> Any:
    """What stands in a row for ?."""
    return _MISSING.get(attribute.kind)


def column_of(attribute: Attribute, values: tuple[Any, ...]) -> Column:
    """The values of an attribute as a column."""
    if attribute.kind == "numeric":
        return np.array(values, dtype=np.float64)
    if attribute.kind == "nominal":
        return np.array(values, dtype=np.int32)
    if attribute.kind == "date":
        return np.array(values, dtype=np.int64).view("datetime64[ms]")
    return np.array(values, dtype=object)


def convert_of(attribute: Attribute, date_format: DateFormat | None) -> Convert:
    """How the text of an attribute that is not relational becomes a value."""
    if attribute.kind == "nominal":
        return {label: code for code, label in enumerate(attribute.values)}.get
    if date_format is not None:
        return date_format.milliseconds
    return java_number if attribute.kind == "numeric" else str


def quick_of(attribute: Attribute, convert: Convert) -> Quick:
    """The same from a token as it stands in the line, ? included."""
    if attribute.kind == "numeric":
        return _quick_number
    if attribute.kind == "string":
        return _quick_text
    return _Remembered(convert, missing_value(attribute)).__getitem__


def expected(attribute: Attribute, date_format: DateFormat | None, token: Token) -> str:
    """The sentence about a token that is no value of its attribute."""
    if attribute.kind == "nominal" and not attribute.values:
        return f"{token.shown()} is no label of '{attribute.name}', which has none."
    if attribute.kind == "nominal":
        labels = ", ".join(attribute.values[:10]) + (", …" if len(attribute.values) > 10 else "")
        return f"{token.shown()} is no label of '{attribute.name}'; its labels are: {labels}."
    if date_format is not None:
        pattern = date_format.pattern
        return f"{token.shown()} is no date of '{attribute.name}', whose pattern is {pattern}."
    return f"{token.shown()} is no number; attribute '{attribute.name}' is numeric."


def in_bag(error: DataError, name: str, token: Token, starts: list[int], line: int) -> DataError:
    """An error in a row of a bag, with its place in the file.

    Args:
        token: the quoted bag.
        starts: where each row of the bag begins in the token's text.
        line: of the token.
    """
    row, column = error.where.line or 1, error.where.column or 1
    position = starts[row - 1] + column - 1
    return DataError(
        f"In row {row} of '{name}': {error.message}",
        remedy=error.remedy,
        where=Where(line=line, column=token.column_of(position)),
        others=[
            in_bag(e, name, token, starts, line) for e in error.others if isinstance(e, DataError)
        ],
    )


class _Remembered(dict[str, Any]):
    """Tokens and their values, so that each is looked at closely only once."""

    def __init__(self, convert: Convert, missing: Any) -> None:
        super().__init__({"?": missing})
        self._convert, self._missing = convert, missing

    def __missing__(self, raw: str) -> Any:
        value = self._convert(unquoted(raw))
        if value is None:
            raise ValueError(raw)
        if len(self) > MAX_REMEMBERED:
            self.clear()
            self["?"] = self._missing
        self[raw] = value
        return value


def _quick_number(raw: str) -> float:
    if raw == "?":
        return math.nan
    text = raw if raw[0] not in "'\"" else raw[1:-1]
    value = float(text)
    # Python takes _, NaN, infinity and foreign digits, which Java does not or names otherwise.
    if value - value != 0 or "_" in text or not text.isascii():
        raise ValueError(raw)
    return value


def _quick_text(raw: str) -> str | None:
    return None if raw == "?" else unquoted(raw)
