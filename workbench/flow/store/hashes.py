"""The hashes of arrays that are alive, so that what several results share is hashed once."""

import hashlib
import threading
from weakref import WeakValueDictionary

from workbench.flow.store.record import AnyArray


class Hashes:
    """Arrays by the hash of their bytes, and hashes by array; neither keeps an array alive.

    Only arrays that nobody can write to are remembered.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._alive: WeakValueDictionary[int, AnyArray] = WeakValueDictionary()
        self._hashes: dict[int, str] = {}
        self._loaded: WeakValueDictionary[tuple[object, ...], AnyArray] = WeakValueDictionary()

    def of(self, array: AnyArray, content: memoryview) -> str:
        """The hash of an array whose bytes are ``content``."""
        with self._lock:
            if self._alive.get(id(array)) is array:
                return self._hashes[id(array)]
        found = hashlib.sha256(content).hexdigest()[:32]
        if not array.flags.writeable:
            with self._lock:
                self._remember(array, found)
        return found

    def loaded(self, sort: tuple[object, ...]) -> AnyArray | None:
        """An array of the same sort (hash, type, shape …) that was loaded before and is alive."""
        with self._lock:
            return self._loaded.get(sort)

    def add(self, array: AnyArray, found: str, sort: tuple[object, ...]) -> None:
        """Remember an array that has been loaded and that nobody can write to."""
        with self._lock:
            self._remember(array, found)
            self._loaded[sort] = array

    def _remember(self, array: AnyArray, found: str) -> None:
        if len(self._hashes) > 2 * len(self._alive) + 1000:  # some are of arrays that are gone
            alive = set(self._alive)
            self._hashes = {key: h for key, h in self._hashes.items() if key in alive}
        self._alive[id(array)] = array
        self._hashes[id(array)] = found
