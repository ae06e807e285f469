"""A checkpoint as a file: numbers and arrays, a digest over all of it, no code in it.

Two lines of text, then the bytes of the arrays one after the other, then a SHA-256 digest of
everything before it. Whatever byte is not what it was when the file was written is noticed.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

from workbench.training.checkpoint import Checkpoint

FORMAT = b"workbench-checkpoint 1"
ENDED, UNDER_WAY = FORMAT + b" ended\n", FORMAT + b" under way\n"
DIGEST_BYTES = 32
_KINDS = "biuf"  # booleans, whole and floating-point numbers: never objects


class DamageError(Exception):
    """The file is not as it was written."""


@dataclass(frozen=True, eq=False)
class Kept:
    """A checkpoint with what is said of it.

    Args:
        key: of the training.
        edition: of the program that trained.
        epoch: epochs that are done.
        has_ended: whether the training had come to its end.
    """

    key: str
    edition: str
    epoch: int
    has_ended: bool
    checkpoint: Checkpoint


def n_bytes(kept: Kept) -> int:
    """How large its arrays are; the rest of the file is small."""
    return sum(array.nbytes for array in kept.checkpoint.arrays.values())


def write(kept: Kept, path: Path) -> None:
    """Write it to a file that is nobody else's.

    Raises:
        OSError: the disk does not take it.
        TypeError: it holds what is no JSON value, or an array of objects.
    """
    digest = hashlib.sha256()
    with path.open("wb") as file:
        for part in _parts(kept):
            digest.update(part)
            file.write(part)
        file.write(digest.digest())


def _parts(kept: Kept) -> Iterator[bytes | memoryview]:
    arrays = {name: np.asarray(a, order="C") for name, a in kept.checkpoint.arrays.items()}
    for name, array in arrays.items():
        if array.dtype.kind not in _KINDS:
            raise TypeError(f"'{name}' is an array of {array.dtype}.")
    head = {
        "key": kept.key,
        "edition": kept.edition,
        "epoch": kept.epoch,
        "values": kept.checkpoint.values,
        "arrays": [(name, array.dtype.str, array.shape) for name, array in arrays.items()],
    }
    yield ENDED if kept.has_ended else UNDER_WAY
    yield json.dumps(head).encode() + b"\n"
    for array in arrays.values():
        yield array.reshape(-1).view(np.uint8).data


def read(path: Path, key: str) -> Kept:
    """Read the checkpoint of a training; its arrays are read-only.

    Raises:
        FileNotFoundError: there is none.
        DamageError: the file is cut short, changed, of another training or none of ours; or
            cannot be read.
    """
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        raise
    except OSError as error:
        raise DamageError(error.strerror or str(error)) from error
    end = len(content) - DIGEST_BYTES
    whole = memoryview(content)
    if end < 0 or hashlib.sha256(whole[:end]).digest() != whole[end:]:
        raise DamageError("its digest is another one")
    try:
        kept = _kept(content, end)
    except (ValueError, TypeError, KeyError, RecursionError) as error:  # a digest, but not ours
        raise DamageError(str(error)) from error
    if kept.key != key:
        raise DamageError("it is of another training")
    return kept


def has_ended(path: Path) -> bool:
    """Whether a file says that its training had come to its end; False for any other file."""
    with suppress(OSError), path.open("rb") as file:
        return _first_line(file) == ENDED
    return False


def _first_line(file: BinaryIO) -> bytes:
    return file.readline(len(UNDER_WAY))


def _kept(content: bytes, end: int) -> Kept:
    first = content.index(b"\n") + 1
    second = content.index(b"\n", first) + 1
    if content[:first] not in {ENDED, UNDER_WAY}:
        raise ValueError("it begins otherwise")
    head = json.loads(content[first:second])
    arrays = _arrays(head["arrays"], content, second, end)
    checkpoint = Checkpoint(head["values"], arrays)
    key, edition, epoch = head["key"], head["edition"], head["epoch"]
    return Kept(key, edition, epoch, content[:first] == ENDED, checkpoint)


def _arrays(
    listed: list[tuple[str, str, list[int]]], content: bytes, start: int, end: int
) -> Mapping[str, NDArray[Any]]:
    arrays: dict[str, NDArray[Any]] = {}
    for name, kind, shape in listed:
        dtype = np.dtype(kind)
        if dtype.kind not in _KINDS:
            raise ValueError(f"'{name}' is an array of {kind}")
        count = int(np.prod(shape, dtype=object))
        flat = np.frombuffer(content, dtype, count, start) if count else np.empty(0, dtype)
        arrays[name] = flat.reshape(shape)
        start += count * dtype.itemsize
    if start != end:
        raise ValueError("it is longer than its arrays")
    return arrays
