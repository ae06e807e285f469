"""The ROC plot: lines, legend, class chooser, reading."""

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from workbench.data.schema import Attribute
from workbench.evaluation.predictions import Evaluation, Predictions
from workbench.evaluation.roc_chart import RocChart, roc_chart
from workbench.gui.plots.roc import RocPlot
from workbench.gui.theme import DARK


def predictions(name: str, seed: int, labels: tuple[str, ...] = ("no", "yes")) -> Predictions:
    generator = np.random.default_rng(seed)
    n, c = 200, len(labels)
    actual = generator.integers(0, c, n).astype(np.int32)
    raw = generator.random((n, c))
    raw[np.arange(n), actual] += 0.4
    probabilities = raw / raw.sum(axis=1, keepdims=True)
    return Predictions(
        learner="knn",
        name=name,
        parameters={},
        test="cv:4",
        seed=1,
        attribute=Attribute("class", "nominal", labels, "class"),
        sample_ids=np.arange(n),
        fold=np.arange(n) // 50,
        actual=actual,
        predicted=probabilities.argmax(axis=1).astype(np.int32),
        probabilities=probabilities,
        baseline=None,
        curves=(),
        seconds=1.0,
    )


@pytest.fixture
def plot(qtbot: QtBot) -> RocPlot:
    plot = RocPlot()
    qtbot.addWidget(plot)
    plot.resize(640, 360)
    return plot


def test_that_the_pooled_line_is_the_curve_of_the_chosen_class(plot: RocPlot) -> None:
    chart = roc_chart(Evaluation((predictions("kNN", 1),)))
    plot.show_value(chart)
    assert plot.label == "yes"  # of two classes the second is the positive one
    for label in ("yes", "no"):
        plot.class_box.setCurrentText(label)
        line = next(one for one in chart.lines if one.fold is None and one.label == label)
        x, y = plot.items["kNN"].pooled.getData()
        np.testing.assert_array_equal(x, line.curve.false_positive_rate)
        np.testing.assert_array_equal(y, line.curve.true_positive_rate)


def test_that_the_folds_are_one_item_of_as_many_pieces(plot: RocPlot) -> None:
    plot.show_value(roc_chart(Evaluation((predictions("kNN", 1),))))
    path = plot.items["kNN"].folds.getPath()
    assert sum(path.elementAt(i).isMoveTo() for i in range(path.elementCount())) == 4


def test_that_the_legend_writes_the_area(plot: RocPlot) -> None:
    chart = roc_chart(Evaluation((predictions("kNN", 1), predictions("MLP", 2))))
    plot.show_value(chart)
    texts = [row.text for row in plot.chart.legend.rows]
    for name in ("kNN", "MLP"):
        line = next(
            one for one in chart.lines if (one.learner, one.label, one.fold) == (name, "yes", None)
        )
        low, high = line.interval or (0.0, 0.0)
        assert f"{name}: AUC {line.curve.auc:.3f} [{low:.3f}, {high:.3f}]" in texts
    assert sum(text.startswith("folds: AUC ") for text in texts) == 2
    plot.folds_action.setChecked(False)
    assert not any(row.text.startswith("folds: ") for row in plot.chart.legend.rows)


def test_that_learners_differ_by_dash_and_colour(plot: RocPlot) -> None:
    plot.show_value(roc_chart(Evaluation((predictions("kNN", 1), predictions("MLP", 2)))))
    first, second = (item.pooled.opts["pen"] for item in plot.items.values())
    assert first.color() != second.color()
    assert first.dashPattern() != second.dashPattern()


def test_that_hovering_reads_threshold_and_rates(plot: RocPlot) -> None:
    chart = roc_chart(Evaluation((predictions("kNN", 1),)))
    plot.show_value(chart)
    curve = next(one.curve for one in chart.lines if one.label == "yes" and one.fold is None)
    i = len(curve.thresholds) // 2
    words = plot.chart.read(
        float(curve.false_positive_rate[i]) + 1e-4, float(curve.true_positive_rate[i])
    )
    assert f"threshold {curve.thresholds[i]:.4g}" in words
    assert f"true positive rate {curve.true_positive_rate[i]:.3f}" in words
    assert plot.chart.read(0.95, 0.05) == ""  # nothing is near


def test_that_the_chosen_class_outlasts_a_new_run(plot: RocPlot) -> None:
    labels = ("a", "b", "c")
    plot.show_value(roc_chart(Evaluation((predictions("kNN", 1, labels),))))
    plot.class_box.setCurrentText("c")
    plot.chart.zoom(0.5)
    zoomed = plot.chart.getViewBox().viewRange()
    plot.show_value(roc_chart(Evaluation((predictions("kNN", 2, labels),))))
    assert plot.label == "c"
    assert plot.chart.getViewBox().viewRange() == zoomed


def test_that_learners_that_are_gone_leave_no_items(plot: RocPlot) -> None:
    plot.show_value(roc_chart(Evaluation((predictions("kNN", 1),))))
    n_items = len(plot.chart.getPlotItem().items)
    plot.show_value(roc_chart(Evaluation((predictions("MLP", 1),))))
    assert len(plot.chart.getPlotItem().items) == n_items


def test_that_no_chart_shows_the_empty_state(plot: RocPlot) -> None:
    plot.set_theme(DARK)
    plot.show_value(None)
    assert not plot.is_filled
    assert "Run the flow to see the curve." in plot.message.text()


def test_that_a_result_without_classes_says_so_and_asks_for_no_run(plot: RocPlot) -> None:
    plot.show_value(RocChart((), ()))
    assert not plot.is_filled
    assert "No learner here tells classes apart" in plot.message.text()
    plot.show_value(None)
    assert "Run the flow" in plot.message.text()
