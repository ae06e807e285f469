"""Fixtures of the window's tests; the rule that a test leaves nothing behind."""

import gc
import logging
import os
import threading
import weakref
from collections.abc import Iterator
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QThreadPool, QTimer
from PySide6.QtWidgets import QApplication, QWidget

# Before any QApplication: the tests need no screen unless one is asked for.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from pytestqt.qtbot import QtBot

from workbench.gui.main_window import MainWindow
from workbench.gui.settings import Settings
from workbench.gui.shell import Shell
from workbench.gui.theme import ThemeSource

WIDGETS_REMEDY = "Hand the widget to qtbot.addWidget, or give it a parent."
TIMERS_REMEDY = "Stop the timer, or give it a parent that is closed and deleted in the test."
THREADS_REMEDY = "Wait for the thread to end: FlowRunner.shutdown(), WarmUp.shutdown()."
POOL_MS = 60_000
LOG_REMEDY = "Mend what was logged, or check for it with caplog and then caplog.clear()."


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let the offscreen platform say what it cannot do: it is no fault of the window's."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.qt_log_ignore("This plugin does not support", extend=True))


@pytest.fixture(autouse=True)
def leaves_nothing_behind(
    qapp: QApplication, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> Iterator[None]:
    """Fail a test after which a window, a running timer, a thread or a warning is left."""
    widgets = set(map(id, qapp.topLevelWidgets()))
    timers = _recorded_timers(monkeypatch)
    threads = set(threading.enumerate())
    yield
    assert QThreadPool.globalInstance().waitForDone(POOL_MS), f"Work in the pool. {THREADS_REMEDY}"
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    gc.collect()
    left = [_described(w) for w in qapp.topLevelWidgets() if _is_left(w) and id(w) not in widgets]
    assert not left, f"Left-over top-level widgets: {left}. {WIDGETS_REMEDY}"
    running = [_described(t) for t in _running(timers)]
    assert not running, f"Timers still running: {running}. {TIMERS_REMEDY}"
    ours = [t for t in threading.enumerate() if t not in threads and _is_ours(t)]
    for thread in ours:  # one that was told to end may be importing torch
        thread.join(POOL_MS / 1000)
    alive = [thread.name for thread in ours if thread.is_alive()]
    assert not alive, f"Threads still running: {alive}. {THREADS_REMEDY}"
    records = [r for r in caplog.get_records("call") if r.levelno >= logging.WARNING]
    assert not records, f"Unexpected log records: {[r.message for r in records]}. {LOG_REMEDY}"


def _is_left(widget: QWidget) -> bool:
    # Menus and tool tips that Qt itself keeps for another time are hidden and have no parent.
    return shiboken6.isValid(widget) and widget.parent() is None and widget.isVisible()


def _recorded_timers(monkeypatch: pytest.MonkeyPatch) -> list[weakref.ref[QTimer]]:
    """The timers that are started from now on.

    They could be found by ``gc.get_objects``, but that breaks what other threads are building
    (SystemError in tupleobject.c).
    """
    started: list[weakref.ref[QTimer]] = []
    start = QTimer.start

    def recorded(timer: QTimer, *milliseconds: int) -> None:
        started.append(weakref.ref(timer))
        start(timer, *milliseconds)

    monkeypatch.setattr(QTimer, "start", recorded)
    return started


def _running(timers: list[weakref.ref[QTimer]]) -> list[QTimer]:
    alive = {id(timer): timer for timer in (ref() for ref in timers) if timer is not None}
    return [timer for timer in alive.values() if shiboken6.isValid(timer) and timer.isActive()]


def _described(thing: QWidget | QTimer) -> str:
    return f"{type(thing).__name__} '{thing.objectName()}' of {thing.parent()!r}"


def _is_ours(thread: threading.Thread) -> bool:
    return not thread.name.startswith(("pytest_timeout", "Dummy"))


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings that no one else has."""
    return Settings(tmp_path / "window.ini")


@pytest.fixture(scope="session")
def themes(qapp: QApplication) -> ThemeSource:
    """The light theme, whatever the system says."""
    return ThemeSource(qapp, "light")


@pytest.fixture
def window(qtbot: QtBot, settings: Settings, themes: ThemeSource) -> MainWindow:
    """The whole window with an empty flow; unsaved work is given up at the end."""
    shell = Shell(settings, themes)
    made = MainWindow(shell)
    qtbot.addWidget(shell, before_close_func=lambda _shell: _let_go(shell))
    shell.show()
    return made


def _let_go(shell: Shell) -> None:
    shell.may_close = lambda: True
