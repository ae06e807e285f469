"""The pictures in a folder or a zip archive, with the folder directly above each as its class."""

import lzma
import os
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path, PurePosixPath

from workbench.core.errors import DataError, Where
from workbench.data.readers.compression import DEVICE, is_device

ENDINGS = (
    ".png",
    ".jpg",
    ".jpeg",
    ".bmp",
    ".gif",
    ".tif",
    ".tiff",
    ".webp",
    ".ppm",
    ".pgm",
    ".pbm",
)
MAX_PICTURE_BYTES = 1 << 28
LOOKED_AT = 500
MAX_DEPTH = 6
# What zipfile raises at damaged bytes; names that are no text and impossible places included.
_BROKEN_ZIP = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    NotImplementedError,
    RuntimeError,
    ValueError,
)


@dataclass(frozen=True)
class ImageFiles:
    """The pictures of one folder or archive.

    Args:
        names: with ``/`` between folders, in order.
        content: gives the bytes of one of them.
    """

    names: tuple[str, ...]
    content: Callable[[str], bytes]

    def classes(self) -> list[str]:
        """For each picture the name of the folder directly above it; empty where there is none."""
        return [PurePosixPath(name).parent.name for name in self.names]


@contextmanager
def image_files(path: Path, shown: str) -> Iterator[ImageFiles]:
    """The pictures in a folder or an archive; hidden files and those of other kinds are left out.

    Raises:
        DataError: it is missing, unreadable, no archive, or holds no picture.
    """
    if path.is_dir():
        files = ImageFiles(tuple(sorted(_in_folder(path))), lambda name: _read(path / name))
        yield _checked(files, shown)
        return
    try:
        with zipfile.ZipFile(path) as archive:
            names = tuple(sorted(filter(_is_picture, archive.namelist())))
            yield _checked(ImageFiles(names, lambda name: _unzipped(archive, name)), shown)
    except FileNotFoundError:
        raise DataError("There is no such file or folder.", where=Where(file=shown)) from None
    except _BROKEN_ZIP as error:
        raise DataError(
            f"The archive is damaged or cut short ({error}).",
            remedy="Fetch it again.",
            where=Where(file=shown),
        ) from error
    except OSError as error:
        reason = error.strerror or error
        raise DataError(f"The file cannot be read: {reason}.", where=Where(file=shown)) from error


def holds_pictures(path: Path) -> bool:
    """Whether there seem to be pictures in a folder or archive: a quick look at the first names."""
    try:
        if path.is_dir():
            return any(map(_is_picture, islice(_walked(path), LOOKED_AT)))
        if path.suffix.lower() != ".zip" or not path.is_file():
            return False
        with zipfile.ZipFile(path) as archive:
            return any(map(_is_picture, archive.namelist()[:LOOKED_AT]))
    except (OSError, *_BROKEN_ZIP):
        return False


def _checked(files: ImageFiles, shown: str) -> ImageFiles:
    if not files.names:
        raise DataError(
            f"There is no picture in it; pictures end in {', '.join(ENDINGS)}.",
            where=Where(file=shown),
        )
    return files


def _in_folder(path: Path) -> Iterator[str]:
    return filter(_is_picture, _walked(path))


def _walked(path: Path) -> Iterator[str]:
    """The names of all files below a folder, with ``/`` between folders."""
    for folder, inner, names in os.walk(path):
        above = PurePosixPath(*Path(folder).relative_to(path).parts)
        is_deep = len(above.parts) >= MAX_DEPTH
        inner[:] = [] if is_deep else sorted(name for name in inner if not name.startswith("."))
        for name in sorted(names):
            yield str(above / name)


def _is_picture(name: str) -> bool:
    parts = PurePosixPath(name).parts
    is_hidden = any(part.startswith((".", "__MACOSX")) and part != "." for part in parts)
    return not is_hidden and name.lower().endswith(ENDINGS)


def _read(file: Path) -> bytes:
    if is_device(file):
        raise DataError(DEVICE)
    try:
        if file.stat().st_size > MAX_PICTURE_BYTES:
            raise DataError(_too_large(file.stat().st_size))
        return file.read_bytes()
    except OSError as error:
        raise DataError(f"The file cannot be read: {error.strerror or error}.") from error


def _unzipped(archive: zipfile.ZipFile, name: str) -> bytes:
    size = archive.getinfo(name).file_size
    if size > MAX_PICTURE_BYTES:
        raise DataError(_too_large(size))
    try:
        return archive.read(name)
    except (*_BROKEN_ZIP, OSError) as error:
        raise DataError(f"The picture cannot be taken out of the archive ({error}).") from error


def _too_large(size: int) -> str:
    return f"The picture has {size / 2**20:,.0f} MB; {MAX_PICTURE_BYTES >> 20} are the most."
