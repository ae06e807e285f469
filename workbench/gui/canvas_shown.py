"""What the canvas shows besides its graph: how nodes stand, which would fail, what flows."""

from typing import Any

from PySide6.QtCore import QObject

from workbench.flow.check import problems
from workbench.flow.graph import Graph
from workbench.gui.document import Document
from workbench.gui.editor.editor import FlowEditor
from workbench.gui.editor.problem_marks import marks
from workbench.gui.flow_runs import FlowRuns
from workbench.gui.layer_showing import LayerShowing
from workbench.gui.level import Level
from workbench.runs.drawn import inside
from workbench.runs.view import RunView


class CanvasShown(QObject):
    """Brings graphs and views to the editor: those of the flow, of a group, or of layers."""

    def __init__(
        self,
        document: Document,
        level: Level,
        runs: FlowRuns,
        editor: FlowEditor,
        layers: LayerShowing,
    ) -> None:
        super().__init__(level)
        self._document, self._level, self._runs = document, level, runs
        self._editor, self._layers = editor, layers
        self._drawn = RunView()
        self._is_opened = False  # another flow, that has not been shown yet
        document.opened.connect(self._take_opened)
        editor.set_values(self._value)
        editor.run_to_requested.connect(self._run_to)
        level.changed.connect(self._show_graph)
        level.moved.connect(self.show)
        layers.changed.connect(self.show)

    @property
    def view(self) -> RunView:
        """What is known of the drawn nodes by path; of layers, where these are shown, by name."""
        return self._layers.view if self._layers.is_shown else self._drawn

    def show_run(self, drawn: RunView) -> None:
        """Take what a run has to say of the drawn nodes."""
        self._drawn = drawn
        if not self._layers.is_shown:
            self._editor.show_run(inside(drawn, self._level.path))

    def show(self) -> None:
        """Show how the nodes stand, and which of them would fail."""
        if self._layers.is_shown:
            self._editor.show_run(self._layers.view)
            self._editor.show_problems(self._layers.problems)
        else:
            self._editor.show_run(inside(self._drawn, self._level.path))
            self._editor.show_problems(marks(problems(self._document.graph), self._level.path))

    def _take_opened(self) -> None:
        self._is_opened = True

    def _show_graph(self, graph: Graph) -> None:
        self._editor.show_graph(graph)
        if self._is_opened:  # ids may be those of the flow before, the places are others
            self._is_opened = False
            self._editor.canvas.fit()
        self.show()

    def _value(self, node_id: str, port: str) -> Any:
        if self._layers.is_shown:
            return self._layers.flowing(node_id)
        return self._runs.value(self._level.path_of(node_id), port)

    def _run_to(self, node_id: str) -> None:
        inner = self._level.path_of(node_id)
        self._runs.run((self._level.path if self._layers.is_shown else inner,))
