"""What the readers of texts share: the text of a file, its lines, and whether it is a table."""

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Literal, TypeAlias

from workbench.core.errors import DataError, Where
from workbench.data.readers.compression import opened

Encoding: TypeAlias = Literal["utf-8", "cp949", "latin-1"]

ENCODING_HELP = "How the file writes letters: UTF-8, Korean Windows or Western European."

HEAD_BYTES = 1 << 14
_NUMBERS = re.compile(r"[-+0-9.eE,;:\s]+")


def text_of(data: bytes, encoding: Encoding, shown: str) -> str:
    """The text of a file in Unicode's composed form, without a byte order mark.

    Args:
        shown: the file's name in sentences.

    Raises:
        DataError: the bytes are not text in that encoding; names line and column.
    """
    bare = data.removeprefix(b"\xef\xbb\xbf")
    try:
        text = bare.decode(encoding)
    except UnicodeDecodeError as error:
        start = bare.rfind(b"\n", 0, error.start) + 1
        before = bare[start : error.start].decode(encoding, errors="replace")
        others = "cp949 or latin-1" if encoding == "utf-8" else "utf-8 or latin-1"
        raise DataError(
            f"The byte 0x{bare[error.start]:02X} is not {encoding.upper()} text.",
            remedy=f"Save the file as UTF-8, or set 'encoding' to {others}.",
            where=Where(
                file=shown, line=1 + bare.count(b"\n", 0, error.start), column=len(before) + 1
            ),
        ) from None
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def bytes_of(path: Path, shown: str) -> bytes:
    """The bytes of a file, decompressed, every line ended by LF alone.

    Raises:
        DataError: the file is missing, a folder or unreadable.
    """
    with opened(path, shown) as stream:
        data = stream.read()
    return data.replace(b"\r\n", b"\n").replace(b"\r", b"\n") if b"\r" in data else data


def lines_of(text: str) -> list[tuple[int, str]]:
    """The lines that are not blank, without blanks around them, and their numbers from 1.

    A line ends with LF and nothing else: Unicode's other line ends are part of a text.
    """
    stripped = ((i, line.strip()) for i, line in enumerate(text.split("\n"), start=1))
    return [(i, line) for i, line in stripped if line]


def head_of(path: Path) -> list[str]:
    """The first whole lines of a file that are not blank; none if it cannot be read as text."""
    try:
        with opened(path, str(path)) as stream:
            data = stream.read(HEAD_BYTES)
    except DataError:
        return []
    if b"\0" in data:
        return []
    lines = data.replace(b"\r", b"\n").decode("latin-1").split("\n")
    whole = lines[:-1] if len(data) == HEAD_BYTES and len(lines) > 1 else lines
    return [line for line in whole if line.strip()]


def looks_like_table(lines: Sequence[str], separators: str = "\t|;,") -> bool:
    """Whether most lines are numbers, or hold one of the separators equally often."""
    if sum(bool(_NUMBERS.fullmatch(line)) for line in lines) > len(lines) / 2:
        return True
    for separator in separators:
        [(count, n)] = Counter(line.count(separator) for line in lines).most_common(1) or [(0, 0)]
        if count and n >= 0.8 * len(lines):
            return True
    return False
