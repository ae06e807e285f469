"""Ways to draw learning curves: bands, smoothing, logarithmic epochs, marks, hidden learners."""

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from tests.gui.test_plots_learning_curve import grow, losses, show
from workbench.evaluation.charts import LearnerCurves, LearningCurves
from workbench.evaluation.curve_lines import smoothed, spread
from workbench.gui.plots.learning_curve import LearningCurvePlot
from workbench.runs.live_curve import LiveCurve
from workbench.training.curve import Curve


@pytest.fixture
def plot(qtbot: QtBot) -> LearningCurvePlot:
    plot = LearningCurvePlot()
    qtbot.addWidget(plot)
    plot.resize(640, 360)
    return plot


def test_that_a_band_about_the_mean_is_drawn_and_said(plot: LearningCurvePlot) -> None:
    values = losses(10, 40)
    plot.show_value(LearningCurves((LearnerCurves("MLP", tuple(Curve(v) for v in values)),)))
    band = plot._lines["MLP"]._parts["train"].band
    low, high = spread(values, "interval")
    np.testing.assert_allclose(band.getData()[1], np.concatenate([low, high[::-1]]))
    assert "95 % interval" in plot.chart.legend.rows[-1].text
    plot.choices.band_box.setCurrentIndex(1)
    low, _ = spread(values, "deviation")
    np.testing.assert_allclose(band.getData()[1][:40], low)
    assert "± 1 standard deviation" in plot.chart.legend.rows[-1].text
    plot.choices.band_box.setCurrentIndex(2)
    assert not len(band.getData()[0])


def test_that_smoothing_keeps_the_raw_line_and_the_numbers(plot: LearningCurvePlot) -> None:
    values = losses(3, 40)
    plot.show_value(LearningCurves((LearnerCurves("MLP", tuple(Curve(v) for v in values)),)))
    before = [row.text for row in plot.chart.legend.rows]
    part = plot._lines["MLP"]._parts["train"]
    assert not len(part.raw.getData()[0])
    plot.choices.slider.setValue(80)
    np.testing.assert_allclose(part.mean.getData()[1], smoothed(values, 0.8).mean(axis=0))
    np.testing.assert_allclose(part.raw.getData()[1], values.mean(axis=0))
    assert [row.text for row in plot.chart.legend.rows] == before
    assert plot.choices.smoothing_label.text() == "0.80"


def test_that_epochs_may_lie_on_a_logarithmic_axis(plot: LearningCurvePlot) -> None:
    plot.show_value(LearningCurves((LearnerCurves("MLP", (Curve(losses(1, 40)[0]),)),)))
    plot.choices.log_x_box.setChecked(True)
    x, _ = plot._lines["MLP"]._parts["train"].mean.getData()
    np.testing.assert_allclose(x, np.log10(np.arange(1, 41)))
    assert plot.chart.bounds[:2] == pytest.approx((0, np.log10(40)))
    assert plot.chart.read(1.0, 0.5).startswith("Epoch 10\n")


def test_that_the_epochs_whose_weights_were_kept_are_marked(plot: LearningCurvePlot) -> None:
    values = losses(2, 30)
    curves = tuple(Curve(v, v + 0.1, best_epoch=b) for v, b in zip(values, (12, 25), strict=True))
    plot.show_value(LearningCurves((LearnerCurves("MLP", curves),)))
    places = plot.marks.getData()[0].tolist()
    assert {12.0, 25.0} <= set(places)
    texts = [row.text for row in plot.chart.legend.rows]
    assert "▲ weights kept of epoch 12–25, stopped after 30" in texts
    whole = tuple(Curve(v, best_epoch=30) for v in values)  # nothing was stopped
    plot.show_value(LearningCurves((LearnerCurves("MLP", whole),)))
    assert not any("▲" in row.text for row in plot.chart.legend.rows)


def test_that_the_cursor_reads_the_fold_it_is_on(plot: LearningCurvePlot, qtbot: QtBot) -> None:
    show(plot, qtbot)
    values = np.stack([np.full(20, level) for level in (0.2, 0.5, 0.9)])
    plot.show_value(LearningCurves((LearnerCurves("MLP", tuple(Curve(v) for v in values)),)))
    assert plot.chart.read(7.0, 0.9).endswith("\nfold 3, train: 0.9000")
    assert "fold" not in plot.chart.read(7.0, 0.7)


def test_that_a_learner_is_hidden_whole_with_its_marks(plot: LearningCurvePlot) -> None:
    for name in ("a", "b"):
        plot.show_live(name, grow(LiveCurve(), losses(2, 5)))
    plot._draw()
    assert len(plot.marks.getData()[0]) == 2
    plot.chart.shown_lines.toggle("a")
    hidden = [i for part in plot._lines["a"]._parts.values() for i in part.items]
    assert {item.opacity() for item in hidden} == {0.0}
    assert plot._lines["b"]._parts["train"].mean.opacity() == 1.0
    assert len(plot.marks.getData()[0]) == 1
    plot.show_live("a", grow(LiveCurve(), losses(2, 9)))  # goes on training, hidden
    plot._draw()
    assert {item.opacity() for item in hidden} == {0.0}


def test_that_the_legend_of_three_learners_stays_within_a_low_dock(
    plot: LearningCurvePlot, qtbot: QtBot
) -> None:
    for name in ("Multilayer perceptron", "Deep belief network", "Convolutional network"):
        plot.show_live(name, grow(LiveCurve(), losses(10, 30)))
    plot._draw()
    show(plot, qtbot)
    for size in ((1000, 180), (420, 200), (640, 140)):
        plot.resize(*size)
        plot.chart.place_legend()
        legend = plot.chart.legend.sceneBoundingRect()
        assert plot.chart.getPlotItem().sceneBoundingRect().contains(legend), size
