"""Brings raw rows to the schema a model was trained on, or refuses them by name."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from workbench.core.errors import ModelError
from workbench.data.combine import number_codes
from workbench.data.dataset import MISSING_CODE, Column, Dataset
from workbench.data.schema import Attribute, Schema


def conform(rows: Dataset, schema: Schema) -> Dataset:
    """The same samples under ``schema``: attributes by name, nominal values in its order.

    A label that the model never saw counts as missing (``unseen_labels`` lists them). The class
    may be absent: it is then missing throughout. Other attributes are left out.

    Raises:
        ModelError: a feature is absent or of another kind.
    """
    if rows.schema == schema:
        return rows
    columns = tuple(_column(rows, attribute) for attribute in schema.attributes)
    return Dataset(schema, columns, rows.sample_ids)


def unseen_labels(rows: Dataset, schema: Schema) -> dict[str, tuple[str, ...]]:
    """Labels of nominal features that occur in ``rows`` but not in ``schema``, by attribute."""
    unseen = {
        attribute.name: _unseen(rows, attribute)
        for attribute in schema.features
        if attribute.kind == "nominal" and attribute.name in rows.schema
    }
    return {name: labels for name, labels in unseen.items() if labels}


def _unseen(rows: Dataset, ours: Attribute) -> tuple[str, ...]:
    theirs, column = rows.schema.attribute(ours.name), rows.column(ours.name)
    if theirs.kind == "numeric":
        known = number_codes(ours)
        numbers = np.unique(column[~np.isnan(column)]).tolist()
        return tuple(f"{v:g}" for v in numbers if v not in known)
    used = set(np.unique(column).tolist())
    return tuple(v for i, v in enumerate(theirs.values) if v not in ours.values and i in used)


def _column(rows: Dataset, attribute: Attribute) -> Column:
    if attribute.name not in rows.schema:
        if attribute.role == "feature":
            raise ModelError(
                f"The rows have no attribute '{attribute.name}', which the model needs."
            )
        return _all_missing(attribute, rows.n_samples)
    theirs, column = rows.schema.attribute(attribute.name), rows.column(attribute.name)
    if theirs.kind == attribute.kind:
        if theirs.kind == "nominal" and theirs.values != attribute.values:
            return recode(column, theirs.values, attribute.values)
        return column
    return _converted(column, theirs, attribute)


def recode(column: Column, theirs: Sequence[str], ours: Sequence[str]) -> NDArray[np.int32]:
    """Nominal codes under ``theirs`` as codes under ``ours``; unknown labels become missing."""
    position = {value: code for code, value in enumerate(ours)}
    table = np.array([position.get(v, MISSING_CODE) for v in theirs] + [MISSING_CODE], np.int32)
    return table[column]  # code −1 picks the last entry, which is missing


def _converted(column: Column, theirs: Attribute, ours: Attribute) -> Column:
    """A column read as another kind: all missing, or numbers where the model has labels."""
    n = len(column)
    if ours.role != "feature":
        return _all_missing(ours, n)
    if (theirs.kind, ours.kind) == ("numeric", "nominal"):
        # A CSV of new rows reads the labels 0 and 1 as numbers.
        codes = number_codes(ours)
        return np.array([codes.get(v, MISSING_CODE) for v in column.tolist()], np.int32)
    if _is_all_missing(theirs, column):
        return _all_missing(ours, n)
    raise ModelError(
        f"Attribute '{ours.name}' is {theirs.kind} in these rows; the model needs it {ours.kind}."
    )


def _is_all_missing(attribute: Attribute, column: Column) -> bool:
    if attribute.kind == "nominal":
        return bool(np.all(column == MISSING_CODE))
    return attribute.kind == "string" and all(value is None for value in column)


def _all_missing(attribute: Attribute, n: int) -> Column:
    if attribute.kind == "nominal":
        return np.full(n, MISSING_CODE, np.int32)
    if attribute.kind == "numeric":
        return np.full(n, np.nan)
    if attribute.kind == "date":
        return np.full(n, np.datetime64("NaT"), "datetime64[ms]")
    return np.full(n, None, dtype=object)
