"""What a run gives, below the canvas: views as tabs, live curves, problems, the log."""

from collections.abc import Collection, Sequence
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from workbench.evaluation.predictions import Evaluation
from workbench.flow.check import Problem
from workbench.flow.execute import Results
from workbench.flow.graph import Graph, Node, Placeholder
from workbench.gui.drawings import Draws, PlotFor
from workbench.gui.icons import icon
from workbench.gui.results.live_views import LiveViews
from workbench.gui.results.log import Line, lines_between
from workbench.gui.results.log_view import LogView
from workbench.gui.results.panes import ResultPanes
from workbench.gui.results.problems import ProblemTable, look_of
from workbench.gui.results.run_problems import problems_of, with_ahead
from workbench.gui.theme import LIGHT, Theme
from workbench.nodes.learning_curve_view import LearningCurveView
from workbench.nodes.score_view import ScoreView
from workbench.runs.live_curve import LiveCurve
from workbench.runs.view import RunView

LIVE = "live curves"  # the key of the tab that comes by itself; no node's id has a blank


class OutputDock(QWidget):
    """The results of the flow. It is handed values and views, and what draws them.

    Signals:
        node_requested: the id of a node the user wants to see.
        remedy_wanted(Remedy): the step, against a problem, that the user wants taken.
        failed(WorkbenchError): why the log cannot be saved.
    """

    node_requested = Signal(str)
    remedy_wanted = Signal(object)
    failed = Signal(object)

    def __init__(
        self, plot_for: PlotFor, parent: QWidget | None = None, draws: Draws | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("outputDock")
        self.setAccessibleName(self.tr("Results"))
        self.setMinimumSize(240, 120)  # whatever a tab asks for, the canvas keeps its room
        self.theme: Theme = LIGHT
        self.panes = ResultPanes(plot_for, self, draws)
        self.tabs = self.panes.first
        self.hint = QLabel(
            self.tr(
                "Results appear here, one tab for each view.\n"
                "Run the flow, or choose a node that has run to see what came out."
            )
        )
        self.hint.setObjectName("resultsEmpty")
        self.hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.hint.setWordWrap(True)
        self.problems = ProblemTable(self)
        self.log = LogView(self)
        self.tabs.add_fixed(self.hint, self.tr("Results"))
        self.tabs.add_fixed(self.problems, self.tr("Problems"))
        self.tabs.add_fixed(self.log, self.tr("Log"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.panes)
        self.setFocusProxy(self.tabs)
        self._graph = Graph()
        self._results = Results()
        self._view = RunView()
        self._ahead: tuple[Problem, ...] = ()
        self._curves: dict[str, LiveCurve] = {}
        self._live = LiveViews()
        self._closed: set[str] = set()
        self.side_by_side = self._made_action()
        self._connect()
        self.set_theme(self.theme)

    def _connect(self) -> None:
        self.panes.closed.connect(self._on_closed)
        self.problems.node_requested.connect(self.node_requested)
        self.problems.remedy_wanted.connect(self.remedy_wanted)
        self.log.failed.connect(self.failed)

    def _made_action(self) -> QAction:
        action = QAction(self.tr("Results side by side"), self)
        action.setObjectName("side_by_side")
        action.setCheckable(True)
        action.setShortcut(QKeySequence("Ctrl+Shift+B"))
        action.setStatusTip(self.tr("Show learning curve, ROC and others beside each other"))
        action.triggered.connect(self.panes.choose)
        self.panes.arranged.connect(action.setChecked)
        return action

    # ------------------------------------------------------------------ what is shown

    def show_graph(self, graph: Graph, current: Collection[str] = ()) -> None:
        """Follow an edit: tabs of deleted nodes go, titles follow the nodes' names.

        Args:
            current: nodes whose known results hold; those that have come back show them again.
        """
        self._graph = graph
        for key in self.panes.keys:
            if key in graph.nodes:
                self.panes.rename(key, graph.nodes[key].name)
            elif key != LIVE:
                self.panes.remove(key)
        self._closed &= {*graph.nodes, LIVE}
        self._curves = {i: curve for i, curve in self._curves.items() if i in graph.nodes}
        for node_id in (i for i in graph.nodes if i in current and i not in self.panes.keys):
            if node_id in self._results.values and self._has_own_tab(graph.nodes[node_id]):
                self._show_value(graph.nodes[node_id], self._results.values[node_id])
        self._show_hint()

    def show_view(self, view: RunView) -> None:
        """Show a run as it is now: growing curves, problems, log lines."""
        before, self._view = self._view, view
        if view.is_running and not before.is_running:
            self._closed.discard(LIVE)
        names = {i: node.name for i, node in self._graph.nodes.items()}
        self.log.append_lines(lines_between(before, view, names, self))
        self._show_problems()
        for node_id, node in view.nodes.items():
            curve = node.curve
            if curve is not None and curve is not self._curves.get(node_id):
                self._curves[node_id] = curve
                self._show_live(node_id, node.name, curve)
        for node_id, value in self._live.after(view, self._graph):
            self._show_value(self._graph.nodes[node_id], value)

    def show_results(self, graph: Graph, results: Results) -> None:
        """Show what came out, a tab for each view and evaluation; zoom and front tab stay.

        Without values and errors nothing has run yet: another flow was opened, all tabs go.
        """
        if not results.values and not results.errors:
            self._forget()
        self.show_graph(graph)
        self._results = results
        for node in graph.nodes.values():
            if node.id in results.values and self._has_own_tab(node):
                self._show_value(node, results.values[node.id])
        for key in self.panes.keys:  # tabs the user has opened on other nodes
            if key in results.values:
                self._show_value(graph.node(key), results.values[key])
        self._show_hint()

    def show_node(self, node_id: str) -> bool:
        """Bring a node's tab to the front, made if needed; False if there is nothing to show."""
        self._closed.discard(node_id)
        node = self._graph.nodes.get(node_id)
        if node is not None and node_id in self._results.values:
            self._show_value(node, self._results.values[node_id])
        if node_id not in self.panes.keys:
            return False
        self.panes.bring_to_front(node_id)
        self._show_hint()
        return True

    def show_ahead(self, problems: tuple[Problem, ...]) -> None:
        """Show what is known to be wrong with the flow before it is run."""
        self._ahead = problems
        self._show_problems()

    def append_log(self, lines: Sequence[Line | str]) -> None:
        """Add lines to the log."""
        self.log.append_lines(lines)

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours."""
        self.theme = theme
        self.side_by_side.setIcon(icon("mdi6.view-column-outline", theme))
        self.panes.set_theme(theme)
        self.problems.set_theme(theme)
        self.log.set_theme(theme)
        self.hint.setStyleSheet(f"color: {theme.secondary}; padding: 16px;")
        self._name_problems()

    # ------------------------------------------------------------------ tabs

    def _has_own_tab(self, node: Node) -> bool:
        if isinstance(node.component, Placeholder):
            return False
        if node.component.category == "See":
            return True
        # A score table behind an evaluation says the same: one tab is enough.
        behind = (self._graph.nodes[i].component for i in self._graph.downstream(node.id))
        is_told = any(isinstance(component, ScoreView) for component in behind)
        return isinstance(self._results.values.get(node.id), Evaluation) and not is_told

    def _forget(self) -> None:
        for key in self.panes.keys:
            self.panes.remove(key)
        self._closed.clear()
        self._curves.clear()
        self.tabs.setCurrentWidget(self.hint)

    def _show_value(self, node: Node, value: object) -> None:
        if node.id in self._closed:
            return
        is_first = not self.panes.keys
        if self.panes.show_value(node.id, node.name, value) and is_first:
            self.panes.bring_to_front(node.id)

    def _show_live(self, node_id: str, name: str, curve: LiveCurve) -> None:
        """Show a growing curve in the views behind its learner, or in a tab of its own."""
        views = self._curve_views(node_id)
        titles = {i: self._graph.nodes[i].name for i in views} or {LIVE: self._live_title()}
        for key, title in titles.items():
            if key in self._closed:
                continue
            is_new = key not in self.panes.keys
            placed = replace(curve, place=self._place(node_id, key)) if key != LIVE else curve
            self.panes.show_live(key, title, self._unique_name(node_id, name), placed)
            if is_new and key in self.panes.keys:
                self.panes.bring_to_front(key)
        if LIVE in titles:
            names = (self._unique_name(i, self._view.node(i).name) for i in self._curves)
            self.panes.keep_only_curves(LIVE, frozenset(names))
        self._show_hint()

    def _place(self, learner: str, view: str) -> int | None:
        """Which of a view's links brings a learner's models: its colour, live and at the end."""
        graph = self._graph
        sources = [link.source for link in graph.inputs_of(view)]
        behind = (i for i, s in enumerate(sources) if learner == s or learner in graph.upstream(s))
        return next(behind, None)

    def _live_title(self) -> str:
        """What the tab that comes by itself is called beside views of the flow, and alone."""
        has_views = any(
            isinstance(node.component, LearningCurveView) for node in self._graph.nodes.values()
        )
        return self.tr("Other learning curves") if has_views else self.tr("Learning curve")

    def _curve_views(self, learner: str) -> list[str]:
        if learner not in self._graph.nodes:
            return []
        behind = self._graph.downstream(learner)
        nodes = (self._graph.nodes[i] for i in self._graph.nodes if i in behind)
        return [n.id for n in nodes if isinstance(n.component, LearningCurveView)]

    def _unique_name(self, node_id: str, name: str) -> str:
        """The learner's name, with its id where another has the same."""
        names = [node.name for node in self._graph.nodes.values()]
        return f"{name} ({node_id})" if names.count(name) > 1 or not name else name

    def _on_closed(self, key: str) -> None:
        self._closed.add(key)
        self._show_hint()

    def _show_hint(self) -> None:
        """The tab that says what will be here is there only while no result is."""
        index, is_empty = self.tabs.indexOf(self.hint), not self.panes.keys
        is_new = is_empty and not self.tabs.isTabVisible(index)
        self.tabs.setTabVisible(index, is_empty)
        if is_new:
            self.tabs.setCurrentIndex(index)

    # ------------------------------------------------------------------ problems

    def _show_problems(self) -> None:
        run = problems_of(self._view, self._graph.nodes)
        is_new = bool(run) and any(p not in self.problems.problems for p in run)
        problems = with_ahead(run, self._ahead)
        if problems == self.problems.problems:
            return
        self.problems.show_problems(problems)
        self._name_problems()
        if is_new and not self.panes.keys:  # nothing else is there to be looked at
            self.tabs.setCurrentWidget(self.problems)

    def _name_problems(self) -> None:
        """Title and icon of the tab; what has not gone wrong yet is told quietly."""
        problems = [p for p in self.problems.problems if p.severity != "hint"]
        index = self.tabs.indexOf(self.problems)
        title = self.tr("Problems ({n})").format(n=len(problems))
        self.tabs.setTabText(index, title if problems else self.tr("Problems"))
        glyph, role = look_of(problems[0].severity) if problems else ("mdi6.check", "secondary")
        self.tabs.setTabIcon(index, icon(glyph, self.theme, role))
