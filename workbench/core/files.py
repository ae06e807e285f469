"""Files: written whole or not at all; the program's own resources."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from workbench.core.errors import DataError, Where


@contextmanager
def written_atomically(path: Path) -> Iterator[Path]:
    """A path beside ``path`` to write to; it replaces ``path`` only if the block succeeds.

    Raises:
        DataError: the folder does not exist or cannot be written to, ``path`` is a folder,
            a device or a pipe, or the disk is full.
    """
    path = path.resolve()  # a link keeps pointing at its file
    where = Where(file=str(path))
    if path.is_dir():
        raise DataError("This is a folder, not a file.", where=where)
    if path.exists() and not path.is_file():  # replacing /dev/null would harm the whole machine
        raise DataError(
            "This is a device or a pipe, not a file.", remedy="Choose another name.", where=where
        )
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    except OSError as error:
        raise DataError(
            f"Cannot write here: {error.strerror}.",
            remedy="Choose another folder.",
            where=where,
        ) from error
    os.close(handle)
    beside = Path(name)
    try:
        # mkstemp makes private files; the user's other files follow the umask.
        mode = path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~_umask()
        beside.chmod(mode)
        yield beside
        with beside.open("rb+") as file:
            os.fsync(file.fileno())
        beside.replace(path)
    except OSError as error:
        raise DataError(f"Cannot be written: {error.strerror or error}.", where=where) from error
    finally:
        beside.unlink(missing_ok=True)


def write_text(path: Path, text: str) -> None:
    """Write UTF-8 text with LF line ends, whole or not at all.

    Raises:
        DataError: as ``written_atomically``; or the text holds half a character.
    """
    with written_atomically(path) as beside:
        try:
            beside.write_text(text, encoding="utf-8", newline="\n")
        except UnicodeEncodeError as error:
            raise DataError(
                f"{error.object[error.start]!r} is half a character; no text can hold it.",
                remedy="It may stem from the name of a file that is not UTF-8.",
                where=Where(file=str(path)),
            ) from None


def small_content(path: Path, most: int) -> bytes:
    """What a small file holds; nothing is waited for, nothing large is read.

    Raises:
        OSError: there is no such file, or it cannot be read.
        DataError: it is a device or a pipe, or has more than ``most`` bytes.
    """
    where = Where(file=str(path))
    refuse_device(path)
    if path.stat().st_size > most and not path.is_dir():
        raise DataError(f"It has more than {most:,} bytes; it is not opened.", where=where)
    with path.open("rb") as file:
        content = file.read(most + 1)
    if len(content) > most:  # it has grown meanwhile
        raise DataError(f"It has more than {most:,} bytes; it is not opened.", where=where)
    return content


def refuse_device(path: Path) -> None:
    """See that opening a file does not wait for ever, and that reading it ends.

    Raises:
        DataError: it is a device or a pipe.
    """
    if path.exists() and not path.is_file() and not path.is_dir():
        raise DataError("This is a device or a pipe, not a file.", where=Where(file=str(path)))


def resource(*parts: str) -> Path:
    """A file of the program's own: ``resources/`` of a checkout, or its installed copy."""
    package = Path(__file__).resolve().parents[1]
    checkout = package.parent / "resources"
    root = checkout if checkout.is_dir() else package.parent / "workbench_resources"
    return root.joinpath(*parts)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
