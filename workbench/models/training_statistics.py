"""What the rows were like that a model was trained on: enough to notice when new ones differ.

Of each raw feature one number per sample is looked at (``measure``): the value itself, a label's
code, how many words a text has, how bright a picture is. Its distribution is kept as counts: of
each label, or of the samples up to each of a few knots. Up to ``KNOTS`` distinct values that is
all there is to know; beyond, the knots are quantiles.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal, Self, TypeAlias, get_args

import numpy as np
from numpy.typing import NDArray

from workbench.core.errors import ModelError
from workbench.data.dataset import Column, Dataset, FloatArray, is_filled
from workbench.data.schema import Attribute, Schema
from workbench.data.state import State

Measure: TypeAlias = Literal["value", "label", "date", "words", "mean", "length", "rows"]

KNOTS = 201  # of one attribute: half a percent between two of them
ALL_KNOTS = 40_000  # of all attributes together, 0.6 MB
FEWEST_KNOTS = 21
_MEASURES = {"numeric": "value", "nominal": "label", "date": "date", "string": "words"}


@dataclass(frozen=True, eq=False)
class AttributeStatistics:
    """The distribution of one feature in the training rows.

    Args:
        name: the feature's.
        measure: which number of each sample was looked at: its value, the label's code, its date
            in milliseconds, the words of its text, the mean of its array's numbers, how many
            tokens or time steps or rows it has.
        points: ascending, shape (k,); the first is the smallest value and the last the largest.
            For labels 0…k−1.
        counts: samples above the point before and up to this one, shape (k,).
        n_missing: samples without a value.
        is_exact: whether the points are all values there are, and no quantiles.
    """

    name: str
    measure: Measure
    points: FloatArray
    counts: NDArray[np.int64]
    n_missing: int
    is_exact: bool = True

    @property
    def n_known(self) -> int:
        """Samples with a value."""
        return int(self.counts.sum())

    @cached_property
    def cumulative(self) -> FloatArray:
        """The share of the known samples that are at most each point, shape (k,)."""
        return np.asarray(np.cumsum(self.counts) / max(self.n_known, 1))

    @property
    def is_whole(self) -> bool:
        """Whether every number that is known of the feature is a whole one."""
        return bool(np.all(self.points == np.round(self.points)))

    def quantile(self, share: float) -> float:
        """The smallest point that this share of the samples does not exceed; NaN without any."""
        if not self.n_known:
            return float("nan")
        return float(self.points[np.searchsorted(self.cumulative, share - 1e-12)])

    @property
    def typical(self) -> float:
        """The median, or the most frequent label's code; NaN where nothing is known."""
        if self.measure == "label":
            return float(np.argmax(self.counts)) if self.n_known else float("nan")
        return self.quantile(0.5)


@dataclass(frozen=True, eq=False)
class TrainingStatistics:
    """The features of the rows that a model was trained on, in the schema's order.

    Args:
        n_rows: how many there were.
    """

    n_rows: int
    attributes: tuple[AttributeStatistics, ...]

    @classmethod
    def of(cls, rows: Dataset) -> Self:
        """What the raw training rows are like."""
        features = rows.schema.features
        knots = int(np.clip(ALL_KNOTS // max(len(features), 1), FEWEST_KNOTS, KNOTS))
        return cls(rows.n_samples, tuple(_statistics(rows, a, knots) for a in features))

    def attribute(self, name: str) -> AttributeStatistics | None:
        """What is known of one feature."""
        return self._by_name.get(name)

    @cached_property
    def _by_name(self) -> dict[str, AttributeStatistics]:
        return {a.name: a for a in self.attributes}

    def state(self) -> State:
        """Fit for a file: all points one after the other, and all counts."""
        told = [_facts(a) for a in self.attributes]
        points = [np.empty(0), *(a.points for a in self.attributes)]
        counts = [np.empty(0, np.int64), *(a.counts for a in self.attributes)]
        arrays = {"points": np.concatenate(points), "counts": np.concatenate(counts)}
        return State({"rows": self.n_rows, "attributes": told}, arrays)

    @classmethod
    def from_state(cls, state: State, schema: Schema) -> Self:
        """The inverse of ``state``.

        Raises:
            ModelError: the statistics do not fit each other or the schema.
        """
        points, counts = state.arrays["points"], state.arrays["counts"]
        told: Sequence[dict[str, Any]] = state.values["attributes"]
        ends = np.cumsum([0, *(int(one["points"]) for one in told)])
        if points.shape != counts.shape or points.shape != (ends[-1],) or np.any(np.diff(ends) < 0):
            raise ModelError("The training statistics have arrays of the wrong shape.")
        parts = [
            _checked(one, points[start:end].astype(np.float64), counts[start:end], schema)
            for one, start, end in zip(told, ends[:-1].tolist(), ends[1:].tolist(), strict=True)
        ]
        return cls(int(state.values["rows"]), tuple(parts))


def _facts(of: AttributeStatistics) -> dict[str, Any]:
    """What a file says of one feature, besides its points and counts."""
    sizes = {"points": len(of.points), "missing": of.n_missing}
    return {"name": of.name, "measure": of.measure, **sizes, "exact": of.is_exact}


def measured(attribute: Attribute, column: Column) -> tuple[Measure, FloatArray]:
    """One number for each sample of a feature, shape (n,), NaN where it is missing, and which."""
    if attribute.kind in {"numeric", "date"}:
        return _measure(attribute), _as_numbers(column)
    if attribute.kind == "nominal":
        return "label", np.where(column < 0, np.nan, column)
    if attribute.kind == "string":
        return "words", _over(column, lambda text: len(text.split()))
    if attribute.kind == "relational":
        return "rows", _over(column, lambda bag: bag.n_samples)
    return _of_array(attribute, column)


def _measure(attribute: Attribute) -> Measure:
    return "date" if attribute.kind == "date" else "value"


def _as_numbers(column: Column) -> FloatArray:
    if column.dtype.kind != "M":
        return column.astype(np.float64)
    return np.where(np.isnat(column), np.nan, column.astype("datetime64[ms]").astype(np.float64))


def _over(column: Column, number: Any) -> FloatArray:
    return np.array([np.nan if v is None else number(v) for v in column], dtype=np.float64)


def _of_array(attribute: Attribute, column: Column) -> tuple[Measure, FloatArray]:
    """Pictures and series: the mean of what they hold; tokens: how many there are."""
    flat = column.reshape(len(column), -1)
    if attribute.values:
        lengths = is_filled(flat).sum(axis=1)
        return "length", np.where(lengths == 0, np.nan, lengths)
    if flat.dtype.kind != "f":
        return "mean", flat.mean(axis=1, dtype=np.float64)
    filled = is_filled(flat)
    n = filled.sum(axis=1)
    sums = np.where(filled, flat, 0.0).sum(axis=1, dtype=np.float64)
    return "mean", np.where(n == 0, np.nan, sums / np.maximum(n, 1))


def _statistics(rows: Dataset, attribute: Attribute, knots: int) -> AttributeStatistics:
    measure, numbers = measured(attribute, rows.column(attribute.name))
    known = np.sort(numbers[np.isfinite(numbers)])
    n_missing = int(len(numbers) - len(known))
    if measure == "label":
        counts = np.bincount(known.astype(np.int64), minlength=len(attribute.values))
        points = np.arange(len(counts), dtype=np.float64)
        return AttributeStatistics(attribute.name, measure, points, counts, n_missing)
    points = np.unique(known)
    is_exact = len(points) <= knots
    if not is_exact:
        places = np.round(np.linspace(0, len(known) - 1, knots)).astype(np.int64)
        points = np.unique(known[places])
    reached = np.searchsorted(known, points, side="right")
    counts = np.diff(reached, prepend=0).astype(np.int64)
    return AttributeStatistics(attribute.name, measure, points, counts, n_missing, is_exact)


def _checked(
    told: dict[str, Any], points: FloatArray, counts: NDArray[Any], schema: Schema
) -> AttributeStatistics:
    """One feature's statistics from a file.

    Raises:
        ModelError: they are not what they must be.
    """
    name, measure = str(told["name"]), told["measure"]
    attribute = next((a for a in schema.features if a.name == name), None)
    is_sound = (
        measure in get_args(Measure)
        and attribute is not None
        and counts.dtype.kind in "iu"
        and bool(
            np.all(counts >= 0) and np.all(np.isfinite(points)) and np.all(np.diff(points) > 0)
        )
    )
    if not is_sound or attribute is None or not _fits(attribute, measure, len(points)):
        raise ModelError(f"The training statistics of '{name}' are not what they must be.")
    missing, is_exact = int(told["missing"]), bool(told["exact"])
    return AttributeStatistics(name, measure, points, counts.astype(np.int64), missing, is_exact)


def _fits(attribute: Attribute, measure: str, n_points: int) -> bool:
    if measure == "label":
        return attribute.kind == "nominal" and n_points == len(attribute.values)
    return attribute.kind not in _MEASURES or _MEASURES[attribute.kind] == measure
