"""The plane that samples are drawn on: two axes, zoom, pan, and regions drawn by hand."""

from collections.abc import Callable
from dataclasses import replace
from typing import Literal, TypeAlias

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
    QResizeEvent,
    QWheelEvent,
)  # fmt: skip
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from workbench.gui.plots.data.axes import AxesFrame
from workbench.gui.plots.data.point_layer import drawn_within
from workbench.gui.plots.data.readout import paint_readout
from workbench.gui.plots.data.region import Region, mode_of
from workbench.gui.plots.data.ticks import Axis
from workbench.gui.plots.data.viewport import Range, Viewport
from workbench.gui.theme import LIGHT, Theme

Tool: TypeAlias = Literal["rectangle", "lasso", "zoom", "pan"]
Reading: TypeAlias = tuple[QPointF, str]
_ZOOM, _STEP, _WHEEL = 0.8, 0.1, 1.0015
_CLICK = 4.0  # pixels that a click may move
_CORNER_APART = 3.0


class Plane(QWidget):
    """Draws a picture between two axes and tells what is drawn over it by hand.

    Signals:
        region_drawn(Region, str): a rectangle or polygon, and the mode of selecting.
        place_clicked(QPointF, str): a click without a drag, in pixels, and the mode.
        viewport_changed(): another part is shown.
    """

    region_drawn = Signal(object, str)
    place_clicked = Signal(QPointF, str)
    viewport_changed = Signal()

    def __init__(self, name: str, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(title)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setMinimumSize(160, 120)
        self.theme: Theme = LIGHT
        self.tool: Tool = "rectangle"
        self.zooms_x = self.zooms_y = True
        self.picture: Callable[[Viewport, float], QImage] | None = None
        self.paints: Callable[[QPainter, Viewport], None] | None = None
        self.reads: Callable[[QPointF], Reading | None] | None = None
        self._axes = AxesFrame(Axis(), Axis(), self.font())
        self._whole: tuple[Range, Range] = ((0.0, 1.0), (0.0, 1.0))
        self._shown = self._whole
        self._has_axes = False
        self._image: QImage | None = None
        self._trail: list[QPointF] = []
        self._grip: QPointF | None = None
        self._reading: Reading | None = None
        self._shows_focus = False

    # ------------------------------------------------------------------ what is shown

    def set_axes(self, x: Axis, y: Axis, ranges: tuple[Range, Range]) -> None:
        """Name the axes, and show all of the data."""
        self._axes = AxesFrame(x, y, self.font())
        self._has_axes = True
        self._whole = ranges
        self.reset()

    @property
    def axes(self) -> AxesFrame:
        """The axes, for words about places."""
        return self._axes

    @property
    def viewport(self) -> Viewport:
        """Which part is shown, and where."""
        return self._axes.viewport(self.width(), self.height(), self._shown)

    @property
    def is_zoomed(self) -> bool:
        """Whether not all of the data is shown."""
        return self._shown != self._whole

    def show_part(self, x: Range, y: Range) -> None:
        """Show another part of the plane."""
        self._shown = (x if self.zooms_x else self._shown[0], y if self.zooms_y else self._shown[1])
        self.redraw()
        self.viewport_changed.emit()

    def reset(self) -> None:
        """Show all of the data."""
        self._shown = self._whole
        self.redraw()
        self.viewport_changed.emit()

    def redraw(self) -> None:
        """Draw the picture anew: data, selection or window have changed."""
        self._image = self._reading = None
        self.update()

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours."""
        self.theme = theme
        self.redraw()

    # ------------------------------------------------------------------ painting

    @override
    def sizeHint(self) -> QSize:
        return QSize(640, 420)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        viewport, theme = self.viewport, self.theme
        painter.fillRect(self.rect(), QColor(theme.panel))
        if not self._has_axes:  # what it will show is being computed
            return
        self._axes.paint_grid(painter, viewport, theme)
        painter.save()
        painter.setClipRect(viewport.area)
        self._paint_data(painter, viewport)
        painter.restore()
        self._axes.paint_words(painter, viewport, theme)
        self._paint_trail(painter)
        if self._reading is not None:
            paint_readout(painter, self._reading, viewport.area, theme, self.font())
        if self._shows_focus and self.hasFocus():
            painter.setPen(QPen(QColor(theme.accent), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5))

    def _paint_data(self, painter: QPainter, viewport: Viewport) -> None:
        if self.picture is not None:
            if self._image is None:
                self._image = self.picture(viewport, self.devicePixelRatioF())
            drawn_within(painter, viewport.area, self._image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.paints is not None:
            self.paints(painter, viewport)

    def _paint_trail(self, painter: QPainter) -> None:
        if len(self._trail) < 2 or self.tool == "pan":
            return
        fill = QColor(self.theme.accent)
        fill.setAlpha(40)
        painter.setPen(QPen(QColor(self.theme.accent), 1))
        painter.setBrush(fill)
        if self.tool == "lasso":
            painter.drawPolygon(QPolygonF(self._trail))
        else:
            painter.drawRect(self._band())

    def _band(self) -> QRectF:
        return QRectF(self._trail[0], self._trail[-1]).normalized() & self.viewport.area

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.redraw()
        self.viewport_changed.emit()

    # ------------------------------------------------------------------ mouse

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        self._show(
            self.viewport.zoomed(
                _WHEEL ** -event.angleDelta().y(), event.position(), x=self.zooms_x, y=self.zooms_y
            )
        )
        event.accept()

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        place = event.position()
        if event.button() == Qt.MouseButton.MiddleButton or (
            event.button() == Qt.MouseButton.LeftButton and self.tool == "pan"
        ):
            self._grip = place
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
        elif event.button() == Qt.MouseButton.LeftButton:
            self._trail = [place]
            self._reading = None

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        place = event.position()
        if self._grip is not None:
            moved = self._grip - place
            self._grip = place
            self._show(self.viewport.panned(moved.x(), moved.y()))
        elif self._trail:
            self._draw_on(place)
        else:
            self.read(place)

    def _draw_on(self, place: QPointF) -> None:
        if self.tool == "lasso":
            if (place - self._trail[-1]).manhattanLength() >= _CORNER_APART:
                self._trail.append(place)
        else:
            self._trail = [self._trail[0], place]
        self.update()

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._grip is not None:
            self._grip = None
            self.unsetCursor()
        elif self._trail and event.button() == Qt.MouseButton.LeftButton:
            self._finish(event)

    def _finish(self, event: QMouseEvent) -> None:
        band, corners = self._band(), tuple(self._trail)
        reach = max(((p - corners[0]).manhattanLength() for p in corners), default=0)
        self._trail = []
        self.update()
        if reach <= _CLICK:
            self.place_clicked.emit(event.position(), mode_of(event.modifiers(), "toggle"))
        elif self.tool == "zoom":
            self._show(self.viewport.on(band))
        else:
            mode = mode_of(event.modifiers(), "remove")
            self.region_drawn.emit(self._region(band, corners), mode)

    def _region(self, band: QRectF, corners: tuple[QPointF, ...]) -> Region:
        if self.tool != "lasso":
            return Region(self.viewport, band)
        outline = QPolygonF(list(corners)).boundingRect() & self.viewport.area
        return Region(self.viewport, outline, corners)

    @override
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.reset()

    @override
    def leaveEvent(self, event: object) -> None:
        self._reading = None
        self.update()

    def read(self, place: QPointF) -> str:
        """Show what is at a place, in pixels; gives its text, "" for nothing."""
        inside = self.viewport.area.contains(place)
        reading = self.reads(place) if self.reads and inside else None
        if reading != self._reading:
            self._reading = reading
            self.update()
        return reading[1] if reading else ""

    # ------------------------------------------------------------------ keys

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        # Who clicks knows where the focus is.
        self._shows_focus = event.reason() != Qt.FocusReason.MouseFocusReason
        super().focusInEvent(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        moves = {
            Qt.Key.Key_Left: (-_STEP, 0.0),
            Qt.Key.Key_Right: (_STEP, 0.0),
            Qt.Key.Key_Up: (0.0, -_STEP),
            Qt.Key.Key_Down: (0.0, _STEP),
        }
        key, viewport = Qt.Key(event.key()), self.viewport
        if key in moves:
            across, down = moves[key]
            self._show(viewport.panned(across * viewport.width, down * viewport.height))
        elif key in {Qt.Key.Key_Plus, Qt.Key.Key_Equal, Qt.Key.Key_Minus}:
            factor = 1 / _ZOOM if key == Qt.Key.Key_Minus else _ZOOM
            middle = viewport.area.center()
            self._show(viewport.zoomed(factor, middle, x=self.zooms_x, y=self.zooms_y))
        else:
            super().keyPressEvent(event)

    def _show(self, viewport: Viewport) -> None:
        viewport = replace(viewport, left=self.viewport.left)
        self.show_part(viewport.x, viewport.y)
