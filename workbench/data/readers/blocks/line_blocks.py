"""Text files as blocks of whole lines, so that no file is held as a whole."""

import codecs
import os
from collections.abc import Iterator
from io import BufferedReader
from typing import BinaryIO

from workbench.core.errors import DataError, Where

BLOCK_BYTES = 1 << 22  # some 20 ms through the fast reader
_UTF8 = "utf-8"
_UTF8_MARK = b"\xef\xbb\xbf"


def line_blocks(
    stream: BinaryIO, encoding: str = _UTF8, size: int = BLOCK_BYTES
) -> Iterator[bytes]:
    """Blocks of whole lines in UTF-8 without a byte order mark, each line ended by LF alone.

    Blocks have about ``size`` bytes, more where a line is longer. Only the last may lack its
    line end. Text that is said to be UTF-8 is not checked.

    Raises:
        DataError: the bytes are not text in that encoding.
    """
    begun: list[bytes] = []
    for chunk in _with_lf(_in_utf8(stream, encoding, size)):
        end = chunk.rfind(b"\n") + 1
        if end:
            yield b"".join((*begun, chunk[:end]))
            begun.clear()
        if end < len(chunk):
            begun.append(chunk[end:])
    if begun:
        yield b"".join(begun)


def size_of(stream: BinaryIO) -> int:
    """How many bytes there will be to read; 0 of a compressed file, where nobody knows."""
    return os.fstat(stream.fileno()).st_size if isinstance(stream, BufferedReader) else 0


def _chunks(stream: BinaryIO, size: int) -> Iterator[bytes]:
    while chunk := stream.read(size):
        yield chunk


def _in_utf8(stream: BinaryIO, encoding: str, size: int) -> Iterator[bytes]:
    if encoding != _UTF8:
        yield from _transcoded(stream, encoding, size)
        return
    chunks = _chunks(stream, size)
    yield next(chunks, b"").removeprefix(_UTF8_MARK)
    yield from chunks


def _transcoded(stream: BinaryIO, encoding: str, size: int) -> Iterator[bytes]:
    decoder = codecs.getincrementaldecoder(encoding)()
    n_lines, line = 0, ""  # the lines before, and what there is of the current one
    for chunk in _and_end(_chunks(stream, size)):
        try:
            text = decoder.decode(chunk, final=not chunk)
        except UnicodeDecodeError as error:
            before = line + error.object[: error.start].decode(encoding, "replace")
            raise _not_text(error, encoding, n_lines, before) from None
        n_lines += text.count("\n")
        line = text[text.rfind("\n") + 1 :] if "\n" in text else line + text
        yield text.removeprefix("\ufeff").encode()


def _and_end(chunks: Iterator[bytes]) -> Iterator[bytes]:
    yield from chunks
    yield b""


def _not_text(error: UnicodeDecodeError, encoding: str, n_lines: int, before: str) -> DataError:
    where = Where(line=n_lines + before.count("\n") + 1, column=len(before) - before.rfind("\n"))
    return DataError(
        f"The byte 0x{error.object[error.start]:02X} is not {encoding.upper()} text.",
        remedy="Choose the encoding it was written in, or save the file as UTF-8.",
        where=where,
    )


def _with_lf(chunks: Iterator[bytes]) -> Iterator[bytes]:
    held = b""  # a CR at the end of a chunk, which may be half a line end
    for chunk in chunks:
        if not held and b"\r" not in chunk:
            yield chunk
            continue
        whole = held + chunk
        held = b"\r" if whole.endswith(b"\r") else b""
        whole = whole.removesuffix(b"\r") if held else whole
        yield whole.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    if held:
        yield b"\n"
