"""The log: levels, copying, saving, clearing, following the end."""

from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication, QTextCursor
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from workbench.core.errors import DataError
from workbench.gui.results.log import Line
from workbench.gui.results.log_view import MOST_LINES, LogView
from workbench.gui.theme import DARK, LIGHT

LINES = (Line("started"), Line("few rows", "warning"), Line("no file", "error"))


@pytest.fixture
def log(qtbot: QtBot) -> LogView:
    made = LogView()
    qtbot.addWidget(made)
    made.resize(500, 200)
    made.show()
    return made


def texts(log: LogView) -> list[str]:
    return [line[10:] for line in log.text.toPlainText().splitlines()]


def test_that_lines_are_shown_from_a_level_on(log: LogView) -> None:
    log.append_lines(LINES)
    log.level.setCurrentIndex(1)
    assert texts(log) == ["few rows", "no file"]
    assert log.counts.text() == "2 of 3 lines"
    log.append_lines(["quiet", Line("loud", "error")])
    assert texts(log) == ["few rows", "no file", "loud"]
    log.level.setCurrentIndex(0)
    assert texts(log) == ["started", "few rows", "no file", "quiet", "loud"]


def test_that_what_is_marked_is_copied_or_else_all(log: LogView) -> None:
    log.append_lines(LINES)
    log.copy_all.click()
    assert [line[10:] for line in QGuiApplication.clipboard().text().splitlines()] == texts(log)
    cursor = log.text.textCursor()
    cursor.movePosition(QTextCursor.MoveOperation.Start)
    cursor.movePosition(QTextCursor.MoveOperation.Down, QTextCursor.MoveMode.KeepAnchor, 2)
    log.text.setTextCursor(cursor)
    log.copy_all.click()
    assert len(QGuiApplication.clipboard().text().strip().splitlines()) == 2


def test_that_the_log_is_saved_and_a_failure_told(
    log: LogView, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    target = tmp_path / "log.txt"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(target), ""))
    log.append_lines(LINES)
    log.save.click()
    assert target.read_text(encoding="utf-8").count("\n") == 3
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(tmp_path), ""))
    with qtbot.waitSignal(log.failed) as told:
        log.save.click()
    assert isinstance(told.args[0], DataError)


def test_that_it_can_be_cleared(log: LogView) -> None:
    log.append_lines(LINES)
    log.clear_all.click()
    assert log.text.toPlainText() == ""
    assert log.counts.text() == ""
    log.set_theme(DARK)
    log.set_theme(LIGHT)
    assert log.text.toPlainText() == ""


def test_that_it_follows_the_end_unless_scrolled_away(log: LogView) -> None:
    bar = log.text.verticalScrollBar()
    log.append_lines([f"line {i}" for i in range(100)])
    assert bar.value() == bar.maximum() > 0
    bar.setValue(3)
    log.append_lines(["more"])
    assert bar.value() == 3
    bar.setValue(bar.maximum())
    log.append_lines(["more"])
    assert bar.value() == bar.maximum()


def test_that_what_is_kept_is_limited_whatever_is_shown(log: LogView) -> None:
    log.level.setCurrentIndex(2)
    log.append_lines([f"line {i}" for i in range(MOST_LINES + 10)])
    assert log.text.toPlainText() == ""
    log.level.setCurrentIndex(0)
    assert log.text.blockCount() == MOST_LINES
    assert texts(log)[0] == "line 10"
