"""Samples ranked by the probability of one class: what every curve over thresholds is made of."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np

from workbench.core.errors import DataError
from workbench.data.dataset import BoolArray, FloatArray, IntArray
from workbench.evaluation.part import by_fold, pooled
from workbench.evaluation.predictions import Evaluation, Predictions
from workbench.evaluation.roc import one_against_rest

Line = TypeVar("Line")


@dataclass(frozen=True, eq=False)
class Ranking:
    """How many samples are at or above each threshold, of a class and of the rest.

    Args:
        thresholds: falling, shape (n_thresholds,): every probability that occurs, behind an
            infinite one that nothing reaches.
        true_positives, false_positives: rising counts, shape (n_thresholds,), from 0 to all.
    """

    thresholds: FloatArray
    true_positives: IntArray
    false_positives: IntArray

    @property
    def n_positive(self) -> int:
        """How many samples are of the class."""
        return int(self.true_positives[-1])

    @property
    def n_negative(self) -> int:
        """How many are not."""
        return int(self.false_positives[-1])

    @property
    def n(self) -> int:
        """How many samples there are."""
        return self.n_positive + self.n_negative

    @property
    def true_positive_rate(self) -> FloatArray:
        """Shape (n_thresholds,); zeros where no sample is of the class."""
        return np.asarray(self.true_positives / max(self.n_positive, 1))

    @property
    def false_positive_rate(self) -> FloatArray:
        """Shape (n_thresholds,); zeros where every sample is of the class."""
        return np.asarray(self.false_positives / max(self.n_negative, 1))

    @property
    def is_two_sided(self) -> bool:
        """Whether there are samples of the class and others."""
        return self.n_positive > 0 and self.n_negative > 0

    def at(self, threshold: float) -> int:
        """The index of the point that deciding at a threshold gives."""
        return int(np.searchsorted(-self.thresholds, -threshold, "right")) - 1


def ranking(is_positive: BoolArray, probability: FloatArray) -> Ranking:
    """Rank samples; equal probabilities are one step.

    Args:
        is_positive, probability: shape (m,).
    """
    order = np.argsort(-probability, kind="stable")
    falling, hits = probability[order], is_positive[order]
    last = np.flatnonzero(np.append(np.diff(falling) != 0, len(falling) > 0))  # of each tie
    found = np.cumsum(hits)[last]
    return Ranking(
        np.concatenate([[np.inf], falling[last]]),
        np.concatenate([[0], found]),
        np.concatenate([[0], last + 1 - found]),
    )


def ranked(predictions: Predictions, positive: int) -> Ranking:
    """The samples of all folds ranked together.

    Args:
        positive: index of the positive class.

    Raises:
        DataError: numbers were predicted, not classes.
    """
    return ranking(*one_against_rest(predictions, positive))


def classified(evaluation: Evaluation) -> tuple[Predictions, ...]:
    """The results that are classes with probabilities, of rows whose class is known."""
    return tuple(
        pooled(r) for r in evaluation.results if r.is_classification and r.probabilities is not None
    )


def every_line(
    evaluation: Evaluation,
    made: Callable[[str, str, int | None, Ranking], Line],
    is_drawn: Callable[[Ranking], bool],
) -> tuple[tuple[str, ...], tuple[Line, ...]]:
    """The class labels, and a line for each learner and class: pooled, then one for each fold.

    Args:
        made: of learner, label, fold (0-based, None for the pooled line) and ranking.
        is_drawn: whether there is such a line.
    """
    results = classified(evaluation)
    lines = [
        made(result.name, result.classes[positive], fold, of)
        for result in results
        for positive, fold, of in _rankings(result)
        if is_drawn(of)
    ]
    return _labels(results), tuple(lines)


def _rankings(result: Predictions) -> Iterator[tuple[int, int | None, Ranking]]:
    parts = by_fold(result) if result.n_folds > 1 else ()
    for positive in range(len(result.classes)):
        yield positive, None, ranked(result, positive)
        for fold, part in enumerate(parts):
            yield positive, fold, ranked(part, positive)


def _labels(results: Sequence[Predictions]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(label for result in results for label in result.classes))


def require_both(of: Ranking, label: str, what: str) -> None:
    """Refuse what needs samples of the class and others.

    Raises:
        DataError: no sample, or every sample, is of the class.
    """
    if not of.is_two_sided:
        which = "every test sample is" if of.n_positive else "none is"
        raise DataError(f"There is no {what} of '{label}': {which} of this class.")
