"""The cells of a correlation matrix: blue for together, orange for against, scrolled if many."""

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QToolTip, QWidget
from typing_extensions import override

from workbench.data.dataset import FloatArray
from workbench.gui.contrast import blend
from workbench.gui.plots.colour import text_on
from workbench.gui.plots.figure import tabular
from workbench.gui.theme import LIGHT, Theme

_LEAST, _MOST, _WITH_TEXT = 18.0, 64.0, 34.0  # pixels a cell
_HEAD, _NAMES = 92.0, 140.0


def signed_colour(value: float, theme: Theme) -> QColor:
    """Blue for 1, orange for −1, the panel's own colour for 0, grey for what is undefined."""
    if np.isnan(value):
        return QColor(theme.line)
    end = QColor("#0072B2" if value > 0 else "#D55E00")
    return blend(QColor(theme.panel), end, min(abs(value), 1.0))


class HeatGrid(QWidget):
    """Draws a matrix of values in [−1, 1]; arrows choose a cell, Enter or a click opens it.

    Signals:
        cell_clicked(int, int): row and column.
    """

    cell_clicked = Signal(int, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("correlationGrid")
        self.setAccessibleName(self.tr("Correlations of every two attributes"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.theme: Theme = LIGHT
        self.names: tuple[str, ...] = ()
        self.values: FloatArray = np.zeros((0, 0))
        self.current = (0, 0)

    def show_matrix(self, names: tuple[str, ...], values: FloatArray) -> None:
        """Draw ``values``, shape (k, k)."""
        self.names, self.values = names, values
        self.current = (0, 0)
        least = round(len(names) * _LEAST)
        self.setMinimumSize(least + round(_NAMES), least + round(_HEAD))
        self.updateGeometry()
        self.update()

    @override
    def sizeHint(self) -> QSize:
        side = round(len(self.names) * _WITH_TEXT)
        return QSize(side + round(_NAMES), side + round(_HEAD))

    def words(self, row: int, column: int) -> str:
        """A cell in words."""
        value = self.values[row, column]
        shown = self.tr("undefined") if np.isnan(value) else f"{value:.3f}"
        words = self.tr("{a} and {b}: {value}")
        return words.format(a=self.names[row], b=self.names[column], value=shown)

    def cell_at(self, place: QPointF) -> tuple[int, int] | None:
        """Row and column at a place."""
        side = self._side()
        column, row = int((place.x() - _NAMES) // side), int((place.y() - _HEAD) // side)
        k = len(self.names)
        return (row, column) if 0 <= row < k and 0 <= column < k else None

    def _side(self) -> float:
        k = max(len(self.names), 1)
        room = min(self.width() - _NAMES - 8, self.height() - _HEAD - 8)
        return min(max(room / k, _LEAST), _MOST)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(self.theme.panel))
        side, seen = self._side(), QRectF(event.rect())
        painter.setFont(tabular(self.font(), scale=0.92))
        for row in range(len(self.names)):
            for column in range(len(self.names)):
                box = QRectF(_NAMES + column * side, _HEAD + row * side, side, side)
                if box.intersects(seen):
                    self._paint_cell(painter, box, row, column)
            self._paint_names(painter, row, side)
        if self.hasFocus() and self.names:
            row, column = self.current
            painter.setPen(QPen(QColor(self.theme.accent), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(QRectF(_NAMES + column * side, _HEAD + row * side, side, side))

    def _paint_cell(self, painter: QPainter, box: QRectF, row: int, column: int) -> None:
        value = self.values[row, column]
        ground = signed_colour(value, self.theme)
        painter.fillRect(box.adjusted(0.5, 0.5, -0.5, -0.5), ground)
        if box.width() >= _WITH_TEXT and not np.isnan(value):
            painter.setPen(text_on(ground))
            painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), f"{value:.2f}")

    def _paint_names(self, painter: QPainter, i: int, side: float) -> None:
        measure = QFontMetricsF(painter.font())
        elide = Qt.TextElideMode.ElideMiddle
        painter.setPen(QColor(self.theme.text))
        box = QRectF(4, _HEAD + i * side, _NAMES - 12, side)
        flags = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        painter.drawText(box, flags, measure.elidedText(self.names[i], elide, box.width()))
        painter.save()
        painter.translate(_NAMES + (i + 0.5) * side, _HEAD - 6)
        painter.rotate(-60)
        shown = measure.elidedText(self.names[i], elide, _HEAD - 4)
        painter.drawText(QPointF(0, measure.ascent() / 2 - 2), shown)
        painter.restore()

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        cell = self.cell_at(event.position())
        if cell is None:
            QToolTip.hideText()
            self.unsetCursor()
        else:
            self.setCursor(Qt.CursorShape.PointingHandCursor)
            QToolTip.showText(event.globalPosition().toPoint(), self.words(*cell), self)

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        cell = self.cell_at(event.position())
        if cell is not None and event.button() == Qt.MouseButton.LeftButton:
            self.current = cell
            self.cell_clicked.emit(*cell)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        moves = {
            Qt.Key.Key_Left: (0, -1),
            Qt.Key.Key_Right: (0, 1),
            Qt.Key.Key_Up: (-1, 0),
            Qt.Key.Key_Down: (1, 0),
        }
        key, last = Qt.Key(event.key()), len(self.names) - 1
        if key in moves and self.names:
            row, column = (now + step for now, step in zip(self.current, moves[key], strict=True))
            self.current = min(max(row, 0), last), min(max(column, 0), last)
            self.setAccessibleDescription(self.words(*self.current))
            self.update()
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space} and self.names:
            self.cell_clicked.emit(*self.current)
        else:
            super().keyPressEvent(event)
