"""The writer by the ending of a name."""

import gzip
from pathlib import Path

import numpy as np
import pytest

from workbench.core.errors import DataError
from workbench.data.dataset import Dataset
from workbench.data.readers.open import read
from workbench.data.row_values import json_rows
from workbench.data.schema import Attribute, Schema
from workbench.data.writers.open import WRITERS, holds_arrays, write


def mixed() -> Dataset:
    schema = Schema((
        Attribute("x", "numeric"), Attribute("s", "string"), Attribute("c", "nominal", ("a", "b")),
    ), "t")  # fmt: skip
    texts = np.array([*("word" + str(i) for i in range(59)), None], dtype=object)
    columns = (np.where(np.arange(60) == 3, np.nan, np.arange(60) / 8), texts)
    return Dataset(schema, (*columns, (np.arange(60) % 3 - 1).astype(np.int32)))


@pytest.mark.parametrize(
    "ending", [*WRITERS, ".arff.gz", ".csv.bz2", ".tsv.xz", ".jsonl.gz", ".CSV"]
)
def test_that_each_ending_gives_the_same_rows_back(tmp_path: Path, ending: str) -> None:
    for package in ("openpyxl" * (ending == ".xlsx"), "pyarrow" * (ending == ".parquet")):
        if package:
            pytest.importorskip(package)
    path = tmp_path / f"t{ending}"
    write(mixed(), path)
    assert json_rows(read(path, "none")) == json_rows(mixed())
    assert [file.name for file in tmp_path.iterdir()] == [path.name]


def test_that_a_compressed_file_is_one(tmp_path: Path) -> None:
    write(mixed(), tmp_path / "t.csv.gz")
    assert gzip.decompress((tmp_path / "t.csv.gz").read_bytes()).startswith(b"x,s,c\n")


@pytest.mark.parametrize("name", ["t.xyz", "t", "t.npz.gz", "t.gz"])
def test_that_an_unknown_ending_is_refused_with_the_known_ones(tmp_path: Path, name: str) -> None:
    with pytest.raises(DataError, match=r"these are: \.arff, \.csv, .* after those of text"):
        write(mixed(), tmp_path / name)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("ending", [".arff", ".csv", ".tsv", ".csv.gz", ".xlsx", ".parquet"])
def test_that_pictures_are_refused_where_they_cannot_be_kept(tmp_path: Path, ending: str) -> None:
    schema = Schema((Attribute("image", "array", shape=(2, 2)),))
    pictures = Dataset(schema, (np.zeros((1, 2, 2), np.uint8),))
    path = tmp_path / f"t{ending}"
    assert not holds_arrays(path)
    with pytest.raises(DataError, match=r"t\.[a-z.]+: Attribute 'image' is an? array"):
        write(pictures, path)
    assert not list(tmp_path.iterdir())
    for kept in (".npz", ".jsonl"):
        write(pictures, tmp_path / f"u{kept}")
        assert json_rows(read(tmp_path / f"u{kept}")) == [[[[0, 0], [0, 0]]]]


def test_that_what_a_sheet_cannot_hold_is_said(tmp_path: Path) -> None:
    pytest.importorskip("openpyxl")
    for text, sentence in (("\x07", "control character"), ("a" * 40_000, "40,000 letters")):
        cells = np.array([text], dtype=object)
        with pytest.raises(DataError, match=sentence):
            write(Dataset(Schema((Attribute("s", "string"),)), (cells,)), tmp_path / "t.xlsx")
