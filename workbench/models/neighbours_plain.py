"""Euclidean and Manhattan distances between rows of numbers."""

import numpy as np
from typing_extensions import override

from workbench.data.dataset import FloatArray, IntArray
from workbench.models.neighbours import FAR, SINGLE_ROUNDING, Approximation, Space, padded

# Beyond this, squares come near the end of single precision's range.
_LARGE = 1e14
_AT_ONCE = 8


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
        x, y = (queries - middle).T, (samples - middle).T  # (d, q), (d, n)
        xx, yy = np.einsum("dq,dq->q", x, x), np.einsum("dn,dn->n", y, y)
        d, n = y.shape
        longest = np.sqrt(yy.max())
        dtype = np.float32 if max(longest, np.sqrt(xx.max(initial=0.0))) < _LARGE else np.float64
        # |x − y|² − |x|² = [−2x, 1] · [y, |y|²]
        self._left = np.vstack([-2 * x, np.ones_like(xx)]).astype(dtype).T  # (q, d + 1)
        self._right = np.zeros((d + 1, padded(n)), dtype)
        self._right[:d, :n], self._right[d, :n] = y, yy
        self._right[d, n:] = FAR if dtype is np.float32 else np.finfo(dtype).max
        self._error = (d + 6) * SINGLE_ROUNDING * np.square(np.sqrt(xx) + longest)  # (q,)

    @override
    def approximate(self, rows: slice) -> tuple[Approximation, FloatArray]:
        return np.asarray(self._left[rows] @ self._right), self._error[rows]

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
        left = self._left[:, rows]  # (d, b)
        rough = np.zeros((left.shape[1], self._right.shape[1]), left.dtype)
        part = np.empty_like(rough[:_AT_ONCE])
        for start in range(0, len(rough), _AT_ONCE):  # few enough to stay in the fastest caches
            total = rough[start : start + _AT_ONCE]
            for x, y in zip(left[:, start : start + _AT_ONCE], self._right, strict=True):
                difference = np.subtract(y, x[:, None], out=part[: len(total)])
                total += np.abs(difference, out=difference)
        return rough, self._error[rows]

    @override
    def exact(self, queries: IntArray, samples: IntArray) -> FloatArray:
        total = np.zeros(len(queries))
        for x, y in zip(self._queries.T, self._samples.T, strict=True):
            total += np.abs(x[queries] - y[samples])
        return total
