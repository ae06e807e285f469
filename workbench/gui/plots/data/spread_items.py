"""Boxes and violins as they are drawn: figures, colour, and the samples behind them."""

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from workbench.core.run import Progressed, Run
from workbench.data.dataset import Dataset, FloatArray, IntArray
from workbench.data.profile.axis_values import axis_values, bounds_of
from workbench.data.profile.boxes import Box, box_of
from workbench.data.profile.violin import Shape, shape_of
from workbench.gui.plots.data.viewport import Viewport
from workbench.gui.theme import Theme

_WIDEST = 84.0  # pixels
_APART = 0.5  # pixels: nearer marks are one to the eye
_FAR = 20_000.0  # pixels: below every screen


@dataclass(frozen=True, eq=False)
class Spread:
    """One box or violin.

    Args:
        rows: the samples it stands for, shape (k,).
        values: theirs, shape (k,); NaN missing.
        group: whose colour it has.
        bounds: least and greatest of the values.
    """

    label: str
    group: int
    rows: IntArray
    values: FloatArray
    box: Box | None
    shape: Shape | None
    bounds: tuple[float, float] = (0.0, 1.0)


def spreads_by(dataset: Dataset, name: str, by: str, labels: tuple[str, ...]) -> Run[list[Spread]]:
    """One attribute over the classes of another; over all samples if ``by`` is empty."""
    values = axis_values(dataset, name).values
    codes = dataset.column(by) if by else np.zeros(dataset.n_samples, dtype=np.int32)
    made = []
    for code, label in enumerate(labels):
        yield Progressed(code, len(labels), label)
        rows = np.flatnonzero(codes == code)
        made.append(_spread(label, code, rows, values[rows]))
    return made


def spreads_of(dataset: Dataset, names: list[str]) -> Run[list[Spread]]:
    """Several attributes side by side, each with mean 0 and standard deviation 1."""
    every, made = np.arange(dataset.n_samples), []
    for i, name in enumerate(names):
        yield Progressed(i, len(names), name)
        made.append(_spread(name, 0, every, standardised(axis_values(dataset, name).values)))
    return made


def standardised(values: FloatArray) -> FloatArray:
    """The values less their mean, by their standard deviation; NaN stays."""
    if not np.isfinite(values).any():
        return values
    deviation = float(np.nanstd(values))
    return np.asarray((values - np.nanmean(values)) / (deviation or 1.0))


def _spread(label: str, group: int, rows: IntArray, values: FloatArray) -> Spread:
    return Spread(label, group, rows, values, box_of(values), shape_of(values), bounds_of(values))


@dataclass(frozen=True)
class SpreadPainter:
    """Paints spreads side by side, the first at x = 0.

    Args:
        is_faded: samples are selected, and what is not stands back.
    """

    viewport: Viewport
    theme: Theme
    is_faded: bool

    def half_width(self) -> float:
        """Half the width of one, in pixels."""
        room = self.viewport.at_x(1.0) - self.viewport.at_x(0.0)
        return min(room * 0.72, _WIDEST) / 2

    def paint_violin(self, painter: QPainter, at: int, spread: Spread, colour: QColor) -> None:
        """Paint the density, mirrored, with the quartiles inside."""
        if spread.shape is None:
            self.paint_box(painter, at, spread, colour)
            return
        middle, shape = self.viewport.at_x(at), spread.shape
        half = shape.density / shape.density.max() * self.half_width()
        down = self.viewport.down(shape.places)
        right = [QPointF(middle + h, y) for h, y in zip(half, down, strict=True)]
        left = [QPointF(middle - h, y) for h, y in zip(half[::-1], down[::-1], strict=True)]
        painter.setPen(QPen(colour, 1.5))
        painter.setBrush(self._fill(colour))
        painter.drawPolygon(QPolygonF(right + left))
        if spread.box is not None:
            self._paint_quartiles(painter, middle, spread.box, colour)

    def paint_box(self, painter: QPainter, at: int, spread: Spread, colour: QColor) -> None:
        """Paint box, median, whiskers and outliers."""
        box, view = spread.box, self.viewport
        if box is None:
            return
        middle, half = view.at_x(at), self.half_width()
        top, bottom = view.at_y(box.upper_quartile), view.at_y(box.lower_quartile)
        painter.setPen(QPen(colour, 1.5))
        for value, end in ((box.high, top), (box.low, bottom)):
            y = view.at_y(value)
            painter.drawLine(QPointF(middle, end), QPointF(middle, y))
            painter.drawLine(QPointF(middle - half / 2, y), QPointF(middle + half / 2, y))
        painter.setBrush(self._fill(colour))
        painter.drawRect(QRectF(middle - half, top, 2 * half, bottom - top))
        painter.setPen(QPen(colour, 3))
        median = view.at_y(box.median)
        painter.drawLine(QPointF(middle - half, median), QPointF(middle + half, median))
        painter.setPen(QPen(colour, 1.2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for y in _told_apart(view.down(spread.values[box.outliers])):
            painter.drawEllipse(QPointF(middle, y), 3, 3)

    def paint_marks(self, painter: QPainter, at: int, values: FloatArray, colour: QColor) -> None:
        """Paint a short line for each selected sample."""
        middle, half = self.viewport.at_x(at), self.half_width()
        down = _told_apart(self.viewport.down(values[np.isfinite(values)]))
        painter.setPen(QPen(colour, 1))
        painter.drawLines([QLineF(middle - half * 0.6, y, middle + half * 0.6, y) for y in down])

    def _paint_quartiles(self, painter: QPainter, middle: float, box: Box, colour: QColor) -> None:
        top, bottom = (self.viewport.at_y(v) for v in (box.upper_quartile, box.lower_quartile))
        painter.setPen(QPen(colour, 5, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap))
        painter.drawLine(QPointF(middle, top), QPointF(middle, bottom))
        painter.setPen(QPen(colour, 1.5))
        painter.setBrush(QColor(self.theme.panel))
        painter.drawEllipse(QPointF(middle, self.viewport.at_y(box.median)), 3.5, 3.5)

    def _fill(self, colour: QColor) -> QColor:
        fill = QColor(colour)
        fill.setAlphaF(0.1 if self.is_faded else 0.25)
        return fill


def _told_apart(down: FloatArray) -> list[float]:
    """Places in pixels without those that would be drawn over another; none far outside."""
    near = down[(down > -_WIDEST) & (down < _FAR)]
    steps = np.unique((near / _APART).astype(np.int64))
    return [float(step) * _APART for step in steps]
