"""The statements on the file of results; each in whatever transaction its caller is in."""

import sqlite3
import time
import zlib
from collections.abc import Iterable, Mapping

from workbench.flow.store.record import Record

ROUNDS = 20  # of dropping; what a result frees is not known before it is gone


def has(connection: sqlite3.Connection, key: bytes) -> bool:
    """Whether there is a result of that key."""
    found = connection.execute("SELECT 1 FROM result WHERE key = ?", (key,)).fetchone()
    return found is not None


def row(connection: sqlite3.Connection, key: bytes) -> tuple[bytes, bytes] | None:
    """Structure and small arrays of a result; None if there is none, or it is damaged."""
    query = "SELECT structure, small, checksum FROM result WHERE key = ?"
    found = connection.execute(query, (key,)).fetchone()
    if found is None:
        return None
    structure, small, checksum = found
    if not isinstance(structure, bytes) or not isinstance(small, bytes):
        return None
    return (structure, small) if checksum_of(structure, small) == checksum else None


def blob(connection: sqlite3.Connection, name: str) -> bytes | None:
    """The bytes of a large array by their hash; None if they are gone or damaged."""
    query = "SELECT bytes, checksum FROM blob WHERE hash = ?"
    found = connection.execute(query, (name.encode(),)).fetchone()
    if found is None or not isinstance(found[0], bytes):
        return None
    content, checksum = found
    return content if checksum_of(content) == checksum else None


def missing(connection: sqlite3.Connection, record: Record) -> dict[str, memoryview]:
    """The large arrays of a record that no stored result has."""
    query = "SELECT 1 FROM blob WHERE hash = ?"
    return {
        name: content
        for name, content in record.blobs.items()
        if connection.execute(query, (name.encode(),)).fetchone() is None
    }


def insert(
    connection: sqlite3.Connection,
    key: bytes,
    edition: str,
    record: Record,
    new: Mapping[str, memoryview],
) -> None:
    """Store a record, of whose large arrays ``new`` are not there yet."""
    delete(connection, [key])
    for name, content in new.items():
        values = (name.encode(), checksum_of(content), content)
        connection.execute("INSERT INTO blob VALUES (?, ?, ?)", values)
    needs = [(key, name.encode()) for name in record.blobs]
    connection.executemany("INSERT INTO need VALUES (?, ?)", needs)
    own = len(record.structure) + len(record.small) + sum(c.nbytes for c in new.values())
    now = time.time()
    connection.execute(
        "INSERT INTO result VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            key,
            edition.encode(),
            record.structure,
            record.small,
            checksum_of(record.structure, record.small),
            own,
            now,
            now,
        ),
    )


def touch(connection: sqlite3.Connection, used: Mapping[bytes, float]) -> None:
    """Write down when results were last used."""
    rows = [(when, key) for key, when in used.items()]
    connection.executemany("UPDATE result SET used = ? WHERE key = ?", rows)


def delete(connection: sqlite3.Connection, keys: Iterable[bytes]) -> None:
    """Remove results; arrays that they alone needed stay until ``drop_orphans``."""
    rows = [(key,) for key in keys]
    connection.executemany("DELETE FROM need WHERE key = ?", rows)
    connection.executemany("DELETE FROM result WHERE key = ?", rows)


def drop_orphans(connection: sqlite3.Connection) -> None:
    """Remove the arrays that no result needs."""
    connection.execute("DELETE FROM blob WHERE hash NOT IN (SELECT hash FROM need)")


def clear(connection: sqlite3.Connection) -> None:
    """Remove everything."""
    for table in ("result", "need", "blob"):
        connection.execute(f"DELETE FROM {table}")  # noqa: S608  no foreign text


def shrink(connection: sqlite3.Connection, limit: int, edition: str) -> None:
    """Drop results, those of other editions and the least recently used first, down to 9/10."""
    query = "SELECT key, CAST(ifnull(bytes, 0) AS INTEGER) FROM result ORDER BY edition = ?, used"
    if size(connection) <= limit:
        return
    for _ in range(ROUNDS):
        excess = size(connection) - limit * 9 // 10
        dropped: list[bytes] = []
        for key, n_bytes in connection.execute(query, (edition.encode(),)):
            if excess <= 0:
                break
            dropped.append(key)
            excess -= n_bytes
        if not dropped:
            return
        delete(connection, dropped)
        drop_orphans(connection)


def size(connection: sqlite3.Connection) -> int:
    """The bytes in use in the file."""
    numbers = [
        connection.execute(f"PRAGMA {name}").fetchone()[0]
        for name in ("page_count", "freelist_count", "page_size")
    ]
    return int((numbers[0] - numbers[1]) * numbers[2])


def checksum_of(*contents: bytes | memoryview) -> int:
    """A checksum (CRC-32) that damage does not survive: 3 GB a second."""
    found = 0
    for content in contents:
        found = zlib.crc32(content, found)
    return found
