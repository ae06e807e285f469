"""Several windows: each with its own flow, undo and runs; closing one leaves the others."""

import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QMessageBox
from pytestqt.qtbot import QtBot

from tests.gui.small_flow import small_flow
from workbench.core.errors import DataError
from workbench.flow import file as flow_file
from workbench.flow.graph import Graph
from workbench.gui.give_way import SWITCH_SECONDS
from workbench.gui.journal_file import JournalEntry, write_journal
from workbench.gui.main_window import MainWindow
from workbench.gui.settings import Settings
from workbench.gui.shell import Shell
from workbench.gui.theme import ThemeSource
from workbench.gui.windows import Windows

SECONDS = 60_000


@pytest.fixture
def windows(qtbot: QtBot) -> Iterator[Windows]:
    made = Windows()
    yield made
    for window in list(made.open_ones):
        window.shell.may_close = lambda: True
        window.shell.close()


@pytest.fixture
def first(windows: Windows, settings: Settings, themes: ThemeSource) -> MainWindow:
    shell = Shell(settings, themes)
    shell.show()
    return windows.fill(shell)


def another(windows: Windows, first: MainWindow) -> MainWindow:
    first.actions_["new_window"].trigger()
    return windows.open_ones[-1]


def test_that_a_new_window_has_an_empty_flow_and_an_undo_of_its_own(
    windows: Windows, first: MainWindow
) -> None:
    first.document.edit(small_flow(), "Add")
    second = another(windows, first)
    assert second.shell.isVisible()
    assert second.document.graph == Graph()
    assert not second.actions_["undo"].isEnabled()
    second.document.edit(small_flow().with_parameters("knn", {"k": 9}), "Add")
    first.document.undo()
    assert first.document.graph == Graph()
    assert second.document.graph.nodes


def test_that_keys_go_to_the_canvas_of_a_new_window(windows: Windows, first: MainWindow) -> None:
    second = another(windows, first)
    assert second.shell.focusWidget() is second.flow.editor.canvas


def test_that_a_file_opens_in_a_window_of_its_own(
    windows: Windows, first: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "iris.flow"
    flow_file.save(small_flow(), path)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_args: (str(path), ""))
    first.actions_["open_in_window"].trigger()
    second = windows.open_ones[-1]
    assert second.document.path == path
    assert first.document.path is None
    titles = [action.text() for action in first.shell.menus.recent.actions()]
    assert titles == ["iris.flow"]


def test_that_closing_one_window_leaves_the_others(
    windows: Windows, first: MainWindow, qtbot: QtBot
) -> None:
    second = another(windows, first)
    first.shell.close()
    assert windows.open_ones == [second]
    second.document.edit(small_flow(), "Add")
    with qtbot.waitSignal(second.runner.finished, timeout=SECONDS):
        second.actions_["run"].trigger()


def test_that_quitting_closes_every_window_until_one_is_to_be_kept(
    windows: Windows, first: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    second = another(windows, first)
    second.document.edit(small_flow(), "Add")
    answers = [QMessageBox.StandardButton.Cancel, QMessageBox.StandardButton.Discard]
    monkeypatch.setattr(QMessageBox, "question", lambda *_args: answers.pop(0))
    second.actions_["quit"].trigger()
    assert second in windows.open_ones
    second.actions_["quit"].trigger()
    assert windows.open_ones == []


def test_that_nodes_are_copied_from_one_window_to_another(
    windows: Windows, first: MainWindow
) -> None:
    first.document.edit(small_flow(), "Add")
    first.flow.editor.actions_by_name["select_all"].trigger()
    first.flow.editor.actions_by_name["copy"].trigger()
    second = another(windows, first)
    second.flow.editor.actions_by_name["paste"].trigger()
    pasted = second.document.graph
    kinds = [node.component for node in pasted.nodes.values()]
    assert kinds == [node.component for node in small_flow().nodes.values()]
    assert len(pasted.links) == len(small_flow().links)
    QGuiApplication.clipboard().clear()


def test_that_flows_run_in_two_windows_at_once(
    windows: Windows, first: MainWindow, qtbot: QtBot
) -> None:
    usual = sys.getswitchinterval()
    second = another(windows, first)
    for window in (first, second):
        window.document.edit(small_flow(), "Add")
    with qtbot.waitSignals([first.runner.finished, second.runner.finished], timeout=SECONDS):
        first.actions_["run"].trigger()
        second.actions_["run"].trigger()
        assert sys.getswitchinterval() == pytest.approx(SWITCH_SECONDS)
    assert sys.getswitchinterval() == pytest.approx(usual)


def test_that_devices_are_offered_in_windows_to_come(windows: Windows, first: MainWindow) -> None:
    windows.show_devices(("auto", "cpu", "cuda"))
    second = another(windows, first)
    for window in (first, second):
        assert window.devices.findText("cuda") == 2


def test_that_an_error_is_shown_in_one_window(windows: Windows, first: MainWindow) -> None:
    windows.show_error(DataError("Four values."))
    assert "Four values." in first.flow.message_bar.words.text()
    Windows().show_error(DataError("Nobody is there."))


def test_that_a_theme_chosen_in_one_window_is_checked_in_all(
    windows: Windows, first: MainWindow
) -> None:
    second = another(windows, first)
    try:
        first.themes.choose("dark")
        second.shell.menus.theme_menu.aboutToShow.emit()
        checked = [a.objectName() for a in second.shell.menus.themes if a.isChecked()]
        assert checked == ["theme_dark"]
    finally:
        first.themes.choose("light")


def test_that_what_a_crash_has_left_opens_beside_a_flow_that_is_not_saved(
    windows: Windows, first: MainWindow
) -> None:
    folder = first.settings.journals
    folder.mkdir()
    left = JournalEntry(small_flow(), None, "left", datetime.now(UTC))
    write_journal(folder / "a.journal", left)
    first.begin(None)
    first.document.edit(Graph(), "Delete")
    first.safety.bar.wanted.emit(first.safety.bar.left[0])
    second = windows.open_ones[-1]
    assert second.document.graph == small_flow()
    assert second.document.is_dirty
    assert first.document.graph == Graph()
