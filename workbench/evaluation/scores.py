"""Scores of predictions, with WEKA's conventions where WEKA prints the same figure.

Undefined figures are None (WEKA prints "?"): the precision of a class that was never predicted
and every average that needs it, the recall of a class without a test row, the AUC where one side
is empty. Unlike WEKA, kappa and correlation are None as well where they are 0/0.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from workbench.core.run import Progressed, Run, finish
from workbench.data.dataset import IntArray
from workbench.evaluation.confusion import confusion_matrix
from workbench.evaluation.part import by_fold, pooled
from workbench.evaluation.precision_recall import pr_auc
from workbench.evaluation.predictions import Predictions
from workbench.evaluation.roc import roc_auc

SMALLEST_PROBABILITY = 1e-15  # keeps the log loss of a certain mistake finite


@dataclass(frozen=True)
class ClassScores:
    """How well one class is told from the rest.

    Args:
        support: test rows of this class.
        mcc: Matthews' correlation coefficient.
        auc: area under the ROC curve.
        pr_auc: average precision (WEKA's PRC area).
    """

    label: str
    support: int
    precision: float | None
    recall: float | None
    false_positive_rate: float | None
    f1: float | None
    mcc: float | None
    auc: float | None
    pr_auc: float | None


@dataclass(frozen=True)
class WeightedScores:
    """The classes' scores averaged with the class sizes as weights (WEKA's "Weighted Avg.")."""

    precision: float | None
    recall: float | None
    false_positive_rate: float | None
    f1: float | None
    mcc: float | None
    auc: float | None
    pr_auc: float | None


@dataclass(frozen=True)
class ClassificationScores:
    """Scores of predicted classes.

    Args:
        n_samples: test rows with a known class.
        accuracy: a share in [0, 1].
        kappa: Cohen's; 0 is chance.
        log_loss: mean of −ln p(true class), in nats, p at least 1e-15.
    """

    n_samples: int
    accuracy: float | None
    kappa: float | None
    log_loss: float | None
    per_class: tuple[ClassScores, ...]
    weighted: WeightedScores


@dataclass(frozen=True)
class RegressionScores:
    """Scores of predicted numbers.

    Args:
        n_samples: test rows with a known target.
        mae: mean absolute error, in the target's unit.
        rmse: root mean squared error, in the target's unit.
        rae: relative absolute error: the mae divided by that of always predicting the mean of the
            fold's training targets. 1 is no better than that; WEKA prints it in per cent.
        correlation: Pearson's, between true and predicted values.
    """

    n_samples: int
    mae: float | None
    rmse: float | None
    rae: float | None
    correlation: float | None


Scores: TypeAlias = ClassificationScores | RegressionScores


def scores(predictions: Predictions) -> Scores:
    """The scores over all test rows, pooled over the folds as WEKA pools them."""
    if predictions.is_classification:
        return classification_scores(predictions)
    return regression_scores(predictions)


def fold_scores(predictions: Predictions) -> tuple[Scores, ...]:
    """The scores of each fold by itself."""
    return finish(scoring(predictions)).folds


@dataclass(frozen=True)
class Scored:
    """The scores over all test rows, and of each fold by itself."""

    pooled: Scores
    folds: tuple[Scores, ...]


def scoring(predictions: Predictions) -> Run[Scored]:
    """Both kinds of scores, as a run with one event a fold: a fold takes some ten milliseconds."""
    parts = by_fold(predictions)
    folds: list[Scores] = []
    for number, part in enumerate(parts, start=1):
        folds.append(scores(part))
        yield Progressed(number, len(parts) + 1, f"scores of fold {number}/{len(parts)}")
    return Scored(folds[0] if len(folds) == 1 else scores(predictions), tuple(folds))


def classification_scores(predictions: Predictions) -> ClassificationScores:
    """``scores`` of predicted classes."""
    known = pooled(predictions)
    matrix = confusion_matrix(known)
    per_class = tuple(_class_scores(known, matrix, i) for i in range(len(known.classes)))
    return ClassificationScores(
        n_samples=len(known.actual),
        accuracy=ratio(float(np.trace(matrix)), float(matrix.sum())),
        kappa=_kappa(matrix),
        log_loss=_log_loss(known),
        per_class=per_class,
        weighted=_weighted(per_class),
    )


def regression_scores(predictions: Predictions) -> RegressionScores:
    """``scores`` of predicted numbers."""
    known = pooled(predictions)
    n = len(known.actual)
    if n == 0:
        return RegressionScores(0, None, None, None, None)
    error = np.abs(known.predicted - known.actual)
    baseline = known.actual.mean() if known.baseline is None else known.baseline
    return RegressionScores(
        n_samples=n,
        mae=float(error.mean()),
        rmse=float(np.sqrt(np.mean(error**2))),
        rae=ratio(float(error.sum()), float(np.abs(known.actual - baseline).sum())),
        correlation=_correlation(known),
    )


def ratio(part: float, whole: float) -> float | None:
    """``part / whole``; None for 0/0 and where nothing is there to be divided by."""
    return part / whole if whole != 0 else None


def _class_scores(predictions: Predictions, matrix: IntArray, index: int) -> ClassScores:
    hits = float(matrix[index, index])
    actual, predicted = float(matrix[index].sum()), float(matrix[:, index].sum())
    precision, recall = ratio(hits, predicted), ratio(hits, actual)
    return ClassScores(
        label=predictions.classes[index],
        support=int(actual),
        precision=precision,
        recall=recall,
        false_positive_rate=ratio(predicted - hits, float(matrix.sum()) - actual),
        f1=_f1(precision, recall),
        mcc=_mcc(hits, actual, predicted, float(matrix.sum())),
        auc=roc_auc(predictions, index),
        pr_auc=pr_auc(predictions, index),
    )


def _f1(precision: float | None, recall: float | None) -> float | None:
    """WEKA's: undefined with the precision, 0 where both are 0."""
    if precision is None or recall is None:
        return None
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def _mcc(hits: float, actual: float, predicted: float, n: float) -> float | None:
    """Matthews' coefficient of the two by two table of one class against the rest."""
    covariance = hits * n - actual * predicted
    return ratio(covariance, float(np.sqrt(actual * (n - actual) * predicted * (n - predicted))))


def _kappa(matrix: IntArray) -> float | None:
    n = float(matrix.sum())
    if n == 0:
        return None
    agreement = float(np.trace(matrix)) / n
    chance = float(matrix.sum(axis=0) @ matrix.sum(axis=1)) / n**2
    return ratio(agreement - chance, 1 - chance)


def _log_loss(predictions: Predictions) -> float | None:
    n = len(predictions.actual)
    if predictions.probabilities is None or n == 0:
        return None
    chosen = predictions.probabilities[np.arange(n), predictions.actual]
    return float(-np.log(np.clip(chosen, SMALLEST_PROBABILITY, 1)).mean())


def _weighted(per_class: Sequence[ClassScores]) -> WeightedScores:
    def average(name: str) -> float | None:
        there = [(getattr(c, name), c.support) for c in per_class if c.support]
        if not there or any(value is None for value, _ in there):
            return None
        values, weights = zip(*there, strict=True)
        return float(np.average(values, weights=weights))

    return WeightedScores(
        precision=average("precision"),
        recall=average("recall"),
        false_positive_rate=average("false_positive_rate"),
        f1=average("f1"),
        mcc=average("mcc"),
        auc=average("auc"),
        pr_auc=average("pr_auc"),
    )


def _correlation(predictions: Predictions) -> float | None:
    actual = predictions.actual - predictions.actual.mean()
    predicted = predictions.predicted - predictions.predicted.mean()
    return ratio(
        float(actual @ predicted), float(np.sqrt((actual @ actual) * (predicted @ predicted)))
    )
