"""The distance ``weka`` beside WEKA's IBk, to the instance.

``weka_ibk.json`` holds what WEKA 3.6.14 printed below "Stratified cross-validation" for
``java -cp weka.jar weka.classifiers.lazy.IBk -t FILE.arff -K k -s 1 -x 10 [-I]``: the confusion
matrix, or correlation, mean absolute and root mean squared error with four decimals. The files
are WEKA's own examples: numeric, nominal and missing values, two to nineteen classes, regression.
"""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from sklearn.metrics import roc_auc_score

from workbench.core.run import finish
from workbench.data.dataset import Dataset, FloatArray
from workbench.data.folds import hold_out, k_fold, supplied
from workbench.data.readers.open import read
from workbench.data.schema import Attribute, Schema
from workbench.data.split import Splits
from workbench.models.fits import fit_splits
from workbench.models.knn import KNN
from workbench.models.learner import Fold
from workbench.models.model import decided

PRINTED: list[dict[str, Any]] = json.loads(Path(__file__).with_name("weka_ibk.json").read_text())


def _cross_validated(dataset: Dataset, learner: KNN) -> tuple[FloatArray, FloatArray]:
    return _tested(k_fold(dataset, 10, seed=1, shuffling="weka"), learner)


def _tested(splits: Splits, learner: KNN) -> tuple[FloatArray, FloatArray]:
    """True labels (n,) and outputs (n, c) of the test rows, fold after fold."""
    models = finish(fit_splits(learner, splits))
    parts = [split.raw_test for split in splits.folds]
    outputs = [finish(model.outputs(part)) for model, part in zip(models, parts, strict=True)]
    return np.concatenate([part.labels for part in parts]), np.concatenate(outputs)


def _confusion(labels: FloatArray, predicted: FloatArray, c: int) -> list[list[int]]:
    cells = labels.astype(int) * c + predicted.astype(int)
    table: list[list[int]] = np.bincount(cells, minlength=c * c).reshape(c, c).tolist()
    return table


def _regression(labels: FloatArray, predicted: FloatArray) -> Sequence[float]:
    error = labels - predicted
    correlation = np.corrcoef(labels, predicted)[0, 1]
    return [correlation, np.abs(error).mean(), np.sqrt(np.square(error).mean())]


@pytest.mark.parametrize("data", sorted({entry["data"] for entry in PRINTED}))
def test_that_cross_validation_gives_what_weka_printed(shared_data: Path, data: str) -> None:
    dataset = read(shared_data / "weka" / f"{data}.arff")
    for entry in (entry for entry in PRINTED if entry["data"] == data):
        weights = "distance" if entry["options"] == "-I" else "uniform"
        learner = KNN(k=entry["k"], distance="weka", weights=weights)
        labels, outputs = _cross_validated(dataset, learner)
        predicted = decided(dataset.schema, outputs)
        if dataset.schema.task == "classification":
            n_classes = len(dataset.schema.target.values)
            assert _confusion(labels, predicted, n_classes) == entry["figures"], entry
        else:
            assert _regression(labels, predicted) == pytest.approx(entry["figures"], abs=5.1e-5)


def test_that_a_supplied_test_set_and_a_percentage_split_give_what_weka_printed(
    shared_data: Path,
) -> None:
    # IBk -t segment-challenge.arff -T segment-test.arff -K 3
    folder = shared_data / "weka"
    segments = supplied(read(folder / "segment-challenge.arff"), read(folder / "segment-test.arff"))
    labels, outputs = _tested(segments, KNN(k=3, distance="weka"))
    table = _confusion(labels, outputs.argmax(axis=1), 7)
    assert np.diag(table).tolist() == [123, 110, 112, 102, 112, 94, 120]
    # IBk -t labor.arff -split-percentage 66 -s 1 -K 2
    labor = hold_out(read(folder / "labor.arff"), 66, seed=1, shuffling="weka")
    labels, outputs = _tested(labor, KNN(k=2, distance="weka"))
    assert _confusion(labels, outputs.argmax(axis=1), 2) == [[6, 0], [7, 6]]


@pytest.mark.parametrize(("k", "auc"), [(1, 0.650), (3, 0.742), (5, 0.766), (10, 0.788)])
def test_that_the_pooled_auc_on_pima_is_wekas(shared_data: Path, k: int, auc: float) -> None:
    dataset = read(shared_data / "weka" / "diabetes.arff")
    labels, outputs = _cross_validated(dataset, KNN(k=k, distance="weka"))
    assert roc_auc_score(labels, outputs[:, 1]) == pytest.approx(auc, abs=5e-4)


def _toy(rows: list[tuple[float, int]], labels: list[int]) -> Dataset:
    attributes = (
        Attribute("x", "numeric"),
        Attribute("colour", "nominal", ("red", "green")),
        Attribute("c", "nominal", ("no", "yes"), "class"),
    )
    x = np.array([row[0] for row in rows])
    colour = np.array([row[1] for row in rows], np.int32)
    return Dataset(Schema(attributes), (x, colour, np.array(labels, np.int32)))


def _model(train: Dataset, k: int, weights: Any = "uniform") -> Any:
    return finish(KNN(k=k, distance="weka", weights=weights).fit(Fold(train)))


WEIGHTED = """@relation w
@attribute x numeric
@attribute class {a,b}
@data
0,a
1,a,{0.25}
2,b
3,a
4,b,{3}
5,b
6,a,{2}
7,b
"""


@pytest.mark.parametrize(
    ("weights", "printed"),
    [("uniform", [0.55, 0.34, 0.5, 0.214]), ("distance", [0.62, 0.126, 0.517, 0.304])],
)
def test_that_a_sample_votes_with_the_weight_its_file_gives_it(
    tmp_path: Path, weights: Any, printed: list[float]
) -> None:
    (tmp_path / "w.arff").write_text(WEIGHTED)
    head = WEIGHTED.split("0,a", maxsplit=1)[0]
    (tmp_path / "t.arff").write_text(head + "1.2,a\n4.9,b\n6.6,b\n3.4,a\n")
    splits = supplied(read(tmp_path / "w.arff"), read(tmp_path / "t.arff"))
    # Printed by WEKA 3.6.14: IBk -t w.arff -T t.arff -K 3 [-I] -p 0 -distribution
    _, outputs = _tested(splits, KNN(k=3, distance="weka", weights=weights))
    assert outputs[:, 0].round(3).tolist() == printed


def test_that_votes_are_added_up_in_wekas_order_so_that_equal_ones_stay_equal() -> None:
    # In doubles 1/3 + 1000 + 1000 is not 1000 + 1000 + 1/3; WEKA starts with the prior.
    train = _toy([(0, 0), (0, 0), (1, 0)], [0, 0, 1])
    model = _model(train, 3, weights="distance")
    near, far = 1 / (0 + 0.001), 1 / (np.sqrt(1 / 2) + 0.001)
    total = 2 / 3 + near + near + far
    assert model.predict_proba(_toy([(0, 0)], [0]))[0].tolist() == [
        (1 / 3 + near + near) / total,
        (1 / 3 + far) / total,
    ]


def test_that_all_samples_tied_at_the_kth_distance_vote() -> None:
    train = _toy([(0, 0), (1, 0), (2, 0), (4, 0)], [0, 1, 1, 0])
    # From 1 the distances are 1, 0, 1, 3: two are tied for the second place.
    votes = _model(train, 2).predict_proba(_toy([(1, 0)], [0]))
    prior = 1 / 4
    assert votes[0] == pytest.approx(np.array([1 + prior, 2 + prior]) / (3 + 2 * prior))


def test_that_a_missing_number_is_as_far_as_can_be() -> None:
    # Range 0…10: from 2 a missing number is max(0.2, 0.8) = 0.8 away, and 10 is 0.8 away as well.
    train = _toy([(0, 0), (10, 0), (np.nan, 0)], [0, 1, 1])
    votes = _model(train, 2).predict_proba(_toy([(2, 0)], [0]))
    assert votes[0] == pytest.approx(np.array([1 + 1 / 3, 2 + 1 / 3]) / (3 + 2 / 3))


def test_that_a_missing_label_differs_from_every_label_and_from_itself() -> None:
    train = _toy([(0, -1), (0, 0)], [0, 1])
    assert _model(train, 1).predict(_toy([(0, -1), (0, 0)], [0, 0])).tolist() == [0, 1]
    votes = _model(train, 1).predict_proba(_toy([(0, -1)], [0]))
    assert votes[0].tolist() == [0.5, 0.5]


def test_that_ranges_widen_with_each_row_asked_about_and_only_within_one_call() -> None:
    train = _toy([(0, 0), (3, 1)], [0, 1])
    model = _model(train, 1)
    alone = model.predict_proba(_toy([(3, 0)], [0]))
    after_an_outlier = model.predict_proba(_toy([(30, 0), (3, 0)], [0, 0]))[1]
    assert alone[0].tolist() == [0.5, 0.5]  # distances 1 and 1
    assert after_an_outlier[0] > 0.5  # distances (3/30)² and 1
    assert np.array_equal(model.predict_proba(_toy([(3, 0)], [0])), alone)


def test_that_training_rows_without_a_class_do_not_count() -> None:
    train = _toy([(0, 0), (1, 0), (5, 0)], [0, 1, -1])
    votes = _model(train, 1).predict_proba(_toy([(5, 0)], [0]))
    assert votes[0] == pytest.approx([0.5 / 2, 1.5 / 2])  # the prior is 1/2: two rows
