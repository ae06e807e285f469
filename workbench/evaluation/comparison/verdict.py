"""The verdict on a comparison, in sentences without a table.

On one data set it rests on the corrected t-test, on several on Nemenyi's test, on few on how many
of them the corrected t-test found a difference on.
"""

from workbench.evaluation.comparison.judgement import Judgement
from workbench.evaluation.comparison.trials import IN_UNITS
from workbench.evaluation.comparison.words import WORDS, chance, listed, number, signed, where

NOTHING = "There is nothing to compare: no score is defined for two learners."


def verdict(judgement: Judgement) -> str:
    """Which learners are better than the base, which cannot be told apart, how likely it is so."""
    others = [i for i in range(len(judgement.learners)) if i != judgement.question.base]
    if not judgement.data_sets or not others:
        return NOTHING
    if not any(cell.test and cell.test.n > 1 for row in judgement.cells for cell in row):
        return (
            "One fold says nothing about chance: use cross-validation, repeated if there is time, "
            "to see whether these differences mean anything."
        )
    sentences = [_against_base(judgement, others), _alike(judgement, others)]
    return " ".join(s for s in (*sentences, _likely(judgement, others)) if s)


def is_better(judgement: Judgement, first: int, second: int) -> bool:
    """Whether one learner is significantly better than another, as the verdict sees it."""
    pair, way = judgement.pair(first, second)
    if judgement.friedman is not None:
        ranks = judgement.friedman.mean_ranks
        is_significant = judgement.friedman.p <= judgement.question.alpha
        return is_significant and (
            ranks[second] - ranks[first] > judgement.friedman.critical_difference
        )
    if len(judgement.data_sets) > 1:
        if pair.adjusted is not None:
            direction = pair.difference * way * judgement.question.sign
            return pair.adjusted <= judgement.question.alpha and direction > 0
        return pair.n_significant(way) > pair.n_significant(-way)
    return pair.n_significant(way) > 0


def _against_base(judgement: Judgement, others: list[int]) -> str:
    names, base = judgement.learners, judgement.question.base
    better = [i for i in others if is_better(judgement, i, base)]
    worse = [names[i] for i in others if is_better(judgement, base, i)]
    place = where(judgement)
    score = WORDS[judgement.question.score]
    if not better:
        learner = "no learner is" if len(others) > 1 else f"{names[others[0]]} is not"
        text = f"O{place[1:]} {learner} significantly better than {names[base]} in {score}"
        return f"{text}; {listed(worse)} {_are(worse)} worse." if worse else f"{text}."
    found = [names[i] for i in better]
    by = f" by {_difference(judgement, better[0])}" if len(better) == 1 else ""
    how = _how_often(judgement, better)
    text = f"{listed(found)} {_are(found)} significantly better than {names[base]} in {score}"
    tail = f"; {listed(worse)} {_are(worse)} worse" if worse else ""
    return f"{text} {place}{by}{how}{tail}."


def _difference(judgement: Judgement, learner: int) -> str:
    """The difference with its interval, or between the means over the data sets."""
    base = judgement.question.base
    if len(judgement.data_sets) > 1:
        pair, way = judgement.pair(learner, base)
        return f"{signed(way * pair.difference)} on average"
    test = judgement.cells[0][learner].test
    if test is None:
        raise TypeError(learner)
    level = f"{100 * (1 - test.alpha):g}"
    return (
        f"{signed(test.difference)} ({level} % interval {signed(test.low)} to {signed(test.high)})"
    )


def _how_often(judgement: Judgement, better: list[int]) -> str:
    """Where no test over data sets speaks: on how many of them."""
    if len(judgement.data_sets) < 2 or judgement.friedman is not None:
        return ""
    if any(judgement.pair(i, judgement.question.base)[0].adjusted is not None for i in better):
        return ""
    counts = [judgement.counts(i) for i in better]
    return f" ({', '.join(f'on {wins}, worse on {losses}' for wins, _, losses in counts)})"


def _alike(judgement: Judgement, others: list[int]) -> str:
    """The longest row of learners, best first, none of which beats another."""
    ranking = [s.learner for s in judgement.ranking if s.learner in others]
    alike: list[int] = []
    for i in ranking:
        if not any(is_better(judgement, i, j) or is_better(judgement, j, i) for j in alike):
            alike.append(i)
    if len(alike) < 2:
        return ""
    return f"{listed([judgement.learners[i] for i in alike])} cannot be told apart."


def _likely(judgement: Judgement, others: list[int]) -> str:
    """The best learner against the base, as a probability."""
    base = judgement.question.base
    best = next(s.learner for s in judgement.ranking if s.learner in others)
    pair, way = judgement.pair(best, base)
    if pair.chances is None:
        return ""
    chances = pair.chances if way == 1 else pair.chances.turned
    name, other = judgement.learners[best], judgement.learners[base]
    rope = number(judgement.question.rope).rstrip("0")
    share = " of the mean" if judgement.question.score in IN_UNITS else ""
    more = f"by more than {rope}{share}"
    shares = {
        f"{name} is practically better than {other} ({more})": chances.better,
        f"{name} and {other} are practically equal (within {rope}{share})": chances.equal,
        f"{name} is practically worse than {other} ({more})": chances.worse,
    }
    said = max(shares, key=lambda words: shares[words])
    further = " on a further data set" if len(judgement.data_sets) > 1 else ""
    return f"{said}{further} with probability {chance(shares[said])}."


def _are(names: list[str]) -> str:
    return "are" if len(names) > 1 else "is"
