"""Confidence intervals: how far a score may be trusted."""

from collections.abc import Sequence
from statistics import NormalDist
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from workbench.core.deferred import deferred
from workbench.data.dataset import FloatArray, IntArray

if TYPE_CHECKING:
    from scipy import special
else:
    special = deferred("scipy.special")

Interval: TypeAlias = tuple[float, float]

CONFIDENCE = 0.95


def wilson(successes: float, n: float, confidence: float = CONFIDENCE) -> Interval | None:
    """Wilson's score interval of a share (Wilson 1927), within [0, 1]; None without samples.

    Args:
        successes, n: counts; of rows that were tested r times, what is r times as many by r.
    """
    if n == 0:
        return None
    z = NormalDist().inv_cdf((1 + confidence) / 2)
    share, spread = successes / n, z**2 / n
    middle = (share + spread / 2) / (1 + spread)
    half = z * np.sqrt(share * (1 - share) / n + spread / (4 * n)) / (1 + spread)
    return max(0.0, float(middle - half)), min(1.0, float(middle + half))


def t_interval(
    values: Sequence[float | None], confidence: float = CONFIDENCE, overlap: float = 0.0
) -> Interval | None:
    """Student's interval of the mean of the folds' scores.

    The folds share training rows, so it is somewhat too narrow (Bengio and Grandvalet 2004).

    Args:
        overlap: test rows by training rows of a fold, where a test was repeated: repetitions share
            test rows, too, and are corrected for it (Nadeau and Bengio 2003).

    Returns:
        None with fewer than two folds, or where the score of a fold is undefined.
    """
    defined = [value for value in values if value is not None]
    if len(defined) < 2 or len(defined) < len(values):
        return None
    mean, deviation = float(np.mean(defined)), float(np.std(defined, ddof=1))
    half = float(mean_interval(np.array(deviation), len(defined), confidence, overlap))
    return mean - half, mean + half


def mean_interval(
    deviation: FloatArray, n: int, confidence: float = CONFIDENCE, overlap: float = 0.0
) -> FloatArray:
    """Half of Student's interval of a mean of n values with a standard deviation, n ≥ 2.

    Args:
        overlap: as for ``t_interval``.
    """
    quantile = float(special.stdtrit(n - 1, (1 + confidence) / 2))
    return np.asarray(quantile * deviation * np.sqrt(1 / n + overlap))


def logit_interval(area: float, n: float, confidence: float = CONFIDENCE) -> Interval | None:
    """The interval of an area under precision and recall, on the logit scale (Boyd et al. 2013).

    Args:
        n: samples of the positive class.

    Returns:
        None where the area is 0 or 1, or there is no sample: the method says nothing there.
    """
    if n == 0 or not 0 < area < 1:
        return None
    half = NormalDist().inv_cdf((1 + confidence) / 2) / np.sqrt(n * area * (1 - area))
    odds = np.log(area / (1 - area))
    return float(special.expit(odds - half)), float(special.expit(odds + half))


def f1_interval(
    hits: float, wrongly_found: float, missed: float, confidence: float = CONFIDENCE
) -> Interval | None:
    """The interval of F1 = 2J / (1 + J), carried over from Wilson's of J = TP / (TP + FP + FN).

    J is a plain share of the samples that are of the class or were taken for it, and F1 rises
    with it (Takahashi et al. 2022 give the same variance by the delta method).
    """
    trust = wilson(hits, hits + wrongly_found + missed, confidence)
    return None if trust is None else (_f1_of(trust[0]), _f1_of(trust[1]))


def fisher_interval(correlation: float, n: int, confidence: float = CONFIDENCE) -> Interval | None:
    """The interval of a correlation by Fisher's z (Fisher 1921); None with fewer than 4 samples."""
    if n < 4 or abs(correlation) >= 1:
        return None
    half = NormalDist().inv_cdf((1 + confidence) / 2) / np.sqrt(n - 3)
    z = np.arctanh(correlation)
    return float(np.tanh(z - half)), float(np.tanh(z + half))


def ratio_interval(
    parts: FloatArray, wholes: FloatArray, confidence: float = CONFIDENCE
) -> Interval | None:
    """The interval of Σ parts / Σ wholes over samples, by the delta method; not below 0.

    Args:
        parts, wholes: not negative, shape (n,), n ≥ 2.
    """
    whole = float(wholes.sum())
    if whole == 0:
        return None
    ratio, n = float(parts.sum()) / whole, len(parts)
    deviation = np.std(parts - ratio * wholes, ddof=1) * n / whole
    half = float(mean_interval(np.asarray(deviation), n, confidence))
    return max(0.0, ratio - half), ratio + half


def bootstrapped(counts: IntArray, n_times: int = 2_000, seed: int = 1) -> IntArray:
    """Confusion matrices of test rows drawn again with replacement (Efron 1979).

    Only counts matter to the scores of predicted classes, so that a matrix is drawn, not rows.

    Args:
        counts: ``counts[true, predicted]``, shape (c, c), with at least one row.

    Returns:
        Shape (n_times, c, c).
    """
    n = int(counts.sum())
    drawn = np.random.default_rng(seed).multinomial(n, counts.ravel() / n, size=n_times)
    return np.asarray(drawn.reshape(n_times, *counts.shape))


def percentiles(values: FloatArray, confidence: float = CONFIDENCE) -> Interval | None:
    """The middle part of bootstrapped values; None where one in twenty is undefined (NaN)."""
    known = values[~np.isnan(values)]
    if len(known) < 0.95 * len(values):
        return None
    low, high = np.quantile(known, [(1 - confidence) / 2, (1 + confidence) / 2])
    return float(low), float(high)


def _f1_of(jaccard: float) -> float:
    return 2 * jaccard / (1 + jaccard)
