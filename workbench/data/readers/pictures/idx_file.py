"""The IDX format of MNIST: two zero bytes, a type, the number of dimensions, their sizes, data."""

import math
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import numpy as np

from workbench.core.errors import DataError, Where
from workbench.core.run import Progressed, Run
from workbench.data.dataset import Column
from workbench.data.readers.compression import opened

CHUNK_BYTES = 1 << 20
MAX_RATIO = 1100  # deflate makes at most 1,032 bytes out of one
MAX_VALUES = 1 << 40  # of one sample
# Of LeCun's description of the format; all numbers are big-endian.
TYPES = {0x08: ">u1", 0x09: ">i1", 0x0B: ">i2", 0x0C: ">i4", 0x0D: ">f4", 0x0E: ">f8"}


@dataclass(frozen=True)
class IdxHeader:
    """What stands before the data of an IDX file."""

    type: str
    shape: tuple[int, ...]

    @property
    def n_bytes(self) -> int:
        """The size of the data."""
        return math.prod(self.shape) * np.dtype(self.type).itemsize


def idx_array(path: Path, shown: str) -> Run[Column]:
    """The array in an IDX file, in the machine's byte order; compressed files are understood.

    Raises:
        DataError: the file is missing or damaged, is no IDX file, or holds less or more data than
            its header says.
    """
    with opened(path, shown) as stream:
        header = _header(stream, shown)
        if header.n_bytes > path.stat().st_size * MAX_RATIO:
            raise _wrong(f"{_size(header)}, but the file is much too short for it.", shown)
        data = bytearray()
        while len(data) <= header.n_bytes and (chunk := stream.read(CHUNK_BYTES)):
            data += chunk
            yield Progressed(len(data), header.n_bytes, shown.rpartition("/")[2])
    if len(data) != header.n_bytes:
        some = "more" if len(data) > header.n_bytes else f"{len(data):,} bytes"
        raise _wrong(f"{_size(header)}, but {some} follow.", shown)
    array = np.frombuffer(data, dtype=header.type).reshape(header.shape)
    return array.astype(array.dtype.newbyteorder("="), copy=False)


def _header(stream: BinaryIO, shown: str) -> IdxHeader:
    magic = stream.read(4)
    if len(magic) < 4 or magic[:2] != b"\0\0" or magic[2] not in TYPES or not magic[3]:
        found = " ".join(f"{byte:02x}" for byte in magic) or "nothing"
        raise _wrong(
            f"This is no IDX file: it must begin with 00 00, a type and the number of dimensions; "
            f"it begins with {found}.",
            shown,
        )
    n_dimensions = magic[3]
    sizes = stream.read(4 * n_dimensions)
    if len(sizes) < 4 * n_dimensions:
        raise _wrong("The file ends within its header.", shown)
    shape = tuple(np.frombuffer(sizes, dtype=">u4").tolist())
    if 0 in shape[1:] or math.prod(shape[1:]) > MAX_VALUES:
        raise _wrong(f"No sample can have the size {shape[1:]}.", shown)
    return IdxHeader(TYPES[magic[2]], shape)


def _size(header: IdxHeader) -> str:
    sizes = " × ".join(f"{size:,}" for size in header.shape)
    return f"The header says {sizes} values ({header.n_bytes:,} bytes)"


def _wrong(message: str, shown: str) -> DataError:
    return DataError(message, remedy="Fetch the file again.", where=Where(file=shown))
