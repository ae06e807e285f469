"""The page of the flow: canvas in the middle, palette, inspector and output around it.

Here the four parts meet: an edit on the canvas or in the inspector becomes the document's next
graph; what the document and the runner say is shown everywhere.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QPointF, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QVBoxLayout, QWidget

from workbench.core.component import Component
from workbench.core.errors import WorkbenchError
from workbench.data.dataset import Dataset
from workbench.data.schema import Schema
from workbench.data.split import Splits
from workbench.flow.execute import Results
from workbench.flow.graph import Graph
from workbench.flow.layout import NODE_WIDTH
from workbench.flow.summary import summary
from workbench.gui.bridge import FlowRunner
from workbench.gui.command_line import command_line
from workbench.gui.device_choice import AUTO, on_device
from workbench.gui.dock import DockedPage
from workbench.gui.document import Document
from workbench.gui.editor.editor import FlowEditor
from workbench.gui.editor.edits import added, free_place
from workbench.gui.editor.palette import Palette
from workbench.gui.inspector.inspector import Inspector
from workbench.gui.message_bar import MessageBar
from workbench.gui.results.output_dock import OutputDock
from workbench.gui.standing import Standing
from workbench.gui.theme import Theme
from workbench.runs.view import RunView

Catalog = Mapping[str, type[Component]]
GAP = 64.0  # between the node that is selected and one that is added beside it
FIRST_PLACE = -288.0, -32.0  # left of the middle: a flow grows to the right


class FlowPage(DockedPage):
    """Composes the parts; a main window of its own, so that its docks stay with it.

    Signals:
        selection_told(str): what the selected node gives, for the status bar.
        shown(RunView): the run as it is to be shown.
        selection_changed(): other nodes are selected.
        hint(str): a line on the gesture that is being made.
    """

    selection_told = Signal(str)
    shown = Signal(object)
    selection_changed = Signal()
    hint = Signal(str)

    def __init__(
        self,
        catalog: Catalog,
        document: Document,
        runner: FlowRunner,
        theme: Theme,
        plot_for: Callable[[object], QWidget | None],
    ) -> None:
        super().__init__()
        self.setObjectName("flow_page")
        self.catalog = catalog
        self._document = document
        self._runner = runner
        self._running_graph = Graph()
        self._standing = Standing()
        self._device = AUTO
        self.editor = FlowEditor()
        self.palette_panel = Palette()
        self.inspector = Inspector(theme)
        self.output = OutputDock(plot_for)
        self.message_bar = MessageBar(theme)
        self._lay_out(theme)
        self._connect()
        self.editor.set_catalog(catalog)
        self.palette_panel.set_catalog(catalog)
        self.set_theme(theme)

    # ---------------------------------------------------------------- what the window asks for

    @property
    def selected(self) -> tuple[str, ...]:
        """The ids of the selected nodes."""
        ids = self.editor.selection()
        return tuple(i for i in ids if i in self._document.graph.nodes)

    @property
    def selected_key(self) -> str:
        """The kind of the one node that is selected; empty otherwise."""
        if len(self.selected) != 1:
            return ""
        return self._document.graph.nodes[self.selected[0]].component.key

    @property
    def shown_view(self) -> RunView:
        """What is known of each node as the graph is now."""
        return self._standing.shown(self._graph_to_run)

    def choose_device(self, name: str) -> None:
        """Train learners that leave the device open on this one, from the next run on."""
        self._device = name
        self._show_run()

    def run_all(self) -> None:
        """Run the whole flow."""
        self._run(None)

    def run_to_selection(self) -> None:
        """Run the selected nodes and what they need."""
        if self.selected:
            self._run(self.selected)

    def add_component(
        self, key: str, values: dict[str, Any] | None = None, place: QPointF | None = None
    ) -> str:
        """Add a node at a place, beside the selected one where none is given; gives its id.

        Raises:
            ParameterError: the values do not fit the component.
        """
        graph = self._document.graph
        kind = self.catalog[key]
        at = free_place(graph, *place.toTuple()) if place else self._place_for_new(graph)
        graph, node_id = added(graph, kind, *at)
        if values:
            graph = graph.with_parameters(node_id, values)
        self._document.edit(graph, self.tr("Add {}").format(kind.title))
        self._select(node_id)
        return node_id

    def set_theme(self, theme: Theme) -> None:
        """Draw everything in another theme."""
        self.editor.set_theme(theme)
        self.palette_panel.set_theme(theme)
        self.inspector.set_theme(theme)
        self.output.set_theme(theme)
        self.message_bar.set_theme(theme)
        for dock in self.docks.values():
            dock.set_theme(theme)

    def show_error(self, error: WorkbenchError) -> None:
        """Say what went wrong above the canvas."""
        self.message_bar.show_error(error)

    # ---------------------------------------------------------------- what the parts say

    def _edit(self, graph: Graph, label: str, merge: str | None) -> None:
        self._document.edit(graph, label, merge or None)

    def _change_parameters(self, node_id: str, values: dict[str, Any], merge: str | None) -> None:
        graph = self._document.graph
        try:
            changed = graph.with_parameters(node_id, values)
        except WorkbenchError as error:
            self.show_error(error)
            return
        label = self.tr("Change {}").format(graph.node(node_id).name)
        self._document.edit(changed, label, merge)

    def _rename(self, node_id: str, title: str) -> None:
        graph = self._document.graph
        renamed = graph.with_node(replace(graph.node(node_id), title=title))
        self._document.edit(renamed, self.tr("Rename"))

    def _copy_command_line(self, node_id: str) -> None:
        text = command_line(self._document.graph, node_id, self._document.path)
        QGuiApplication.clipboard().setText(text)
        self.message_bar.show_text(self.tr("Copied: {}").format(text))

    def _select(self, node_id: str) -> None:
        self.editor.select(node_id)

    def _reveal(self, node_id: str) -> None:
        if node_id in self._document.graph.nodes:
            self.docks["output"].show()
            if not self.output.show_node(node_id):
                self.hint.emit(self.tr("Run the flow to see what comes out of this node."))

    # ---------------------------------------------------------------- showing

    def _show_graph(self, graph: Graph) -> None:
        self.editor.show_graph(graph)
        self.output.show_graph(graph, self._standing.current(graph))
        self._show_run()
        self._show_selection()

    def _forget_runs(self) -> None:
        self._runner.cancel()
        self._standing = Standing()
        self.message_bar.clear()
        self.output.show_view(RunView())
        self.output.show_results(self._document.graph, Results())

    def _take_start(self, graph: Graph) -> None:
        self._running_graph = graph
        self.message_bar.clear()

    def _take_view(self, view: RunView) -> None:
        self._standing = self._standing.after_view(view, self._running_graph)
        self.output.show_view(self._show_run())

    def _take_results(self, results: Results) -> None:
        self._standing = self._standing.after_results(results)
        self.output.show_results(self._document.graph, self._standing.results)
        self._show_selection()

    def _show_run(self) -> RunView:
        view = self.shown_view
        self.editor.show_run(view)
        self.shown.emit(view)
        if len(self.selected) == 1:
            node_id = self.selected[0]
            self.inspector.show_run(view.node(node_id), self._value(node_id))
        return view

    def _show_selection(self) -> None:
        self.selection_changed.emit()
        graph = self._document.graph
        if len(self.selected) != 1:
            self.inspector.show_node(None, None, self._standing.run.node(""))
            self.selection_told.emit("")
            return
        node_id = self.selected[0]
        node, value, view = graph.node(node_id), self._value(node_id), self.shown_view.node(node_id)
        self.inspector.show_node(node, self._schema_at(node_id), view, value)
        gives = summary(value) if value is not None else ""
        self.selection_told.emit(f"{node.name}: {gives}" if gives else node.name)

    def _value(self, node_id: str) -> Any:
        return self._standing.value(self._document.graph, node_id)

    def _schema_at(self, node_id: str) -> Schema | None:
        """The attributes that arrive at a node; for one without inputs, those that it gives."""
        links = self._document.graph.inputs_of(node_id)
        sources = [link.source for link in links] or [node_id]
        return next(filter(None, (_schema(self._value(i)) for i in sources)), None)

    def _place_for_new(self, graph: Graph) -> tuple[float, float]:
        near = [graph.nodes[i] for i in self.selected] or list(graph.nodes.values())
        if not near:
            return FIRST_PLACE
        last = max(near, key=lambda node: node.x)
        return free_place(graph, last.x + NODE_WIDTH + GAP, last.y)

    @property
    def _graph_to_run(self) -> Graph:
        return on_device(self._document.graph, self._device)

    def _run(self, only: tuple[str, ...] | None) -> None:
        if not self._runner.is_running:
            self._runner.run(self._graph_to_run, only)

    # ---------------------------------------------------------------- putting together

    def _lay_out(self, theme: Theme) -> None:
        middle = QWidget(self)
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.message_bar)
        column.addWidget(self.editor, 1)
        self.setCentralWidget(middle)
        self.palette_panel.setMinimumWidth(176)
        self.inspector.setMinimumWidth(280)
        self.output.setMinimumWidth(320)
        self.add_dock("palette", self.tr("Nodes"), self.palette_panel, theme)
        self.add_dock("inspector", self.tr("Inspector"), self.inspector, theme)
        self.add_dock("output", self.tr("Results"), self.output, theme)
        self.docks["output"].add_tool(self.output.side_by_side)

    def _connect(self) -> None:
        self.editor.edited.connect(self._edit)
        self.editor.selection_changed.connect(self._show_selection)
        self.editor.opened.connect(self._reveal)
        self.editor.hint.connect(self.hint)
        self.editor.run_to_requested.connect(lambda node_id: self._run((node_id,)))
        self.palette_panel.chosen.connect(self.editor.add_component)
        self.inspector.changed.connect(self._change_parameters)
        self.inspector.renamed.connect(self._rename)
        self.inspector.command_line_wanted.connect(self._copy_command_line)
        self.output.node_requested.connect(self._select)
        self._document.opened.connect(self._forget_runs)
        self._document.changed.connect(self._show_graph)
        self._runner.started.connect(self._take_start)
        self._runner.view_changed.connect(self._take_view)
        self._runner.finished.connect(self._take_results)
        self._runner.refused.connect(self.show_error)


def _schema(value: Any) -> Schema | None:
    if isinstance(value, Splits):
        return value.dataset.schema
    return value.schema if isinstance(value, Dataset) else None
