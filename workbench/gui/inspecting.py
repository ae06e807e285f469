"""The selected node in the inspector: what is shown of it, and what changes there do."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication

from workbench.core.errors import WorkbenchError
from workbench.flow.graph import Graph
from workbench.flow.group import (
    SEPARATOR,
    Group,
    graph_at,
    node_at,
    with_graph_at,
    with_group,
    with_parameters_at,
    with_sweep_at,
)
from workbench.flow.summary import summary
from workbench.gui.command_line import command_line
from workbench.gui.document import Document
from workbench.gui.editor.editor import FlowEditor
from workbench.gui.flow_runs import FlowRuns
from workbench.gui.inspector.inspector import Inspector
from workbench.gui.level import Level
from workbench.runs.further import EPOCHS, further_values
from workbench.runs.view import NodeView, RunView


class Inspecting(QObject):
    """Between the editor's selection, the inspector and the document.

    Signals:
        told(str): what the selected node gives, for the status bar.
        noted(str): something that is good to know.
        failed(WorkbenchError): why a change cannot be.
    """

    told = Signal(str)
    noted = Signal(str)
    failed = Signal(object)

    def __init__(
        self,
        document: Document,
        level: Level,
        runs: FlowRuns,
        editor: FlowEditor,
        inspector: Inspector,
    ) -> None:
        super().__init__(inspector)
        self._document = document
        self._level = level
        self._runs = runs
        self._editor = editor
        self._inspector = inspector
        editor.parameters_wanted.connect(self.focus)
        editor.canvas.further_requested.connect(self.train_further)
        inspector.changed.connect(self.change_parameters)
        inspector.sweep_changed.connect(self.change_sweep)
        inspector.group_changed.connect(self.change_group)
        inspector.renamed.connect(self._rename)
        inspector.command_line_wanted.connect(self._copy_command_line)
        inspector.further_wanted.connect(self.train_further)

    @property
    def selected(self) -> tuple[str, ...]:
        """The paths of the selected nodes; of the learner, where its layers are on show."""
        if self._level.learner is not None:
            return (self._level.path,)
        nodes = self._level.graph.nodes
        return tuple(self._level.path_of(i) for i in self._editor.selection() if i in nodes)

    def show(self, view: RunView) -> None:
        """Show the one node that is selected, or that there is none.

        Args:
            view: of the drawn nodes, by path; of layers, by name.
        """
        if self._layers:
            self._show_layers(view)
            return
        if len(self.selected) != 1:
            self._inspector.show_none(len(self.selected))
            self.told.emit("")
            return
        path = self.selected[0]
        node, value = node_at(self._document.graph, path), self._runs.value(path)
        self._inspector.show_node(node, self._runs.schema_at(path), view.node(path), value)
        gives = summary(value) if value is not None else ""
        self.told.emit(f"{node.name}: {gives}" if gives else node.name)

    @property
    def _layers(self) -> tuple[str, ...]:
        """The selected layers, where layers are on show."""
        if self._level.learner is None:
            return ()
        return tuple(i for i in self._editor.selection() if i in self._level.graph.nodes)

    def _show_layers(self, view: RunView) -> None:
        if len(self._layers) != 1:
            self._inspector.show_none(len(self._layers))
            self.told.emit("")
            return
        node = self._level.graph.node(self._layers[0])
        self._inspector.show_node(node, None, NodeView())
        gives = view.node(node.id).text
        self.told.emit(f"{node.name}: {gives}" if gives else node.name)

    def show_run(self, view: RunView) -> None:
        """Show how far the selected node is."""
        if not self._layers and len(self.selected) == 1:
            path = self.selected[0]
            self._inspector.show_run(view.node(path), self._runs.value(path))

    def focus(self) -> None:
        """Go to the selected node's first parameter, or to its name where it has none."""
        form = self._inspector.form
        names = form.names if form is not None else ()
        if not any(map(self._inspector.focus_parameter, names)):
            self._inspector.header.title.setFocus()

    def change_parameters(self, node_id: str, values: dict[str, Any], merge: str | None) -> None:
        """Change parameters of a node of the level on show, or of one inside it, by its path."""
        if self._is_layer(node_id):
            graph = self._level.graph.with_parameters(node_id, values)
            self._level.edit(graph, self.tr("Change {}").format(node_id), merge)
            return
        path = self._path_of(node_id)
        label = self.tr("Change {}").format(self._name(path))
        self._change(lambda graph: with_parameters_at(graph, path, values), label, merge)

    def train_further(self, node_id: str) -> None:
        """Train a network for some epochs more, and run what this makes out of date."""
        path = self._level.path_of(node_id)
        values = further_values(node_at(self._document.graph, path))
        label = self.tr("Train {} more epochs of {}").format(EPOCHS, self._name(path))
        self._change(lambda graph: with_parameters_at(graph, path, values), label, None)
        self._runs.run_changed()

    def change_sweep(self, node_id: str, parameter: str, values: tuple[Any, ...]) -> None:
        """Give a parameter several values, or one again."""
        path = self._path_of(node_id)
        label = self.tr("Change values of {}").format(self._name(path))
        self._change(lambda graph: with_sweep_at(graph, path, parameter, values), label, None)

    def change_group(self, node_id: str, group: Group) -> None:
        """Change what a group shows of its inside."""
        graph = with_group(self._level.graph, node_id, group)
        self._level.edit(graph, self.tr("Change {}").format(graph.node(node_id).name))

    def _change(self, change: Callable[[Graph], Graph], label: str, merge: str | None) -> None:
        try:
            changed = change(self._document.graph)
        except WorkbenchError as error:
            self.failed.emit(error)
            return
        self._document.edit(changed, label, merge)

    def _name(self, path: str) -> str:
        return node_at(self._document.graph, path).name

    def _rename(self, node_id: str, title: str) -> None:
        if self._level.learner is None or self._is_layer(node_id):
            self._level.edit(self._level.graph.renamed(node_id, title), self.tr("Rename"))
            return
        outer, _, last = self._level.path.rpartition(SEPARATOR)
        around = self._document.graph
        renamed = graph_at(around, outer).renamed(last, title)
        self._document.edit(with_graph_at(around, outer, renamed), self.tr("Rename"))

    def _is_layer(self, node_id: str) -> bool:
        """Whether a layer is meant, and not the learner, which is shown while none is selected."""
        if self._level.learner is None or node_id not in self._level.graph.nodes:
            return False
        return bool(self._layers) or node_id != self._level.path.rpartition(SEPARATOR)[2]

    def _path_of(self, node_id: str) -> str:
        """The path of what the inspector shows: a node of this level, or the open learner."""
        is_inside = self._level.learner is None
        return self._level.path_of(node_id) if is_inside else self._level.path

    def _copy_command_line(self, node_id: str) -> None:
        path = self._path_of(node_id)
        text = command_line(self._document.graph, path, self._document.path)
        QGuiApplication.clipboard().setText(text)
        self.noted.emit(self.tr("Copied: {}").format(text))
