"""Parts of predictions: those of one fold, or of all folds pooled."""

from dataclasses import replace

import numpy as np

from workbench.data.dataset import BoolArray, missing_mask
from workbench.evaluation.predictions import Predictions


def pooled(predictions: Predictions) -> Predictions:
    """The predictions of all folds whose true class is known; the same object if all are."""
    known = ~missing_mask(predictions.attribute, predictions.actual)
    return predictions if known.all() else _rows(predictions, known)


def of_fold(predictions: Predictions, fold: int) -> Predictions:
    """The predictions of one fold (0-based) whose true class is known."""
    return pooled(_rows(predictions, np.asarray(predictions.fold == fold)))


def by_fold(predictions: Predictions) -> tuple[Predictions, ...]:
    """``of_fold`` for each fold in turn."""
    return tuple(of_fold(predictions, fold) for fold in range(predictions.n_folds))


def n_repeats(predictions: Predictions) -> int:
    """How many times the test rows were tested on the average: once but for repeated tests."""
    n = len(predictions.sample_ids)
    return max(1, round(n / len(np.unique(predictions.sample_ids)))) if n else 1


def overlap_of(predictions: Predictions) -> float:
    """Test rows by training rows of a fold, of a cross-validation that was repeated; else 0."""
    repeats = n_repeats(predictions)
    n_folds = predictions.n_folds / repeats
    return 1 / (n_folds - 1) if repeats > 1 and n_folds > 1 else 0.0


def _rows(predictions: Predictions, rows: BoolArray) -> Predictions:
    probabilities, baseline = predictions.probabilities, predictions.baseline
    return replace(
        predictions,
        sample_ids=predictions.sample_ids[rows],
        fold=predictions.fold[rows],
        actual=predictions.actual[rows],
        predicted=predictions.predicted[rows],
        probabilities=None if probabilities is None else probabilities[rows],
        baseline=None if baseline is None else baseline[rows],
        rows=None if predictions.rows is None else predictions.rows[rows],
    )
