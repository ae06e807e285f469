"""The threshold explorer: one slider moves everything, and its choice goes into the flow."""

import numpy as np
import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tests.unit.evaluation.ranked_rows import answered, made_up
from workbench.evaluation.predictions import Evaluation
from workbench.evaluation.ranking import ranked
from workbench.evaluation.threshold import (
    Costs,
    ThresholdChart,
    ThresholdChoice,
    best_threshold,
    decided_at,
    threshold_chart,
)
from workbench.flow.graph import Link
from workbench.gui.main_window import MainWindow
from workbench.gui.plots.factory import plot_for
from workbench.gui.plots.threshold import ThresholdExplorer
from workbench.gui.theme import DARK, LIGHT
from workbench.nodes.decision_threshold import ThresholdOfModels

RESULT = made_up(name="kNN")
TWO = Evaluation((RESULT, made_up(seed=5, name="MLP")))


@pytest.fixture
def explorer(qtbot: QtBot) -> ThresholdExplorer:
    explorer = plot_for(ThresholdChart)
    assert isinstance(explorer, ThresholdExplorer)
    qtbot.addWidget(explorer)
    explorer.resize(1000, 520)
    explorer.show_value(threshold_chart(TWO))
    with qtbot.waitExposed(explorer):
        explorer.show()
    return explorer


def places(explorer: ThresholdExplorer) -> list[tuple[float, float]]:
    charts = explorer.board.charts
    return [(p.pos().x(), p.pos().y()) for one in charts.all for p in one.point.points()]


def test_that_the_slider_moves_all_points_and_the_matrix(explorer: ThresholdExplorer) -> None:
    assert (explorer.label, explorer.threshold) == ("c1", 0.5)
    for value in (0.3, 0.8):
        explorer.slider.setValue(round(1000 * value))
        at = decided_at(ranked(RESULT, 1), value)
        assert at.recall is not None
        roc, precision_recall, gain, cost = places(explorer)
        assert roc == pytest.approx((at.false_positive_rate, at.recall))
        assert precision_recall == pytest.approx((at.recall, at.precision))
        assert gain == pytest.approx((100 * (at.chosen or 0), 100 * at.recall))
        share = (at.tp + at.fn) / at.n
        assert cost[0] == pytest.approx(share)
        assert cost[1] == pytest.approx(1 - (at.accuracy or 0))  # equal costs: the error rate
        np.testing.assert_array_equal(
            explorer.board.matrix.figures.counts, [[at.tn, at.fp], [at.fn, at.tp]]
        )
        assert f"{at.precision:.3f} [" in explorer.board.words.text()
        assert explorer.spin.value() == value


def test_that_arrows_and_digits_choose_the_threshold(
    explorer: ThresholdExplorer, qtbot: QtBot
) -> None:
    explorer.slider.setFocus()
    qtbot.waitUntil(explorer.slider.hasFocus, timeout=30_000)
    QTest.keyClick(explorer.slider, Qt.Key.Key_Right)
    assert explorer.threshold == 0.501
    QTest.keyClick(explorer.slider, Qt.Key.Key_PageUp)
    assert explorer.threshold == 0.551
    explorer.spin.selectAll()
    QTest.keyClicks(explorer.spin, "0.25")
    QTest.keyClick(explorer.spin, Qt.Key.Key_Return)
    assert explorer.threshold == 0.25
    assert explorer.slider.value() == 250


@pytest.mark.parametrize("goal", ["cheapest", "f1", "youden"])
def test_that_the_buttons_go_to_the_best_threshold(explorer: ThresholdExplorer, goal: str) -> None:
    explorer.costs.set_costs(1, 7)
    suffix = {"cheapest": "Cheapest", "f1": "F1", "youden": "Youden"}[goal]
    button = explorer.findChild(type(explorer.keep_button), f"threshold{suffix}")
    assert button is not None
    button.click()
    wanted = best_threshold(ranked(RESULT, 1), goal, Costs(1, 7))  # type: ignore[arg-type]
    assert explorer.threshold == wanted


def test_that_costs_are_told_and_moved_along_the_cost_curve(explorer: ThresholdExplorer) -> None:
    before = places(explorer)[3]
    explorer.costs.false_negative.setValue(5)
    assert places(explorer)[3][0] > before[0]
    at = explorer.decided
    assert at is not None
    assert f"{at.cost(Costs(1, 5)):.3f}" in explorer.board.words.text()


def test_that_learner_class_and_threshold_outlast_a_new_run(explorer: ThresholdExplorer) -> None:
    explorer.learner_box.setCurrentText("MLP")
    explorer.class_box.setCurrentText("c0")
    explorer.set_threshold(0.42)
    explorer.show_value(threshold_chart(TWO))
    assert explorer.learner_box.currentText() == "MLP"
    assert (explorer.label, explorer.threshold) == ("c0", 0.42)
    explorer.show_value(threshold_chart(TWO, threshold=0.7))  # the node's parameter was changed
    assert explorer.threshold == 0.7


def test_that_keeping_asks_for_what_is_chosen(explorer: ThresholdExplorer, qtbot: QtBot) -> None:
    explorer.set_threshold(0.3)
    with qtbot.waitSignal(explorer.threshold_wanted) as asked:
        QTest.mouseClick(explorer.keep_button, Qt.MouseButton.LeftButton)
    assert asked.args == [ThresholdChoice("kNN", "c1", 0.3)]


def test_that_nothing_and_one_class_are_no_failure(explorer: ThresholdExplorer) -> None:
    alone = answered(np.zeros(4, np.int32), np.full((4, 2), 0.5), np.arange(4) % 2)
    explorer.show_value(threshold_chart(Evaluation((alone,))))
    assert explorer.is_filled
    assert places(explorer) == []
    assert "–" in explorer.board.words.text()
    explorer.show_value(threshold_chart(Evaluation(())))
    assert not explorer.is_filled
    assert "No learner here tells classes apart" in explorer.message.text()
    explorer.keep()
    explorer.choose_best("f1")


@pytest.mark.parametrize("size", [(430, 420), (760, 300), (1270, 300), (1000, 520)])
def test_that_every_part_has_room_in_any_pane(
    explorer: ThresholdExplorer, size: tuple[int, int], qtbot: QtBot
) -> None:
    explorer.resize(*size)
    qtbot.waitUntil(lambda: explorer.size().toTuple() == size, timeout=30_000)
    for theme in (DARK, LIGHT):
        explorer.set_theme(theme)
    board = explorer.board
    body = board.widget()
    assert body is not None
    inside = body.rect()
    parts: list[QWidget] = [one.chart for one in board.charts.all]
    for part in (*parts, board.matrix, board.words):
        assert inside.contains(part.geometry()), part.objectName()
        assert part.height() >= 100
    controls: list[QWidget] = [explorer.slider, explorer.spin, explorer.keep_button]
    for control in (*controls, explorer.learner_box):
        corner = control.mapTo(explorer, control.rect().topLeft())
        assert explorer.rect().contains(QRect(corner, control.size()))
        assert control.width() >= 40


def test_that_the_kept_threshold_is_one_edit_that_undo_takes_back(window: MainWindow) -> None:
    window.begin(None)
    flow, document = window.flow, window.document
    view = flow.add_component("threshold")
    link = Link("evaluate", "evaluation", view, "evaluation")
    flow.level.edit(flow.level.graph.with_link(link), "Link")
    before = document.graph
    learner = before.node("mlp").name
    flow.output.panes.show_value(view, "Threshold", threshold_chart(Evaluation((RESULT,))))
    explorer = flow.output.panes.widget_of(view)
    assert isinstance(explorer, ThresholdExplorer)
    explorer.threshold_wanted.emit(ThresholdChoice(learner, "tested_positive", 0.3))
    wanted = ThresholdOfModels(label="tested_positive", threshold=0.3)
    assert document.graph.node("decision_threshold").component == wanted
    words = flow.message_bar.words.text()
    assert words == f"The threshold 0.3 of 'tested_positive' stands in the flow, behind {learner}."
    arriving = [k.source for k in document.graph.inputs_of("evaluate")]
    assert arriving == ["decision_threshold"]
    explorer.threshold_wanted.emit(ThresholdChoice(learner, "tested_positive", 0.4))
    changed = wanted.with_parameters({"threshold": 0.4})
    assert document.graph.node("decision_threshold").component == changed
    document.undo()
    document.undo()
    assert document.graph == before
    explorer.threshold_wanted.emit(ThresholdChoice("Gone", "tested_positive", 0.4))
    assert document.graph == before
    assert "No learner 'Gone'" in flow.message_bar.words.text()


def test_that_a_threshold_for_all_variants_of_a_learner_is_told(window: MainWindow) -> None:
    window.begin(None)
    flow, document = window.flow, window.document
    view = flow.add_component("threshold")
    link = Link("evaluate", "evaluation", view, "evaluation")
    flow.level.edit(flow.level.graph.with_link(link).with_sweep("mlp", "epochs", [2, 3]), "Sweep")
    flow.output.panes.show_value(view, "Threshold", threshold_chart(Evaluation((RESULT,))))
    explorer = flow.output.panes.widget_of(view)
    assert isinstance(explorer, ThresholdExplorer)
    name = f"{document.graph.node('mlp').name} (epochs = 3)"
    explorer.threshold_wanted.emit(ThresholdChoice(name, "tested_positive", 0.3))
    assert "decision_threshold" in document.graph.nodes
    words = flow.message_bar.words.text()
    assert words.startswith("The threshold 0.3 of 'tested_positive' holds for all 2 variants")
