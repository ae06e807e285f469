"""The outside of a model file: a zip of two stored members, opened with suspicion."""

import zipfile
from pathlib import Path

from workbench.core.errors import ModelError, Where
from workbench.core.files import written_atomically

MANIFEST = "manifest.json"
ARRAYS = "arrays.safetensors"
LARGEST_MANIFEST = 64 * 2**20  # bytes; a million labels fit

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
        with zipfile.ZipFile(path) as archive:
            _check(archive.infolist(), path)
            return archive.read(MANIFEST), archive.read(ARRAYS)
    except OSError as error:
        raise ModelError(f"Cannot read this file: {error.strerror}.", where=where) from error
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError) as error:
        if _begins_like_a_zip(path):
            raise ModelError(
                "This model file is damaged or cut short.", remedy="Save it again.", where=where
            ) from error
        raise ModelError("This is not a model file of Workbench.", where=where) from error


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
