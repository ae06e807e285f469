"""New rows that are held otherwise than the rows a model was trained on."""

from typing import Any

import numpy as np
import pytest

from workbench.core.errors import ModelError
from workbench.core.run import finish
from workbench.data.dataset import Column, Dataset
from workbench.data.schema import Attribute, Schema
from workbench.models.conform import conform, unseen_labels
from workbench.models.knn import KNN
from workbench.models.learner import Fold
from workbench.models.model import Model
from workbench.preprocess.normalise_rows import NormaliseRows
from workbench.preprocess.select_attributes import FittedSelection

DAY = np.datetime64("2020-01-31", "ms")
NEVER = np.datetime64("NaT", "ms")


def texts(*values: str | None) -> Column:
    return np.array([*values, None], dtype=object)[:-1]


def of(attribute: Attribute, column: Column) -> Dataset:
    return Dataset(Schema((attribute,)), (column,))


def brought(ours: Attribute, theirs: Attribute, column: Column) -> Any:
    return conform(of(theirs, column), Schema((ours,))).columns[0].tolist()


def labels(*values: str) -> Attribute:
    return Attribute("x", "nominal", values)


@pytest.mark.parametrize(
    ("ours", "theirs", "column", "expected"),
    [
        (Attribute("x", "string"), labels("a", "b"), np.array([1, -1], np.int32), ["b", None]),
        (Attribute("x", "string"), Attribute("x", "numeric"), np.array([7.0, 0.5]), ["7", "0.5"]),
        (labels("a", "b"), Attribute("x", "string"), texts("b", "new", None), [1, -1, -1]),
        (Attribute("x", "numeric"), Attribute("x", "string"), texts("1.5", None), [1.5, None]),
        (Attribute("x", "numeric"), labels("1", "2"), np.array([1, 0], np.int32), [2.0, 1.0]),
        (Attribute("x", "date"), labels("2020-01-31"), np.array([0, -1], np.int32), [DAY, NEVER]),
        (labels("2020-01-31"), Attribute("x", "date"), np.array([DAY]), [0]),
        (Attribute("x", "date"), Attribute("x", "numeric"), np.array([np.nan]), [NEVER]),
        (Attribute("x", "numeric"), Attribute("x", "date"), np.array([NEVER]), [None]),
    ],
)
def test_that_cells_of_another_kind_are_read_as_the_model_knows_them(
    ours: Attribute, theirs: Attribute, column: Column, expected: list[Any]
) -> None:
    types: dict[str, str] = {"numeric": "f8", "date": "M8[ms]"}
    wanted = np.array(expected, dtype=types.get(ours.kind, "O")).tolist()
    np.testing.assert_equal(brought(ours, theirs, column), wanted)


@pytest.mark.parametrize(
    ("kind", "column"), [("numeric", texts("1", "one")), ("date", texts("2020-01-31", "soon"))]
)
def test_that_a_text_that_is_no_number_or_date_is_refused(kind: Any, column: Column) -> None:
    with pytest.raises(ModelError, match=f"'x' is string in these rows; the model needs it {kind}"):
        brought(Attribute("x", kind), Attribute("x", "string"), column)


def test_that_unseen_texts_are_told() -> None:
    rows = of(Attribute("x", "string"), texts("b", "new", None))
    assert unseen_labels(rows, Schema((labels("a", "b"),))) == {"x": ("new",)}


def test_that_tokens_are_matched_by_their_text_and_filled_up() -> None:
    ours = Attribute("t", "array", ("<unknown>", "a", "b"), shape=(3,))
    theirs = Attribute("t", "array", ("b", "c", "a"), shape=(2,))
    assert brought(ours, theirs, np.array([[0, 1], [2, -1]], np.int32)) == [[2, 0, -1], [1, -1, -1]]
    closed = Attribute("t", "array", ("a", "b"), shape=(3,))
    with pytest.raises(ModelError, match="has the token 'c' in these rows, which the model does"):
        brought(closed, theirs, np.array([[0, 1]], np.int32))


def test_that_series_are_filled_up_but_never_cut() -> None:
    ours = Attribute("s", "array", shape=(3, 1))
    shorter = conform(
        of(Attribute("s", "array", shape=(2, 1)), np.ones((1, 2, 1))), Schema((ours,))
    )
    np.testing.assert_array_equal(shorter.columns[0], [[[1], [1], [np.nan]]])
    longer = np.array([[[1.0], [1], [1], [np.nan]]])
    assert brought(ours, Attribute("s", "array", shape=(4, 1)), longer) == [[[1], [1], [1]]]
    with pytest.raises(ModelError, match="up to 4 steps in these rows; the model takes 3 at most"):
        brought(ours, Attribute("s", "array", shape=(4, 1)), np.ones((1, 4, 1)))


@pytest.mark.parametrize(
    ("theirs", "column"),
    [
        (Attribute("p", "array", shape=(5, 4)), np.zeros((1, 5, 4), np.uint8)),
        (Attribute("p", "array", shape=(4, 4, 3)), np.zeros((1, 4, 4, 3), np.uint8)),
        (Attribute("p", "array", ("a",), shape=(4,)), np.zeros((1, 4), np.int32)),
    ],
)
def test_that_arrays_of_another_shape_are_refused(theirs: Attribute, column: Column) -> None:
    with pytest.raises(ModelError, match=r"in these rows; the model needs (4 × 4|no tokens)\."):
        brought(Attribute("p", "array", shape=(4, 4)), theirs, column)


def _rows(n: int = 6) -> Dataset:
    attributes = (
        Attribute("x", "numeric"),
        Attribute("y", "numeric"),
        Attribute("note", "string"),
        Attribute("class", "nominal", ("a", "b"), role="class"),
    )
    x = np.arange(float(n))
    columns = (x, x[::-1].copy(), texts(*"abcdef"[:n]), np.arange(n, dtype=np.int32) % 2)
    return Dataset(Schema(attributes), columns)


def _without(rows: Dataset, name: str) -> Dataset:
    return FittedSelection((name,)).apply(rows)


def _model(rows: Dataset) -> Model:
    return finish(KNN(k=1).fit(Fold(rows)))


def test_that_a_text_the_model_leaves_out_need_not_be_there() -> None:
    rows, model = _rows(), _model(_rows())
    expected = model.predict_proba(rows)
    np.testing.assert_array_equal(model.predict_proba(_without(rows, "note")), expected)
    with pytest.raises(ModelError, match="no attribute 'y', which the model needs"):
        model.predict(_without(rows, "y"))


def test_that_numbers_left_out_late_are_asked_for_as_they_count_before() -> None:
    rows = _rows()
    scale, choose = NormaliseRows().fit(rows), FittedSelection(("y",))
    model = _model(choose.apply(scale.apply(rows))).behind(rows.schema, (scale, choose))
    model.predict(_without(rows, "note"))
    with pytest.raises(ModelError, match="no attribute 'y', which the model needs"):
        model.predict(_without(rows, "y"))
