"""Remembers results by what they came from, so that a change runs only what lies downstream."""

import hashlib
import json
import threading
from collections import Counter, OrderedDict
from typing import Any, Protocol, runtime_checkable

from workbench.core.component import Component
from workbench.flow.store.store import Store
from workbench.flow.store.writer import Writer
from workbench.flow.weight import weights
from workbench.models.learner import Learner

LIMIT = 2**31


@runtime_checkable
class ReadsFile(Protocol):
    """A component whose result depends on a file, too: a reader, say.

    It may have ``places``, the names of parameters that say where the file lies: what lies there
    counts, not they.
    """

    def fingerprint(self) -> str:
        """A hash of what the file holds."""
        ...


class Cache:
    """Results by key: in memory, and behind that in a store on disk if there is one.

    Any thread may ask. What is dropped from memory is still found in the store.

    Args:
        limit: bytes that results may take in memory; the least recently used are dropped first.
    """

    def __init__(self, limit: int = LIMIT, store: Store | None = None) -> None:
        self._limit = limit
        self._store = store
        self._writer = Writer(store) if store is not None else None
        self._lock = threading.RLock()
        self._results: OrderedDict[str, Any] = OrderedDict()
        self._weights: dict[str, dict[int, int]] = {}
        self._holders: Counter[int] = Counter()  # how many results hold an array
        self._weight = 0

    def __contains__(self, key: str) -> bool:
        with self._lock:
            if key in self._results:
                return True
        return self._may_read and self._store is not None and key in self._store

    def get(self, key: str) -> Any:
        """The result remembered under ``key``.

        Raises:
            KeyError: there is none; or what the store holds of it cannot be read.
        """
        with self._lock:
            if key in self._results:
                self._results.move_to_end(key)
                return self._results[key]
        if self._store is None or not self._may_read:
            raise KeyError(key)
        result = self._store.get(key)
        self._keep(key, result)
        return result

    def put(self, key: str, result: Any, seconds: float | None = None) -> None:
        """Remember a result; it is written to the store soon, without the caller waiting.

        Args:
            seconds: how long it took; what is as quickly computed as loaded is not stored.
        """
        weight = self._keep(key, result)
        if self._writer is not None:
            self._writer.put(key, result, weight, seconds)

    def remove(self, key: str) -> None:
        """Forget one result."""
        with self._lock:
            self._drop(key)
        if self._store is not None:
            self._store.remove(key)

    def clear(self) -> None:
        """Forget everything, on the disk as well; does not wait for the disk."""
        with self._lock:
            for key in list(self._results):
                self._drop(key)
        if self._writer is not None:
            self._writer.clear()

    @property
    def weight(self) -> int:
        """The bytes that results take in memory."""
        return self._weight

    @property
    def size(self) -> int:
        """The bytes that results take on the disk."""
        return self._store.size if self._store is not None and self._may_read else 0

    def messages(self) -> tuple[str, ...]:
        """What the store has to say to the user since this was last asked: whole sentences."""
        return self._store.messages() if self._store is not None else ()

    def flush(self, seconds: float | None = None) -> bool:
        """Wait until all results are written, or so long; whether they are."""
        return self._writer.flush(seconds) if self._writer is not None else True

    def close(self, seconds: float = 2.0) -> None:
        """Write what can be written in so long, and let go of the file."""
        if self._writer is None or self._store is None:
            return
        if not self._writer.flush(seconds):
            self._writer.drop()
            return  # the thread still holds the file; nothing is lost by ending here
        self._store.close()

    @property
    def _may_read(self) -> bool:
        return self._writer is not None and not self._writer.is_clearing

    def _keep(self, key: str, result: Any) -> int:
        found = weights(result)
        with self._lock:
            self._drop(key)
            self._results[key], self._weights[key] = result, found
            for array, n_bytes in found.items():
                self._weight += n_bytes if self._holders[array] == 0 or array == 0 else 0
                self._holders[array] += 1
            while self._weight > self._limit and len(self._results) > 1:
                self._drop(next(iter(self._results)))
        return sum(found.values())

    def _drop(self, key: str) -> None:
        if key not in self._results:
            return
        del self._results[key]
        for array, n_bytes in self._weights.pop(key).items():
            self._holders[array] -= 1
            self._weight -= n_bytes if self._holders[array] == 0 or array == 0 else 0
            if not self._holders[array]:
                del self._holders[array]


def result_key(component: Component, name: str, inputs: list[tuple[str, str]]) -> str:
    """What a node's result depends on, as a hash: its kind, parameters, file and inputs.

    Of a component that reads a file, what the file holds counts and not where it lies. The name
    counts for learners only, whose results carry it into legends.

    Args:
        name: of the node.
        inputs: (port, key of the result that arrives there), in link order.
    """
    settings, source = component.parameters(), ""
    if isinstance(component, ReadsFile):
        source = component.fingerprint()
        places = getattr(component, "places", ())
        settings = {n: value for n, value in settings.items() if n not in places}
    title = name if isinstance(component, Learner) else ""
    fact = [component.key, component.version, settings, title, source, inputs]
    return hashlib.blake2b(json.dumps(fact, sort_keys=True).encode(), digest_size=16).hexdigest()
