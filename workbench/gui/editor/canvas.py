"""Working on the canvas with the mouse: links, moves, selection, drops."""

from PySide6.QtCore import QMimeData, QPoint, QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QMouseEvent,
    QPainter,
)
from typing_extensions import override

from workbench.flow.layout import GRID
from workbench.gui.editor.band import Band
from workbench.gui.editor.gestures import LinkDrawing
from workbench.gui.editor.link_item import LinkItem
from workbench.gui.editor.look import NODE_HEIGHT, NODE_WIDTH
from workbench.gui.editor.node_words import link_words
from workbench.gui.editor.scene import FlowScene
from workbench.gui.editor.view import FlowView

COMPONENT_MIME = "application/x-workbench-component"
_SHIFT, _CTRL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier


class Canvas(FlowView):
    """Turns mouse gestures into wishes; what a wish does to the graph is the editor's.

    Signals:
        link_drawn: two port ends to be linked.
        link_dropped: a port end, and the empty place its link was dropped on.
        moved: new places by id, and the link the moved node was dropped on or None.
        component_dropped: a component's key, a place, and a link or None.
        files_dropped: paths, and the corner of the node that would lie there.
        search_asked: a place, and the text typed so far.
        menu_asked: the screen's place of a context menu, and the scene's.
        run_to_requested: a node that the flow is to run up to.
        opened: a node, or a note, was double-clicked.
        hint: what is going on, in a line.
    """

    link_drawn = Signal(object, object)
    link_dropped = Signal(object, QPointF)
    moved = Signal(object, object)
    component_dropped = Signal(str, QPointF, object)
    files_dropped = Signal(object, object)
    search_asked = Signal(QPointF, str)
    menu_asked = Signal(QPoint, QPointF)
    run_to_requested = Signal(str)
    opened = Signal(str)
    hint = Signal(str)

    def __init__(self, scene: FlowScene) -> None:
        super().__init__(scene)
        self.snaps = True
        self.is_space_held = False
        self.drawing: LinkDrawing | None = None
        self._hovered_link: LinkItem | None = None
        self._is_moving = False
        self._band: Band | None = None
        self.setAcceptDrops(True)
        self.setMouseTracking(True)

    def place_of(self, event: QMouseEvent | QDropEvent) -> QPointF:
        """Where in the scene an event happened."""
        return self.mapToScene(event.position().toPoint())

    # ------------------------------------------------------------------ mouse

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        middle = event.button() == Qt.MouseButton.MiddleButton
        if middle or (self.is_space_held and event.button() == Qt.MouseButton.LeftButton):
            self.is_space_held = False  # the key was for this drag, not for the search
            self.start_pan(event.position().toPoint())
        elif event.button() == Qt.MouseButton.LeftButton:
            self._press(event)
        elif event.button() != Qt.MouseButton.RightButton:
            super().mousePressEvent(event)

    def _press(self, event: QMouseEvent) -> None:
        place = self.place_of(event)
        scene = self.flow_scene
        extends = bool(event.modifiers() & (_SHIFT | _CTRL))
        if end := scene.end_at(place):
            self.drawing = LinkDrawing(scene, end)
        elif link := scene.link_at(place):
            if not extends:
                scene.clearSelection()
            scene.select_links((*(scene.selected_links() if extends else ()), link.link))
        elif scene.node_at(place) or scene.box_at(place):
            self._hold(event, extends=extends)
        else:
            if not extends:
                scene.select(())
            self._band = Band(self, scene, event.position().toPoint(), extends=extends)

    def _hold(self, event: QMouseEvent, *, extends: bool) -> None:
        """Select what the mouse is on, to be moved with it."""
        scene = self.flow_scene
        if not extends:
            scene.select_links(())
        self._is_moving = scene.is_held = True
        scene.look.snap = GRID if self.snaps else 0.0
        super().mousePressEvent(_with_ctrl_for_shift(event))

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        place = self.place_of(event)
        if self.drawing is not None:
            self.hint.emit(self.drawing.follow(place))
            return
        if self._band is not None:
            self._band.stretch(event.position().toPoint())
            return
        super().mouseMoveEvent(_with_ctrl_for_shift(event))
        if event.buttons() == Qt.MouseButton.NoButton:
            self._hover(place)
        elif self._is_moving:
            self.flow_scene.target_link(self._link_below_selection())

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self.is_panning:
            self.end_pan()
            return
        if self.drawing is not None:
            self._end_drawing(self.place_of(event))
            return
        if self._band is not None:
            self._band.close()
            self._band = None
            return
        super().mouseReleaseEvent(_with_ctrl_for_shift(event))
        self.flow_scene.look.snap = 0.0
        self.flow_scene.is_held = self._is_moving = False
        self._end_move()

    @override
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        place = self.place_of(event)
        if event.button() != Qt.MouseButton.LeftButton:
            return
        if item := self.flow_scene.node_at(place):
            self.opened.emit(item.node.id)
        elif box := self.flow_scene.box_at(place):
            self.opened.emit(box.value.id)
        elif self.flow_scene.link_at(place) is None:
            self.search_asked.emit(place, "")

    @override
    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        place = self.mapToScene(event.pos())
        self.menu_asked.emit(event.globalPos(), place)
        event.accept()

    def cancel(self) -> bool:
        """Give up the link being drawn; gives whether there was one."""
        if self.drawing is None:
            return False
        self.drawing.close()
        self.drawing = None
        self.hint.emit("")
        return True

    def _end_drawing(self, place: QPointF) -> None:
        drawing = self.drawing
        self.cancel()
        if drawing is None:
            return
        end = drawing.end_at(place)
        if end is not None:
            self.link_drawn.emit(drawing.start, end)
        elif self.flow_scene.node_at(place) is not None:
            self.hint.emit(drawing.refusal(place))
        else:
            self.link_dropped.emit(drawing.start, place)

    def _end_move(self) -> None:
        scene = self.flow_scene
        target = self._link_below_selection()
        scene.target_link(None)
        places = {
            i: (item.x(), item.y())
            for i, item in scene.nodes.items()
            if (item.x(), item.y()) != (item.node.x, item.node.y)
        }
        places |= {
            i: (item.x(), item.y())
            for i, item in scene.notes.items()
            if (item.x(), item.y()) != (item.note.x, item.note.y)
        }
        if places:
            self.moved.emit(places, target.link if target else None)

    def _link_below_selection(self) -> LinkItem | None:
        """The link that the one selected node, still without links, lies on."""
        chosen = self.flow_scene.selected()
        item = self.flow_scene.nodes.get(chosen[0]) if len(chosen) == 1 else None
        if item is None or item.linked:
            return None
        return self.flow_scene.link_under(item.mapRectToScene(item.body), item.node.id)

    def _hover(self, place: QPointF) -> None:
        link = self.flow_scene.link_at(place)
        if link is self._hovered_link:
            return
        self._hovered_link = link
        scene = self.flow_scene
        if link is None:
            self.hint.emit("")
            self.viewport().setToolTip("")
        else:
            view = scene.run_view.node(link.link.source)
            words = link_words(scene.graph, link.link, view)
            self.viewport().setToolTip(words)
            self.hint.emit(words)

    @override
    def drawForeground(self, painter: QPainter, rect: QRectF | QRect) -> None:
        if self._band is not None:
            painter.save()
            painter.resetTransform()
            self._band.draw(painter)
            painter.restore()

    # ------------------------------------------------------------------ drops

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


def _with_ctrl_for_shift(event: QMouseEvent) -> QMouseEvent:
    """Qt extends selections with Ctrl only; people use Shift as well."""
    if not event.modifiers() & _SHIFT:
        return event
    return QMouseEvent(
        event.type(),
        event.position(),
        event.globalPosition(),
        event.button(),
        event.buttons(),
        event.modifiers() & ~_SHIFT | _CTRL,
        event.pointingDevice(),
    )
