"""The items on the canvas: what is where, what is selected, what is lit."""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import replace

from PySide6.QtCore import QPointF, QRectF, Signal
from PySide6.QtWidgets import QGraphicsItem, QGraphicsScene
from shiboken6 import isValid

from workbench.flow.graph import Graph, Link
from workbench.flow.layout import NODE_HEIGHT, NODE_WIDTH
from workbench.gui.editor.box_item import BoxItem
from workbench.gui.editor.frame_item import FrameItem
from workbench.gui.editor.link_item import LinkItem
from workbench.gui.editor.look import Look
from workbench.gui.editor.node_item import NodeItem
from workbench.gui.editor.note_item import NoteItem
from workbench.gui.editor.port_end import PortEnd
from workbench.gui.theme import Theme
from workbench.runs.view import RunView

GroundItem = BoxItem | LinkItem


def _nothing(*_: object) -> None:
    pass


class ItemScene(QGraphicsScene):
    """Nodes, links, notes and frames.

    Attributes:
        is_held: the mouse is moving something that is not in the graph yet.
        node_touched: called with a node that looks otherwise than it did.
        ground_touched: called with anything else that does, and where it was.
        ground_lost: called with anything else that is gone.

    Signals:
        picked: other nodes, notes or frames are selected.
        links_picked: other links are selected.
    """

    picked = Signal()
    links_picked = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.graph = Graph()
        self.run_view = RunView()
        self.look = Look(theme)
        self.nodes: dict[str, NodeItem] = {}
        self.notes: dict[str, NoteItem] = {}
        self.frames: dict[str, FrameItem] = {}
        self.links: dict[Link, LinkItem] = {}  # by the link as if enabled: its place in the graph
        self.lit_links: dict[LinkItem, None] = {}
        self.is_held = False
        self.node_touched: Callable[[NodeItem], None] = _nothing
        self.ground_touched: Callable[[GroundItem, QRectF], None] = _nothing
        self.ground_lost: Callable[[GroundItem], None] = _nothing
        self.selectionChanged.connect(self._pick)

    def ground_items(self) -> Iterator[GroundItem]:
        """What lies below the nodes, from the back to the front."""
        yield from self.boxes()
        yield from self.links.values()

    def boxes(self) -> Iterator[BoxItem]:
        """Frames, the larger first, and notes."""
        yield from sorted(self.frames.values(), key=lambda item: item.zValue())
        yield from self.notes.values()

    # ------------------------------------------------------------------ what is where

    def node_at(self, place: QPointF) -> NodeItem | None:
        """The topmost node at a place, its ports' reach included."""
        return next((i for i in self._items_at(place) if isinstance(i, NodeItem)), None)

    def box_at(self, place: QPointF) -> BoxItem | None:
        """The note, or the frame's bar or border, at a place."""
        return next((i for i in self._items_at(place) if isinstance(i, BoxItem)), None)

    def id_at(self, place: QPointF) -> str | None:
        """The id of the node, note or frame at a place."""
        if item := self.node_at(place):
            return item.node.id
        box = self.box_at(place)
        return box.value.id if box else None

    def _items_at(self, place: QPointF) -> list[QGraphicsItem]:
        found: list[QGraphicsItem] = self.items(place)
        return found

    def end_at(self, place: QPointF) -> PortEnd | None:
        """The port within reach of a place."""
        item = self.node_at(place)
        return item.end_at(item.mapFromScene(place)) if item else None

    def link_at(self, place: QPointF) -> LinkItem | None:
        """The link at a place that no node covers."""
        near = next((k for k in reversed(self.links.values()) if k.is_near(place)), None)
        return near if near and self.node_at(place) is None else None

    def link_under(self, box: QRectF, besides: str = "") -> LinkItem | None:
        """The link that passes through the middle of a box and does not end at ``besides``."""
        across, down = box.width() / 4, box.height() / 4
        middle = box.adjusted(across, down, -across, -down)
        for found in reversed(self.links.values()):
            if besides not in {found.link.source, found.link.target} and found.crosses(middle):
                return found
        return None

    def touching(self, area: QRectF) -> list[str]:
        """Ids of the nodes and notes that an area touches, and of the frames that it holds."""
        left, top = area.left() - NODE_WIDTH, area.top() - NODE_HEIGHT
        right, bottom = area.right(), area.bottom()
        found = [
            i
            for i, item in self.nodes.items()
            if left <= item.corner[0] <= right and top <= item.corner[1] <= bottom
        ]
        found += [i for i, item in self.notes.items() if area.intersects(item.room)]
        return found + [i for i, item in self.frames.items() if area.contains(item.room)]

    # ------------------------------------------------------------------ selection and light

    def selected(self) -> tuple[str, ...]:
        """Ids of the selected nodes, notes and frames, in the graph's order."""
        chosen = [i for i, item in self.nodes.items() if item.is_picked]
        chosen += [i for i, item in self.notes.items() if item.isSelected()]
        return (*chosen, *(i for i, item in self.frames.items() if item.isSelected()))

    def select(self, ids: Iterable[str]) -> None:
        """Select nodes, notes and frames, and nothing else."""
        before, wanted = set(self.selected()), set(ids)
        everything: dict[str, QGraphicsItem] = {**self.nodes, **self.notes, **self.frames}
        wanted &= everything.keys()
        self.blockSignals(True)  # noqa: FBT003 - Qt's own signature
        for item_id in before ^ wanted:
            everything[item_id].setSelected(item_id in wanted)
        self.blockSignals(False)  # noqa: FBT003 - Qt's own signature
        self.select_links(())
        if before != wanted:
            self.picked.emit()

    def _pick(self) -> None:
        if isValid(self):  # a scene that is being destroyed deselects its items one last time
            self.picked.emit()

    def selected_links(self) -> tuple[Link, ...]:
        """The selected links, as they are in the graph."""
        return tuple(item.link for item in self.links.values() if item.is_selected)

    def select_links(self, links: Iterable[Link]) -> None:
        """Select links, and no other links."""
        wanted = self.links.keys() & {replace(link, is_enabled=True) for link in links}
        before = {key for key, item in self.links.items() if item.is_selected}
        for key in before ^ wanted:
            self.links[key].is_selected = key in wanted
            self._light(self.links[key])
        if before != wanted:
            self.links_picked.emit()

    def target_link(self, target: LinkItem | None) -> None:
        """Light up the link that a drop would go into."""
        for item in [k for k in self.lit_links if k.is_target and k is not target]:
            item.is_target = False
            self._light(item)
        if target is not None and not target.is_target:
            target.is_target = True
            self._light(target)

    def _light(self, item: LinkItem) -> None:
        """A link is drawn over the others while it is lit."""
        if item.is_lit:
            self.lit_links[item] = None
        else:
            self.lit_links.pop(item, None)
        self.update(item.box)

    def light(self, ends: Collection[PortEnd] | None) -> None:
        """Light up the ports that fit and dim the others; None ends that."""
        if ends is None:
            for item in self.nodes.values():
                item.set_fitting(None)
            return
        by_node: dict[str, set[PortEnd]] = {}
        for end in ends:
            by_node.setdefault(end.node, set()).add(end)
        for node_id, item in self.nodes.items():
            item.set_fitting(frozenset(by_node.get(node_id, ())))
