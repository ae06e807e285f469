"""How the lines of the history come to the page: in the background, and told once."""

import threading
from collections.abc import Collection
from pathlib import Path

from pytestqt.qtbot import QtBot
from typing_extensions import override

from tests.unit.runs.history.history_values import add_run, result
from workbench.core.errors import WorkbenchError
from workbench.gui.history.source import RunSource
from workbench.runs.history.history import FILE, History
from workbench.runs.history.records import Row

LIMIT = 20_000  # milliseconds; a limit for a machine under load, not an expectation


class Watched(History):
    """A history that remembers which threads have read it."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.readers: set[threading.Thread] = set()

    @property
    @override
    def data_version(self) -> int:
        self.readers.add(threading.current_thread())
        return super().data_version

    @override
    def rows(self, runs: Collection[int] | None = None) -> list[Row]:
        self.readers.add(threading.current_thread())
        return super().rows(runs)


def test_that_the_window_itself_never_waits_for_the_file(qtbot: QtBot, tmp_path: Path) -> None:
    writing = History(tmp_path)
    add_run(writing, result(0.5))
    history = Watched(tmp_path)
    source = RunSource(history)
    with qtbot.waitSignal(source.read, timeout=LIMIT) as first:
        source.watch(on=True)
    add_run(writing, result(0.6))
    with qtbot.waitSignal(source.read, timeout=LIMIT) as second:  # by the poll
        pass
    source.shutdown()
    assert first.args is not None
    assert second.args is not None
    assert (len(first.args[0]), len(second.args[0])) == (1, 2)
    assert threading.main_thread() not in history.readers
    history.close()
    writing.close()


def test_that_a_file_that_cannot_be_read_is_told_once_and_read_when_it_can(
    qtbot: QtBot, tmp_path: Path
) -> None:
    (tmp_path / FILE).write_bytes(b"no database" * 1000)
    told: list[WorkbenchError] = []
    history = History(tmp_path)
    source = RunSource(history)
    source.failed.connect(told.append)
    with qtbot.waitSignal(source.failed, timeout=LIMIT):
        source.reload()
    source.poll()
    qtbot.waitUntil(lambda: not source.is_reading, timeout=LIMIT)
    assert len(told) == 1
    history.set_aside()
    with qtbot.waitSignal(source.read, timeout=LIMIT):
        source.poll()
    source.shutdown()
    history.close()
