"""A value as it lies in the store: JSON for its structure, bytes for its arrays.

In the structure ``null``, booleans, texts, whole and finite numbers and lists stand for themselves.
Anything else is an object of one entry, whose name says what it is:

===========  ===============================================================
``float``    a float that is no number or infinite: its bytes (hex)
``tuple``    its items
``dict``     its items as pairs, in order
``scalar``   a NumPy number: type and bytes (hex)
``array``    the number of an entry in the table of arrays
``objects``  an object array: shape and items
``made``     a dataclass or component: its class's name and its fields
``same``     the number of a ``made`` met before: the very same object
===========  ===============================================================
"""

from dataclasses import dataclass, field
from typing import Any, TypeAlias

from numpy.typing import NDArray

AnyArray: TypeAlias = NDArray[Any]

NUMBERS = "biufcmM"  # NumPy's letters for what may be a scalar
KINDS = NUMBERS + "SU"  # and for the arrays whose bytes are their values
TEXTS = "texts"  # instead of a type: texts and None as a JSON list
SMALL = 4096  # bytes; smaller arrays lie together with the structure
ALIGNED = 16


class UnstorableError(Exception):
    """A value holds something that the store has no form for."""


@dataclass(frozen=True)
class Part:
    """Where the bytes of an array lie, and how they are to be read.

    Args:
        type: NumPy's name for it ("<f8"), or ``TEXTS``.
        shape: as the array's.
        axes: the axes in the order of memory, outermost first.
        is_writable: whether the array may be written to.
        blob: the hash of its bytes where they lie apart; empty where they lie with the structure.
        start, end: where they lie there.
    """

    type: str
    shape: tuple[int, ...]
    axes: tuple[int, ...]
    is_writable: bool
    blob: str = ""
    start: int = 0
    end: int = 0


@dataclass(frozen=True)
class Record:
    """An encoded value.

    Args:
        structure: JSON (ASCII).
        small: the bytes of the small arrays, one after the other.
        blobs: the bytes of each large array by their hash.
    """

    structure: bytes
    small: bytes
    blobs: dict[str, memoryview] = field(default_factory=dict)

    @property
    def n_bytes(self) -> int:
        """What it takes in all."""
        blobs = sum(blob.nbytes for blob in self.blobs.values())
        return len(self.structure) + len(self.small) + blobs
