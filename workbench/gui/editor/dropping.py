"""Dropping things on the canvas: components from the palette, files from the file manager."""

from PySide6.QtCore import QMimeData, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent, QMouseEvent
from typing_extensions import override

from workbench.flow.layout import GRID
from workbench.gui.editor.finger_view import FingerView
from workbench.gui.editor.look import NODE_HEIGHT, NODE_WIDTH
from workbench.gui.editor.scene import FlowScene

COMPONENT_MIME = "application/x-workbench-component"


class DropView(FingerView):
    """A view of the flow that takes what is dropped on it.

    Signals:
        component_dropped: a component's key, a place, and a link or None.
        files_dropped: paths, and the corner of the node that would lie there.
    """

    component_dropped = Signal(str, QPointF, object)
    files_dropped = Signal(object, object)

    def __init__(self, scene: FlowScene) -> None:
        super().__init__(scene)
        self.setAcceptDrops(True)

    def place_of(self, event: QMouseEvent | QDropEvent) -> QPointF:
        """Where in the scene an event happened."""
        return self.mapToScene(event.position().toPoint())

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        event.setAccepted(_is_welcome(event.mimeData()))

    @override
    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        data = event.mimeData()
        if data.hasFormat(COMPONENT_MIME):
            self.flow_scene.target_link(self.flow_scene.link_under(_box(self.place_of(event))))
        event.setAccepted(_is_welcome(data))

    @override
    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self.flow_scene.target_link(None)

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        data, place = event.mimeData(), self.place_of(event)
        target = self.flow_scene.link_under(_box(place))
        self.flow_scene.target_link(None)
        if data.hasFormat(COMPONENT_MIME):
            key = data.data(COMPONENT_MIME).toStdString()
            corner = _box(place).topLeft()
            self.component_dropped.emit(key, corner, target.link if target else None)
            self.setFocus(Qt.FocusReason.MouseFocusReason)
        else:
            paths = [url.toLocalFile() for url in data.urls() if url.isLocalFile()]
            corner = _box(place).topLeft() / GRID
            self.files_dropped.emit(paths, corner.toPoint().toPointF() * GRID)
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()


def _is_welcome(data: QMimeData) -> bool:
    return data.hasFormat(COMPONENT_MIME) or any(url.isLocalFile() for url in data.urls())


def _box(middle: QPointF) -> QRectF:
    """The node that would come to lie around a place."""
    corner = middle - QPointF(NODE_WIDTH / 2, NODE_HEIGHT / 2)
    return QRectF(corner.x(), corner.y(), NODE_WIDTH, NODE_HEIGHT)
