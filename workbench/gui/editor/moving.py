"""Moving things with the mouse, and changing the size of notes and frames."""

from collections.abc import Iterable

from PySide6.QtCore import QPointF, QRectF, Qt

from workbench.gui.editor.box_item import BoxItem, resized
from workbench.gui.editor.node_item import NodeItem
from workbench.gui.editor.scene import FlowScene

_START = 4.0  # pixels of the screen that the mouse moves before anything follows it


class Move:
    """Nodes, notes and frames that follow the mouse, keeping their places to each other.

    Args:
        grabbed: what the mouse has taken hold of; it is this that keeps to the grid.
        ids: all that is moved, ``grabbed`` among them.
        start: where the mouse is in the scene.
    """

    def __init__(self, scene: FlowScene, grabbed: str, ids: Iterable[str], start: QPointF) -> None:
        items: dict[str, NodeItem | BoxItem] = {**scene.nodes, **scene.notes, **scene.frames}
        self._items = {i: items[i] for i in ids}
        self._from = {i: (item.x(), item.y()) for i, item in self._items.items()}
        self.grabbed = grabbed
        self._start = start
        self.has_begun = False

    def follow(self, place: QPointF, scale: float, step: float) -> None:
        """The mouse is at a place of the scene.

        Args:
            scale: the screen's pixels to one of the scene's.
            step: of the grid; 0 for none.
        """
        way = place - self._start
        self.has_begun = self.has_begun or way.manhattanLength() * scale >= _START
        if not self.has_begun:
            return
        dx, dy = way.toTuple()
        if step:
            x, y = self._from[self.grabbed]
            dx, dy = round((x + dx) / step) * step - x, round((y + dy) / step) * step - y
        for item_id, item in self._items.items():
            x, y = self._from[item_id]
            if (item.x(), item.y()) != (x + dx, y + dy):
                item.setPos(x + dx, y + dy)

    def places(self) -> dict[str, tuple[float, float]]:
        """Where everything lies now; empty if it lies where it lay."""
        now = {i: (item.x(), item.y()) for i, item in self._items.items()}
        return now if now != self._from else {}

    def undo(self) -> None:
        """Put everything back."""
        for item_id, item in self._items.items():
            item.setPos(*self._from[item_id])


class Resize:
    """A note or frame whose edges follow the mouse."""

    def __init__(self, item: BoxItem, edges: Qt.Edge, start: QPointF) -> None:
        self.item = item
        self._edges = edges
        self._from = item.room
        self._start = start

    def follow(self, place: QPointF, step: float) -> None:
        """The mouse is at a place of the scene."""
        made = resized(self._from, self._edges, place - self._start, self.item.least, step)
        self.item.set_room(made)

    def room(self) -> QRectF | None:
        """Where it lies now; None if it lies where it lay."""
        return self.item.room if self.item.room != self._from else None

    def undo(self) -> None:
        """Give it back the size it had."""
        self.item.set_room(self._from)
