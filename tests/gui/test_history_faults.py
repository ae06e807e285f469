"""The page of the runs while other things happen: reloads, closing, selections too small."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QMenu, QWidget
from pytestqt.qtbot import QtBot

from tests.gui.test_history_page import fill, opened, select, shown
from tests.unit.runs.history.history_values import add_run, result
from workbench.runs.history.errors import HistoryError
from workbench.runs.history.history import History


@pytest.fixture
def history(tmp_path: Path) -> Iterator[History]:
    made = History(tmp_path / "history")
    yield made
    made.close()


def test_that_a_filter_of_two_words_gives_way_to_the_next(qtbot: QtBot, history: History) -> None:
    fill(history, 3)
    history.set_tags([1], ["two words"])
    history.set_tags([2], ["good"])
    page = opened(qtbot, history, n_rows=3)
    page.bar.filter_menu.aboutToShow.emit()
    menu = page.bar.filter_menu.findChild(QMenu, "filter_tag")
    assert menu is not None
    two, good = sorted(menu.actions(), key=lambda action: "good" in action.text())
    two.trigger()
    assert shown(page) == [1]
    good.trigger()
    assert page.bar.search.text() == "tag:good"
    assert shown(page) == [2]


def test_that_a_reload_takes_nothing_from_a_cell_that_is_being_written(
    qtbot: QtBot, history: History
) -> None:
    fill(history, 2)
    page = opened(qtbot, history, n_rows=2)
    column = [c.key for c in page.runs.columns].index("note")
    index = page.runs.index(0, column)
    page.table.setCurrentIndex(index)
    page.table.edit(index)
    field = page.table.viewport().findChild(QLineEdit)
    assert field is not None
    QTest.keyClicks(field, "half a sen")
    add_run(history, result(0.7, k=9, metric="a"))
    with qtbot.waitSignal(page.source.read, timeout=20_000):
        page.source.reload()
    assert page.table.viewport().findChild(QLineEdit) is field
    QTest.keyClicks(field, "tence")
    page.table.commitData(field)
    page.table.closeEditor(field, page.table.itemDelegate().EndEditHint.NoHint)
    qtbot.waitUntil(lambda: len(page.runs.rows) == 3, timeout=20_000)
    assert [row.note for row in page.runs.rows if row.run == 2] == ["half a sentence"]


def test_that_a_note_is_kept_when_the_window_closes(qtbot: QtBot, history: History) -> None:
    fill(history, 1)
    page = opened(qtbot, history, n_rows=1)
    select(page, 1)
    qtbot.waitUntil(lambda: page.run_panel.row is not None, timeout=20_000)
    QTest.keyClicks(page.run_panel.note, "written last")
    page.shutdown()
    assert [row.note for row in history.rows()] == ["written last"]


def test_that_too_few_runs_leave_no_lines_of_others_to_pick(qtbot: QtBot, history: History) -> None:
    fill(history, 4)
    page = opened(qtbot, history, n_rows=4)
    page.tabs.setCurrentWidget(page.spread)
    listed = page.runs.rows
    page.spread.show_rows((), listed)
    page.spread.brush.select(np.array([0]))
    assert page.spread.pick.isEnabled()
    page.spread.show_rows((), listed[:1])
    assert not page.spread.pick.isEnabled()
    assert page.spread.brush.dataset is None
    assert isinstance(page.spread.plot, QWidget)
    assert not page.spread.plot.isVisibleTo(page.spread)


def test_that_curves_that_could_not_be_read_are_read_again(
    qtbot: QtBot, history: History, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_run(history, result(0.7, k=1, metric="a"))
    page = opened(qtbot, history, n_rows=1)
    read = page.curves._history.curves

    def refuse(_result: int) -> None:
        raise HistoryError("busy", Path("history"))

    rows = [row for row in page.runs.rows if row.has_curve]
    assert rows, "a run without a curve tells nothing here"
    monkeypatch.setattr(page.curves._history, "curves", refuse)
    page.curves.show_rows(rows, rows)
    assert "keeps the history" in page.curves.words.text()
    asked: list[int] = []

    def note(result_id: int) -> object:
        asked.append(result_id)
        return read(result_id)

    monkeypatch.setattr(page.curves._history, "curves", note)
    page.curves.show_rows(rows, rows)
    assert asked == [row.result for row in rows]
