"""Brings the lines of the history to the page, and those that others write meanwhile."""

from PySide6.QtCore import QObject, QTimer, Signal

from workbench.core.run import Noted, Progressed, Run
from workbench.gui.background import Background
from workbench.runs.history.errors import HistoryError
from workbench.runs.history.history import History
from workbench.runs.history.records import Row

POLL_MS = 1000
KILLED_EVERY = 5  # polls: a run that is killed writes nothing that could be noticed


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
        self._background = Background(self)
        self._background.done.connect(self._take)
        self._background.failed.connect(self.failed)
        self._timer = QTimer(self)
        self._timer.setInterval(POLL_MS)
        self._timer.timeout.connect(self.poll)

    def watch(self, *, on: bool) -> None:
        """Look for news as long as somebody sees them."""
        if on:
            self.reload()
            self._timer.start()
        else:
            self._timer.stop()

    def reload(self) -> None:
        """Read everything anew."""
        self._version = self._known_version()
        self._background.start(self._reading)

    def poll(self) -> None:
        """Read anew if somebody else has written, or may have been killed."""
        if self._background.is_running:
            return
        self._polls += 1
        is_due = self._has_running and self._polls % KILLED_EVERY == 0
        if is_due or self._known_version() != self._version:
            self.reload()

    def shutdown(self) -> None:
        """The window is closing."""
        self._timer.stop()
        self._background.shutdown()

    def _known_version(self) -> int | None:
        try:
            return self._history.data_version if self._history.exists else None
        except HistoryError:  # told by the reading
            return -1

    def _reading(self) -> Run[list[Row]]:
        yield Progressed(0, 0)
        return self._history.rows() if self._history.exists else []

    def _take(self, rows: list[Row], _notes: tuple[Noted, ...]) -> None:
        self._has_running = any(row.state == "running" for row in rows)
        self.read.emit(rows)
