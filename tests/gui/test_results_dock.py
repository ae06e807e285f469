"""The output dock: tabs by node, live curves, problems, log."""

import re
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from workbench.core.errors import DataError
from workbench.core.run import Event, Noted
from workbench.data.dataset import Dataset
from workbench.data.readers.csv import CsvReader
from workbench.data.schema import Attribute, Schema
from workbench.evaluation.charts import LearnerCurves, LearningCurves
from workbench.evaluation.confusion_chart import ConfusionChart
from workbench.evaluation.roc_chart import RocChart
from workbench.flow.events import (
    FlowFinished,
    FlowStarted,
    NodeFailed,
    NodeFinished,
    NodeReported,
    NodeStarted,
)
from workbench.flow.execute import Results
from workbench.flow.graph import Graph, Link, Node
from workbench.gui.results.log_view import MOST_LINES
from workbench.gui.results.output_dock import LIVE, OutputDock
from workbench.gui.results.tabs import ResultTabs
from workbench.gui.theme import DARK, LIGHT, Theme
from workbench.models.majority import Majority
from workbench.nodes.confusion_view import ConfusionView
from workbench.nodes.learning_curve_view import LearningCurveView
from workbench.nodes.roc_view import RocView
from workbench.runs.live_curve import LiveCurve
from workbench.runs.view import RunView
from workbench.training.curve import Curve
from workbench.training.events import EpochEnded


class Picture(QWidget):
    """Stands in for a plot: remembers what it was asked to draw."""

    def __init__(self) -> None:
        super().__init__()
        self.values: list[object] = []
        self.live: dict[str, LiveCurve] = {}
        self.theme: Theme | None = None

    def show_value(self, value: object) -> None:
        self.values.append(value)

    def show_live(self, name: str, curve: LiveCurve) -> None:
        self.live[name] = curve

    def keep_only(self, names: frozenset[str]) -> None:
        self.live = {n: c for n, c in self.live.items() if n in names}

    def set_theme(self, theme: Theme) -> None:
        self.theme = theme


def picture_for(value: object) -> QWidget | None:
    return None if isinstance(value, str) else Picture()


def graph(*nodes: Node) -> Graph:
    flow = Graph()
    for node in nodes:
        flow = flow.with_node(node)
    return flow


ROC = Node("roc", RocView())
MATRIX = Node("matrix", ConfusionView())
LEARNER = Node("mlp", Majority(), title="MLP")
CURVES = Node("curves", LearningCurveView())
WITH_VIEW = graph(LEARNER, CURVES).with_link(Link("mlp", "fits", "curves", "fits"))


@pytest.fixture
def dock(qtbot: QtBot) -> OutputDock:
    dock = OutputDock(picture_for)
    qtbot.addWidget(dock)
    dock.resize(640, 360)
    with qtbot.waitExposed(dock):
        dock.show()
    return dock


def picture(dock: OutputDock, key: str) -> Picture:
    widget = dock.tabs.widget_of(key)
    assert isinstance(widget, Picture)
    return widget


def titles(dock: OutputDock) -> list[str]:
    tabs = dock.tabs
    return [tabs.tabText(i) for i in range(tabs.count()) if tabs.isTabVisible(i)]


def play(dock: OutputDock, *events: Event) -> RunView:
    view = RunView()
    for event in events:
        view = view.after(event)
        dock.show_view(view)
    return view


def epoch(number: int, node: str = "mlp") -> NodeReported:
    loss = np.array([1.0 / number])
    return NodeReported(node, EpochEnded((0,), number, 10, loss, loss))


def test_that_an_empty_dock_says_what_will_be_here(dock: OutputDock) -> None:
    assert titles(dock) == ["Results", "Problems", "Log"]
    assert "Run the flow" in dock.hint.text()


def test_that_each_view_gets_a_tab_named_after_its_node(dock: OutputDock) -> None:
    flow = graph(ROC, Node("matrix", ConfusionView(), title="Who is taken for whom"))
    dock.show_results(flow, Results({"roc": RocChart((), ()), "matrix": ConfusionChart(())}))
    assert titles(dock) == ["ROC curve", "Who is taken for whom", "Problems", "Log"]


def test_that_a_value_is_drawn_only_when_its_tab_is_in_front(dock: OutputDock) -> None:
    first, second = RocChart((), ()), ConfusionChart(())
    dock.show_results(graph(ROC, MATRIX), Results({"roc": first, "matrix": second}))
    assert picture(dock, "roc").values == [first]
    assert picture(dock, "matrix").values == []
    dock.show_node("matrix")
    assert picture(dock, "matrix").values == [second]


def test_that_another_run_keeps_widgets_and_the_front_tab(dock: OutputDock) -> None:
    flow = graph(ROC, MATRIX)
    dock.show_results(flow, Results({"roc": RocChart((), ()), "matrix": ConfusionChart(())}))
    dock.show_node("matrix")
    widget = picture(dock, "matrix")
    again = ConfusionChart(())
    dock.show_results(flow, Results({"roc": RocChart((), ()), "matrix": again}))
    assert dock.tabs.currentWidget() is widget
    assert widget.values[-1] is again


def test_that_the_same_value_is_not_drawn_twice(dock: OutputDock) -> None:
    results = Results({"roc": RocChart((), ())})
    dock.show_results(graph(ROC), results)
    dock.show_results(graph(ROC), results)
    assert len(picture(dock, "roc").values) == 1


def test_that_a_value_that_came_back_is_what_a_tab_shows_when_it_is_looked_at(
    dock: OutputDock,
) -> None:
    flow, roc = graph(ROC, MATRIX), RocChart((), ())
    first, second = ConfusionChart(()), ConfusionChart(())
    dock.show_results(flow, Results({"roc": roc, "matrix": first}))
    dock.show_node("matrix")
    dock.show_node("roc")
    dock.show_results(flow, Results({"roc": roc, "matrix": second}))  # an edit was run,
    dock.show_results(flow, Results({"roc": roc, "matrix": first}))  # undone, and run again
    dock.show_node("matrix")
    assert picture(dock, "matrix").values[-1] is first


def test_that_tabs_of_deleted_nodes_go_and_titles_follow_names(dock: OutputDock) -> None:
    flow = graph(ROC, MATRIX)
    dock.show_results(flow, Results({"roc": RocChart((), ()), "matrix": ConfusionChart(())}))
    dock.show_graph(graph(Node("roc", RocView(), title="Mine")))
    assert titles(dock) == ["Mine", "Problems", "Log"]
    dock.show_graph(Graph())
    assert titles(dock) == ["Results", "Problems", "Log"]


def test_that_a_closed_tab_stays_closed_until_its_node_is_asked_for(dock: OutputDock) -> None:
    results = Results({"roc": RocChart((), ())})
    dock.show_results(graph(ROC), results)
    dock.tabs.tabCloseRequested.emit(dock.tabs.indexOf(picture(dock, "roc")))
    dock.show_results(graph(ROC), results)
    assert titles(dock)[0] == "Results"
    assert dock.show_node("roc")
    assert titles(dock)[0] == "ROC curve"


def test_that_problems_and_log_cannot_be_closed(dock: OutputDock) -> None:
    for widget in (dock.problems, dock.log):
        dock.tabs.tabCloseRequested.emit(dock.tabs.indexOf(widget))
    assert titles(dock) == ["Results", "Problems", "Log"]


def test_that_any_node_with_a_result_can_be_shown(dock: OutputDock) -> None:
    data = Dataset(Schema((Attribute("a", "numeric"),)), (np.array([1.0]),))
    flow = graph(Node("csv", CsvReader(path="a.csv"), title="My data"))
    dock.show_results(flow, Results({"csv": data}))
    assert dock.tabs.keys == ()
    assert dock.show_node("csv")
    assert titles(dock)[0] == "My data"
    assert picture(dock, "csv").values == [data]


def test_that_a_node_without_a_drawing_is_not_shown(dock: OutputDock) -> None:
    dock.show_results(graph(LEARNER), Results({"mlp": "saved"}))
    assert not dock.show_node("mlp")
    assert not dock.show_node("nowhere")


def test_that_a_learning_curve_tab_comes_by_itself(dock: OutputDock) -> None:
    dock.show_graph(graph(LEARNER))
    view = play(dock, FlowStarted(("mlp",)), NodeStarted("mlp", "MLP"), epoch(1), epoch(2))
    assert titles(dock)[0] == "Learning curve"
    assert dock.tabs.currentWidget() is picture(dock, LIVE)
    assert picture(dock, LIVE).live == {"MLP": view.node("mlp").curve}


def test_that_a_view_behind_the_learner_shows_its_growing_curve(dock: OutputDock) -> None:
    dock.show_graph(WITH_VIEW)
    play(dock, FlowStarted(("mlp", "curves")), NodeStarted("mlp", "MLP"), epoch(1))
    assert dock.tabs.keys == ("curves",)
    widget = picture(dock, "curves")
    assert list(widget.live) == ["MLP"]
    value = LearningCurves((LearnerCurves("MLP", (Curve(np.array([1.0])),)),))
    dock.show_results(WITH_VIEW, Results({"curves": value}))
    assert picture(dock, "curves") is widget  # zoom stays
    assert widget.values == [value]


def test_that_a_growing_curve_knows_which_link_of_its_view_brings_it(dock: OutputDock) -> None:
    other = Node("mlp2", Majority(), title="Other")
    flow = graph(LEARNER, other, CURVES)
    for learner in ("mlp2", "mlp"):
        flow = flow.with_link(Link(learner, "fits", "curves", "fits"))
    dock.show_graph(flow)
    play(
        dock,
        FlowStarted(("mlp", "mlp2", "curves")),
        *(NodeStarted("mlp", "MLP"), epoch(1), NodeFinished("mlp", 1.0)),
        *(NodeStarted("mlp2", "Other"), epoch(1, "mlp2")),
    )
    places = {name: curve.place for name, curve in picture(dock, "curves").live.items()}
    assert places == {"MLP": 1, "Other": 0}


def test_that_curves_beside_a_view_of_the_flow_have_another_title(dock: OutputDock) -> None:
    dock.show_graph(graph(LEARNER, CURVES))
    play(dock, FlowStarted(("mlp",)), NodeStarted("mlp", "MLP"), epoch(1))
    assert titles(dock)[0] == "Other learning curves"


def test_that_two_learners_of_one_name_are_told_apart(dock: OutputDock) -> None:
    dock.show_graph(graph(LEARNER, Node("mlp2", Majority(), title="MLP")))
    play(
        dock,
        FlowStarted(("mlp", "mlp2")),
        NodeStarted("mlp", "MLP"),
        epoch(1),
        NodeFinished("mlp", 1.0),
        NodeStarted("mlp2", "MLP"),
        epoch(1, "mlp2"),
        epoch(2, "mlp2"),
    )
    assert list(picture(dock, LIVE).live) == ["MLP (mlp)", "MLP (mlp2)"]


def test_that_themes_reach_every_tab_there_is_and_will_be(dock: OutputDock) -> None:
    dock.show_results(graph(ROC), Results({"roc": RocChart((), ())}))
    dock.set_theme(DARK)
    assert picture(dock, "roc").theme is DARK
    dock.show_results(graph(ROC, MATRIX), Results({"matrix": ConfusionChart(())}))
    assert picture(dock, "matrix").theme is DARK
    dock.set_theme(LIGHT)
    assert picture(dock, "matrix").theme is LIGHT


def test_that_problems_are_listed_with_icon_words_and_remedy(
    dock: OutputDock, qtbot: QtBot
) -> None:
    error = DataError("line 7: 4 values, 5 attributes.", remedy="Add the missing value.")
    play(
        dock,
        FlowStarted(("mlp", "roc")),
        NodeStarted("mlp", "MLP"),
        NodeReported("mlp", Noted("A column is constant.", is_warning=True)),
        NodeFinished("mlp", 1.0),
        NodeStarted("roc", "ROC curve"),
        NodeFailed("roc", error),
    )
    tree = dock.problems.tree
    rows = []
    for i in range(2):
        item = tree.topLevelItem(i)
        assert item is not None
        assert not item.icon(0).isNull()
        rows.append([item.text(c) for c in range(4)])
    assert rows == [
        ["Error", "ROC curve", "line 7: 4 values, 5 attributes.", "Add the missing value."],
        ["Warning", "MLP", "A column is constant.", ""],
    ]
    assert "Problems (2)" in titles(dock)
    with qtbot.waitSignal(dock.node_requested) as asked:
        tree.itemActivated.emit(tree.topLevelItem(0), 0)
    assert asked.args == ["roc"]
    play(dock, FlowStarted(("mlp",)))
    assert "Problems" in titles(dock)


def test_that_the_log_tells_a_run_with_times(dock: OutputDock) -> None:
    play(
        dock,
        FlowStarted(("mlp",)),
        NodeStarted("mlp", "MLP"),
        NodeReported("mlp", Noted("Added: standardise.")),
        epoch(1),
        NodeFinished("mlp", 1.25, "10 models"),
        FlowFinished(1.5),
    )
    lines = dock.log.text.toPlainText().splitlines()
    assert all(re.match(r"\d\d:\d\d:\d\d  ", line) for line in lines)
    assert [line[10:] for line in lines] == [
        "MLP: started",
        "MLP: Added: standardise.",
        "MLP: done in 1.25 s · 10 models",
        "run finished in 1.50 s",
    ]


def test_that_the_log_is_of_limited_length(dock: OutputDock) -> None:
    dock.append_log([f"line {i}" for i in range(MOST_LINES + 100)])
    assert dock.log.text.blockCount() == MOST_LINES
    assert dock.log.text.toPlainText().endswith(f"line {MOST_LINES + 99}")


def test_that_another_flow_clears_the_tabs(dock: OutputDock) -> None:
    dock.show_results(graph(ROC), Results({"roc": RocChart((), ())}))
    dock.show_results(graph(ROC), Results())
    assert titles(dock) == ["Results", "Problems", "Log"]


def test_that_a_second_run_logs_only_what_it_did(dock: OutputDock) -> None:
    first = (FlowStarted(("mlp",)), NodeStarted("mlp", "MLP"), NodeFinished("mlp", 1.0, "ten"))
    view = play(dock, *first, FlowFinished(1.0))
    n_lines = dock.log.text.blockCount()
    dock.show_view(replace(view, is_running=True))  # a run of other nodes begins
    assert dock.log.text.blockCount() == n_lines
    again = view
    for event in (NodeStarted("mlp", "MLP"), NodeFinished("mlp", 1.0, "ten")):
        again = again.after(event)
    dock.show_view(again)  # both events came in one batch
    assert dock.log.text.toPlainText().splitlines()[-2].endswith("MLP: done in 1.00 s · ten")


def test_that_curves_of_an_earlier_run_open_no_tab(dock: OutputDock) -> None:
    dock.show_graph(graph(LEARNER))
    view = play(dock, FlowStarted(("mlp",)), NodeStarted("mlp", "MLP"), epoch(1), FlowFinished(1.0))
    dock.tabs.tabCloseRequested.emit(dock.tabs.indexOf(picture(dock, LIVE)))
    dock.show_view(replace(view, is_running=True))
    assert dock.tabs.keys == ()


def test_that_what_draws_is_made_when_it_is_first_looked_at(qtbot: QtBot) -> None:
    made: list[object] = []

    def make(value: object) -> QWidget:
        made.append(value)
        return Picture()

    tabs = ResultTabs(make, draws=lambda value: value != 42)
    qtbot.addWidget(tabs)
    tabs.show()
    assert not tabs.show_value("none", "None", 42)
    for key, value in (("one", "first"), ("two", "second"), ("three", 3.0)):
        assert tabs.show_value(key, key.title(), value)
    assert made == [str]  # the first, which is in front

    tabs.bring_to_front("three")

    assert made == [str, float]
    front = tabs.currentWidget()
    assert isinstance(front, Picture)
    assert front is tabs.widget_of("three")
    assert front.values == [3.0]
    assert front.property("resultKey") == "three"
    assert [tabs.tabText(i) for i in range(tabs.count())] == ["One", "Two", "Three"]

    tabs.remove("two")

    assert [tabs.tabText(i) for i in range(tabs.count())] == ["One", "Three"]
    assert made == [str, float]
