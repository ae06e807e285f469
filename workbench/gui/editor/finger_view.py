"""Looking at the canvas with the wheel, a trackpad or a touch screen."""

import sys

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt
from PySide6.QtGui import QNativeGestureEvent, QWheelEvent
from PySide6.QtWidgets import QGestureEvent, QPinchGesture
from typing_extensions import override

from workbench.gui.editor.scene import FlowScene
from workbench.gui.editor.view import FlowView
from workbench.gui.editor.wheeling import pan_of, zoom_of

_MARGIN = 48.0


class FingerView(FlowView):
    """Two fingers pan and pinch, the wheel zooms, two taps with two fingers show all."""

    def __init__(self, scene: FlowScene) -> None:
        super().__init__(scene)
        if sys.platform != "darwin":  # there a trackpad's pinch would come twice
            self.viewport().grabGesture(Qt.GestureType.PinchGesture)
        self._left_over = QPointF()  # of a pixel, from one small step of the fingers to the next

    def pan_by(self, way: QPointF) -> None:
        """Move the content."""
        whole = (self._left_over + way).toPoint()
        self._left_over += way - QPointF(whole)
        self._scroll(-whole)

    def fit_to(self, area: QRectF, largest: float = 1.5) -> None:
        """Show an area of the scene, no larger than ``largest``."""
        room = area.adjusted(-_MARGIN, -_MARGIN, _MARGIN, _MARGIN)
        size = self.viewport().rect()
        scale = min(size.width() / room.width(), size.height() / room.height(), largest)
        self.zoom(scale / self.scale_now)
        self.centerOn(room.center())
        self.looked.emit()

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        way = pan_of(event)
        if way is not None:
            self.pan_by(way)
        else:
            self.zoom(zoom_of(event), event.position())
        event.accept()

    @override
    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QNativeGestureEvent) and self._take_native(event):
            return True
        if isinstance(event, QGestureEvent) and self._take_pinch(event):
            return True
        return super().viewportEvent(event)

    def _take_native(self, event: QNativeGestureEvent) -> bool:
        kinds = Qt.NativeGestureType
        match event.gestureType():
            case kinds.ZoomNativeGesture:
                self.zoom(1.0 + event.value(), event.position())
            case kinds.PanNativeGesture:
                self.pan_by(event.delta())
            case kinds.SmartZoomNativeGesture:
                self.fit()
            case _:
                return False
        return True

    def _take_pinch(self, event: QGestureEvent) -> bool:
        pinch = event.gesture(Qt.GestureType.PinchGesture)
        if not isinstance(pinch, QPinchGesture):
            return False
        middle = self.viewport().mapFromGlobal(pinch.centerPoint().toPoint())
        moved = pinch.centerPoint() - pinch.lastCenterPoint()
        if pinch.state() == Qt.GestureState.GestureUpdated:
            self.zoom(pinch.scaleFactor(), QPointF(middle))
            self.pan_by(moved)
        event.accept(pinch)
        return True
