"""What the reader of .ts files makes of time series."""

import gzip
from pathlib import Path

import numpy as np
import pytest

from workbench.core.errors import DataError
from workbench.core.run import Event, Noted, Progressed, finish
from workbench.data.dataset import Dataset, is_filled
from workbench.data.readers.arff import ArffReader
from workbench.data.readers.ts import TsReader
from workbench.data.readers.ts_text import rows

HEAD = "@problemName p\n@univariate true\n@classLabel true b a\n@data\n"


def read(folder: Path, text: str | bytes, **parameters: object) -> Dataset:
    path = folder / "t.ts"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return finish(TsReader.parse({"path": str(path), **parameters}).read())


def refusal(folder: Path, text: str | bytes) -> str:
    with pytest.raises(DataError) as caught:
        read(folder, text)
    return str(caught.value).removeprefix(str(folder / "t.ts"))


@pytest.mark.parametrize(
    ("name", "train", "test", "labels"),
    [
        ("ArrowHead", (36, 251, 1), (175, 251, 1), "0 1 2"),
        ("GunPoint", (50, 150, 1), (150, 150, 1), "1 2"),
        ("ItalyPowerDemand", (67, 24, 1), (1029, 24, 1), "1 2"),
        ("JapaneseVowels", (270, 26, 12), (370, 29, 12), "1 2 3 4 5 6 7 8 9"),
        ("BasicMotions", (40, 100, 6), (40, 100, 6), "Standing Running Walking Badminton"),
    ],
)
def test_that_the_archives_sets_have_their_shape(
    shared_data: Path, name: str, train: tuple[int, ...], test: tuple[int, ...], labels: str
) -> None:
    for part, shape in (("TRAIN", train), ("TEST", test)):
        path = shared_data / "ucr" / name / f"{name}_{part}.ts"
        dataset = finish(TsReader(path=str(path)).read())
        assert dataset.column("series").shape == shape
        assert dataset.schema.attribute("series").shape == shape[1:]
        assert dataset.schema.target.values == tuple(labels.split())
        assert dataset.schema.relation == name
        assert not dataset.missing("series").any()


def test_that_unequal_series_are_filled_up_at_their_end(shared_data: Path) -> None:
    path = shared_data / "ucr" / "JapaneseVowels" / "JapaneseVowels_TEST.ts"
    filled = is_filled(finish(TsReader(path=str(path)).read()).column("series"))  # (370, 29, 12)
    lengths = filled.sum(axis=1)
    assert np.all(lengths == lengths[:, :1]), "all channels are equally long"
    assert (lengths.min(), lengths.max()) == (7, 29)
    assert np.array_equal(filled, np.sort(filled, axis=1)[:, ::-1]), "no gap before the end"


@pytest.mark.parametrize("name", ["GunPoint", "ItalyPowerDemand"])
def test_that_arff_holds_the_same_values(shared_data: Path, name: str) -> None:
    folder = shared_data / "ucr" / name
    series = finish(TsReader(path=str(folder / f"{name}_TRAIN.ts")).read())
    table = finish(ArffReader(path=str(folder / f"{name}_TRAIN.arff")).read())
    assert np.array_equal(series.column("series")[:, :, 0], np.column_stack(table.columns[:-1]))
    ours, theirs = series.schema.target.values, table.schema.target.values
    assert [ours[c] for c in series.labels] == [theirs[c] for c in table.labels]


def test_that_relational_arff_holds_the_same_values(shared_data: Path) -> None:
    folder = shared_data / "ucr" / "BasicMotions"
    series = finish(TsReader(path=str(folder / "BasicMotions_TRAIN.ts")).read())
    bags = finish(ArffReader(path=str(folder / "BasicMotions_TRAIN.arff")).read())
    steps = np.stack([np.stack(bag.columns) for bag in bags.columns[0]])  # (n, length, channels)
    assert np.array_equal(series.column("series"), steps)
    assert series.schema.target.values == bags.schema.target.values
    assert np.array_equal(series.labels, bags.labels)


def test_that_tsv_holds_the_same_values(shared_data: Path) -> None:
    folder = shared_data / "ucr" / "GunPoint"
    series = finish(TsReader(path=str(folder / "GunPoint_TRAIN.ts")).read())
    table = np.loadtxt(folder / "GunPoint_TRAIN.tsv", delimiter="\t")
    np.testing.assert_allclose(series.column("series")[:, :, 0], table[:, 1:], rtol=1e-6)
    assert np.array_equal(series.labels + 1, table[:, 0])


def test_that_labels_keep_the_declared_order_and_gaps_are_gaps(tmp_path: Path) -> None:
    dataset = read(tmp_path, HEAD + "# a comment\n1,?,3:a\n\n4, NaN ,6e1:b\n7,8,9:?\n")
    assert dataset.column("series")[:, :, 0] == pytest.approx(
        np.array([[1, np.nan, 3], [4, np.nan, 60], [7, 8, 9]]), nan_ok=True
    )
    assert dataset.schema.target.values == ("b", "a")
    assert dataset.labels.tolist() == [1, 0, -1]
    assert dataset.schema.names == ("series", "class")


def test_that_channels_are_told_apart_by_colons(tmp_path: Path) -> None:
    dataset = read(tmp_path, "@dimensions 2\n@classLabel true x\n@data\n1,2,3:4,5,6:x\n7:8:x\n")
    array = dataset.column("series")
    assert array[0].tolist() == [[1, 4], [2, 5], [3, 6]]
    assert array[1, 0].tolist() == [7, 8]
    assert np.isnan(array[1, 1:]).all()


def test_that_a_target_to_be_predicted_is_numeric(tmp_path: Path) -> None:
    dataset = read(tmp_path, "@targetLabel true\n@classLabel false\n@data\n1,2:0.5\n3,4:?\n")
    assert (dataset.schema.task, dataset.schema.target.name) == ("regression", "target")
    assert dataset.labels == pytest.approx([0.5, np.nan], nan_ok=True)


def test_that_a_file_without_class_has_only_series(tmp_path: Path) -> None:
    dataset = read(tmp_path, "@classLabel false\n@data\n1,2\n3,4\n")
    assert dataset.schema.names == ("series",)
    assert dataset.schema.class_attribute is None


def test_that_compression_byte_order_mark_and_line_ends_do_not_matter(tmp_path: Path) -> None:
    text = HEAD + "1,2:a\n3,4:b\n"
    plain = read(tmp_path, text)
    bent = b"\xef\xbb\xbf# caf\xe9\r\n" + text.replace("\n", "\r\n").encode()
    assert read(tmp_path, bent).equals(plain)
    assert read(tmp_path, gzip.compress(text.encode())).equals(plain)
    assert read(tmp_path, text.replace("\n", "\r")).equals(plain)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "There is no @data line."),
        (HEAD, "No series follows @data."),
        ("1,2,3\n", ":1:1: '1,2,3' stands before @data"),
        ("@timeStamps true\n@data\n", ":1:1: Series with time stamps cannot be read"),
        ("@classLabel true\n@data\n", ":1:1: @classLabel is true, but no label follows."),
        ("@classLabel true a a\n@data\n", ":1:1: The class label 'a' is declared twice."),
        ("@missing maybe\n@data\n", ":1:1: @missing must be true or false; it is 'maybe'."),
        ("@dimensions 0\n@data\n", "@dimensions must be a whole number from 1 on; it is '0'."),
        ("@seriesLength 99999999999\n@data\n", "@serieslength must be a whole number"),
        ("@missing true\n@missing true\n@data\n", ":2:1: @missing is said a second time."),
        (HEAD + "1,2:c\n", ":5:5: 'c' is no class label; the labels are: b, a."),
        (HEAD + "1,2\n", ":5:4: No label follows the series after a colon."),
        (HEAD + "1,x2:a\n", ":5:3: 'x2' is no number."),
        (HEAD + "1,,2:a\n", ":5:3: A value is missing between two commas."),
        (HEAD + "1,1e999:a\n", ":5:3: '1e999' is no finite number."),
        (HEAD + "1,1_0:a\n", ":5:3: '1_0' is no number."),
        (HEAD + "1,-inf:a\n", ":5:3: '-inf' is no finite number."),
        (HEAD + "1,2:3,4:a\n", ":5:1: 2 dimensions, but the header says 1."),
        ("@classLabel true a\n@data\n1:2:a\n1:a\n", ":4:1: 1 dimension, but the first series"),
        ("@classLabel true a\n@data\n1,2:3:a\n", ":3:5: Dimension 2 has 1 value, the first has 2."),
        ("@equalLength true\n@data\n1,2\n1,2,3\n", ":4:1: 3 values, but the first series has 2."),
        ("@seriesLength 3\n@data\n1,2\n", ":3:1: 2 values, but the header says 3."),
        (b"@data\n1,\xe92\n", ":2:3: The byte 0xE9 is not UTF-8 text."),
    ],
)  # fmt: skip
def test_that_a_wrong_file_is_refused_with_the_place(
    tmp_path: Path, text: str | bytes, sentence: str
) -> None:
    assert sentence in refusal(tmp_path, text)


def test_that_all_wrong_lines_are_told_up_to_twenty(tmp_path: Path) -> None:
    with pytest.raises(DataError) as caught:
        read(tmp_path, HEAD + "x:a\n1:a\n2:c\n")
    assert [e.where.line for e in (caught.value, *caught.value.others)] == [5, 7]
    with pytest.raises(DataError) as caught:
        read(tmp_path, HEAD + "x:a\n" * 50)
    assert len(caught.value.others) == 19


def test_that_one_very_long_series_among_many_short_ones_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rows, "MAX_WASTE_BYTES", 1000)
    text = HEAD + "1:a\n" * 20 + ",".join("1" * 90) + ":b\n"
    assert "Series 21 has 90 steps, the median has 1;" in refusal(tmp_path, text)


def test_that_progress_and_doubts_are_told(tmp_path: Path) -> None:
    path = tmp_path / "t.ts"
    path.write_text("@foo 1\n@missing false\n@classLabel true a\n@data\n1,?:a\n")
    events: list[Event] = []
    finish(TsReader(path=str(path)).read(), events.append)
    assert any(isinstance(e, Progressed) and e.total == path.stat().st_size for e in events)
    notes = [event.text for event in events if isinstance(event, Noted)]
    assert notes[0] == "Ignored in line 1: '@foo'."
    assert notes[1].endswith("no value is missing; one is in line 5.")
