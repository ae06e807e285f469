"""Tests over data sets: Wilcoxon's, Friedman's, Nemenyi's, Holm's correction.

Source: Demšar (2006), "Statistical comparisons of classifiers over multiple data sets".
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from workbench.core.deferred import deferred
from workbench.data.dataset import FloatArray

if TYPE_CHECKING:
    from scipy import special, stats
else:
    special = deferred("scipy.special")
    stats = deferred("scipy.stats")

FEWEST_DATA_SETS = 5  # for Friedman's test and the Bayesian one
_DECIMALS = 12  # of mean scores; what differs by less is equal but for rounding


@dataclass(frozen=True)
class Friedman:
    """Whether learners differ at all, and which of them (Nemenyi).

    Args:
        mean_ranks: of each learner; 1 is best; equal ones share their ranks.
        chi_square: Friedman's statistic, with k − 1 degrees of freedom; as Demšar has it, without
            correction for ties, so that many of them make the test cautious.
        f: Iman and Davenport's, with k − 1 and (k − 1)(N − 1) degrees of freedom.
        p: of ``f``.
        critical_difference: mean ranks that differ by more differ significantly (Nemenyi).
        groups: learners that cannot be told apart, as index tuples by rank; those of one only
            and those within another are left out.
    """

    n_data_sets: int
    mean_ranks: tuple[float, ...]
    chi_square: float
    f: float
    p: float
    critical_difference: float
    groups: tuple[tuple[int, ...], ...]


def friedman(means: FloatArray, alpha: float = 0.05) -> Friedman:
    """Friedman's test with Nemenyi's critical difference.

    Args:
        means: mean scores, more being better, shape (k learners, N data sets), k and N ≥ 2.
    """
    k, n = means.shape
    ranks = np.mean(stats.rankdata(-np.round(means, _DECIMALS), axis=0), axis=1)  # (k,)
    chi = float(12 * n / (k * (k + 1)) * (np.sum(ranks**2) - k * (k + 1) ** 2 / 4))
    rest = n * (k - 1) - chi
    f = (n - 1) * chi / rest if rest > 1e-9 else np.inf
    p = float(special.fdtrc(k - 1, (k - 1) * (n - 1), f)) if np.isfinite(f) else 0.0
    difference = critical_difference(k, n, alpha)
    groups = _groups(ranks, difference)
    return Friedman(n, tuple(ranks.tolist()), chi, float(f), p, difference, groups)


def critical_difference(n_learners: int, n_data_sets: int, alpha: float = 0.05) -> float:
    """Nemenyi's: by how much mean ranks must differ."""
    quantile = float(stats.studentized_range.ppf(1 - alpha, n_learners, np.inf)) / np.sqrt(2)
    return float(quantile * np.sqrt(n_learners * (n_learners + 1) / (6 * n_data_sets)))


def wilcoxon(differences: FloatArray) -> float:
    """The two-sided p of Wilcoxon's signed-rank test; a difference of 0 counts half on each side.

    Exact where no two differences are of one size and none is 0, and data sets are few.

    Args:
        differences: first − second on each data set, shape (q,).
    """
    if not np.any(differences):
        return 1.0
    sizes = np.abs(differences)
    is_exact = len(np.unique(sizes)) == len(sizes) and bool(np.all(sizes > 0)) and len(sizes) <= 50
    method = "exact" if is_exact else "asymptotic"
    result = stats.wilcoxon(differences, zero_method="zsplit", method=method)  # type: ignore[call-overload]  # the stubs know no "asymptotic"
    return float(result.pvalue)


def fewest_for_wilcoxon(alpha: float) -> int:
    """With fewer data sets not even one winner throughout is significant: 2 · ½^q > α."""
    return int(np.ceil(1 - np.log2(alpha)))


def holm(p: Sequence[float]) -> tuple[float, ...]:
    """Holm's step-down adjusted p-values, in the order given (Holm 1979)."""
    order = np.argsort(p)
    factors = len(p) - np.arange(len(p))
    stepped = np.minimum(1.0, np.maximum.accumulate(np.asarray(p)[order] * factors))
    adjusted = np.empty(len(p))
    adjusted[order] = stepped
    return tuple(adjusted.tolist())


def _groups(ranks: FloatArray, difference: float) -> tuple[tuple[int, ...], ...]:
    """The longest runs of learners, by rank, whose ends differ by no more than ``difference``."""
    order = np.argsort(ranks, kind="stable")
    groups: list[tuple[int, ...]] = []
    end = 0
    for start in range(len(order)):
        last = start
        while last + 1 < len(order) and ranks[order[last + 1]] - ranks[order[start]] <= difference:
            last += 1
        if last > start and last + 1 > end:
            groups.append(tuple(order[start : last + 1].tolist()))
            end = last + 1
    return tuple(groups)
