"""ROC curves and the area under them (Fawcett 2006); scikit-learn computes the points."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from workbench.core.deferred import deferred
from workbench.core.errors import DataError
from workbench.data.dataset import BoolArray, FloatArray
from workbench.evaluation.part import pooled
from workbench.evaluation.predictions import Predictions

if TYPE_CHECKING:
    from sklearn import metrics
else:
    metrics = deferred("sklearn.metrics")


@dataclass(frozen=True, eq=False)
class RocCurve:
    """The ROC curve of one class against the rest.

    Args:
        positive: index of the positive class.
        false_positive_rate, true_positive_rate: in [0, 1], shape (n_thresholds,), from (0, 0)
            to (1, 1).
        thresholds: falling; a sample counts as positive if its probability is not below. The
            first is infinite.
        auc: the area under the curve.
    """

    positive: int
    false_positive_rate: FloatArray
    true_positive_rate: FloatArray
    thresholds: FloatArray
    auc: float


def roc_curve(predictions: Predictions, positive: int) -> RocCurve:
    """The ROC curve of one class against the rest (Fawcett 2006, algorithm 1).

    All folds are ranked together, as WEKA does; ``part.of_fold`` gives one fold's predictions.
    Tied probabilities give one slanted step, so the area is the Mann-Whitney statistic. Rows
    without a class are left out (WEKA 3.6 counts them as negatives of every class).

    Args:
        positive: index of the positive class.

    Raises:
        DataError: no sample, or every sample, is of the positive class.
    """
    is_positive, probability = one_against_rest(predictions, positive)
    if is_positive.all() or not is_positive.any():
        which = "every test sample is" if len(is_positive) and is_positive.all() else "none is"
        label = predictions.classes[positive]
        raise DataError(f"There is no ROC curve of '{label}': {which} of this class.")
    rates = metrics.roc_curve(is_positive, probability)
    false_positive_rate, true_positive_rate, thresholds = (np.asarray(r, float) for r in rates)
    area = float(np.trapezoid(true_positive_rate, false_positive_rate))
    return RocCurve(positive, false_positive_rate, true_positive_rate, thresholds, area)


def roc_auc(predictions: Predictions, positive: int) -> float | None:
    """The area under ``roc_curve``; None where there is no such curve."""
    is_positive, _ = one_against_rest(predictions, positive)
    if is_positive.all() or not is_positive.any():
        return None
    return roc_curve(predictions, positive).auc


def one_against_rest(predictions: Predictions, positive: int) -> tuple[BoolArray, FloatArray]:
    """Who is of the class, shape (m,), and the probability given to it, shape (m,).

    Raises:
        DataError: numbers were predicted, not classes.
    """
    known = pooled(predictions)
    if known.probabilities is None:
        raise DataError(f"'{known.attribute.name}' is a number: it has no ROC curve.")
    return np.asarray(known.actual == positive), known.probabilities[:, positive]
