"""More small CSV files of the kinds that people have: what is read, and what is told of guesses."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.unit.data.test_arff_cases import rows_of
from workbench.core.errors import DataError
from workbench.core.run import Event, Noted, finish
from workbench.data.dataset import Dataset
from workbench.data.readers.csv import CsvReader
from workbench.data.schema import Attribute, Schema
from workbench.data.writers.csv import write_csv

READ: list[tuple[str, tuple[str, ...], list[list[Any]]]] = [
    # apostrophes around cells, as in WEKA
    ("'x','c'\n'1','a, b'\n2,'it''s'\n", ("x", "c"), [[1, "a, b"], [2, "it's"]]),
    ("n,v\n\"a, b\",1\n'c, d',2\n", ("n", "v"), [["a, b", 1], ["c, d", 2]]),
    ("n,v\n'tis,1\nthe 'n',2\nO'Brien,3\n", ("n", "v"), [["'tis", 1], ["the 'n'", 2],
                                                        ["O'Brien", 3]]),
    ("n,v\n\"'a'\",1\nb,2\n", ("n", "v"), [["'a'", 1], ["b", 2]]),
    # what stands before the table
    ("sep=|\nx|y\n1|2,5\n", ("x", "y"), [[1, 2.5]]),
    ('"sep=;"\r\nx;y\r\n1;2\r\n', ("x", "y"), [[1, 2]]),
    ("# made in 2020, by me\n\n% c\nx,y,c\n1,2,a\n", ("x", "y", "c"), [[1, 2, "a"]]),
    ("# one, two\n#id,x,c\n1,2,a\n", ("#id", "x", "c"), [[1, 2, "a"]]),
    ("#id,x,c\n1,2,a\n", ("#id", "x", "c"), [[1, 2, "a"]]),
    ("#a b\n#c d\nplain\n", ("#a b",), [["#c d"], ["plain"]]),
    # numbers with both signs
    ("m;c\n1.234,56;a\n2.345,67;b\n", ("m", "c"), [[1234.56, "a"], [2345.67, "b"]]),
    ("m;c\n1.234;a\n2.345.678;b\n", ("m", "c"), [[1234, "a"], [2345678, "b"]]),
    # years as names
    ("land,2019,2020\nDE,1,2\nFR,3,4\n", ("land", "2019", "2020"), [["DE", 1, 2], ["FR", 3, 4]]),
    ("a,2019,2020\nb,2020,2021\n", ("att1", "att2", "att3"),
     [["a", 2019, 2020], ["b", 2020, 2021]]),
]  # fmt: skip

TOLD = [
    ("1,2.5\n3,4.5\n", "seems to hold values, not names"),
    ("zip,v\n01234,1.5\n98765,2\n", "'zip' is numeric, so leading zeros are lost, as of 01234"),
    ("id,v\n9007199254740993,1.5\n1,2\n", "digits beyond the sixteenth are lost"),
    ("x,v\n1e400,1.5\n1,2\n", "'x' has infinite values"),
    ("# c\nx,v\n1,1.5\n", "Passed over before the table: 1 line."),
    ("n,v\n'a',1.5\nb,2\n", "Apostrophes around whole cells are read as quotes"),
]


def loaded(folder: Path, text: str | bytes) -> tuple[Dataset, list[str]]:
    path = folder / "t.csv"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    events: list[Event] = []
    dataset = finish(CsvReader(path=str(path)).read(), events.append)
    return dataset, [event.text for event in events if isinstance(event, Noted)]


@pytest.mark.parametrize(("text", "names", "rows"), READ)
def test_that_files_as_people_have_them_are_read(
    tmp_path: Path, text: str, names: tuple[str, ...], rows: list[list[Any]]
) -> None:
    dataset, _ = loaded(tmp_path, text)
    assert dataset.schema.names == names
    assert rows_of(dataset) == rows


@pytest.mark.parametrize(("text", "note"), TOLD)
def test_that_a_guess_that_can_be_wrong_is_told(tmp_path: Path, text: str, note: str) -> None:
    _, notes = loaded(tmp_path, text)
    assert sum(note in told for told in notes) == 1


@pytest.mark.parametrize("before", ["sep=,\n", "# c\n\n", "\n"])
def test_that_lines_before_the_table_count(tmp_path: Path, before: str) -> None:
    with pytest.raises(DataError, match="1 value, but the first row has 2") as caught:
        loaded(tmp_path, before + "x,y\n1,2\n3\n")
    assert (caught.value.where.line, caught.value.where.column) == (before.count("\n") + 3, 2)


def test_that_apostrophes_are_read_alike_on_both_paths(tmp_path: Path) -> None:
    rows = "".join(f"'{i}','a, {i % 3}'\n" for i in range(50))
    fast, _ = loaded(tmp_path, "'x','c'\n" + rows)
    slow, _ = loaded(tmp_path, "'x','c'\n" + rows.replace("'a, 0'", '"a, 0"', 1))
    assert fast.equals(slow)
    assert fast.column("x").tolist() == list(range(50))


def test_that_a_file_of_zero_bytes_is_no_text(tmp_path: Path) -> None:
    for data in (b"\0" * 50, "x,c\n1,a\n".encode("utf-16-le")):
        with pytest.raises(DataError, match="full of zero bytes") as caught:
            loaded(tmp_path, data)
        assert "UTF-16" in str(caught.value.remedy)


def test_that_a_row_of_millions_of_cells_is_refused_at_once(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="has 1,500,001 values, more than 1,000,000") as caught:
        loaded(tmp_path, "\n" + "x," * 1_500_000)
    assert caught.value.where.line == 2


def test_that_tables_of_very_many_columns_are_read_and_their_names_made_unique(
    tmp_path: Path,
) -> None:
    rows = ",".join(["1.5"] * 20_000) + "\n"
    dataset, notes = loaded(tmp_path, ",".join(["x"] * 20_000) + "\n" + rows * 2)
    assert dataset.schema.names[-1] == "x_20000"
    assert dataset.columns[-1].tolist() == [1.5, 1.5]
    assert len(notes) >= 19_999


def test_that_what_sniffing_found_reads_the_same(tmp_path: Path) -> None:
    for text, *_ in READ:
        dataset, _ = loaded(tmp_path, text)
        reader = CsvReader(path=str(tmp_path / "t.csv"))
        assert finish(reader.sniffed().read()).equals(dataset), text
        assert reader.preview().equals(dataset), text


@pytest.mark.parametrize("odd", ["#a", "%", "'a'", "sep=;", "'", "# b, c", '"', "a\nb"])
def test_that_odd_names_and_labels_come_back_from_csv(tmp_path: Path, odd: str) -> None:
    schema = Schema((Attribute(odd, "numeric"), Attribute("c", "nominal", (odd, "b"))), "t")
    dataset = Dataset(schema, (np.array([1.0, 2.0]), np.array([0, 1], dtype=np.int32)))
    write_csv(dataset, tmp_path / "t.csv")
    back = finish(CsvReader(path=str(tmp_path / "t.csv")).read())
    assert back.schema.names == (odd, "c")
    assert back.schema.target.values == (odd, "b")


def test_that_line_ends_in_quotes_do_not_hide_the_separator(tmp_path: Path) -> None:
    path = tmp_path / "t.tsv"
    text = '"wheat, corn,\nand rice\nsold ""well"", again"'
    path.write_text("text\tgrain\n" + f"{text}\t1\n" * 30, encoding="utf-8")
    dataset = finish(CsvReader(path=str(path)).read())
    assert dataset.schema.names == ("text", "grain")
    assert dataset.n_samples == 30
