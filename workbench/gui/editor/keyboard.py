"""Working on the canvas with the keyboard: reach, open, nudge and link nodes without a mouse."""

from PySide6.QtCore import QCoreApplication, QPointF, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QCursor,
    QFocusEvent,
    QKeyEvent,
)
from typing_extensions import override

from workbench.flow.graph import Link
from workbench.flow.layout import GRID, NODE_HEIGHT, NODE_WIDTH
from workbench.gui.editor.canvas import Canvas
from workbench.gui.editor.edits import free_place
from workbench.gui.editor.gestures import KeyboardLink, neighbour
from workbench.gui.editor.link_walk import LinkWalk
from workbench.gui.editor.node_words import link_words, spoken
from workbench.gui.editor.scene import FlowScene

_ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
BESIDE = 64.0  # between a node and one that is added beside it
_ENTER = {Qt.Key.Key_Return, Qt.Key.Key_Enter}
_REPEAT_MS = 80  # X may tell the repeats of a held key as presses of their own
_CTRL, _SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def _tr(text: str) -> str:
    return QCoreApplication.translate("FlowEditor", text)


class KeyboardCanvas(Canvas):
    """The canvas with its keys.

    Signals:
        nudged: how far the selection is to be moved, across and down.
        escaped: Esc was pressed while nothing was being done.
        grown: by how much selected notes and frames are to be larger, across and down.
    """

    nudged = Signal(float, float)
    grown = Signal(float, float)
    escaped = Signal()

    def __init__(self, scene: FlowScene) -> None:
        super().__init__(scene)
        self._link: KeyboardLink | None = None
        self._walk = LinkWalk()
        self._space_ms = -_REPEAT_MS  # when Space was pressed last
        self.setObjectName("canvas")
        self.setAccessibleName(_tr("Flow"))
        scene.picked.connect(self._show_focus)
        scene.links_picked.connect(self.describe)
        scene.shown.connect(self.describe)

    # ------------------------------------------------------------------ the current node

    @property
    def current(self) -> str | None:
        """The one selected node, which keys act on."""
        chosen = self.flow_scene.selected()
        return chosen[0] if len(chosen) == 1 and chosen[0] in self.flow_scene.nodes else None

    @property
    def _current_link(self) -> Link | None:
        """The one selected link."""
        chosen = self.flow_scene.selected_links()
        return chosen[0] if len(chosen) == 1 else None

    def go_to(self, node_id: str | None) -> None:
        """Make a node the current one and show it."""
        if node_id is not None:
            self.flow_scene.select((node_id,))
            self.reveal((node_id,))

    @property
    def here(self) -> QPointF:
        """Where something new is to come: at the mouse, beside the current node, in the middle."""
        mouse = self.viewport().mapFromGlobal(QCursor.pos())
        area = self.viewport().rect()
        if self.current is not None and not area.contains(mouse):
            return self._beside_current(self.current)
        return self.mapToScene(mouse if area.contains(mouse) else area.center())

    def _beside_current(self, node_id: str) -> QPointF:
        graph = self.flow_scene.graph
        node = graph.node(node_id)
        return QPointF(*free_place(graph, node.x + NODE_WIDTH + BESIDE, node.y))

    def _show_focus(self) -> None:
        current = self.current if self.hasFocus() else None
        for node_id, item in self.flow_scene.nodes.items():
            if item.is_focused != (node_id == current):
                item.is_focused = node_id == current
                item.touched(item)
        self.describe()

    def describe(self) -> None:
        """Tell a screen reader which node is the current one and how it stands."""
        graph, current = self.flow_scene.graph, self.current
        if current is not None and current in graph.nodes:
            item = self.flow_scene.nodes[current]
            words = spoken(item.node, item.view, item.problem)
        elif (link := self._current_link) is not None:
            words = link_words(graph, link, self.flow_scene.run_view.node(link.source))
        else:
            words = _tr("{} nodes, {} links").format(len(graph.nodes), len(graph.links))
        if words != self.accessibleDescription():
            self.setAccessibleDescription(words)
            self.say(words)

    def say(self, words: str) -> None:
        """Have a screen reader say something, if there is one."""
        if words and self.hasFocus() and QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, words))

    # ------------------------------------------------------------------ linking

    def start_link(self) -> None:
        """Begin a link at the current node; arrows then choose where it ends.

        Where nothing fits yet, the search offers the nodes that would.
        """
        if self.current is None:
            self.hint.emit(_tr("Select one node first, then press L to link it."))
            return
        link = KeyboardLink(self.flow_scene, self.current)
        if not link.is_possible:
            self._link_to_new(self.current)
            return
        self._link = link
        self.hint.emit(link.step())

    @override
    def cancel(self) -> bool:
        if self._link is not None:
            self._link.close()
            self._link = None
            self.hint.emit("")
            return True
        return super().cancel()

    def _link_key(self, link: KeyboardLink, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in _ENTER:
            chosen = link.chosen
            self.cancel()
            self.link_drawn.emit(*chosen)
        elif key in _ARROWS:
            self.hint.emit(link.step(sum(_ARROWS[key])))
        elif key == Qt.Key.Key_Escape:
            self.cancel()

    # ------------------------------------------------------------------ keys

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if self._link is not None:
            self._link_key(self._link, event)
        elif key in _ARROWS:
            self._arrow(*_ARROWS[key], event.modifiers())
        elif key == Qt.Key.Key_Space:
            self._hold_space(event)
        elif key == Qt.Key.Key_Escape:
            self._escape()
        elif key in _ENTER:
            self._enter()
        else:
            self._type(event)

    def _hold_space(self, event: QKeyEvent) -> None:
        """Space is down: to drag the canvas with, or else to search when it is let go."""
        is_repeat = event.isAutoRepeat() or 0 < event.timestamp() - self._space_ms < _REPEAT_MS
        self._space_ms = event.timestamp()
        self.is_space_held = self.is_space_held or not (is_repeat or self.is_panning)

    @override
    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space and not event.isAutoRepeat():
            if self.is_space_held:
                self.search_asked.emit(self.here, "")
            self.is_space_held = False
        else:
            super().keyReleaseEvent(event)

    def _link_to_new(self, node_id: str) -> None:
        """Offer the nodes that the current node's output fits."""
        node = self.flow_scene.graph.node(node_id)
        outputs = [end for end in self.flow_scene.nodes[node_id].ends if end.is_output]
        if outputs:
            place = self._beside_current(node_id) + QPointF(0.0, NODE_HEIGHT / 2)
            self.link_dropped.emit(outputs[0], place)
        else:
            self.hint.emit(_tr("No port in this flow fits “{}”.").format(node.name))

    def _escape(self) -> None:
        if self.cancel():
            return
        self.escaped.emit()
        was_walking = self._current_link is not None and self._walk.node in self.flow_scene.nodes
        self.flow_scene.select((self._walk.node,) if was_walking else ())

    def _enter(self) -> None:
        """Open the current node; of a link, go to the node at its end."""
        chosen, link = self.flow_scene.selected(), self._current_link
        if len(chosen) == 1:
            self.opened.emit(chosen[0])
        elif link is not None:
            self.go_to(self._walk.end(link))

    def _walk_links(self, way: int) -> None:
        """Select a link of the current node, or the next one of that node."""
        graph = self.flow_scene.graph
        link = self._walk.step(graph, self.current, self._current_link, way)
        if link is None:
            self.hint.emit(_tr("No link goes that way."))
            return
        self.flow_scene.select(())
        self.flow_scene.select_links((link,))
        self.hint.emit(self.accessibleDescription())

    def _arrow(self, dx: int, dy: int, modifiers: Qt.KeyboardModifier) -> None:
        if modifiers & Qt.KeyboardModifier.AltModifier and dx:
            self._walk_links(dx)
            return
        if modifiers & _CTRL and modifiers & _SHIFT:
            self.grown.emit(dx * GRID, dy * GRID)
            return
        if self.flow_scene.selected() and not modifiers & _CTRL:
            step = 1.0 if modifiers & _SHIFT else GRID
            self.nudged.emit(dx * step, dy * step)
            return
        current = self.flow_scene.nodes.get(self.current or "")
        if current is not None:
            self.go_to(neighbour(self.flow_scene, current.sceneBoundingRect().center(), dx, dy))
        else:
            middle = self.mapToScene(self.viewport().rect().center())
            self.go_to(neighbour(self.flow_scene, middle, 0, 0))

    def _type(self, event: QKeyEvent) -> None:
        text = event.text()
        commands = _CTRL | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
        if event.modifiers() & commands or not text.isalnum():
            event.ignore()
        elif text.lower() == "l" and self.current is not None:
            self.start_link()
        else:
            self.search_asked.emit(self.here, text)

    @override
    def focusNextPrevChild(self, next_: bool) -> bool:
        scene = self.flow_scene
        order = [*scene.nodes, *scene.notes, *scene.frames]
        chosen = scene.selected()
        current = chosen[0] if len(chosen) == 1 else None
        at = order.index(current) if current in order else (-1 if next_ else len(order))
        to = at + (1 if next_ else -1)
        if self._link is None and 0 <= to < len(order):
            self.go_to(order[to])
            return True
        return super().focusNextPrevChild(next_)

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._show_focus()

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.is_space_held = False
        self._show_focus()
