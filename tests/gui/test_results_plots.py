"""The dock with the real plots in it."""

import numpy as np
import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from workbench.evaluation.confusion_chart import ConfusionChart
from workbench.evaluation.roc_chart import RocChart
from workbench.flow.events import FlowStarted, NodeReported, NodeStarted
from workbench.flow.execute import Results
from workbench.flow.graph import Graph, Node
from workbench.gui.plots.factory import plot_for
from workbench.gui.plots.learning_curve import LearningCurvePlot
from workbench.gui.results.output_dock import LIVE, OutputDock
from workbench.gui.theme import DARK
from workbench.models.majority import Majority
from workbench.nodes.confusion_view import ConfusionView
from workbench.nodes.roc_view import RocView
from workbench.runs.view import RunView
from workbench.training.events import EpochEnded

FLOW = (
    Graph()
    .with_node(Node("mlp", Majority(), title="MLP"))
    .with_node(Node("roc", RocView()))
    .with_node(Node("matrix", ConfusionView()))
)
RESULTS = Results({"roc": RocChart((), ()), "matrix": ConfusionChart(())})


def train(dock: OutputDock, view: RunView, epochs: range) -> RunView:
    for epoch in epochs:
        loss = np.full(10, 1.0 / epoch)
        view = view.after(NodeReported("mlp", EpochEnded(tuple(range(10)), epoch, 300, loss)))
        dock.show_view(view)
    return view


@pytest.fixture
def dock(qtbot: QtBot) -> OutputDock:
    dock = OutputDock(plot_for)
    qtbot.addWidget(dock)
    dock.resize(640, 360)
    dock.show_graph(FLOW)
    with qtbot.waitExposed(dock):
        dock.show()
    return dock


def started(dock: OutputDock) -> RunView:
    view = RunView().after(FlowStarted(("mlp", "roc"))).after(NodeStarted("mlp", "MLP"))
    dock.show_view(view)
    return view


def test_that_a_live_curve_behind_another_tab_is_not_redrawn(
    dock: OutputDock, qtbot: QtBot
) -> None:
    view = train(dock, started(dock), range(1, 5))
    plot = dock.tabs.widget_of(LIVE)
    assert isinstance(plot, LearningCurvePlot)
    qtbot.waitUntil(lambda: plot.is_filled, timeout=30_000)
    dock.tabs.setCurrentWidget(dock.log)
    before = plot.n_redraws
    view = train(dock, view, range(5, 200))
    qtbot.wait(250)
    assert plot.n_redraws == before
    dock.tabs.setCurrentWidget(plot)
    assert plot.n_redraws == before + 1
    assert len(plot._lines["MLP"]._parts["train"].mean.getData()[0]) == 199


def test_that_a_dock_leaves_no_timer_and_no_window(qtbot: QtBot) -> None:
    before = set(QApplication.topLevelWidgets())
    dock = OutputDock(plot_for)
    dock.show_graph(FLOW)
    with qtbot.waitExposed(dock):
        dock.show()
    train(dock, started(dock), range(1, 5))
    dock.show_results(FLOW, RESULTS)
    dock.set_theme(DARK)
    timers = dock.findChildren(QTimer)
    dock.close()
    assert not any(timer.isActive() for timer in timers)
    with qtbot.waitSignal(dock.destroyed):
        dock.deleteLater()
    assert {w for w in QApplication.topLevelWidgets() if w.isVisible()} <= before
