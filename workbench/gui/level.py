"""Which graph of the document the canvas shows: the flow itself, or the inside of a node.

The inside of a group is a graph of the document. The layers of a learner are a parameter of its;
they are drawn as a graph, each edit of which gives the parameter another value.
"""

from PySide6.QtCore import QObject, Signal

from workbench.core.component import Component
from workbench.core.errors import FlowError, WorkbenchError
from workbench.flow.graph import Graph
from workbench.flow.group import SEPARATOR, Group, graph_at, node_at, with_graph_at
from workbench.flow.group import with_parameters_at as with_parameters
from workbench.gui.document import Document
from workbench.runs.layer_graph import (
    Place,
    design_of,
    layer_graph,
    places_of,
    strangers,
    with_ends,
)
from workbench.runs.layered import layers_field, layers_of, own_layers


class Level(QObject):
    """A path into the document's groups and learners; the empty path is the flow itself.

    Signals:
        changed(Graph): there is another graph to be shown, by an edit or by going elsewhere.
        leaving(): another level is about to be shown; what is being typed belongs to this one.
        moved(str): the path is another one; sent when its graph is shown.
        refused(WorkbenchError): why an edit cannot be.
    """

    changed = Signal(object)
    moved = Signal(str)
    leaving = Signal()
    refused = Signal(object)

    def __init__(self, document: Document, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._places: dict[str, dict[str, Place]] = {}  # of layers, by the path of their learner
        self._drawn: tuple[Component, Graph] | None = None
        self.path = ""
        document.changed.connect(self._follow)
        document.opened.connect(self._places.clear)

    @property
    def graph(self) -> Graph:
        """The graph to be shown."""
        learner = self.learner
        if learner is None:
            return graph_at(self._document.graph, self.path)
        if self._drawn is None or self._drawn[0] is not learner:
            old = self._drawn[1] if self._drawn is not None else Graph()
            graph = layer_graph(layers_of(learner), self._places.get(self.path))
            self._drawn = (learner, _with_nodes_of(graph, old))
        return self._drawn[1]

    @property
    def learner(self) -> Component | None:
        """The learner whose layers are shown; None where nodes of the flow are."""
        if not self.path:
            return None
        component = node_at(self._document.graph, self.path).component
        return component if isinstance(component, Component) else None

    @property
    def steps(self) -> tuple[tuple[str, str], ...]:
        """Path and name of what one is inside of, the outermost first."""
        steps = self.path.split(SEPARATOR) if self.path else []
        paths = (SEPARATOR.join(steps[: end + 1]) for end in range(len(steps)))
        found = tuple((path, node_at(self._document.graph, path).name) for path in paths)
        if self.learner is None:
            return found
        return (*found[:-1], (self.path, self.tr("Layers of {}").format(found[-1][1])))

    def path_of(self, node_id: str) -> str:
        """The path in the document of a node of this level."""
        return f"{self.path}{SEPARATOR}{node_id}" if self.path else node_id

    def edit(self, graph: Graph, label: str, merge: str | None = None) -> None:
        """Take another graph for this level; what it is around follows."""
        learner = self.learner
        if learner is None:
            around = with_graph_at(self._document.graph, self.path, graph)
            self._document.edit(around, label, merge)
            return
        try:
            if self._edit_layers(learner, with_ends(graph, self.graph), label, merge):
                return
        except WorkbenchError as error:
            self.refused.emit(error)
        self._drawn = None  # only moved, or something was removed that has to be there
        self.changed.emit(self.graph)

    def _edit_layers(self, learner: Component, graph: Graph, label: str, merge: str | None) -> bool:
        """Give the learner the layers of a graph; False if they are those that it has."""
        if strangers(graph):
            raise FlowError(
                "Only layers can be put into a network.",
                remedy="Leave its layers first; what was copied can be pasted into the flow.",
            )
        before, design = design_of(self.graph), design_of(graph)
        self._remember(graph)
        if design == before:
            return False
        self._drawn = (learner, graph)
        values = own_layers(learner, design)
        changed = with_parameters(self._document.graph, self.path, values)
        self._document.edit(changed, label, merge)
        return True

    def go(self, path: str) -> None:
        """Show the inside of the node at a path; the nearest that there is."""
        path = self._existing(path)
        if path != self.path:
            self.leaving.emit()
            self.path, self._drawn = path, None
            self.changed.emit(self.graph)
            self.moved.emit(path)

    def enter(self, node_id: str) -> bool:
        """Show the inside of a group of this level; False if it is none."""
        node = self.graph.nodes.get(node_id)
        if self.learner is not None or node is None or not isinstance(node.component, Group):
            return False
        self.go(self.path_of(node_id))
        return True

    def enter_layers(self, node_id: str) -> bool:
        """Show the layers of a learner of this level; False if it has none."""
        node = self.graph.nodes.get(node_id)
        if self.learner is not None or node is None or not layers_field(node.component):
            return False
        self.go(self.path_of(node_id))
        return True

    def leave(self) -> str:
        """Show what is around this level; gives the id, there, of the node that was left."""
        outer, _, left = self.path.rpartition(SEPARATOR)
        self.go(outer)
        return left

    def _remember(self, graph: Graph) -> None:
        """Keep where layers lie once they are edited here, of those that are gone too: undo, say.

        Until then they are laid out by the program, anew after each edit of the list.
        """
        self._places[self.path] = {**self._places.get(self.path, {}), **places_of(graph)}

    def _follow(self, _graph: Graph) -> None:
        before, self.path = self.path, self._existing(self.path)
        self.changed.emit(self.graph)
        if before != self.path:  # the group that was open is undone, or deleted
            self.moved.emit(self.path)

    def _existing(self, path: str) -> str:
        while path and not self._has_inside(path):
            path = path.rpartition(SEPARATOR)[0]
        return path

    def _has_inside(self, path: str) -> bool:
        try:
            component = node_at(self._document.graph, path).component
        except FlowError:
            return False
        return isinstance(component, Group) or bool(layers_field(component))


def _with_nodes_of(graph: Graph, old: Graph) -> Graph:
    """The same graph, its nodes those of another one where they are equal: nothing to draw anew."""
    nodes = {i: old.nodes[i] if old.nodes.get(i) == n else n for i, n in graph.nodes.items()}
    return Graph(nodes, graph.links)
