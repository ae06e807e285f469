"""What may help where a file cannot be read: the same file with other parameters."""

import codecs

from PySide6.QtCore import QCoreApplication

from workbench.core.component import choices
from workbench.core.errors import DataError, WorkbenchError
from workbench.data.readers.compression import opened
from workbench.data.readers.reader import Reader
from workbench.gui.explorer.trouble import Remedy

_NAMES = {
    "utf-16": "UTF-16",
    "cp949": "CP949",
    "euc-kr": "EUC-KR",
    "latin-1": "Latin-1",
    "cp1252": "CP1252",
}
_HEAD_BYTES = 1 << 16


def remedies(error: WorkbenchError, reader: Reader) -> tuple[Remedy, ...]:
    """Ways to read the file of which ``error`` was raised; none if nothing is known to help."""
    if "byte 0x" in error.message:
        return _other_encodings(reader)
    plain = type(reader).parse({"path": reader.path})
    if plain == reader:
        return ()
    words = QCoreApplication.translate("Remedies", "Read with the usual options")
    return (Remedy(words, plain),)


def has_options(reader: Reader | None) -> bool:
    """Whether there is more to choose than the class: the import dialog is for such files."""
    return reader is not None and "delimiter" in type(reader).model_fields


def _other_encodings(reader: Reader) -> tuple[Remedy, ...]:
    field = type(reader).model_fields.get("encoding")
    if field is None:
        return ()
    now = getattr(reader, "encoding", "")
    words = QCoreApplication.translate("Remedies", "Read as {}")
    head = _head(reader)
    return tuple(
        Remedy(
            words.format(_NAMES.get(encoding, encoding)),
            reader.with_parameters({"encoding": encoding}),
        )
        for encoding in choices(field)
        if encoding not in {now, "utf-8", "auto"} and _may_be(head, encoding)
    )


def _head(reader: Reader) -> bytes:
    try:
        with opened(reader.file, reader.path) as stream:
            return stream.read(_HEAD_BYTES)
    except DataError:
        return b""


def _may_be(head: bytes, encoding: str) -> bool:
    """Whether bytes can be text in an encoding; UTF-16 has a zero in each Latin letter."""
    if encoding == "utf-16" and 0 not in head:
        return False
    try:
        codecs.getincrementaldecoder(encoding)().decode(head)
    except UnicodeError:
        return False
    return True
