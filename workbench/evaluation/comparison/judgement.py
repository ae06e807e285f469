"""What a comparison says for one score: tests on each data set, ranking, tests over all."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from workbench.data.dataset import FloatArray
from workbench.evaluation.comparison.bayes import Chances
from workbench.evaluation.comparison.paired import PairedTest, paired_test
from workbench.evaluation.comparison.pairs import Pair, all_pairs, chances_of
from workbench.evaluation.comparison.question import Question
from workbench.evaluation.comparison.ranks import (
    FEWEST_DATA_SETS,
    Friedman,
    fewest_for_wilcoxon,
    friedman,
)
from workbench.evaluation.comparison.trials import IN_UNITS, Comparison


@dataclass(frozen=True)
class Cell:
    """A learner on a data set.

    Args:
        mean, deviation: over the trials; NaN where there is none, or one only.
        n: trials.
        test: of learner − base; None for the base itself.
        chances: that it is practically better than the base, equal, worse.
    """

    mean: float
    deviation: float
    n: int
    test: PairedTest | None
    chances: Chances | None


@dataclass(frozen=True)
class Standing:
    """A learner's place among all, as WEKA ranks them: significant wins less losses."""

    learner: int
    wins: int
    losses: int


@dataclass(frozen=True)
class Judgement:
    """All that is said of one score.

    Args:
        learners: names.
        data_sets: names of those on which the score means something.
        cells: a tuple for each data set with a cell for each learner.
        ranking: best first.
        friedman: None with too few data sets or learners.
        limits: what cannot be judged and why, a sentence each.
    """

    question: Question
    learners: tuple[str, ...]
    data_sets: tuple[str, ...]
    cells: tuple[tuple[Cell, ...], ...]
    ranking: tuple[Standing, ...]
    pairs: tuple[Pair, ...]
    friedman: Friedman | None
    limits: tuple[str, ...]

    def mark(self, data_set: int, learner: int) -> str:
        """WEKA's: "v" significantly better than the base, "*" significantly worse, else ""."""
        test = self.cells[data_set][learner].test
        if test is None or not test.sign:
            return ""
        return "v" if test.sign == self.question.sign else "*"

    def counts(self, learner: int) -> tuple[int, int, int]:
        """On how many data sets it is significantly better than the base, neither, worse."""
        marks = [self.mark(i, learner) for i in range(len(self.data_sets))]
        return marks.count("v"), marks.count(""), marks.count("*")

    def pair(self, first: int, second: int) -> tuple[Pair, int]:
        """Two learners' pair, and 1 if it is kept in this order, −1 if in the other."""
        low, high = sorted((first, second))
        found = next(p for p in self.pairs if (p.first, p.second) == (low, high))
        return found, 1 if first == low else -1


def judged(comparison: Comparison, question: Question) -> Judgement:
    """Test each learner against the base on each data set, and all of them over all data sets."""
    kept = comparison.data_sets_with(question.score)
    values = [comparison.values(i, question.score) for i in kept]  # each (learners, n)
    ratios = [comparison.data_sets[i].test_per_train for i in kept]
    pairs = all_pairs(values, ratios, question)
    cells = tuple(_row(v, r, question) for v, r in zip(values, ratios, strict=True))
    n_learners = len(comparison.learners)
    means = np.array([[cell.mean for cell in row] for row in cells]).reshape(-1, n_learners)
    complete = means[np.isfinite(means).all(axis=1)].T  # (learners, data sets)
    is_enough = n_learners > 2 and complete.shape[1] >= FEWEST_DATA_SETS
    return Judgement(
        question,
        comparison.learners,
        tuple(comparison.data_sets[i].name for i in kept),
        cells,
        _ranking(n_learners, pairs),
        pairs,
        friedman(question.sign * complete, question.alpha) if is_enough else None,
        (*_left_out(comparison, kept), *_limits(complete.shape[1], n_learners, question)),
    )


def _row(values: FloatArray, ratio: float, question: Question) -> tuple[Cell, ...]:
    base = values[question.base]
    return tuple(
        _cell(one, None if i == question.base else base, ratio, question)
        for i, one in enumerate(values)
    )


def _cell(values: FloatArray, base: FloatArray | None, ratio: float, question: Question) -> Cell:
    known = values[np.isfinite(values)]
    mean = float(known.mean()) if len(known) else np.nan
    deviation = float(known.std(ddof=1)) if len(known) > 1 else np.nan
    if base is None:
        return Cell(mean, deviation, len(known), None, None)
    test = paired_test(values, base, ratio, question.alpha)
    return Cell(mean, deviation, len(known), test, chances_of(test, question, base))


def _ranking(n_learners: int, pairs: Sequence[Pair]) -> tuple[Standing, ...]:
    """As WEKA ranks: of equals, the later one first."""
    wins, losses = [0] * n_learners, [0] * n_learners
    for pair in pairs:
        for winner, loser, way in ((pair.first, pair.second, 1), (pair.second, pair.first, -1)):
            wins[winner] += pair.n_significant(way)
            losses[loser] += pair.n_significant(way)
    order = sorted(range(n_learners), key=lambda i: (losses[i] - wins[i], -i))
    return tuple(Standing(i, wins[i], losses[i]) for i in order)


def _left_out(comparison: Comparison, kept: Sequence[int]) -> tuple[str, ...]:
    """The data sets on which the score means nothing, such as an accuracy of numbers."""
    names = [data.name for i, data in enumerate(comparison.data_sets) if i not in kept]
    if not names or not kept:
        return ()
    are = "are" if len(names) > 1 else "is"
    return (f"The score has no value on {', '.join(names)}, which {are} left out.",)


def _limits(n_data_sets: int, n_learners: int, question: Question) -> tuple[str, ...]:
    """What so few data sets do not tell."""
    if n_data_sets < 2:
        few = "One data set says nothing about others: all figures are about this one."
        return (few,) if n_data_sets else ()
    least = fewest_for_wilcoxon(question.alpha)
    if question.score in IN_UNITS:
        return (
            "Errors in the unit of a target cannot be compared between data sets: for tests over "
            "them choose the relative absolute error or the correlation.",
        )
    if n_data_sets < FEWEST_DATA_SETS:
        return (
            f"{n_data_sets} data sets are too few for tests over them: Friedman's and the Bayesian "
            f"one need {FEWEST_DATA_SETS}, Wilcoxon's {least}.",
        )
    sentences: list[str] = []
    if n_data_sets < least:
        sentences.append(
            f"{n_data_sets} data sets are too few for Wilcoxon's test: at level "
            f"{question.alpha:g} it needs {least}."
        )
    if n_learners < 3:
        sentences.append("Friedman's test and the critical difference need three learners.")
    return tuple(sentences)
