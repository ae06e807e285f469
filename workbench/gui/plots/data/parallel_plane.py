"""The axes of parallel coordinates: ranges are dragged on them, and they can be moved."""

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QFontMetricsF,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from workbench.gui.brush import Brush
from workbench.gui.plots.data.colouring import Colouring
from workbench.gui.plots.data.parallel_axes import ParallelAxes, ParallelAxis
from workbench.gui.plots.data.parallel_lines import Lines, LinesPicture
from workbench.gui.plots.data.ticks import Axis
from workbench.gui.plots.figure import tabular
from workbench.gui.theme import LIGHT, Theme

_TOP, _BOTTOM, _SIDE = 40.0, 34.0, 64.0
_MISSING_BELOW = 22.0  # pixels below an axis: where samples without a value go through
_GRIP, _CLICK = 14.0, 3.0
_SLICE = 0.012  # seconds of drawing between two looks at the mouse
Range = tuple[float, float]


class ParallelPlane(QWidget):
    """Draws a line per sample through all axes.

    Signals:
        order_changed(): the user has moved an axis.
    """

    order_changed = Signal()

    def __init__(self, brush: Brush, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.brush = brush
        self.setObjectName("parallelPlane")
        self.setAccessibleName(self.tr("Parallel coordinates"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.theme: Theme = LIGHT
        self.axes: list[ParallelAxis] = []
        self.ranges: dict[str, Range] = {}  # by attribute, in [0, 1]
        self.rows = np.zeros(0, dtype=np.int64)
        self.current = 0
        self._colouring: Colouring | None = None
        self._image: QImage | None = None
        self._growing: LinesPicture | None = None
        self._is_due = False
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._go_on)
        self._press: tuple[int, QPointF, bool] | None = None  # axis, place, on its name
        self._is_mine = False

    @property
    def names(self) -> list[str]:
        """The attributes, from left to right."""
        return [axis.values.attribute.name for axis in self.axes]

    def show_axes(self, laid: ParallelAxes) -> None:
        """Draw these axes."""
        self.axes, self._colouring, self.rows = laid.axes, laid.colouring, laid.rows
        self.ranges = {name: r for name, r in self.ranges.items() if name in self.names}
        self.current = min(self.current, max(len(self.axes) - 1, 0))
        self.redraw_all()

    def redraw(self) -> None:
        """Draw the picture anew; the old one stays until it is done."""
        self._is_due = True
        self.update()

    def redraw_all(self) -> None:
        """Draw the picture anew and the old one no more."""
        self._image = self._growing = None
        self.redraw()

    def show_selection(self) -> None:
        """Let the selected lines stand out; ranges that did not make the selection go."""
        if not self._is_mine:
            self.ranges = {}
        self.redraw()

    def set_range(self, name: str, bounds: Range | None) -> None:
        """Select what lies within the ranges of all axes; None takes one away."""
        if bounds is None:
            self.ranges.pop(name, None)
        else:
            self.ranges[name] = (max(bounds[0], 0.0), min(bounds[1], 1.0))
        inside = np.full(len(self.brush.selected), bool(self.ranges))
        for axis in self.axes:
            found = self.ranges.get(axis.values.attribute.name)
            if found:
                inside &= (axis.places >= found[0]) & (axis.places <= found[1])
        self._is_mine = True
        self.brush.select(inside)
        self._is_mine = False
        self.redraw()

    def move_axis(self, index: int, to: int) -> None:
        """Put an axis at another place."""
        to = min(max(to, 0), len(self.axes) - 1)
        self.axes.insert(to, self.axes.pop(index))
        self.current = to
        self.redraw()
        self.order_changed.emit()

    # ------------------------------------------------------------------ places

    def _across(self, index: int) -> float:
        room = self.width() - 2 * _SIDE
        return _SIDE + (room * index / (len(self.axes) - 1) if len(self.axes) > 1 else room / 2)

    def _height(self) -> float:
        return max(self.height() - _TOP - _BOTTOM, 10.0)

    def _down(self, share: float) -> float:
        return _TOP + (1 - share) * self._height()

    def _share(self, y: float) -> float:
        return 1 - (y - _TOP) / self._height()

    def _axis_at(self, place: QPointF) -> int | None:
        near = [i for i in range(len(self.axes)) if abs(self._across(i) - place.x()) <= _GRIP]
        on_name = [i for i in range(len(self.axes)) if abs(self._across(i) - place.x()) <= 40]
        found = on_name if place.y() < _TOP - 8 else near
        return found[0] if found else None

    # ------------------------------------------------------------------ painting

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(self.theme.panel))
        if not self.axes or self._colouring is None:
            return
        self._begin(self._colouring)
        if self._image is not None:
            painter.drawImage(QPointF(0, 0), self._image)
        painter.setFont(tabular(self.font(), scale=0.92))
        for i, axis in enumerate(self.axes):
            self._paint_axis(painter, i, axis)

    def _begin(self, colouring: Colouring) -> None:
        """Begin a picture that is due, unless one is on its way: that is finished first."""
        if not self._is_due or self._growing is not None:
            return
        self._is_due = False
        self._growing = self._picture(colouring)
        self._growing.go_on(_SLICE)
        self._show_grown(self._growing)

    def _go_on(self) -> None:
        if self._growing is None:
            self._timer.stop()
            return
        self._growing.go_on(_SLICE)
        self._show_grown(self._growing)
        self.update()

    def _show_grown(self, growing: LinesPicture) -> None:
        if growing.is_done:
            self._image, self._growing = growing.image, None
            self._timer.stop()
        else:
            self._timer.start()

    def _picture(self, colouring: Colouring) -> LinesPicture:
        across = np.array([self._across(i) for i in range(len(self.axes))])
        places = np.column_stack([axis.places[self.rows] for axis in self.axes])
        below = _TOP + self._height() + _MISSING_BELOW
        down = np.where(np.isnan(places), below, _TOP + (1 - places) * self._height())
        look = QSizeF(self.size()), self.devicePixelRatioF(), self.theme
        return LinesPicture(Lines(self.rows, across, down), colouring, self.brush.selected, look)

    def _paint_axis(self, painter: QPainter, i: int, axis: ParallelAxis) -> None:
        x, name = self._across(i), axis.values.attribute.name
        is_current = self.hasFocus() and i == self.current
        painter.setPen(QPen(QColor(self.theme.accent if is_current else self.theme.secondary), 1))
        painter.drawLine(QPointF(x, _TOP), QPointF(x, self._down(0)))
        found = self.ranges.get(name)
        if found:
            fill = QColor(self.theme.accent)
            fill.setAlpha(110)
            top, bottom = self._down(found[1]), self._down(found[0])
            painter.fillRect(QRectF(x - 5, top, 10, bottom - top), fill)
        measure = QFontMetricsF(painter.font())
        room = (self.width() - 2 * _SIDE) / max(len(self.axes) - 1, 1)
        room = min(max(room - 6, 30), 2 * _SIDE)
        self._paint_words(painter, axis, x, room)
        painter.setPen(QColor(self.theme.accent if is_current else self.theme.text))
        text = measure.elidedText(name, Qt.TextElideMode.ElideMiddle, room)
        box = QRectF(x - room / 2, 6, room, measure.height())
        painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), text)

    def _paint_words(self, painter: QPainter, axis: ParallelAxis, x: float, room: float) -> None:
        measure, values = QFontMetricsF(painter.font()), axis.values
        low, high = values.bounds
        most = max(2, int(self._height() / (measure.height() * 3)))
        ticks = Axis.of(values).ticks((low, high), most)
        ground = QColor(self.theme.panel)
        ground.setAlpha(190)
        if not values.is_whole:
            ticks.append((low - _MISSING_BELOW / self._height() * (high - low), "?"))
        for at, text in ticks:
            y = self._down((at - low) / (high - low))
            shown = measure.elidedText(text, Qt.TextElideMode.ElideMiddle, room - 12)
            wide = measure.horizontalAdvance(shown)
            box = QRectF(x + 6, y - measure.height() / 2, wide + 2, measure.height())
            painter.fillRect(box, ground)
            painter.setPen(QColor(self.theme.secondary))
            painter.drawLine(QPointF(x - 3, y), QPointF(x + 3, y))
            painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), shown)

    # ------------------------------------------------------------------ mouse and keys

    @override
    def resizeEvent(self, event: object) -> None:
        self.redraw_all()

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        found = self._axis_at(event.position())
        if found is not None and event.button() == Qt.MouseButton.LeftButton:
            self.current = found
            self._press = (found, event.position(), event.position().y() < _TOP - 8)
            self.update()

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        place = event.position()
        if self._press is None:
            self._point(place)
            return
        index, start, is_name = self._press
        if is_name:
            target = min(range(len(self.axes)), key=lambda i: abs(self._across(i) - place.x()))
            if target != index:
                self.move_axis(index, target)
                self._press = (target, start, True)
        elif abs(place.y() - start.y()) > _CLICK:
            low, high = sorted((self._share(start.y()), self._share(place.y())))
            self.set_range(self.names[index], (low, high))

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._press is None:
            if event.button() == Qt.MouseButton.LeftButton and self.brush.n_selected:
                self.ranges = {}
                self.brush.clear()
            return
        index, start, is_name = self._press
        self._press = None
        if not is_name and abs(event.position().y() - start.y()) <= _CLICK:
            self.set_range(self.names[index], None)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()), 0)
        if not step or not self.axes:
            super().keyPressEvent(event)
        elif event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.move_axis(self.current, self.current + step)
        else:
            self.current = min(max(self.current + step, 0), len(self.axes) - 1)
            self.update()

    def _point(self, place: QPointF) -> None:
        found = self._axis_at(place)
        if found is None:
            self.setCursor(Qt.CursorShape.ArrowCursor)
        else:
            is_name = place.y() < _TOP - 8
            self.setCursor(
                Qt.CursorShape.SizeHorCursor if is_name else Qt.CursorShape.SizeVerCursor
            )
