"""Which graph of the document the canvas shows: the flow itself, or the inside of a group."""

from PySide6.QtCore import QObject, Signal

from workbench.core.errors import FlowError
from workbench.flow.graph import Graph
from workbench.flow.group import SEPARATOR, Group, graph_at, node_at, with_graph_at
from workbench.gui.document import Document


class Level(QObject):
    """A path into the document's groups; the empty path is the flow itself.

    Signals:
        changed(Graph): there is another graph to be shown, by an edit or by going elsewhere.
        leaving(): another level is about to be shown; what is being typed belongs to this one.
        moved(str): the path is another one; sent when its graph is shown.
    """

    changed = Signal(object)
    moved = Signal(str)
    leaving = Signal()

    def __init__(self, document: Document, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self.path = ""
        document.changed.connect(self._follow)

    @property
    def graph(self) -> Graph:
        """The graph to be shown."""
        return graph_at(self._document.graph, self.path)

    @property
    def steps(self) -> tuple[tuple[str, str], ...]:
        """Path and name of the groups that one is inside of, the outermost first."""
        steps = self.path.split(SEPARATOR) if self.path else []
        paths = (SEPARATOR.join(steps[: end + 1]) for end in range(len(steps)))
        return tuple((path, node_at(self._document.graph, path).name) for path in paths)

    def path_of(self, node_id: str) -> str:
        """The path in the document of a node of this level."""
        return f"{self.path}{SEPARATOR}{node_id}" if self.path else node_id

    def edit(self, graph: Graph, label: str, merge: str | None = None) -> None:
        """Take another graph for this level; what it is around follows."""
        self._document.edit(with_graph_at(self._document.graph, self.path, graph), label, merge)

    def go(self, path: str) -> None:
        """Show the inside of the group at a path; the nearest that there is."""
        path = self._existing(path)
        if path != self.path:
            self.leaving.emit()
            self.path = path
            self.changed.emit(self.graph)
            self.moved.emit(path)

    def enter(self, node_id: str) -> bool:
        """Show the inside of a node of this level; False if it has none."""
        node = self.graph.nodes.get(node_id)
        if node is None or not isinstance(node.component, Group):
            return False
        self.go(self.path_of(node_id))
        return True

    def leave(self) -> str:
        """Show what is around this level; gives the id, there, of the group that was left."""
        outer, _, left = self.path.rpartition(SEPARATOR)
        self.go(outer)
        return left

    def _follow(self, _graph: Graph) -> None:
        before, self.path = self.path, self._existing(self.path)
        self.changed.emit(self.graph)
        if before != self.path:  # the group that was open is undone, or deleted
            self.moved.emit(self.path)

    def _existing(self, path: str) -> str:
        while path:
            try:
                graph_at(self._document.graph, path)
            except FlowError:
                path = path.rpartition(SEPARATOR)[0]
            else:
                break
        return path
