"""The rubber band: a rectangle drawn with the mouse that selects what it touches."""

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF
from PySide6.QtGui import QPainter, QRegion
from PySide6.QtWidgets import QGraphicsView

from workbench.gui.editor.region import rectangles
from workbench.gui.editor.scene import FlowScene

_BORDER = 2


class Band:
    """A rubber band being drawn. Qt's own asks each item anew at each move.

    Args:
        start: where it begins, in the viewport's pixels.
        extends: what was selected before stays so.
    """

    def __init__(
        self, view: QGraphicsView, scene: FlowScene, start: QPoint, *, extends: bool
    ) -> None:
        self._view = view
        self._scene = scene
        self._start = view.mapToScene(start)  # it stays there while the view is panned
        self._kept = frozenset(scene.selected()) if extends else frozenset()
        self._room = QRect()

    def stretch(self, to: QPoint) -> None:
        """Span from the start to here, and select what it touches."""
        start = self._view.mapFromScene(self._start)
        before, self._room = self._room, QRect(start, to).normalized()
        self._update(QRegion(before) ^ QRegion(self._room))
        area = QRectF(self._start, QPointF(self._view.mapToScene(to))).normalized()
        self._scene.select((*self._kept, *self._scene.touching(area)))

    def close(self) -> None:
        """Take the band away; what it has selected stays selected."""
        self._update(QRegion(self._room))

    def draw(self, painter: QPainter) -> None:
        """Draw the band, in the viewport's pixels."""
        look = self._scene.look
        painter.fillRect(self._room, look.band)
        painter.setPen(look.band_border)
        painter.drawRect(self._room.adjusted(0, 0, -1, -1))

    def _update(self, changed: QRegion) -> None:
        for room in rectangles(changed):
            around = room.adjusted(-_BORDER, -_BORDER, _BORDER, _BORDER)
            self._view.viewport().update(around)
