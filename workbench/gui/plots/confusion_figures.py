"""What stands in the cells of a confusion matrix, and how dark they are, as it is to be read."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np

from workbench.data.dataset import FloatArray, IntArray

Reading: TypeAlias = Literal["counts", "rows", "columns"]


@dataclass(frozen=True, eq=False)
class ConfusionFigures:
    """A matrix, or the difference of two, as it is to be read.

    Args:
        counts: ``counts[actual, predicted]``, shape (c, c).
        reading: counts, or shares of each row or of each column in per cent.
        minus: another matrix that is taken away from it.
    """

    counts: IntArray
    reading: Reading = "counts"
    minus: IntArray | None = None

    @property
    def shares(self) -> FloatArray:
        """How dark each cell is, shape (c, c), in [−1, 1]; below 0 only in a difference.

        By the share of the row (or of the column, where these are read), so that rare classes can
        be seen. A difference is relative to the largest one.
        """
        if self.minus is None:
            return _shares(self.counts, "columns" if self.reading == "columns" else "rows")
        values = self.values
        largest = float(np.abs(values).max(initial=0.0))
        return values / largest if largest else values

    @property
    def values(self) -> FloatArray:
        """The numbers in the cells, shape (c, c); shares in [0, 1], differences in [−1, 1]."""
        values = _read(self.counts, self.reading)
        return values if self.minus is None else values - _read(self.minus, self.reading)

    def text(self, actual: int, predicted: int) -> str:
        """What stands in a cell."""
        return self._text(float(self.values[actual, predicted]))

    def row_total(self, actual: int) -> str:
        """What stands behind a row: its samples, whatever is read."""
        return f"{int(self.counts[actual].sum()):,}"

    def column_total(self, predicted: int) -> str:
        """What stands below a column."""
        return f"{int(self.counts[:, predicted].sum()):,}"

    @property
    def total(self) -> str:
        """What stands in the corner."""
        return f"{int(self.counts.sum()):,}"

    def _text(self, value: float) -> str:
        sign = "+" if self.minus is not None and value > 0 else ""
        if self.reading == "counts":
            return f"{sign}{value:,.0f}".replace("-", "−")
        return f"{sign}{100 * value:.1f} %".replace("-", "−")


def _read(counts: IntArray, reading: Reading) -> FloatArray:
    return counts.astype(np.float64) if reading == "counts" else _shares(counts, reading)


def _shares(counts: IntArray, reading: Reading) -> FloatArray:
    totals = counts.sum(axis=1 if reading == "rows" else 0, keepdims=True)
    return np.asarray(counts / np.maximum(totals, 1))
