"""The quick scores of each fold are the scores that everything else shows."""

import numpy as np
import pytest

from workbench.data.schema import Attribute
from workbench.evaluation.comparison.measures import CLASSIFICATION, REGRESSION, fold_measures
from workbench.evaluation.part import by_fold
from workbench.evaluation.predictions import Predictions
from workbench.evaluation.scores import classification_scores, regression_scores


def predictions(*, seed: int, is_classification: bool) -> Predictions:
    random = np.random.default_rng(seed)
    n, c = 90, 4
    fold = np.sort(random.integers(0, 6, n))
    probabilities = random.dirichlet(np.ones(c), n).round(1)  # with ties
    codes = random.integers(0, c - 1, n).astype(np.int32)  # the last class never occurs
    codes[::11] = -1
    numbers = random.normal(size=n)
    numbers[::13] = np.nan
    values = tuple("abcd") if is_classification else ()
    return Predictions(
        learner="test",
        name="Test",
        parameters={},
        test="cv:6",
        seed=1,
        attribute=Attribute("y", "nominal" if is_classification else "numeric", values, "class"),
        sample_ids=np.arange(n),
        fold=fold,
        actual=codes if is_classification else numbers,
        predicted=probabilities.argmax(axis=1).astype(np.int32)
        if is_classification
        else random.normal(size=n),
        probabilities=probabilities if is_classification else None,
        baseline=None if is_classification else np.full(n, 0.3),
        curves=(),
        seconds=0.0,
    )


@pytest.mark.parametrize("seed", range(5))
def test_that_scores_of_classes_are_those_of_the_score_table(seed: int) -> None:
    made = predictions(seed=seed, is_classification=True)
    ours = fold_measures(made, 6)
    for fold, part in enumerate(by_fold(made)):
        scores = classification_scores(part)
        for name in CLASSIFICATION:
            of = scores if name in {"accuracy", "kappa", "log_loss"} else scores.weighted
            expected = getattr(of, name)
            wanted = np.nan if expected is None else expected
            assert ours[name][fold] == pytest.approx(wanted, nan_ok=True, abs=1e-12), name


@pytest.mark.parametrize("seed", range(5))
def test_that_scores_of_numbers_are_those_of_the_score_table(seed: int) -> None:
    made = predictions(seed=seed, is_classification=False)
    ours = fold_measures(made, 6)
    for fold, part in enumerate(by_fold(made)):
        scores = regression_scores(part)
        for name in REGRESSION:
            assert ours[name][fold] == pytest.approx(getattr(scores, name), abs=1e-12), name


def test_that_folds_that_were_not_tried_have_no_score() -> None:
    ours = fold_measures(predictions(seed=1, is_classification=True), 8)
    assert np.isnan(ours["accuracy"][6:]).all()
    assert np.isfinite(ours["accuracy"][:6]).all()
