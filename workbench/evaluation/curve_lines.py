"""What a learning curve's lines are made of: means over folds, bands, smoothing."""

from typing import Literal, TypeAlias

import numpy as np

from workbench.data.dataset import FloatArray
from workbench.evaluation.score_curves import band

BandKind: TypeAlias = Literal["none", "deviation", "interval"]


def smoothed(values: FloatArray, weight: float) -> FloatArray:
    """The exponential moving average along the epochs, without the pull of its beginning.

    s = w·s + (1 − w)·v from s = 0, divided by 1 − wⁿ (Kingma and Ba 2015, section 3).

    Args:
        values: shape (folds, epochs); what is NaN stays so and is passed over.
        weight: w in [0, 1): the weight of what was before; 0 changes nothing.
    """
    if not weight or not values.size:
        return values
    found = np.full(values.shape, np.nan)
    average, decay = np.zeros(len(values)), np.ones(len(values))
    for epoch in range(values.shape[1]):
        now = values[:, epoch]
        known = np.isfinite(now)
        average[known] = weight * average[known] + (1 - weight) * now[known]
        decay[known] *= weight
        found[known, epoch] = average[known] / (1 - decay[known])
    return found


def spread(
    values: FloatArray, kind: BandKind, overlap: float = 0.0
) -> tuple[FloatArray, FloatArray]:
    """The band about the mean of the folds, shapes (epochs,); NaN where fewer than two go on.

    Args:
        values: shape (folds, epochs), NaN where there is nothing.
        kind: one standard deviation of the folds either way, or the 95 % interval of their mean.
        overlap: as for ``band``.
    """
    nothing = np.full(values.shape[1], np.nan)
    known = np.isfinite(values)
    if kind == "none" or (known.sum(axis=1) > 0).sum() < 2:
        return nothing, nothing
    found = band(values.T, overlap=overlap)
    if kind == "interval":
        return found.low, found.high
    count = known.sum(axis=0)
    squares = np.where(known, (values - found.mean) ** 2, 0.0).sum(axis=0)
    deviation = nothing.copy()
    np.divide(squares, count - 1, out=deviation, where=count > 1)
    deviation = np.sqrt(deviation)
    return found.mean - deviation, found.mean + deviation
