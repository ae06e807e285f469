"""Raw rows brought to a model's schema, by name and by label."""

import numpy as np
import pytest

from workbench.core.errors import ModelError
from workbench.data.dataset import Dataset
from workbench.data.schema import Attribute, Schema
from workbench.models.conform import conform, unseen_labels

OURS = Schema(
    (
        Attribute("age", "numeric"),
        Attribute("sex", "nominal", ("f", "m")),
        Attribute("grade", "nominal", ("1", "2.0")),
        Attribute("class", "nominal", ("no", "yes"), role="class"),
    )
)


def rows(*attributes: tuple[Attribute, list[object]]) -> Dataset:
    types = {"numeric": np.float64, "nominal": np.int32, "string": object}
    columns = tuple(np.array(values, types[a.kind]) for a, values in attributes)
    return Dataset(Schema(tuple(a for a, _ in attributes)), columns)


def test_that_attributes_are_found_by_name_and_labels_by_text() -> None:
    theirs = rows(
        (Attribute("class", "nominal", ("yes", "no"), role="class"), [0, 1]),
        (Attribute("extra", "numeric"), [1.0, 2.0]),
        (Attribute("sex", "nominal", ("m", "x", "f")), [0, 1]),
        (Attribute("grade", "numeric"), [2.0, 7.0]),
        (Attribute("age", "numeric"), [30.0, 40.0]),
    )
    same = conform(theirs, OURS)
    assert same.schema == OURS
    assert same.column("sex").tolist() == [1, -1]
    assert same.column("grade").tolist() == [1, -1]
    assert same.labels.tolist() == [1, 0]
    assert unseen_labels(theirs, OURS) == {"sex": ("x",), "grade": ("7",)}


def test_that_a_class_may_be_absent() -> None:
    theirs = rows(
        (Attribute("age", "numeric"), [1.0]),
        (Attribute("sex", "nominal", ("f",)), [0]),
        (Attribute("grade", "nominal", ("1",)), [0]),
    )
    assert conform(theirs, OURS).labels.tolist() == [-1]


def test_that_a_missing_or_wrong_attribute_is_refused_by_name() -> None:
    with pytest.raises(ModelError, match="no attribute 'age'"):
        conform(rows((Attribute("sex", "nominal", ("f",)), [0])), OURS)
    wrong = rows(
        (Attribute("age", "string"), ["old"]),
        (Attribute("sex", "nominal", ("f",)), [0]),
        (Attribute("grade", "nominal", ("1",)), [0]),
    )
    with pytest.raises(ModelError, match="'age' is string in these rows; the model needs it numer"):
        conform(wrong, OURS)


def test_that_a_column_without_values_is_missing_whatever_its_kind() -> None:
    theirs = rows(
        (Attribute("age", "string"), [None]),
        (Attribute("sex", "nominal", ("f",)), [0]),
        (Attribute("grade", "nominal", ("1",)), [0]),
    )
    assert np.isnan(conform(theirs, OURS).column("age")).all()
