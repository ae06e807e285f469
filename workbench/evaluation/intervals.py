"""Confidence intervals: how far a score may be trusted."""

from collections.abc import Sequence
from statistics import NormalDist
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from workbench.core.deferred import deferred
from workbench.data.dataset import BoolArray, FloatArray
from workbench.evaluation.part import pooled
from workbench.evaluation.predictions import Predictions
from workbench.evaluation.roc import one_against_rest
from workbench.evaluation.scores import ClassificationScores, Scores

if TYPE_CHECKING:
    from scipy import special
else:
    special = deferred("scipy.special")

Interval: TypeAlias = tuple[float, float]

CONFIDENCE = 0.95


def wilson(successes: int, n: int, confidence: float = CONFIDENCE) -> Interval | None:
    """Wilson's score interval of a share (Wilson 1927), within [0, 1]; None without samples."""
    if n == 0:
        return None
    z = NormalDist().inv_cdf((1 + confidence) / 2)
    share, spread = successes / n, z**2 / n
    middle = (share + spread / 2) / (1 + spread)
    half = z * np.sqrt(share * (1 - share) / n + spread / (4 * n)) / (1 + spread)
    return max(0.0, float(middle - half)), min(1.0, float(middle + half))


def t_interval(values: Sequence[float | None], confidence: float = CONFIDENCE) -> Interval | None:
    """Student's interval of the mean of the folds' scores.

    The folds share training rows, so it is somewhat too narrow (Bengio and Grandvalet 2004).

    Returns:
        None with fewer than two folds, or where the score of a fold is undefined.
    """
    defined = [value for value in values if value is not None]
    if len(defined) < 2 or len(defined) < len(values):
        return None
    mean, deviation = float(np.mean(defined)), float(np.std(defined, ddof=1))
    quantile = float(special.stdtrit(len(defined) - 1, (1 + confidence) / 2))
    half = quantile * deviation / np.sqrt(len(defined))
    return float(mean - half), float(mean + half)


def delong(
    is_positive: BoolArray, probability: FloatArray, confidence: float = CONFIDENCE
) -> Interval | None:
    """The interval of an area under a ROC curve, within [0, 1] (DeLong et al. 1988).

    Args:
        is_positive, probability: shape (m,).

    Returns:
        None with fewer than two positive or two negative samples.
    """
    positive, negative = np.sort(probability[is_positive]), np.sort(probability[~is_positive])
    if min(len(positive), len(negative)) < 2:
        return None
    above = _share_below(positive, negative)  # of negatives, for each positive
    below = 1 - _share_below(negative, positive)
    variance = above.var(ddof=1) / len(positive) + below.var(ddof=1) / len(negative)
    half = NormalDist().inv_cdf((1 + confidence) / 2) * np.sqrt(variance)
    area = above.mean()
    return max(0.0, float(area - half)), min(1.0, float(area + half))


def intervals(predictions: Predictions, folds: Sequence[Scores]) -> dict[str, Interval | None]:
    """95 % intervals by score: Wilson's for the accuracy, Student's over the folds for the rest.

    With one fold and two classes the area under the ROC curve has DeLong's.

    Args:
        folds: the scores of each fold by itself.
    """
    if not predictions.is_classification:
        return {name: _over(folds, name) for name in ("mae", "rmse", "rae", "correlation")}
    weighted = [f.weighted for f in folds if isinstance(f, ClassificationScores)]
    found = {name: _over(weighted, name) for name in ("auc", "f1", "precision", "recall", "mcc")}
    if len(folds) == 1 and len(predictions.classes) == 2:
        found["auc"] = delong(*one_against_rest(predictions, 1))
    known = pooled(predictions)
    hits = int(np.sum(known.actual == known.predicted))
    return {
        "accuracy": wilson(hits, len(known.actual)),
        **{name: _over(folds, name) for name in ("kappa", "log_loss")},
        **found,
    }


def _over(folds: Sequence[Scores] | Sequence[object], name: str) -> Interval | None:
    return t_interval([getattr(fold, name) for fold in folds])


def _share_below(of: FloatArray, others: FloatArray) -> FloatArray:
    """For each value the share of the sorted ``others`` below it, ties counting one half."""
    counts = np.searchsorted(others, of, "left") + np.searchsorted(others, of, "right")
    return np.asarray(counts / (2 * len(others)))
