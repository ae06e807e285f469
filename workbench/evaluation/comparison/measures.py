"""The scores of each fold by itself, for many folds: the figures of ``scores`` without its tables.

A comparison needs those of thousands of folds; here one takes a fifth of a millisecond.
"""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import numpy as np

from workbench.core.deferred import deferred
from workbench.data.dataset import FloatArray, IntArray, missing_mask
from workbench.evaluation.predictions import Predictions
from workbench.evaluation.scores import SMALLEST_PROBABILITY

if TYPE_CHECKING:
    from scipy import stats
else:
    stats = deferred("scipy.stats")

CLASSIFICATION = ("accuracy", "auc", "kappa", "f1", "precision", "recall", "mcc", "log_loss")
REGRESSION = ("rae", "correlation", "mae", "rmse")


def fold_measures(predictions: Predictions, n_folds: int) -> dict[str, FloatArray]:
    """Every score of every fold, shape (n_folds,); NaN where it is undefined or nothing is known.

    Those that are averages over the classes are weighted by the classes' sizes, as WEKA's.
    """
    names = CLASSIFICATION if predictions.is_classification else REGRESSION
    measure: Callable[[Predictions, IntArray], tuple[float, ...]] = (
        _of_classes if predictions.is_classification else _of_numbers
    )
    table = np.full((n_folds, len(names)), np.nan)
    with np.errstate(invalid="ignore", divide="ignore"):  # 0/0 is undefined, hence NaN
        for fold, rows in _folds(predictions):
            table[fold] = measure(predictions, rows)
    return dict(zip(names, table.T, strict=True))


def _folds(predictions: Predictions) -> Iterator[tuple[int, IntArray]]:
    """The rows of each fold whose truth is known."""
    rows = np.flatnonzero(~missing_mask(predictions.attribute, predictions.actual))
    rows = rows[np.argsort(predictions.fold[rows], kind="stable")]
    folds, starts = np.unique(predictions.fold[rows], return_index=True)
    yield from zip(folds.tolist(), np.split(rows, starts[1:]), strict=True)


def _of_classes(predictions: Predictions, rows: IntArray) -> tuple[float, ...]:
    actual, predicted = predictions.actual[rows], predictions.predicted[rows]
    c, n = len(predictions.classes), len(rows)
    matrix = np.bincount(actual.astype(np.int64) * c + predicted, minlength=c * c)
    matrix = matrix.reshape(c, c).astype(np.float64)
    hits, truly, said = np.diag(matrix), matrix.sum(axis=1), matrix.sum(axis=0)
    precision, recall = hits / said, hits / truly
    both = precision + recall
    f1 = np.where(both == 0, 0.0, 2 * precision * recall / both)
    mcc = (hits * n - truly * said) / np.sqrt(truly * (n - truly) * said * (n - said))
    chance = float(truly @ said) / n**2
    accuracy = float(hits.sum()) / n
    kappa = (accuracy - chance) / (1 - chance) if chance < 1 else np.nan
    averaged = (_weighted(v, truly) for v in (f1, precision, recall, mcc))
    auc, loss = np.nan, np.nan
    if predictions.probabilities is not None:
        probabilities = predictions.probabilities[rows]  # (n, c)
        auc = _weighted(_areas(actual, probabilities), truly)
        chosen = probabilities[np.arange(n), actual]
        loss = float(-np.log(np.clip(chosen, SMALLEST_PROBABILITY, 1)).mean())
    return (accuracy, auc, kappa, *averaged, loss)


def _areas(actual: IntArray, probabilities: FloatArray) -> FloatArray:
    """The area under each class's ROC curve: Mann and Whitney's statistic, shape (c,)."""
    is_class = actual[:, None] == np.arange(probabilities.shape[1])  # (n, c)
    ranks = stats.rankdata(probabilities, axis=0)  # (n, c)
    n = is_class.sum(axis=0)
    above = (ranks * is_class).sum(axis=0) - n * (n + 1) / 2
    return np.asarray(above / (n * (len(actual) - n)))


def _weighted(of_class: FloatArray, sizes: FloatArray) -> float:
    """The mean over the classes that occur; NaN where that of one of them is."""
    return float(of_class[sizes > 0] @ sizes[sizes > 0] / sizes.sum())


def _of_numbers(predictions: Predictions, rows: IntArray) -> tuple[float, ...]:
    actual, predicted = predictions.actual[rows], predictions.predicted[rows]
    baseline = predictions.baseline
    usual = actual.mean() if baseline is None else baseline[rows]
    error = np.abs(predicted - actual)
    spread, said = actual - actual.mean(), predicted - predicted.mean()
    correlation = (spread @ said) / np.sqrt((spread @ spread) * (said @ said))
    relative = error.sum() / np.abs(actual - usual).sum()
    return (
        float(relative),
        float(correlation),
        float(error.mean()),
        float(np.sqrt(np.mean(error**2))),
    )
