import numpy as np
import pytest

from workbench.core.run import finish
from workbench.data.dataset import Dataset
from workbench.data.schema import Attribute, Schema
from workbench.models import neighbourhood
from workbench.models.autoencoder import Autoencoder
from workbench.models.knn import KNN
from workbench.models.learner import Fold
from workbench.models.logistic import Logistic
from workbench.models.model import Model
from workbench.models.neighbourhood import Neighbourhood

CLASS = Attribute("class", "nominal", ("no", "yes"), "class")


def numbers(n: int = 200, d: int = 4) -> Dataset:
    random = np.random.default_rng(0)
    table = random.normal(size=(n, d)) * np.array([1, 10, 0.1, 5])[:d]
    names = tuple(Attribute(f"x{i}", "numeric") for i in range(d))
    target = (table[:, 0] > 0).astype(np.int32)
    return Dataset(Schema((*names, CLASS)), (*(table[:, i].copy() for i in range(d)), target))


def fitted(rows: Dataset) -> Model:
    return finish(Logistic().fit(Fold(rows)))


def test_that_the_nearest_are_those_by_euclid_in_standard_deviations() -> None:
    rows = numbers()
    table = np.column_stack(rows.columns[:4])
    standard = (table - table.mean(axis=0)) / table.std(axis=0)
    near = Neighbourhood(fitted(rows), rows)
    for place in (0, 17, 199):
        found = near.nearest(rows.take([place]), 5)  # type: ignore[arg-type]
        distances = np.linalg.norm(standard - standard[place], axis=1)
        np.testing.assert_array_equal(found.rows, np.argsort(distances, kind="stable")[:5])
        np.testing.assert_allclose(found.distances, np.sort(distances)[:5], rtol=1e-4, atol=1e-6)
        assert (found.rows[0], found.distances[0]) == (place, 0.0)
        assert (found.space, found.n_searched) == ("inputs", 200)


def test_that_two_different_labels_are_one_apart() -> None:
    label = Attribute("c", "nominal", ("a", "b", "c"))
    schema = Schema((label, CLASS))
    codes = np.array([0, 1, 2, 0], np.int32)
    rows = Dataset(schema, (codes, np.array([0, 1, 0, 1], np.int32)))
    model = finish(KNN(prepare=False, distance="weka").fit(Fold(rows)))
    found = Neighbourhood(model, rows).nearest(rows.take(slice(1, 2)), 4)
    np.testing.assert_allclose(found.distances, [0, 1, 1, 1], atol=1e-6)


def test_that_networks_with_a_code_are_asked_for_it() -> None:
    rows = numbers()
    model = finish(Autoencoder(epochs=2).fit(Fold(rows)))
    found = Neighbourhood(model, rows).nearest(rows.take(slice(3, 4)), 3)
    codes = model.encode(rows)  # type: ignore[attr-defined]
    distances = np.linalg.norm(codes - codes[3], axis=1)
    assert found.space == "code"
    np.testing.assert_allclose(found.distances, np.sort(distances)[:3], rtol=1e-3, atol=1e-5)


def test_that_of_too_many_rows_some_are_searched(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(neighbourhood, "MOST_BYTES", 4 * 4 * 50)
    rows = numbers()
    found = Neighbourhood(fitted(rows), rows).nearest(rows.take(slice(0, 1)), 3)
    assert found.n_searched == 50
    assert found.rows[0] == 0


def test_that_fewer_rows_than_asked_for_are_all_given() -> None:
    rows = numbers(n=12)
    found = Neighbourhood(fitted(rows), rows).nearest(rows.take(slice(0, 1)), 20)
    assert sorted(found.rows.tolist()) == list(range(12))
