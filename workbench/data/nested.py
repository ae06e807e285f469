"""Nested subsets: an order of rows of which every beginning has about the shares of the whole."""

import numpy as np

from workbench.data.dataset import IntArray


def nested_order(groups: IntArray, seed: int) -> IntArray:
    """Places 0…n−1 in an order whose every beginning is drawn evenly from all groups.

    Within a group the order is drawn at random. Of m places a group of share p has between
    m·p − (g + 1) / 2 and m·p + (g + 1) / 2, g being the number of groups.

    Args:
        groups: what each place belongs to (its class), shape (n,).
    """
    random = np.random.default_rng(seed)
    shuffled = random.permutation(len(groups))
    when = np.empty(len(groups))
    for group in np.unique(groups):
        members = shuffled[groups[shuffled] == group]
        when[members] = (np.arange(len(members)) + 0.5) / len(members)
    return np.asarray(shuffled[np.argsort(when[shuffled], kind="stable")])


def sizes_up_to(n: int, count: int, smallest: float, *, is_logarithmic: bool) -> tuple[int, ...]:
    """At most ``count`` sizes rising to ``n``, evenly or with one factor between them.

    Args:
        smallest: the first one's share of ``n``; at least one row.
    """
    first = max(1.0, smallest * n)
    between = np.geomspace if is_logarithmic else np.linspace
    found = np.rint(between(first, n, count)).astype(int).tolist()
    return tuple(dict.fromkeys(min(max(1, size), n) for size in found))
