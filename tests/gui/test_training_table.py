"""What a training shows of each layer, in the inspector and as curves to choose from."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from workbench.core.run import Noted
from workbench.flow.events import NodeReported, NodeStarted
from workbench.gui.inspector.inspector import Inspector
from workbench.gui.inspector.training_table import TrainingTable, line_words
from workbench.gui.plots.learning_curve import LearningCurvePlot
from workbench.gui.theme import LIGHT
from workbench.runs.layer_figures import latest
from workbench.runs.live_curve import LiveCurve, live_curve
from workbench.runs.view import MOST_DIAGNOSED, NodeView, RunView
from workbench.training.curve import Curve
from workbench.training.events import Diagnosed, EpochEnded

NAN = np.nan


def diagnosed(gradient: float = 0.5, dead: float = 0.25, **more: Any) -> Diagnosed:
    """Two networks of a dense layer and a rectifier; the second has stopped."""
    figures = {
        "gradient_norm": [[gradient, NAN], [NAN, NAN]],
        "weight_mean": [[0.01, NAN], [NAN, NAN]],
        "weight_std": [[0.2, NAN], [NAN, NAN]],
        "activation_mean": [[1.0, 0.4], [NAN, NAN]],
        "activation_std": [[2.0, 0.3], [NAN, NAN]],
        "dead_share": [[NAN, dead], [NAN, NAN]],
    }
    arrays: dict[str, Any] = {name: np.array(values) for name, values in figures.items()}
    given = {"learning_rate": np.array([0.001, NAN]), "samples_per_second": 1234.0, **more}
    return Diagnosed((0, 1), 3, ("dense1", "relu1"), **arrays, **given)


def test_that_figures_are_means_over_the_networks_that_go_on() -> None:
    figures = latest([diagnosed(gradient=1.0), diagnosed(gradient=0.25)])
    assert figures is not None
    dense, relu = figures.layers
    assert (dense.name, dense.gradient_norm, dense.trend) == ("dense1", 0.25, 0.25)
    assert relu.dead_share == 0.25
    assert np.isnan(dense.dead_share)
    assert figures.learning_rate == 0.001
    assert latest([]) is None


def test_that_a_view_keeps_the_last_minute_of_what_training_showed() -> None:
    view = RunView().after(NodeStarted("mlp", "MLP"))
    for i in range(MOST_DIAGNOSED + 5):
        view = view.after(NodeReported("mlp", diagnosed(gradient=float(i))))
    kept = view.node("mlp").diagnosed
    assert len(kept) == MOST_DIAGNOSED
    assert kept[-1].gradient_norm[0, 0] == MOST_DIAGNOSED + 4


def test_that_each_layer_has_a_row(qtbot: QtBot) -> None:
    table = TrainingTable(LIGHT)
    qtbot.addWidget(table)
    table.show_diagnosed([diagnosed(dead=0.95)])
    texts = [[table.table.item(r, c).text() for c in range(4)] for r in range(2)]  # type: ignore[union-attr]
    assert texts == [["dense1", "0.5", "±0.2", ""], ["relu1", "", "", "95%"]]
    assert table.line.text() == "Epoch 3 · 1,234 samples a second · learning rate 0.001"
    dense = table.table.item(0, 0)
    assert dense is not None
    assert "Weights 0.01 ± 0.2" in dense.toolTip()
    dead = table.table.item(1, 3)
    assert dead is not None
    assert dead.foreground().color().name() == LIGHT.failed.lower()
    table.show_diagnosed(())
    assert table.isHidden()


def test_that_the_memory_of_a_graphics_card_is_told() -> None:
    figures = latest([diagnosed(device_memory=1_500_000_000)])
    assert figures is not None
    assert line_words(figures).endswith("1.50 GB on the device")


def test_that_the_inspector_draws_no_messages_anew_for_figures(qtbot: QtBot) -> None:
    inspector = Inspector()
    qtbot.addWidget(inspector)
    note = Noted("Trained in a stack.")
    inspector.show_run(NodeView("running", notes=(note,), diagnosed=(diagnosed(),)))
    rows = inspector.messages._rows
    inspector.show_run(NodeView("running", notes=(note,), diagnosed=(diagnosed(), diagnosed())))
    assert inspector.messages._rows is rows
    assert not inspector.training.isHidden()


# ------------------------------------------------------------------------ monitors


def epoch(number: int, **more: Any) -> EpochEnded:
    loss = np.array([1.0 / number, 2.0 / number])
    return EpochEnded((0, 1), number, 10, loss, train_score=1 - loss, **more)


def test_that_a_live_curve_takes_monitors_from_the_epoch_that_brings_them() -> None:
    curve = LiveCurve().after(epoch(1))
    told = {"free-energy gap": np.array([3.0, 4.0])}
    curve = curve.after(epoch(2, monitors=told, score_name="accuracy"))
    assert curve.monitors == ("free-energy gap",)
    np.testing.assert_array_equal(curve.lines("free-energy gap"), [[NAN, 3.0], [NAN, 4.0]])
    np.testing.assert_array_equal(curve.lines("train_loss"), [[1.0, 0.5], [2.0, 1.0]])
    assert curve.score_name == "accuracy"
    assert curve.lines("no such figure").size == 0


def test_that_kept_curves_have_their_monitors() -> None:
    kept = Curve(np.ones(3), monitors={"KL": np.arange(3.0)}, loss_name="bound", score_name="R²")
    curve = live_curve((kept,))
    np.testing.assert_array_equal(curve.lines("KL"), [[0.0, 1.0, 2.0]])
    assert (curve.loss_name, curve.score_name) == ("bound", "R²")


@pytest.fixture
def plot(qtbot: QtBot) -> LearningCurvePlot:
    plot = LearningCurvePlot()
    qtbot.addWidget(plot)
    plot.resize(640, 360)
    return plot


def test_that_monitors_can_be_chosen_and_go_with_their_learner(plot: LearningCurvePlot) -> None:
    told = {"pseudo-likelihood": np.array([-3.0, -5.0])}
    plot.show_live("RBM", LiveCurve().after(epoch(1, monitors=told)))
    plot._draw()
    box = plot.figure_box
    assert [box.itemText(i) for i in range(box.count())] == ["Loss", "Score", "Pseudo-likelihood"]
    box.setCurrentIndex(2)
    assert plot.figure == "pseudo-likelihood"
    x, y = plot._lines["RBM"]._parts["train"].mean.getData()
    assert (x.tolist(), y.tolist()) == ([1.0], [-4.0])
    assert plot._lines["RBM"].best == ""
    assert plot._lines["RBM"].reading(1) == ["pseudo-likelihood: -4.0000"]
    assert "pseudo-likelihood fold 1" in plot.numbers()[0]
    plot.show_live("RBM", LiveCurve().after(epoch(1)))
    plot._draw()
    assert plot.figure == "loss"
    assert box.count() == 2


def test_that_the_axis_is_called_as_the_learner_calls_its_figure(plot: LearningCurvePlot) -> None:
    curve = LiveCurve().after(epoch(1, score_name="accuracy", loss_name="reconstruction error"))
    plot.show_live("AE", curve)
    plot._draw()
    left = plot.chart.getAxis("left")
    assert left.labelText == "Reconstruction error"
    plot.figure_box.setCurrentIndex(1)
    assert left.labelText == "Accuracy"
    plot.show_live("MLP", LiveCurve().after(epoch(1, score_name="R²")))
    plot._draw()
    assert left.labelText == "Accuracy or R²"
    plot.figure_box.setCurrentIndex(0)
    assert left.labelText == "Loss per sample"  # a loss of the one is none of the other


def test_that_a_long_name_of_a_layer_can_be_read_in_a_narrow_panel(qtbot: QtBot) -> None:
    table = TrainingTable(LIGHT)
    qtbot.addWidget(table)
    figures = replace(diagnosed(gradient=0.000512), layers=("layer1_0_conv1", "relu1"))
    table.show_diagnosed([figures])
    table.resize(300, 200)  # the inspector at its usual width
    table.show()
    name = table.fontMetrics().horizontalAdvance("layer1_0_conv1")
    assert table.table.columnWidth(0) > name
