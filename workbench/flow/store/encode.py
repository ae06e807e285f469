"""From a value to its record; ``record.py`` says how that looks."""

import dataclasses
import json
import math
import struct
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from workbench.flow.store.hashes import Hashes
from workbench.flow.store.kinds import field_names, name_of
from workbench.flow.store.record import (
    ALIGNED,
    KINDS,
    NUMBERS,
    SMALL,
    TEXTS,
    AnyArray,
    Part,
    Record,
    UnstorableError,
)

_PLAIN = (type(None), bool, int, str)


def encoded(value: Any, kinds: Mapping[str, type], hashes: Hashes) -> Record:
    """The record of a value.

    Args:
        kinds: the classes that may be stored, by name.
        hashes: of arrays that have been stored or loaded before.

    Raises:
        UnstorableError: it holds something else than these, plain values and arrays.
    """
    encoder = _Encoder(kinds, hashes)
    try:
        value = encoder.value(value)
        structure = {"value": value, "arrays": encoder.parts}
        text = json.dumps(structure, allow_nan=False, separators=(",", ":"))
    except (RecursionError, ValueError, TypeError) as error:  # a circle, an enormous number
        raise UnstorableError(str(error)) from error
    return Record(text.encode("ascii"), bytes(encoder.small), encoder.blobs)


class _Encoder:
    """One value on its way: the arrays and objects that have been met."""

    def __init__(self, kinds: Mapping[str, type], hashes: Hashes) -> None:
        self._kinds = kinds
        self._hashes = hashes
        self._made: dict[int, int] = {}
        self._arrays: dict[int, int] = {}
        self.parts: list[list[Any]] = []
        self.small = bytearray()
        self.blobs: dict[str, memoryview] = {}
        self._forms: dict[type, Callable[[Any], Any]] = {
            float: _float,
            list: lambda value: [self.value(item) for item in value],
            tuple: lambda value: {"tuple": [self.value(item) for item in value]},
            dict: self._dict,
            np.ndarray: self._array,
        }

    def value(self, value: Any) -> Any:
        """The JSON form of any value."""
        kind = type(value)
        if kind in _PLAIN:
            return value
        if kind in self._forms:
            return self._forms[kind](value)
        if isinstance(value, np.generic):
            return _scalar(value)
        return self._object(value)

    def _dict(self, value: dict[Any, Any]) -> dict[str, Any]:
        return {"dict": [[self.value(k), self.value(v)] for k, v in value.items()]}

    def _object(self, value: Any) -> dict[str, Any]:
        name = name_of(type(value))
        if self._kinds.get(name) is not type(value):
            raise UnstorableError(f"'{name}' has no form in the store")
        if id(value) in self._made:
            return {"same": self._made[id(value)]}
        self._made[id(value)] = len(self._made)
        fields = {n: self.value(getattr(value, n)) for n in field_names(type(value))}
        return {"made": [name, fields]}

    def _array(self, array: AnyArray) -> dict[str, Any]:
        if id(array) not in self._arrays:
            if array.dtype == object and not _is_texts(array):
                return self._objects(array)
            part = self._part(array)
            self._arrays[id(array)] = len(self.parts)
            self.parts.append(list(dataclasses.astuple(part)))
        return {"array": self._arrays[id(array)]}

    def _objects(self, array: AnyArray) -> dict[str, Any]:
        items = [self.value(item) for item in array.ravel().tolist()]
        return {"objects": [list(array.shape), items, bool(array.flags.writeable)]}

    def _part(self, array: AnyArray) -> Part:
        axes = tuple(sorted(range(array.ndim), key=lambda axis: -abs(array.strides[axis])))
        is_texts = array.dtype == object
        if not is_texts and array.dtype.kind not in KINDS:
            raise UnstorableError(f"an array of '{array.dtype}' has no form in the store")
        kind = TEXTS if is_texts else array.dtype.str
        part = Part(kind, array.shape, axes, bool(array.flags.writeable))
        content = _texts(array) if is_texts else _bytes(array.transpose(axes))
        if content.nbytes < SMALL:
            start = self._put_small(content)
            return dataclasses.replace(part, start=start, end=start + len(content))
        blob = self._hashes.of(array, content)
        self.blobs[blob] = content
        return dataclasses.replace(part, blob=blob)

    def _put_small(self, content: memoryview) -> int:
        self.small += bytes(-len(self.small) % ALIGNED)
        start = len(self.small)
        self.small += content
        return start


def _float(value: float) -> Any:
    return value if math.isfinite(value) else {"float": struct.pack(">d", value).hex()}


def _scalar(value: np.generic) -> dict[str, Any]:
    if value.dtype.kind not in NUMBERS:
        raise UnstorableError(f"a '{value.dtype}' has no form in the store")
    return {"scalar": [value.dtype.str, value.tobytes().hex()]}


def _is_texts(array: AnyArray) -> bool:
    return array.ndim == 1 and {type(item) for item in array} <= {str, type(None)}


def _texts(array: AnyArray) -> memoryview:
    return memoryview(json.dumps(array.tolist(), separators=(",", ":")).encode("ascii"))


def _bytes(array: AnyArray) -> memoryview:
    """The bytes of an array in the order of its axes; those of the array itself if they can be."""
    if array.size == 0:
        return memoryview(b"")
    return np.ascontiguousarray(array).reshape(-1).view(np.uint8).data
