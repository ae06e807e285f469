"""Working on the canvas with the mouse: links, moves, selection, drops."""

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QMouseEvent, QPainter
from typing_extensions import override

from workbench.flow.frames import with_contents
from workbench.flow.graph import Link
from workbench.flow.layout import GRID
from workbench.gui.editor.band import Band
from workbench.gui.editor.dropping import DropView
from workbench.gui.editor.gestures import LinkDrawing
from workbench.gui.editor.link_item import LinkItem
from workbench.gui.editor.moving import Move, Resize
from workbench.gui.editor.node_words import link_words
from workbench.gui.editor.port_end import PortEnd
from workbench.gui.editor.scene import FlowScene

_EXTEND = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.ControlModifier


class Canvas(DropView):
    """Turns mouse gestures into wishes; what a wish does to the graph is the editor's.

    Signals:
        link_drawn: two port ends to be linked.
        link_dropped: a port end, and the empty place its link was dropped on.
        link_refused: a link that was drawn and cannot be.
        moved: new places by id, and the link the moved node was dropped on or None.
        resized: a note's or frame's id and where it lies now.
        search_asked: a place, and the text typed so far.
        menu_asked: the screen's place of a context menu, and the scene's.
        run_to_requested: a node that the flow is to run up to.
        further_requested: a node whose network is to be trained for some epochs more.
        trying_requested, export_requested: a node whose model is to be tried, or taken away.
        opened: a node, a note or a frame was double-clicked.
        hovered: the link or port end that the mouse is on, or None, and where the mouse is.
        hint: what is going on, in a line.
    """

    link_drawn = Signal(object, object)
    link_dropped = Signal(object, QPointF)
    link_refused = Signal(object)
    moved = Signal(object, object)
    resized = Signal(str, QRectF)
    search_asked = Signal(QPointF, str)
    menu_asked = Signal(QPoint, QPointF)
    run_to_requested = Signal(str)
    further_requested = Signal(str)
    trying_requested = Signal(str)
    export_requested = Signal(str)
    opened = Signal(str)
    hovered = Signal(object, QPoint)
    hint = Signal(str)

    def __init__(self, scene: FlowScene) -> None:
        super().__init__(scene)
        self.snaps = True
        self.is_space_held = False
        self.drawing: LinkDrawing | None = None
        self._hovered: Link | PortEnd | None = None
        self._move: Move | None = None
        self._resize: Resize | None = None
        self._band: Band | None = None
        self.setMouseTracking(True)

    # ------------------------------------------------------------------ mouse

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._hovered = None
        self.hovered.emit(None, QPoint())
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
        extends = bool(event.modifiers() & _EXTEND)
        if end := scene.end_at(place):
            self.drawing = LinkDrawing(scene, end)
        elif link := scene.link_at(place):
            if not extends:
                scene.select(())
            scene.select_links((*(scene.selected_links() if extends else ()), link.link))
        elif (item_id := scene.id_at(place)) is not None:
            self._hold(item_id, place, extends=extends)
        else:
            if not extends:
                scene.select(())
            self._band = Band(self, scene, event.position().toPoint(), extends=extends)

    def _hold(self, item_id: str, place: QPointF, *, extends: bool) -> None:
        """Select what the mouse is on, to be moved with it, or take hold of its edge."""
        scene, chosen = self.flow_scene, self.flow_scene.selected()
        if extends:
            rest = tuple(i for i in chosen if i != item_id)
            scene.select(rest if item_id in chosen else (*chosen, item_id))
        elif item_id not in chosen:
            scene.select((item_id,))
        else:
            scene.select_links(())
        box = scene.box_at(place) if item_id not in scene.nodes else None
        if box is not None and (edges := box.edges_at(place)):
            self._resize = Resize(box, edges, place)
        elif item_id in scene.selected():
            ids = with_contents(scene.graph, scene.selected())
            self._move = Move(scene, item_id, ids, place)
        scene.is_held = True

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        place = self.place_of(event)
        step = GRID if self.snaps else 0.0
        if self.drawing is not None:
            self.hint.emit(self.drawing.follow(place))
        elif self._band is not None:
            self._band.stretch(event.position().toPoint())
        elif self._resize is not None:
            self._resize.follow(place, step)
        elif self._move is not None:
            self._move.follow(place, self.scale_now, step)
            self.flow_scene.target_link(self._link_below_selection())
        else:
            super().mouseMoveEvent(event)
            if event.buttons() == Qt.MouseButton.NoButton:
                self._hover(place)

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self.is_panning:
            self.end_pan()
        elif self.drawing is not None:
            self._end_drawing(self.place_of(event))
        elif event.button() == Qt.MouseButton.LeftButton:
            self._let_go(event)

    def _let_go(self, event: QMouseEvent) -> None:
        scene, move, resize = self.flow_scene, self._move, self._resize
        target = self._link_below_selection() if move is not None else None
        if self._band is not None:
            self._band.close()
        self._band = self._move = self._resize = None
        scene.target_link(None)
        scene.is_held = False
        if resize is not None and (room := resize.room()) is not None:
            self.resized.emit(resize.item.value.id, room)
        elif move is not None and (places := move.places()):
            self.moved.emit(places, target.link if target else None)
        elif move is not None and not move.has_begun and not event.modifiers() & _EXTEND:
            scene.select((move.grabbed,))  # one of several was clicked on

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
        """Give up the gesture that is being made; gives whether there was one."""
        held = self._move or self._resize
        if held is not None:
            held.undo()
            self._move = self._resize = None
            self.flow_scene.is_held = False
            self.flow_scene.target_link(None)
            return True
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
        elif (refused := drawing.refused(place)) is not None:
            self.link_refused.emit(refused)
        elif self.flow_scene.node_at(place) is not None:
            self.hint.emit(drawing.refusal(place))
        else:
            self.link_dropped.emit(drawing.start, place)

    def _link_below_selection(self) -> LinkItem | None:
        """The link that the one selected node, still without links, lies on."""
        chosen = self.flow_scene.selected()
        item = self.flow_scene.nodes.get(chosen[0]) if len(chosen) == 1 else None
        if item is None or item.linked or self._move is None or not self._move.has_begun:
            return None
        return self.flow_scene.link_under(item.mapRectToScene(item.body), item.node.id)

    def _hover(self, place: QPointF) -> None:
        scene = self.flow_scene
        target = scene.end_at(place)
        link = scene.link_at(place) if target is None else None
        found = link.link if link is not None else target
        if found == self._hovered:
            return
        self._hovered = found
        self.hovered.emit(found, self.mapFromScene(place))
        if link is None:
            self.hint.emit("")
        else:
            view = scene.run_view.node(link.link.source)
            self.hint.emit(link_words(scene.graph, link.link, view))

    @override
    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._hovered = None
        self.hovered.emit(None, QPoint())

    @override
    def drawForeground(self, painter: QPainter, rect: QRectF | QRect) -> None:
        if self._band is not None:
            painter.save()
            painter.resetTransform()
            self._band.draw(painter)
            painter.restore()
