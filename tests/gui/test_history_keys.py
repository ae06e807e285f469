"""The page of the runs from the keyboard, and what it says where little is selected."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.unit.runs.history.history_values import add_run, result
from workbench.evaluation.charts import LearningCurves
from workbench.gui.history.page import HistoryPage, Plots
from workbench.gui.history_mode import spread
from workbench.gui.plots.factory import plot_for
from workbench.gui.theme import LIGHT
from workbench.runs.history.history import History
from workbench.runs.history.importance import Importances

LIMIT = 20_000  # milliseconds; a limit for a machine under load, not an expectation


@pytest.fixture
def page(qtbot: QtBot, tmp_path: Path) -> HistoryPage:
    """The page of three runs."""
    history = History(tmp_path / "history")
    for k in (1, 2, 3):
        add_run(history, result(0.5 + k / 100, k=k))
    plots = Plots(lambda: plot_for(LearningCurves), lambda: plot_for(Importances), spread)
    made = HistoryPage(history, plots, LIGHT)
    qtbot.addWidget(made, before_close_func=lambda _: made.shutdown())
    made.resize(1100, 700)
    made.show()
    qtbot.waitUntil(lambda: len(made.runs.rows) == 3, timeout=LIMIT)
    return made


def test_that_the_table_has_the_focus_when_the_first_runs_come(page: HistoryPage) -> None:
    assert page.focusWidget() is page.table  # not the field of the tags


def test_that_the_arrow_leads_from_the_search_into_what_was_found(page: HistoryPage) -> None:
    page.table.clearSelection()
    QTest.keyClicks(page.bar.search, "k<=2")
    QTest.keyClick(page.bar.search, Qt.Key.Key_Down)
    assert page.focusWidget() is page.table
    assert [row.run for row in page.table.selected] == [2]


def test_that_it_is_said_whose_facts_are_told_of_several(qtbot: QtBot, page: HistoryPage) -> None:
    page.table.selectAll()
    qtbot.waitUntil(lambda: "the first of 3 selected" in page.run_panel.facts.text(), timeout=LIMIT)
    assert page.bar.count.text() == "3 · 3 selected"


def test_that_only_one_sentence_stands_where_no_curve_is_selected(
    qtbot: QtBot, page: HistoryPage
) -> None:
    page.tabs.setCurrentWidget(page.curves)
    page.table.clearSelection()
    qtbot.waitUntil(lambda: "Select runs above" in page.curves.words.text(), timeout=LIMIT)
    assert page.curves.plot is None or not page.curves.plot.isVisible()


def test_that_scores_are_called_by_their_titles_where_there_are_too_few_runs(
    qtbot: QtBot, page: HistoryPage
) -> None:
    page.tabs.setCurrentWidget(page.importance)
    said = "3 runs have Accuracy; it takes 10 to tell what it depends on."
    qtbot.waitUntil(lambda: page.importance.words.text() == said, timeout=LIMIT)
