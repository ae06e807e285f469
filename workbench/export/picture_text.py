"""A text inside a picture: PNG (iTXt, PNG specification 11.3.3.4), SVG (metadata), PDF (XMP).

Nothing is decoded but the text: no pixel, no drawing, no XML parser, so a picture cannot do harm.
"""

import re
import struct
import zlib
from html import unescape
from pathlib import Path
from typing import Final
from xml.sax.saxutils import escape

from workbench.core.errors import DataError, Where
from workbench.core.files import small_content

LARGEST_PICTURE: Final = 64 * 2**20  # bytes
LARGEST_TEXT: Final = 8 * 2**20  # bytes, unpacked
PICTURES: Final = (".png", ".svg", ".pdf")

_PNG = b"\x89PNG\r\n\x1a\n"
_KEYWORD = b"Workbench"
_NAMESPACE = "urn:workbench:picture:1"
_OPENING, _CLOSING = f'<w:origin xmlns:w="{_NAMESPACE}">', "</w:origin>"
_SVG_HEAD = re.compile(rb"<svg\b[^>]*>")
_XMP = (
    '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n'
    '<x:xmpmeta xmlns:x="adobe:ns:meta/">\n'
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">\n'
    '<rdf:Description rdf:about="">{element}</rdf:Description>\n'
    '</rdf:RDF>\n</x:xmpmeta>\n<?xpacket end="w"?>'
)


def png_with(picture: bytes, text: str) -> bytes:
    """The PNG with the text in it, just behind its head."""
    head = len(_PNG) + 25  # signature, then IHDR: length, name, 13 bytes, checksum
    body = b"iTXt" + _KEYWORD + b"\0\0\0\0\0" + text.encode()  # not packed, no language
    chunk = struct.pack(">I", len(body) - 4) + body + struct.pack(">I", zlib.crc32(body))
    return picture[:head] + chunk + picture[head:]


def svg_with(picture: bytes, text: str) -> bytes:
    """The SVG with the text in it, as its metadata."""
    element = f"\n<metadata>{_element(text)}</metadata>".encode()
    return _SVG_HEAD.sub(lambda head: head[0] + element, picture, count=1)


def xmp_with(text: str) -> bytes:
    """The metadata of a PDF (an XMP packet) with the text in it."""
    return _XMP.format(element=_element(text)).encode()


def is_picture(path: Path) -> bool:
    """Whether a file is called as pictures are that may hold a text."""
    return path.suffix.lower() in PICTURES


def text_in(path: Path) -> str | None:
    """The text that ``png_with``, ``svg_with`` or a PDF with ``xmp_with`` holds; None without.

    Raises:
        DataError: the file cannot be read, is damaged, or larger than pictures of ours are.
    """
    where = Where(file=str(path))
    try:
        if path.stat().st_size > LARGEST_PICTURE:
            raise DataError(
                f"This picture has more than {LARGEST_PICTURE // 2**20} MB; it is not opened.",
                where=where,
            )
        content = small_content(path, LARGEST_PICTURE)
    except OSError as error:
        raise DataError(f"Cannot be read: {error.strerror}.", where=where) from error
    found = _in_png(content, where) if content.startswith(_PNG) else _in_xml(content)
    if found is None:
        return None
    if len(found) > LARGEST_TEXT:
        raise _too_long(where)
    try:
        return found.decode()
    except UnicodeDecodeError as error:
        raise _damaged(where) from error


def _element(text: str) -> str:
    return f"{_OPENING}{escape(text)}{_CLOSING}"


def _in_xml(content: bytes) -> bytes | None:
    """What is between the marks, wherever they are: SVG and the XMP of a PDF alike."""
    start = content.find(_OPENING.encode())
    end = content.find(_CLOSING.encode(), start)
    if start < 0 or end < 0:
        return None
    inner = content[start + len(_OPENING) : end]
    return unescape(inner.decode(errors="surrogateescape")).encode(errors="surrogateescape")


def _in_png(content: bytes, where: Where) -> bytes | None:
    place = len(_PNG)
    while place + 12 <= len(content):
        (length,) = struct.unpack_from(">I", content, place)
        kind = content[place + 4 : place + 8]
        end = place + 8 + length
        if end + 4 > len(content):
            raise _damaged(where)
        if kind == b"iTXt" and content.startswith(_KEYWORD + b"\0", place + 8):
            (checksum,) = struct.unpack_from(">I", content, end)
            if zlib.crc32(memoryview(content)[place + 4 : end]) != checksum:
                raise _damaged(where)
            return _unpacked(content[place + 8 : end], where)
        place = end + 4
    return None


def _unpacked(chunk: bytes, where: Where) -> bytes:
    """The text of an iTXt chunk: keyword, is it packed, how, language, translated keyword, text."""
    rest = chunk[len(_KEYWORD) + 1 :]
    parts = rest[2:].split(b"\0", 2)
    if len(rest) < 2 or len(parts) < 3:
        raise _damaged(where)
    if not rest[0]:
        return parts[2]
    unpacking = zlib.decompressobj()
    try:
        text = unpacking.decompress(parts[2], LARGEST_TEXT)
    except zlib.error as error:
        raise _damaged(where) from error
    if unpacking.unconsumed_tail:
        raise _too_long(where)
    return text


def _damaged(where: Where) -> DataError:
    return DataError("This picture is damaged or cut short.", where=where)


def _too_long(where: Where) -> DataError:
    return DataError(
        f"The text in this picture has more than {LARGEST_TEXT // 2**20} MB; it is not opened.",
        where=where,
    )
