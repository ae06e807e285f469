"""Paints what stands around a plot: grid, ticks, and the axes' names."""

from dataclasses import dataclass
from itertools import pairwise

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from workbench.gui.plots.data.ticks import Axis, Tick
from workbench.gui.plots.data.viewport import Range, Viewport
from workbench.gui.plots.figure import tabular
from workbench.gui.theme import Theme

_GAP = 6.0
_TICK_ROOM_X, _TICK_ROOM_Y = 76.0, 36.0
_WIDEST_SHARE = 0.25
TOP, RIGHT = 10.0, 14.0


@dataclass(frozen=True)
class AxesFrame:
    """The two axes of a plot and the font they are written in."""

    x: Axis
    y: Axis
    font: QFont

    def viewport(self, width: float, height: float, ranges: tuple[Range, Range]) -> Viewport:
        """Where the plot's area lies in a widget: what the ticks' words leave."""
        measure = QFontMetricsF(self._small())
        line = measure.height()
        bottom = line + _GAP + (line + 4 if self.x.title else 0) + 4
        area_height = max(height - TOP - bottom, 20.0)
        ticks = self.y.ticks(ranges[1], self._most(area_height, _TICK_ROOM_Y))
        widest = max((measure.horizontalAdvance(text) for _, text in ticks), default=0.0)
        words = min(max(widest, 28.0), width * _WIDEST_SHARE)
        left = words + 2 * _GAP + (line + 4 if self.y.title else 0)
        area_width = max(width - left - RIGHT, 20.0)
        return Viewport(left, TOP, area_width, area_height, *ranges)

    def ticks_x(self, viewport: Viewport) -> list[Tick]:
        """The ticks across."""
        return self.x.ticks(viewport.x, self._most(viewport.width, _TICK_ROOM_X))

    def ticks_y(self, viewport: Viewport) -> list[Tick]:
        """The ticks up."""
        return self.y.ticks(viewport.y, self._most(viewport.height, _TICK_ROOM_Y))

    def paint_grid(self, painter: QPainter, viewport: Viewport, theme: Theme) -> None:
        """Paint faint lines at the ticks."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        painter.setPen(QPen(QColor(theme.grid), 1))
        area = viewport.area
        for at, _ in self.ticks_x(viewport):
            x = round(viewport.at_x(at))
            painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()))
        for at, _ in self.ticks_y(viewport):
            y = round(viewport.at_y(at))
            painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))

    def paint_words(self, painter: QPainter, viewport: Viewport, theme: Theme) -> None:
        """Paint the ticks' words and the axes' names."""
        font = self._small()
        painter.setFont(font)
        painter.setPen(QColor(theme.secondary))
        self._paint_ticks_x(painter, viewport, QFontMetricsF(font))
        self._paint_ticks_y(painter, viewport, QFontMetricsF(font))
        painter.setPen(QColor(theme.text))
        self._paint_titles(painter, viewport, QFontMetricsF(font))

    def _paint_ticks_x(self, painter: QPainter, viewport: Viewport, measure: QFontMetricsF) -> None:
        area, ticks = viewport.area, self.ticks_x(viewport)
        places = [viewport.at_x(at) for at, _ in ticks]
        room = min((b - a for a, b in pairwise(places)), default=area.width())
        for (_, text), x in zip(ticks, places, strict=True):
            wide = min(room - 6, 2 * (x - 2), 2 * (area.right() + RIGHT - x))
            wide = max(wide, min(room - 6, 24.0))
            shown = measure.elidedText(text, Qt.TextElideMode.ElideMiddle, wide)
            box = QRectF(x - room / 2, area.bottom() + _GAP, room, measure.height())
            painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), shown)

    def _paint_ticks_y(self, painter: QPainter, viewport: Viewport, measure: QFontMetricsF) -> None:
        area = viewport.area
        left = measure.height() + 4 if self.y.title else 0.0
        flags = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        width = area.left() - left - _GAP
        for at, text in self.ticks_y(viewport):
            y = viewport.at_y(at)
            box = QRectF(left, y - measure.height() / 2, width, measure.height())
            shown = measure.elidedText(text, Qt.TextElideMode.ElideMiddle, width - 2)
            painter.drawText(box, flags, shown)

    def _paint_titles(self, painter: QPainter, viewport: Viewport, measure: QFontMetricsF) -> None:
        area, middle = viewport.area, int(Qt.AlignmentFlag.AlignCenter)
        elide = Qt.TextElideMode.ElideMiddle
        if self.x.title:
            box = QRectF(area.left(), area.bottom() + _GAP + measure.height() + 2, area.width(),
                         measure.height() + 2)  # fmt: skip
            painter.drawText(box, middle, measure.elidedText(self.x.title, elide, area.width()))
        if self.y.title:
            painter.save()
            painter.translate(2 + measure.height() / 2, area.center().y())
            painter.rotate(-90)
            box = QRectF(-area.height() / 2, -measure.height() / 2, area.height(), measure.height())
            painter.drawText(box, middle, measure.elidedText(self.y.title, elide, area.height()))
            painter.restore()

    def _small(self) -> QFont:
        return tabular(self.font, scale=0.92)

    @staticmethod
    def _most(length: float, room: float) -> int:
        return max(2, int(length / room))
