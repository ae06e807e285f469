"""How attributes go together: correlations, and what is most related to the class."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np

from workbench.core.run import Progressed, Run
from workbench.data.dataset import Dataset, FloatArray, IntArray
from workbench.data.profile.axis_values import axis_values

Method: TypeAlias = Literal["pearson", "spearman"]


@dataclass(frozen=True, eq=False)
class Correlations:
    """Every pair of some attributes.

    Args:
        values: in [−1, 1], shape (k, k); NaN where one of the two is constant or there are fewer
            than two samples with both values.
        relations: how strongly each goes with the class, in [0, 1], shape (k,): the absolute
            correlation with a numeric class, the correlation ratio η with a nominal one; NaN
            without a class.
    """

    names: tuple[str, ...]
    method: Method
    values: FloatArray
    relations: FloatArray


def columns_for(dataset: Dataset) -> tuple[str, ...]:
    """The attributes that have correlations: numeric ones, and nominal ones of two labels."""
    return tuple(
        a.name
        for a in dataset.schema.attributes
        if a.kind == "numeric" or (a.kind == "nominal" and len(a.values) == 2)
    )


def correlations(dataset: Dataset, names: tuple[str, ...], method: Method) -> Run[Correlations]:
    """Correlate every two attributes over the samples that have both values.

    Spearman's are Pearson's of the ranks, which are given once among an attribute's own values.
    """
    columns = []
    for i, name in enumerate(names):
        yield Progressed(i, 2 * len(names), name)
        values = axis_values(dataset, name).values
        columns.append(ranks(values) if method == "spearman" else values)
    values = yield from _pairs(columns, names)
    return Correlations(names, method, values, relations_to_class(dataset, columns))


def ranks(values: FloatArray) -> FloatArray:
    """Ranks from 1, equal values sharing their mean rank; NaN stays NaN. Shape (n,)."""
    known = ~np.isnan(values)
    _, places, counts = np.unique(values[known], return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    found = np.full(len(values), np.nan)
    found[known] = (last - (counts - 1) / 2)[places]
    return found


def correlation(a: FloatArray, b: FloatArray) -> float:
    """Pearson's correlation over the pairs that are there; NaN if there is none."""
    both = ~(np.isnan(a) | np.isnan(b))
    if not both.all():
        a, b = a[both], b[both]
    if len(a) < 2:
        return float("nan")
    a, b = a - a.mean(), b - b.mean()
    # einsum, not a dot product: the threads of BLAS wait for one another on a busy machine.
    size = np.sqrt(np.einsum("i,i->", a, a)) * np.sqrt(np.einsum("i,i->", b, b))
    is_flat = size <= 1e-14 * len(a) * max(float(np.abs(a).max()), 1e-300) ** 2
    return float("nan") if is_flat else float(np.clip(np.einsum("i,i->", a, b) / size, -1, 1))


def correlation_ratio(values: FloatArray, codes: IntArray) -> float:
    """η: the root of the share of the variance that lies between the classes; NaN if none does.

    Args:
        codes: the class of each sample, −1 missing.
    """
    known = (codes >= 0) & ~np.isnan(values)
    mine, groups = values[known], codes[known]
    if len(mine) < 2 or mine.min() == mine.max():
        return float("nan")
    counts = np.bincount(groups)
    sums = np.bincount(groups, weights=mine - mine.mean())
    between = float(np.sum(sums[counts > 0] ** 2 / counts[counts > 0]))
    return float(np.sqrt(min(between / float(np.sum((mine - mine.mean()) ** 2)), 1.0)))


def relations_to_class(dataset: Dataset, columns: list[FloatArray]) -> FloatArray:
    """How strongly each column goes with the class, shape (k,)."""
    target = dataset.schema.class_attribute
    if target is None or target.kind not in {"numeric", "nominal"}:
        return np.full(len(columns), np.nan)
    if target.kind == "numeric":
        values = axis_values(dataset, target.name).values
        return np.array([abs(correlation(column, values)) for column in columns])
    codes = dataset.labels.astype(np.int64)
    return np.array([correlation_ratio(column, codes) for column in columns])


def _pairs(columns: list[FloatArray], names: tuple[str, ...]) -> Run[FloatArray]:
    k = len(columns)
    values = np.full((k, k), np.nan)
    for i in range(k):
        yield Progressed(k + i, 2 * k, names[i])
        for j in range(i + 1):
            values[i, j] = values[j, i] = correlation(columns[i], columns[j])
    return values
