"""Columns of Python values, as databases, workbooks and JSON give them, as attributes.

Truth values become nominal, numbers numeric, moments dates, lists of numbers arrays. Texts are
judged as a CSV file's cells where the format has no types worth trusting (a workbook), and stay
texts where it has (JSON). A column of several types is one of texts.
"""

import json
import math
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import numpy as np

from workbench.core.errors import DataError
from workbench.core.run import Noted
from workbench.data.dataset import MISSING_CODE, Column
from workbench.data.readers.csv_text.kinds import attribute_of, coded, text_attribute
from workbench.data.readers.csv_text.rows import is_missing
from workbench.data.readers.tables.array_columns import NamedColumn, as_pictures
from workbench.data.schema import Attribute

TRUTH = ("false", "true")
_FORMER = datetime(1, 1, 1)  # noqa: DTZ001  years before it have no datetime


def column_of(
    name: str, values: Sequence[Any], *, is_typed: bool, is_nominal: bool = False
) -> NamedColumn:
    """The attribute that a column of values is; None, NaN and NaT are missing.

    Args:
        is_typed: whether a text is meant as one: "12" then is no number, "NA" not missing.

    Raises:
        DataError: a number is too large, or lists have no common shape.
    """
    present = [value for value in values if not _is_gap(value)]
    kinds = {_kind(value) for value in present}
    if is_nominal or kinds - {"truth", "number", "moment", "list"} or len(kinds) > 1:
        return _texts(name, values, is_typed=is_typed, is_nominal=is_nominal)
    if kinds == {"truth"}:
        codes = [MISSING_CODE if _is_gap(value) else int(value) for value in values]
        return Attribute(name, "nominal", TRUTH), np.array(codes, dtype=np.int32)
    if kinds == {"moment"}:
        moments = [None if _is_gap(value) else _moment(value) for value in values]
        return Attribute(name, "date"), np.array(moments, dtype="datetime64[ms]")
    if kinds == {"list"}:
        return _arrays(name, values, is_typed=is_typed)
    numbers = [math.nan if _is_gap(value) else _number(name, value) for value in values]
    return Attribute(name, "numeric"), np.array(numbers, dtype=np.float64)


def unique_names(names: Sequence[Any]) -> list[str]:
    """The names, each once: ``att2`` for none, ``x_2`` for a second ``x``."""
    found: dict[str, None] = {}
    for i, given in enumerate(names):
        wanted = str(given) if given is not None and str(given).strip() else f"att{i + 1}"
        name, number = wanted, 1
        while name in found:
            number += 1
            name = f"{wanted}_{number}"
        found[name] = None
    return list(found)


def renamed(given: Sequence[Any], names: Sequence[str]) -> Iterator[Noted]:
    """What there is to say where ``unique_names`` gave other names than the file."""
    for i, (before, name) in enumerate(zip(given, names, strict=True), start=1):
        if before is None or not str(before).strip():
            yield Noted(f"Column {i} has no name; it is called '{name}' here.")
        elif str(before) != name:
            yield Noted(f"Two columns are called '{before}'; one is called '{name}' here.")


def _is_gap(value: Any) -> bool:
    # NaN and NaT are the values that are not what they are; arrays are no gaps.
    return value is None or (not isinstance(value, list | np.ndarray) and bool(value != value))  # noqa: PLR0124


def _kind(value: Any) -> str:
    if isinstance(value, bool | np.bool_):
        return "truth"
    if isinstance(value, int | float | Decimal | np.number):
        return "number"
    if isinstance(value, date):  # datetime is one, pandas' Timestamp another
        return "moment"
    return "list" if isinstance(value, list | tuple | np.ndarray) else "text"


def _number(name: str, value: Any) -> float:
    try:
        return float(value)
    except OverflowError:
        raise DataError(f"A number of '{name}' is too large: {str(value)[:20]}….") from None


def _moment(value: date) -> np.datetime64:
    if isinstance(value, datetime) and value.tzinfo is not None:
        value = value.astimezone(UTC).replace(tzinfo=None)
    return np.datetime64(value.isoformat(), "ms")


def _texts(name: str, values: Sequence[Any], *, is_typed: bool, is_nominal: bool) -> NamedColumn:
    cells = [None if _is_gap(value) else _text(value) for value in values]
    if is_typed:
        return text_attribute(name, coded(cells), is_nominal=is_nominal)
    trimmed = [None if cell is None or is_missing(cell.strip()) else cell.strip() for cell in cells]
    return attribute_of(name, trimmed, is_nominal=is_nominal)


def _text(value: Any) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, bool | np.bool_):
        return TRUTH[int(value)]
    if isinstance(value, float):
        return str(value).removesuffix(".0")
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False)
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def _arrays(name: str, values: Sequence[Any], *, is_typed: bool) -> NamedColumn:
    """Lists of numbers as pictures or series, shorter ones filled up; other lists as texts."""
    try:
        parts = [None if _is_gap(v) else np.asarray(_numeric(v), dtype=np.float64) for v in values]
    except (ValueError, TypeError, OverflowError):  # ragged inside, texts, or objects
        plain = [v.tolist() if isinstance(v, np.ndarray) else v for v in values]
        return _texts(name, plain, is_typed=is_typed, is_nominal=False)
    present = [part for part in parts if part is not None]
    inner = {part.shape[1:] for part in present if part.size}
    if len(inner) > 1:
        raise DataError(f"The lists in '{name}' have different shapes.")
    length = max(len(part) for part in present)
    stacked = np.full((len(values), length, *(inner or {()}).pop()), np.nan)
    for row, part in zip(stacked, parts, strict=True):
        if part is not None and part.size:
            row[: len(part)] = part
    pictures = _pictures(stacked)
    if pictures is None and stacked.ndim == 2:
        pictures = stacked[..., np.newaxis]  # a series of one channel
    column = stacked if pictures is None else pictures
    return Attribute(name, "array", shape=column.shape[1:]), column


def _numeric(value: Any) -> Any:
    """The list with NaN for null."""
    if isinstance(value, list | tuple | np.ndarray):
        return [_numeric(part) for part in value]
    if isinstance(value, str | bool | dict):
        raise TypeError(type(value))
    return math.nan if value is None else value


def _pictures(stacked: Column) -> Column | None:
    """Pictures, if all are whole bytes and three axes or an area say so."""
    is_whole = (stacked >= 0) & (stacked <= 255) & (stacked == np.round(stacked))
    is_byte = stacked.ndim > 2 and bool(np.all(is_whole))
    return as_pictures(stacked.astype(np.uint8)) if is_byte else None
