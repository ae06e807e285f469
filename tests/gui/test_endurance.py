"""A live plot for a minute: some versions of PySide6 end the process within ten seconds."""

import time

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from workbench.flow.graph import Graph, Link, Node
from workbench.gui.plots.factory import plot_for
from workbench.gui.results.output_dock import OutputDock
from workbench.nodes.catalog import catalog
from workbench.runs.live_curve import LiveCurve
from workbench.runs.view import NodeView, RunView
from workbench.training.events import EpochEnded

SECONDS = 60.0
N_FOLDS, N_EPOCHS = 10, 200
FRAME_MS = 33


@pytest.mark.slow
def test_that_a_learning_curve_lives_for_a_minute(qtbot: QtBot) -> None:
    kinds = catalog()
    graph = Graph().with_node(Node("mlp", kinds["mlp"].parse({})))
    graph = graph.with_node(Node("curve", kinds["learning_curve"].parse({})))
    graph = graph.with_link(Link("mlp", "fits", "curve", "fits"))
    dock = OutputDock(plot_for)
    qtbot.addWidget(dock)
    dock.resize(800, 300)
    dock.show()
    dock.show_graph(graph)
    n_frames = 0
    until = time.monotonic() + SECONDS
    while time.monotonic() < until:
        curve = LiveCurve()
        for epoch in range(1, N_EPOCHS + 1):
            curve = curve.after(ended(epoch))
            dock.show_view(RunView({"mlp": NodeView("running", "MLP", curve=curve)}, True))
            qtbot.wait(FRAME_MS)
            n_frames += 1
            if time.monotonic() >= until:
                break
    assert n_frames > 100
    assert not dock.grab().isNull()


def ended(epoch: int) -> EpochEnded:
    fall = np.exp(-epoch / 40) + 0.02 * np.arange(N_FOLDS)
    return EpochEnded(tuple(range(N_FOLDS)), epoch, N_EPOCHS, fall, fall + 0.1, 1 - fall, 1 - fall)
