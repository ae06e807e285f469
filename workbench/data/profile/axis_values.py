"""An attribute as places on an axis: what a scatter or a histogram lays out."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from workbench.data.dataset import BoolArray, Dataset, FloatArray
from workbench.data.schema import Attribute, Schema

PLOTTABLE = frozenset({"numeric", "nominal", "date"})
JITTER_SEED = 20250
_LOOKED_AT, _FEW_VALUES = 1000, 12  # samples, and different values among them
_NOMINAL_SPREAD = 0.84  # of the distance between two labels, at full jitter
_NUMERIC_SPREAD = 0.05  # of the range


@dataclass(frozen=True, eq=False)
class AxisValues:
    """One attribute laid out.

    Args:
        values: shape (n,); a number, the position of a label, or a date in milliseconds since
            1970; NaN where there is no finite value.
    """

    attribute: Attribute
    values: FloatArray

    @cached_property
    def present(self) -> BoolArray:
        """Which samples have a place, shape (n,)."""
        return np.asarray(~np.isnan(self.values))

    @cached_property
    def is_whole(self) -> bool:
        """Whether every sample has a place."""
        return bool(self.present.all())

    @cached_property
    def bounds(self) -> tuple[float, float]:
        """From where to where the axis goes, without margin; never of no length."""
        if self.attribute.kind == "nominal":
            return -0.5, max(len(self.attribute.values), 1) - 0.5
        return bounds_of(self.values)


def plottable(schema: Schema, kinds: frozenset[str] = PLOTTABLE) -> tuple[str, ...]:
    """The names of the attributes that have places on an axis: numeric, nominal and date."""
    return tuple(a.name for a in schema.attributes if a.kind in kinds)


def telling_first(dataset: Dataset, names: tuple[str, ...]) -> list[str]:
    """Attributes to begin with: measurements, then dates, few numbers, labels, and the class."""
    rank = {"numeric": 0, "date": 1, "nominal": 3}

    def order(name: str) -> tuple[bool, int]:
        attribute = dataset.schema.attribute(name)
        has_few = attribute.kind == "numeric" and has_few_values(dataset, name)
        return attribute.role == "class", 2 if has_few else rank[attribute.kind]

    return sorted(names, key=order)


def has_few_values(dataset: Dataset, name: str) -> bool:
    """Whether many samples share a place: labels, and numbers such as counts and codes."""
    if dataset.schema.attribute(name).kind == "nominal":
        return True
    looked = dataset.column(name)[:_LOOKED_AT]
    return len(np.unique(looked)) <= min(_FEW_VALUES, len(looked) // 4)


def axis_values(dataset: Dataset, name: str) -> AxisValues:
    """The places of the samples by the attribute ``name``.

    Raises:
        DataError: there is no attribute of that name.
    """
    attribute = dataset.schema.attribute(name)
    column = dataset.column(name)
    if attribute.kind == "numeric":
        is_infinite = np.isinf(column)
        # A column without infinite values is shared, not copied.
        values = np.where(is_infinite, np.nan, column) if is_infinite.any() else column
        return AxisValues(attribute, values)
    values = column.astype(np.float64)
    missing = dataset.missing(name)
    if missing.any():
        values[missing] = np.nan
    return AxisValues(attribute, values)


def jittered(axis: AxisValues, share: float, seed: int = JITTER_SEED) -> FloatArray:
    """The places moved a little at random, so that equal values do not hide one another.

    Args:
        share: 0 for none, 1 for as much as keeps labels apart (5 % of a number's range).
    """
    if share <= 0:
        return axis.values
    low, high = axis.bounds
    spread = _NOMINAL_SPREAD if axis.attribute.kind == "nominal" else _NUMERIC_SPREAD * (high - low)
    noise = np.random.default_rng(seed).random(len(axis.values)) - 0.5
    return axis.values + noise * (share * spread)


def bounds_of(values: FloatArray) -> tuple[float, float]:
    """Least and largest finite value; widened if they are equal, 0 to 1 if there is none."""
    is_finite = np.isfinite(values)
    finite = values if is_finite.all() else values[is_finite]
    if not len(finite):
        return 0.0, 1.0
    low, high = float(finite.min()), float(finite.max())
    if low == high:
        half = abs(low) * 0.05 or 0.5
        return low - half, high + half
    return low, high


def sampled_rows(n: int, most: int, seed: int = JITTER_SEED) -> np.ndarray:
    """All row numbers in order, or ``most`` of them drawn without replacement; shape (k,)."""
    if n <= most:
        return np.arange(n)
    return np.sort(np.random.default_rng(seed).choice(n, most, replace=False))
