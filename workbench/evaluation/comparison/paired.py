"""The corrected resampled paired t-test, for two learners tested on the same folds.

Source: Nadeau and Bengio (2003), "Inference for the generalization error"; computed as in
WEKA's ``PairedCorrectedTTester``. Folds share training rows, so their scores vary less than
independent ones would; the variance of the mean is (1/n + n_test/n_train) · s² instead of s²/n.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from workbench.core.deferred import deferred
from workbench.data.dataset import FloatArray

if TYPE_CHECKING:
    from scipy import special
else:
    special = deferred("scipy.special")


@dataclass(frozen=True)
class PairedTest:
    """How much more one learner scores than another on one data set.

    Args:
        n: trials in which both scores are defined.
        difference: mean of first − second.
        scale: standard error of the difference, corrected; 0 if it is the same in all trials.
        low, high: the confidence interval of the difference; NaN with fewer than two trials.
        p: two-sided; 1 with fewer than two trials.
        alpha: the significance level of the interval.
    """

    n: int
    difference: float
    scale: float
    low: float
    high: float
    p: float
    alpha: float

    @property
    def sign(self) -> int:
        """1 or −1 where the first is significantly above or below the second, else 0."""
        if not self.p <= self.alpha:
            return 0
        return 1 if self.difference > 0 else -1


def paired_test(
    first: FloatArray, second: FloatArray, test_per_train: float, alpha: float = 0.05
) -> PairedTest:
    """Test whether two learners' scores differ.

    Args:
        first, second: the scores of each trial, shape (n,); NaN where undefined.
        test_per_train: test samples for each training sample: 1/(k − 1) with k folds.
    """
    both = np.isfinite(first) & np.isfinite(second)
    difference = first[both] - second[both]
    n = len(difference)
    if n == 0:
        return PairedTest(0, np.nan, np.nan, np.nan, np.nan, 1.0, alpha)
    mean = _mean(difference, first[both])
    if n == 1:
        return PairedTest(1, mean, np.nan, np.nan, np.nan, 1.0, alpha)
    scale = corrected_scale(difference, test_per_train)
    half = float(special.stdtrit(n - 1, 1 - alpha / 2)) * scale
    return PairedTest(n, mean, scale, mean - half, mean + half, _p(mean, scale, n), alpha)


def corrected_scale(values: FloatArray, test_per_train: float) -> float:
    """The standard error of the mean of n ≥ 2 resampled values, shape (n,), corrected."""
    spread = float(values.std(ddof=1))
    if spread <= 1e-12 * max(1.0, float(np.abs(values).max())):  # rounding
        return 0.0
    return float(np.sqrt(1 / len(values) + test_per_train) * spread)


def _mean(difference: FloatArray, values: FloatArray) -> float:
    """The mean difference; 0 where it is only what rounding has left of equal means."""
    mean = float(difference.mean())
    return 0.0 if abs(mean) <= 1e-14 * float(np.abs(values).max()) else mean


def _p(mean: float, scale: float, n: int) -> float:
    if scale == 0:
        return 1.0 if abs(mean) <= 1e-12 else 0.0
    return float(2 * special.stdtr(n - 1, -abs(mean) / scale))
