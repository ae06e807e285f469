import json
from pathlib import Path

import numpy as np
import pytest
from sklearn.datasets import load_iris
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import confusion_matrix, roc_auc_score
from sklearn.preprocessing import StandardScaler

from workbench.core.errors import FitError
from workbench.core.run import Command, Event, Noted, Stop, finish
from workbench.data.dataset import Column, Dataset, FloatArray
from workbench.data.schema import Attribute, Schema
from workbench.models import descent
from workbench.models.learner import Fold
from workbench.models.logistic import Logistic, LogisticModel
from workbench.models.model import Model
from workbench.training.events import EpochEnded


def dataset(features: FloatArray, labels: Column, n_classes: int) -> Dataset:
    values = tuple(f"c{i}" for i in range(n_classes))
    attributes = [Attribute(f"x{i}", "numeric") for i in range(features.shape[1])]
    schema = Schema((*attributes, Attribute("class", "nominal", values, "class")))
    columns = [features[:, i].copy() for i in range(features.shape[1])]
    return Dataset(schema, (*columns, labels.astype(np.int32)))


@pytest.fixture(scope="module")
def iris() -> Dataset:
    features, labels = load_iris(return_X_y=True)
    return dataset(features, labels, 3)


def learnt(learner: Logistic, train: Dataset) -> Model:
    return finish(learner.fit(Fold(train)))


def test_that_pima_with_wekas_folds_gives_wekas_confusion_matrix(shared_data: Path) -> None:
    """WEKA 3.9 Logistic: 593 of 768, AUC .832."""
    table = np.loadtxt(shared_data / "pima" / "pima-indians-diabetes.csv", delimiter=",")
    pima = dataset(table[:, :8], table[:, 8], 2)
    lines = (shared_data / "weka_reference" / "folds.jsonl").read_text().splitlines()
    folds = next(
        entry["folds"]
        for entry in map(json.loads, lines)
        if entry["dataset"] == "pima_diabetes" and len(entry["folds"]) == 10
    )
    probabilities = np.empty((768, 2))
    for test in folds:
        train = np.setdiff1d(np.arange(768), test)
        probabilities[test] = learnt(Logistic(), pima.take(train)).predict_proba(
            pima.take(np.array(test))
        )
    matrix = confusion_matrix(pima.labels, probabilities.argmax(axis=1))
    assert matrix.tolist() == [[440, 60], [115, 153]]
    assert roc_auc_score(pima.labels, probabilities[:, 1]) == pytest.approx(0.832, abs=0.0005)


@pytest.mark.parametrize("limit", [0, 400], ids=["L-BFGS", "Newton"])
def test_that_two_classes_are_learnt_as_scikit_learn_learns_them(
    limit: int, iris: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ours sums ridge · w², scikit-learn w² / (2 C): ridge 0.5 is C = 1. To 1e-5."""
    monkeypatch.setattr(descent, "NEWTON_LIMIT", limit)
    two = iris.take(iris.labels > 0)
    ours = learnt(Logistic(ridge=0.5), two).predict_proba(two)
    features = StandardScaler().fit_transform(two.feature_matrix)
    theirs = LogisticRegression(C=1, tol=1e-10, max_iter=5000).fit(features, two.labels)
    np.testing.assert_allclose(ours[:, 1:], theirs.predict_proba(features), atol=1e-5)


def test_that_three_classes_without_penalty_follow_scikit_learn() -> None:
    """Without a penalty the choice of the class with weights 0 does not matter. To 1e-4."""
    random = np.random.default_rng(0)
    features = random.normal(size=(300, 3))
    labels = np.argmax(features + random.gumbel(size=(300, 3)), axis=1)
    train = dataset(features, labels, 3)
    theirs = LogisticRegression(C=np.inf, tol=1e-10, max_iter=5000).fit(features, labels)
    ours = learnt(Logistic(ridge=0), train).predict_proba(train)
    np.testing.assert_allclose(ours, theirs.predict_proba(features), atol=1e-4)


def test_that_separable_classes_are_learnt_and_end() -> None:
    events: list[Event] = []
    train = dataset(np.array([[0.0], [1.0], [2.0], [3.0]]), np.array([0, 0, 1, 1]), 2)
    model = finish(Logistic().fit(Fold(train)), events.append)
    assert model.predict(train).tolist() == [0, 0, 1, 1]
    assert sum(isinstance(event, EpochEnded) for event in events) < 100


def test_that_stopping_at_the_limit_is_noted(iris: Dataset) -> None:
    events: list[Event] = []
    finish(Logistic(max_iterations=2).fit(Fold(iris)), events.append)
    assert any(isinstance(e, Noted) and e.is_warning and "2 steps" in e.text for e in events)


def test_that_stop_keeps_what_is_learnt_so_far(iris: Dataset) -> None:
    def stop(event: Event) -> Command | None:
        return Stop() if isinstance(event, EpochEnded) else None

    model = finish(Logistic().fit(Fold(iris)), stop)
    assert model.curve is not None
    assert len(model.curve.train_loss) == 1


def test_that_the_loss_falls_in_every_step_and_the_held_out_part_is_watched(iris: Dataset) -> None:
    rows = np.arange(150)
    model = finish(Logistic().fit(Fold(iris.take(rows % 3 > 0), None, iris.take(rows % 3 == 0))))
    assert model.curve is not None
    assert np.all(np.diff(model.curve.train_loss) < 0)
    assert model.curve.watched == "held-out"
    assert model.curve.validation_loss is not None


def test_that_a_class_without_training_rows_gets_no_probability(iris: Dataset) -> None:
    model = learnt(Logistic(), iris.take(iris.labels != 1))
    assert isinstance(model, LogisticModel)
    probabilities = model.predict_proba(iris)
    assert np.all(probabilities[:, 1] == 0)
    np.testing.assert_allclose(probabilities.sum(axis=1), 1)


def test_that_redundant_columns_do_no_harm(iris: Dataset) -> None:
    doubled = dataset(np.column_stack([iris.feature_matrix] * 2), iris.labels, 3)
    assert np.mean(learnt(Logistic(), doubled).predict(doubled) == iris.labels) > 0.97


def test_that_a_number_as_class_is_refused() -> None:
    schema = Schema((Attribute("x", "numeric"), Attribute("y", "numeric", role="class")))
    train = Dataset(schema, (np.arange(3.0), np.arange(3.0)))
    with pytest.raises(FitError, match="'y' is a number"):
        learnt(Logistic(), train)
