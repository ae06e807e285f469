"""Brings the lines of the history to the page, and those that others write meanwhile."""

from typing import NamedTuple

from PySide6.QtCore import QObject, QTimer, Signal

from workbench.core.errors import WorkbenchError
from workbench.core.run import Noted, Progressed, Run
from workbench.gui.background import Background
from workbench.runs.history.history import History
from workbench.runs.history.records import Row

POLL_MS = 1000
KILLED_EVERY = 5  # polls: a run that is killed writes nothing that could be noticed
NO_FILE = -1  # in place of the version of a file


class _Read(NamedTuple):
    version: int
    rows: list[Row]


class RunSource(QObject):
    """Reads the lines in the background, again whenever somebody else has written.

    Signals:
        read(list[Row]): these lines there are.
        failed(WorkbenchError): the history cannot be read.
    """

    read = Signal(object)
    failed = Signal(object)

    def __init__(self, history: History, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._history = history
        self._version: int | None = None
        self._polls = 0
        self._has_running = False
        self._is_failing = False
        self._background = Background(self)
        self._background.done.connect(self._take)
        self._background.failed.connect(self._fail)
        self._timer = QTimer(self)
        self._timer.setInterval(POLL_MS)
        self._timer.timeout.connect(self.poll)

    @property
    def is_reading(self) -> bool:
        """Whether the file is being looked at."""
        return self._background.is_running

    def watch(self, *, on: bool) -> None:
        """Look for news as long as somebody sees them."""
        if on:
            self.reload()
            self._timer.start()
        else:
            self._timer.stop()

    def reload(self) -> None:
        """Read everything anew."""
        self._is_failing = False
        self._look(None)

    def poll(self) -> None:
        """Read anew if somebody else has written, or may have been killed."""
        if self.is_reading:
            return
        self._polls += 1
        is_due = self._has_running and self._polls % KILLED_EVERY == 0
        self._look(None if is_due or self._is_failing else self._version)

    def overtake(self) -> None:
        """Lines have been changed here: what is being read now may hold the old ones."""
        if self.is_reading:
            self.reload()

    def shutdown(self) -> None:
        """The window is closing."""
        self._timer.stop()
        self._background.shutdown()

    def _look(self, known: int | None) -> None:
        """Read in the background, where a file that another program holds may be waited for."""
        self._background.start(lambda: self._reading(known))

    def _reading(self, known: int | None) -> Run[_Read | None]:
        """The lines, with the file's version; None where it is the one that is known."""
        yield Progressed(0, 0)
        if not self._history.exists:
            return None if known == NO_FILE else _Read(NO_FILE, [])
        version = self._history.data_version  # before the lines: what is newer is noticed later
        return None if known == version else _Read(version, self._history.rows())

    def _take(self, found: _Read | None, _notes: tuple[Noted, ...]) -> None:
        self._is_failing = False
        if found is None:
            return
        self._version = found.version
        self._has_running = any(row.state == "running" for row in found.rows)
        self.read.emit(found.rows)

    def _fail(self, error: WorkbenchError) -> None:
        """Tell it once, however often the file is tried."""
        was_failing, self._is_failing = self._is_failing, True
        if not was_failing:
            self.failed.emit(error)
