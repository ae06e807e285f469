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
    ranking = [standing.learner for standing in judgement.ranking]
    others = [i for i in ranking if i != judgement.question.base]
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
    """Whether one learner is significantly better than another, as the verdict sees it.

    On few data sets: on at least one of them, and on none the other way.
    """
    pair, way = judgement.pair(first, second)
    found = judgement.friedman
    if found is not None:
        difference = found.mean_ranks[second] - found.mean_ranks[first]
        is_significant = found.p <= judgement.question.alpha
        return is_significant and difference > found.critical_difference
    if len(judgement.data_sets) > 1 and pair.adjusted is not None:
        direction = pair.difference * way * judgement.question.sign
        return pair.adjusted <= judgement.question.alpha and direction > 0
    return pair.n_significant(way) > 0 and pair.n_significant(-way) == 0


def _against_base(judgement: Judgement, others: list[int]) -> str:
    names, base = judgement.learners, judgement.question.base
    score = WORDS[judgement.question.score]
    if _is_counted(judgement):
        return _counted(judgement, others)
    better = [i for i in others if is_better(judgement, i, base)]
    worse = [names[i] for i in others if is_better(judgement, base, i)]
    tail = f"; {listed(worse)} {_are(worse)} worse" if worse else ""
    place = where(judgement)
    if not better:
        learner = "no learner is" if len(others) > 1 else f"{names[others[0]]} is not"
        text = f"O{place[1:]} {learner} significantly better than {names[base]} in {score}"
        return f"{text}{tail}."
    found = [names[i] for i in better]
    by = f" by {_difference(judgement, better[0])}" if len(better) == 1 else ""
    text = f"{listed(found)} {_are(found)} significantly better than {names[base]} in {score}"
    return f"{text} {place}{by}{tail}."


def _is_counted(judgement: Judgement) -> bool:
    """Whether data sets are too few for a test over them."""
    tested = any(pair.adjusted is not None for pair in judgement.pairs)
    return len(judgement.data_sets) > 1 and judgement.friedman is None and not tested


def _counted(judgement: Judgement, others: list[int]) -> str:
    """On how many data sets each learner is better and worse than the base."""
    n, base = len(judgement.data_sets), judgement.learners[judgement.question.base]
    counts = {judgement.learners[i]: judgement.counts(i) for i in others}
    winners = [f"{name} on {wins}" for name, (wins, _, _) in counts.items() if wins]
    losers = [f"{name} on {losses}" for name, (_, _, losses) in counts.items() if losses]
    score = WORDS[judgement.question.score]
    head = f"Of {n} data sets, significantly better than {base} in {score}: "
    text = f"{head}{listed(winners) or 'no learner on any'}"
    return f"{text}; worse: {listed(losers)}." if losers else f"{text}."


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


def _alike(judgement: Judgement, others: list[int]) -> str:
    """Learners from the best one down, none of which beats another."""
    alike: list[int] = []
    for i in others:
        if not any(_differ(judgement, i, j) for j in alike):
            alike.append(i)
    if len(alike) < 2:
        return ""
    return f"{listed([judgement.learners[i] for i in alike])} cannot be told apart."


def _differ(judgement: Judgement, first: int, second: int) -> bool:
    pair, _ = judgement.pair(first, second)
    if _is_counted(judgement):
        return pair.n_significant(1) + pair.n_significant(-1) > 0
    return is_better(judgement, first, second) or is_better(judgement, second, first)


def _likely(judgement: Judgement, others: list[int]) -> str:
    """The best learner against the base, as a probability."""
    base = judgement.question.base
    best = others[0]
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
