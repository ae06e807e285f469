"""The canvas' items, kept in step with a graph by comparing it with the one shown before."""

from collections.abc import Iterable
from dataclasses import replace

from PySide6.QtCore import QPointF, QRectF, Signal
from PySide6.QtWidgets import QGraphicsItem, QGraphicsScene
from shiboken6 import isValid

from workbench.flow.graph import Graph, Link
from workbench.gui.editor.link_item import LinkItem
from workbench.gui.editor.look import Look
from workbench.gui.editor.node_item import NodeItem
from workbench.gui.editor.note_item import NoteItem
from workbench.gui.editor.port_end import PortEnd
from workbench.gui.theme import Theme
from workbench.runs.view import RunView


class FlowScene(QGraphicsScene):
    """Nodes, links and notes of one graph.

    Signals:
        shown: the graph on show has changed.
        picked: other nodes or notes are selected.
    """

    shown = Signal()
    picked = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.graph = Graph()
        self.run_view = RunView()
        self.look = Look(theme)
        self.nodes: dict[str, NodeItem] = {}
        self.notes: dict[str, NoteItem] = {}
        self.links: dict[Link, LinkItem] = {}  # by the link as if enabled: its place in the graph
        self._links_at: dict[str, set[Link]] = {}
        self.changed_items = 0  # how many items the last graph touched
        self.selectionChanged.connect(self._pick)

    # ------------------------------------------------------------------ showing

    def show_graph(self, graph: Graph) -> None:
        """Show another graph, touching only what differs."""
        before, self.graph = self.graph, graph
        self.changed_items = 0
        self._drop_links(
            before, graph
        )  # before their nodes: a node that moves takes its links along
        self._show_nodes(before, graph)
        self._show_notes(before, graph)
        self._show_links(before, graph)
        if before is not graph:
            self.shown.emit()

    def show_run(self, view: RunView) -> tuple[str, ...]:
        """Show a run, touching only nodes whose view is another; gives those that changed."""
        before, self.run_view = self.run_view, view
        if before.nodes is view.nodes:
            return ()
        touched = []
        for node_id in before.nodes.keys() | view.nodes.keys():
            item = self.nodes.get(node_id)
            is_another = before.nodes.get(node_id) is not view.nodes.get(node_id)
            if item and is_another and item.show_view(view.node(node_id)):
                touched.append(node_id)
        return tuple(touched)

    def set_theme(self, theme: Theme) -> None:
        """Draw everything in other colours."""
        is_far = self.look.is_far
        self.look = Look(theme)
        self.look.is_far = is_far
        for item in self._items():
            item.set_look(self.look)

    def set_far(self, *, is_far: bool) -> None:
        """Leave out, or draw again, what cannot be read from far away."""
        if is_far != self.look.is_far:
            self.look.is_far = is_far
            self.update()

    def _items(self) -> Iterable[NodeItem | LinkItem | NoteItem]:
        yield from self.nodes.values()
        yield from self.links.values()
        yield from self.notes.values()

    def _show_nodes(self, before: Graph, after: Graph) -> None:
        for gone in before.nodes.keys() - after.nodes.keys():
            self.removeItem(self.nodes.pop(gone))
            self.changed_items += 1
        for node_id, node in after.nodes.items():
            old = before.nodes.get(node_id)
            if old is node:
                self._put_back(self.nodes[node_id])
                continue
            self.changed_items += 1
            if node_id not in self.nodes:
                item = self.nodes[node_id] = NodeItem(node, self.look)
                item.show_view(self.run_view.node(node_id))
                item.moved = self._follow  # the item's links follow it
                self.addItem(item)
            else:
                self.nodes[node_id].show_node(node)
                self._follow(node_id)

    def _put_back(self, item: NodeItem) -> None:
        """Undo a move that never reached the graph."""
        if (item.x(), item.y()) != (item.node.x, item.node.y):
            item.setPos(item.node.x, item.node.y)

    def _show_notes(self, before: Graph, after: Graph) -> None:
        if before.notes is after.notes:
            return
        kept = {note.id: note for note in after.notes}
        for gone in self.notes.keys() - kept.keys():
            self.removeItem(self.notes.pop(gone))
        for note_id, note in kept.items():
            if note_id not in self.notes:
                item = self.notes[note_id] = NoteItem(note, self.look)
                self.addItem(item)
            elif self.notes[note_id].note is not note:
                self.notes[note_id].show_note(note)

    def _drop_links(self, before: Graph, after: Graph) -> None:
        if before.links == after.links:
            return
        for gone in self.links.keys() - _keyed(after).keys():
            self.removeItem(self.links.pop(gone))
            self._forget(gone)
            self.changed_items += 1

    def _show_links(self, before: Graph, after: Graph) -> None:
        if before.links == after.links:
            return
        for key, link in _keyed(after).items():
            if key not in self.links:
                self.links[key] = LinkItem(link, self.look)
                self.addItem(self.links[key])
                for end in (link.source, link.target):
                    self._links_at.setdefault(end, set()).add(key)
                self._place(key)
                self.changed_items += 1
            elif self.links[key].link != link:
                self.links[key].show_link(link)
                self.changed_items += 1
        self._mark_linked_ports()

    def _forget(self, key: Link) -> None:
        for end in (key.source, key.target):
            self._links_at[end].discard(key)

    def _mark_linked_ports(self) -> None:
        linked: dict[str, set[PortEnd]] = {}
        for key in self.links:
            out = PortEnd(key.source, key.source_port, is_output=True)
            into = PortEnd(key.target, key.target_port, is_output=False)
            linked.setdefault(key.source, set()).add(out)
            linked.setdefault(key.target, set()).add(into)
        for node_id, item in self.nodes.items():
            ends = frozenset(linked.get(node_id, ()))
            if ends != item.linked:
                item.linked = ends
                item.update()

    def _follow(self, node_id: str) -> None:
        for key in self._links_at.get(node_id, ()):
            self._place(key)

    def _place(self, key: Link) -> None:
        source, target = self.nodes[key.source], self.nodes[key.target]
        self.links[key].connect_places(
            source.port_place(PortEnd(key.source, key.source_port, is_output=True)),
            target.port_place(PortEnd(key.target, key.target_port, is_output=False)),
        )

    # ------------------------------------------------------------------ what is where

    def node_at(self, place: QPointF) -> NodeItem | None:
        """The topmost node at a place, its ports' reach included."""
        found: QGraphicsItem
        for found in self.items(place):
            if isinstance(found, NodeItem):
                return found
        return None

    def end_at(self, place: QPointF) -> PortEnd | None:
        """The port within reach of a place."""
        item = self.node_at(place)
        return item.end_at(item.mapFromScene(place)) if item else None

    def link_at(self, place: QPointF) -> LinkItem | None:
        """The link at a place that no node covers."""
        for found in self.items(place):
            if isinstance(found, NodeItem):
                return None
            if isinstance(found, LinkItem):
                return found
        return None

    def link_under(self, box: QRectF, besides: str = "") -> LinkItem | None:
        """The link that passes through the middle of a box and does not end at ``besides``."""
        middle = box.adjusted(
            box.width() / 4, box.height() / 4, -box.width() / 4, -box.height() / 4
        )
        for found in self.items(middle):
            if isinstance(found, LinkItem) and besides not in {
                found.link.source,
                found.link.target,
            }:
                return found
        return None

    # ------------------------------------------------------------------ selection and light

    def selected(self) -> tuple[str, ...]:
        """Ids of the selected nodes and notes, in the graph's order."""
        nodes = tuple(i for i, item in self.nodes.items() if item.isSelected())
        return nodes + tuple(i for i, item in self.notes.items() if item.isSelected())

    def select(self, ids: Iterable[str]) -> None:
        """Select nodes and notes, and nothing else."""
        wanted = set(ids)
        before = self.selected()
        self.blockSignals(True)  # noqa: FBT003 - Qt's own signature
        for items in (self.nodes, self.notes):
            for item_id, item in items.items():
                item.setSelected(item_id in wanted)
        self.select_links(())
        self.blockSignals(False)  # noqa: FBT003 - Qt's own signature
        if before != self.selected():
            self.picked.emit()

    def _pick(self) -> None:
        if isValid(self):  # a scene that is being destroyed deselects its items one last time
            self.picked.emit()

    def selected_links(self) -> tuple[Link, ...]:
        """The selected links, as they are in the graph."""
        return tuple(item.link for item in self.links.values() if item.is_selected)

    def select_links(self, links: Iterable[Link]) -> None:
        """Select links, and no other links."""
        wanted = set(links)
        for item in self.links.values():
            if item.is_selected != (item.link in wanted):
                item.is_selected = not item.is_selected
                item.restyle()

    def target_link(self, target: LinkItem | None) -> None:
        """Light up the link that a drop would go into."""
        for item in self.links.values():
            if item.is_target != (item is target):
                item.is_target = item is target
                item.restyle()

    def light(self, ends: Iterable[PortEnd] | None) -> None:
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


def _keyed(graph: Graph) -> dict[Link, Link]:
    """The links by themselves as if enabled."""
    return {replace(link, is_enabled=True): link for link in graph.links}
