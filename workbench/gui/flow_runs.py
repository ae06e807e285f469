"""The runs of the open flow: what is to be run, what is known of each node, what has come out.

Two graphs are told apart here: the drawn one, with groups and swept nodes, whose nodes have paths;
and the one that runs (``flow/expand.py``), whose nodes the output shows.
"""

from collections.abc import Callable, Collection
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from workbench.core.errors import WorkbenchError
from workbench.data.dataset import Dataset
from workbench.data.schema import Schema
from workbench.data.split import Splits
from workbench.flow.execute import Results
from workbench.flow.expand import Expansion, expanded
from workbench.flow.graph import Graph
from workbench.flow.group import SEPARATOR, Group, graph_at
from workbench.gui.bridge import FlowRunner
from workbench.gui.device_choice import AUTO, on_device
from workbench.gui.document import Document
from workbench.gui.picture_origins import traced
from workbench.gui.standing import Standing
from workbench.models.fits import Fits
from workbench.runs.drawn import drawn
from workbench.runs.picture_origin import origin_of
from workbench.runs.view import RunView

_OUT_OF_DATE = frozenset({"stale", "failed"})


class FlowRuns(QObject):
    """Asks the runner for runs of the document's flow and keeps what comes of them.

    Signals:
        graph_changed(): another graph would run.
        shown(RunView, RunView): the view by nodes that run, and by nodes that are drawn.
        values_changed(): other results are known.
        begun(): a run asked for by the user has begun.
        forgotten(): what was known is void.
        refused(WorkbenchError): the flow cannot run.
        noted(str): what the store of results has to say.
    """

    graph_changed = Signal()
    shown = Signal(object, object)
    values_changed = Signal()
    begun = Signal()
    forgotten = Signal()
    refused = Signal(object)
    noted = Signal(str)

    def __init__(self, document: Document, runner: FlowRunner, parent: QObject) -> None:
        super().__init__(parent)
        self._document = document
        self._runner = runner
        self._standing = Standing()
        self._device = AUTO
        self._running = Expansion(Graph())
        self._ran: dict[int, Graph] = {}  # by hashes of nodes, the drawn flow that gave a result
        self._expansion = Expansion(Graph())
        self._trouble: WorkbenchError | None = None  # why the flow as it is now cannot be expanded
        self._wants_recall = False
        document.opened.connect(self._take_opened)
        document.changed.connect(self._take_graph)
        runner.started.connect(self._take_start)
        runner.view_changed.connect(self._take_view)
        runner.finished.connect(self._take_results)
        runner.recalled.connect(self._take_results)
        runner.refused.connect(self.refused)

    # ---------------------------------------------------------------- what is known

    @property
    def graph(self) -> Graph:
        """The graph that would run now."""
        return self._expansion.graph

    @property
    def results(self) -> Results:
        """What has come out, by nodes that run, of this flow or of one before an edit."""
        return self._standing.results

    @property
    def current(self) -> frozenset[str]:
        """The nodes, of those that run, whose results are those of the flow as it is now."""
        return self._standing.current(self.graph)

    @property
    def view(self) -> RunView:
        """What is known of each node that would run now."""
        return self._standing.shown(self.graph)

    @property
    def drawn_view(self) -> RunView:
        """What is known of each drawn node, by path."""
        return drawn(self.view, self._expansion)

    def copies(self, path: str) -> tuple[str, ...]:
        """The nodes that run for a drawn one."""
        return self._expansion.copies.get(path, ())

    def origin(self, node_id: str) -> str:
        """The path of the drawn node that one that runs comes from."""
        return self._expansion.origin(node_id)

    def value(self, path: str, port: str = "") -> Any:
        """The result of a drawn node, the first of several, stale or not; None if there is none.

        Args:
            port: the group's output that is meant; its first by default.
        """
        giving = _giving(self._document.graph, path, port)
        known = (self._standing.value(self.graph, i) for i in self.copies(giving))
        return next((value for value in known if value is not None), None)

    def schema_at(self, path: str) -> Schema | None:
        """The attributes that arrive at a drawn node; for one without inputs, those it gives."""
        for node_id in self.copies(path)[:1]:
            links = self.graph.inputs_of(node_id)
            sources = [link.source for link in links] or [node_id]
            values = (self._standing.value(self.graph, i) for i in sources)
            return next(filter(None, map(_schema, values)), None)
        return None

    def traced(
        self, plot_for: Callable[[object], QWidget | None]
    ) -> Callable[[object], QWidget | None]:
        """What draws values, so that pictures of them carry the flow that they came from."""
        return traced(plot_for, self.origin_text)

    def origin_text(self, node_id: str) -> str:
        """Where the result of a node that runs came from: the flow as it was then."""
        standing, drawn_then, ran = self._standing, self._document.graph, self.graph
        if node_id in standing.origins and node_id not in self.current:
            drawn_then = self._ran.get(standing.origins[node_id], drawn_then)
            ran = expanded(drawn_then).graph
        return origin_of(drawn_then, ran, node_id, standing.results.values).text()

    # ---------------------------------------------------------------- what is asked for

    def choose_device(self, name: str) -> None:
        """Train learners that leave the device open on this one, from the next run on."""
        self._device = name
        self._take_graph(self._document.graph)

    def run(self, only: Collection[str] | None = None) -> None:
        """Run the flow, or the drawn nodes ``only`` and what they need; after a run on its way."""
        self._runner.run(self._to_run(), only)

    def run_changed(self) -> bool:
        """Run again what an edit has made out of date, or what has failed; False if nothing has."""
        if self._trouble is not None:
            self.refused.emit(self._trouble)
            return True
        graph = self._document.graph
        view = self.drawn_view
        only = tuple(
            path
            for path, node in view.nodes.items()
            if node.state in _OUT_OF_DATE and not _is_group(graph, path)
        )
        if only:
            self.run(only)
        return bool(only)

    def recall(self) -> None:
        """Show what earlier runs, of other sessions too, have left of this flow's results."""
        if self._document.graph.nodes:
            self._runner.recall(self._to_run())

    def clear(self) -> int:
        """Forget every result and checkpoint; gives the bytes that those on disk took."""
        size = self._runner.cache.size
        self._runner.cache.clear()
        if self._runner.checkpoints is not None:
            size += self._runner.checkpoints.size
            self._runner.checkpoints.clear()
        self._forget()
        return size

    # ---------------------------------------------------------------- what comes

    def _to_run(self) -> Graph:
        return on_device(self._document.graph, self._device)

    def _take_opened(self) -> None:
        self._forget()
        self._wants_recall = True  # once its graph is there

    def _take_graph(self, _graph: Graph) -> None:
        self._trouble = None
        try:
            self._expansion = expanded(self._to_run())
        except WorkbenchError as error:  # told when it is run; until then nothing is known of it
            self._trouble = error
            self._expansion = Expansion(Graph())
        before, self._standing = self._standing, self._standing.adopted(self.graph)
        self.graph_changed.emit()
        if before is not self._standing:
            self.values_changed.emit()
        self._show()
        if self._wants_recall:
            self._wants_recall = False
            self.recall()

    def _forget(self) -> None:
        self._runner.cancel()
        self._standing = Standing()
        self._ran.clear()
        self.forgotten.emit()
        self._show()

    def _take_start(self, graph: Graph) -> None:
        try:
            self._running = expanded(graph)
        except WorkbenchError:  # the run says it itself
            self._running = Expansion(Graph())
        self._ran.update(dict.fromkeys(self._running.graph.sources.values(), graph))
        if self._runner.is_running:
            self.begun.emit()

    def _take_view(self, view: RunView) -> None:
        self._standing = self._standing.after_view(view, self._running.graph)
        self._show()

    def _take_results(self, results: Results) -> None:
        self._standing = self._standing.after_results(results)
        self.values_changed.emit()
        for text in self._runner.cache.messages():
            self.noted.emit(text)

    def _show(self) -> None:
        view = self.view
        self.shown.emit(view, drawn(view, self._expansion))


def _is_group(graph: Graph, path: str) -> bool:
    outer, _, last = path.rpartition(SEPARATOR)
    node = graph_at(graph, outer).nodes.get(last)
    return node is not None and isinstance(node.component, Group)


def _schema(value: Any) -> Schema | None:
    if isinstance(value, Fits):
        value = value.splits
    if isinstance(value, Splits):
        return value.dataset.schema
    return value.schema if isinstance(value, Dataset) else None


def _giving(graph: Graph, path: str, port: str) -> str:
    """The path of the node inside a group that gives what leaves it; of others their own."""
    outer, _, last = path.rpartition(SEPARATOR)
    node = graph_at(graph, outer).nodes.get(last)
    if node is None or not isinstance(node.component, Group):
        return path
    for exposed in node.component.outputs:
        if port in {"", exposed.name}:
            return _giving(graph, f"{path}{SEPARATOR}{exposed.node}", exposed.of)
    return path
