"""The editor's commands: each asks ``edits`` for another graph and hands it on with a label."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace

from PySide6.QtCore import QCoreApplication, QMimeData, QPointF
from PySide6.QtGui import QGuiApplication

from workbench.core.component import Component
from workbench.core.errors import WorkbenchError
from workbench.flow.file import dumps, loads
from workbench.flow.frames import with_contents
from workbench.flow.graph import Graph, Link
from workbench.flow.group import Group
from workbench.flow.grouping import grouped, ungrouped
from workbench.flow.layout import GRID, snapped
from workbench.flow.tidy import tidied
from workbench.gui.editor import edits
from workbench.gui.editor.box_commands import BoxCommands
from workbench.gui.editor.committing import Commit
from workbench.gui.editor.look import NODE_HEIGHT, NODE_WIDTH
from workbench.gui.editor.port_end import PortEnd, link_between
from workbench.gui.editor.scene import FlowScene
from workbench.gui.editor.usage import Usage

FLOW_MIME = "application/x-workbench-flow"
_COPY_STEP = 3 * GRID


def _tr(text: str) -> str:
    return QCoreApplication.translate("FlowEditor", text)


class Commands:
    """What can be done to the graph on show.

    Args:
        commit: takes each new graph.
        hint: takes the reason where something cannot be done.

    Attributes:
        catalog: the components that can be added, by key.
        usage: counts how often each is.
    """

    def __init__(self, scene: FlowScene, commit: Commit, hint: Callable[[str], None]) -> None:
        self.catalog: Mapping[str, type[Component]] = {}
        self._scene = scene
        self._commit = commit
        self._hint = hint
        self.usage = Usage()
        self.boxes = BoxCommands(scene, commit)
        self._pasted: tuple[str, int] = ("", 0)  # what was pasted last, and how often

    @property
    def graph(self) -> Graph:
        """The graph on show."""
        return self._scene.graph

    # ------------------------------------------------------------------ adding

    def add(self, key: str, place: QPointF, into: Link | None = None) -> None:
        """Add a node; into a link, where given and where it fits."""
        self._add(key, place, lambda graph, i: edits.inserted(graph, i, into) if into else None)

    def add_linked(self, key: str, place: QPointF, end: PortEnd) -> None:
        """Add a node and link it to a port."""
        self._add(key, place, lambda graph, i: edits.linked_to_new(graph, end, i))

    def _add(self, key: str, place: QPointF, link: Callable[[Graph, str], Graph | None]) -> None:
        kind = self.catalog.get(key)
        if kind is None:
            self._hint(_tr("There is no component “{}”.").format(key))
            return
        try:
            graph, node_id = edits.added(self.graph, kind, snapped(place.x()), snapped(place.y()))
            graph = link(graph, node_id) or graph
        except WorkbenchError as error:
            self._hint(str(error))
            return
        self.usage.count(key)
        self._commit(graph, _tr("Add {}").format(graph.node(node_id).name))
        self._scene.select((node_id,))

    def add_beside(self, key: str, middle: QPointF) -> None:
        """Add a node right of the selected one, or around a place."""
        chosen = self._scene.selected()
        node = self.graph.nodes.get(chosen[-1]) if chosen else None
        if node is not None:
            place = edits.free_place(self.graph, node.x + NODE_WIDTH + 72.0, node.y)
        else:
            corner = middle - QPointF(NODE_WIDTH / 2, NODE_HEIGHT / 2)
            place = edits.free_place(self.graph, corner.x(), corner.y())
        self.add(key, QPointF(*place))

    # ------------------------------------------------------------------ links

    def link(self, one: PortEnd, other: PortEnd) -> None:
        """Link two ports, or say why not."""
        link = link_between(one, other)
        if link is None:
            self._hint(_tr("A link goes from an output to an input."))
            return
        reason = self.graph.refusal(link)
        if reason:
            self._hint(reason)
            return
        graph = self.graph.without_link(replace(link, is_enabled=False))
        names = (graph.node(link.source).name, graph.node(link.target).name)
        self._commit(graph.with_link(link), _tr("Link {} to {}").format(*names))

    def take(self, graph: Graph, label: str, ids: Collection[str]) -> None:
        """Take a graph made elsewhere, and select what is new in it."""
        self._commit(graph, label)
        self._scene.select(ids)

    def switch_links(self) -> None:
        """Disable the selected links, or enable them again."""
        links = self._scene.selected_links()
        if not links:
            self._hint(_tr("Select a link first: click on it."))
            return
        turns_on = all(not link.is_enabled for link in links)
        label = _tr("Enable link") if turns_on else _tr("Disable link")
        self._commit(edits.switched(self.graph, links), label)

    # ------------------------------------------------------------------ moving

    def move(self, places: Mapping[str, tuple[float, float]], into: Link | None) -> None:
        """Move what has been dragged; one node dropped on a link that it fits goes into it."""
        graph = self.graph.moved(places)
        inserted = edits.inserted(graph, next(iter(places)), into) if into else None
        if inserted is not None:
            name = graph.node(next(iter(places))).name
            self._commit(inserted, _tr("Insert {}").format(name))
        else:
            self._commit(graph, self._label(_tr("Move {}"), places))

    def nudge(self, dx: float, dy: float) -> None:
        """Move the selection a little; presses in a row are one step."""
        chosen = self._scene.selected()
        merge = "nudge:" + ",".join(chosen)
        graph = edits.nudged(self.graph, chosen, dx, dy)
        self._commit(graph, self._label(_tr("Move {}"), chosen), merge)

    def tidy(self) -> None:
        """Lay the flow out from left to right."""
        try:
            graph = tidied(self.graph)
        except WorkbenchError as error:
            self._hint(str(error))
            return
        self._commit(graph, _tr("Tidy"))

    # ------------------------------------------------------------------ groups

    def group(self) -> None:
        """Put the selection into a group."""
        try:
            graph, group_id = grouped(self.graph, self._scene.selected())
        except WorkbenchError as error:
            self._hint(str(error))
            return
        self._commit(graph, _tr("Group"))
        self._scene.select((group_id,))

    def ungroup(self) -> None:
        """Take the nodes of the selected groups out of them."""
        graph, taken_out = self.graph, list[str]()
        for node_id in self._scene.selected():
            node = graph.nodes.get(node_id)
            if node is not None and isinstance(node.component, Group):
                graph, ids = ungrouped(graph, node_id)
                taken_out += ids
        if not taken_out:
            self._hint(_tr("Select a group first."))
            return
        self._commit(graph, _tr("Ungroup"))
        self._scene.select(taken_out)

    # ------------------------------------------------------------------ names and texts

    def rename(self, node_id: str, title: str) -> None:
        """Give a node another name."""
        graph = self.graph.renamed(node_id, title)
        self._commit(graph, _tr("Rename {}").format(self.graph.node(node_id).name))

    # ------------------------------------------------------------------ clipboard

    def delete(self) -> None:
        """Remove what is selected; what lies in a frame stays."""
        chosen, links = self._scene.selected(), self._scene.selected_links()
        if not chosen and not links:
            return
        words = self._label(_tr("Delete {}"), chosen) if chosen else _tr("Delete link")
        self._commit(edits.without(self.graph, chosen, links), words)

    def copy(self) -> bool:
        """Put the selection on the clipboard, as a flow's JSON; gives whether there was any."""
        chosen = self._scene.selected()
        if not chosen:
            return False
        text = dumps(edits.part(self.graph, with_contents(self.graph, chosen)))
        data = QMimeData()
        data.setText(text)
        data.setData(FLOW_MIME, text.encode())
        QGuiApplication.clipboard().setMimeData(data)
        self._pasted = ("", 0)
        return True

    def cut(self) -> None:
        """Put the selection on the clipboard and remove it."""
        if self.copy():
            chosen = with_contents(self.graph, self._scene.selected())
            graph = edits.without(self.graph, chosen, ())
            self._commit(graph, self._label(_tr("Cut {}"), chosen))

    def paste(self, at: QPointF | None) -> None:
        """Add what is on the clipboard, around a place or beside its original."""
        text = QGuiApplication.clipboard().text()
        try:
            piece = loads(text, self.catalog)
        except WorkbenchError:
            self._hint(_tr("There is no flow on the clipboard."))
            return
        times = self._pasted[1] + 1 if self._pasted[0] == text else 1
        self._pasted = (text, times)
        self._paste(piece, self._way(piece, at, times), _tr("Paste {}"))

    def duplicate(self) -> None:
        """Add a copy of the selection beside it."""
        chosen = with_contents(self.graph, self._scene.selected())
        piece = edits.part(self.graph, chosen)
        self._paste(piece, (_COPY_STEP, _COPY_STEP + NODE_HEIGHT), _tr("Duplicate {}"))

    def _paste(self, piece: Graph, way: tuple[float, float], label: str) -> None:
        if piece.nodes or piece.notes or piece.frames:
            graph, new = edits.pasted(self.graph, piece, way)
            self._commit(graph, self._label(label, new, graph))
            self._scene.select(new)

    @staticmethod
    def _way(piece: Graph, at: QPointF | None, times: int) -> tuple[float, float]:
        edges = edits.box(piece)
        if at is None or edges is None:
            return _COPY_STEP * times, _COPY_STEP * times
        more = _COPY_STEP * (times - 1)
        return snapped(at.x() - edges[0]) + more, snapped(at.y() - edges[1]) + more

    def _label(self, pattern: str, ids: Collection[str], graph: Graph | None = None) -> str:
        """What an edit is called: the node's name, or how many there are."""
        shown = graph or self.graph
        nodes = [shown.nodes[i] for i in ids if i in shown.nodes]
        if len(nodes) == 1:
            return pattern.format(nodes[0].name)
        if nodes:
            return pattern.format(_tr("{} nodes").format(len(nodes)))
        is_frame = any(frame.id in ids for frame in shown.frames)
        return pattern.format(_tr("frame") if is_frame else _tr("note"))
