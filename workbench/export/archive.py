"""The outside of a model file: a zip of two stored members, opened with suspicion."""

import struct
import zipfile
from pathlib import Path

from workbench.core.errors import DataError, ModelError, Where
from workbench.core.files import refuse_device, written_atomically

MANIFEST = "manifest.json"
ARRAYS = "arrays.safetensors"
LARGEST_MANIFEST = 64 * 2**20  # bytes; a million labels fit
LARGEST_DIRECTORY = 4096  # bytes; that of two members has about a hundred and fifty

_END, _ZIP64 = b"PK\x05\x06", b"PK\x06\x07"
_TAIL = 98  # bytes: the end of a zip, and what stands before it in one of more than 4 GB
_ZIP = b"PK\x03\x04"
_EPOCH = (1980, 1, 1, 0, 0, 0)  # no date: the same model gives the same bytes


def write_archive(path: Path, manifest: bytes, arrays: bytes) -> None:
    """Write both members, whole or not at all; stored, as deflating is slow and gains little.

    Raises:
        DataError: the folder does not exist or cannot be written to.
    """
    with (
        written_atomically(path) as beside,
        zipfile.ZipFile(beside, "w", zipfile.ZIP_STORED) as archive,
    ):
        for name, content in ((MANIFEST, manifest), (ARRAYS, arrays)):
            member = zipfile.ZipInfo(name, _EPOCH)
            member.external_attr = 0o644 << 16
            archive.writestr(member, content)


def read_archive(path: Path) -> tuple[bytes, bytes]:
    """The manifest and the arrays.

    Raises:
        ModelError: the file cannot be read, is no model file, is damaged, or holds what a model
            file does not: other members, compressed ones, sizes that cannot be.
    """
    where = Where(file=str(path))
    try:
        refuse_device(path)
        _check_directory(path)
        with zipfile.ZipFile(path) as archive:
            _check(archive.infolist(), path)
            return archive.read(MANIFEST), archive.read(ARRAYS)
    except DataError as error:
        raise ModelError(error.message, where=where) from error
    except OSError as error:
        raise ModelError(f"Cannot read this file: {error.strerror}.", where=where) from error
    except (zipfile.BadZipFile, RuntimeError, ValueError, EOFError) as error:
        if _begins_like_a_zip(path):
            raise ModelError(
                "This model file is damaged or cut short.", remedy="Save it again.", where=where
            ) from error
        raise ModelError("This is not a model file of Workbench.", where=where) from error


def _check_directory(path: Path) -> None:
    """See that the zip lists two members, not millions, before room is made for what it lists.

    Raises:
        ModelError: it lists more.
        BadZipFile: it does not end as ours do.
    """
    size = path.stat().st_size
    with path.open("rb") as file:
        file.seek(max(0, size - _TAIL))
        tail = file.read(_TAIL).rjust(_TAIL, b"\0")
    listed = struct.unpack_from("<L", tail, _TAIL - 10)[0]
    if tail[-42:].startswith(_ZIP64):  # of more than 4 GB: what stands before counts
        listed = struct.unpack_from("<Q", tail, 40)[0]
    if not tail[-22:].startswith(_END):
        raise zipfile.BadZipFile
    if listed > LARGEST_DIRECTORY:
        raise ModelError(
            "This is a zip file of too many members to be a model file of Workbench.",
            where=Where(file=str(path)),
        )


def _check(members: list[zipfile.ZipInfo], path: Path) -> None:
    where = Where(file=str(path))
    names = [member.filename for member in members]
    if MANIFEST not in names or ARRAYS not in names:
        raise ModelError(
            f"This is a zip file, but not a model file of Workbench: it has no '{MANIFEST}' or "
            f"no '{ARRAYS}'.",
            where=where,
        )
    if len(names) > 2:
        strange = next((n for n in names if n not in {MANIFEST, ARRAYS}), MANIFEST)
        raise ModelError(
            f"This model file holds '{strange}', which has no place in one.", where=where
        )
    size = path.stat().st_size
    for member in members:
        is_stored = member.compress_type == zipfile.ZIP_STORED
        limit = min(size, LARGEST_MANIFEST) if member.filename == MANIFEST else size
        if not is_stored or member.file_size != member.compress_size or member.file_size > limit:
            raise ModelError(
                f"'{member.filename}' in this model file is compressed or larger than it can be; "
                "it is not opened.",
                where=where,
            )


def _begins_like_a_zip(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(len(_ZIP)) == _ZIP
