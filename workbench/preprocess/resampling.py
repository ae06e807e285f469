"""Rows drawn at random, class by class: what balance and resample share."""

import numpy as np

from workbench.core.errors import DataError
from workbench.data.dataset import Dataset, FloatArray, IntArray


def class_rows(train: Dataset) -> list[IntArray]:
    """The rows of each label that occurs, in the labels' order; those without one are left out.

    Raises:
        DataError: there is no nominal class, or no row has one.
    """
    target = train.schema.target
    if target.kind != "nominal":
        raise DataError(
            f"The class '{target.name}' is {target.kind}; it must be nominal to be balanced."
        )
    rows = [np.flatnonzero(train.labels == code) for code in range(len(target.values))]
    found = [group for group in rows if len(group)]
    if not found:
        raise DataError(f"No row has a value of the class '{target.name}'.")
    return found


def shares(sizes: FloatArray, total: int) -> IntArray:
    """``total`` split in proportion to ``sizes``, whole numbers by the largest remainders."""
    exact = sizes / sizes.sum() * total
    whole = np.floor(exact).astype(np.int64)
    order = np.argsort(-(exact - whole), kind="stable")
    whole[order[: total - int(whole.sum())]] += 1
    return np.asarray(whole)


def drawn(rows: IntArray, n: int, random: np.random.Generator) -> IntArray:
    """Give n of the rows: each as often as it goes, and the rest of them at random, none twice."""
    whole, rest = divmod(n, len(rows))
    return np.concatenate([np.repeat(rows, whole), random.permutation(rows)[:rest]])
