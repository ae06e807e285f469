"""Euclidean and Manhattan distances between rows of numbers."""

from typing import Any

import numpy as np
from numpy.typing import NDArray
from typing_extensions import override

from workbench.data.dataset import FloatArray, IntArray
from workbench.models.neighbours import FAR, SINGLE_ROUNDING, Approximation, Space, padded

# Beyond this, squares come near the end of single precision's range.
_LARGE = 1e14


class EuclideanSpace(Space):
    """Squared Euclidean distances.

    Args:
        queries: shape (q, d).
        samples: shape (n, d).
    """

    def __init__(self, queries: FloatArray, samples: FloatArray) -> None:
        self.n_queries, self.n_samples = len(queries), len(samples)
        self._queries, self._samples = queries, samples
        middle = samples.mean(axis=0)  # distances do not change, rounding errors shrink
        x, y = queries - middle, samples - middle
        xx, yy = np.square(x).sum(axis=1), np.square(y).sum(axis=1)
        n, d = y.shape
        longest = np.sqrt(yy.max())
        dtype = np.float32 if max(longest, np.sqrt(xx.max(initial=0.0))) < _LARGE else np.float64
        # |x − y|² = [−2x, |x|², 1] · [y, 1, |y|²]
        self._left = np.column_stack([-2 * x, xx, np.ones(len(x))]).astype(dtype)  # (q, d + 2)
        self._right = np.zeros((d + 2, padded(n)), dtype)
        self._right[:, :n] = np.column_stack([y, np.ones(n), yy]).T
        self._right[d + 1, n:] = FAR if dtype is np.float32 else np.finfo(dtype).max
        self._error = (d + 6) * SINGLE_ROUNDING * np.square(np.sqrt(xx) + longest)  # (q,)

    @override
    def approximate(self, rows: slice) -> tuple[Approximation, FloatArray]:
        rough: Approximation = self._left[rows] @ self._right
        return rough, self._error[rows]

    @override
    def exact(self, queries: IntArray, samples: IntArray) -> FloatArray:
        total = np.zeros(len(queries))
        for x, y in zip(self._queries.T, self._samples.T, strict=True):
            total += np.square(x[queries] - y[samples])
        return total


class ManhattanSpace(Space):
    """Sums of absolute differences.

    Args:
        queries: shape (q, d).
        samples: shape (n, d).
    """

    def __init__(self, queries: FloatArray, samples: FloatArray) -> None:
        self.n_queries, self.n_samples = len(queries), len(samples)
        self._queries, self._samples = queries, samples
        middle = samples.mean(axis=0)
        x, y = queries - middle, samples - middle
        n, d = y.shape
        lengths = np.abs(x).sum(axis=1)
        longest = np.abs(y).sum(axis=1).max()
        dtype = np.float32 if max(longest, lengths.max(initial=0.0)) < _LARGE else np.float64
        self._left = x.T.astype(dtype)  # (d, q)
        far = FAR if dtype is np.float32 else np.finfo(dtype).max / (d + 1)
        self._right = np.full((d, padded(n)), far, dtype)
        self._right[:, :n] = y.T
        self._error = (d + 6) * SINGLE_ROUNDING * (lengths + longest)  # (q,)

    @override
    def approximate(self, rows: slice) -> tuple[Approximation, FloatArray]:
        left = self._left[:, rows]
        rough = np.zeros((left.shape[1], self._right.shape[1]), left.dtype)
        for query, total in enumerate(rough):  # one row at a time stays in the fastest cache
            self._add_up(left[:, query], total)
        return rough, self._error[rows]

    def _add_up(self, query: NDArray[np.floating[Any]], total: NDArray[np.floating[Any]]) -> None:
        part = np.empty_like(total)
        for x, y in zip(query, self._right, strict=True):
            np.subtract(y, x, out=part)
            np.abs(part, out=part)
            np.add(total, part, out=total)

    @override
    def exact(self, queries: IntArray, samples: IntArray) -> FloatArray:
        total = np.zeros(len(queries))
        for x, y in zip(self._queries.T, self._samples.T, strict=True):
            total += np.abs(x[queries] - y[samples])
        return total
