"""Brings raw rows to the schema a model was trained on, or refuses them by name.

Rows from another file may be held otherwise and mean the same: a CSV file of three texts reads
them as labels, labels 0 and 1 as numbers, dates in an odd form as texts. What can be told without
doubt is brought into the kind that the model knows.
"""

from collections.abc import Collection, Sequence

import numpy as np
from numpy.typing import NDArray

from workbench.core.errors import ModelError
from workbench.data.cell import as_date, as_number, date_text, number_text
from workbench.data.combine import number_codes
from workbench.data.dataset import MISSING_CODE, Column, Dataset, missing_mask
from workbench.data.schema import Attribute, Schema
from workbench.models.conform_array import as_array


def conform(rows: Dataset, schema: Schema, unneeded: Collection[str] = ()) -> Dataset:
    """The same samples under ``schema``: attributes by name, nominal values in its order.

    A label that the model never saw counts as missing (``unseen_labels`` lists them). The class
    may be absent: it is then missing throughout. Other attributes are left out.

    Args:
        unneeded: attributes that may be absent or of another kind, as the class may.

    Raises:
        ModelError: a feature is absent, or of another kind that cannot be read as its own.
    """
    if rows.schema == schema:
        return rows
    columns = tuple(
        _column(rows, attribute, is_needed=_is_needed(attribute, unneeded))
        for attribute in schema.attributes
    )
    return Dataset(schema, columns, rows.sample_ids)


def unseen_labels(rows: Dataset, schema: Schema) -> dict[str, tuple[str, ...]]:
    """Labels of nominal features that occur in ``rows`` but not in ``schema``, by attribute."""
    unseen = {
        attribute.name: _unseen(rows, attribute)
        for attribute in schema.features
        if attribute.kind == "nominal" and attribute.name in rows.schema
    }
    return {name: labels for name, labels in unseen.items() if labels}


def recode(column: Column, theirs: Sequence[str], ours: Sequence[str]) -> NDArray[np.int32]:
    """Nominal codes under ``theirs`` as codes under ``ours``; unknown labels become missing."""
    position = {value: code for code, value in enumerate(ours)}
    table = np.array([position.get(v, MISSING_CODE) for v in theirs] + [MISSING_CODE], np.int32)
    return table[column]  # code −1 picks the last entry, which is missing


def _is_needed(attribute: Attribute, unneeded: Collection[str]) -> bool:
    return attribute.role == "feature" and attribute.name not in unneeded


def _unseen(rows: Dataset, ours: Attribute) -> tuple[str, ...]:
    theirs, column = rows.schema.attribute(ours.name), rows.column(ours.name)
    if theirs.kind == "numeric":
        known = number_codes(ours)
        numbers = np.unique(column[~np.isnan(column)]).tolist()
        return tuple(f"{v:g}" for v in numbers if v not in known)
    if theirs.kind == "string":
        return tuple(dict.fromkeys(v for v in column if v is not None and v not in ours.values))
    if theirs.kind != "nominal":
        return ()
    used = set(np.unique(column).tolist())
    return tuple(v for i, v in enumerate(theirs.values) if v not in ours.values and i in used)


def _column(rows: Dataset, ours: Attribute, *, is_needed: bool) -> Column:
    if ours.name not in rows.schema:
        if is_needed:
            raise ModelError(f"The rows have no attribute '{ours.name}', which the model needs.")
        return _all_missing(ours, rows.n_samples)
    theirs, column = rows.schema.attribute(ours.name), rows.column(ours.name)
    if theirs.kind != ours.kind and not is_needed:
        return _all_missing(ours, rows.n_samples)
    if theirs.kind == ours.kind == "nominal":
        return (
            column if theirs.values == ours.values else recode(column, theirs.values, ours.values)
        )
    if theirs.kind == ours.kind == "array":
        return as_array(column, theirs, ours) if is_needed else _all_missing(ours, rows.n_samples)
    return column if theirs.kind == ours.kind else _converted(column, theirs, ours)


def _converted(column: Column, theirs: Attribute, ours: Attribute) -> Column:
    """A column of one kind read as another."""
    if missing_mask(theirs, column).all():
        return _all_missing(ours, len(column))
    if (theirs.kind, ours.kind) == ("numeric", "nominal"):
        # A CSV of new rows reads the labels 0 and 1 as numbers.
        codes = number_codes(ours)
        return np.array([codes.get(v, MISSING_CODE) for v in column.tolist()], np.int32)
    texts = _texts(column, theirs)
    if texts is not None and ours.kind == "string":
        return np.array([*texts, None], dtype=object)[:-1]
    if texts is not None and ours.kind == "nominal":
        positions = {label: code for code, label in enumerate(ours.values)}
        return np.array([positions.get(str(t), MISSING_CODE) for t in texts], np.int32)
    if theirs.kind in {"string", "nominal"} and texts is not None:
        return _parsed(texts, theirs, ours)
    raise _other_kind(theirs, ours)


def _texts(column: Column, attribute: Attribute) -> list[str | None] | None:
    """The cells as texts, None for missing; None where there is no saying how they were written."""
    if attribute.kind == "nominal":
        labels = [*attribute.values, None]  # the last is for missing: −1
        return [labels[code] for code in column.tolist()]
    if attribute.kind == "string":
        return list(column)
    if attribute.kind == "numeric":
        return [None if np.isnan(v) else number_text(v) for v in column.tolist()]
    if attribute.kind == "date":
        return [None if np.isnat(v) else date_text(v) for v in column]
    return None


def _parsed(texts: Sequence[str | None], theirs: Attribute, ours: Attribute) -> Column:
    """Texts as numbers or dates, if each of them is one."""
    if ours.kind == "numeric":
        numbers = [np.nan if t is None else as_number(t) for t in texts]
        if None not in numbers:
            return np.array(numbers, dtype=np.float64)
    if ours.kind == "date":
        gap = np.datetime64("NaT", "ms")
        dates = [gap if t is None else as_date(t) for t in texts]
        if all(date is not None for date in dates):
            return np.array(dates, dtype="datetime64[ms]")
    raise _other_kind(theirs, ours)


def _other_kind(theirs: Attribute, ours: Attribute) -> ModelError:
    return ModelError(
        f"Attribute '{ours.name}' is {theirs.kind} in these rows; the model needs it {ours.kind}."
    )


def _all_missing(attribute: Attribute, n: int) -> Column:
    if attribute.kind == "nominal":
        return np.full(n, MISSING_CODE, np.int32)
    if attribute.kind == "numeric":
        return np.full(n, np.nan)
    if attribute.kind == "date":
        return np.full(n, np.datetime64("NaT"), "datetime64[ms]")
    if attribute.kind == "array" and attribute.values:
        return np.full((n, *attribute.shape), MISSING_CODE, np.int32)
    if attribute.kind == "array":
        return np.full((n, *attribute.shape), np.nan)
    return np.full(n, None, dtype=object)
