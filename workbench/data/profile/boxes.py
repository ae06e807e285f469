"""Box plots in figures (Tukey 1977): quartiles, whiskers, outliers."""

from dataclasses import dataclass

import numpy as np

from workbench.data.dataset import FloatArray, IntArray

WHISKER = 1.5  # interquartile ranges


@dataclass(frozen=True, eq=False)
class Box:
    """One box.

    Args:
        n: values that are there.
        low, high: the furthest values within 1.5 interquartile ranges of the box.
        outliers: the positions of the values beyond, shape (k,).
    """

    n: int
    lower_quartile: float
    median: float
    upper_quartile: float
    low: float
    high: float
    mean: float
    outliers: IntArray


def box_of(values: FloatArray) -> Box | None:
    """The box of the values that are finite; None if there is none.

    Quartiles are interpolated linearly, as numpy's and R's (type 7).

    Args:
        values: shape (n,).
    """
    present = np.flatnonzero(np.isfinite(values))
    if not len(present):
        return None
    mine = values[present]
    first, median, third = (float(q) for q in np.quantile(mine, (0.25, 0.5, 0.75)))
    reach = WHISKER * (third - first)
    is_near = (mine >= first - reach) & (mine <= third + reach)
    near = mine[is_near]
    return Box(
        len(mine), first, median, third, float(near.min()), float(near.max()),
        float(mine.mean()), present[~is_near],
    )  # fmt: skip
