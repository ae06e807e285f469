"""One connection to the file of results: opened when first used, checked, never trusted."""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SCHEMA_VERSION = 1
APPLICATION = 0x57424E31  # "WBN1"
PAGE = 32768  # bytes; large ones suit large values
WAIT_S = 10.0  # for another process that is writing
_TABLES = (
    "CREATE TABLE result (key BLOB PRIMARY KEY, edition BLOB, structure BLOB, small BLOB, "
    "checksum INTEGER, bytes INTEGER, created REAL, used REAL) WITHOUT ROWID",
    "CREATE TABLE blob (hash BLOB PRIMARY KEY, checksum INTEGER, bytes BLOB)",
    "CREATE TABLE need (key BLOB, hash BLOB, PRIMARY KEY (key, hash)) WITHOUT ROWID",
    "CREATE INDEX need_hash ON need (hash)",
)
_TRANSIENT = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_INTERRUPT}
_UNUSABLE = {
    *(sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_IOERR),
    *(sqlite3.SQLITE_PERM, sqlite3.SQLITE_AUTH, sqlite3.SQLITE_PROTOCOL, sqlite3.SQLITE_NOLFS),
}


class BusyError(Exception):
    """Another process keeps the file for itself; later it may be free."""


class UnusableError(Exception):
    """The file cannot be used, and no new one could: no room, no leave, a newer program's."""


class FullError(UnusableError):
    """There is no room on the disk."""


class BrokenError(Exception):
    """The file is damaged."""


class Database:
    """A connection that any thread may use, one at a time.

    Args:
        file: made when it is not there, with its folder.
    """

    def __init__(self, file: Path) -> None:
        self._file = file
        self._connection: sqlite3.Connection | None = None
        self.lock = threading.RLock()

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """The connection, for statements that change nothing.

        Raises:
            BusyError, UnusableError, BrokenError: what the file is like.
        """
        with self.lock, _told():
            yield self._opened()

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """The connection in a transaction, which is undone if the block raises.

        Raises:
            BusyError, UnusableError, BrokenError: what the file is like.
        """
        with self.lock, _told():
            connection = self._opened()
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
            except BaseException:
                if connection.in_transaction:  # SQLite itself ends it when the disk is full
                    connection.execute("ROLLBACK")
                raise
            connection.execute("COMMIT")

    def give_back(self) -> None:
        """Give the room of what has been deleted back to the disk, if it is much.

        Raises:
            BusyError, UnusableError, BrokenError: what the file is like.
        """
        with self.lock, _told():
            connection = self._opened()
            free, pages = (_number(connection, n) for n in ("freelist_count", "page_count"))
            if free > pages // 4:
                # Not execute(): that takes one step of the many, and each gives back one page.
                connection.executescript("PRAGMA incremental_vacuum")

    def close(self) -> None:
        """Close the connection; the next use opens it again."""
        with self.lock:
            connection, self._connection = self._connection, None
            if connection is not None:
                connection.close()

    def _opened(self) -> sqlite3.Connection:
        if self._connection is None:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            self._file.touch(mode=0o600)  # data are nobody else's business
            connection = sqlite3.connect(
                self._file, timeout=WAIT_S, isolation_level=None, check_same_thread=False
            )
            try:
                _prepare(connection)
            except BaseException:
                connection.close()
                raise
            self._connection = connection
        return self._connection


def _prepare(connection: sqlite3.Connection) -> None:
    """Make the tables in a new file; see that those of an old one are ours."""
    connection.execute("PRAGMA trusted_schema = OFF")
    connection.execute("PRAGMA cell_size_check = ON")
    if _number(connection, "schema_version") == 0:
        _make(connection)
    _check(connection)
    connection.execute("PRAGMA synchronous = NORMAL")  # survives kill -9; a power cut loses little
    connection.execute("PRAGMA journal_size_limit = 33554432")


def _make(connection: sqlite3.Connection) -> None:
    connection.execute(f"PRAGMA page_size = {PAGE}")
    connection.execute("PRAGMA auto_vacuum = INCREMENTAL")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("BEGIN IMMEDIATE")
    if _number(connection, "schema_version") == 0:  # no other process was quicker
        for table in _TABLES:
            connection.execute(table)
        connection.execute(f"PRAGMA application_id = {APPLICATION}")
        connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
    connection.execute("COMMIT")


def _check(connection: sqlite3.Connection) -> None:
    if _number(connection, "application_id") == APPLICATION:
        if _number(connection, "user_version") > SCHEMA_VERSION:
            raise UnusableError("it was written by a newer version of the program")
        query = "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY rootpage"
        if {sql for (sql,) in connection.execute(query)} == set(_TABLES):
            return
    raise BrokenError("it is no file of results")


def _number(connection: sqlite3.Connection, name: str) -> int:
    return int(connection.execute(f"PRAGMA {name}").fetchone()[0])


@contextmanager
def _told() -> Iterator[None]:
    """What SQLite raises, as one of three things that can be done about it."""
    try:
        yield
    except sqlite3.Error as error:
        code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
        if code in _TRANSIENT:
            raise BusyError(str(error)) from error
        if code == sqlite3.SQLITE_FULL:
            raise FullError(str(error)) from error
        if code in _UNUSABLE:
            raise UnusableError(str(error)) from error
        raise BrokenError(str(error)) from error
    except (UnicodeDecodeError, OverflowError) as error:  # text or a number that cannot be
        raise BrokenError(str(error)) from error
    except OSError as error:
        raise UnusableError(error.strerror or str(error)) from error
