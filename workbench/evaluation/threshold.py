"""What deciding at one probability or another gives: counts, scores, costs, the best places."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np

from workbench.data.dataset import FloatArray, IntArray
from workbench.evaluation.csv_text import csv_text
from workbench.evaluation.predictions import Evaluation, Predictions
from workbench.evaluation.ranking import Ranking, classified, ranked

Goal: TypeAlias = Literal["cheapest", "f1", "youden"]


@dataclass(frozen=True)
class Costs:
    """What mistakes cost, in any unit; right answers cost nothing.

    Args:
        false_positive: of taking a sample of another class for the positive one.
        false_negative: of missing a sample of the positive class.
    """

    false_positive: float = 1.0
    false_negative: float = 1.0


@dataclass(frozen=True)
class ThresholdChoice:
    """A threshold that is to be kept with a learner's models."""

    learner: str
    label: str
    value: float


@dataclass(frozen=True)
class Decided:
    """One class against the rest, decided at a threshold.

    Args:
        tp, fp, fn, tn: counts of test rows, as everyone calls them.
    """

    threshold: float
    tp: int
    fp: int
    fn: int
    tn: int

    @property
    def n(self) -> int:
        """All test rows."""
        return self.tp + self.fp + self.fn + self.tn

    @property
    def recall(self) -> float | None:
        """The share of the class that is found; None without samples of it."""
        return _share(self.tp, self.tp + self.fn)

    @property
    def false_positive_rate(self) -> float | None:
        """The share of the others that is taken for it."""
        return _share(self.fp, self.fp + self.tn)

    @property
    def precision(self) -> float | None:
        """The share of what is found that is of the class; None where nothing is found."""
        return _share(self.tp, self.tp + self.fp)

    @property
    def f1(self) -> float | None:
        """The harmonic mean of precision and recall; None as the precision."""
        return _share(2 * self.tp, 2 * self.tp + self.fp + self.fn) if self.tp + self.fp else None

    @property
    def accuracy(self) -> float | None:
        """The share of right answers to "this class or another"."""
        return _share(self.tp + self.tn, self.n)

    @property
    def youden(self) -> float | None:
        """Youden's J: recall less false positive rate, the height above guessing in ROC space."""
        if self.recall is None or self.false_positive_rate is None:
            return None
        return self.recall - self.false_positive_rate

    @property
    def chosen(self) -> float | None:
        """The share of all samples that the class is predicted for."""
        return _share(self.tp + self.fp, self.n)

    @property
    def lift(self) -> float | None:
        """The precision by that of guessing."""
        share = _share(self.tp + self.fn, self.n)
        return None if self.precision is None or not share else self.precision / share

    def cost(self, costs: Costs) -> float | None:
        """What a sample costs on the average."""
        total = self.fp * costs.false_positive + self.fn * costs.false_negative
        return total / self.n if self.n else None


def decided_at(of: Ranking, threshold: float) -> Decided:
    """The counts of deciding at a threshold; a probability equal to it counts for the class."""
    i = of.at(threshold)
    tp, fp = int(of.true_positives[i]), int(of.false_positives[i])
    return Decided(threshold, tp, fp, of.n_positive - tp, of.n_negative - fp)


def best_threshold(of: Ranking, goal: Goal, costs: Costs) -> float:
    """The threshold in [0, 1] that is best for a goal, with few decimals; the highest of equals."""
    worth = _worth(of, goal, costs)
    if len(worth) > 1 and of.thresholds[1] >= 1.0:
        worth[0] = -np.inf  # "never" is no threshold where some have a probability of 1
    return _place(of, int(np.argmax(worth)))


def _worth(of: Ranking, goal: Goal, costs: Costs) -> FloatArray:
    """What is to be largest, shape (n_thresholds,)."""
    tp, fp = of.true_positives, of.false_positives
    if goal == "cheapest":
        return np.asarray(
            -(fp * costs.false_positive + (of.n_positive - tp) * costs.false_negative), float
        )
    if goal == "f1":
        return np.asarray(2.0 * tp / np.maximum(tp + fp + of.n_positive, 1))
    return of.true_positive_rate - of.false_positive_rate


def _place(of: Ranking, i: int) -> float:
    """A threshold that gives the i-th point: between its probability and the next lower one."""
    high = min(float(of.thresholds[i]), 1.0)
    low = float(of.thresholds[i + 1]) if i + 1 < len(of.thresholds) else 0.0
    return shortest(low, high) if low < high else high


def shortest(low: float, high: float) -> float:
    """The number with the fewest decimals above ``low`` and not above ``high``, near the middle."""
    middle = (low + high) / 2
    near = (round(middle, digits) for digits in range(1, 17))
    return next((value for value in near if low < value <= high), high)


@dataclass(frozen=True, eq=False)
class Answers:
    """What one learner answered to the test rows.

    Args:
        actual: class codes, shape (m,).
        probabilities: shape (m, c).
        rankings: of each class, in declared order.
    """

    learner: str
    classes: tuple[str, ...]
    actual: IntArray
    probabilities: FloatArray
    rankings: tuple[Ranking, ...]

    def deciding(self, label: str) -> "Deciding":
        """What is needed to decide on a class at one threshold after the other."""
        code = self.classes.index(label)
        others = self.probabilities.copy()
        others[:, code] = -np.inf
        best = np.asarray(others.argmax(axis=1))
        return Deciding(code, len(self.classes), self.actual, self.probabilities[:, code], best)


@dataclass(frozen=True, eq=False)
class Deciding:
    """The answers to the test rows as far as a threshold of one class changes them.

    Args:
        code: of the class.
        n_classes: of all.
        actual: class codes, shape (m,).
        probability: of the class, shape (m,).
        others: the code of the most probable of the other classes, shape (m,).
    """

    code: int
    n_classes: int
    actual: IntArray
    probability: FloatArray
    others: IntArray

    def confusion(self, threshold: float) -> IntArray:
        """The confusion matrix, ``[true, predicted]``, of deciding at a threshold.

        Below it the most probable of the other classes is predicted, as ``DecisionThreshold`` of
        a model does.
        """
        c = self.n_classes
        predicted = np.where(self.probability >= threshold, self.code, self.others)
        return np.bincount(self.actual * c + predicted, minlength=c * c).reshape(c, c)


@dataclass(frozen=True, eq=False)
class ThresholdChart:
    """What there is to explore, and where to begin.

    Args:
        answers: of each learner.
        label: the class to begin with; empty for the last one.
        threshold: to begin with.
        costs: of the mistakes.
    """

    answers: tuple[Answers, ...]
    label: str = ""
    threshold: float = 0.5
    costs: Costs = Costs()

    @property
    def classes(self) -> tuple[str, ...]:
        """The labels of all learners."""
        return tuple(dict.fromkeys(label for one in self.answers for label in one.classes))

    def to_csv(self) -> str:
        """One line per learner, class and threshold: counts, rates and the cost of a sample.

        The first line of each learner and class is the threshold that the node has; the others
        are all that make a difference.
        """
        header = ("learner", "class", "threshold", "tp", "fp", "fn", "tn", "recall",
                  "false_positive_rate", "precision", "f1", "accuracy", "youden", "lift",
                  "cost")  # fmt: skip
        return csv_text(
            header,
            (
                self._row(one.learner, label, decided_at(of, threshold))
                for one in self.answers
                for label, of in zip(one.classes, one.rankings, strict=True)
                for threshold in (self.threshold, *of.thresholds.tolist())
            ),
        )

    def _row(self, learner: str, label: str, at: Decided) -> tuple[object, ...]:
        counts = (at.threshold, at.tp, at.fp, at.fn, at.tn)
        rates = (at.recall, at.false_positive_rate, at.precision, at.f1, at.accuracy, at.youden)
        return (learner, label, *counts, *rates, at.lift, at.cost(self.costs))


def threshold_chart(
    evaluation: Evaluation, label: str = "", threshold: float = 0.5, costs: Costs | None = None
) -> ThresholdChart:
    """What every learner answered, where classes were predicted."""
    answers = tuple(_answers(result) for result in classified(evaluation) if len(result.actual))
    return ThresholdChart(answers, label, threshold, costs or Costs())


def _answers(result: Predictions) -> Answers:
    probabilities = result.probabilities
    if probabilities is None:  # not so of what is classified
        probabilities = np.empty((0, 0))
    every = tuple(ranked(result, i) for i in range(len(result.classes)))
    actual = result.actual.astype(np.int64)
    return Answers(result.name, result.classes, actual, probabilities, every)


def _share(part: float, whole: float) -> float | None:
    return part / whole if whole else None
