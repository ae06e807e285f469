"""JSON lines, databases, workbooks, Parquet files and sample sets."""

import json
import sqlite3
from datetime import date, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.unit.data.fuzzing import fuzz, fuzz_seconds
from workbench.core.errors import DataError, ParameterError
from workbench.core.run import Event, Noted, finish
from workbench.data.dataset import Dataset
from workbench.data.readers.excel import ExcelReader
from workbench.data.readers.json_lines import JsonLinesReader
from workbench.data.readers.open import read, reader_for
from workbench.data.readers.sample_set import SampleSetReader
from workbench.data.readers.sqlite import SqliteReader
from workbench.data.readers.tables.typed_columns import column_of, unique_names
from workbench.data.row_values import json_rows
from workbench.data.writers.open import write


def kinds(dataset: Dataset) -> dict[str, str]:
    return {a.name: a.kind for a in dataset.schema.attributes}


def lines(path: Path, *records: Any) -> Path:
    path.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
    return path


def test_that_json_values_keep_their_types(tmp_path: Path) -> None:
    path = lines(
        tmp_path / "t.jsonl",
        {"x": 1, "b": True, "s": "12", "n": {"y": 1.5}, "p": [[1, 2], [3, 4]], "v": [1.5, 2.5]},
        {"x": None, "b": None, "s": None, "p": [[5, 6], [7, 8]], "v": [0.5], "m": 1},
        {"x": 3, "b": False, "s": "NA", "n": {"y": 2}, "p": [[0, 0], [0, 255]], "v": [], "m": "u"},
    )
    dataset = read(path, "none")
    assert kinds(dataset) == {
        "x": "numeric", "b": "nominal", "s": "nominal", "n.y": "numeric", "p": "array",
        "v": "array", "m": "nominal",
    }  # fmt: skip
    assert dataset.schema.attribute("b").values == ("false", "true")
    assert dataset.schema.attribute("s").values == ("12", "NA")
    assert dataset.schema.attribute("m").values == ("1", "u")
    assert dataset.column("p").dtype == np.uint8
    assert dataset.schema.attribute("v").shape == (2, 1)
    assert dataset.missing("v").tolist() == [False, False, True]
    assert dataset.missing("n.y").tolist() == [False, True, False]


def test_that_a_list_of_objects_and_lists_of_values_are_read(tmp_path: Path) -> None:
    path = tmp_path / "t.json"
    path.write_text(json.dumps([{"x": 1}, {"x": 2}], indent=2), encoding="utf-8")
    assert json_rows(read(path)) == [[1], [2]]
    assert json_rows(read(lines(path, [1, "a"], [2, "b"]))) == [[1, "a"], [2, "b"]]


def test_that_every_line_that_is_no_json_is_named(tmp_path: Path) -> None:
    path = tmp_path / "t.jsonl"
    path.write_text('{"x": 1}\n{"x": }\n7\n', encoding="utf-8")
    with pytest.raises(DataError, match=r"t\.jsonl:2:7: This is no JSON") as caught:
        read(path)
    assert str(caught.value.others[0]).startswith(f"{path}:3: An object")
    with pytest.raises(DataError, match="no attribute 'y' to read as nominal; there are: x"):
        finish(reader_for(lines(path, {"x": 1}), nominal="y").read())


@pytest.mark.timeout(fuzz_seconds() + 120)
def test_that_no_damaged_json_file_raises_anything_but_our_errors(tmp_path: Path) -> None:
    path = tmp_path / "t.jsonl"

    def run_one(data: bytes) -> None:
        path.write_bytes(data)
        finish(JsonLinesReader(path=str(path)).read())

    seeds = [b'{"x": 1, "s": "a", "p": [[1, 2], [3, 4]]}\n{"x": null, "v": [1.5]}\n', b'[{"x": 1}]']
    seeds.append(b'{"p": [[1, 2], [3, 1e994]]}')  # infinity was divided by 1
    seeds.append(b"\x1e")  # a blank among letters, not among bytes
    words = [b"NaN", b"[[", b"1e999", b"{}", b"[]", b"true", b'"\\ud800"', b"[" * 3000, b"9" * 5000]
    assert fuzz(run_one, seeds, fuzz_seconds(), words=words) > 100


@pytest.fixture
def database(tmp_path: Path) -> Path:
    path = tmp_path / "t.db"
    connection = sqlite3.connect(path)
    with connection:
        connection.execute('CREATE TABLE "a b" (x REAL, name TEXT, picture BLOB)')
        rows = [(1.5, "u", b"\0"), (None, "?", None), (3, "u", None)]
        connection.executemany('INSERT INTO "a b" VALUES (?, ?, ?)', rows)
    connection.close()
    return path


def test_that_a_table_is_read_and_binary_data_left_out(database: Path) -> None:
    events: list[Event] = []
    dataset = finish(reader_for(database).read(), events.append)
    assert kinds(dataset) == {"x": "numeric", "name": "nominal"}
    assert dataset.missing("name").tolist() == [False, True, False]
    assert any(isinstance(e, Noted) and "'picture' holds binary data" in e.text for e in events)


def test_that_a_table_must_be_chosen_among_several(database: Path) -> None:
    connection = sqlite3.connect(database)
    with connection:
        connection.execute('CREATE VIEW v AS SELECT x FROM "a b"')
    connection.close()
    with pytest.raises(DataError, match="No table has been chosen; the tables are: a b, v"):
        read(database)
    with pytest.raises(DataError, match="no table 'w'; the tables are: a b, v"):
        finish(reader_for(database, table="w").read())
    assert finish(reader_for(database, table="v").read()).schema.names == ("x",)
    database.write_bytes(b"SQLite format 3\0" + b"\1" * 200)
    with pytest.raises(DataError, match=r"t\.db: The database cannot be read"):
        read(database)
    database.write_bytes(b"x;y\n1;2\n")
    with pytest.raises(DataError, match="no SQLite database"):
        read(database)


@pytest.mark.timeout(fuzz_seconds() + 120)
def test_that_no_damaged_database_raises_anything_but_our_errors(database: Path) -> None:
    seeds = [database.read_bytes()]

    def run_one(data: bytes) -> None:
        database.write_bytes(data)
        finish(SqliteReader(path=str(database)).read())

    assert fuzz(run_one, seeds, fuzz_seconds(), words=[b"CREATE TABLE", b"\xff\xfe"]) > 10


def test_that_a_sheet_is_read_with_its_types(tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    path = tmp_path / "t.xlsx"
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append([])
    sheet.append(["x", "when", "ok", "code", "x"])
    sheet.append([1, datetime(2026, 11, 21, 1, 2), True, "07", "#DIV/0!"])  # noqa: DTZ001
    sheet.append([None, date(2025, 1, 2), False, "n/a", 2])
    book.create_sheet("second").append([1, 2])
    book.save(path)
    dataset = read(path, "none")
    assert kinds(dataset) == {
        "x": "numeric", "when": "date", "ok": "nominal", "code": "nominal", "x_2": "numeric",
    }  # fmt: skip
    assert json_rows(dataset)[0] == [1, "2026-11-21T01:02:00", "true", "07", None]
    second = finish(reader_for(path, sheet="second").read())
    assert json_rows(second) == [[1, 2]]
    with pytest.raises(DataError, match="no sheet 'third'; there are: Sheet, second"):
        finish(reader_for(path, sheet="third").read())
    path.write_bytes(path.read_bytes()[:2000])
    with pytest.raises(DataError, match=r"t\.xlsx: The workbook is damaged"):
        read(path)


def test_that_a_missing_package_is_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda _name: None)
    with pytest.raises(DataError, match=r'pip install "neural-workbench\[excel\]"'):
        finish(ExcelReader(path=str(tmp_path / "t.xlsx")).read())


def test_that_parquet_keeps_every_type(tmp_path: Path) -> None:
    pytest.importorskip("pyarrow")
    iris = read("resources/data/iris.arff")
    write(iris, tmp_path / "iris.parquet")
    assert read(tmp_path / "iris.parquet").equals(iris)
    moments = lines(tmp_path / "t.jsonl", {"s": "a", "x": 1, "b": True}, {"s": None, "x": None})
    write(read(moments, "none"), tmp_path / "t.parquet")
    assert json_rows(read(tmp_path / "t.parquet", "none")) == [["a", 1, "true"], [None, None, None]]
    (tmp_path / "t.parquet").write_bytes(b"PAR1 and so on PAR1")
    with pytest.raises(DataError, match="The Parquet file is damaged"):
        read(tmp_path / "t.parquet")


@pytest.mark.parametrize(
    ("name", "shape", "target"),
    [("iris", (150, 5), "class"), ("wine", (178, 14), "class"), ("digits", (1797, 2), "class"),
     ("breast_cancer", (569, 31), "class"), ("diabetes", (442, 11), "progression")],
)  # fmt: skip
def test_that_sample_sets_are_there(name: str, shape: tuple[int, int], target: str) -> None:
    dataset = read(f"sample:{name}")
    assert (dataset.n_samples, len(dataset.schema.names)) == shape
    assert dataset.schema.target.name == target
    made = SampleSetReader.parse({"sample_set": name})
    assert finish(made.read()).equals(dataset)
    assert made.fingerprint() == reader_for(f"sample:{name}").fingerprint()


def test_that_an_unknown_sample_set_is_refused_with_the_known_ones() -> None:
    with pytest.raises(ParameterError, match="'sample_set' must be 'iris', 'wine'"):
        reader_for("sample:mnist")


def test_that_numbers_too_large_and_uneven_lists_are_refused() -> None:
    with pytest.raises(DataError, match="A number of 'x' is too large"):
        column_of("x", [10**400], is_typed=True)
    with pytest.raises(DataError, match="'x' have different shapes"):
        column_of("x", [[[1, 2]], [[1, 2, 3]]], is_typed=True)
    assert unique_names(["x", None, "x", " "]) == ["x", "att2", "x_2", "att4"]
