"""Steps that make or change values: derive, replace, date parts; and those that read a file."""

from pathlib import Path

import numpy as np
import pytest

from workbench.core.errors import DataError, ParameterError
from workbench.data.dataset import Dataset
from workbench.data.schema import Attribute, Schema
from workbench.flow.cache import result_key
from workbench.preprocess.append_rows import AppendRows
from workbench.preprocess.date_parts import DateParts
from workbench.preprocess.derive import Derive
from workbench.preprocess.merge_columns import MergeColumns
from workbench.preprocess.replace_values import ReplaceValues

GAP = np.nan


def _dataset() -> Dataset:
    attributes = (
        Attribute("x", "numeric"),
        Attribute("colour", "nominal", ("red", "green", "reddish")),
        Attribute("note", "string"),
        Attribute("born", "date"),
        Attribute("class", "nominal", ("no", "yes"), "class"),
    )
    columns = (
        np.array([1.0, GAP, -9, 12.5]),
        np.array([0, 2, -1, 1], np.int32),
        np.array(["a-b", None, "", "b"], object),
        np.array(["2024-02-29T13:45", "NaT", "1969-12-28", "2000-01-01"], "datetime64[ms]"),
        np.array([0, 1, 1, -1], np.int32),
    )
    return Dataset(Schema(attributes), columns)


def test_that_an_attribute_is_derived_before_the_class() -> None:
    changed = Derive(name="double", expression="2 * x").apply(_dataset())
    assert changed.schema.names[-2:] == ("double", "class")
    assert np.array_equal(changed.column("double"), [2, GAP, -18, 25], equal_nan=True)
    condition = Derive(name="big", expression="x > 0").apply(_dataset())
    assert condition.schema.attribute("big").values == ("no", "yes")
    assert condition.column("big").tolist() == [1, 0, 0, 1]
    labels = Derive(name="c", expression="upper(colour)").apply(_dataset())
    assert labels.schema.attribute("c").values == ("RED", "REDDISH", "GREEN")
    assert labels.column("c").tolist() == [0, 1, -1, 2]
    texts = Derive(name="c", expression="upper(colour)", texts="string").apply(_dataset())
    assert texts.column("c").tolist() == ["RED", "REDDISH", None, "GREEN"]
    assert Derive(name="d", expression="born + 1").apply(_dataset()).schema.attribute(
        "d"
    ) == Attribute("d", "date")


def test_that_a_derived_attribute_replaces_another_only_if_asked() -> None:
    with pytest.raises(DataError, match="There is an attribute 'x' already"):
        Derive(name="x", expression="x + 1").apply(_dataset())
    changed = Derive(name="x", expression="x + 1", replaces=True).apply(_dataset())
    assert changed.schema.names == _dataset().schema.names
    assert changed.column("x")[0] == 2
    target = Derive(name="class", expression="x > 0", replaces=True).apply(_dataset())
    assert target.labels.tolist() == [1, 0, 0, 1]
    with pytest.raises(ParameterError, match="needs a name"):
        Derive(expression="x + 1").apply(_dataset())


def _replaced(name: str, find: str, replacement: str, match: str = "whole cell") -> Dataset:
    values = {"attributes": name, "find": find, "replacement": replacement, "match": match}
    return ReplaceValues.parse(values).apply(_dataset())


def test_that_numbers_and_dates_are_replaced_whole() -> None:
    assert np.array_equal(_replaced("x", "-9.0", "?").column("x"), [1, GAP, GAP, 12.5], True)
    assert _replaced("x", "?", "7").column("x").tolist() == [1, 7, -9, 12.5]
    assert np.array_equal(_replaced("x", "red", "?").column("x"), _dataset().column("x"), True)
    assert _replaced("born", "?", "1970-01-01").column("born")[1] == np.datetime64(0, "ms")
    assert np.isnat(_replaced("born", "2000-01-01", "?").column("born")).tolist() == [
        *[False, True, False, True]
    ]
    with pytest.raises(DataError, match="'much' cannot stand in 'x', which is numeric"):
        _replaced("x", "1", "much")


def test_that_labels_are_replaced_and_merged() -> None:
    merged = _replaced("colour", "reddish", "red")
    assert merged.schema.attribute("colour").values == ("red", "green")
    assert merged.column("colour").tolist() == [0, 0, -1, 1]
    filled = _replaced("colour", "?", "none")
    assert filled.schema.attribute("colour").values == ("red", "green", "reddish", "none")
    assert filled.column("colour").tolist() == [0, 2, 3, 1]
    emptied = _replaced("colour", "red", "?")
    assert emptied.schema.attribute("colour").values == ("green", "reddish")
    assert emptied.column("colour").tolist() == [-1, 1, -1, 0]


def test_that_parts_and_patterns_are_replaced() -> None:
    part = _replaced("colour", "red", "blue", "part")
    assert part.schema.attribute("colour").values == ("blue", "green", "bluedish")
    texts = _replaced("note", r"(\w)-(\w)", r"\2+\1", "pattern")
    assert texts.column("note").tolist() == ["b+a", None, "", "b"]
    numbers = _replaced("x", "5", "75", "part")
    assert np.array_equal(numbers.column("x"), [1, GAP, -9, 12.75], equal_nan=True)
    with pytest.raises(DataError, match=r"Row 4 of 'x' is '12,5', which is no number"):
        _replaced("x", ".", ",", "part")
    with pytest.raises(ParameterError, match="nothing to look for"):
        _replaced("x", "", ",", "part")
    with pytest.raises(ParameterError, match=r"'\(' is no regular expression"):
        _replaced("note", "(", ",", "pattern")


def test_that_dates_become_their_parts() -> None:
    parts = ("year", "month", "day", "weekday", "hour", "minute", "days since")
    changed = DateParts(parts=parts, since="2000-01-01").apply(_dataset())
    names = [f"born {part}" for part in parts]
    assert changed.schema.names == ("x", "colour", "note", *names, "class")
    first = [changed.column(name)[0] for name in names]
    assert first == pytest.approx([2024, 2, 29, 4, 13, 45, 8825 + 13.75 / 24])
    assert [changed.column(name)[2] for name in names] == [1969, 12, 28, 7, 0, 0, -10961]
    assert all(np.isnan(changed.column(name)[1]) for name in names)
    assert "born" in DateParts(keeps_date=True).apply(_dataset()).schema
    with pytest.raises(DataError, match="'x' is numeric; it must be date"):
        DateParts(attributes=("x",)).apply(_dataset())
    with pytest.raises(ParameterError, match="'soon' is no date"):
        DateParts(parts=("days since",), since="soon").apply(_dataset())


def _file(folder: Path, text: str) -> str:
    path = folder / "other.csv"
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_that_rows_of_a_file_are_appended_by_name(tmp_path: Path) -> None:
    rows = _dataset().take(np.array([0, 3]))
    rows = rows.with_columns(
        (*rows.schema.attributes[:3], rows.schema.attributes[4]),
        (*rows.columns[:3], rows.columns[4]),
    )
    path = _file(tmp_path, "class,extra,colour,x,note\nyes,1,blue,5,7\n,2,red,,8\n")
    both = AppendRows(path=path).apply(rows)
    assert both.schema.names == rows.schema.names
    assert both.schema.attribute("colour").values == ("red", "green", "reddish", "blue")
    assert both.column("colour").tolist() == [0, 1, 3, 0]
    assert np.array_equal(both.column("x"), [1, 12.5, 5, GAP], equal_nan=True)
    assert both.column("note").tolist() == ["a-b", "b", "7", "8"]
    assert both.labels.tolist() == [0, -1, 1, -1]
    assert both.sample_ids.tolist() == [0, 3, 4, 5]


def test_that_a_file_that_does_not_fit_is_told(tmp_path: Path) -> None:
    rows = _dataset()
    path = _file(tmp_path, "x,colour\n1,red\n2,red\n")
    with pytest.raises(DataError, match="no attribute 'note'") as caught:
        AppendRows(path=path).apply(rows)
    assert caught.value.where.file == path
    numbers = rows.with_columns(rows.schema.attributes[:1], rows.columns[:1])
    with pytest.raises(DataError, match="'x' is nominal in the file to append and numeric here"):
        AppendRows(path=_file(tmp_path, "x\na\nb\n")).apply(numbers)
    with pytest.raises(DataError, match="no such file"):
        AppendRows(path=str(tmp_path / "absent.csv")).apply(rows)


def test_that_columns_are_merged_row_by_row(tmp_path: Path) -> None:
    path = _file(tmp_path, "y,size\n1,big\n2,small\n3,big\n4,\n")
    merged = MergeColumns(path=path).apply(_dataset())
    assert merged.schema.names[-3:] == ("y", "size", "class")
    assert merged.column("y").tolist() == [1, 2, 3, 4]
    assert merged.column("size").tolist() == [0, 1, 0, -1]
    with pytest.raises(DataError, match="the file holds 1 and the data 4"):
        MergeColumns(path=_file(tmp_path, "y\n1\n")).apply(_dataset())
    with pytest.raises(DataError, match="Both files have an attribute 'x'"):
        MergeColumns(path=_file(tmp_path, "x\n1\n2\n3\n4\n")).apply(_dataset())


def test_that_columns_are_merged_by_a_key(tmp_path: Path) -> None:
    path = _file(tmp_path, "colour,price,word\ngreen,5,g\nblue,6,b\nred,,r\n")
    merged = MergeColumns(path=path, on="colour").apply(_dataset())
    assert np.array_equal(merged.column("price"), [GAP, GAP, GAP, 5], equal_nan=True)
    assert merged.schema.attribute("word").values == ("g", "b", "r")
    assert merged.column("word").tolist() == [2, -1, -1, 0]
    with pytest.raises(DataError, match="key 'red' stands in rows 1 and 3"):
        MergeColumns(path=_file(tmp_path, "colour,p\nred,1\nx,2\nred,3\n"), on="colour").apply(
            _dataset()
        )
    with pytest.raises(DataError, match="no attribute 'colour'"):
        MergeColumns(path=_file(tmp_path, "p\n1\n"), on="colour").apply(_dataset())


@pytest.mark.parametrize("kind", [AppendRows, MergeColumns])
def test_that_a_result_is_not_remembered_beyond_a_change_of_the_file(
    kind: type[AppendRows | MergeColumns], tmp_path: Path
) -> None:
    step = kind(path=_file(tmp_path, "y\n1\n"))
    inputs = [("data", "key of the input")]
    before = result_key(step, "step", inputs)
    assert result_key(step, "step", inputs) == before
    _file(tmp_path, "y\n1\n2\n")
    assert result_key(step, "step", inputs) != before
    assert result_key(kind(), "step", inputs)
