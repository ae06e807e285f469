"""Damaged CSV files: each is read, or refused in a sentence."""

from pathlib import Path

import pytest

from tests.unit.data.fuzzing import fuzz, fuzz_seconds
from workbench.core.run import finish
from workbench.data.readers.csv import CsvReader

SEEDS = [
    b"x,y,c\n1,2.5,a\n-3,1e5,b\n?,NA,\n",
    b'name;v\n"Doe, ""J""";1,5\n"two\nlines";2,25\n',
    b'd\tt\n2024-02-29\t"lone\n31.12.1999\t1,234,567\n',
    b"1 2 3\n4  5 6\n",
    "이름|값\n서울|1\n".encode(),
    "x,c\n1,é\n".encode("utf-16"),
]
WORDS = [b"NA", b'"', b'""', b",", b";", b"\t", b"1e999", b"1,234.5", b"2024-02-30", b"inf", b"'"]


@pytest.mark.timeout(fuzz_seconds() + 120)
def test_that_no_damaged_csv_file_raises_anything_but_our_errors(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"

    def run_one(data: bytes) -> None:
        path.write_bytes(data)
        reader = CsvReader(path=str(path))
        dataset = finish(reader.read())
        assert reader.sniffed().delimiter != "auto"
        assert reader.preview(3).n_samples == min(3, dataset.n_samples)

    assert fuzz(run_one, SEEDS, fuzz_seconds(), words=WORDS) > 0


@pytest.mark.parametrize("decimal", [".", ","])
@pytest.mark.parametrize("delimiter", [";", "tab", "space"])
def test_that_damage_is_told_under_other_options_too(
    tmp_path: Path, delimiter: str, decimal: str
) -> None:
    path = tmp_path / "t.csv"

    def run_one(data: bytes) -> None:
        path.write_bytes(data)
        reader = CsvReader.parse(
            {"path": str(path), "delimiter": delimiter, "decimal": decimal, "thousands": "'"}
        )
        finish(reader.read())

    assert fuzz(run_one, SEEDS, fuzz_seconds() / 4, words=WORDS) > 0
