"""Keeps edits that are not saved on disk, so that a crash costs a second's work at most."""

import uuid
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtCore import QLockFile, QObject, QThreadPool, QTimer, Signal

from workbench.core.errors import DataError, Defect, Where, WorkbenchError
from workbench.gui.document import Document
from workbench.gui.journal_file import JournalEntry, write_journal

ENDING = ".journal"
LOCK_ENDING = ".lock"
AFTER_MS = 800  # after the first edit that is not on disk; later ones do not put it off
# Only for a lock that cannot be told to be stale by its process: the machine's name has changed,
# or another program has the process's number. A living program's is held by the system as well.
STALE_MS = 3_600_000


class Journal(QObject):
    """Follows a document and keeps a journal of it while it is not saved.

    Writing happens on a thread; the graph is a value, so that nobody waits for it.

    Signals:
        failed(WorkbenchError): it cannot be kept; sent once, until it can be again.
    """

    failed = Signal(object)
    _written = Signal(object)  # None, or the error; from the thread

    def __init__(self, document: Document, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._folder = folder
        self._file: Path | None = None
        self._lock: QLockFile | None = None
        self._has_failed = False
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(AFTER_MS)
        self._timer.timeout.connect(self._write)
        self._written.connect(self._take_written)
        document.dirty_changed.connect(self._regard)

    def adopt(self, file: Path, lock: QLockFile) -> None:
        """Go on with the journal that the document was restored from."""
        if self._lock is not None:
            self._lock.unlock()
        self._file, self._lock = file, lock

    def close(self) -> None:
        """Nothing is to be kept any more: the document was saved, or is given up."""
        self._document.dirty_changed.disconnect(self._regard)
        self._forget()
        if self._lock is not None:
            self._lock.unlock()
            self._lock = None

    def _regard(self, is_dirty: bool) -> None:  # noqa: FBT001  Qt's signal
        if not is_dirty:
            self._forget()
        elif not self._timer.isActive():
            self._timer.start()

    def _forget(self) -> None:
        self._timer.stop()
        self._pool.waitForDone()  # some milliseconds: what is being written must not come after
        if self._file is not None:
            with suppress(OSError):  # a folder that has become read-only: no reason not to save
                self._file.unlink(missing_ok=True)

    def _write(self) -> None:
        if self._pool.activeThreadCount():  # a slow disk
            self._timer.start()
            return
        try:
            file = self._opened()
        except WorkbenchError as error:
            self._take_written(error)
            return
        document = self._document
        now = datetime.now(UTC).astimezone()
        entry = JournalEntry(document.graph, document.path, document.title, now)
        self._pool.start(lambda: self._written.emit(_attempt(file, entry)))

    def _opened(self) -> Path:
        """The file that only this process writes.

        Raises:
            DataError: the folder cannot be made, or not be written to.
        """
        if self._file is not None:
            return self._file
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise _unusable(self._folder, error.strerror or str(error)) from error
        file = self._folder / f"{uuid.uuid4().hex}{ENDING}"
        lock = claim(file)
        if lock is None:
            raise _unusable(self._folder, "no file can be locked there")
        self._file, self._lock = file, lock
        return file

    def _take_written(self, error: WorkbenchError | None) -> None:
        if error is not None and not self._has_failed:
            self.failed.emit(error)
        self._has_failed = error is not None


def claim(file: Path) -> QLockFile | None:
    """The lock of a journal, once it is ours; None while the program that writes it lives."""
    lock = QLockFile(str(file.with_suffix(LOCK_ENDING)))
    lock.setStaleLockTime(STALE_MS)
    return lock if lock.tryLock(0) else None


def _attempt(file: Path, entry: JournalEntry) -> WorkbenchError | None:
    try:
        write_journal(file, entry)
    except WorkbenchError as error:
        return error
    except BaseException as error:  # noqa: BLE001  the thread's last line of defence
        return Defect.of(error)
    return None


def _unusable(folder: Path, reason: str) -> DataError:
    return DataError(
        f"Edits cannot be kept for the case of a crash: {reason}.",
        remedy="Save often.",
        where=Where(file=str(folder)),
    )
