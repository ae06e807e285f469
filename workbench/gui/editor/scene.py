"""The canvas' items, kept in step with a graph by comparing it with the one shown before."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import cache
from typing import Any, TypeVar

from PySide6.QtCore import QRectF, Signal

from workbench.flow.graph import Frame, Graph, Link, Note
from workbench.gui.editor.box_item import BoxItem
from workbench.gui.editor.frame_item import FrameItem
from workbench.gui.editor.item_scene import ItemScene
from workbench.gui.editor.link_item import LinkItem
from workbench.gui.editor.look import Look
from workbench.gui.editor.node_item import NodeItem
from workbench.gui.editor.note_item import NoteItem
from workbench.gui.editor.port_end import PortEnd
from workbench.gui.theme import Theme
from workbench.runs.view import RunView

T = TypeVar("T", bound=BoxItem)


class FlowScene(ItemScene):
    """Shows a graph, and how its run stands.

    Signals:
        shown: the graph on show has changed.
        stood: nodes stand otherwise than they did.
        renewed: nothing of what was on show is left as it was.
    """

    shown = Signal()
    stood = Signal()
    renewed = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._links_at: dict[str, set[Link]] = {}
        self._problems: Mapping[str, str] = {}
        self.changed_items = 0  # how many items the last graph touched

    # ------------------------------------------------------------------ showing

    def show_graph(self, graph: Graph) -> None:
        """Show another graph, touching only what differs."""
        before, self.graph = self.graph, graph
        if before is graph:
            self._put_all_back()
            return
        self.changed_items = 0
        self._drop_links(before, graph)  # before their nodes: a node that moves takes its links
        self._show_nodes(before, graph)
        self._show_boxes(self.notes, graph.notes, NoteItem)
        self._show_boxes(self.frames, graph.frames, FrameItem)
        self._show_links(before, graph)
        if not before.nodes.keys() & graph.nodes.keys():
            self.renewed.emit()
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
        if touched:
            self.stood.emit()
        return tuple(touched)

    def show_problems(self, problems: Mapping[str, str]) -> None:
        """Mark the nodes that would fail, by id with the reason; and no others."""
        self._problems = problems
        for node_id, item in self.nodes.items():
            item.set_problem(problems.get(node_id, ""))
        self.stood.emit()

    def set_theme(self, theme: Theme) -> None:
        """Draw everything in other colours."""
        is_far = self.look.is_far
        self.look = Look(theme)
        self.look.is_far = is_far
        for item in (*self.nodes.values(), *self.ground_items()):
            item.set_look(self.look)
        self.renewed.emit()

    def set_far(self, *, is_far: bool) -> None:
        """Leave out, or draw again, what cannot be read from far away."""
        self.look.is_far = is_far

    def _show_nodes(self, before: Graph, after: Graph) -> None:
        for gone in before.nodes.keys() - after.nodes.keys():
            item = self.nodes.pop(gone)
            item.touched(item)
            self.removeItem(item)
            self.changed_items += 1
        for node_id, node in after.nodes.items():
            if before.nodes.get(node_id) is node:
                self._put_back(self.nodes[node_id])
                continue
            self.changed_items += 1
            if node_id not in self.nodes:
                self._add_node(node_id)
            else:
                self.nodes[node_id].show_node(node)
                self._follow(node_id)

    def _add_node(self, node_id: str) -> None:
        item = self.nodes[node_id] = NodeItem(self.graph.node(node_id), self.look)
        item.show_view(self.run_view.node(node_id))
        item.set_problem(self._problems.get(node_id, ""))
        item.moved = self._follow  # the item's links follow it
        item.touched = self._touch
        self.addItem(item)
        self._touch(item)

    def _touch(self, item: NodeItem) -> None:
        self.node_touched(item)

    def _put_back(self, item: NodeItem) -> None:
        """Undo a move that never reached the graph."""
        if item.corner != (item.node.x, item.node.y):
            item.setPos(item.node.x, item.node.y)

    def _put_all_back(self) -> None:
        for item in self.nodes.values():
            self._put_back(item)

    def _show_boxes(
        self,
        items: dict[str, T],
        values: Iterable[Note | Frame],
        made: Callable[[Any, Look], T],
    ) -> None:
        kept = {value.id: value for value in values}
        for gone in items.keys() - kept.keys():
            lost = items.pop(gone)
            self.ground_lost(lost)
            self.removeItem(lost)
            self.changed_items += 1
        for value_id, value in kept.items():
            item = items.get(value_id)
            if item is not None and item.value is value and item.is_in_place:
                continue
            self.changed_items += 1
            if item is not None:
                item.show_value(value)
                continue
            items[value_id] = made(value, self.look)
            self._add_box(items[value_id])

    def _add_box(self, item: BoxItem) -> None:
        item.changed = self._change
        self.addItem(item)
        self._change(item, QRectF())

    def _change(self, item: BoxItem, before: QRectF) -> None:
        self.ground_touched(item, before)

    def _drop_links(self, before: Graph, after: Graph) -> None:
        if before.links == after.links:
            return
        for gone in self.links.keys() - _keyed(after).keys():
            item = self.links.pop(gone)
            self.lit_links.pop(item, None)
            self.ground_lost(item)
            for end in (gone.source, gone.target):
                self._links_at[end].discard(gone)
            self.changed_items += 1

    def _show_links(self, before: Graph, after: Graph) -> None:
        if before.links == after.links:
            return
        for key, link in _keyed(after).items():
            if key not in self.links:
                self.links[key] = LinkItem(link, self.look)
                for end in (link.source, link.target):
                    self._links_at.setdefault(end, set()).add(key)
                self._place(key)
                self.changed_items += 1
            elif self.links[key].link != link:
                item = self.links[key]
                item.link = link
                self.ground_touched(item, item.box)
                self.changed_items += 1
        self._mark_linked_ports()

    def _mark_linked_ports(self) -> None:
        linked: dict[str, set[PortEnd]] = {}
        for key in self.links:
            out, into = _ends(key)
            linked.setdefault(key.source, set()).add(out)
            linked.setdefault(key.target, set()).add(into)
        for node_id, item in self.nodes.items():
            item.set_linked(frozenset(linked.get(node_id, ())))

    def _follow(self, node_id: str) -> None:
        for key in self._links_at.get(node_id, ()):
            self._place(key)

    def _place(self, key: Link) -> None:
        item = self.links[key]
        before = item.box
        start, end = _ends(key)
        item.connect_places(
            self.nodes[key.source].place_of(start), self.nodes[key.target].place_of(end)
        )
        if item.box != before:
            self.ground_touched(item, before)


@cache
def _ends(link: Link) -> tuple[PortEnd, PortEnd]:
    return (
        PortEnd(link.source, link.source_port, is_output=True),
        PortEnd(link.target, link.target_port, is_output=False),
    )


def _keyed(graph: Graph) -> dict[Link, Link]:
    """The links by themselves as if enabled."""
    return {replace(link, is_enabled=True): link for link in graph.links}
