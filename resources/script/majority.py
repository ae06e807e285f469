"""The baseline."""

import numpy as np

from options import CLASS_LABELS, TASK
from preparing import targets_of


def fit_majority(train):
    """Answer with the shares of the classes, each counted one more, or the mean."""
    targets = targets_of(train)
    if TASK == "classification":
        counts = 1 + np.bincount(targets, minlength=len(CLASS_LABELS))
        return lambda rows: np.tile(counts / counts.sum(), (len(rows), 1))
    return lambda rows: np.full(len(rows), targets.mean())
