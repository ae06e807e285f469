"""ARFF files in other encodings, cut short, and with many mistakes in the header."""

import gzip
from pathlib import Path

import pytest

from tests.unit.data.test_arff_cases import rows_of
from tests.unit.data.test_arff_reader import HEADER, written
from workbench.core.errors import DataError
from workbench.core.run import finish
from workbench.data.readers.arff import ArffReader
from workbench.data.readers.open import read


@pytest.mark.parametrize("encoding", ["utf-16", "cp949"])
def test_that_another_encoding_can_be_told(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "t.arff"
    text = "@relation t\r\n@attribute 이름 {대구,서울}\r\n@data\r\n서울\r\n대구\r\n"
    path.write_bytes(text.encode(encoding))
    with pytest.raises(DataError, match="is not UTF-8") as caught:
        read(path)
    assert "encoding" in (caught.value.remedy or "")
    dataset = finish(ArffReader.model_validate({"path": str(path), "encoding": encoding}).read())
    assert dataset.schema.names == ("이름",)
    assert rows_of(dataset) == [["서울"], ["대구"]]


def test_that_a_compressed_file_that_is_cut_short_is_told(tmp_path: Path) -> None:
    path = tmp_path / "t.arff.gz"
    whole = gzip.compress((HEADER + "1,2,a\n" * 5000).encode())
    path.write_bytes(whole)
    assert read(path).n_samples == 5000
    path.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(DataError, match="cut short") as caught:
        read(path)
    assert caught.value.where.file == str(path)


def test_that_every_wrong_line_of_a_header_is_told(tmp_path: Path) -> None:
    header = (
        "@relation t\n@attribute x float\n@attribute\n@attribute c {a,\nb}\n@attribut y real\n"
        "@attribute z real\n@attribute z real\n@data\n1,2\n"
    )
    with pytest.raises(DataError, match="'float' is no type") as caught:
        read(written(tmp_path, header))
    lines = [error.where.line for error in (caught.value, *caught.value.others)]
    assert lines == [2, 3, 4, 6, 8]
