"""k-nearest neighbours beside scikit-learn's brute force, and its manners."""

from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from sklearn.neighbors import KNeighborsClassifier, KNeighborsRegressor, NearestNeighbors

from workbench.core.errors import FitError, ModelError, ParameterError
from workbench.core.run import Event, Noted, Progressed, finish
from workbench.data.dataset import Dataset, FloatArray
from workbench.data.schema import Attribute, Schema
from workbench.data.state import State
from workbench.models import neighbours
from workbench.models.knn import KNN, KNNModel
from workbench.models.learner import Fold
from workbench.models.model import Model
from workbench.models.neighbours import nearest
from workbench.models.neighbours_plain import EuclideanSpace, ManhattanSpace
from workbench.models.neighbours_weka import WekaSpace

METRICS = [("euclidean", EuclideanSpace), ("manhattan", ManhattanSpace)]


def _classification(features: FloatArray, labels: NDArray[np.int32]) -> Dataset:
    return _dataset(features, labels, Attribute("y", "nominal", ("a", "b", "c"), "class"))


def _dataset(features: FloatArray, labels: NDArray[np.generic], target: Attribute) -> Dataset:
    names = tuple(Attribute(f"x{i}", "numeric") for i in range(features.shape[1]))
    return Dataset(Schema((*names, target)), (*features.T.copy(), labels))


def _points(n: int, d: int = 4, seed: int = 0) -> FloatArray:
    return np.random.default_rng(seed).normal(size=(n, d))


def _labels(n: int, seed: int = 1) -> NDArray[np.int32]:
    return np.random.default_rng(seed).integers(0, 3, n).astype(np.int32)


def _fitted(train: Dataset, learner: KNN) -> Model:
    return finish(learner.fit(Fold(train)))


@pytest.mark.parametrize(("metric", "space"), METRICS)
@pytest.mark.parametrize(("n", "k"), [(7, 1), (7, 7), (300, 1), (3000, 1), (3000, 10)])
@pytest.mark.parametrize("offset", [0.0, 1e6])
def test_that_neighbours_are_those_of_scikit_learns_brute_force(
    metric: str, space: type[EuclideanSpace | ManhattanSpace], n: int, k: int, offset: float
) -> None:
    samples, queries = _points(n) + offset, _points(50, seed=2) + offset
    ((_, found),) = nearest(space(queries, samples), k, keeps_ties=False)
    reference = NearestNeighbors(n_neighbors=k, algorithm="brute", metric=metric)
    # scikit-learn measures rows far from zero too coarsely to rank them; distances do not change.
    reference.fit(samples - offset)
    distances, rows = reference.kneighbors(queries - offset)
    ours = np.sqrt(found.distances) if metric == "euclidean" else found.distances
    assert np.array_equal(found.samples.reshape(50, k), rows)
    assert ours.reshape(50, k) == pytest.approx(distances, rel=1e-7, abs=1e-7)


@pytest.mark.parametrize("space", [EuclideanSpace, ManhattanSpace])
def test_that_ties_are_exact_and_the_first_rows_win(
    space: type[EuclideanSpace | ManhattanSpace],
) -> None:
    grid = np.random.default_rng(3).integers(0, 3, size=(2000, 3)) / 3.0  # 27 different rows
    for keeps_ties in (False, True):
        ((_, found),) = nearest(space(grid[:40], grid), 5, keeps_ties=keeps_ties)
        for query in range(40):
            same = np.flatnonzero((grid == grid[query]).all(axis=1))
            expected = same if keeps_ties else same[:5]
            assert np.array_equal(found.samples[found.queries == query], expected)


def test_that_weka_distances_found_through_products_are_those_of_a_plain_loop() -> None:
    rng = np.random.default_rng(4)
    n, q, nominal = 1500, 60, np.array([False, True, False, True, False])
    table = np.column_stack(
        [rng.normal(size=n + q), rng.integers(0, 4, n + q), rng.integers(0, 5, n + q),
         rng.integers(0, 90, n + q), np.full(n + q, 3.0)]
    )  # fmt: skip
    table[rng.random(table.shape) < 0.1] = np.nan
    samples, queries = table[q:], table[:q]
    space = WekaSpace(queries, samples, nominal)
    every = np.arange(n)
    ((_, found),) = nearest(space, 6, keeps_ties=True)
    for query in range(q):
        distances = space.exact(np.full(n, query), every)
        expected = np.flatnonzero(distances <= np.sort(distances)[5])
        assert set(found.samples[found.queries == query]) == set(expected)


def test_that_values_beyond_single_precision_are_still_ranked() -> None:
    samples = np.array([[0.0], [3e20], [5e20]])
    ((_, found),) = nearest(EuclideanSpace(np.array([[4.5e20]]), samples), 1, keeps_ties=False)
    assert found.samples.tolist() == [2]


@pytest.mark.parametrize("weights", ["uniform", "distance"])
@pytest.mark.parametrize("metric", ["euclidean", "manhattan"])
def test_that_probabilities_are_scikit_learns(weights: str, metric: str) -> None:
    features, labels = _points(500), _labels(500)
    rows = np.vstack([_points(80, seed=5), features[:5]])  # some are training samples themselves
    learner = KNN.parse({"k": 7, "weights": weights, "distance": metric, "scale": "none"})
    ours = _fitted(_classification(features, labels), learner)
    reference = KNeighborsClassifier(7, weights=weights, metric=metric, algorithm="brute")
    expected = reference.fit(features, labels).predict_proba(rows)
    predicted = ours.predict_proba(_classification(rows, np.zeros(85, np.int32)))
    assert predicted == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize("weights", ["uniform", "distance"])
def test_that_a_numeric_class_is_the_mean_of_the_neighbours(weights: str) -> None:
    features, values, rows = _points(300), _points(300, 1, seed=6)[:, 0], _points(40, seed=7)
    target = Attribute("y", "numeric", role="class")
    learner = KNN.parse({"k": 4, "weights": weights, "scale": "none"})
    model = _fitted(_dataset(features, values, target), learner)
    reference = KNeighborsRegressor(4, weights=weights, algorithm="brute").fit(features, values)
    predicted = model.predict(_dataset(rows, np.zeros(40), target))
    assert predicted == pytest.approx(reference.predict(rows), abs=1e-9)


@pytest.mark.parametrize("metric", ["euclidean", "manhattan"])
def test_that_predictions_do_not_depend_on_blocks(
    metric: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    train = _classification(_points(400), _labels(400))
    rows = _classification(_points(90, seed=8), _labels(90))
    learner = KNN.parse({"k": 5, "weights": "distance", "distance": metric})
    model = _fitted(train, learner)
    at_once = model.predict_proba(rows)
    one_by_one = [model.predict_proba(rows.take(slice(i, i + 1)))[0] for i in range(90)]
    assert np.array_equal(at_once, one_by_one)
    monkeypatch.setattr(neighbours, "BLOCK_CELLS", 4000)  # nine blocks of ten rows
    assert np.array_equal(at_once, model.predict_proba(rows))


def test_that_progress_is_told_for_each_block_and_a_run_can_be_closed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(neighbours, "BLOCK_CELLS", 4000)
    train = _classification(_points(400), _labels(400))
    model = _fitted(train, KNN())
    events: list[Event] = []
    finish(model.outputs(train), events.append)
    assert [e.done for e in events if isinstance(e, Progressed)] == list(range(10, 401, 10))
    run = model.outputs(train)
    next(run)
    run.close()


def _events(learner: KNN, train: Dataset) -> tuple[Model, list[Noted]]:
    events: list[Event] = []
    model = finish(learner.fit(Fold(train)), events.append)
    return model, [event for event in events if isinstance(event, Noted)]


@pytest.mark.parametrize("metric", ["euclidean", "manhattan", "weka"])
def test_that_all_rows_vote_where_k_is_larger_than_the_training_set(metric: str) -> None:
    train = _classification(_points(4), np.array([0, 0, 0, 2], np.int32))
    model, notes = _events(KNN.parse({"k": 9, "distance": metric}), train)
    assert notes[-1] == Noted("k is 9, but there are only 4 training rows: all vote.", True)
    prior = 1 / 4 if metric == "weka" else 0
    shares = np.array([3, 0, 1]) + prior
    assert model.predict_proba(train)[0] == pytest.approx(shares / shares.sum())


def test_that_gaps_in_rows_to_be_predicted_are_filled() -> None:
    train = _classification(_points(50), _labels(50))
    rows = _classification(np.full((1, 4), np.nan), np.zeros(1, np.int32))
    assert _fitted(train, KNN()).predict_proba(rows).sum() == pytest.approx(1)


def test_that_gaps_are_refused_by_name_where_preparation_is_off() -> None:
    features = _points(50)
    model = _fitted(_classification(features, _labels(50)), KNN(prepare=False))
    features[3, 2] = np.nan
    rows = _classification(features, _labels(50))
    with pytest.raises(ModelError, match="'x2' is missing in row 4"):
        model.predict_proba(rows)
    with pytest.raises(FitError, match="'x2' has missing values"):
        _fitted(rows, KNN(prepare=False))


def test_that_a_model_comes_back_from_its_state() -> None:
    train = _classification(_points(60), _labels(60))
    for metric in ("euclidean", "weka"):
        model = _fitted(train, KNN.parse({"distance": metric, "weights": "distance"}))
        again = KNNModel.from_state(model.state(), model.schema, model.preparation)
        assert np.array_equal(again.predict_proba(train), model.predict_proba(train))


def test_that_a_state_without_samples_is_refused() -> None:
    model = _fitted(_classification(_points(9), _labels(9)), KNN())
    state = model.state()
    del state.arrays["samples"]
    with pytest.raises(ModelError, match="lacks the samples"):
        KNNModel.from_state(state, model.schema, ())


def test_that_no_rows_to_be_predicted_give_no_predictions() -> None:
    train = _classification(_points(9), _labels(9))
    for metric in ("euclidean", "manhattan", "weka"):
        model = _fitted(train, KNN.parse({"distance": metric}))
        assert model.predict_proba(train.take(slice(0, 0))).shape == (0, 3)


def test_that_weka_leaves_texts_out_and_refuses_data_that_have_nothing_else() -> None:
    target = Attribute("y", "nominal", ("a", "b"), "class")
    texts, labels = np.array(["u", "v"], object), np.array([0, 1], np.int32)
    only_text = Dataset(Schema((Attribute("t", "string"), target)), (texts, labels))
    with pytest.raises(FitError, match="no numeric or nominal attribute"):
        _fitted(only_text, KNN(distance="weka"))
    both = Schema((Attribute("t", "string"), Attribute("x", "numeric"), target))
    model, notes = _events(KNN(k=1, distance="weka"), Dataset(both, (texts, np.eye(2)[0], labels)))
    assert "'t' (string)" in notes[0].text
    assert model.predict(Dataset(both, (texts, np.eye(2)[0], labels))).tolist() == [0, 1]


@pytest.mark.parametrize(
    ("name", "value"),
    [("k", 0), ("k", "many"), ("weights", []), ("distance", "weke"), ("n_used", "x")],
)
def test_that_a_state_with_impossible_parameters_is_refused(name: str, value: object) -> None:
    model = finish(KNN().fit(Fold(_two_classes())))
    state = model.state()
    with pytest.raises((ParameterError, ValueError, TypeError)):
        KNNModel.from_state(State({**state.values, name: value}, state.arrays), model.schema, ())


def test_that_a_state_with_classes_that_do_not_exist_is_refused() -> None:
    model = finish(KNN().fit(Fold(_two_classes())))
    state = model.state()
    arrays = {**state.arrays, "labels": np.array([0.0, 1, 2, 1])}
    with pytest.raises(ModelError, match="classes that do not exist"):
        KNNModel.from_state(State(state.values, arrays), model.schema, ())


@pytest.mark.parametrize("distance", ["euclidean", "manhattan", "weka"])
def test_that_enormous_numbers_are_refused_in_training_and_in_prediction(distance: Any) -> None:
    learner = KNN(k=1, distance=distance, prepare=False)
    with pytest.raises(FitError, match=r"'x' holds numbers beyond ±1e\+100"):
        finish(learner.fit(Fold(_two_classes(1e200))))
    model = finish(learner.fit(Fold(_two_classes())))
    with pytest.raises(ModelError, match=r"'x' is infinite or far too large in row 4"):
        model.predict(_two_classes(-1e200))


def _two_classes(last: float = 3.0) -> Dataset:
    schema = Schema((Attribute("x", "numeric"), Attribute("c", "nominal", ("a", "b"), "class")))
    return Dataset(schema, (np.array([0.0, 1, 2, last]), np.array([0, 0, 1, 1], np.int32)))
