"""What a step does to data: whether it does the same to other data of the same samples."""

from typing import TypeAlias

import numpy as np
from typing_extensions import override

from workbench.data.dataset import BoolArray, Column, Dataset, IntArray
from workbench.data.schema import Attribute

Change: TypeAlias = tuple[Dataset, Dataset]  # before and after a step


def does_the_same(one: Change, other: Change) -> bool:
    """Whether two changes keep the same samples, drop the same attributes, give the same values.

    Only samples and attributes that both have had before are compared.
    """
    shared = np.intersect1d(one[0].sample_ids, other[0].sample_ids)
    kept = _kept(one, shared)
    if not np.array_equal(kept, _kept(other, shared)):
        return False
    names = set(one[0].schema.names) & set(other[0].schema.names)
    if _gone(one) & names != _gone(other) & names:
        return False
    rows = shared[kept]
    written = _written(one, rows)
    return written == _written(other, rows) and all(
        _values(one[1], name, rows) == _values(other[1], name, rows) for name in written
    )


def _kept(change: Change, ids: IntArray) -> BoolArray:
    return np.isin(ids, change[1].sample_ids)


def _gone(change: Change) -> set[str]:
    return {name for name in change[0].schema.names if name not in change[1].schema}


def _written(change: Change, ids: IntArray) -> set[str]:
    """The attributes that are new, or of which a sample has another value than before."""
    before, after = change
    return {
        name
        for name in after.schema.names
        if name not in before.schema
        or (
            after.column(name) is not before.column(name)
            and _values(before, name, ids) != _values(after, name, ids)
        )
    }


def _values(dataset: Dataset, name: str, ids: IntArray) -> "_Cells":
    order = np.argsort(dataset.sample_ids, kind="stable")
    found = np.searchsorted(dataset.sample_ids, ids, sorter=order)
    attribute = dataset.schema.attribute(name)
    return _Cells(attribute, dataset.column(name)[order[found]])


class _Cells:
    """Values that know whether they are equal; two missing ones are."""

    def __init__(self, attribute: Attribute, column: Column) -> None:
        self._texts = attribute.values
        self._column = column

    @override
    def __eq__(self, other: object) -> bool:
        if not isinstance(other, _Cells):
            return NotImplemented
        a, b = self._column, other._column
        if self._texts != other._texts or a.dtype.kind != b.dtype.kind or a.shape != b.shape:
            return False
        return bool(np.array_equal(a, b, equal_nan=a.dtype.kind in "fM"))

    __hash__ = None  # type: ignore[assignment]  # values that are compared, never kept in a set
