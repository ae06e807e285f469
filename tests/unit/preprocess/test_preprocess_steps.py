"""The small steps of the Data page: roles, names, kinds, rows, single cells."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.core.errors import DataError, ParameterError
from workbench.data.dataset import Dataset
from workbench.data.schema import Attribute, Schema
from workbench.preprocess.change_kind import ChangeKind
from workbench.preprocess.edit_cells import EditCells
from workbench.preprocess.keep_rows import KeepRows
from workbench.preprocess.rename_attribute import RenameAttribute
from workbench.preprocess.rename_attributes import RenameAttributes
from workbench.preprocess.row_range import row_mask, rows_text
from workbench.preprocess.select_attributes import SelectAttributes
from workbench.preprocess.set_role import SetRole


def _dataset() -> Dataset:
    attributes = (
        Attribute("age", "numeric"),
        Attribute("pixel 1", "nominal", ("1", "2.5", "x")),
        Attribute("pixel 2", "string"),
        Attribute("born", "date"),
        Attribute("c", "nominal", ("no", "yes"), role="class"),
    )
    columns = (
        np.array([3.0, np.nan, 0.5, -0.0]),
        np.array([1, 0, -1, 0], np.int32),
        np.array(["7", "a", None, "a"], object),
        np.array(["1970-01-02", "NaT", "2000-02-29T12:30", "1969-12-31"], "datetime64[ms]"),
        np.array([0, 1, 1, -1], np.int32),
    )
    return Dataset(Schema(attributes, "toy"), columns)


def test_that_roles_are_set_and_a_class_that_is_named_is_none_any_longer() -> None:
    changed = SetRole(attributes=("age", "c"), role="meta").apply(_dataset())
    roles = [a.role for a in changed.schema.attributes]
    assert roles == ["meta", "feature", "feature", "feature", "meta"]
    assert changed.schema.class_attribute is None


def test_that_one_numeric_attribute_holds_the_weights() -> None:
    dataset = _dataset().take(np.array([0, 2, 3]))
    weighted = SetRole(attributes=("age",), role="weight").apply(dataset)
    assert weighted.schema.attribute("age").role == "weight"
    with pytest.raises(DataError, match="Row 2 of 'age' is missing; a weight must be"):
        SetRole(attributes=("age",), role="weight").apply(_dataset())
    with pytest.raises(DataError, match="'born' is date; weights must be numeric"):
        SetRole(attributes=("born",), role="weight").apply(dataset)
    with pytest.raises(DataError, match="not 2: age, c"):
        SetRole(attributes=("age", "c"), role="weight").apply(dataset)


def test_that_an_attribute_gets_another_name_and_keeps_all_else() -> None:
    changed = RenameAttribute(attribute="c", name="outcome").apply(_dataset())
    assert changed.schema.target.name == "outcome"
    assert changed.column("outcome").tolist() == [0, 1, 1, -1]
    with pytest.raises(DataError, match="Two attributes are called 'age'"):
        RenameAttribute(attribute="c", name="age").apply(_dataset())
    with pytest.raises(ParameterError, match="new name of 'c' is empty"):
        RenameAttribute(attribute="c", name=" ").apply(_dataset())
    with pytest.raises(DataError, match="no attribute 'hat'"):
        RenameAttribute(attribute="hat", name="cap").apply(_dataset())


def test_that_names_are_changed_by_a_pattern() -> None:
    step = RenameAttributes(pattern=r"^pixel (\d)", replacement=r"p\1")
    assert step.apply(_dataset()).schema.names == ("age", "p1", "p2", "born", "c")
    one = step.with_parameters({"attributes": "pixel 2"}).apply(_dataset())
    assert one.schema.names == ("age", "pixel 1", "p2", "born", "c")


def test_that_a_wrong_pattern_or_replacement_is_told() -> None:
    with pytest.raises(
        ParameterError, match=r"'\(a' is no regular expression: missing .* at character 3"
    ):
        RenameAttributes(pattern="(a").apply(_dataset())
    with pytest.raises(ParameterError, match=r"replacement .* does not fit"):
        RenameAttributes(pattern="a", replacement=r"\3").apply(_dataset())
    with pytest.raises(DataError, match="Nothing would be left of the name 'age'"):
        RenameAttributes(pattern=".*").apply(_dataset())


def _changed(name: str, kind: str, **more: str) -> Dataset:
    step = ChangeKind.parse({"attributes": [name], "kind": kind, **more})
    return step.apply(_dataset())


def test_that_numbers_become_labels_in_ascending_order() -> None:
    changed = _changed("age", "nominal")
    assert changed.schema.attribute("age").values == ("0", "0.5", "3")
    assert changed.column("age").tolist() == [2, -1, 1, 0]


def test_that_texts_and_labels_become_each_other() -> None:
    labels = _changed("pixel 2", "nominal")
    assert labels.schema.attribute("pixel 2").values == ("7", "a")
    assert labels.column("pixel 2").tolist() == [0, 1, -1, 1]
    texts = _changed("pixel 1", "string")
    assert texts.schema.attribute("pixel 1").values == ()
    assert texts.column("pixel 1").tolist() == ["2.5", "1", None, "1"]


def test_that_labels_become_numbers_or_the_first_that_is_none_is_told() -> None:
    numbers = _changed("pixel 1", "numeric")
    assert np.array_equal(numbers.column("pixel 1"), [2.5, 1, np.nan, 1], equal_nan=True)
    with pytest.raises(DataError, match="Row 2 of 'pixel 2' is 'a', which is no number"):
        _changed("pixel 2", "numeric")
    with pytest.raises(DataError, match="Row 1 of 'pixel 2' is '7', which is no date"):
        _changed("pixel 2", "date")


@pytest.mark.parametrize(
    ("text", "pattern", "expected"),
    [
        ("2024-02-29", "", "2024-02-29"),
        ("2024-02-29T23:59", "", "2024-02-29T23:59"),
        ("2024-02-29 23:59:58.125", "", "2024-02-29T23:59:58.125"),
        ("29.2.2024", "dd.MM.yyyy", "2024-02-29"),
        ("?", "", "NaT"),
        (" ", "", "NaT"),
    ],
)
def test_that_texts_become_dates(text: str, pattern: str, expected: str) -> None:
    column = np.array([text], object)
    dataset = Dataset(Schema((Attribute("d", "string"),)), (column,))
    step = ChangeKind(attributes=("d",), kind="date", pattern=pattern)
    date = step.apply(dataset).column("d")
    assert date.dtype == np.dtype("datetime64[ms]")
    assert np.array_equal(date, np.array([expected], "datetime64[ms]"), equal_nan=True)


def test_that_dates_become_milliseconds_and_come_back() -> None:
    changed = _changed("born", "numeric")
    assert np.array_equal(
        changed.column("born"), [86_400_000, np.nan, 951_827_400_000, -86_400_000], equal_nan=True
    )
    back = ChangeKind(attributes=("born",), kind="date").apply(changed)
    assert np.array_equal(back.column("born"), _dataset().column("born"), equal_nan=True)
    assert _changed("born", "string").column("born").tolist() == [
        *["1970-01-02", None, "2000-02-29T12:30:00", "1969-12-31"]
    ]


def test_that_no_number_is_too_large_to_be_read_as_a_date() -> None:
    column = np.array([np.inf, -1e300, np.nan, 0.0])
    dataset = Dataset(Schema((Attribute("d", "numeric"),)), (column,))
    dates = ChangeKind(attributes=("d",), kind="date").apply(dataset).column("d")
    assert np.isnat(dates).tolist() == [True, True, True, False]


@given(st.sets(st.integers(0, 300)))
def test_that_rows_come_back_from_their_text(ids: set[int]) -> None:
    sample_ids = np.arange(301)
    text = rows_text(np.array(sorted(ids, reverse=True), dtype=np.int64))
    assert set(np.flatnonzero(row_mask(text, sample_ids)).tolist()) == ids


def test_that_rows_are_written_in_ranges() -> None:
    assert rows_text(np.array([4, 0, 1, 2, 8, 7])) == "1-3,5,8-9"
    assert rows_text(np.array([], dtype=np.int64)) == ""


def test_that_rows_are_kept_and_removed_by_their_number_in_the_file() -> None:
    kept = KeepRows(rows="first-2, last").apply(_dataset())
    assert kept.sample_ids.tolist() == [0, 1, 3]
    assert KeepRows(rows="2-3", action="remove").apply(kept).sample_ids.tolist() == [0, 3]
    assert KeepRows().apply(kept) is kept


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ("1-5", "no row 5; the last row is 4"),
        ("0", "no row 0"),
        ("3-2", "'3-2' is upside down"),
        ("1,x", "'x' is no row"),
        ("1-2-3", "'1-2-3' is no row"),
    ],
)
def test_that_wrong_rows_are_told(rows: str, sentence: str) -> None:
    with pytest.raises(ParameterError, match=sentence):
        KeepRows(rows=rows).apply(_dataset())


def test_that_cells_are_edited_by_row_and_name() -> None:
    edits = (
        *((1, "age", "2.5"), (0, "age", None), (2, "pixel 1", "new"), (1, "pixel 2", "")),
        *((1, "born", "2001-01-01"), (3, "c", "yes"), (1, "age", "4")),
    )
    step = EditCells.parse(EditCells(edits=edits).parameters())
    changed = step.apply(_dataset())
    assert np.array_equal(changed.column("age"), [np.nan, 4, 0.5, 0], equal_nan=True)
    assert changed.schema.attribute("pixel 1").values == ("1", "2.5", "x", "new")
    assert changed.column("pixel 1").tolist() == [1, 0, 3, 0]
    assert changed.column("pixel 2").tolist() == ["7", "", None, "a"]
    assert changed.column("born")[1] == np.datetime64("2001-01-01")
    assert changed.labels.tolist() == [0, 1, 1, 1]
    assert step.status() == "7 cells"


def test_that_every_copy_of_a_row_is_edited() -> None:
    copies = _dataset().take(np.array([2, 0, 2]))
    changed = EditCells(edits=((2, "age", "9"),)).apply(copies)
    assert changed.column("age").tolist() == [9, 3, 9]


def test_that_an_edit_that_cannot_be_is_told() -> None:
    with pytest.raises(DataError, match="'old' is no number; row 2 of 'age'"):
        EditCells(edits=((1, "age", "old"),)).apply(_dataset())
    with pytest.raises(DataError, match=r"'31\.12\.' is no date"):
        EditCells(edits=((1, "born", "31.12."),)).apply(_dataset())
    with pytest.raises(DataError, match="no row 10 in which to edit 'age'"):
        EditCells(edits=((9, "age", "1"),)).apply(_dataset())


def test_that_attributes_are_chosen_by_pattern_and_kind() -> None:
    removed = SelectAttributes(pattern="^pixel").apply(_dataset())
    assert removed.schema.names == ("age", "born", "c")
    kept = SelectAttributes(action="keep", attributes=("age",), kind="nominal").apply(_dataset())
    assert kept.schema.names == ("age", "pixel 1", "c")
    both = SelectAttributes(pattern="pixel", kind="string").apply(_dataset())
    assert both.schema.names == ("age", "pixel 1", "born", "c")
    assert SelectAttributes(kind="nominal").apply(_dataset()).schema.class_attribute is not None
