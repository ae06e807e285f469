"""Transforms that change which columns there are, or what a column is."""

import numpy as np
import pytest
from sklearn.preprocessing import OneHotEncoder

from workbench.core.errors import DataError
from workbench.data.dataset import Dataset
from workbench.data.schema import Attribute, Schema
from workbench.preprocess.numeric_to_nominal import NumericToNominal
from workbench.preprocess.one_hot import FittedOneHot, OneHot
from workbench.preprocess.select_attributes import FittedSelection, SelectAttributes
from workbench.preprocess.set_class import SetClass

SIZES = ("small", "large")


def _dataset(
    labels: tuple[str, ...] = ("red", "green", "blue"), codes: tuple[int, ...] = (2, 0, 1, -1)
) -> Dataset:
    attributes = (
        Attribute("x", "numeric"),
        Attribute("colour", "nominal", labels),
        Attribute("size", "nominal", SIZES),
        Attribute("c", "numeric", role="class"),
    )
    columns = (
        np.array([1.0, 0, np.nan, 2.5]),
        np.array(codes, np.int32),
        np.array([0, 1, 1, 0], np.int32),
        np.array([1.0, -0.0, 0.0, np.nan]),
    )
    return Dataset(Schema(attributes, "toy"), columns)


def test_that_one_hot_is_scikit_learns() -> None:
    dataset = _dataset(codes=(2, 0, 1, 1))
    coded = OneHot().fit(dataset).apply(dataset)
    names = ("colour=red", "colour=green", "colour=blue", "size=small", "size=large")
    assert coded.schema.names == ("x", *names, "c")
    texts = np.array(
        [
            [("red", "green", "blue")[a], SIZES[b]]
            for a, b in zip((2, 0, 1, 1), (0, 1, 1, 0), strict=True)
        ]
    )
    reference = OneHotEncoder(categories=[["red", "green", "blue"], SIZES], sparse_output=False)
    ours = np.column_stack([coded.column(name) for name in names])
    assert np.array_equal(ours, reference.fit_transform(texts))


def test_that_missing_and_unseen_labels_are_zero_in_every_column() -> None:
    fitted = OneHot(attributes=("colour",)).fit(_dataset())
    rows = _dataset(("pink", "blue", "red", "green"), (0, 1, 3, -1))
    coded = fitted.apply(rows)
    columns = [coded.column(f"colour={c}").tolist() for c in ("red", "green", "blue")]
    assert columns == [[0, 0, 0, 0], [0, 0, 1, 0], [0, 1, 0, 0]]
    assert "size" in coded.schema


def test_that_one_hot_comes_back_from_its_state() -> None:
    fitted = OneHot().fit(_dataset())
    again = FittedOneHot.from_state(fitted.state())
    assert again.apply(_dataset()).equals(fitted.apply(_dataset()))


def test_that_one_hot_columns_do_not_take_the_name_of_another_attribute() -> None:
    attributes = (Attribute("a=u", "numeric"), Attribute("a", "nominal", ("u", "v")))
    dataset = Dataset(Schema(attributes), (np.zeros(1), np.zeros(1, np.int32)))
    assert OneHot().fit(dataset).apply(dataset).schema.names == ("a=u", "a=u'", "a=v")


def test_that_one_hot_needs_the_attribute_to_be_nominal() -> None:
    dataset = _dataset()
    numeric = NumericToNominal(attributes=("x",)).apply(dataset)
    with pytest.raises(DataError, match="'x' is numeric; it must be nominal"):
        OneHot().fit(numeric).apply(dataset)


def test_that_attributes_are_kept_or_removed_by_name() -> None:
    dataset = _dataset()
    removed = SelectAttributes(attributes=("x", "size")).apply(dataset)
    assert removed.schema.names == ("colour", "c")
    assert removed.schema.relation == "toy"
    kept = SelectAttributes(action="keep", attributes=("size", "x")).apply(dataset)
    assert kept.schema.names == ("x", "size", "c")  # the class stays, the order too
    assert SelectAttributes(attributes=("c",)).apply(dataset).schema.class_attribute is None
    assert SelectAttributes(action="keep").apply(dataset) is dataset
    with pytest.raises(DataError, match="no attribute 'weight'"):
        SelectAttributes(attributes=("weight",)).apply(dataset)


def test_that_a_fitted_selection_comes_back_and_does_not_miss_what_is_gone() -> None:
    again = FittedSelection.from_state(FittedSelection(("x", "gone")).state())
    assert again.apply(_dataset()).schema.names == ("colour", "size", "c")


def test_that_the_class_is_set_by_name_or_is_the_last() -> None:
    dataset = SetClass(attribute="size").apply(_dataset())
    assert dataset.schema.target.name == "size"
    assert [a.name for a in dataset.schema.features] == ["x", "colour", "c"]
    assert SetClass().apply(dataset).schema.target.name == "c"
    with pytest.raises(DataError, match="no attribute 'weight'"):
        SetClass(attribute="weight").apply(dataset)


def test_that_numbers_become_labels_in_ascending_order() -> None:
    changed = NumericToNominal().apply(_dataset())
    assert changed.schema.target == Attribute("c", "nominal", ("0", "1"), "class")
    assert changed.labels.tolist() == [1, 0, 0, -1]
    assert changed.labels.dtype == np.int32
    x = NumericToNominal(attributes=("x", "colour")).apply(_dataset())
    assert x.schema.attribute("x").values == ("0", "1", "2.5")
    assert x.column("x").tolist() == [1, 0, -1, 2]
    assert x.schema.attribute("colour").values == ("red", "green", "blue")


def test_that_texts_do_not_become_labels() -> None:
    schema = Schema((Attribute("t", "string"),))
    with pytest.raises(DataError, match="'t' is string; it must be numeric"):
        NumericToNominal(attributes=("t",)).apply(Dataset(schema, (np.array(["a"], object),)))
