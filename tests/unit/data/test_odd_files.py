"""Files that are right but odd, or wrong in a way of their own: nothing is bent in silence."""

import os
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from workbench.core.errors import DataError
from workbench.core.files import write_text
from workbench.core.run import Event, Noted, finish
from workbench.data.readers.csv import CsvReader
from workbench.data.readers.open import read, reader_for
from workbench.data.row_values import json_rows


def read_with_notes(path: Path) -> tuple[Any, list[str]]:
    notes: list[str] = []

    def hear(event: Event) -> None:
        if isinstance(event, Noted):
            notes.append(event.text)

    return finish(reader_for(path).read(), hear), notes


def saved(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def test_that_a_key_that_comes_twice_is_refused(tmp_path: Path) -> None:
    path = saved(tmp_path / "t.jsonl", '{"a": 1}\n{"a": 1, "a": 2}\n')
    with pytest.raises(DataError, match=r"t\.jsonl:2: The key 'a' comes twice"):
        read(path)


def test_that_half_a_character_is_refused_and_a_whole_one_read(tmp_path: Path) -> None:
    path = saved(tmp_path / "t.jsonl", '{"a": "\\ud83d\\ude00", "b": 1}\n')
    assert json_rows(read(path)) == [["😀", 1]]
    with pytest.raises(DataError, match=r"t\.jsonl:1: \\ud800 is half a character"):
        read(saved(path, '{"a": "\\ud800"}\n'))
    with pytest.raises(DataError, match="half a character"):
        write_text(tmp_path / "x.txt", "\udcff")
    assert not (tmp_path / "x.txt").exists()


def test_that_one_object_over_several_lines_is_read(tmp_path: Path) -> None:
    assert json_rows(read(saved(tmp_path / "t.json", '{\n "a": 1,\n "b": 2\n}\n'))) == [[1, 2]]


@pytest.mark.timeout(60)
def test_that_a_cell_in_a_sheets_last_corner_holds_nobody_up(tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    book.active.append(["a", "b"])
    book.active.append([1, 2])
    book.active["XFD1048576"] = 3
    book.save(tmp_path / "far.xlsx")
    assert json_rows(read(tmp_path / "far.xlsx")) == [[1, 2, None], [None, None, 3]]


def test_that_changed_names_of_a_sheet_are_told(tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    book.active.append(["a", "a", None])
    book.active.append([1, 2, 3])
    book.save(tmp_path / "t.xlsx")
    dataset, notes = read_with_notes(tmp_path / "t.xlsx")
    assert dataset.schema.names == ("a", "a_2", "att3")
    assert notes == [
        "Two columns are called 'a'; one is called 'a_2' here.",
        "Column 3 has no name; it is called 'att3' here.",
    ]


def test_that_changed_names_of_a_database_are_told(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "t.db") as connection:
        connection.execute("CREATE VIEW v AS SELECT 1 AS a, 2 AS ' '")
    connection.close()
    _, notes = read_with_notes(tmp_path / "t.db")
    assert notes == ["Column 2 has no name; it is called 'att2' here."]


def test_that_a_parquet_file_may_hold_two_columns_of_a_name_and_an_index(tmp_path: Path) -> None:
    pa = pytest.importorskip("pyarrow")
    parquet = pytest.importorskip("pyarrow.parquet")
    pd = pytest.importorskip("pandas")
    parquet.write_table(pa.table([[1], [2]], names=["a", "a"]), tmp_path / "two.parquet")
    assert read(tmp_path / "two.parquet").schema.names == ("a", "a_2")
    frame = pd.DataFrame({"a": [1]}, index=pd.Index(["x"], name="id"))
    frame.to_parquet(tmp_path / "index.parquet")
    assert json_rows(read(tmp_path / "index.parquet")) == [[1, "x"]]
    frame.rename_axis(None).to_parquet(tmp_path / "index.parquet")
    assert json_rows(read(tmp_path / "index.parquet")) == [[1]]


def test_that_binary_data_in_a_parquet_file_are_left_out_and_told(tmp_path: Path) -> None:
    pa = pytest.importorskip("pyarrow")
    parquet = pytest.importorskip("pyarrow.parquet")
    parquet.write_table(pa.table({"b": [b"\xff"], "a": [1]}), tmp_path / "t.parquet")
    dataset, notes = read_with_notes(tmp_path / "t.parquet")
    assert dataset.schema.names == ("a",)
    assert notes == ["Column 'b' holds binary data and is left out."]


def test_that_a_folder_of_nothing_says_what_folders_are_for(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="it must hold a folder of pictures or texts"):
        reader_for(tmp_path)


@pytest.mark.timeout(30)
@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes on this system")
def test_that_a_pipe_is_refused_without_waiting_for_it(tmp_path: Path) -> None:
    for name in ("t.csv", "train-images-idx3-ubyte", "t.zip", "set/a/1.png"):
        pipe = tmp_path / name
        pipe.parent.mkdir(parents=True, exist_ok=True)
        os.mkfifo(pipe)
        with pytest.raises(DataError, match="This is a device or a pipe, not a file"):
            read(tmp_path / "set" if name.startswith("set") else pipe)
    with pytest.raises(DataError, match="This is a device or a pipe, not a file"):
        finish(CsvReader(path=str(tmp_path / "t.csv")).read())
