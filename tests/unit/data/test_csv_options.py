"""What the CSV reader can be told, and what it finds out where it is not."""

import bz2
import gzip
from pathlib import Path

import numpy as np
import pytest

from workbench.core.errors import DataError, ParameterError
from workbench.core.run import Event, Noted, finish
from workbench.data.dataset import Dataset
from workbench.data.readers.csv import CsvReader
from workbench.data.readers.open import reader_for


def written(folder: Path, text: str | bytes, name: str = "t.csv") -> Path:
    path = folder / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def loaded(path: Path, **parameters: object) -> Dataset:
    return finish(CsvReader.parse({"path": str(path), **parameters}).read())


def notes_of(path: Path, **parameters: object) -> list[str]:
    events: list[Event] = []
    finish(CsvReader.parse({"path": str(path), **parameters}).read(), events.append)
    return [event.text for event in events if isinstance(event, Noted)]


@pytest.mark.parametrize(
    ("delimiter", "sign"), [(",", ","), (";", ";"), ("tab", "\t"), ("|", "|"), ("space", "  ")]
)
def test_that_each_separator_is_found_and_can_be_told(
    tmp_path: Path, delimiter: str, sign: str
) -> None:
    path = written(tmp_path, "x,y\n1,2.5\n3,4.5\n".replace(",", sign))
    for chosen in ("auto", delimiter):
        dataset = loaded(path, delimiter=chosen)
        assert dataset.schema.names == ("x", "y")
        assert dataset.column("y").tolist() == [2.5, 4.5]


def test_that_any_one_character_can_separate(tmp_path: Path) -> None:
    dataset = loaded(written(tmp_path, "x:y\n1:2\n3:4\n"), delimiter=":")
    assert dataset.column("y").tolist() == [2, 4]
    assert loaded(written(tmp_path, "x→y\n1→2\n"), delimiter="→").column("y").tolist() == [2]
    with pytest.raises(ParameterError, match="delimiter"):
        CsvReader.parse({"path": "t.csv", "delimiter": "ab"})


def test_that_blanks_around_and_between_values_count_once(tmp_path: Path) -> None:
    dataset = loaded(written(tmp_path, "  1.0   2e1\t3\n\n-1 ?  6  \n", "t.txt"), delimiter="space")
    assert [column.tolist() for column in dataset.columns[::2]] == [[1, -1], [3, 6]]
    assert dataset.columns[1][0] == 20
    assert np.isnan(dataset.columns[1][1])


def test_that_blank_separated_texts_may_be_quoted(tmp_path: Path) -> None:
    path = written(tmp_path, '"name" "v"\n"a b" 1\n c 2\n"d" ""\n')
    dataset = loaded(path, delimiter="space", nominal=["name", "v"])
    assert dataset.schema.attribute("name").values == ("a b", "c", "d")
    assert dataset.schema.attribute("v").values == ("1", "2", "")


def test_that_a_series_of_the_ucr_archive_is_read(shared_data: Path) -> None:
    dataset = loaded(shared_data / "ucr" / "ECG200" / "ECG200_TRAIN.txt")
    assert (dataset.n_samples, len(dataset.columns)) == (100, 97)
    assert np.unique(dataset.columns[0]).tolist() == [-1, 1]


def test_that_running_text_is_no_table(shared_data: Path, tmp_path: Path) -> None:
    with pytest.raises(DataError, match="running text") as caught:
        loaded(shared_data / "tinyshakespeare" / "input.txt")
    assert "text reader" in str(caught.value.remedy)
    numbers = loaded(written(tmp_path, "1\n2\n3\n", "t.txt"))
    assert numbers.columns[0].tolist() == [1, 2, 3]


def test_that_a_decimal_comma_is_found_and_can_be_told(tmp_path: Path) -> None:
    path = written(tmp_path, "x;y\n1,5;a\n-,25;b\n3;c\n1,5e2;d\n")
    for decimal in ("auto", ","):
        column = loaded(path, decimal=decimal).column("x")
        assert column.tolist() == [1.5, -0.25, 3, 150]
    assert loaded(path, decimal=".").schema.attribute("x").kind == "nominal"
    with pytest.raises(DataError, match="cannot both be ','"):
        loaded(path, thousands=",", decimal=",")


def test_that_points_are_no_numbers_where_commas_are_decimals(tmp_path: Path) -> None:
    path = written(tmp_path, "x;y;c\n1,5;1.5;a\n2,5;2,5;b\n")
    dataset = loaded(path, decimal=",")
    assert dataset.column("x").tolist() == [1.5, 2.5]
    assert dataset.schema.attribute("y").values == ("1.5", "2,5")


@pytest.mark.parametrize(
    ("cells", "thousands", "numbers"),
    [
        (['"1,234.5"', '"12"'], "auto", [1234.5, 12]),
        (['"1,234,567"', '"1,000"'], "auto", [1234567, 1000]),
        (["1 234", "12 000"], "auto", [1234, 12000]),
        (["1'234.5", "7"], "auto", [1234.5, 7]),
        (['"1,234"', '"2,000"'], ",", [1234, 2000]),
        (["1 234", "-5"], "space", [1234, -5]),
        (['"1,234"', '"2,000"'], "auto", None),
        (['"1,234"', '"2,00"'], ",", None),
        (["1 234", "5 000"], "none", None),
        (["010 123", "010 456"], "none", None),
    ],
)
def test_that_groups_of_three_digits_are_numbers_only_where_that_is_clear(
    tmp_path: Path, cells: list[str], thousands: str, numbers: list[float] | None
) -> None:
    path = written(tmp_path, "x,y\n" + "".join(f"{cell},a\n" for cell in cells))
    dataset = loaded(path, thousands=thousands)
    if numbers is None:
        assert dataset.schema.attribute("x").kind == "nominal"
    else:
        assert dataset.column("x").tolist() == numbers


def test_that_what_is_guessed_of_thousands_is_told(tmp_path: Path) -> None:
    clear = written(tmp_path, 'x,y\n"1,234",1.5\n"2,000",2\n')
    assert notes_of(clear)[0] == "Attribute 'x': ',' stands between thousands."
    unclear = written(tmp_path, 'x,y\n"1,234",1\n"2,000",2\n')
    assert "is not clear" in notes_of(unclear)[0]


@pytest.mark.parametrize(
    ("cells", "days"),
    [
        (["2024-02-29", "1999-12-31"], ["2024-02-29", "1999-12-31"]),
        (["1949-01", "1949-02"], ["1949-01-01", "1949-02-01"]),
        (["31.12.1999", "1.2.2000"], ["1999-12-31", "2000-02-01"]),
        (["31/12/1999", "1/2/2000"], ["1999-12-31", "2000-02-01"]),
        (["12/31/1999", "1/2/2000"], ["1999-12-31", "2000-01-02"]),
        (["1999/12/31", "2000/2/1"], ["1999-12-31", "2000-02-01"]),
        (["2/3/2000", "4/5/2000"], None),
        (["2023-02-29", "1999-12-31"], None),
        (["1999-12-31", "soon"], None),
    ],
)
def test_that_a_column_is_dates_if_all_are_in_one_order(
    tmp_path: Path, cells: list[str], days: list[str] | None
) -> None:
    path = written(tmp_path, "d,y\n" + "".join(f"{cell},1.5\n" for cell in [*cells, "NA"]))
    dataset = loaded(path)
    if days is None:
        assert dataset.schema.attribute("d").kind == "nominal"
    else:
        assert dataset.schema.attribute("d").kind == "date"
        assert np.datetime_as_string(dataset.column("d"), "D").tolist() == [*days, "NaT"]


def test_that_a_moment_is_read_to_the_millisecond(tmp_path: Path) -> None:
    dataset = loaded(written(tmp_path, "d,y\n2024-02-29T23:59:58.125Z,1\n2024-02-29 01:02,2\n"))
    shown = np.datetime_as_string(dataset.column("d")).tolist()
    assert shown == ["2024-02-29T23:59:58.125", "2024-02-29T01:02:00.000"]


def test_that_dates_in_two_possible_orders_stay_texts_and_this_is_told(tmp_path: Path) -> None:
    path = written(tmp_path, "d,y\n2/3/2000,1.5\n4/5/2000,2.5\n")
    assert "day/month/year and month/day/year" in notes_of(path)[0]
    assert loaded(path, dates=["d"]).schema.attribute("d").kind == "date"


@pytest.mark.parametrize(
    ("parameter", "text", "place", "sentence"),
    [
        ("numeric", "x,y\n1,2\n\n 3,odd\n", "4:4", "'odd' is no number"),
        ("dates", "x,y\n1,2024-01-01\n2,never\n", "3:3", "'never' is no date"),
        ("numeric", 'x,y\n"a\nb",2\n"c",odd\n', "4:1", "'odd' is no number"),
    ],
)
def test_that_a_cell_that_does_not_fit_is_named_with_line_and_column(
    tmp_path: Path, parameter: str, text: str, place: str, sentence: str
) -> None:
    path = written(tmp_path, text)
    with pytest.raises(DataError, match=sentence) as caught:
        loaded(path, **{parameter: ["y"]})
    assert str(caught.value.where) == f"{path}:{place}"


def test_that_kinds_can_be_told(tmp_path: Path) -> None:
    path = written(tmp_path, "a,b,c\n1,2,u\n3,4,v\n")
    dataset = loaded(path, nominal=["a"], text=["b", "c"])
    assert [a.kind for a in dataset.schema.attributes] == ["nominal", "string", "string"]
    assert dataset.column("b").tolist() == ["2", "4"]
    with pytest.raises(DataError, match="no attribute 'z' to read as date"):
        loaded(path, dates=["z"])


def test_that_missing_markers_can_be_told(tmp_path: Path) -> None:
    path = written(tmp_path, "x,c\n1,-\n-999,NA\n,b\n")
    dataset = loaded(path, missing=["", "-", "-999"], nominal=["c"])
    assert np.isnan(dataset.column("x")).tolist() == [False, True, True]
    assert dataset.schema.attribute("c").values == ("NA", "b")
    assert dataset.column("c").tolist() == [-1, 0, 1]


def test_that_the_quote_can_be_told(tmp_path: Path) -> None:
    path = written(tmp_path, "n,v\n'a,b',1\n'it''s',2\n\"c\",3\n")
    single = loaded(path, quote="'").schema.attribute("n").values
    assert single == ("a,b", "it's", '"c"')
    plain = written(tmp_path, 'n,v\n"a,1\nb",2\n')
    assert loaded(plain, quote="none").schema.attribute("n").values == ('"a', 'b"')


@pytest.mark.parametrize("rows", ['"a\t1\nb\t2\n', '"a\t1\nb"\t2\n', 'x\t1\n"y" z\t2\n'])
def test_that_quotes_that_stand_alone_between_tabs_are_letters(tmp_path: Path, rows: str) -> None:
    path = written(tmp_path, "n\tv\n" + rows, "t.tsv")
    dataset = loaded(path)
    assert list(dataset.schema.attribute("n").values) == [r[:-2] for r in rows.split("\n")[:-1]]
    assert any("stands alone" in note for note in notes_of(path))
    reader = CsvReader(path=str(path))
    assert reader.sniffed().quote == "none"
    assert reader.preview().n_samples == dataset.n_samples


def test_that_paired_quotes_between_tabs_enclose(tmp_path: Path) -> None:
    path = written(tmp_path, 'n\tv\n"a\tb"\t1\n"c\nd"\t2\n', "t.tsv")
    assert loaded(path).schema.attribute("n").values == ("a\tb", "c\nd")


def test_that_lone_quotes_of_real_files_lose_no_row(shared_data: Path) -> None:
    spam = loaded(shared_data / "sms-spam" / "sms.tsv")
    assert spam.n_samples == 5574
    assert loaded(shared_data / "sentiment-sentences" / "imdb_labelled.txt").n_samples == 1000


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp949", "euc-kr"])
def test_that_each_encoding_gives_the_same_data(tmp_path: Path, encoding: str) -> None:
    path = written(tmp_path, "이름,값\r\n서울,1\r\n부산,2\r\n".encode(encoding))
    dataset = loaded(path, encoding=encoding)
    assert dataset.schema.attribute("이름").values == ("서울", "부산")
    if encoding.startswith("utf"):
        assert loaded(path).equals(dataset)


def test_that_bytes_of_another_encoding_are_placed_and_encodings_offered(tmp_path: Path) -> None:
    path = written(tmp_path, "x,c\n1,a\n2,caf\xe9\n".encode("latin-1"))
    with pytest.raises(DataError, match="0xE9 is not UTF-8") as caught:
        loaded(path)
    assert (caught.value.where.line, caught.value.where.column) == (3, 6)
    assert "encoding" in str(caught.value.remedy)
    assert loaded(path, encoding="latin-1").schema.attribute("c").values == ("a", "café")
    with pytest.raises(DataError, match="is not CP949"):
        loaded(written(tmp_path, b"x,c\n1,a\n2,\xff\n"), encoding="cp949")


def test_that_compressed_files_are_read_as_others(tmp_path: Path) -> None:
    text = b"x,c\n" + b"".join(b"%d,a\n" % i for i in range(1000))
    plain = loaded(written(tmp_path, text))
    for suffix, packed in ((".gz", gzip.compress(text)), (".bz2", bz2.compress(text))):
        path = written(tmp_path, packed, "t.csv" + suffix)
        assert finish(reader_for(path).read()).columns[0].tolist() == plain.columns[0].tolist()
