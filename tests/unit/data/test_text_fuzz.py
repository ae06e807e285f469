"""Damaged .ts files and texts: a sentence of ours, whatever comes."""

from pathlib import Path

import pytest

from tests.unit.data.fuzzing import fuzz, fuzz_seconds
from workbench.core.run import finish
from workbench.data.readers.class_files import ClassFilesReader
from workbench.data.readers.plain_text import PlainTextReader
from workbench.data.readers.text_labelled import LabelledLinesReader
from workbench.data.readers.ts import TsReader

SERIES = [
    b"#c\n@problemName p\n@timeStamps false\n@missing false\n@univariate true\n@equalLength true\n"
    b"@seriesLength 3\n@classLabel true a b\n@data\n1.5,-2,3e1:a\n?,NaN,6:b\n",
    b"@dimensions 2\n@classLabel true 1 2\n@data\n1,2:3,4:1\n5:6:2\n",
    b"@targetLabel true\n@data\n1,2:0.5\n3,4,5:?\n",
]
SERIES_WORDS = [b"@", b":", b",", b"?", b"NaN", b"true", b"@data", b"1e999", b"\xc3\xa9", b"#"]

TEXTS = [
    b"Wow... Loved this place.\t1\nCrust is not good.\t0\n",
    b"DESC:manner How did serfdom develop ?\nENTY:cremat What films ?\n",
    "안녕하세요. 12시 땡!\t0\n한글\t1\n".encode(),
    b"First Citizen:\nBefore we proceed any further, hear me speak.\n\nAll:\nSpeak, speak.\n",
]
TEXT_WORDS = [
    b"\t",
    b" ",
    "\u1112\u1161\u11ab".encode(),
    "e\u0301".encode(),
    b"\xf0\x9f\x87",
    b"\x85",
]


@pytest.mark.timeout(fuzz_seconds() + 120)
def test_that_no_damaged_ts_file_raises_anything_but_our_errors(tmp_path: Path) -> None:
    path = tmp_path / "t.ts"

    def run_one(data: bytes) -> None:
        path.write_bytes(data)
        finish(TsReader(path=str(path)).read())

    assert fuzz(run_one, SERIES, fuzz_seconds(), words=SERIES_WORDS) > 0


@pytest.mark.timeout(fuzz_seconds() + 120)
def test_that_no_damaged_text_raises_anything_but_our_errors(tmp_path: Path) -> None:
    path, folder = tmp_path / "t.txt", tmp_path / "classes"
    folder.mkdir()
    (folder / "a.txt").write_text("one\ntwo\n")
    readers = (
        LabelledLinesReader(path=str(path)),
        LabelledLinesReader(path=str(path), encoding="latin-1", is_fine=False),
        PlainTextReader(path=str(path), length=3),
        PlainTextReader(path=str(path), length=1, unit="word", lower_case=True, stride=2),
        PlainTextReader(path=str(path), unit="line", encoding="cp949"),
        ClassFilesReader(path=str(folder)),
    )
    turn = 0

    def run_one(data: bytes) -> None:
        nonlocal turn
        turn += 1
        for target in (path, folder / "b.txt"):
            target.write_bytes(data)
        for kind in (LabelledLinesReader, PlainTextReader, ClassFilesReader):
            kind.recognises(path)
        finish(readers[turn % len(readers)].read())

    assert fuzz(run_one, TEXTS, fuzz_seconds(), words=TEXT_WORDS) > 0
