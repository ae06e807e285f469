"""The comparison as it is seen: verdict, table, pairs, mean ranks, and what is taken away."""

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt, QThreadPool
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from workbench.evaluation.comparison.trials import Comparison, DataSetTrials
from workbench.evaluation.comparison.verdict import verdict
from workbench.gui.plots.comparison import ComparisonPlot
from workbench.gui.plots.factory import plot_for
from workbench.gui.theme import DARK, LIGHT, Theme


def comparison(n_data_sets: int, gaps: tuple[float, ...] = (0.0, 0.10, 0.105)) -> Comparison:
    """Learners that lie apart by ``gaps``, with noise that all share and some of their own."""
    random = np.random.default_rng(1)
    data_sets = []
    for number in range(n_data_sets):
        shared = random.normal(0.7, 0.03, 100)
        own = random.normal(0, 0.01, (len(gaps), 100))
        accuracy = shared + np.array(gaps)[:, None] + own
        values = np.stack([accuracy, accuracy - 0.1], axis=1)  # accuracy, auc
        places = np.arange(100)
        sizes = np.full(100, 90), np.full(100, 10)
        data_sets.append(DataSetTrials(f"set{number}", places // 10, places % 10, *sizes, values))
    names = ("Majority class", "Logistic regression", "MLP")
    return Comparison(names, names[:2], ("accuracy", "auc"), tuple(data_sets))


def shown(qtbot: QtBot, value: Comparison) -> ComparisonPlot:
    plot = ComparisonPlot()
    qtbot.addWidget(plot)
    plot.resize(1000, 500)
    plot.show()
    plot.show_value(value)
    wait(qtbot)
    return plot


def wait(_qtbot: QtBot) -> None:
    assert QThreadPool.globalInstance().waitForDone(30_000)
    QGuiApplication.processEvents()


def text(plot: ComparisonPlot, row: int, column: int) -> str:
    return plot.drawn.table.values.text(row, column)


def test_that_the_window_draws_comparisons(qtbot: QtBot) -> None:
    widget = plot_for(Comparison)
    assert isinstance(widget, ComparisonPlot)
    qtbot.addWidget(widget)
    assert not widget.is_filled
    assert "Experimenter" in widget.message.text()


def test_that_the_verdict_stands_above_against_the_strongest_baseline(qtbot: QtBot) -> None:
    plot = shown(qtbot, comparison(1))
    assert plot.base_box.currentText() == "Logistic regression"
    assert plot.judgement is not None
    assert plot.drawn.verdict.text() == verdict(plot.judgement)
    assert "Majority class is worse" in plot.drawn.verdict.text()


def test_that_a_judgement_that_fails_is_told_and_does_not_seem_under_way(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError("no folds")

    monkeypatch.setattr("workbench.gui.plots.comparison.judged", fail)
    plot = shown(qtbot, comparison(1))
    assert not plot.is_filled
    assert "no folds" in plot.message.text()


def test_that_another_base_is_tested_against(qtbot: QtBot) -> None:
    plot = shown(qtbot, comparison(1))
    plot.base_box.setCurrentText("Majority class")
    wait(qtbot)
    assert "significantly better than Majority class" in plot.drawn.verdict.text()
    assert text(plot, 0, 0) == "Majority class (base)"
    assert " v\n+0.1" in text(plot, 2, 1)
    plot.score_box.setCurrentIndex(1)
    wait(qtbot)
    assert "ROC curve" in plot.drawn.verdict.text()


def test_that_a_stricter_level_widens_the_intervals(qtbot: QtBot) -> None:
    plot = shown(qtbot, comparison(1))

    def width() -> float:
        assert plot.judgement is not None
        test = plot.judgement.cells[0][2].test
        assert test is not None
        return test.high - test.low

    usual = width()
    plot.alpha_box.setCurrentIndex(0)
    wait(qtbot)
    assert width() > usual
    assert "[99 % interval]" in plot.drawn.note.text()


def test_that_one_data_set_shows_p_and_chances_and_several_show_counts(qtbot: QtBot) -> None:
    one = shown(qtbot, comparison(1)).drawn.table.values
    assert one.headings == ("Learner", "set0", "p", "Better, equal, worse")
    assert one.text(0, 2) == "< 0.001"
    several = shown(qtbot, comparison(3)).drawn.table.values
    assert several.headings[1:3] == ("(v/ /*)", "Wins − losses")
    assert several.text(0, 1) == "0/0/3"
    assert several.text(0, 2) == "−6"


def test_that_few_data_sets_say_what_cannot_be_judged(qtbot: QtBot) -> None:
    plot = shown(qtbot, comparison(3))
    assert "3 data sets are too few" in plot.drawn.note.text()
    assert plot.drawn.ranks.told() == ""
    six = shown(qtbot, comparison(6))
    assert "Mean ranks: " in six.drawn.ranks.told()
    assert "Wilcoxon" not in six.drawn.note.text()


def test_that_the_keyboard_goes_from_pair_to_pair(qtbot: QtBot) -> None:
    plot = shown(qtbot, comparison(6))
    plot.view_box.setCurrentIndex(1)
    grid = plot.drawn.pairs
    grid.setFocus()
    QTest.keyClick(grid, Qt.Key.Key_Down)
    QTest.keyClick(grid, Qt.Key.Key_Down)
    assert grid.current == (2, 1)
    assert grid.accessibleDescription() == grid.told(2, 1)
    assert grid.told(2, 1).startswith("MLP − Logistic regression: +0.00")
    assert "Holm" in grid.told(2, 1)
    assert grid.told(1, 2).startswith("Logistic regression − MLP: −0.00")


def test_that_a_new_result_keeps_what_was_chosen(qtbot: QtBot) -> None:
    plot = shown(qtbot, comparison(1))
    plot.base_box.setCurrentText("MLP")
    plot.score_box.setCurrentIndex(1)
    plot.show_value(comparison(3))
    wait(qtbot)
    assert plot.base_box.currentText() == "MLP"
    assert plot.score_box.currentData() == "auc"
    plot.show_value(None)
    assert not plot.is_filled


def test_that_tables_are_copied_and_saved(qtbot: QtBot, tmp_path: Path) -> None:
    plot = shown(qtbot, comparison(3))
    actions = {action.objectName(): action for action in plot.actions()}
    actions["comparisonCopyLatex"].trigger()
    assert "\\toprule" in QGuiApplication.clipboard().text()
    actions["comparisonCopyWeka"].trigger()
    assert "(v/ /*)" in QGuiApplication.clipboard().text()
    for kind, words in (("tex", "\\bottomrule"), ("md", "| Data set |"), ("folds", "set2,MLP,10")):
        plot.write(kind, str(tmp_path / kind))
        assert words in (tmp_path / kind).read_text("utf-8")
    plot.write("md", str(tmp_path / "none" / "file.md"))
    assert plot.notice.text().startswith("Not saved")
    assert plot.numbers()[0][:3] == ["score", "data", "learner"]


@pytest.mark.parametrize("theme", [LIGHT, DARK])
@pytest.mark.parametrize("n_data_sets", [1, 3, 6])
def test_that_every_view_is_drawn_in_both_themes(
    qtbot: QtBot, theme: Theme, n_data_sets: int
) -> None:
    plot = shown(qtbot, comparison(n_data_sets))
    plot.set_theme(theme)
    for view in range(3):
        plot.view_box.setCurrentIndex(view)
        picture = plot.drawn.grab().toImage()
        colours = {
            picture.pixelColor(x, y).name()
            for x in range(0, picture.width(), 3)
            for y in range(0, picture.height(), 3)
        }
        assert theme.panel.lower() in colours
        assert len(colours) > 2


def test_that_every_control_can_be_reached_where_it_is_narrow(qtbot: QtBot) -> None:
    plot = shown(qtbot, comparison(3))
    boxes = (plot.view_box, plot.score_box, plot.base_box, plot.alpha_box, plot.rope_box)
    for width in (430, 1000, 430):
        plot.resize(width, 300)
        QGuiApplication.processEvents()
        for box in boxes:
            assert box.isVisible()
            assert box.width() > 50
            assert box.mapTo(plot, box.rect().topRight()).x() < width
    assert plot.drawn.note.text().startswith("3 data sets are too few")  # low: no more than that


def test_that_no_word_beside_a_control_is_cut(qtbot: QtBot) -> None:
    plot = shown(qtbot, comparison(3))
    for width in range(560, 1001, 40):
        plot.resize(width, 300)
        QGuiApplication.processEvents()
        for label in plot.findChildren(QLabel):
            if label.buddy() is not None and label.isVisible():
                assert label.width() >= label.sizeHint().width(), (width, label.text())
