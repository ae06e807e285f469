"""What results weigh in memory: their arrays, those that several share counted once."""

import dataclasses
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

OBJECT = 500  # bytes of an object besides its arrays; roughly
TEXT = 80  # of a text in a column


def weights(value: Any) -> dict[int, int]:
    """The bytes of each array in a value, by the array's identity; under 0 those of all the rest.

    Identities hold as long as the value is alive.
    """
    found = {0: 0}
    seen: set[int] = set()
    waiting = [value]
    while waiting:
        part = waiting.pop()
        if id(part) in seen:
            continue
        seen.add(id(part))
        found[0] += OBJECT
        if isinstance(part, np.ndarray):
            owner = _owner(part)
            found[id(owner)] = owner.nbytes + (TEXT * owner.size if part.dtype == object else 0)
        waiting += _within(part)
    return found


def _owner(array: NDArray[Any]) -> NDArray[Any]:
    """The array whose memory this one shows."""
    while isinstance(array.base, np.ndarray):
        array = array.base
    return array


def _within(part: Any) -> Iterator[Any]:
    """The parts of a value that may hold arrays."""
    if isinstance(part, Mapping):
        yield from part.values()
    elif isinstance(part, list | tuple) and not (part and isinstance(part[0], str | float | int)):
        yield from part
    elif dataclasses.is_dataclass(part):
        yield from vars(part).values() if hasattr(part, "__dict__") else ()
    elif isinstance(part, np.ndarray) and part.dtype == object and part.size:
        yield from () if isinstance(part.flat[0], str) else part.ravel().tolist()
