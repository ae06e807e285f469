import numpy as np
import pytest

from workbench.core.errors import ModelError
from workbench.data.dataset import Dataset
from workbench.data.schema import Attribute, Schema
from workbench.models.generative import Wanted, raw_rows, wanted_codes
from workbench.preprocess.impute import Impute
from workbench.preprocess.min_max import MinMax
from workbench.preprocess.normalise_rows import NormaliseRows
from workbench.preprocess.one_hot import OneHot
from workbench.preprocess.select_attributes import FittedSelection
from workbench.preprocess.transform import FittedTransform


def rows() -> Dataset:
    attributes = (
        Attribute("note", "string"),
        Attribute("colour", "nominal", ("red", "green", "blue")),
        Attribute("length", "numeric"),
        Attribute("class", "nominal", ("a", "b"), "class"),
    )
    columns = (
        np.array(["x", "y", "z"], object),
        np.array([2, 0, 1], np.int32),
        np.array([10.0, 40.0, 20.0]),
        np.array([0, 1, 1], np.int32),
    )
    return Dataset(Schema(attributes, "things"), columns)


def prepared() -> tuple[tuple[FittedTransform, ...], Dataset]:
    steps: list[FittedTransform] = [FittedSelection(("note",))]
    there = steps[0].apply(rows())
    for transform in (Impute(nominal="none"), MinMax(), OneHot()):
        steps.append(transform.fit(there))
        there = steps[-1].apply(there)
    return tuple(steps), there


def test_that_preparation_is_undone() -> None:
    steps, there = prepared()
    columns = {a.name: there.column(a.name) for a in there.schema.features}
    back = raw_rows(rows().schema, steps, columns, rows().labels.astype(np.int64))
    assert back.schema == rows().schema
    np.testing.assert_array_equal(back.column("colour"), rows().column("colour"))
    np.testing.assert_allclose(back.column("length"), rows().column("length"))
    np.testing.assert_array_equal(back.labels, rows().labels)
    assert back.missing("note").all()


def test_that_the_class_is_missing_where_no_codes_are_given() -> None:
    steps, there = prepared()
    back = raw_rows(
        rows().schema, steps, {a.name: there.column(a.name) for a in there.schema.features}
    )
    assert back.missing("class").all()


def test_that_a_step_without_a_way_back_is_named() -> None:
    numbers = rows().take(slice(0, 3))
    step = NormaliseRows().fit(numbers)
    with pytest.raises(ModelError, match=f"'{step.key}'"):
        raw_rows(numbers.schema, [step], {"length": np.zeros(2)})


def test_that_an_unknown_class_is_refused_and_none_takes_each_in_turn() -> None:
    with pytest.raises(ModelError, match=r"no class 'c'; the model knows: a, b\."):
        wanted_codes(rows().schema, Wanted(label="c"))
    np.testing.assert_array_equal(wanted_codes(rows().schema, Wanted(n=5)), [0, 1, 0, 1, 0])
    np.testing.assert_array_equal(wanted_codes(rows().schema, Wanted(n=2, label="b")), [1, 1])
