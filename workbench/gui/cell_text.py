"""Cells of a data set as the text that tables show, and rows in the order of a column."""

from typing import Any

import numpy as np

from workbench.data.dataset import BoolArray, Column, Dataset, IntArray, missing_mask
from workbench.data.schema import Attribute

MISSING = "?"


def cell_text(attribute: Attribute, column: Column, row: int) -> str:
    """A cell as text; "?" where the value is missing."""
    value = column[row]
    match attribute.kind:
        case "numeric":
            return MISSING if value != value else number_text(value)  # noqa: PLR0124  NaN
        case "nominal":
            return MISSING if value < 0 else attribute.values[value]
        case "date":
            return MISSING if np.isnat(value) else str(value).replace("T", " ")
        case "array":
            return " × ".join(str(n) for n in np.shape(value))
        case _:
            return MISSING if value is None else _object_text(value)


def number_text(value: float) -> str:
    """A number as tables show it."""
    return f"{value:.10g}"


def ordered_rows(dataset: Dataset, column: int, *, descends: bool) -> IntArray:
    """Row numbers in the order of a column, ties as they were, missing values last."""
    attribute, values = dataset.schema.attributes[column], dataset.columns[column]
    if attribute.kind == "array":
        return np.arange(dataset.n_samples)
    missing = missing_mask(attribute, values)
    known = np.flatnonzero(~missing)
    keys = _sort_keys(attribute, values[known])
    if descends:
        # Reversed twice, so that ties keep their order.
        order = (len(known) - 1 - np.argsort(keys[::-1], kind="stable"))[::-1]
    else:
        order = np.argsort(keys, kind="stable")
    return np.concatenate([known[order], np.flatnonzero(missing)])


def is_missing(attribute: Attribute, column: Column, row: int) -> bool:
    """Whether one cell has no value."""
    mask: BoolArray = missing_mask(attribute, column[row : row + 1])
    return bool(mask[0])


def _sort_keys(attribute: Attribute, known: Column) -> Column:
    if attribute.kind == "nominal":  # by label, as a reader expects
        rank = np.argsort(np.argsort(np.asarray(attribute.values)))
        return np.asarray(rank[known])
    if attribute.kind == "relational":
        return np.fromiter((bag.n_samples for bag in known), dtype=np.int64, count=len(known))
    return known


def _object_text(value: Any) -> str:
    if isinstance(value, Dataset):
        return f"{value.n_samples:,} × {len(value.columns):,}"
    return str(value)
