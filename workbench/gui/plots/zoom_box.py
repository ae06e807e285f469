"""The field inside a chart's axes: wheel zooms, drag pans, Shift and drag draws a rectangle."""

from typing import Any

import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor
from typing_extensions import override

from workbench.gui.theme import Theme

SMALLEST_RECTANGLE = 6.0  # pixels a side: less is a slip of the hand
_FURTHEST, _NEAREST = 20.0, 1e-6  # of the range that is shown at first


class ZoomBox(pg.ViewBox):  # type: ignore[misc]  # pyqtgraph has no types
    """A view box that zooms into rectangles while Shift is held, or while ``draws_rectangles``."""

    def __init__(self) -> None:
        super().__init__(enableMenu=False)
        self.draws_rectangles = False
        self._is_rectangle = False  # what is being dragged just now

    def set_theme(self, theme: Theme) -> None:
        """Draw the rectangle in other colours."""
        accent = QColor(theme.accent)
        self.rbScaleBox.setPen(pg.mkPen(accent, width=1))
        accent.setAlpha(40)
        self.rbScaleBox.setBrush(accent)

    def draw_rectangles(self, is_on: bool) -> None:  # noqa: FBT001  Qt's
        """Zoom into rectangles by dragging alone, and pan with Shift."""
        self.draws_rectangles = is_on

    def keep_within(self, width: float, height: float) -> None:
        """Let nobody zoom so far, in or out, that numbers lose their meaning."""
        width, height = width or 1.0, height or 1.0  # as pyqtgraph shows what has no extent
        self.setLimits(
            minXRange=width * _NEAREST,
            maxXRange=width * _FURTHEST,
            minYRange=height * _NEAREST,
            maxYRange=height * _FURTHEST,
        )

    @override
    def mouseDragEvent(self, ev: Any, axis: int | None = None) -> None:
        if ev.isStart():
            shift = bool(ev.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            left = ev.button() == Qt.MouseButton.LeftButton
            self._is_rectangle = axis is None and left and shift != self.draws_rectangles
        if self._is_rectangle:
            self._drag_rectangle(ev)
        else:
            super().mouseDragEvent(ev, axis)

    def _drag_rectangle(self, ev: Any) -> None:
        ev.accept()
        start, end = QPointF(ev.buttonDownPos()), QPointF(ev.pos())
        if not ev.isFinish():
            self.updateScaleBox(ev.buttonDownPos(), ev.pos())
            return
        self.rbScaleBox.hide()
        self._is_rectangle = False
        chosen = QRectF(start, end).normalized()
        if min(chosen.width(), chosen.height()) >= SMALLEST_RECTANGLE:
            self.setRange(self.childGroup.mapRectFromParent(chosen), padding=0)
            self.sigRangeChangedManually.emit(self.state["mouseEnabled"])
