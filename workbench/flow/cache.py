"""Remembers results by what they came from, so that a change runs only what lies downstream."""

import hashlib
import json
from collections import OrderedDict
from typing import Any, Protocol, runtime_checkable

from workbench.core.component import Component


@runtime_checkable
class ReadsFile(Protocol):
    """A component whose result depends on a file, too: a reader, say."""

    def fingerprint(self) -> str:
        """A hash of which file it is, and of when it was last changed."""
        ...


class Cache:
    """Results by key, the least recently used dropped first.

    Args:
        limit: how many results are kept.
    """

    def __init__(self, limit: int = 200) -> None:
        self._results: OrderedDict[str, Any] = OrderedDict()
        self._limit = limit

    def __contains__(self, key: str) -> bool:
        return key in self._results

    def get(self, key: str) -> Any:
        """The result remembered under ``key``.

        Raises:
            KeyError: there is none.
        """
        self._results.move_to_end(key)
        return self._results[key]

    def put(self, key: str, result: Any) -> None:
        """Remember a result."""
        self._results[key] = result
        self._results.move_to_end(key)
        while len(self._results) > self._limit:
            self._results.popitem(last=False)

    def clear(self) -> None:
        """Forget everything."""
        self._results.clear()


def result_key(component: Component, name: str, inputs: list[tuple[str, str]]) -> str:
    """What a node's result depends on, as a hash: its kind, parameters, name, file and inputs.

    A component that reads a file says by ``fingerprint()`` which state of the file it would read.

    Args:
        name: of the node; learners' results carry it into legends.
        inputs: (port, key of the result that arrives there), in link order.
    """
    source = component.fingerprint() if isinstance(component, ReadsFile) else ""
    fact = [component.key, component.version, component.parameters(), name, source, inputs]
    return hashlib.blake2b(json.dumps(fact, sort_keys=True).encode(), digest_size=16).hexdigest()
