"""Scores of many confusion matrices at once, as resampling makes them."""

import numpy as np

from workbench.data.dataset import FloatArray, IntArray


def of_matrices(matrices: IntArray) -> dict[str, FloatArray]:
    """Kappa and the class-weighted scores of each matrix, as ``scores`` computes them for one.

    Args:
        matrices: ``matrices[i, true, predicted]``, shape (t, c, c). A single class against the
            rest, shape (t, 2, 2), gives that class's Matthews coefficient, which is the other's.

    Returns:
        By name, each of shape (t,); NaN where undefined.
    """
    hits = np.diagonal(matrices, axis1=1, axis2=2).astype(float)  # (t, c)
    actual, predicted = matrices.sum(axis=2), matrices.sum(axis=1)  # (t, c)
    n = actual.sum(axis=1, keepdims=True)  # (t, 1)
    with np.errstate(divide="ignore", invalid="ignore"):
        precision, recall = hits / predicted, hits / actual
        f1 = np.where(hits > 0, 2 * precision * recall / (precision + recall), 0 * precision)
        spread = np.sqrt(1.0 * actual * (n - actual) * predicted * (n - predicted))
        by_class = {
            "precision": precision,
            "recall": recall,
            "f1": f1,
            "mcc": (hits * n - 1.0 * actual * predicted) / spread,
            "false_positive_rate": (predicted - hits) / (n - actual),
        }
        chance = np.sum(1.0 * actual * predicted, axis=1) / n[:, 0] ** 2
        kappa = (hits.sum(axis=1) / n[:, 0] - chance) / (1 - chance)
    weights = actual / n
    averages = {
        name: np.where(actual > 0, values * weights, 0).sum(axis=1)
        for name, values in by_class.items()
    }
    return {"kappa": kappa, **averages}
