"""A lock that ends with the process that holds it, however that ends.

SQLite knows how on every system; the file it locks stays empty.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from workbench.core.errors import DataError, Where


class TakenError(Exception):
    """Another process holds the lock."""


@contextmanager
def locked(file: Path) -> Iterator[None]:
    """Hold a lock for the time of the block.

    Raises:
        TakenError: another process holds it.
        DataError: the file cannot be made.
    """
    connection = _connection(file)
    try:
        yield
    finally:
        connection.close()


def _connection(file: Path) -> sqlite3.Connection:
    connection: sqlite3.Connection | None = None
    try:
        connection = sqlite3.connect(file, timeout=0, isolation_level=None)
        connection.execute("BEGIN EXCLUSIVE")
    except sqlite3.Error as error:
        if connection is not None:
            connection.close()
        if error.sqlite_errorcode == sqlite3.SQLITE_BUSY:
            raise TakenError from None
        where = Where(file=str(file))
        raise DataError(f"This file cannot be used: {error}.", where=where) from error
    return connection
