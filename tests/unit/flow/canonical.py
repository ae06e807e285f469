"""What a value is to the last bit, as plain tuples: two values are the same if these are equal.

Written without the store's codec, which it is there to check. Counts: types, the bytes, layout and
writability of arrays, NaN as well as −0.0, the order of dicts, and which objects are the same one.
"""

import dataclasses
import hashlib
import struct
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel


def canonical(value: Any) -> Any:
    """The value as nested tuples of texts, numbers and bytes."""
    return _of(value, {})


def digest(value: Any) -> str:
    """A hash of ``canonical``, to be compared between processes."""
    return hashlib.blake2b(repr(canonical(value)).encode(), digest_size=16).hexdigest()


def _of(value: Any, seen: dict[int, tuple[int, Any]]) -> Any:
    kind = type(value).__name__
    if isinstance(value, np.ndarray):
        return _array(value, seen)
    if isinstance(value, dict):
        return kind, _of([item for pair in value.items() for item in pair], seen)
    if isinstance(value, list | tuple):
        return kind, tuple(_of(item, seen) for item in value)
    if isinstance(value, BaseModel) or dataclasses.is_dataclass(value):
        return _object(value, seen)
    return _plain(value)


def _plain(value: Any) -> Any:
    kind = type(value).__name__
    if isinstance(value, np.generic):
        return kind, value.dtype.str, value.tobytes()
    if isinstance(value, float):
        return kind, struct.pack("<d", value)
    assert value is None or isinstance(value, bool | int | str), kind
    return kind, value


def _object(value: Any, seen: dict[int, tuple[int, Any]]) -> Any:
    if id(value) in seen:
        return "same", seen[id(value)][0]
    seen[id(value)] = (len(seen), value)
    if isinstance(value, BaseModel):
        names = tuple(type(value).model_fields)
    else:
        names = tuple(field.name for field in dataclasses.fields(value))
    return type(value).__qualname__, tuple((n, _of(getattr(value, n), seen)) for n in names)


def _array(array: NDArray[Any], seen: dict[int, tuple[int, Any]]) -> Any:
    facts = (array.dtype.str, array.shape, _layout(array), array.flags.writeable)
    if array.dtype == object:
        return "objects", facts, tuple(_of(item, seen) for item in array.ravel().tolist())
    return "array", facts, array.tobytes()


def _layout(array: NDArray[Any]) -> Any:
    """The order of the axes in memory; those of length 1 lie anywhere."""
    long = [axis for axis in range(array.ndim) if array.shape[axis] > 1]
    return tuple(sorted(long, key=lambda axis: -abs(array.strides[axis]))) if array.size else ()
