"""The file of the history: opened when first used, checked, never trusted.

Nothing that stands in a file can run: extensions are off, and a file with a trigger or a view in
it, or with any table that is not ours, is refused before anything is read from it.
"""

import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from workbench.runs.history import schema
from workbench.runs.history.errors import HistoryError, Trouble

WAIT_S = 5.0  # for another process that is writing
LARGEST = 2**26  # bytes of one piece of text or one blob
PAGE = 8192
_DEFENSIVE = 1010  # SQLITE_DBCONFIG_DEFENSIVE, which Python 3.11 has no name for
_BEGUN_TOGETHER = 20  # tries to make a new file while others do the same

_TROUBLES: dict[int, Trouble] = {
    sqlite3.SQLITE_BUSY: "busy",
    sqlite3.SQLITE_LOCKED: "busy",
    sqlite3.SQLITE_INTERRUPT: "busy",
    sqlite3.SQLITE_FULL: "full",
    sqlite3.SQLITE_READONLY: "unusable",
    sqlite3.SQLITE_CANTOPEN: "unusable",
    sqlite3.SQLITE_IOERR: "unusable",
    sqlite3.SQLITE_PERM: "unusable",
    sqlite3.SQLITE_AUTH: "unusable",
    sqlite3.SQLITE_PROTOCOL: "unusable",
    sqlite3.SQLITE_NOLFS: "unusable",
}


class Database:
    """A connection that any thread may use, one at a time.

    Args:
        file: made when it is not there, with its folder.
        wait_s: how long another process that is writing is waited for.
    """

    def __init__(self, file: Path, wait_s: float = WAIT_S) -> None:
        self.file = file
        self._wait_s = wait_s
        self._connection: sqlite3.Connection | None = None
        self._inode = 0
        self.lock = threading.RLock()

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """The connection, for statements that change nothing.

        Raises:
            HistoryError: what the file is like.
        """
        with self.lock, self._told():
            yield self._opened()

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """The connection in a transaction, which is undone if the block raises.

        Raises:
            HistoryError: what the file is like.
        """
        with self.lock, self._told(), _transaction(self._opened()) as connection:
            yield connection

    def close(self) -> None:
        """Close the connection; the next use opens it again."""
        with self.lock:
            connection, self._connection = self._connection, None
            if connection is not None:
                connection.close()

    def _opened(self) -> sqlite3.Connection:
        if self._connection is not None and self._inode != _inode(self.file):
            self.close()  # the file was set aside by another process
        if self._connection is None:
            self.file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            self.file.touch(mode=0o600)  # what somebody tries out is nobody else's business
            connection = sqlite3.connect(
                self.file, timeout=self._wait_s, isolation_level=None, check_same_thread=False
            )
            try:
                _prepare(connection, self.file)
            except BaseException:
                connection.close()
                raise
            self._connection, self._inode = connection, _inode(self.file)
        return self._connection

    @contextmanager
    def _told(self) -> Iterator[None]:
        """What SQLite raises, as a sentence."""
        try:
            yield
        except sqlite3.Error as error:
            code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
            raise HistoryError(_TROUBLES.get(code, "damaged"), self.file, str(error)) from error
        except (UnicodeDecodeError, OverflowError) as error:  # text or a number that cannot be
            raise HistoryError("damaged", self.file, str(error)) from error
        except OSError as error:
            raise HistoryError("unusable", self.file, error.strerror or str(error)) from error


def _inode(file: Path) -> int:
    with suppress(OSError):
        return file.stat().st_ino
    return -1


@contextmanager
def _transaction(connection: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield connection
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:  # SQLite itself ends it when the disk is full
            connection.execute("ROLLBACK")
        raise


def _prepare(connection: sqlite3.Connection, file: Path) -> None:
    """Make the tables in a new file; see that those of an old one are ours, or make them so."""
    _guard(connection)
    if _number(connection, "schema_version") == 0:
        _make(connection)
    _check_origin(connection, file)
    if _number(connection, "user_version") < schema.VERSION:
        _migrate(connection, file)
    _check_tables(connection, file)
    connection.execute("PRAGMA synchronous = NORMAL")  # survives kill -9; a power cut loses little
    connection.execute("PRAGMA journal_size_limit = 16777216")


def _guard(connection: sqlite3.Connection) -> None:
    """Let nothing run that a file holds, and nothing be larger than it may be."""
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LARGEST)
    connection.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
    connection.setlimit(sqlite3.SQLITE_LIMIT_TRIGGER_DEPTH, 0)
    if hasattr(connection, "setconfig"):  # from Python 3.12 on
        connection.setconfig(_DEFENSIVE, True)  # noqa: FBT003  no name is given to it
    connection.execute("PRAGMA trusted_schema = OFF")
    connection.execute("PRAGMA cell_size_check = ON")
    connection.execute("PRAGMA mmap_size = 0")


def _make(connection: sqlite3.Connection) -> None:
    connection.execute(f"PRAGMA page_size = {PAGE}")
    _use_wal(connection)
    with _transaction(connection):
        if _number(connection, "schema_version") == 0:  # no other process was quicker
            for table in schema.TABLES:
                connection.execute(table)
            connection.execute(f"PRAGMA application_id = {schema.APPLICATION}")
            connection.execute(f"PRAGMA user_version = {schema.VERSION}")


def _use_wal(connection: sqlite3.Connection) -> None:
    """Write beside the file; SQLite does not wait for others here, so we do."""
    for tried in range(_BEGUN_TOGETHER):
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError:
            if tried == _BEGUN_TOGETHER - 1:
                raise
            with suppress(sqlite3.OperationalError), _transaction(connection):
                pass  # waits until the other process has ended its own
        else:
            return


def _check_origin(connection: sqlite3.Connection, file: Path) -> None:
    if _number(connection, "application_id") != schema.APPLICATION:
        raise HistoryError("foreign", file, "it was made by another program")
    version = _number(connection, "user_version")
    if version > schema.VERSION:
        why = f"of version {version}; this program knows up to {schema.VERSION}"
        raise HistoryError("newer", file, why)
    query = "SELECT type, name FROM sqlite_master WHERE type NOT IN ('table', 'index')"
    for kind, name in connection.execute(query):
        raise HistoryError("foreign", file, f"it holds the {kind} '{name}'")


def _check_tables(connection: sqlite3.Connection, file: Path) -> None:
    query = "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL"
    found = {sql for (sql,) in connection.execute(query)}
    if found - schema.OF_SQLITE != set(schema.TABLES):
        raise HistoryError("foreign", file, "its tables are others")


def _migrate(connection: sqlite3.Connection, file: Path) -> None:
    """Bring an older file up to date in one transaction, once a copy of it is kept."""
    kept = file.with_name(f"{file.stem}.version-{_number(connection, 'user_version')}.sqlite")
    if not kept.exists():
        _back_up(connection, kept)
    with _transaction(connection):
        for version in range(_number(connection, "user_version"), schema.VERSION):
            if version not in schema.MIGRATIONS:
                raise HistoryError("foreign", file, f"there was no version {version}")
            for statement in schema.MIGRATIONS[version]:
                connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {schema.VERSION}")
        _check_tables(connection, file)


def _back_up(connection: sqlite3.Connection, to: Path) -> None:
    beside = to.with_name(f".{to.name}.{os.getpid()}")
    try:
        with closing(sqlite3.connect(beside)) as copy:
            connection.backup(copy)
        beside.replace(to)
    finally:
        beside.unlink(missing_ok=True)


def _number(connection: sqlite3.Connection, name: str) -> int:
    return int(connection.execute(f"PRAGMA {name}").fetchone()[0])
