"""The plot of score curves: lines, bands, marks, axes, reading."""

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from workbench.evaluation.score_curves import (
    ScoreLine,
    SizeCurves,
    ValidationCurves,
    band,
)
from workbench.gui.plots.factory import plot_for
from workbench.gui.plots.score_curves import ScoreCurvePlot
from workbench.gui.theme import DARK

X = np.array([1.0, 3.0, 9.0, 27.0])
TEST = np.array([[0.60, 0.62], [0.70, 0.72], [0.72, 0.74], [0.66, 0.70]])
TRAIN = np.array([[1.0, 1.0], [0.9, 0.9], [0.8, 0.82], [0.7, 0.7]])


def line(name: str = "kNN", shift: float = 0.0, *, is_baseline: bool = False) -> ScoreLine:
    of = {"accuracy": TEST + shift, "log_loss": 1 - TEST}
    return ScoreLine(name, X, {"accuracy": TRAIN, "log_loss": 1 - TRAIN}, of, is_baseline)


VALIDATION = ValidationCurves("k", (line(),), ("accuracy", "log_loss"), (), simpler_is_larger=True)


@pytest.fixture
def plot(qtbot: QtBot) -> ScoreCurvePlot:
    plot = ScoreCurvePlot()
    qtbot.addWidget(plot)
    plot.resize(640, 360)
    return plot


def test_that_the_factory_draws_both_kinds(qtbot: QtBot) -> None:
    for kind in (SizeCurves, ValidationCurves):
        widget = plot_for(kind)
        assert isinstance(widget, ScoreCurvePlot)
        qtbot.addWidget(widget)


def test_that_means_bands_and_values_are_those_of_the_curves(plot: ScoreCurvePlot) -> None:
    plot.show_value(VALIDATION)
    (lines,) = plot.lines
    x, y = lines._test.getData()
    np.testing.assert_allclose(x, np.log10(X))  # spaced by factors, so on such an axis
    np.testing.assert_allclose(y, TEST.mean(axis=1))
    np.testing.assert_allclose(lines._edges[0].getData()[1], band(TEST).low)
    np.testing.assert_allclose(lines._edges[1].getData()[1], band(TEST).high)
    plot.log_box.setChecked(False)
    np.testing.assert_allclose(lines._test.getData()[0], X)


def test_that_best_and_simplest_are_marked_and_said(plot: ScoreCurvePlot) -> None:
    plot.show_value(VALIDATION)
    assert plot.choice is not None
    assert X[plot.choice.best] == 9
    words = [row.text for row in plot.chart.legend.rows]
    assert "★ best: k = 9 (0.730)" in words
    assert plot.marks.getData()[0].tolist() == [np.log10(9)]
    noisy = TEST + np.array([[0, 0], [0, 0], [-0.1, 0.1], [0, 0]])
    curve = ScoreLine("kNN", X, {"accuracy": TRAIN}, {"accuracy": noisy})
    plot.show_value(ValidationCurves("k", (curve,), ("accuracy",), (), simpler_is_larger=True))
    words = [row.text for row in plot.chart.legend.rows]
    assert "○ simplest within one standard error: k = 27 (0.680)" in words


def test_that_another_score_redraws_and_chooses_anew(plot: ScoreCurvePlot) -> None:
    plot.show_value(VALIDATION)
    plot.score_box.setCurrentIndex(1)
    np.testing.assert_allclose(plot.lines[0]._test.getData()[1], 1 - TEST.mean(axis=1))
    assert plot.choice is not None
    assert X[plot.choice.best] == 9  # the lowest loss
    plot.show_value(VALIDATION)
    assert plot.score == "log_loss"  # as chosen


def test_that_sizes_have_a_grey_baseline_and_no_mark(plot: ScoreCurvePlot) -> None:
    plot.show_value(
        SizeCurves(
            "training rows", (line("Majority", -0.2, is_baseline=True), line()), ("accuracy",)
        )
    )
    assert plot.choice is None
    assert plot.chart.getAxis("bottom").labelText == "Training rows"
    colours = [one._test.opts["pen"].color() for one in plot.lines]
    assert colours[0] == plot.theme.seen(plot.theme.secondary)
    assert colours[1] == plot.theme.seen(plot.theme.series[0])
    assert "test, band 95 % (2 folds)" in plot.chart.legend.rows[2].text


def test_that_values_that_are_no_numbers_are_written_at_the_axis(plot: ScoreCurvePlot) -> None:
    curve = ScoreLine("MLP", np.arange(4.0), {"accuracy": TRAIN}, {"accuracy": TEST})
    names = ("relu", "tanh", "sigmoid", "elu")
    plot.show_value(ValidationCurves("activation", (curve,), ("accuracy",), names))
    assert not plot.is_logarithmic
    assert not plot.log_box.isEnabled()
    assert plot.chart.read(1.1, 0.7).startswith("Activation: tanh\nMLP\n  test: 0.710 (")


def test_that_training_scores_and_folds_can_be_left_out(plot: ScoreCurvePlot) -> None:
    plot.show_value(VALIDATION)
    (lines,) = plot.lines
    assert lines.high == pytest.approx(1.0)
    plot.train_box.setChecked(False)
    assert not lines._train.isVisible()
    assert lines.high < 1.0
    plot.folds_box.setChecked(True)
    path = lines._folds.getPath()
    assert sum(path.elementAt(i).isMoveTo() for i in range(path.elementCount())) == 2


def test_that_nothing_teaches_and_themes_change_colours(plot: ScoreCurvePlot) -> None:
    plot.show_value(None)
    assert not plot.is_filled
    assert "Run the flow" in plot.message.text()
    plot.show_value(VALIDATION)
    before = plot.lines[0]._test.opts["pen"].color()
    plot.set_theme(DARK)
    assert plot.lines[0]._test.opts["pen"].color() != before
    assert plot.numbers()[0][:3] == ["learner", "score", "k"]
