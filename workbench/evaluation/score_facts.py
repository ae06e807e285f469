"""The counts and sums that scores are made of, kept beside them so that they can be explained."""

from dataclasses import dataclass

import numpy as np

from workbench.data.dataset import BoolArray, FloatArray, IntArray
from workbench.evaluation.confusion import confusion_matrix
from workbench.evaluation.part import n_repeats, pooled
from workbench.evaluation.predictions import Predictions
from workbench.evaluation.roc import one_against_rest
from workbench.evaluation.scores import SMALLEST_PROBABILITY


@dataclass(frozen=True)
class Pairs:
    """Every sample of a class against every other: what the area under a ROC curve counts.

    Args:
        won: pairs in which the sample of the class has the larger probability.
        tied: pairs with equal probabilities.
    """

    won: int
    tied: int


@dataclass(frozen=True, eq=False)
class ClassFacts:
    """What scores of predicted classes are made of.

    Args:
        classes: labels in declared order.
        matrix: ``matrix[true, predicted]``, shape (c, c).
        pairs: of each class; empty where there are no probabilities.
        loss: Σ −ln p(true class), in nats; None where there are no probabilities.
        n_folds: over how many folds the rows are.
        n_repeats: how many times each row was tested.
    """

    classes: tuple[str, ...]
    matrix: IntArray
    pairs: tuple[Pairs, ...]
    loss: float | None
    n_folds: int
    n_repeats: int = 1


@dataclass(frozen=True)
class NumberFacts:
    """What scores of predicted numbers are made of: sums over the test rows.

    Args:
        n: test rows with a known target.
        absolute, squared: of the errors.
        baseline: Σ |target − mean of the fold's training targets|.
        covariance: Σ (target − mean) · (prediction − mean).
        of_targets, of_predictions: Σ of squared distances from their mean.
        n_folds: over how many folds the rows are.
        n_repeats: how many times each row was tested.
    """

    n: int
    absolute: float
    squared: float
    baseline: float
    covariance: float
    of_targets: float
    of_predictions: float
    n_folds: int
    n_repeats: int = 1


def facts_of(predictions: Predictions) -> ClassFacts | NumberFacts:
    """The facts behind the scores of all folds pooled."""
    known = pooled(predictions)
    return _of_classes(known) if known.is_classification else _of_numbers(known)


def pairs_of(is_positive: BoolArray, probability: FloatArray) -> Pairs:
    """The pairs of samples of a class and others, counted exactly.

    Args:
        is_positive, probability: shape (m,).
    """
    negative = np.sort(probability[~is_positive])
    below = np.searchsorted(negative, probability[is_positive], "left")
    upto = np.searchsorted(negative, probability[is_positive], "right")
    return Pairs(int(below.sum()), int((upto - below).sum()))


def _of_classes(known: Predictions) -> ClassFacts:
    pairs: tuple[Pairs, ...] = ()
    loss = None
    if known.probabilities is not None:
        every = range(len(known.classes))
        pairs = tuple(pairs_of(*one_against_rest(known, i)) for i in every)
        chosen = known.probabilities[np.arange(len(known.actual)), known.actual]
        loss = float(-np.log(np.clip(chosen, SMALLEST_PROBABILITY, 1)).sum())
    return ClassFacts(
        known.classes, confusion_matrix(known), pairs, loss, known.n_folds, n_repeats(known)
    )


def _of_numbers(known: Predictions) -> NumberFacts:
    if not len(known.actual):
        return NumberFacts(0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, known.n_folds)
    error = known.predicted - known.actual
    baseline = known.actual.mean() if known.baseline is None else known.baseline
    target = known.actual - known.actual.mean()
    guess = known.predicted - known.predicted.mean()
    return NumberFacts(
        n=len(error),
        absolute=float(np.abs(error).sum()),
        squared=float(error @ error),
        baseline=float(np.abs(known.actual - baseline).sum()),
        covariance=float(target @ guess),
        of_targets=float(target @ target),
        of_predictions=float(guess @ guess),
        n_folds=known.n_folds,
        n_repeats=n_repeats(known),
    )
