"""Cells as JSON values: what a terminal shows, and what a file of JSON lines holds.

Missing is null; nominal and string cells are texts; dates ISO 8601; arrays nested lists (a gap
null, a token its text); a relational cell a list of rows. Infinity has no number in JSON: a text.
"""

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from workbench.data.dataset import Column, Dataset
from workbench.data.schema import Attribute


def json_rows(dataset: Dataset) -> list[list[Any]]:
    """Each sample as a list of JSON values in the order of the attributes."""
    return [list(row) for row in zip(*json_columns(dataset), strict=True)]


def json_columns(dataset: Dataset) -> list[list[Any]]:
    """Each attribute as a list of JSON values."""
    pairs = zip(dataset.schema.attributes, dataset.columns, strict=True)
    return [json_column(attribute, column) for attribute, column in pairs]


def json_column(attribute: Attribute, column: Column) -> list[Any]:
    """One column as JSON values."""
    if attribute.kind == "nominal":
        return _labels(attribute.values, column.tolist())
    if attribute.kind == "date":
        return date_texts(column)
    if attribute.kind == "relational":
        return [None if bag is None else json_rows(bag) for bag in column]
    if attribute.kind == "array" and attribute.values:
        return [_labels(attribute.values, tokens) for tokens in column.tolist()]
    if column.dtype.kind == "f":
        return [_number(value) for value in column.tolist()]
    values: list[Any] = column.tolist()
    return values


def date_texts(column: Column) -> list[str | None]:
    """Moments as ISO 8601, to the second, or the millisecond where there is one."""
    texts = np.datetime_as_string(column).tolist()
    return [None if text == "NaT" else text.removesuffix(".000") for text in texts]


def _labels(values: Sequence[str], codes: Sequence[int]) -> list[str | None]:
    labels = [*values, None]  # the last is for missing: −1
    return [labels[code] for code in codes]


def _number(value: Any) -> Any:
    """A float as JSON can hold it, 148.0 as 148; lists of them likewise."""
    if isinstance(value, list):
        return [_number(part) for part in value]
    if math.isnan(value):
        return None
    if math.isinf(value):
        return "Infinity" if value > 0 else "-Infinity"
    is_whole = value.is_integer() and abs(value) < 1e15 and str(value) != "-0.0"
    return int(value) if is_whole else value
