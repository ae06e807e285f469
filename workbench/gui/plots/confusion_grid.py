"""The cells of a confusion matrix, painted: rows actual, columns predicted."""

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from workbench.data.dataset import FloatArray, IntArray
from workbench.gui.plots.colour import blue, text_on
from workbench.gui.plots.figure import tabular
from workbench.gui.text_size import scaled
from workbench.gui.theme import LIGHT, Theme

_LARGEST, _SMALLEST = 136.0, 22.0
_GAP, _HEADING = 8.0, 22.0


def _heading() -> float:
    """The height of a line of labels."""
    return scaled(_HEADING)


def _largest() -> float:
    return scaled(_LARGEST)


@dataclass(frozen=True)
class _Frame:
    """Where the cells are: the top left corner and the size of one."""

    left: float
    top: float
    width: float
    height: float

    def cell(self, row: int, column: int) -> QRectF:
        at = QPointF(self.left + column * self.width, self.top + row * self.height)
        return QRectF(at.x(), at.y(), self.width, self.height)


class ConfusionGrid(QWidget):
    """Counts or row shares; arrows choose a cell, Enter or a click opens it.

    Signals:
        cell_clicked: actual and predicted class, as indices.
        cell_chosen: the same, for the cell the keyboard or mouse is on.
    """

    cell_clicked = Signal(int, int)
    cell_chosen = Signal(int, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("confusionGrid")
        self.setAccessibleName(self.tr("Confusion matrix: rows actual, columns predicted"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setMinimumSize(160, 120)
        self.counts: IntArray = np.zeros((0, 0), dtype=np.int64)
        self.labels: tuple[str, ...] = ()
        self.shows_shares = False
        self.current = (0, 0)
        self.theme: Theme = LIGHT

    def show_counts(self, counts: IntArray, labels: tuple[str, ...]) -> None:
        """Draw ``counts[actual, predicted]``, shape (c, c)."""
        self.counts, self.labels = counts, labels
        last = max(0, len(labels) - 1)
        self.current = (min(self.current[0], last), min(self.current[1], last))
        self.update()

    @property
    def shares(self) -> FloatArray:
        """Each count as a share of its row, shape (c, c); 0 in an empty row."""
        totals = self.counts.sum(axis=1, keepdims=True)
        return np.asarray(self.counts / np.maximum(totals, 1))

    def text(self, actual: int, predicted: int) -> str:
        """What stands in a cell."""
        if self.shows_shares:
            return f"{100 * self.shares[actual, predicted]:.1f} %"
        return f"{self.counts[actual, predicted]:,}"

    def ground(self, actual: int, predicted: int) -> QColor:
        """The colour of a cell: by its share of the row, so that rare classes can be read."""
        return blue(float(self.shares[actual, predicted]), self.theme)

    def ink(self, actual: int, predicted: int) -> QColor:
        """The colour of a cell's text: always readable on its ground."""
        return text_on(self.ground(actual, predicted))

    # ------------------------------------------------------------------ painting

    @override
    def sizeHint(self) -> QSize:
        n = max(2, len(self.labels))
        return QSize(round(160 + n * 72), round(60 + n * 48))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(self.theme.panel))
        if not self.labels:
            return
        frame = self._frame()
        painter.setFont(tabular(self.font()))
        for actual in range(len(self.labels)):
            for predicted in range(len(self.labels)):
                self._paint_cell(painter, frame, actual, predicted)
        self._paint_labels(painter, frame)
        if self.hasFocus():
            painter.setPen(QPen(QColor(self.theme.accent), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(frame.cell(*self.current).adjusted(1, 1, -1, -1))

    def _paint_cell(self, painter: QPainter, frame: _Frame, actual: int, predicted: int) -> None:
        box = frame.cell(actual, predicted)
        painter.fillRect(box.adjusted(0.5, 0.5, -0.5, -0.5), self.ground(actual, predicted))
        painter.setPen(QPen(QColor(self.theme.line), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(box)
        painter.setPen(self.ink(actual, predicted))
        painter.setFont(tabular(self.font(), bold=actual == predicted))
        text = self.text(actual, predicted)
        if QFontMetricsF(painter.font()).horizontalAdvance(text) <= box.width() - 2:
            painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), text)

    def _paint_labels(self, painter: QPainter, frame: _Frame) -> None:
        n = len(self.labels)
        painter.setFont(tabular(self.font()))
        painter.setPen(QColor(self.theme.text))
        measure = QFontMetricsF(painter.font())
        right = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        centre = int(Qt.AlignmentFlag.AlignCenter)
        elide = Qt.TextElideMode.ElideMiddle
        for i, label in enumerate(self.labels):
            row = frame.cell(i, 0)
            width = row.left() - 2 * _GAP
            box = QRectF(_GAP, row.top(), width, row.height())
            painter.drawText(box, right, measure.elidedText(label, elide, width))
            column = frame.cell(0, i)
            box = QRectF(column.left(), frame.top - _heading(), frame.width, _heading())
            painter.drawText(box, centre, measure.elidedText(label, elide, frame.width - 4))
        painter.setPen(QColor(self.theme.secondary))
        painter.setFont(tabular(self.font(), scale=0.92))
        top = frame.top - 2 * _heading()
        across = QRectF(frame.left, top, max(n * frame.width, 120), _heading())
        painter.drawText(across, int(Qt.AlignmentFlag.AlignVCenter), self.tr("Predicted"))
        corner = QRectF(_GAP, frame.top - _heading(), frame.left - 2 * _GAP, _heading())
        painter.drawText(corner, right, self.tr("Actual"))

    def _frame(self) -> _Frame:
        n = len(self.labels)
        measure = QFontMetricsF(tabular(self.font()))
        widest = max(measure.horizontalAdvance(label) for label in self.labels)
        left = min(widest + 2 * _GAP, self.width() / 3) + _GAP
        top = 2 * _heading() + 2
        width = min((self.width() - left - _GAP) / n, max(_largest(), widest + 12))
        height = min((self.height() - top - _GAP) / n, _largest() * 0.5)
        return _Frame(left, top, max(width, _SMALLEST / 2), max(height, _SMALLEST / 2))

    # ------------------------------------------------------------------ mouse and keys

    def cell_at(self, place: QPointF) -> tuple[int, int] | None:
        """The cell at a place, as (actual, predicted)."""
        if not self.labels:
            return None
        frame = self._frame()
        column = int((place.x() - frame.left) // frame.width)
        row = int((place.y() - frame.top) // frame.height)
        inside = 0 <= row < len(self.labels) and 0 <= column < len(self.labels)
        return (row, column) if inside else None

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        cell = self.cell_at(event.position())
        if cell is not None:
            self.cell_chosen.emit(*cell)
        shape = Qt.CursorShape.PointingHandCursor if cell else Qt.CursorShape.ArrowCursor
        self.setCursor(shape)

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        cell = self.cell_at(event.position())
        if cell is not None and event.button() == Qt.MouseButton.LeftButton:
            self._choose(*cell)
            self.cell_clicked.emit(*cell)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        moves = {
            Qt.Key.Key_Left: (0, -1),
            Qt.Key.Key_Right: (0, 1),
            Qt.Key.Key_Up: (-1, 0),
            Qt.Key.Key_Down: (1, 0),
        }
        key = Qt.Key(event.key())
        if not self.labels:
            super().keyPressEvent(event)
        elif key in moves:
            self._choose(self.current[0] + moves[key][0], self.current[1] + moves[key][1])
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}:
            self.cell_clicked.emit(*self.current)
        else:
            super().keyPressEvent(event)

    def _choose(self, actual: int, predicted: int) -> None:
        last = len(self.labels) - 1
        self.current = (min(max(actual, 0), last), min(max(predicted, 0), last))
        self.cell_chosen.emit(*self.current)
        self.update()
