"""Loss and accuracy after each epoch of a classifier: the events, and the curve they make."""

from collections.abc import Callable
from typing import TypeAlias

import numpy as np

from workbench.data.dataset import Column, Dataset, FloatArray
from workbench.models.blas import one_thread
from workbench.models.learner import Fold
from workbench.preprocess.transform import FittedTransform
from workbench.training.curve import Curve
from workbench.training.events import EpochEnded

Probabilities: TypeAlias = Callable[[FloatArray], FloatArray]  # (n, d) → (n, c)

SMALLEST_PROBABILITY = 1e-15


class EpochLog:
    """Collects what happened in one fold.

    The watched part is the fold's validation part or, where there is none, its held-out part.

    Args:
        steps: what the learner's rows were prepared with.
        train: the prepared training rows.
    """

    def __init__(
        self, fold: Fold, steps: tuple[FittedTransform, ...], train: Dataset, n_epochs: int
    ) -> None:
        self._fold = fold.number
        self._n_epochs = n_epochs
        self._train = (train.feature_matrix, train.labels)
        part = fold.held_out if fold.validation is None else fold.validation
        self._watched = None if part is None else _known(part, steps)
        self._name = "held-out" if fold.validation is None else "validation"
        self._events: list[EpochEnded] = []

    def ended(self, probabilities: Probabilities) -> EpochEnded:
        """The event of one more epoch after which a model gives these ``probabilities``.

        The loss is the mean log loss in nats, the score the accuracy.
        """
        watched_loss, watched_score = None, None
        with one_thread():
            loss, score = _loss_and_score(probabilities, self._train)
            if self._watched is not None:
                watched_loss, watched_score = _loss_and_score(probabilities, self._watched)
        event = EpochEnded(
            folds=(self._fold,),
            epoch=len(self._events) + 1,
            n_epochs=self._n_epochs,
            train_loss=loss,
            validation_loss=watched_loss,
            train_score=score,
            validation_score=watched_score,
            watched=self._name,
        )
        self._events.append(event)
        return event

    def curve(self) -> Curve:
        """The learning curve so far."""
        return Curve(
            train_loss=np.concatenate([e.train_loss for e in self._events] or [np.empty(0)]),
            validation_loss=_joined([e.validation_loss for e in self._events]),
            train_score=_joined([e.train_score for e in self._events]),
            validation_score=_joined([e.validation_score for e in self._events]),
            watched=self._name,
        )


def _known(part: Dataset, steps: tuple[FittedTransform, ...]) -> tuple[FloatArray, Column] | None:
    """Features and labels of the rows whose class is known; None where there are none."""
    rows = part.take(~part.missing(part.schema.target.name))
    for step in steps:
        rows = step.apply(rows)
    return (rows.feature_matrix, rows.labels) if rows.n_samples else None


def _loss_and_score(
    probabilities: Probabilities, part: tuple[FloatArray, Column]
) -> tuple[FloatArray, FloatArray]:
    features, labels = part
    given = probabilities(features)  # (n, c)
    chosen = np.clip(given[np.arange(len(labels)), labels], SMALLEST_PROBABILITY, 1)
    score = np.mean(np.argmax(given, axis=1) == labels)
    return _frozen(-np.log(chosen).mean()), _frozen(score)


def _frozen(value: float) -> FloatArray:
    array = np.array([value])  # one fold
    array.flags.writeable = False
    return array


def _joined(values: list[FloatArray | None]) -> FloatArray | None:
    known = [value for value in values if value is not None]
    return np.concatenate(known) if known else None
