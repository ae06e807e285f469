"""One line per fold and their mean as arrays that are filled anew for each drawing."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from workbench.data.dataset import BoolArray, FloatArray

_MOST_POINTS = 1_000  # of a line: no window is much wider than that


@dataclass(frozen=True, eq=False)
class Strokes:
    """Points and, for each, whether it is joined to the next: many lines drawn as one.

    Views of the buffers of ``FoldLines``: valid until the next drawing.
    """

    x: FloatArray
    y: FloatArray
    joined: NDArray[np.int32]


class FoldLines:
    """The buffers behind the lines of one figure of one learner; they grow and never shrink."""

    def __init__(self) -> None:
        self._x = np.empty(0)
        self._y = np.empty(0)
        self._joined = np.empty(0, dtype=np.int32)

    def strokes(self, values: FloatArray) -> Strokes:
        """All folds as one line with gaps.

        Args:
            values: shape (folds, epochs), NaN where there is nothing.
        """
        step = 1 + values.shape[1] // _MOST_POINTS
        values = values[:, ::step]
        known = np.isfinite(values)  # (folds, points)
        n = int(known.sum())
        self._reserve(values.size)
        x, y, joined = self._x[:n], self._y[:n], self._joined[:n]
        epochs = np.arange(1, values.shape[1] * step + 1, step, dtype=float)
        np.compress(known.ravel(), np.broadcast_to(epochs, values.shape).ravel(), out=x)
        np.compress(known.ravel(), values.ravel(), out=y)
        # A point is joined to the next if both are known and of one fold.
        joins = known.copy()
        joins[:, :-1] &= known[:, 1:]
        joins[:, -1:] = False
        joined[:] = joins[known]
        return Strokes(x, y, joined)

    def _reserve(self, n: int) -> None:
        if n > len(self._x):
            self._x, self._y = np.empty(2 * n), np.empty(2 * n)
            self._joined = np.empty(2 * n, dtype=np.int32)


def mean_of_folds(values: FloatArray) -> FloatArray:
    """The mean at each epoch that at least half of the folds have reached, else NaN.

    Args:
        values: shape (folds, epochs), NaN where there is nothing.
    """
    known = np.isfinite(values)
    count = known.sum(axis=0)
    n_folds = int(known.any(axis=1).sum())
    total = np.where(known, values, 0.0).sum(axis=0)
    mean = np.full(values.shape[1], np.nan)
    np.divide(total, count, out=mean, where=_enough(count, n_folds))
    return mean


def _enough(count: NDArray[np.int_], n_folds: int) -> BoolArray:
    return np.asarray((count > 0) & (2 * count >= n_folds))


def as_logarithms(values: FloatArray) -> FloatArray:
    """log10, NaN where there is none."""
    logs = np.full(values.shape, np.nan)
    np.log10(values, out=logs, where=values > 0)
    return logs


def grown(bounds: tuple[float, float] | None, low: float, high: float) -> tuple[float, float]:
    """The bounds, or wider ones at round numbers if [low, high] does not fit into them."""
    if bounds is not None:
        if bounds[0] <= low and high <= bounds[1]:
            return bounds
        low, high = min(low, bounds[0]), max(high, bounds[1])
    step = _round_step(max(high - low, 1e-6 * max(1.0, abs(high))))
    return float(np.floor(low / step) * step), float(np.ceil(high / step) * step)


def grown_end(end: float, n: int) -> float:
    """The end of the epoch axis: as it was, or the next of 10, 15, 20, 30, 40, 50, 60, 80, 100."""
    if n <= end:
        return end
    scale = 10.0 ** np.floor(np.log10(max(n, 10)))
    steps = (1.0, 1.5, 2.0, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0)
    return float(next(s * scale for s in steps if n <= s * scale))


def _round_step(span: float) -> float:
    """The round number next above an eighth of the span."""
    scale = 10.0 ** np.floor(np.log10(span / 8))
    return float(next(s * scale for s in (1.0, 2.0, 5.0, 10.0) if span / 8 <= s * scale * 1.001))
