"""Learning curves: what is drawn is the value, live or finished, and cheaply."""

from dataclasses import replace

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from workbench.data.dataset import FloatArray
from workbench.evaluation.charts import LearnerCurves, LearningCurves
from workbench.gui.plots.fold_lines import FoldLines, grown, grown_end, mean_of_folds
from workbench.gui.plots.learning_curve import LearningCurvePlot
from workbench.gui.theme import DARK, LIGHT
from workbench.runs.live_curve import LiveCurve
from workbench.training.curve import Curve
from workbench.training.events import EpochEnded


def losses(n_folds: int, n_epochs: int) -> FloatArray:
    generator = np.random.default_rng(1)
    falling = np.exp(-np.arange(n_epochs) / 20)
    return np.asarray(0.3 + falling + generator.normal(0, 0.02, (n_folds, n_epochs)))


def grow(curve: LiveCurve, values: FloatArray, start: int = 0, **more: object) -> LiveCurve:
    folds = tuple(range(len(values)))
    for epoch in range(start, values.shape[1]):
        column = values[:, epoch]
        curve = curve.after(
            EpochEnded(folds, epoch + 1, 300, column, column + 0.1, 1 - column, **more)  # type: ignore[arg-type]
        )
    return curve


@pytest.fixture
def plot(qtbot: QtBot) -> LearningCurvePlot:
    plot = LearningCurvePlot()
    qtbot.addWidget(plot)
    plot.resize(640, 360)
    return plot


def show(plot: LearningCurvePlot, qtbot: QtBot) -> None:
    with qtbot.waitExposed(plot):
        plot.show()


def test_that_the_mean_line_is_the_mean_of_the_folds(plot: LearningCurvePlot) -> None:
    values = losses(10, 40)
    plot.show_value(LearningCurves((LearnerCurves("MLP", tuple(Curve(v) for v in values)),)))
    x, y = plot._lines["MLP"]._parts["train"].mean.getData()
    assert x.tolist() == list(range(1, 41))
    np.testing.assert_allclose(y, values.mean(axis=0), rtol=1e-12)


def test_that_all_folds_are_one_item_with_gaps_between_them(plot: LearningCurvePlot) -> None:
    values = losses(3, 5)
    plot.show_value(LearningCurves((LearnerCurves("MLP", tuple(Curve(v) for v in values)),)))
    item = plot._lines["MLP"]._parts["train"].fold_lines
    x, y = item.getData()
    np.testing.assert_array_equal(y, values.ravel())
    assert x.tolist() == [1, 2, 3, 4, 5] * 3
    assert item.opts["connect"].tolist() == [1, 1, 1, 1, 0] * 3
    # A path of three pieces: it moves, rather than draws, to the first point of each fold.
    path = item.getPath()
    moves = [i for i in range(path.elementCount()) if path.elementAt(i).isMoveTo()]
    assert moves == [0, 5, 10]


def test_that_gaps_within_a_fold_are_not_joined() -> None:
    strokes = FoldLines().strokes(np.array([[1.0, np.nan, 3.0, 4.0], [5.0, 6.0, np.nan, np.nan]]))
    assert strokes.y.tolist() == [1, 3, 4, 5, 6]
    assert strokes.joined.tolist() == [0, 1, 0, 1, 0]


def test_that_the_mean_ends_where_fewer_than_half_of_the_folds_go_on() -> None:
    values = np.array([[1.0, 2.0, 3.0], [3.0, 4.0, np.nan], [5.0, np.nan, np.nan]])
    mean = mean_of_folds(values)
    assert mean[:2].tolist() == [3.0, 3.0]
    assert np.isnan(mean[2])


def test_that_bounds_only_grow_and_in_round_steps() -> None:
    first = grown(None, 0.31, 0.69)
    assert first[0] <= 0.31
    assert first[1] >= 0.69
    assert grown(first, 0.4, 0.5) == first
    assert grown(first, 0.4, 0.9)[1] >= 0.9
    assert [grown_end(10, n) for n in (3, 11, 17, 300, 301)] == [10, 15, 20, 300, 400]


def test_that_many_live_updates_add_no_items_and_draw_seldom(
    plot: LearningCurvePlot, qtbot: QtBot
) -> None:
    show(plot, qtbot)
    values = losses(10, 300)
    curve = grow(LiveCurve(), values[:, :1])
    plot.show_live("MLP", curve)
    qtbot.waitUntil(lambda: not plot._is_due, timeout=30_000)
    n_items, n_redraws = len(plot.chart.getPlotItem().items), plot.n_redraws
    for epoch in range(1, 300):
        curve = grow(curve, values[:, : epoch + 1], epoch)
        plot.show_live("MLP", curve)
    qtbot.waitUntil(lambda: not plot._is_due, timeout=30_000)
    assert len(plot.chart.getPlotItem().items) == n_items
    assert plot.n_redraws - n_redraws <= 2  # all 299 came within one interval
    x, _ = plot._lines["MLP"]._parts["train"].mean.getData()
    assert len(x) == 300


def test_that_a_hidden_plot_is_drawn_once_when_it_is_shown(
    plot: LearningCurvePlot, qtbot: QtBot
) -> None:
    before = plot.n_redraws
    curve = LiveCurve()
    values = losses(2, 20)
    for epoch in range(20):
        curve = grow(curve, values[:, : epoch + 1], epoch)
        plot.show_live("MLP", curve)
    qtbot.wait(250)
    assert plot.n_redraws == before
    show(plot, qtbot)
    assert plot.n_redraws == before + 1
    assert plot.is_filled


def test_that_the_range_stays_between_redraws_unless_the_curve_outgrows_it(
    plot: LearningCurvePlot, qtbot: QtBot
) -> None:
    values = np.clip(losses(2, 60), 0.5, 1.2)
    curve = grow(LiveCurve(), values[:, :41])
    plot.show_live("MLP", curve)
    show(plot, qtbot)
    before = plot.chart.getViewBox().viewRange()
    plot.show_live("MLP", grow(curve, values[:, :49], 41))
    plot._draw()
    assert plot.chart.getViewBox().viewRange() == before


def test_that_the_users_zoom_outlasts_updates_and_reset_ends_it(plot: LearningCurvePlot) -> None:
    values = losses(2, 100)
    plot.show_live("MLP", grow(LiveCurve(), values[:, :10]))
    plot._draw()
    plot.chart.zoom(0.5)
    zoomed = plot.chart.getViewBox().viewRange()
    plot.show_live("MLP", grow(LiveCurve(), values))
    plot._draw()
    assert plot.chart.getViewBox().viewRange() == zoomed
    plot.reset_view()
    assert plot.chart.getViewBox().viewRange()[0] == [0, 100]


def test_that_the_lowest_watched_loss_is_written_and_marked(plot: LearningCurvePlot) -> None:
    loss = np.array([0.9, 0.5, 0.7])
    watched = np.array([0.8, 0.6, 0.65])
    plot.show_value(LearningCurves((LearnerCurves("MLP", (Curve(loss, watched),)),)))
    assert "lowest validation loss 0.6000 at epoch 2" in [r.text for r in plot.chart.legend.rows]
    assert plot.marks.getData()[0].tolist() == [2.0]


def test_that_what_was_only_watched_is_called_so(plot: LearningCurvePlot) -> None:
    plot.show_live("MLP", grow(LiveCurve(), losses(2, 5), watched="held-out"))
    plot._draw()
    words = " ".join(row.text for row in plot.chart.legend.rows)
    assert "held out, watched only" in words
    assert "validation" not in words


def test_that_a_logarithmic_axis_draws_logarithms_and_writes_losses(
    plot: LearningCurvePlot,
) -> None:
    plot.show_value(LearningCurves((LearnerCurves("MLP", (Curve(np.array([10.0, 1.0, 0.1])),)),)))
    plot.log_box.setChecked(True)
    _, y = plot._lines["MLP"]._parts["train"].mean.getData()
    np.testing.assert_allclose(y, [1, 0, -1])
    assert "lowest train loss 0.1000 at epoch 3" in [r.text for r in plot.chart.legend.rows]


def test_that_validation_is_dashed_and_train_solid(plot: LearningCurvePlot) -> None:
    plot.show_live("MLP", grow(LiveCurve(), losses(2, 5)))
    plot._draw()
    parts = plot._lines["MLP"]._parts
    assert not parts["train"].mean.opts["pen"].dashPattern()
    assert parts["validation"].mean.opts["pen"].dashPattern()


def test_that_the_cursor_reads_an_epoch(plot: LearningCurvePlot) -> None:
    plot.show_value(LearningCurves((LearnerCurves("MLP", (Curve(np.array([0.9, 0.5])),)),)))
    assert plot.chart.read(1.8, 0.4) == "Epoch 2\ntrain: 0.5000"


def test_that_an_empty_plot_says_what_will_appear(plot: LearningCurvePlot) -> None:
    plot.show_value(LearningCurves(()))
    assert not plot.is_filled
    assert "Run a flow" in plot.message.text()


def test_that_themes_change_colours_and_not_data(plot: LearningCurvePlot) -> None:
    plot.show_live("MLP", grow(LiveCurve(), losses(2, 5)))
    plot._draw()
    part = plot._lines["MLP"]._parts["train"]
    light, before = part.mean.opts["pen"].color(), part.mean.getData()[1].copy()
    plot.set_theme(DARK)
    assert part.mean.opts["pen"].color() != light
    np.testing.assert_array_equal(part.mean.getData()[1], before)
    plot.set_theme(LIGHT)
    assert part.mean.opts["pen"].color() == light


def test_that_curves_of_other_learners_can_be_forgotten(plot: LearningCurvePlot) -> None:
    for name in ("a", "b"):
        plot.show_live(name, grow(LiveCurve(), losses(2, 5)))
    plot._draw()
    n_items = len(plot.chart.getPlotItem().items)
    plot.keep_only(frozenset({"b"}))
    assert len(plot.chart.getPlotItem().items) == n_items - 8
    assert plot._lines.keys() == {"b"}


def test_that_the_numbers_hold_every_fold_and_epoch(plot: LearningCurvePlot) -> None:
    values = losses(2, 3)
    plot.show_value(LearningCurves((LearnerCurves("MLP", tuple(Curve(v) for v in values)),)))
    rows = plot.numbers()
    assert rows[0] == ["epoch", "MLP train loss fold 1", "MLP train loss fold 2"]
    assert len(rows) == 4
    assert float(rows[3][2]) == pytest.approx(values[1, 2], rel=1e-5)


def test_that_a_learner_keeps_its_colour_and_its_place_whatever_is_trained_first(
    plot: LearningCurvePlot, qtbot: QtBot
) -> None:
    curve = grow(LiveCurve(), losses(2, 4))
    for name, place in (("B", 2), ("A", 0)):  # the link between brings no curve
        plot.show_live(name, replace(curve, place=place))
    plot._draw()
    live = {name: lines._colour.name() for name, lines in plot._lines.items()}
    value = tuple(Curve(v) for v in losses(2, 4))
    plot.show_value(LearningCurves((LearnerCurves("A", value, 0), LearnerCurves("B", value, 2))))
    assert {name: lines._colour.name() for name, lines in plot._lines.items()} == live
    assert list(plot._lines) == list(live) == ["A", "B"]
    assert live["A"] != live["B"]
