"""Precision-recall, calibration, lift and cost curves, and what ROC shows beside its curves."""

from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.unit.evaluation.ranked_rows import answered, made_up
from workbench.evaluation.calibration import calibration_chart
from workbench.evaluation.cost_curve import cost_chart
from workbench.evaluation.lift import lift_chart
from workbench.evaluation.precision_recall_chart import precision_recall_chart
from workbench.evaluation.predictions import Evaluation
from workbench.evaluation.roc_chart import convex_hull, roc_chart
from workbench.gui.contrast import contrast
from workbench.gui.plots.calibration import CalibrationPlot
from workbench.gui.plots.class_curves import ClassCurvesPlot
from workbench.gui.plots.cost_curve import CostCurvePlot
from workbench.gui.plots.factory import plot_for
from workbench.gui.plots.lift import LiftPlot
from workbench.gui.plots.roc import RocPlot
from workbench.gui.theme import DARK, LIGHT, Theme

MAKERS: dict[str, Callable[[Evaluation], object]] = {
    "roc": roc_chart,
    "precision_recall": precision_recall_chart,
    "calibration": lambda e: calibration_chart(e, 10, "equal width"),
    "lift": lift_chart,
    "cost_curve": lambda e: cost_chart(e, 1, 1),
}
TWO = Evaluation((made_up(name="kNN"), made_up(seed=5, name="MLP")))


def shown(qtbot: QtBot, value: object) -> ClassCurvesPlot:
    plot = plot_for(value)
    assert isinstance(plot, ClassCurvesPlot)
    qtbot.addWidget(plot)
    plot.resize(720, 400)
    plot.show_value(value)
    with qtbot.waitExposed(plot):
        plot.show()
    return plot


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("key", MAKERS)
def test_that_learners_lie_over_each_other_by_colour_and_dash(
    qtbot: QtBot, key: str, theme: Theme
) -> None:
    plot = shown(qtbot, MAKERS[key](TWO))
    plot.set_theme(theme)
    first, second = (item.pooled.opts["pen"] for item in plot.items.values())
    assert first.color() != second.color()
    assert first.dashPattern() != second.dashPattern()
    for pen in (first, second):
        assert contrast(pen.color(), plot.chart.backgroundBrush().color()) >= 3
    texts = [row.text for row in plot.chart.legend.rows]
    assert any("kNN: " in text for text in texts)
    assert any("MLP: " in text for text in texts)


@pytest.mark.parametrize("key", MAKERS)
def test_that_axes_controls_and_drawing_have_names(qtbot: QtBot, key: str) -> None:
    plot = shown(qtbot, MAKERS[key](TWO))
    assert plot.accessibleName() == plot.title
    assert plot.chart.accessibleName() == plot.title
    for side in ("left", "bottom"):
        assert plot.chart.getAxis(side).labelText
    for control in (plot.class_box, plot.show_button):
        assert control.accessibleName()
        assert control.objectName()
    for action in plot.show_menu.actions():
        assert action.objectName().startswith(plot.name)


@pytest.mark.parametrize("key", MAKERS)
def test_that_each_curve_is_read_where_the_cursor_is(qtbot: QtBot, key: str) -> None:
    plot = shown(qtbot, MAKERS[key](TWO))
    stroke = plot.items["kNN"].strong
    assert stroke is not None
    i = len(stroke.x) // 2
    words = plot.chart.read(float(stroke.x[i]), float(stroke.y[i]))
    assert words.splitlines()[0] in {"kNN", "MLP"}
    assert len(words.splitlines()) >= 4


@pytest.mark.parametrize("key", MAKERS)
def test_that_the_numbers_are_those_of_the_terminal(qtbot: QtBot, key: str) -> None:
    value = MAKERS[key](TWO)
    plot = shown(qtbot, value)
    head = value.to_csv().splitlines()[0]  # type: ignore[attr-defined]
    assert ",".join(plot.numbers()[0]) == head


@pytest.mark.parametrize("key", MAKERS)
def test_that_a_class_without_a_curve_is_told_in_a_sentence(qtbot: QtBot, key: str) -> None:
    alone = answered(np.zeros(8, np.int32), np.full((8, 2), 0.5), np.arange(8) % 2)
    plot = shown(qtbot, MAKERS[key](Evaluation((alone,))))
    plot.class_box.setCurrentText("c1")
    assert plot.is_filled
    if key != "calibration":  # which there is for any class
        assert "c1" in plot.note.text()
        assert not plot.chart.legend.rows


@pytest.mark.parametrize("key", MAKERS)
def test_that_a_regression_says_that_there_are_no_classes(qtbot: QtBot, key: str) -> None:
    plot = plot_for(MAKERS[key](Evaluation(())))
    assert isinstance(plot, ClassCurvesPlot)
    qtbot.addWidget(plot)
    plot.show_value(MAKERS[key](Evaluation(())))
    assert not plot.is_filled
    assert "No learner here tells classes apart" in plot.message.text()
    plot.show_value(None)
    assert "Run the flow" in plot.message.text()


def test_that_the_mean_of_folds_has_a_band(qtbot: QtBot) -> None:
    plot = shown(qtbot, roc_chart(TWO))
    assert isinstance(plot, RocPlot)
    assert not plot.bands
    plot.kind_box.setCurrentIndex(1)
    assert len(plot.bands) == 2
    assert any("kNN: mean AUC" in row.text for row in plot.chart.legend.rows)
    plot.band_action.setChecked(False)
    assert not plot.bands
    plot.kind_box.setCurrentIndex(2)
    mean = next(a for a in plot.value.averages if (a.how, a.label) == ("threshold", plot.label))
    x, _ = plot.items[mean.learner].pooled.getData()
    np.testing.assert_array_equal(x, mean.false_positive_rate)


def test_that_one_fold_offers_no_mean(qtbot: QtBot) -> None:
    plot = shown(qtbot, roc_chart(Evaluation((made_up(n_folds=1),))))
    assert isinstance(plot, RocPlot)
    assert plot.kind_box.isHidden()
    assert plot.kind == "pooled"


def test_that_hull_and_cost_line_are_drawn_when_asked_for(qtbot: QtBot) -> None:
    plot = shown(qtbot, roc_chart(Evaluation((made_up(name="kNN"),))))
    assert isinstance(plot, RocPlot)
    assert plot.hulls.getData()[0] is None or not len(plot.hulls.getData()[0])
    plot.hull_action.setChecked(True)
    curve = next(line.curve for line in plot.value.lines if line.label == plot.label)
    np.testing.assert_array_equal(plot.hulls.getData()[0], convex_hull(curve)[0])
    assert plot.costs.isHidden()
    plot.cost_action.setChecked(True)
    assert plot.costs.isVisible()
    slope = np.diff(plot.cost.getData()[1])[0]
    plot.costs.false_positive.setValue(4)
    assert np.diff(plot.cost.getData()[1])[0] == pytest.approx(4 * slope)
    assert any(row.text.startswith("cheapest: kNN") for row in plot.chart.legend.rows)


def test_that_a_point_shows_where_the_model_decides(qtbot: QtBot) -> None:
    plot = shown(qtbot, roc_chart(TWO))
    assert isinstance(plot, RocPlot)
    wanted = [line.decided for line in plot.value.lines if line.fold is None]
    points = [(p.pos().x(), p.pos().y()) for p in plot.decisions.points()]
    assert len(points) == 2
    assert set(points) <= set(wanted)
    plot.decided_action.setChecked(False)
    assert len(plot.decisions.points()) == 0


def test_that_bins_have_counts_and_intervals(qtbot: QtBot) -> None:
    plot = shown(qtbot, calibration_chart(Evaluation((made_up(name="kNN"),)), 10, "equal width"))
    assert isinstance(plot, CalibrationPlot)
    line = next(one for one in plot.value.lines if one.label == plot.label)
    heights = plot.bars["kNN"].getData()[1]
    assert heights.max() == line.counts.max()
    x, y = plot.whiskers["kNN"].getData()
    np.testing.assert_array_equal(x[::2], line.predicted)
    np.testing.assert_array_equal(y[::2], line.low)
    assert plot.chart.isVisible()
    assert plot.counts.isVisible()
    plot.counts_action.setChecked(False)
    assert plot.counts.isHidden()
    assert plot.note.text().startswith("kNN: Brier ")


def test_that_lift_is_drawn_instead_of_gain(qtbot: QtBot) -> None:
    plot = shown(qtbot, lift_chart(Evaluation((made_up(name="kNN"),))))
    assert isinstance(plot, LiftPlot)
    line = next(one for one in plot.value.lines if (one.label, one.fold) == (plot.label, None))
    np.testing.assert_allclose(plot.items["kNN"].pooled.getData()[1], 100 * line.gain)
    plot.kind_box.setCurrentIndex(1)
    np.testing.assert_array_equal(plot.items["kNN"].pooled.getData()[1], line.lift[1:])
    assert plot.chart.getAxis("left").labelText == "Lift (times chance)"


def test_that_costs_move_the_place_that_is_read(qtbot: QtBot) -> None:
    plot = shown(qtbot, cost_chart(Evaluation((made_up(name="kNN"),)), 1, 3))
    assert isinstance(plot, CostCurvePlot)
    assert plot.costs.costs == (1, 3)  # the node's
    line = next(one for one in plot.value.lines if (one.label, one.fold) == (plot.label, None))
    place = 3 * line.share / (3 * line.share + 1 - line.share)
    assert plot.place == pytest.approx(place)
    assert f"{line.cost_at(place):.3f} here" in plot.chart.legend.rows[0].text
    plot.costs.false_negative.setValue(1)
    assert plot.place == pytest.approx(line.share)
    plot.show_value(cost_chart(Evaluation((made_up(name="kNN"),)), 1, 3))
    assert plot.costs.costs == (1, 1)  # what was entered outlasts a run of the same node
    plot.lines_action.setChecked(True)
    assert len(plot.lines.getData()[0]) == 2 * len(line.thresholds)


def test_that_small_numbers_stand_at_the_axis_as_they_are(qtbot: QtBot) -> None:
    plot = shown(qtbot, cost_chart(TWO, 1, 1))
    axis = plot.chart.getAxis("left")
    assert axis.tickStrings([0.2, 0.4], axis.autoSIPrefixScale * axis.scale, 0.2) == ["0.2", "0.4"]


def test_that_what_is_shown_is_reached_by_keyboard(qtbot: QtBot) -> None:
    plot = shown(qtbot, roc_chart(TWO))
    plot.class_box.setFocus()
    qtbot.waitUntil(plot.class_box.hasFocus, timeout=30_000)
    seen = []
    for _ in range(6):
        QTest.keyClick(plot.focusWidget() or plot, Qt.Key.Key_Tab)
        seen.append(plot.focusWidget())
    assert plot.show_button in seen
    assert plot.chart in seen
