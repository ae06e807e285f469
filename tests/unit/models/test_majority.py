import numpy as np
import pytest

from workbench.core.errors import FitError
from workbench.core.run import finish
from workbench.data.dataset import Column, Dataset
from workbench.data.schema import Attribute, Schema
from workbench.models.learner import Fold
from workbench.models.majority import Majority


def dataset(labels: Column, values: tuple[str, ...] = ("a", "b", "c")) -> Dataset:
    kind = Attribute("class", "nominal", values, "class")
    if labels.dtype == np.float64:
        kind = Attribute("class", "numeric", role="class")
    schema = Schema((Attribute("x", "numeric"), kind))
    return Dataset(schema, (np.zeros(len(labels)), labels))


def test_that_each_class_starts_with_one_as_in_wekas_zero_r() -> None:
    model = finish(Majority().fit(Fold(dataset(np.array([1, 1, 0], np.int32)))))
    rows = dataset(np.array([-1, -1], np.int32))
    np.testing.assert_allclose(model.predict_proba(rows), [[2 / 6, 3 / 6, 1 / 6]] * 2)
    assert model.predict(rows).tolist() == [1, 1]


def test_that_the_first_of_equally_frequent_classes_is_predicted() -> None:
    model = finish(Majority().fit(Fold(dataset(np.array([2, 1], np.int32)))))
    assert model.predict(dataset(np.array([0], np.int32))).tolist() == [1]


def test_that_numbers_are_predicted_by_the_mean_of_the_known_ones() -> None:
    model = finish(Majority().fit(Fold(dataset(np.array([1.0, 2.0, 6.0, np.nan])))))
    assert model.predict(dataset(np.array([np.nan]))).tolist() == [3.0]


def test_that_training_rows_without_a_class_are_refused() -> None:
    with pytest.raises(FitError, match="class"):
        finish(Majority().fit(Fold(dataset(np.array([-1, -1], np.int32)))))
