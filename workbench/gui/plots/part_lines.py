"""One part of a learner's curves, train or validation: its folds, their mean, its band."""

from typing import Any

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPen

from workbench.data.dataset import FloatArray
from workbench.evaluation.curve_lines import smoothed, spread
from workbench.gui.plots.chart import Chart
from workbench.gui.plots.fold_lines import FoldLines, as_logarithms, mean_of_folds
from workbench.gui.plots.learning_look import Look

_FAINT, _BAND = 70, 36  # of 255
_MOST_BEYOND = 0.4  # of the lines' height: what is shown of a band above and below them
_NOTHING = np.empty(0)


class PartLines:
    """Four items in a chart, whatever the number of folds and epochs.

    Attributes:
        values: the mean at each epoch as it is, neither smoothed nor a logarithm, shape (epochs,).
        folds: each fold's values as they are, shape (folds, epochs).
    """

    def __init__(self, chart: Chart) -> None:
        self._chart = chart
        self.fold_lines, self.mean = chart.add_line(z=1), chart.add_line(z=10)
        self.raw, self.band = chart.add_line(z=2), chart.add_line(z=0)
        self.band.setPen(QPen(Qt.PenStyle.NoPen))
        self.band.setFillLevel("enclosed")
        self.values: FloatArray = _NOTHING
        self.folds: FloatArray = np.empty((0, 0))
        self.low, self.high = np.inf, -np.inf
        self._buffers = FoldLines()
        self._look = Look()

    @property
    def items(self) -> tuple[Any, ...]:
        """All items in the chart."""
        return self.fold_lines, self.mean, self.raw, self.band

    @property
    def has_band(self) -> bool:
        """Whether a band is drawn."""
        return self.band.getData()[0] is not None and len(self.band.getData()[0]) > 0

    def style(self, colour: QColor, pen: QPen) -> None:
        """Take a colour, and a pen for the mean."""
        faint, ground = QColor(colour), QColor(colour)
        faint.setAlpha(_FAINT)
        ground.setAlpha(_BAND)
        self.mean.setPen(pen)
        self.fold_lines.setPen(QPen(faint, 0))
        self.raw.setPen(QPen(faint, 0))
        self.band.setBrush(ground)

    def draw(self, values: FloatArray, look: Look, overlap: float = 0.0) -> None:
        """Draw values of shape (folds, epochs), NaN where there is nothing.

        Args:
            overlap: as for ``spread``.
        """
        self.folds, self._look = values, look
        self.values = mean_of_folds(values)
        self.low, self.high = np.inf, -np.inf
        drawn = smoothed(values, look.smoothing)
        self._draw_folds(drawn if look.shows_folds else drawn[:0])
        self._draw_line(self.mean, mean_of_folds(drawn) if look.smoothing else self.values)
        self._draw_line(self.raw, self.values if look.smoothing else _NOTHING)
        self._draw_band(spread(drawn, look.band, overlap))

    def x_of(self, epochs: FloatArray) -> FloatArray:
        """Where epochs lie on the axis."""
        return np.log10(epochs) if self._look.log_x else epochs

    def y_of(self, values: FloatArray) -> FloatArray:
        """Where figures lie on the axis; NaN where they have no logarithm."""
        return as_logarithms(values) if self._look.log_y else values

    def nearest_fold(self, epoch: int, y: float) -> tuple[float, int] | None:
        """The fold whose line is nearest to a place on the axis, and how far away it is."""
        if epoch > self.folds.shape[1] or len(self.folds) < 2 or not self._look.shows_folds:
            return None
        away = np.abs(self.y_of(self.folds[:, epoch - 1]) - y)
        if not np.isfinite(away).any():
            return None
        fold = int(np.nanargmin(away))
        return float(away[fold]), fold

    def remove(self) -> None:
        """Take all items out of the chart."""
        for item in self.items:
            self._chart.remove_line(item)

    def _draw_folds(self, values: FloatArray) -> None:
        if len(values) < 2:
            self.fold_lines.setData(_NOTHING, _NOTHING)
            return
        strokes = self._buffers.strokes(self.y_of(values))
        self.fold_lines.setData(self.x_of(strokes.x), strokes.y, connect=strokes.joined)
        self._measure(strokes.y)

    def _draw_line(self, line: Any, values: FloatArray) -> None:
        y = self.y_of(values)
        known = np.isfinite(y)
        line.setData(self.x_of(np.flatnonzero(known).astype(np.float64) + 1), y[known])
        self._measure(y[known])

    def _draw_band(self, edges: tuple[FloatArray, FloatArray]) -> None:
        low, high = (self.y_of(edge) for edge in edges)
        known = np.isfinite(low) & np.isfinite(high) & np.isfinite(self.values)
        x = self.x_of(np.flatnonzero(known).astype(np.float64) + 1)
        edge = np.concatenate([low[known], high[known][::-1]])
        self.band.setData(np.concatenate([x, x[::-1]]), edge)
        if len(edge):  # the band of two folds is wider than all that there is to be seen
            room = _MOST_BEYOND * (self.high - self.low)
            self._measure(np.clip(edge, self.low - room, self.high + room))

    def _measure(self, values: FloatArray) -> None:
        if len(values):
            self.low = min(self.low, float(values.min()))
            self.high = max(self.high, float(values.max()))
