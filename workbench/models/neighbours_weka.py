"""The distance of WEKA's nearest-neighbour search (weka.core.EuclideanDistance), squared.

Each numeric attribute is brought to [0, 1] by its range, which is that of the training rows
widened by every query so far, the present one included (``IBk`` tells its search about each row
that it is asked about). Nominal values differ by 0 or 1. A missing value is as far as can be: 1
from a label or another missing number, and from a number v the larger of v and 1 − v.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from typing_extensions import override

from workbench.data.dataset import BoolArray, FloatArray, IntArray
from workbench.models.neighbours import FAR, SINGLE_ROUNDING, Approximation, Space, padded

# A nominal attribute with more labels than this is compared directly, not through 0/1 columns.
_MANY_LABELS = 64


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
        gappy = np.isnan(samples).any(axis=0) | np.isnan(queries).any(axis=0)
        labels = np.nan_to_num(samples, nan=0.0).max(axis=0) + 1
        self._direct = np.flatnonzero(np.where(nominal, labels > _MANY_LABELS, gappy))
        self._encode(low, high - low)

    def _encode(self, low: FloatArray, width: FloatArray) -> None:
        """Write the distance over most attributes as one product, left · right."""
        direct = np.isin(np.arange(len(low)), self._direct)
        numeric = ~self._nominal & ~direct
        scale = np.where(width > 0, width, 1.0)[numeric]
        x = (self._queries[:, numeric] - low[numeric]) / scale
        y = (self._samples[:, numeric] - low[numeric]) / scale
        seen = self._ranges.width[:, numeric]
        # How a query's range changes differences: (w / w′)², 0 where all values are the same.
        ratio = np.square(np.divide(scale, seen, out=np.zeros_like(seen), where=seen > 0))
        left, right = _labels(self._queries, self._samples, np.flatnonzero(self._nominal & ~direct))
        # r(x − y)² = rx² · 1 − 2rx · y + r · y²
        n_nominal = int(np.sum(self._nominal & ~direct))
        own = (ratio * np.square(x)).sum(axis=1) + n_nominal
        fixed = np.all(ratio == 1, axis=0)
        left = [own, np.ones(len(x)), *(-2 * ratio * x).T, *ratio[:, ~fixed].T, *left]
        squares = np.square(y)
        right = [
            np.ones(len(y)),
            squares[:, fixed].sum(axis=1),
            *y.T,
            *squares[:, ~fixed].T,
            *right,
        ]
        self._left = np.column_stack(left).astype(np.float32)  # (q, f)
        self._right = np.zeros((len(right), padded(self.n_samples)), np.float32)  # (f, m)
        self._right[:, : self.n_samples] = right
        self._right[1, self.n_samples :] = FAR
        self._error = (len(right) + 6) * SINGLE_ROUNDING * 4 * (len(low) + 1)

    @override
    def approximate(self, rows: slice) -> tuple[Approximation, FloatArray]:
        rough = self._left[rows] @ self._right
        b = len(rough)
        for j in self._direct.tolist():
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


def _labels(
    queries: FloatArray, samples: FloatArray, nominal: NDArray[np.intp]
) -> tuple[list[FloatArray], list[FloatArray]]:
    """0/1 columns whose products count the labels that agree, with a minus on the left."""
    left: list[FloatArray] = []
    right: list[FloatArray] = []
    for j in nominal:
        for code in np.unique(samples[~np.isnan(samples[:, j]), j]):
            left.append(-(queries[:, j] == code).astype(np.float64))
            right.append((samples[:, j] == code).astype(np.float64))
    return left, right
