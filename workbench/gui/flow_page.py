"""The page of the flow: canvas in the middle, palette, inspector and output around it.

An edit on the canvas or in the inspector becomes the document's next graph; what the document and
the runner say is shown everywhere.
"""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import QPointF, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from workbench.core.component import Component
from workbench.core.errors import WorkbenchError
from workbench.flow.check import Remedy, problems
from workbench.flow.execute import Results
from workbench.flow.graph import Graph
from workbench.flow.group import node_at
from workbench.flow.layout import NODE_WIDTH
from workbench.gui.breadcrumb import Breadcrumb
from workbench.gui.bridge import FlowRunner
from workbench.gui.canvas_shown import CanvasShown
from workbench.gui.dock import DockedPage
from workbench.gui.document import Document
from workbench.gui.drawings import Drawings
from workbench.gui.editor.editor import FlowEditor
from workbench.gui.editor.edits import added, free_place
from workbench.gui.editor.outline import Outline
from workbench.gui.editor.palette import Palette
from workbench.gui.editor.usage import NAME as USAGE
from workbench.gui.editor.usage import Usage
from workbench.gui.flow_runs import FlowRuns
from workbench.gui.inspecting import Inspecting
from workbench.gui.inspector.inspector import Inspector
from workbench.gui.layer_showing import LayerShowing
from workbench.gui.level import Level
from workbench.gui.mending import Mending
from workbench.gui.message_bar import MessageBar
from workbench.gui.own_nodes import OwnNodes
from workbench.gui.preset_file import NAME as PRESETS
from workbench.gui.preset_file import PresetFile
from workbench.gui.result_choices import ResultChoices
from workbench.gui.results.output_dock import OutputDock
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
        plots: Drawings,
        own_folder: Path,
    ) -> None:
        super().__init__()
        self.setObjectName("flow_page")
        self.catalog = catalog
        self.own_nodes = OwnNodes(own_folder, catalog, self)
        self._document = document
        self.level = Level(document, self)  # first: it follows an edit before results are shown
        self.runs = FlowRuns(document, runner, self)
        self.breadcrumb = Breadcrumb()
        self.editor = FlowEditor()
        self.editor.set_usage(Usage(own_folder.parent / USAGE))
        self.palette_panel = Palette()
        self.outline = Outline(self.editor, theme=theme)
        self.inspector = Inspector(theme, PresetFile(own_folder.parent / PRESETS))
        self.inspecting = Inspecting(document, self.level, self.runs, self.editor, self.inspector)
        self.layers = LayerShowing(self.level, self.runs, self.editor, self.palette_panel)
        self.on_canvas = CanvasShown(document, self.level, self.runs, self.editor, self.layers)
        self.mending = Mending(catalog, self.level, self.editor, self.inspector)
        self.choices = ResultChoices(document, self.runs, self)
        self.output = OutputDock(self.choices.wired(self.runs.traced(plots.make)), draws=plots.can)
        self.message_bar = MessageBar(theme)
        self._lay_out(theme)
        self._connect()
        self.own_nodes.read()
        self.set_theme(theme)

    # ---------------------------------------------------------------- what the window asks for

    @property
    def selected(self) -> tuple[str, ...]:
        """The paths of the selected nodes."""
        return self.inspecting.selected

    @property
    def selected_key(self) -> str:
        """The kind of the one node that is selected; empty otherwise."""
        if len(self.selected) != 1:
            return ""
        return node_at(self._document.graph, self.selected[0]).component.key

    def choose_device(self, name: str) -> None:
        """Train learners that leave the device open on this one, from the next run on."""
        self.runs.choose_device(name)

    def run_all(self) -> None:
        """Run the whole flow."""
        if self._document.graph.nodes or not self.message_bar.tells_error:  # of a file refused
            self.runs.run()

    def run_to_selection(self) -> None:
        """Run the selected nodes and what they need."""
        if self.selected:
            self.runs.run(self.selected)

    def run_changed(self) -> None:
        """Run again what is out of date or has failed."""
        if not self.runs.run_changed():
            self.hint.emit(self.tr("Nothing is out of date."))

    def clear_results(self) -> None:
        """Forget all results of this flow, and those kept on disk."""
        megabytes = f"{self.runs.clear() / 1e6:,.1f}"
        self.message_bar.show_text(self.tr("Cleared, {} MB on the disk.").format(megabytes))

    def leave_group(self) -> None:
        """Show what is around the group that is open."""
        if self.level.path:
            self.editor.select(self.level.leave())

    def add_component(
        self, key: str, values: dict[str, Any] | None = None, place: QPointF | None = None
    ) -> str:
        """Add a node at a place, beside the selected one where none is given; gives its id.

        Raises:
            ParameterError: the values do not fit the component.
        """
        if self.layers.is_shown:  # which are no place for a node of the flow
            self.leave_group()
        graph = self.level.graph
        kind = self.catalog[key]
        at = free_place(graph, *place.toTuple()) if place else self._place_for_new(graph)
        graph, node_id = added(graph, kind, *at)
        if values:
            graph = graph.with_parameters(node_id, values)
        self.level.edit(graph, self.tr("Add {}").format(kind.title))
        self.editor.select(node_id)
        return node_id

    def set_theme(self, theme: Theme) -> None:
        """Draw everything in another theme."""
        self.editor.set_theme(theme)
        self.palette_panel.set_theme(theme)
        self.outline.set_theme(theme)
        self.inspector.set_theme(theme)
        self.output.set_theme(theme)
        self.message_bar.set_theme(theme)
        for dock in self.docks.values():
            dock.set_theme(theme)

    def show_error(self, error: WorkbenchError) -> None:
        """Say what went wrong above the canvas."""
        self.message_bar.show_error(error)

    # ---------------------------------------------------------------- what the parts say

    def _select(self, node_id: str) -> None:
        """Show the drawn node that one of those that run comes from."""
        outer, _, last = self.runs.origin(node_id).rpartition("/")
        self.level.go(outer)
        self.editor.select(last)

    def _mend(self, remedy: Remedy) -> None:
        """Take a step against a problem, at the drawn node of the one that has it."""
        self.mending.take(replace(remedy, node=self.runs.origin(remedy.node)))

    def _open_inside(self, node_id: str) -> None:
        if not self.level.enter_layers(node_id):
            self._open(node_id)

    def _open(self, node_id: str) -> None:
        if self.layers.is_shown:
            self.inspecting.focus()
            return
        if self.level.enter(node_id):
            return
        self.docks["output"].show()
        if not any(map(self.output.show_node, self.runs.copies(self.level.path_of(node_id)))):
            self.hint.emit(self.tr("Run the flow to see what comes out of this node."))

    # ---------------------------------------------------------------- showing

    def _show_graph_to_run(self) -> None:
        self.output.show_graph(self.runs.graph, self.runs.current)
        self.output.show_ahead(problems(self._document.graph))
        self.on_canvas.show()
        self._show_selection()

    def _show_level(self) -> None:
        self.breadcrumb.show_steps(self._document.title, self.level.steps)
        self._show_selection()

    def _forget_runs(self) -> None:
        self.message_bar.clear()
        self.output.show_view(RunView())
        self.output.show_results(Graph(), Results())

    def _show_values(self) -> None:
        self.output.show_results(self.runs.graph, self.runs.results)
        self._show_selection()

    def _show_run(self, view: RunView, drawn_view: RunView) -> None:
        self.output.show_view(view)
        self.on_canvas.show_run(drawn_view)
        self.shown.emit(view)
        self.inspecting.show_run(drawn_view)

    def _show_selection(self) -> None:
        self.selection_changed.emit()
        self.inspecting.show(self.on_canvas.view)

    def _place_for_new(self, graph: Graph) -> tuple[float, float]:
        chosen = [graph.nodes[i] for i in self.editor.selection() if i in graph.nodes]
        near = chosen or list(graph.nodes.values())
        if not near:
            return FIRST_PLACE
        last = max(near, key=lambda node: node.x)
        return free_place(graph, last.x + NODE_WIDTH + GAP, last.y)

    # ---------------------------------------------------------------- putting together

    def _lay_out(self, theme: Theme) -> None:
        middle = QWidget(self)
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.message_bar)
        column.addWidget(self.breadcrumb)
        column.addWidget(self.editor, 1)
        middle.setFocusProxy(self.editor)
        self.setCentralWidget(middle)
        self.palette_panel.setMinimumWidth(176)
        self.inspector.setMinimumWidth(280)
        self.output.setMinimumWidth(320)
        self.add_dock("palette", self.tr("Nodes"), self.palette_panel, theme)
        self.add_dock("outline", self.tr("Outline"), self.outline, theme)
        self.add_dock("inspector", self.tr("Inspector"), self.inspector, theme)
        self.add_dock("output", self.tr("Results"), self.output, theme)
        self.docks["output"].add_tool(self.output.side_by_side)

    def _connect(self) -> None:
        editor, level, runs = self.editor, self.level, self.runs
        editor.edited.connect(level.edit)
        editor.selection_changed.connect(self._show_selection)
        editor.opened.connect(self._open)
        editor.inside_wanted.connect(self._open_inside)
        self.inspector.layers_wanted.connect(self._open_inside)
        editor.hint.connect(self.hint)
        editor.group_left.connect(self.leave_group)
        editor.saving_wanted.connect(lambda i: self.own_nodes.save(level.graph.node(i)))
        self.palette_panel.chosen.connect(editor.add_component)
        self.palette_panel.removal_wanted.connect(self.own_nodes.remove)
        self.own_nodes.offered.connect(self.layers.offer)
        for told in (self.own_nodes.told, self.inspecting.noted, self.choices.told):
            told.connect(self.message_bar.show_text)
        self.inspecting.told.connect(self.selection_told)
        self.breadcrumb.chosen.connect(level.go)
        level.leaving.connect(editor.setFocus)  # ends what is being typed in the inspector
        level.moved.connect(self._show_level)
        level.refused.connect(self.show_error)
        runs.graph_changed.connect(self._show_graph_to_run)
        runs.shown.connect(self._show_run)
        runs.values_changed.connect(self._show_values)
        runs.begun.connect(self.message_bar.clear)
        runs.forgotten.connect(self._forget_runs)
        runs.refused.connect(self.show_error)
        runs.noted.connect(self.message_bar.show_warning)
        self._connect_output()

    def _connect_output(self) -> None:
        self.output.node_requested.connect(self._select)
        self.output.remedy_wanted.connect(self._mend)
        for part in (self.own_nodes, self.inspecting, self.mending, self.output, self.choices):
            part.failed.connect(self.show_error)
        self.mending.inspecting.connect(self.docks["inspector"].show)
