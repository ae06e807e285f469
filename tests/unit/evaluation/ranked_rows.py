"""Predictions made up for tests of curves."""

import numpy as np

from workbench.data.dataset import Column, FloatArray, IntArray
from workbench.data.schema import Attribute
from workbench.evaluation.predictions import Predictions


def made_up(
    n: int = 240, c: int = 2, seed: int = 1, n_folds: int = 4, digits: int = 2, name: str = "A"
) -> Predictions:
    """Predictions that are better than guessing; rounded to ``digits``, so that some are tied."""
    random = np.random.default_rng(seed)
    actual = random.integers(c, size=n).astype(np.int32)
    weights = random.gamma(1, size=(n, c)) + 1.5 * np.eye(c)[actual]
    probabilities = (weights / weights.sum(axis=1, keepdims=True)).round(digits)
    return answered(actual, probabilities, np.arange(n) % n_folds, name)


def answered(
    actual: Column, probabilities: FloatArray, fold: IntArray | None = None, name: str = "A"
) -> Predictions:
    """Predictions of given probabilities, shape (n, c)."""
    labels = tuple(f"c{i}" for i in range(probabilities.shape[1]))
    n = len(actual)
    return Predictions(
        learner="knn",
        name=name,
        parameters={},
        test="cv:4",
        seed=1,
        attribute=Attribute("class", "nominal", labels, "class"),
        sample_ids=np.arange(n),
        fold=np.zeros(n, np.int64) if fold is None else fold,
        actual=actual,
        predicted=probabilities.argmax(axis=1).astype(np.int32),
        probabilities=probabilities,
        baseline=None,
        curves=(),
        seconds=1.0,
    )


def numbers(actual: FloatArray, predicted: FloatArray) -> Predictions:
    """Predicted numbers."""
    n = len(actual)
    return Predictions(
        learner="knn",
        name="A",
        parameters={},
        test="split:66",
        seed=1,
        attribute=Attribute("y", "numeric", role="class"),
        sample_ids=np.arange(n),
        fold=np.zeros(n, np.int64),
        actual=actual,
        predicted=predicted,
        probabilities=None,
        baseline=np.zeros(n),
        curves=(),
        seconds=1.0,
    )
