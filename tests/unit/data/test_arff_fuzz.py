"""Damaged ARFF files: a sentence of ours or a data set, and always an end."""

import json
from pathlib import Path

import numpy as np
import pytest

from tests.unit.data.fuzzing import fuzz, fuzz_seconds
from workbench.core.run import finish
from workbench.data.readers.arff import ArffReader
from workbench.data.readers.arff_text.java_number import java_number
from workbench.data.writers.arff import write_arff

WORDS = [
    b"@relation", b"@attribute", b"@data", b"@end", b" relational", b" date ", b"'yyyy-MM-dd'",
    b" {a,b}", b"{0 1, 2 b}", b",{0.5}", b"{", b"}", b"?", b"'?'", b"\\", b"\\n", b"\\'", b"%",
    b'"', b"NaN", b"-Infinity", b"0x1p4", b"1e999", b"2020-02-30", b"\xe2\x80\xa8", b"\xb0", b"\r",
]  # fmt: skip

SEEDS = [
    b"@relation t\n@attribute x numeric\n@attribute y real [0,1]\n@attribute c {a,'b c'}\n@data\n"
    b"1,2,a\n-1e3, .5, 'b c'\n?,?,?\n{0 1, 2 'b c'}\n1,2,a,{0.5}\n{1 2},{3}\n% end\n",
    b"@relation 'a b'\r\n@attribute s string\r\n@attribute d date 'dd MMM yy hh:mm:ss.S a'\r\n"
    b"@attribute e date {2}\r\n@data\r\n'don\\'t','29 Feb 20 01:30:00.5 PM',2020-01-01T00:00:00\r\n"
    b"\"a\\tb\\101\",?,?\r\n",
    b"@relation t\n@attribute m {1,2}\n@attribute bag relational {2}\n@attribute x numeric\n"
    b"@attribute in relational\n@attribute s string\n@end in\n@end bag\n@attribute c {0,1}\n"
    b"@data\n1,'1,\\'a\\\\nb\\'\\n{0 2,1 c},{4}',0\n2,?,1\n1,'',1\n",
    "\ufeff@relation größe\n@attribute größe numeric\n@attribute 'город' {Москва,東京}\n"
    "@data 1,東京\n2,Москва\n".encode(),
    b"@relation t\n@attribute x numeric\n@attribute y numeric\n@data\n" + b"1,2\n3,4\n" * 60,
]  # fmt: skip

# What was found, once each.
FOUND = [
    b"",
    b"@relation t\n@attribute x numeric\n@data\n{" + b"0" * 5000 + b"1 1}\n",
    b"@relation t\n@attribute d date ''\n@data\n''\n",
    b"@relation t\n@attribute d date '\n@data\n1\n",
    b"@relation t\n@attribute x {}\n@data\n{}\n",
    b"@relation t\n@attribute b relational\n@attribute b relational\n@end b\n@end b\n@data\n",
]


def read_and_write(path: Path, data: bytes) -> None:
    """Read the bytes; what is accepted comes back from the writer."""
    path.write_bytes(data)
    dataset = finish(ArffReader(path=str(path), class_attribute="none").read())
    write_arff(dataset, path)
    back = finish(ArffReader(path=str(path), class_attribute="none").read())
    assert back.equals(dataset)


@pytest.mark.timeout(fuzz_seconds() + 120)
def test_that_a_damaged_arff_file_raises_nothing_but_our_errors(tmp_path: Path) -> None:
    path = tmp_path / "t.arff"

    def run_one(data: bytes) -> None:
        read_and_write(path, data)

    seeds = [*SEEDS, *FOUND]
    assert fuzz(run_one, seeds, fuzz_seconds(), words=WORDS) > len(seeds)


def test_that_the_seeds_are_sound(tmp_path: Path) -> None:
    for seed in SEEDS:
        read_and_write(tmp_path / "t.arff", seed)


def test_that_the_small_files_of_weka_stay_sound_when_damaged(
    shared_data: Path, tmp_path: Path
) -> None:
    folder = shared_data / "arff_cases"
    cases = json.loads((folder / "expected.json").read_text(encoding="utf-8"))["cases"]
    seeds = [(folder / c["file"]).read_bytes() for c in cases if c["file"].endswith(".arff")]

    def run_one(data: bytes) -> None:
        read_and_write(tmp_path / "t.arff", data)

    assert fuzz(run_one, seeds, min(fuzz_seconds(), 60), words=WORDS) > len(seeds)


def test_that_numbers_are_read_alike_in_a_quick_and_in_a_slow_line(tmp_path: Path) -> None:
    path = tmp_path / "t.arff"

    def run_one(data: bytes) -> None:
        text = data.decode("latin-1")
        if not text or set(text) & set("'\"\\\r\n"):
            return
        head = "@relation t\n@attribute x numeric\n@data\n"
        path.write_text(f"{head}'{text}' % slow\n'{text}'\n", encoding="utf-8")
        expected = java_number(text)
        try:
            column = finish(ArffReader(path=str(path)).read()).columns[0]
        finally:
            path.unlink()
        assert expected is not None
        assert np.array_equal(column, [expected] * 2, equal_nan=True)

    assert fuzz(run_one, [b"1e3", b"-.5", b"Infinity", b"0x1p4", b" 8 "], 0.5) > 5
