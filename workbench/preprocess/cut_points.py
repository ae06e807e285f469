"""Where numbers are cut into intervals: equal width, equal frequency, Fayyad and Irani's MDL.

Fayyad, Irani: Multi-interval discretization of continuous-valued attributes (IJCAI 1993). The cuts
are those of WEKA's Discretize filters. A value that is equal to a cut lies below it.
"""

from itertools import pairwise

import numpy as np

from workbench.data.dataset import Column, FloatArray, IntArray


def equal_width(values: FloatArray, bins: int) -> FloatArray:
    """The bins − 1 cuts that split the range of the values evenly; none for a single value."""
    if not len(values) or values.min() == values.max():
        return np.empty(0)
    low, high = float(values.min()), float(values.max())
    if np.isinf(high - low):  # the range itself is too large a number
        steps = np.arange(1, bins) / bins
        return np.unique(low * (1 - steps) + high * steps)
    return np.unique(low + (high - low) / bins * np.arange(1, bins))


def equal_frequency(values: FloatArray, bins: int) -> FloatArray:
    """At most bins − 1 cuts with about as many values between each two; equal values stay together.

    A cut is set where the ideal number of values is passed, or at the last possible place before
    if that is nearer; the ideal number is then worked out anew from the values that are left.
    """
    distinct, counts = np.unique(values, return_counts=True)
    middles = _middles(distinct)
    cuts: list[float] = []
    left, ideal = len(values), len(values) / bins
    inside, before, place = 0, 0, -1  # values since the last cut; up to the last possible place
    for i, count in enumerate(counts[:-1].tolist()):
        inside, left = inside + count, left - count
        if len(cuts) == bins - 1:
            break
        if inside < ideal:
            before, place = inside, i
            continue
        if place >= 0 and ideal - before < inside - ideal:
            cuts.append(middles[place])
            inside, place = inside - before, i
            before = inside
        else:
            cuts.append(middles[i])
            inside, before, place = 0, 0, -1
        ideal = (left + inside) / (bins - len(cuts))
    if len(cuts) < bins - 1 and place >= 0:
        cuts.append(middles[place])
    return np.unique(np.array(cuts, dtype=np.float64))


def fayyad_irani(
    values: FloatArray, classes: Column, n_classes: int, *, better_encoding: bool = False
) -> FloatArray:
    """The cuts that tell classes apart and pay for their own description; there may be none.

    Args:
        values: shape (n,), none missing.
        classes: codes, shape (n,), none missing.
        better_encoding: count only the places where a cut can be, not all n − 1 (WEKA's -E).
    """
    distinct, places = np.unique(values, return_inverse=True)
    table = np.zeros((len(distinct), n_classes))  # (m, c): samples by value and class
    np.add.at(table, (places, classes), 1)
    middles = _middles(distinct)
    cuts: list[float] = []
    open_ranges = [(0, len(distinct))]
    while open_ranges:
        first, end = open_ranges.pop()
        cut = _best_cut(table[first:end], better_encoding=better_encoding)
        if cut is not None:
            cuts.append(middles[first + cut])
            open_ranges += [(first, first + cut + 1), (first + cut + 1, end)]
    return np.unique(np.array(cuts, dtype=np.float64))


def interval_labels(cuts: FloatArray) -> tuple[str, ...]:
    """The names of the intervals as WEKA writes them: (-inf-2.45], (2.45-4.75], (4.75-inf)."""
    if not len(cuts):
        return ("All",)
    short = [f"{cut:.6f}".rstrip("0").rstrip(".") for cut in cuts.tolist()]
    # As many digits as tell the cuts apart.
    texts = short if len(set(short)) == len(short) else [repr(cut) for cut in cuts.tolist()]
    middle = [f"({a}-{b}]" for a, b in pairwise(texts)]
    return (f"(-inf-{texts[0]}]", *middle, f"({texts[-1]}-inf)")


def interval_codes(values: FloatArray, cuts: FloatArray) -> IntArray:
    """Which interval each value lies in, shape (n,)."""
    return np.searchsorted(cuts, values, side="left")


def entropy(counts: FloatArray) -> FloatArray:
    """The entropy in bits of each row of counts, shape (..., c) to (...); 0 for empty rows."""
    total = counts.sum(axis=-1)
    terms = np.where(counts > 0, counts * np.log2(np.where(counts > 0, counts, 1)), 0).sum(axis=-1)
    safe = np.where(total > 0, total, 1)
    return np.asarray(np.where(total > 0, np.log2(safe) - terms / safe, 0))


def _middles(distinct: FloatArray) -> FloatArray:
    return distinct[:-1] / 2 + distinct[1:] / 2 if len(distinct) > 1 else np.empty(0)


def _best_cut(table: FloatArray, *, better_encoding: bool) -> int | None:
    """After which row of the table to cut, if a cut pays; shape of the table (m, c)."""
    if len(table) < 2:
        return None
    total = table.sum(axis=0)
    below = np.cumsum(table, axis=0)[:-1]  # (m - 1, c)
    above = total - below
    n = total.sum()
    after = (below.sum(axis=1) * entropy(below) + above.sum(axis=1) * entropy(above)) / n
    best = int(np.argmax(after <= after.min() + 1e-12))  # the first of equals
    before = float(entropy(total))
    gain = before - float(after[best])
    if gain <= 1e-12:
        return None
    k, k_below, k_above = (np.count_nonzero(c) for c in (total, below[best], above[best]))
    kept = k * before - k_below * entropy(below[best]) - k_above * entropy(above[best])
    # log2(3^k − 2), which is k·log2(3) but for rounding where k is large
    delta = (np.log2(3.0**k - 2) if k < 500 else k * np.log2(3)) - kept
    n_places = len(table) - 1 if better_encoding else n - 1
    return best if gain > (np.log2(n_places) + delta) / n else None
