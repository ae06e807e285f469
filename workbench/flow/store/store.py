"""Results on disk by key: one SQLite file, at most so large, the least recently used dropped first.

Nothing here raises to the user: what cannot be read is a miss, a damaged file is set aside and a
new one begun, and a store that cannot work says so once and is silent from then on.
"""

import shutil
import sqlite3
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

from workbench.core.component import Component
from workbench.flow.store import tables
from workbench.flow.store.database import (
    BrokenError,
    BusyError,
    Database,
    FullError,
    UnusableError,
)
from workbench.flow.store.decode import DamageError, decoded
from workbench.flow.store.edition import edition_of
from workbench.flow.store.encode import encoded
from workbench.flow.store.hashes import Hashes
from workbench.flow.store.kinds import storable
from workbench.flow.store.record import Record, UnstorableError

T = TypeVar("T")

LIMIT = 2**30
LARGEST = 2**28
SPARE = 2**29  # bytes of the disk that are left free
LOADED_PER_SECOND = 3e8  # bytes; what is computed faster than that is not worth the room
MOST_SET_ASIDE = 3
ALWAYS = 2**22  # bytes; so little is kept however quickly it was computed


class Store:
    """Results in a file. Any thread may ask; one at a time may write.

    Args:
        file: made with its folder when first used.
        catalog: component classes by key; theirs are the only classes that come back.
        limit: bytes that the file may take.
        largest: bytes that one result may take.
    """

    def __init__(
        self,
        file: Path,
        catalog: Mapping[str, type[Component]],
        limit: int = LIMIT,
        largest: int = LARGEST,
    ) -> None:
        self.file = file
        self.limit = limit
        self.largest = min(largest, limit)
        self._catalog = catalog
        self._reader, self._writer = Database(file), Database(file)
        self._hashes = Hashes()
        self._lock = threading.Lock()  # of what follows
        self._used: dict[bytes, float] = {}  # when results were last used; not written yet
        self._messages: list[str] = []
        self._told: set[str] = set()
        self._is_off = self._is_full = False
        self._n_set_aside = 0

    @cached_property
    def _kinds(self) -> dict[str, type]:
        return storable(self._catalog)

    @cached_property
    def edition(self) -> str:
        """Which program this is; results of another one are not found."""
        return edition_of(self._catalog.values())

    def __contains__(self, key: str) -> bool:
        full = self._full(key)
        return self._asked(lambda connection: tables.has(connection, full), default=False)

    def get(self, key: str) -> Any:
        """The result stored under ``key``.

        Raises:
            KeyError: there is none that could be read.
        """
        full = self._full(key)
        row = self._asked(lambda connection: tables.row(connection, full), default=None)
        if row is None:
            raise KeyError(key)
        try:
            value = decoded(*row, self._blob, self._kinds, self._hashes)
        except DamageError:
            self.remove(key)
            raise KeyError(key) from None
        with self._lock:
            self._used[full] = time.time()
        return value

    def put(self, key: str, value: Any, seconds: float | None = None) -> bool:
        """Store a result, if it is worth the room; whether it is stored now.

        Args:
            seconds: how long it took to compute; None if that is not known.
        """
        if self._is_off or self._is_full:
            return False
        try:
            record = encoded(value, self._kinds, self._hashes)
        except (UnstorableError, MemoryError):
            return False
        if record.n_bytes > self.largest or not self._has_room(record.n_bytes):
            return False
        full = self._full(key)
        return self._changed(
            lambda connection: self._put(connection, full, record, seconds), default=False
        )

    def remove(self, key: str) -> None:
        """Forget one result."""
        full = self._full(key)
        self._changed(lambda connection: tables.delete(connection, [full]), default=None)

    def clear(self) -> None:
        """Forget everything, and give its room on the disk back."""
        self._changed(tables.clear, default=None)
        with suppress(OSError):
            self._damaged_file.unlink()

    @property
    def size(self) -> int:
        """The bytes that results take on the disk."""
        return self._asked(tables.size, default=0)

    def messages(self) -> tuple[str, ...]:
        """Sentences for the user that have come up since this was last asked."""
        with self._lock:
            messages, self._messages = tuple(self._messages), []
        return messages

    def close(self) -> None:
        """Let go of the file; a later use opens it again."""
        if self._used:
            self._changed(lambda _: None, default=None)
        self._reader.close()
        self._writer.close()

    def _full(self, key: str) -> bytes:
        return f"{self.edition}:{key}".encode()

    def _blob(self, name: str) -> bytes:
        content = self._asked(lambda connection: tables.blob(connection, name), default=None)
        if content is None:
            raise DamageError(f"the bytes of '{name}' are gone")
        return content

    def _put(
        self, connection: sqlite3.Connection, key: bytes, record: Record, seconds: float | None
    ) -> bool:
        new = tables.missing(connection, record)
        n_bytes = len(record.structure) + len(record.small) + sum(c.nbytes for c in new.values())
        is_quick = seconds is not None and seconds < n_bytes / LOADED_PER_SECOND
        if is_quick and n_bytes > ALWAYS:
            return False
        tables.insert(connection, key, self.edition, record, new)
        return True

    def _has_room(self, n_bytes: int) -> bool:
        folder = next(p for p in self.file.parents if p.exists())
        try:
            has_room = shutil.disk_usage(folder).free > n_bytes + SPARE
        except OSError:
            return True  # writing will tell
        if not has_room:
            self._tell("The disk is nearly full: results are no longer kept on it.")
        return has_room

    def _asked(self, work: Callable[[sqlite3.Connection], T], default: T) -> T:
        """What ``work`` finds out; ``default`` if the file is of no use."""
        if self._is_off:
            return default
        n_set_aside = self._n_set_aside
        try:
            with self._reader.reading() as connection:
                return work(connection)
        except BusyError:
            return default
        except UnusableError as error:
            self._turn_off(error)
        except BrokenError:
            self._set_aside(n_set_aside)
        return default

    def _changed(self, work: Callable[[sqlite3.Connection], T], default: T) -> T:
        """What ``work`` gives, done and written down; ``default`` if it could not be."""
        if self._is_off:
            return default
        n_set_aside = self._n_set_aside
        with self._lock:
            used, self._used = self._used, {}
        try:
            with self._writer.writing() as connection:
                result = work(connection)
                tables.touch(connection, used)
                tables.shrink(connection, self.limit, self.edition)
            self._writer.give_back()
        except BusyError:
            return default
        except FullError:
            self._is_full = True
            self._tell("The disk is full: results are no longer kept on it.")
        except UnusableError as error:
            self._turn_off(error)
        except BrokenError:
            self._set_aside(n_set_aside)
            return self._changed(work, default)
        else:
            return result
        return default

    def _turn_off(self, error: UnusableError) -> None:
        self._is_off = True
        self._tell(f"Results are kept until the program ends only: '{self.file}': {error}.")

    def _set_aside(self, n_set_aside: int) -> None:
        """Rename a damaged file, unless another thread has done so since it was asked."""
        with self._writer.lock, self._reader.lock:
            if n_set_aside != self._n_set_aside:
                return
            self._n_set_aside += 1
            self._reader.close()
            self._writer.close()
            try:
                self.file.replace(self._damaged_file)
                for end in ("-wal", "-shm"):
                    Path(f"{self.file}{end}").unlink(missing_ok=True)
            except OSError as error:
                self._turn_off(UnusableError(error.strerror or str(error)))
                return
        if self._n_set_aside >= MOST_SET_ASIDE:
            self._turn_off(UnusableError("it is damaged again and again"))
        self._tell("The file of stored results was damaged: a new one has been begun.")

    @property
    def _damaged_file(self) -> Path:
        return self.file.with_name(f"{self.file.name}.damaged")

    def _tell(self, message: str) -> None:
        with self._lock:
            if message not in self._told:
                self._told.add(message)
                self._messages.append(message)
