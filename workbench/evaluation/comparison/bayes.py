"""Bayesian comparison of two learners, with a region of practical equivalence ("rope").

Sources: Corani and Benavoli (2015) for one data set, Benavoli et al. (2014, 2017), "Time for a
change", for several.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from workbench.core.deferred import deferred
from workbench.data.dataset import FloatArray
from workbench.evaluation.comparison.paired import PairedTest

if TYPE_CHECKING:
    from scipy import special
else:
    special = deferred("scipy.special")

N_SAMPLES = 50_000
PRIOR_STRENGTH = 0.5  # of one made-up data set on which the learners are equal
SEED = 1
_MOST_NUMBERS = 2**24  # in memory; fewer samples for hundreds of data sets


@dataclass(frozen=True)
class Chances:
    """Probabilities that the first is practically better, equal, worse; they add up to 1."""

    better: float
    equal: float
    worse: float

    @property
    def turned(self) -> "Chances":
        """The same, seen from the second."""
        return Chances(self.worse, self.equal, self.better)


def correlated_t(test: PairedTest, rope: float) -> Chances | None:
    """The Bayesian correlated t-test: the posterior of the difference on one data set.

    It is Student's t with n − 1 degrees of freedom around the mean difference, with the scale of
    the corrected t-test (correlation of folds = share of test rows).

    Args:
        rope: differences of at most this much do not matter.

    Returns:
        None with fewer than two trials.
    """
    if test.n < 2:
        return None
    if test.scale == 0:
        better, worse = float(test.difference > rope), float(test.difference < -rope)
        return Chances(better, 1 - better - worse, worse)
    better = float(special.stdtr(test.n - 1, (test.difference - rope) / test.scale))
    worse = float(special.stdtr(test.n - 1, (-rope - test.difference) / test.scale))
    return Chances(better, max(0.0, 1 - better - worse), worse)


def drawn_weights(n_data_sets: int, seed: int = SEED) -> FloatArray:
    """Samples of the Dirichlet process's weights, shape (samples, n_data_sets + 1).

    The first is that of a data set made up, on which both learners are equal. The same serve every
    pair of learners. The same seed, the same weights.
    """
    strength = np.concatenate([[PRIOR_STRENGTH], np.ones(n_data_sets)])
    n = min(N_SAMPLES, _MOST_NUMBERS // len(strength))
    return np.random.default_rng(seed).dirichlet(strength, n)


def signed_rank(differences: FloatArray, rope: float, weights: FloatArray) -> Chances:
    """The Bayesian signed-rank test: which is likely better on a further data set.

    In each sample, pairs of data sets whose differences add up to more than 2 · rope count for the
    first with the product of their weights, those below −2 · rope for the second, others for
    neither. A chance is the share of samples in which that side has most of the weight; sides that
    have equally much share a sample.

    Args:
        differences: mean score of first − second on each data set, shape (q,).
        rope: ≥ 0.
        weights: from ``drawn_weights(q)``.
    """
    z = np.concatenate([[0.0], differences])
    sums = z[:, None] + z[None, :]  # (q + 1, q + 1)
    better, worse = _above(sums, 2 * rope), _above(-sums, 2 * rope)
    for_first = ((weights @ better) * weights).sum(axis=1)  # (samples,)
    for_second = ((weights @ worse) * weights).sum(axis=1)
    shares = np.stack([for_first, 1 - for_first - for_second, for_second])
    is_most = shares >= shares.max(axis=0) - 1e-12  # but for rounding
    wins = (is_most / is_most.sum(axis=0)).mean(axis=1)
    return Chances(*(float(share) for share in wins))


def _above(sums: FloatArray, threshold: float) -> FloatArray:
    """1 above the threshold, 1/2 on it, as in the signed-rank statistic."""
    return np.asarray((sums > threshold) + 0.5 * (sums == threshold))
