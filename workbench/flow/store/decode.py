"""From a record back to the value; whatever does not fit is damage, and damage is a miss."""

import json
import struct
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from pydantic import BaseModel

from workbench.core.errors import WorkbenchError
from workbench.flow.store.hashes import Hashes
from workbench.flow.store.record import KINDS, NUMBERS, TEXTS, AnyArray, Part

_PLAIN = (type(None), bool, int, float, str)
_MISFITS = (
    *(ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError),
    *(struct.error, WorkbenchError),
)


class DamageError(Exception):
    """A record is not what it must be."""


def decoded(
    structure: bytes,
    small: bytes,
    blob: Callable[[str], bytes],
    kinds: Mapping[str, type],
    hashes: Hashes,
) -> Any:
    """The value of a record.

    Args:
        blob: gives the bytes of a large array by their hash.
        kinds: the classes that may be stored, by name.
        hashes: knows the arrays that were loaded before and are alive.

    Raises:
        DamageError: the record is damaged, or a class in it is not among ``kinds``.
    """
    try:
        facts = json.loads(structure)
        parts = [_part(fields) for fields in facts["arrays"]]
        return _Decoder(parts, small, blob, kinds, hashes).value(facts["value"])
    except _MISFITS as error:
        raise DamageError(f"{type(error).__name__}: {error}") from error


class _Decoder:
    """One record on its way: the arrays and objects that have been made."""

    def __init__(
        self,
        parts: list[Part],
        small: bytes,
        blob: Callable[[str], bytes],
        kinds: Mapping[str, type],
        hashes: Hashes,
    ) -> None:
        self._parts = parts
        self._small = small
        self._blob = blob
        self._kinds = kinds
        self._hashes = hashes
        self._arrays: dict[int, AnyArray] = {}
        self._made: dict[int, Any] = {}
        self._n_met = 0
        self._forms: dict[str, Callable[[Any], Any]] = {
            "float": _float,
            "tuple": lambda items: tuple(self.value(item) for item in items),
            "dict": lambda items: {self.value(k): self.value(v) for k, v in items},
            "scalar": _scalar,
            "array": self._array,
            "objects": self._objects,
            "made": self._object,
            "same": lambda number: self._made[number],
        }

    def value(self, form: Any) -> Any:
        """The value of any JSON form."""
        if isinstance(form, _PLAIN):
            return form
        if isinstance(form, list):
            return [self.value(item) for item in form]
        ((name, content),) = form.items()
        return self._forms[name](content)

    def _object(self, content: Any) -> Any:
        number, self._n_met = self._n_met, self._n_met + 1
        name, fields = content
        kind = self._kinds[name]
        values = {n: self.value(form) for n, form in fields.items()}
        made = kind.model_validate(values) if issubclass(kind, BaseModel) else kind(**values)
        self._made[number] = made
        return made

    def _array(self, number: int) -> AnyArray:
        if number not in self._arrays:
            self._arrays[number] = self._loaded(self._parts[number])
        return self._arrays[number]

    def _loaded(self, part: Part) -> AnyArray:
        sort = (part.blob, part.type, part.shape, part.axes)
        is_shared = bool(part.blob) and not part.is_writable
        known = self._hashes.loaded(sort) if is_shared else None
        if known is not None:
            return known
        array = _texts(self._bytes(part)) if part.type == TEXTS else self._numbers(part)
        if array.shape != part.shape:
            raise ValueError(f"an array of shape {array.shape} instead of {part.shape}")
        if is_shared:
            array.flags.writeable = False
            self._hashes.add(array, part.blob, sort)
        return _with_leave(array, is_writable=part.is_writable)

    def _numbers(self, part: Part) -> AnyArray:
        if np.dtype(part.type).kind not in KINDS:
            raise ValueError(f"an array of '{part.type}'")
        flat = np.frombuffer(self._bytes(part), dtype=part.type)
        stored = flat.reshape([part.shape[axis] for axis in part.axes])
        return stored.transpose(np.argsort(np.array(part.axes, dtype=np.intp)))

    def _bytes(self, part: Part) -> bytes:
        if part.blob:
            return self._blob(part.blob)
        return self._small[part.start : part.end]

    def _objects(self, content: Any) -> AnyArray:
        shape, items, is_writable = content
        array = np.empty(len(items), dtype=object)
        for i, item in enumerate(items):
            array[i] = self.value(item)
        array = array.reshape(shape)
        array.flags.writeable = is_writable
        return array


def _part(fields: list[Any]) -> Part:
    kind, shape, axes, is_writable, blob, start, end = fields
    return Part(kind, tuple(shape), tuple(axes), bool(is_writable), blob, start, end)


def _float(digits: str) -> float:
    (value,) = struct.unpack(">d", bytes.fromhex(digits))
    return float(value)


def _scalar(content: Any) -> Any:
    kind, digits = content
    if np.dtype(kind).kind not in NUMBERS:
        raise ValueError(f"a scalar of '{kind}'")
    return np.frombuffer(bytes.fromhex(digits), dtype=kind)[0]


def _texts(content: bytes) -> AnyArray:
    texts = json.loads(content)
    array = np.empty(len(texts), dtype=object)
    array[:] = texts
    return array


def _with_leave(array: AnyArray, *, is_writable: bool) -> AnyArray:
    """The array itself, or a copy if it is to be written to and cannot be."""
    if is_writable and not array.flags.writeable:
        return array.copy(order="K")
    array.flags.writeable = is_writable
    return array
