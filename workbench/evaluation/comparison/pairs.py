"""Every two of the learners: on each data set, and over all of them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np

from workbench.data.dataset import FloatArray
from workbench.evaluation.comparison.bayes import (
    Chances,
    correlated_t,
    drawn_weights,
    signed_rank,
)
from workbench.evaluation.comparison.paired import PairedTest, paired_test
from workbench.evaluation.comparison.question import Question
from workbench.evaluation.comparison.ranks import (
    FEWEST_DATA_SETS,
    fewest_for_wilcoxon,
    holm,
    wilcoxon,
)
from workbench.evaluation.comparison.trials import IN_UNITS


@dataclass(frozen=True)
class Pair:
    """Two learners.

    Args:
        tests: the corrected t-test on each data set, of first − second.
        sign: 1 where more of the score is better, else −1.
        difference: the mean over the data sets of first − second.
        p: of Wilcoxon's test over data sets, or with one data set of the corrected t-test; None
            where there are too few data sets.
        adjusted: ``p`` after Holm's correction for all pairs.
        chances: that the first is practically better, equal, worse: on a further data set, or on
            the only one; None with too few data sets.
    """

    first: int
    second: int
    tests: tuple[PairedTest, ...]
    sign: int
    difference: float
    p: float | None = None
    adjusted: float | None = None
    chances: Chances | None = None

    def n_better(self, way: int) -> int:
        """On how many data sets the first's mean is better (1), worse (−1), the same (0)."""
        signs = [int(np.sign(test.difference)) * self.sign for test in self.tests if test.n]
        return signs.count(way)

    def n_significant(self, way: int) -> int:
        """On how many data sets it is so significantly."""
        return [test.sign * self.sign for test in self.tests].count(way)


def all_pairs(
    values: Sequence[FloatArray], ratios: Sequence[float], question: Question
) -> tuple[Pair, ...]:
    """All pairs of learners, the first one's number the smaller.

    Args:
        values: for each data set the trials of each learner, shape (learners, n).
        ratios: test samples for each training sample, of each data set.
    """
    n_learners = len(values[0]) if values else 0
    weights = drawn_weights(len(values)) if len(values) >= FEWEST_DATA_SETS else None
    pairs: list[Pair] = []
    for i, j in combinations(range(n_learners), 2):
        tests = tuple(
            paired_test(one[i], one[j], ratio, question.alpha)
            for one, ratio in zip(values, ratios, strict=True)
        )
        differences = np.array([t.difference for t in tests if t.n])  # (q,)
        mean = float(differences.mean()) if len(differences) else np.nan
        pair = Pair(i, j, tests, question.sign, mean)
        if len(values) == 1:
            pairs.append(_on_one(pair, question, values[0][j]))
        else:
            pairs.append(_over_several(pair, question, differences, weights))
    return _adjusted(pairs)


def _on_one(pair: Pair, question: Question, second: FloatArray) -> Pair:
    test = pair.tests[0]
    chances = chances_of(test, question, second)
    return replace(pair, p=test.p if test.n > 1 else None, chances=chances)


def chances_of(test: PairedTest, question: Question, base: FloatArray) -> Chances | None:
    """That the first is practically better, equal, worse on a data set.

    Args:
        base: the second's trials, shape (n,), for the size of what does not matter.
    """
    chances = correlated_t(test, question.rope_for(base))
    return chances.turned if chances is not None and question.sign < 0 else chances


def _over_several(
    pair: Pair, question: Question, differences: FloatArray, weights: FloatArray | None
) -> Pair:
    if question.score in IN_UNITS:  # of different targets, not to be ranked by size
        return pair
    if len(differences) >= fewest_for_wilcoxon(question.alpha):
        pair = replace(pair, p=wilcoxon(differences))
    if weights is not None and weights.shape[1] == len(differences) + 1:
        chances = signed_rank(question.sign * differences, question.rope, weights)
        pair = replace(pair, chances=chances)
    return pair


def _adjusted(pairs: Sequence[Pair]) -> tuple[Pair, ...]:
    known = [pair.p for pair in pairs if pair.p is not None]
    adjusted = iter(holm(known))
    return tuple(p if p.p is None else replace(p, adjusted=next(adjusted)) for p in pairs)
