"""Precision against recall, and the area under that curve; scikit-learn computes the points."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from workbench.core.deferred import deferred
from workbench.core.errors import DataError
from workbench.data.dataset import FloatArray
from workbench.evaluation.predictions import Predictions
from workbench.evaluation.roc import one_against_rest

if TYPE_CHECKING:
    from sklearn import metrics
else:
    metrics = deferred("sklearn.metrics")


@dataclass(frozen=True, eq=False)
class PrecisionRecallCurve:
    """Precision against recall of one class against the rest.

    Args:
        positive: index of the positive class.
        precision, recall: in [0, 1], shape (n_thresholds + 1,); recall falls from 1 to 0.
        thresholds: rising, shape (n_thresholds,).
        auc: average precision, as WEKA's PRC area: Σ precision · gain in recall.
    """

    positive: int
    precision: FloatArray
    recall: FloatArray
    thresholds: FloatArray
    auc: float


def precision_recall_curve(predictions: Predictions, positive: int) -> PrecisionRecallCurve:
    """Precision against recall over all folds ranked together.

    The area does not interpolate between points, which would be too hopeful (Davis and
    Goadrich 2006).

    Args:
        positive: index of the positive class.

    Raises:
        DataError: no sample is of the positive class.
    """
    is_positive, probability = one_against_rest(predictions, positive)
    if not is_positive.any():
        label = predictions.classes[positive]
        raise DataError(f"There is no precision of '{label}': no test sample is of this class.")
    points = metrics.precision_recall_curve(is_positive, probability)
    precision, recall, thresholds = (np.asarray(p, float) for p in points)
    area = float(-np.sum(np.diff(recall) * precision[:-1]))
    return PrecisionRecallCurve(positive, precision, recall, thresholds, area)


def pr_auc(predictions: Predictions, positive: int) -> float | None:
    """The area under ``precision_recall_curve``; None where there is no such curve."""
    is_positive, _ = one_against_rest(predictions, positive)
    if not is_positive.any():
        return None
    return precision_recall_curve(predictions, positive).auc
