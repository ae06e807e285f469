"""The key of a plot: which marker and colour stand for what. Lies over the plot, can be dragged."""

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFontMetricsF,
    QLinearGradient,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)  # fmt: skip
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from workbench.data.dataset import FloatArray
from workbench.gui.plots.data.colouring import Colouring, marker_of
from workbench.gui.plots.data.markers import marker_path
from workbench.gui.plots.data.ticks import Axis
from workbench.gui.plots.figure import tabular
from workbench.gui.plots.legend_place import LegendPlace
from workbench.gui.theme import LIGHT, Theme

_PADDING, _SAMPLE, _GAP, _WIDEST = 8.0, 10.0, 6.0, 200.0
_RAMP_HEIGHT, _RAMP_WIDTH = 8.0, 120.0
MOST_ROWS = 14


@dataclass(frozen=True)
class KeyRow:
    """One group: its words, its colour, and its marker (None for a plain square)."""

    text: str
    colour: str
    marker: int | None = None
    group: int = -1


class Key(QWidget):
    """Rows of markers and words, or a ramp of colours. A click on a row tells its group.

    Signals:
        group_clicked(int, modifiers): the group whose row was clicked.
    """

    group_clicked = Signal(int, object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("key")
        self.setAccessibleName(self.tr("Key of colours"))
        self.theme: Theme = LIGHT
        self.title = ""
        self.rows: tuple[KeyRow, ...] = ()
        self.ramp: Colouring | None = None
        self._place = LegendPlace()
        self._grip: QPointF | None = None
        self._is_moved = self._has_moved = False
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.hide()

    def set_rows(self, title: str, rows: tuple[KeyRow, ...]) -> None:
        """Show groups; none hides the key."""
        if len(rows) > MOST_ROWS:
            more = self.tr("… and {n} more").format(n=len(rows) - MOST_ROWS + 1)
            rows = (*rows[: MOST_ROWS - 1], KeyRow(more, ""))
        self.title, self.rows, self.ramp = title, rows, None
        self._fit()

    def show_colouring(self, colouring: Colouring, *, has_markers: bool = True) -> None:
        """Show what a colouring's colours stand for."""
        if colouring.values is not None:
            self.title, self.rows, self.ramp = colouring.name, (), colouring
            self._fit()
            return
        colours = colouring.colours(self.theme)
        has_missing = bool(np.any(colouring.codes == colouring.n_groups - 1))
        rows = [
            KeyRow(label or self.tr("no value"), colours[i].name(),
                   marker_of(i) if has_markers else None, i)
            for i, label in enumerate(colouring.labels)
            if colouring.name and (label or has_missing)
        ]  # fmt: skip
        self.set_rows(colouring.name, tuple(rows))

    def settle(self, area: QRectF, x: FloatArray, y: FloatArray) -> None:
        """Stand where few points are, unless dragged elsewhere; all in the parent's pixels."""
        if self._is_moved:
            left = min(self.x(), max(round(area.right()) - self.width(), 0))
            top = min(self.y(), max(round(area.bottom()) - self.height(), 0))
            self.move(left, top)
        else:
            place = self._place.inside(area, QSizeF(self.size()), x, y)
            self.move(place.topLeft().toPoint())
        fits = self.height() <= area.height() and self.width() <= 0.6 * area.width()
        self.setVisible(bool(self.rows or self.ramp) and fits)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground = QColor(self.theme.panel)
        ground.setAlpha(225)
        painter.setBrush(ground)
        painter.setPen(QPen(QColor(self.theme.line), 1))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        painter.setFont(tabular(self.font(), scale=0.92))
        self._paint_line(painter, 0, self.title, self.theme.secondary, 0)
        for i, row in enumerate(self.rows):
            if row.colour:
                self._paint_sample(painter, i + 1, row)
            self._paint_line(painter, i + 1, row.text, self.theme.text, _SAMPLE + _GAP)
        if self.ramp is not None:
            self._paint_ramp(painter, self.ramp)

    def _paint_line(self, painter: QPainter, line: int, text: str, colour: str, at: float) -> None:
        painter.setPen(QColor(colour))
        height = self._row_height()
        width = self.width() - 2 * _PADDING - at
        shown = QFontMetricsF(painter.font()).elidedText(
            text, Qt.TextElideMode.ElideMiddle, width + 1
        )
        box = QRectF(_PADDING + at, _PADDING + line * height, width + 2, height)
        painter.drawText(box, int(Qt.AlignmentFlag.AlignVCenter), shown)

    def _paint_sample(self, painter: QPainter, line: int, row: KeyRow) -> None:
        height = self._row_height()
        painter.save()
        painter.translate(_PADDING + _SAMPLE / 2, _PADDING + (line + 0.5) * height)
        path = marker_path(1 if row.marker is None else row.marker, 9.0)
        painter.fillPath(path, QColor(row.colour))
        painter.restore()

    def _paint_ramp(self, painter: QPainter, ramp: Colouring) -> None:
        height = self._row_height()
        box = QRectF(_PADDING, _PADDING + height + 2, self.width() - 2 * _PADDING, _RAMP_HEIGHT)
        gradient = QLinearGradient(box.topLeft(), box.topRight())
        colours = ramp.ramp(self.theme)
        for step in range(0, 256, 15):
            gradient.setColorAt(step / 255, QColor(*colours[step].tolist()))
        painter.fillRect(box, gradient)
        painter.setPen(QColor(self.theme.text))
        words = QRectF(box.left(), box.bottom() + 2, box.width(), height)
        axis = Axis(is_date=ramp.is_date)
        low, high = (axis.told(bound) for bound in ramp.bounds)
        painter.drawText(words, int(Qt.AlignmentFlag.AlignLeft), low)
        painter.drawText(words, int(Qt.AlignmentFlag.AlignRight), high)

    # ------------------------------------------------------------------ mouse

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._grip, self._has_moved = event.position(), False

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._grip is None:
            return
        moved = event.position() - self._grip
        if self._has_moved or moved.manhattanLength() > 4:
            self._has_moved = self._is_moved = True
            self.move(self.pos() + moved.toPoint())

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._grip = None
        line = int((event.position().y() - _PADDING) // self._row_height()) - 1
        if not self._has_moved and 0 <= line < len(self.rows) and self.rows[line].group >= 0:
            self.group_clicked.emit(self.rows[line].group, event.modifiers())

    def _row_height(self) -> float:
        return QFontMetricsF(tabular(self.font(), scale=0.92)).height() + 3

    def _fit(self) -> None:
        measure = QFontMetricsF(tabular(self.font(), scale=0.92))
        wide = [measure.horizontalAdvance(row.text) + _SAMPLE + _GAP for row in self.rows]
        width = max([measure.horizontalAdvance(self.title), *wide])
        height = (1 + len(self.rows)) * self._row_height()
        if self.ramp is not None:
            width, height = max(width, _RAMP_WIDTH), 2 * self._row_height() + _RAMP_HEIGHT + 4
        width = min(width, _WIDEST) + 2 * _PADDING + 2
        self.resize(round(width), round(height + 2 * _PADDING))
        self.setVisible(bool(self.rows or self.ramp))
        self.update()
