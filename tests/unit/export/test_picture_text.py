"""Texts in pictures: they come back, and what is damaged or too large is refused in a sentence."""

import struct
import zlib
from pathlib import Path

import pytest

from workbench.core.errors import DataError
from workbench.export import picture_text
from workbench.export.picture_origin import PictureOrigin, read_origin
from workbench.export.picture_text import png_with, svg_with, text_in, xmp_with

TEXT = '{"größe": "<a> & \\"b\\" ]]> 한국어"}'


def chunk(kind: bytes, content: bytes) -> bytes:
    body = kind + content
    return struct.pack(">I", len(content)) + body + struct.pack(">I", zlib.crc32(body))


def png(*more: bytes) -> bytes:
    """A picture of one black pixel."""
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    pixels = chunk(b"IDAT", zlib.compress(b"\0\0"))
    return b"\x89PNG\r\n\x1a\n" + head + b"".join(more) + pixels + chunk(b"IEND", b"")


def written(folder: Path, name: str, content: bytes) -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.png", png_with(png(), TEXT)),
        ("a.svg", svg_with(b'<?xml version="1.0"?>\n<svg width="9">\n<g/></svg>', TEXT)),
        ("a.pdf", b"%PDF-1.4\nstream\n" + xmp_with(TEXT) + b"\nendstream"),
    ],
)
def test_that_a_text_comes_back_from_a_picture(tmp_path: Path, name: str, content: bytes) -> None:
    assert text_in(written(tmp_path, name, content)) == TEXT


def test_that_the_metadata_of_a_drawing_are_xml(tmp_path: Path) -> None:
    with_text = svg_with(b'<svg xmlns="http://www.w3.org/2000/svg"><g/></svg>', TEXT).decode()
    assert with_text.startswith('<svg xmlns="http://www.w3.org/2000/svg">\n<metadata><w:origin ')
    assert "&lt;a&gt; &amp;" in with_text  # and so can never end the element


@pytest.mark.parametrize("name", ["a.png", "a.svg", "a.pdf"])
def test_that_a_picture_without_a_text_says_so(tmp_path: Path, name: str) -> None:
    path = written(tmp_path, name, png() if name == "a.png" else b"<svg></svg>")
    assert text_in(path) is None
    with pytest.raises(DataError, match="holds no flow"):
        read_origin(path)


def test_that_a_packed_text_is_unpacked_up_to_a_limit(tmp_path: Path) -> None:
    packed = b"Workbench\0\1\0\0\0" + zlib.compress(TEXT.encode())
    assert text_in(written(tmp_path, "a.png", png(chunk(b"iTXt", packed)))) == TEXT
    bomb = zlib.compress(b" " * (picture_text.LARGEST_TEXT + 1), 9)
    content = png(chunk(b"iTXt", b"Workbench\0\1\0\0\0" + bomb))
    assert len(content) < 20_000
    with pytest.raises(DataError, match="more than 8 MB"):
        text_in(written(tmp_path, "bomb.png", content))


def test_that_damage_is_said_in_a_sentence(tmp_path: Path) -> None:
    whole = png_with(png(), TEXT)
    place = whole.index(b"Workbench")
    changed = bytearray(whole)
    changed[place + 20] ^= 1  # its checksum is another one now
    for number, content in enumerate(
        (
            whole[: place + 5],
            bytes(changed),
            png(chunk(b"iTXt", b"Workbench\0")),
            png(chunk(b"iTXt", b"Workbench\0\1\0\0\0" + b"not zlib")),
            png(chunk(b"iTXt", b"Workbench\0\0\0\0\0" + b"\xff\xfe")),
        )
    ):
        with pytest.raises(DataError, match="damaged or cut short"):
            text_in(written(tmp_path, f"{number}.png", content))


def test_that_every_way_of_cutting_a_picture_short_ends_in_a_sentence_or_nothing(
    tmp_path: Path,
) -> None:
    whole = png_with(png(), TEXT)
    said = set()
    for length in range(len(whole)):
        try:
            said.add(text_in(written(tmp_path, "a.png", whole[:length])))
        except DataError as error:
            said.add(error.message)
    assert said == {None, TEXT, "This picture is damaged or cut short."}


def test_that_a_huge_file_is_refused_before_it_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(picture_text, "LARGEST_PICTURE", 10)
    path = written(tmp_path, "a.png", png())
    monkeypatch.setattr(Path, "open", lambda *_: pytest.fail("it was read"))
    with pytest.raises(DataError, match="is not opened"):
        text_in(path)


def test_that_a_folder_or_a_missing_file_is_said_in_a_sentence(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "absent.png"):
        with pytest.raises(DataError, match="Cannot be read"):
            text_in(path)
    with pytest.raises(DataError, match="not a file"):
        text_in(Path("/dev/zero"))  # it never ends


@pytest.mark.parametrize(
    "text",
    [
        "no json",
        "[]",
        '{"flow": 7}',
        '{"flow": "{}", "format": "else"}',
        '{"flow": "{}", "version": 2}',
        '{"flow": "{}", "more": 1}',
        "[" * 100_000,
    ],
)
def test_that_a_text_that_is_no_origin_is_said_in_a_sentence(tmp_path: Path, text: str) -> None:
    path = written(tmp_path, "a.png", png_with(png(), text))
    with pytest.raises(DataError, match="What this picture says of its flow is damaged"):
        read_origin(path)


def test_that_an_origin_comes_back_as_it_was(tmp_path: Path) -> None:
    origin = PictureOrigin(title="ROC", node="roc", flow="{}", seeds={"folds": 7})
    path = written(tmp_path, "a.png", png_with(png(), origin.text()))
    assert read_origin(path) == origin
