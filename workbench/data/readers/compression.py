"""Compressed files as if they were not: opened by what they hold, not by what they are called."""

import bz2
import gzip
import lzma
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, cast

from workbench.core.errors import DataError, Where

SUFFIXES = (".gz", ".bz2", ".xz")
_BROKEN = (EOFError, gzip.BadGzipFile, zlib.error, lzma.LZMAError)


def bare_name(path: Path) -> str:
    """The file's name in lower case without the suffix of its compression: ``iris.csv``."""
    name = path.name.lower()
    return next((name.removesuffix(s) for s in SUFFIXES if name.endswith(s)), name)


DEVICE = "This is a device or a pipe, not a file; save what comes out of it as a file first."


@contextmanager
def opened(path: Path, shown: str) -> Iterator[BinaryIO]:
    """The bytes of a file, decompressed while they are read.

    Args:
        shown: the file's name in sentences.

    Raises:
        DataError: the file is missing, a folder or unreadable; or, while the block reads, the
            compressed data are damaged or end too early.
    """
    where = Where(file=shown)
    if is_device(path):
        raise DataError(DEVICE, where=where)
    try:
        with path.open("rb") as file:
            magic = file.read(6)
            file.seek(0)
            with _decompressed(file, magic) as stream:
                yield stream
    except FileNotFoundError:
        raise DataError("There is no such file.", where=where) from None
    except IsADirectoryError:
        raise DataError("This is a folder, not a file.", where=where) from None
    except _BROKEN as error:
        raise DataError(
            f"The compressed file is damaged or cut short ({error}).",
            remedy="Fetch it again.",
            where=where,
        ) from error
    except OSError as error:
        reason = error.strerror or error
        raise DataError(f"The file cannot be read: {reason}.", where=where) from error


def is_device(path: Path) -> bool:
    """Whether it is a device or a pipe: opening one may wait for ever, and reading never end."""
    return path.exists() and not path.is_file() and not path.is_dir()


def _decompressed(file: BinaryIO, magic: bytes) -> BinaryIO:
    if magic.startswith(b"\x1f\x8b"):
        return cast(BinaryIO, gzip.GzipFile(fileobj=file))
    if magic.startswith(b"BZh"):
        return cast(BinaryIO, bz2.BZ2File(file))
    if magic == b"\xfd7zXZ\x00":
        return cast(BinaryIO, lzma.LZMAFile(file))
    return file
