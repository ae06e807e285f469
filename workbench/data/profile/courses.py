"""Series over time by class: mean and spread at each step, and those of a table with dates."""

from dataclasses import dataclass

import numpy as np

from workbench.data.dataset import FloatArray, IntArray


@dataclass(frozen=True, eq=False)
class Band:
    """The series of one class.

    Args:
        n: series.
        mean, sd: at each step, shape (length,); NaN where none of them has a value.
    """

    group: int
    n: int
    mean: FloatArray
    sd: FloatArray


def bands(series: FloatArray, codes: IntArray, n_groups: int) -> list[Band]:
    """Mean and standard deviation of the series of each class, step by step.

    Args:
        series: one channel, shape (n, length); NaN is a gap or filling.
        codes: the class of each series, shape (n,); those outside 0 … n_groups − 1 are left out.
    """
    found = []
    for group in range(n_groups):
        mine = series[codes == group]
        if not len(mine):
            continue
        known = ~np.isnan(mine)
        counts = known.sum(axis=0)
        with np.errstate(invalid="ignore", divide="ignore"):
            mean = np.where(known, mine, 0.0).sum(axis=0) / counts
            away = np.where(known, mine - mean, 0.0)
            sd = np.sqrt((away**2).sum(axis=0) / counts)
        found.append(Band(group, len(mine), mean, sd))
    return found


def outlined(values: FloatArray, most: int) -> IntArray:
    """The steps that are drawn of a long series so that no peak is lost.

    Least and largest value of each of ``most`` / 2 pieces.

    Args:
        values: shape (length,); NaN is a gap.
    """
    if len(values) <= most:
        return np.arange(len(values))
    pieces = max(most // 2, 1)
    size = -(-len(values) // pieces)
    pieces = len(values) // size
    starts = np.arange(pieces) * size
    table = values[: pieces * size].reshape(pieces, size)
    is_open = bool(np.isnan(values).any())
    low, high = ((np.where(np.isnan(table), end, table) if is_open else table)
                 for end in (np.inf, -np.inf))  # fmt: skip
    found = [low.argmin(axis=1) + starts, high.argmax(axis=1) + starts]
    rest = np.arange(pieces * size, len(values))
    tail = [rest[outlined(values[rest], 2)]] if 2 < len(rest) < len(values) else [rest]
    return np.unique(np.concatenate([*found, *tail, [0, len(values) - 1]]))


def thinned(length: int, most: int) -> IntArray:
    """The steps that are drawn of a long series, first and last among them."""
    if length <= most:
        return np.arange(length)
    return np.unique(np.linspace(0, length - 1, most).round().astype(np.int64))
