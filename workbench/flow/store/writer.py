"""Writes results to the store behind the back of the run that computed them.

A thread that is there only while there is something to write. It computes nothing and yields no
event; what it is given never changes, so a run cannot notice it.
"""

import threading
from collections import OrderedDict
from typing import Any

from workbench.flow.store.store import Store


class Writer:
    """A queue in front of a store.

    Args:
        most: bytes that may wait; what comes beyond that is not stored.
    """

    def __init__(self, store: Store, most: int = 2**30) -> None:
        self._store = store
        self._most = most
        self._waiting: OrderedDict[str, tuple[Any, int, float | None]] = OrderedDict()
        self._clears = False
        self._thread: threading.Thread | None = None
        self._changed = threading.Condition()

    def put(self, key: str, value: Any, weight: int, seconds: float | None) -> None:
        """Store a result soon.

        Args:
            weight: its bytes in memory.
        """
        with self._changed:
            if sum(w for _, w, _ in self._waiting.values()) + weight <= self._most:
                self._waiting[key] = (value, weight, seconds)
                self._begin()

    def clear(self) -> None:
        """Empty the store soon; what waits is dropped."""
        with self._changed:
            self._waiting.clear()
            self._clears = True
            self._begin()

    @property
    def is_clearing(self) -> bool:
        """Whether the store still holds what has been forgotten."""
        return self._clears

    def flush(self, seconds: float | None = None) -> bool:
        """Wait until everything is written, or so long; whether it is."""
        with self._changed:
            return self._changed.wait_for(lambda: self._thread is None, seconds)

    def drop(self) -> None:
        """Write nothing more than what is being written."""
        with self._changed:
            self._waiting.clear()

    def _begin(self) -> None:
        if self._thread is None or not self._thread.is_alive():
            # A daemon: a disk that hangs must not keep the program alive.
            self._thread = threading.Thread(target=self._write, name="results", daemon=True)
            self._thread.start()

    def _write(self) -> None:
        try:
            while self._write_next():
                pass
        except BaseException:  # a defect: nobody is to wait for this thread
            with self._changed:
                self._end()
            raise

    def _end(self) -> None:
        self._thread = None
        self._changed.notify_all()

    def _write_next(self) -> bool:
        with self._changed:
            clears = self._clears
            if not clears and not self._waiting:
                self._end()  # under the lock: what is put from now on begins another thread
                return False
            key, (value, _, seconds) = ("", (None, 0, None)) if clears else self._first()
        if clears:
            self._store.clear()
        else:
            self._store.put(key, value, seconds)
        with self._changed:
            self._clears = self._clears and not clears
        return True

    def _first(self) -> tuple[str, tuple[Any, int, float | None]]:
        return self._waiting.popitem(last=False)
