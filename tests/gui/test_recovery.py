"""After a crash: what was left is offered above the page, restored, discarded or put off."""

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from tests.gui.small_flow import small_flow
from workbench.flow.graph import Graph
from workbench.gui.journal_file import JournalEntry, write_journal
from workbench.gui.main_window import MainWindow
from workbench.gui.recovery import RecoveryBar

SECONDS = 60_000


def changed(k: int) -> Graph:
    return small_flow().with_parameters("knn", {"k": k})


def leave(window: MainWindow, name: str, k: int, path: Path | None = None) -> Path:
    """A journal as a program that has been killed leaves it."""
    folder = window.settings.journals
    folder.mkdir(exist_ok=True)
    file = folder / f"{name}.journal"
    written = datetime(2026, 5, 4, 14, k, tzinfo=UTC)
    write_journal(file, JournalEntry(changed(k), path, f"{name}.flow", written))
    return file


def buttons(bar: RecoveryBar, name: str) -> list[QPushButton]:
    found = bar.findChildren(QPushButton, name)
    return [button for button in found if button.isVisible()]


@pytest.fixture
def bar(window: MainWindow) -> RecoveryBar:
    return window.safety.bar


def test_that_a_clean_start_offers_nothing(window: MainWindow, bar: RecoveryBar) -> None:
    window.begin(None)
    assert not bar.isVisible()


def test_that_a_left_flow_is_restored_dirty_and_as_its_files(
    window: MainWindow, bar: RecoveryBar, tmp_path: Path
) -> None:
    path = tmp_path / "iris.flow"
    leave(window, "iris", 7, path)
    window.begin(None)
    assert bar.isVisible()
    assert "“iris.flow” has edits from" in bar.accessibleName()
    buttons(bar, "recovery_restore")[0].click()
    assert window.document.graph == changed(7)
    assert window.document.path == path
    assert window.document.is_dirty
    assert not bar.isVisible()
    window.document.save()
    assert path.is_file()
    assert not list(window.settings.journals.glob("*.journal"))


def test_that_a_restored_flow_keeps_its_journal_until_it_is_saved(
    window: MainWindow, bar: RecoveryBar, qtbot: QtBot
) -> None:
    file = leave(window, "iris", 7)
    window.begin(None)
    buttons(bar, "recovery_restore")[0].click()
    assert window.document.title == "iris.flow"
    assert window.document.path is None
    before = file.read_bytes()
    window.document.edit(changed(8), "Change")
    qtbot.waitUntil(lambda: file.read_bytes() != before, timeout=SECONDS)
    assert list(window.settings.journals.glob("*.journal")) == [file]


def test_that_discarding_removes_the_journal_and_nothing_else(
    window: MainWindow, bar: RecoveryBar
) -> None:
    first, second = leave(window, "a", 1), leave(window, "b", 2)
    window.begin(None)
    assert len(buttons(bar, "recovery_discard")) == 2
    buttons(bar, "recovery_discard")[0].click()  # the latest stands first
    assert first.exists()
    assert not second.exists()
    assert len(buttons(bar, "recovery_discard")) == 1


def test_that_what_was_put_off_is_offered_again(window: MainWindow, bar: RecoveryBar) -> None:
    leave(window, "a", 1)
    window.begin(None)
    bar.later.click()
    assert not bar.isVisible()
    window.begin(None)
    assert bar.isVisible()


def test_that_a_damaged_journal_is_told_and_set_aside(window: MainWindow, bar: RecoveryBar) -> None:
    file = leave(window, "a", 1)
    file.write_text("{", encoding="utf-8")
    window.begin(None)
    assert "damaged" in bar.accessibleName()
    assert not buttons(bar, "recovery_restore")
    buttons(bar, "recovery_seen")[0].click()
    assert not bar.isVisible()
    assert not file.exists()
    assert file.with_suffix(".damaged").read_text(encoding="utf-8") == "{"
    window.begin(None)
    assert not bar.isVisible()


def test_that_a_file_changed_after_the_crash_is_told(
    window: MainWindow, bar: RecoveryBar, tmp_path: Path
) -> None:
    path = tmp_path / "iris.flow"
    leave(window, "iris", 7, path)
    path.write_text("", encoding="utf-8")
    later = datetime(2026, 5, 4, 15, 0, tzinfo=UTC).timestamp()
    os.utime(path, (later, later))
    window.begin(None)
    assert "The file has been changed since." in bar.accessibleName()
    os.utime(path, (later - 36_000, later - 36_000))
    bar.later.click()
    window.begin(None)
    assert "The file has been changed since." not in bar.accessibleName()


def test_that_many_left_flows_are_offered_a_few_at_a_time(
    window: MainWindow, bar: RecoveryBar
) -> None:
    for k in range(1, 9):
        leave(window, f"flow{k}", k)
    window.begin(None)
    assert len(buttons(bar, "recovery_restore")) == 5
    buttons(bar, "recovery_discard")[0].click()
    assert len(buttons(bar, "recovery_restore")) == 5
