"""The window writes its runs down, shows them, and opens their flows again."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.gui.small_flow import small_flow
from tests.unit.runs.history.history_values import add_run
from workbench.gui.main_window import MainWindow
from workbench.gui.settings import Settings
from workbench.gui.shell import FLOW, RUNS
from workbench.runs.history.history import FILE, History

LIMIT = 20_000  # milliseconds; a limit for a machine under load, not an expectation


def run(qtbot: QtBot, window: MainWindow) -> None:
    with qtbot.waitSignal(window.runner.finished, timeout=LIMIT):
        window.flow.run_all()


def test_that_a_run_of_the_window_is_listed_and_its_flow_opens_as_it_was(
    qtbot: QtBot, window: MainWindow
) -> None:
    flow = small_flow()
    window.document.open_made(flow, "small")
    run(qtbot, window)
    window.document.new()
    window.actions_["runs"].trigger()
    page = window.history.page
    qtbot.waitUntil(lambda: len(page.runs.rows) == 1, timeout=LIMIT)
    (row,) = page.runs.rows
    assert (row.state, row.origin, row.flow_name, row.relation) == (
        "finished", "window", "small", "iris",
    )  # fmt: skip
    page.table.setCurrentIndex(page.runs.index(0, 0))
    QTest.keyClick(page.table, Qt.Key.Key_Return)
    assert window.pages.is_shown(FLOW)
    assert window.document.graph == flow
    assert window.document.path is None


def test_that_undo_on_the_page_of_runs_leaves_the_flow_alone(
    qtbot: QtBot, window: MainWindow, settings: Settings
) -> None:
    history = History(settings.history)
    add_run(history)
    history.close()
    window.document.edit(small_flow(), "Add all")
    window.pages.show(RUNS)
    page = window.history.page
    qtbot.waitUntil(lambda: len(page.runs.rows) == 1, timeout=LIMIT)
    assert not window.actions_["undo"].isEnabled()
    page.table.select([(1, page.runs.rows[0].result)])
    page.edits.delete()
    assert window.actions_["undo"].text() == "Undo Delete runs"
    window.actions_["undo"].trigger()
    qtbot.waitUntil(lambda: len(page.runs.rows) == 1, timeout=LIMIT)
    assert window.document.graph.nodes


def test_that_a_damaged_history_ends_no_run_and_is_told_once(
    qtbot: QtBot, window: MainWindow, settings: Settings
) -> None:
    settings.history.mkdir()
    (settings.history / FILE).write_bytes(b"nonsense" * 100)
    window.document.open_made(small_flow(), "small")
    run(qtbot, window)
    assert "evaluate" in window.flow.runs.results.values
    qtbot.waitUntil(
        lambda: "not in the history" in window.flow.message_bar.words.text(), timeout=LIMIT
    )


def test_that_tests_have_a_history_of_their_own(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert settings.history == tmp_path / "history"
    monkeypatch.delenv("WORKBENCH_HISTORY")
    assert Path.home() / ".local" not in Settings().history.parents
