"""What a step changes, in figures: what a person wants to see before it is taken."""

from dataclasses import dataclass

import numpy as np

from workbench.data.dataset import Column, Dataset, missing_mask


@dataclass(frozen=True)
class ValueChange:
    """The values of one attribute that become others.

    Args:
        n_changed: samples that have another value afterwards, or one more or less.
        n_missing: how many more values are missing afterwards; below 0 if there are fewer.
    """

    name: str
    n_changed: int
    n_missing: int


@dataclass(frozen=True)
class StepChange:
    """The difference between the data before and after a step.

    Args:
        before, after: rows and attributes.
        removed, added: names of attributes.
        retold: names of attributes of which kind, labels or role are others.
        values: where values differ; empty if other rows are left, as nothing lies side by side.
    """

    before: tuple[int, int]
    after: tuple[int, int]
    removed: tuple[str, ...]
    added: tuple[str, ...]
    retold: tuple[str, ...]
    values: tuple[ValueChange, ...]

    @property
    def is_nothing(self) -> bool:
        """Whether the step leaves everything as it is."""
        lists = (self.removed, self.added, self.retold, self.values)
        return self.before == self.after and not any(lists)


def step_change(before: Dataset, after: Dataset) -> StepChange:
    """Compare the data before and after a step."""
    old, new = before.schema, after.schema
    shared = [name for name in new.names if name in old]
    is_same_rows = np.array_equal(before.sample_ids, after.sample_ids)
    return StepChange(
        (before.n_samples, len(old.attributes)),
        (after.n_samples, len(new.attributes)),
        tuple(name for name in old.names if name not in new),
        tuple(name for name in new.names if name not in old),
        tuple(name for name in shared if old.attribute(name) != new.attribute(name)),
        _values(before, after, shared) if is_same_rows else (),
    )


def _values(before: Dataset, after: Dataset, shared: list[str]) -> tuple[ValueChange, ...]:
    pairs = [(name, before.column(name), after.column(name)) for name in shared]
    changes = [
        ValueChange(name, n_different(old, new), _more_missing(before, after, name))
        for name, old, new in pairs
        if old is not new and _is_same_kind(before, after, name)
    ]
    return tuple(change for change in changes if change.n_changed)


def n_different(one: Column, other: Column) -> int:
    """How many samples differ; two missing values are equal."""
    if one.shape != other.shape or one.dtype.kind != other.dtype.kind:
        return len(other)
    differs = one != other
    if one.dtype.kind in "fM":
        differs &= ~(_is_nothing(one) & _is_nothing(other))
    return int(np.count_nonzero(differs.any(axis=tuple(range(1, one.ndim)))))


def _is_nothing(column: Column) -> Column:
    return np.isnan(column) if column.dtype.kind == "f" else np.isnat(column)


def _is_same_kind(before: Dataset, after: Dataset, name: str) -> bool:
    one, other = before.schema.attribute(name), after.schema.attribute(name)
    return (one.kind, one.values) == (other.kind, other.values)


def _more_missing(before: Dataset, after: Dataset, name: str) -> int:
    counts = [
        int(np.count_nonzero(missing_mask(d.schema.attribute(name), d.column(name))))
        for d in (before, after)
    ]
    return counts[1] - counts[0]
