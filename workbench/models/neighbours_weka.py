"""The distance of WEKA's nearest-neighbour search (weka.core.EuclideanDistance), squared.

Each numeric attribute is brought to [0, 1] by its range, which is that of the training rows
widened by every query so far, the present one included (``IBk`` tells its search about each row
that it is asked about). Nominal values differ by 0 or 1. A missing value is as far as can be: 1
from a label or another missing number, and from a number v the larger of v and 1 − v.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from typing_extensions import override

from workbench.data.dataset import BoolArray, FloatArray, IntArray
from workbench.models.neighbours import FAR, SINGLE_ROUNDING, Approximation, Space, padded

# A nominal attribute with more labels than this is compared directly, not through 0/1 columns.
_MANY_LABELS = 64

# A column over the queries, shape (q,), and one over the samples, shape (n,), to be multiplied.
_Pair: TypeAlias = tuple[FloatArray, FloatArray]


@dataclass(frozen=True, eq=False)
class _Ranges:
    """Least value and width of each attribute as each query sees them, shape (q, d)."""

    low: FloatArray
    width: FloatArray


class WekaSpace(Space):
    """Squared distances as IBk sums them, attribute by attribute in double precision.

    Args:
        queries: shape (q, d), in the order in which WEKA is asked; nominal values as codes,
            missing as NaN.
        samples: shape (n, d), likewise.
        nominal: which attributes are nominal, shape (d,).
    """

    def __init__(self, queries: FloatArray, samples: FloatArray, nominal: BoolArray) -> None:
        self.n_queries, self.n_samples = len(queries), len(samples)
        self._queries, self._samples, self._nominal = queries, samples, nominal
        low, high = _extremes(samples)
        self._ranges = _widened(low, high, queries)
        pairs = [*self._of_complete(low, high - low), *self._of_gappy(low, high - low)]
        pairs += _of_labels(queries, samples, np.flatnonzero(nominal & ~self._has_many_labels))
        left, right = zip(*pairs, strict=True) if pairs else ((), ())
        f, n = len(pairs) + 1, self.n_samples
        self._left = np.column_stack([np.ones(len(queries)), *left]).astype(np.float32)  # (q, f)
        self._right = np.zeros((f, padded(n)), np.float32)  # (f, m)
        self._right[0, n:] = FAR
        for row, column in zip(self._right[1:], right, strict=True):
            row[:n] = column
        self._error = (f + 6) * SINGLE_ROUNDING * 4 * (len(low) + 1)

    def _of_complete(self, low: FloatArray, width: FloatArray) -> list[_Pair]:
        """Pairs of columns for the numeric attributes without gaps."""
        chosen = ~self._nominal & ~self._is_gappy
        scale = np.where(width > 0, width, 1.0)[chosen]
        x = (self._queries[:, chosen] - low[chosen]) / scale
        y = (self._samples[:, chosen] - low[chosen]) / scale
        seen = self._ranges.width[:, chosen]
        # How a query's range changes differences: (w / w′)², 0 where all values are the same.
        ratio = np.square(np.divide(scale, seen, out=np.zeros_like(seen), where=seen > 0))
        fixed = np.all(ratio == 1, axis=0)
        squares = np.square(y)
        # r(x − y)² = rx² − 2rx · y + r · y², of which rx² is the same for all samples.
        return [
            (np.ones(len(x)), squares[:, fixed].sum(axis=1)),
            *zip((-2 * ratio * x).T, y.T, strict=True),
            *zip(ratio[:, ~fixed].T, squares[:, ~fixed].T, strict=True),
        ]

    def _of_gappy(self, low: FloatArray, width: FloatArray) -> list[_Pair]:
        """Pairs of columns for the numeric attributes with gaps that no query widens."""
        pairs: list[_Pair] = []
        for j in np.flatnonzero(self._is_gappy & ~self._nominal & ~self._is_direct).tolist():
            if np.isnan(width[j]):  # no sample has a value: the same for all samples
                continue
            x, y = ((part[:, j] - low[j]) / (width[j] or 1.0) for part in self._parts)
            known_x, known_y = (~np.isnan(v) * 1.0 for v in (x, y))
            far_x, far_y = (np.nan_to_num(np.square(np.fmax(v, 1 - v))) for v in (x, y))
            x, y = np.nan_to_num(x), np.nan_to_num(y)
            pairs += [
                (np.square(x), known_y),
                (-2 * x, y),
                (known_x, np.square(y)),
                (far_x, 1 - known_y),
                (1 - known_x, far_y + 1 - known_y),
            ]
        return pairs

    @property
    def _parts(self) -> tuple[FloatArray, FloatArray]:
        return self._queries, self._samples

    @cached_property
    def _is_gappy(self) -> BoolArray:
        """Which attributes have missing values, shape (d,)."""
        first, second = (np.isnan(part).any(axis=0) for part in self._parts)
        return np.asarray(first | second)

    @cached_property
    def _has_many_labels(self) -> BoolArray:
        return np.asarray(np.fmax.reduce(self._samples, axis=0) >= _MANY_LABELS)

    @cached_property
    def _is_direct(self) -> BoolArray:
        """Which attributes are compared one pair after the other, shape (d,)."""
        low, high = _extremes(self._samples)
        is_widened = np.any(self._ranges.width != high - low, axis=0) & ~np.isnan(low)
        return np.where(self._nominal, self._has_many_labels, self._is_gappy & is_widened)

    @override
    def approximate(self, rows: slice) -> tuple[Approximation, FloatArray]:
        rough = self._left[rows] @ self._right
        b = len(rough)
        for j in np.flatnonzero(self._is_direct).tolist():
            x, y = self._queries[rows, j, None], self._samples[:, j]
            low, width = self._ranges.low[rows, j, None], self._ranges.width[rows, j, None]
            rough[:, : self.n_samples] += np.square(self._difference(j, (x, y), low, width))
        return rough, np.full(b, self._error)

    @override
    def exact(self, queries: IntArray, samples: IntArray) -> FloatArray:
        total = np.zeros(len(queries))
        for j in range(len(self._nominal)):
            pair = self._queries[queries, j], self._samples[samples, j]
            low, width = self._ranges.low[queries, j], self._ranges.width[queries, j]
            total += np.square(self._difference(j, pair, low, width))
        return total

    def _difference(
        self, j: int, pair: tuple[FloatArray, FloatArray], low: FloatArray, width: FloatArray
    ) -> FloatArray:
        """What ``EuclideanDistance.difference`` gives for the attribute j, broadcast."""
        x, y = pair
        if self._nominal[j]:
            return np.asarray(x != y, np.float64)  # NaN differs from everything, NaN included
        x, y = _normalised(x, low, width), _normalised(y, low, width)
        difference: FloatArray = x - y
        gap = np.isnan(difference)
        if not np.any(gap):
            return difference
        value = np.fmax(x, y)  # the known one, or NaN where neither is
        farthest = np.where(np.isnan(value), 1.0, np.where(value < 0.5, 1.0 - value, value))
        return np.asarray(np.where(gap, farthest, difference))


def _normalised(values: FloatArray, low: FloatArray, width: FloatArray) -> FloatArray:
    """Values by their range; 0 for all where the range is a single point; missing stays NaN."""
    is_range = (width > 0) & np.isfinite(width)
    scaled = (values - np.where(is_range, low, 0.0)) / np.where(is_range, width, 1.0)
    return np.where(is_range | np.isnan(values), scaled, 0.0)


def _extremes(samples: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Least and greatest known value of each attribute; NaN where there is none."""
    return np.fmin.reduce(samples, axis=0), np.fmax.reduce(samples, axis=0)


def _widened(low: FloatArray, high: FloatArray, queries: FloatArray) -> _Ranges:
    lows = np.fmin.accumulate(np.vstack([low, queries]), axis=0)[1:]
    highs = np.fmax.accumulate(np.vstack([high, queries]), axis=0)[1:]
    return _Ranges(lows, highs - lows)


def _of_labels(queries: FloatArray, samples: FloatArray, nominal: NDArray[np.intp]) -> list[_Pair]:
    """Pairs of 0/1 columns whose products count the labels that agree, with a minus."""
    pairs: list[_Pair] = []
    for j in nominal:
        for code in np.unique(samples[~np.isnan(samples[:, j]), j]):
            agrees = [(part[:, j] == code).astype(np.float64) for part in (queries, samples)]
            pairs.append((-agrees[0], agrees[1]))
    return pairs
