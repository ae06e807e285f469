"""The cells of a scatter-plot matrix: every pair small, histograms on the diagonal."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from workbench.core.run import Progressed, Run
from workbench.data.dataset import Dataset, FloatArray
from workbench.data.profile.axis_values import AxisValues, axis_values, jittered, sampled_rows
from workbench.gui.brush import Brush
from workbench.gui.contrast import blend
from workbench.gui.plots.data.colouring import Colouring, colouring_by
from workbench.gui.plots.data.matrix_picture import MatrixPoints, matrix_image
from workbench.gui.plots.data.region import mode_of
from workbench.gui.plots.figure import tabular
from workbench.gui.theme import LIGHT, Theme

MOST_ROWS = 20_000
_BINS, _CLICK, _FADED, _JITTER = 20, 4, 0.8, 0.7


@dataclass(frozen=True, eq=False)
class MatrixAttributes:
    """What a matrix draws.

    Args:
        columns: of each attribute its places in [0, 1], NaN missing, shape (n,).
    """

    names: list[str]
    columns: list[FloatArray]
    colouring: Colouring
    points: MatrixPoints


def laid_out(dataset: Dataset, names: list[str], by: str) -> Run[MatrixAttributes]:
    """Lay attributes out, coloured by the attribute ``by``."""
    columns: list[FloatArray] = []
    for seed, name in enumerate(names):
        yield Progressed(0, 0, name)
        columns.append(_unit(axis_values(dataset, name), seed))
    yield Progressed(0, 0)
    rows = sampled_rows(dataset.n_samples, MOST_ROWS)
    # Shuffled, so that the class that comes last in the file does not lie over the others.
    rows = np.random.default_rng(0).permutation(rows)
    colouring = colouring_by(dataset, by)
    steps = colouring.codes if colouring.values is None else colouring.levels()
    points = MatrixPoints(rows, np.array([c[rows] for c in columns]), steps[rows])
    return MatrixAttributes(names, columns, colouring, points)


class MatrixGrid(QWidget):
    """Draws the pairs. A drag inside a cell selects; a click opens the pair.

    Signals:
        pair_clicked(str, str): the attributes across and up.
    """

    pair_clicked = Signal(str, str)

    def __init__(self, brush: Brush, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.brush = brush
        self.setObjectName("matrixGrid")
        self.setAccessibleName(self.tr("Scatter plots of every pair of attributes"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.theme: Theme = LIGHT
        self.names: list[str] = []
        self.columns: list[FloatArray] = []  # of all samples, in [0, 1]
        self.points = MatrixPoints(np.zeros(0, int), np.zeros((0, 0)), np.zeros(0, np.int32))
        self._colouring: Colouring | None = None
        self._image: QImage | None = None
        self._drag: tuple[QPointF, QPointF] | None = None

    def show_attributes(self, laid: MatrixAttributes) -> None:
        """Draw these attributes."""
        self.names, self.columns = laid.names, laid.columns
        self._colouring, self.points = laid.colouring, laid.points
        self.redraw()

    def redraw(self) -> None:
        """Draw the picture anew."""
        self._image = None
        self.update()

    def cell(self, row: int, column: int) -> QRectF:
        """The pixels of a cell."""
        width, height = self._cell_size()
        return QRectF(column * width, row * height, width, height)

    def cell_at(self, place: QPointF) -> tuple[int, int]:
        """Row and column of the cell at a place."""
        width, height = self._cell_size()
        last = max(len(self.names) - 1, 0)
        return (
            min(max(int(place.y() // height), 0), last),
            min(max(int(place.x() // width), 0), last),
        )

    def select(self, cell: tuple[int, int], rectangle: QRectF, modifiers: object) -> None:
        """Select the samples in a rectangle of pixels within a cell."""
        box = self.cell(*cell)
        low_x = (rectangle.left() - box.left() - 4) / (box.width() - 10)
        high_x = (rectangle.right() - box.left() - 4) / (box.width() - 10)
        inside = (self.columns[cell[1]] >= low_x) & (self.columns[cell[1]] <= high_x)
        if cell[0] != cell[1]:  # a histogram has no height
            low_y = 1 - (rectangle.bottom() - box.top() - 4) / (box.height() - 10)
            high_y = 1 - (rectangle.top() - box.top() - 4) / (box.height() - 10)
            inside &= (self.columns[cell[0]] >= low_y) & (self.columns[cell[0]] <= high_y)
        self.brush.select(inside, mode_of(modifiers, "remove"))  # type: ignore[arg-type]  # Qt's flags

    # ------------------------------------------------------------------ painting

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(self.theme.panel))
        if not self.names or self._colouring is None:
            return
        if self._image is None:
            self._image = self._drawn()
        painter.drawImage(QPointF(0, 0), self._image)
        painter.setFont(tabular(self.font(), scale=0.92))
        for i in range(len(self.names)):
            self._paint_diagonal(painter, i)
        painter.setPen(QPen(QColor(self.theme.line), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for row in range(len(self.names)):
            for column in range(len(self.names)):
                painter.drawRect(self.cell(row, column).adjusted(0, 0, -1, -1))
        if self._drag is not None:
            fill = QColor(self.theme.accent)
            fill.setAlpha(40)
            painter.setBrush(fill)
            painter.setPen(QPen(QColor(self.theme.accent), 1))
            painter.drawRect(self._band())

    def _drawn(self) -> QImage:
        chosen = (
            self.brush.selected[self.points.rows] if self.brush.n_selected else np.zeros(0, bool)
        )
        return matrix_image(
            self.points, self._cell_size(), self._tables(), chosen, self.devicePixelRatioF()
        )

    def _tables(self) -> tuple[NDArray[np.uint32], NDArray[np.uint32]]:
        colours = self._colours()
        panel = QColor(self.theme.panel)
        faded = [blend(colour, panel, _FADED) for colour in colours]
        return _packed(colours), _packed(faded)

    def _colours(self) -> list[QColor]:
        colouring = self._colouring
        if colouring is None or colouring.values is None:
            return colouring.colours(self.theme) if colouring else []
        return [QColor(*one) for one in colouring.ramp(self.theme).tolist()]

    def _paint_diagonal(self, painter: QPainter, i: int) -> None:
        box = self.cell(i, i)
        line = QFontMetricsF(painter.font()).height()
        room = box.adjusted(5, line + 8, -6, -4)
        values, steps = self.points.places[i], self.points.steps
        if self.brush.n_selected:
            chosen = self.brush.selected[self.points.rows]
            grey = blend(QColor(self.theme.secondary), QColor(self.theme.panel), 0.6)
            most = self._bars(painter, room, values, np.zeros_like(steps), ([grey], 0))
            self._bars(painter, room, values[chosen], steps[chosen], (self._bar_colours(), most))
        else:
            self._bars(painter, room, values, steps, (self._bar_colours(), 0))
        painter.setPen(QColor(self.theme.text))
        measure = QFontMetricsF(painter.font())
        text = measure.elidedText(self.names[i], Qt.TextElideMode.ElideMiddle, box.width() - 8)
        at = QRectF(box.left() + 4, box.top() + 3, box.width() - 8, line)
        painter.drawText(at, int(Qt.AlignmentFlag.AlignHCenter), text)

    def _bar_colours(self) -> list[QColor]:
        is_number = self._colouring is not None and self._colouring.values is not None
        return [self.theme.seen(self.theme.series[0])] if is_number else self._colours()

    def _bars(
        self, painter: QPainter, room: QRectF, values: FloatArray, steps: NDArray[np.int32],
        look: tuple[list[QColor], int],
    ) -> int:  # fmt: skip
        """Paint a histogram stacked by colour; gives its highest count."""
        colours, most = look
        known = ~np.isnan(values)
        bins = np.clip((values[known] * _BINS).astype(np.int64), 0, _BINS - 1)
        groups = steps[known] if len(colours) > 1 else np.zeros(len(bins), dtype=np.int64)
        counts = np.bincount(groups * _BINS + bins, minlength=len(colours) * _BINS)
        counts = counts.reshape(len(colours), _BINS)
        most = most or int(counts.sum(axis=0).max(initial=1)) or 1
        width = room.width() / _BINS
        base = np.zeros(_BINS)
        for colour, row in zip(colours, counts / most * room.height(), strict=True):
            for b in np.flatnonzero(row):
                top = room.bottom() - base[b] - row[b]
                painter.fillRect(
                    QRectF(room.left() + b * width, top, max(width - 1, 1), row[b]), colour
                )
            base += row
        return most

    # ------------------------------------------------------------------ mouse

    @override
    def resizeEvent(self, event: object) -> None:
        self.redraw()

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self.names and event.button() == Qt.MouseButton.LeftButton:
            self._drag = (event.position(), event.position())

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._drag is not None:
            self._drag = (self._drag[0], event.position())
            self.update()
        elif self.names:
            row, column = self.cell_at(event.position())
            words = self.tr("{x} across, {y} up. Click to enlarge, drag to select.")
            self.setToolTip(words.format(x=self.names[column], y=self.names[row]))

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._drag is None:
            return
        start, end = self._drag
        cell, band = self.cell_at(start), self._band()
        self._drag = None
        self.update()
        if (end - start).manhattanLength() > _CLICK:
            self.select(cell, band, event.modifiers())
        elif cell[0] != cell[1]:
            self.pair_clicked.emit(self.names[cell[1]], self.names[cell[0]])

    def _band(self) -> QRectF:
        if self._drag is None:
            return QRectF()
        return QRectF(*self._drag).normalized() & self.cell(*self.cell_at(self._drag[0]))

    def _cell_size(self) -> tuple[float, float]:
        k = max(len(self.names), 1)
        return self.width() / k, self.height() / k


def _unit(axis: AxisValues, seed: int) -> FloatArray:
    share = _JITTER if axis.attribute.kind == "nominal" else 0.0
    low, high = axis.bounds
    return (jittered(axis, share, seed) - low) / (high - low)


def _packed(colours: list[QColor]) -> NDArray[np.uint32]:
    return np.array([colour.rgba() for colour in colours], dtype=np.uint32)
