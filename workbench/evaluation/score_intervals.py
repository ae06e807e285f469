"""The 95 % interval of each score, by the method that fits the score and the kind of test."""

from collections.abc import Sequence

import numpy as np

from workbench.data.dataset import FloatArray, IntArray
from workbench.evaluation.confusion import confusion_matrix
from workbench.evaluation.delong import delong, weighted_areas
from workbench.evaluation.intervals import (
    Interval,
    bootstrapped,
    f1_interval,
    fisher_interval,
    logit_interval,
    percentiles,
    ratio_interval,
    t_interval,
    wilson,
)
from workbench.evaluation.matrix_scores import of_matrices
from workbench.evaluation.part import n_repeats, overlap_of, pooled
from workbench.evaluation.precision_recall import pr_auc
from workbench.evaluation.predictions import Predictions
from workbench.evaluation.roc import one_against_rest
from workbench.evaluation.scores import SMALLEST_PROBABILITY, ClassificationScores, Scores

_WEIGHTED = ("auc", "f1", "precision", "recall", "mcc", "false_positive_rate", "pr_auc")
_NUMBERS = ("mae", "rmse", "rae", "correlation")
_MOST_DRAWN = 2_000_000  # cells of bootstrapped matrices: a tenth of a second
_FEWEST_TIMES = 200
_RANGES = {  # of the scores that are no shares
    **dict.fromkeys(("kappa", "mcc", "correlation"), (-1.0, 1.0)),
    **dict.fromkeys(("log_loss", "mae", "rmse", "rae"), (0.0, np.inf)),
}


def intervals(predictions: Predictions, folds: Sequence[Scores]) -> dict[str, Interval | None]:
    """95 % intervals by score; ``METHODS`` in ``explain`` says by which method.

    Wilson's for the accuracy. Over several folds Student's of the folds' scores for the rest.
    With one fold each by its own method, of the test rows.

    Args:
        folds: the scores of each fold by itself.
    """
    known = pooled(predictions)
    if not predictions.is_classification:
        if len(folds) == 1:
            return _of_numbers(known)
        return _over(folds, _NUMBERS, overlap_of(known))
    hits, repeats = int(np.sum(known.actual == known.predicted)), n_repeats(known)
    found = {"accuracy": wilson(hits / repeats, len(known.actual) / repeats)}
    if len(folds) != 1:
        weighted = [f.weighted for f in folds if isinstance(f, ClassificationScores)]
        overlap = overlap_of(known)
        main = _over(folds, ("kappa", "log_loss"), overlap)
        return {**found, **main, **_over(weighted, _WEIGHTED, overlap)}
    return {**found, **_of_classes(known)} if len(known.actual) > 1 else found


def class_intervals(predictions: Predictions, index: int) -> dict[str, Interval | None]:
    """95 % intervals of the scores of one class against the rest, over all folds pooled."""
    known = pooled(predictions)
    table = two_by_two(confusion_matrix(known), index)
    repeats = n_repeats(known)
    (others, wrongly_found), (missed, hits) = (table / repeats).tolist()
    is_positive, probability = one_against_rest(known, index)
    again = _resampled(np.rint(table / repeats).astype(np.int64))
    return {
        "recall": wilson(hits, hits + missed),
        "false_positive_rate": wilson(wrongly_found, wrongly_found + others),
        "precision": wilson(hits, hits + wrongly_found),
        "f1": f1_interval(hits, wrongly_found, missed),
        "mcc": again.get("mcc"),
        "auc": delong(is_positive, probability, repeats=repeats),
        "pr_auc": _area_interval(known, index),
    }


def two_by_two(matrix: IntArray, index: int) -> IntArray:
    """The table of one class against the rest: ``[[TN, FP], [FN, TP]]``, as ``[true, predicted]``.

    Args:
        matrix: ``counts[true, predicted]``, shape (c, c).
    """
    hits = int(matrix[index, index])
    missed, wrongly_found = int(matrix[index].sum()) - hits, int(matrix[:, index].sum()) - hits
    return np.array([[int(matrix.sum()) - hits - missed - wrongly_found, wrongly_found],
                     [missed, hits]])  # fmt: skip


def _area_interval(known: Predictions, index: int) -> Interval | None:
    is_positive, _ = one_against_rest(known, index)
    area = pr_auc(known, index)
    return None if area is None else logit_interval(area, is_positive.sum() / n_repeats(known))


def _of_classes(known: Predictions) -> dict[str, Interval | None]:
    """Of the test rows of one fold, two at least."""
    loss = _losses(known)
    return {
        **_resampled(confusion_matrix(known)),
        "log_loss": None if loss is None else t_interval(loss.tolist()),
        "auc": _weighted_area(known),
    }


def _weighted_area(known: Predictions) -> Interval | None:
    if known.probabilities is None:
        return None
    if len(known.classes) == 2:
        return delong(*one_against_rest(known, 1))
    return weighted_areas(known.actual, known.probabilities)


def _resampled(matrix: IntArray) -> dict[str, Interval | None]:
    if not matrix.sum():
        return {}
    n_times = max(_FEWEST_TIMES, min(2_000, _MOST_DRAWN // matrix.size))
    return {
        name: percentiles(values)
        for name, values in of_matrices(bootstrapped(matrix, n_times)).items()
    }


def _losses(known: Predictions) -> FloatArray | None:
    if known.probabilities is None:
        return None
    chosen = known.probabilities[np.arange(len(known.actual)), known.actual]
    return np.asarray(-np.log(np.clip(chosen, SMALLEST_PROBABILITY, 1)))


def _of_numbers(known: Predictions) -> dict[str, Interval | None]:
    error = np.abs(known.predicted - known.actual)
    if len(error) < 2:
        return dict.fromkeys(_NUMBERS)
    squared = t_interval((error**2).tolist()) or (0.0, 0.0)
    baseline = known.actual.mean() if known.baseline is None else known.baseline
    return {
        "mae": t_interval(error.tolist()),
        "rmse": (float(np.sqrt(max(squared[0], 0.0))), float(np.sqrt(squared[1]))),
        "rae": ratio_interval(error, np.abs(known.actual - baseline)),
        "correlation": fisher_interval(_correlation(known), len(error)),
    }


def _correlation(known: Predictions) -> float:
    if np.ptp(known.actual) == 0 or np.ptp(known.predicted) == 0:
        return 1.0  # there is none
    return float(np.corrcoef(known.actual, known.predicted)[0, 1])


def _over(
    folds: Sequence[Scores] | Sequence[object], names: Sequence[str], overlap: float
) -> dict[str, Interval | None]:
    """Student's intervals, cut off where no score can be: beyond a perfect one, say."""
    found: dict[str, Interval | None] = {}
    for name in names:
        low, high = _RANGES.get(name, (0.0, 1.0))
        interval = t_interval([getattr(fold, name) for fold in folds], overlap=overlap)
        found[name] = interval and (max(low, interval[0]), min(high, interval[1]))
    return found
