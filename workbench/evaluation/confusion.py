"""The confusion matrix: how often each class was taken for each other."""

import numpy as np

from workbench.data.dataset import IntArray
from workbench.evaluation.part import pooled
from workbench.evaluation.predictions import Predictions


def confusion_matrix(predictions: Predictions) -> IntArray:
    """Counts as ``matrix[true, predicted]``, shape (c, c), over all folds; rows as WEKA prints."""
    known = pooled(predictions)
    c = len(known.classes)
    cells = known.actual.astype(np.int64) * c + known.predicted
    return np.bincount(cells, minlength=c * c).reshape(c, c)
