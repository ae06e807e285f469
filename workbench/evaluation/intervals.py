"""Confidence intervals: how far a score may be trusted."""

from collections.abc import Sequence
from statistics import NormalDist
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from workbench.core.deferred import deferred
from workbench.evaluation.predictions import Predictions
from workbench.evaluation.scores import ClassificationScores, Scores, fold_scores, scores

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


def intervals(predictions: Predictions) -> dict[str, Interval | None]:
    """95 % intervals by score: Wilson's for the accuracy, Student's over the folds for the rest."""
    folds = fold_scores(predictions)
    if not predictions.is_classification:
        return {name: _over(folds, name) for name in ("mae", "rmse", "rae", "correlation")}
    over_all = scores(predictions)
    weighted = [f.weighted for f in folds if isinstance(f, ClassificationScores)]
    return {
        "accuracy": wilson(round((over_all.accuracy or 0) * n), n)
        if isinstance(over_all, ClassificationScores) and (n := over_all.n_samples)
        else None,
        **{name: _over(folds, name) for name in ("kappa", "log_loss")},
        **{name: _over(weighted, name) for name in ("auc", "f1", "precision", "recall", "mcc")},
    }


def _over(folds: Sequence[Scores] | Sequence[object], name: str) -> Interval | None:
    return t_interval([getattr(fold, name) for fold in folds])
