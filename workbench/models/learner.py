"""The contract of a learner: parameters as fields, ``fit`` as a run that gives a model."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, TypeAlias

from workbench.core.component import Category, Component
from workbench.core.errors import FAILURES, WorkbenchError, sentence_of
from workbench.core.run import Aside, Event, Progressed, Run, Stop, retold, watched
from workbench.data.dataset import Dataset
from workbench.models.model import Model


@dataclass(frozen=True, eq=False)
class Fold:
    """What a learner is given of one split.

    Args:
        train: the rows to learn from.
        validation: rows set apart for decisions during training (early stopping), if any.
        held_out: rows that are only watched, so that a live curve can be drawn; no decision may
            depend on them.
        number: 0-based.
    """

    train: Dataset
    validation: Dataset | None = None
    held_out: Dataset | None = None
    number: int = 0


@dataclass(frozen=True, eq=False)
class Variant:
    """One of several learners of a kind, which differ in their parameters, and its folds.

    Variants may be given the very same ``Fold`` objects; what is computed of a fold alone can
    then be shared.
    """

    learner: "Learner"
    folds: tuple[Fold, ...]


@dataclass(frozen=True)
class VariantReported(Event):
    """Something has happened while a variant was trained.

    Args:
        number: the variant's place among those given, 0-based.
    """

    number: int
    event: Event


# What became of a variant: a model for each fold, or for fewer if the run was stopped (for none
# if it had not been begun), or why it failed.
Outcome: TypeAlias = list[Model] | WorkbenchError


class Learner(Component, ABC):
    """Learns a model from training rows: ``Splits → Fits`` in a flow. A value; ``fit`` is pure.

    Attributes:
        ignores_order: whether the order of the training rows makes no difference to the model.
    """

    category: ClassVar[Category] = "Learn"
    ignores_order: ClassVar[bool] = False

    @abstractmethod
    def fit(self, fold: Fold) -> Run[Model]:
        """Learn from ``fold.train``. Same seed, same model, whatever ran before.

        Raises:
            FitError: the data cannot be learnt from: no rows, one class, features of a wrong kind.
        """

    def fit_all(self, folds: Sequence[Fold]) -> Run[list[Model]]:
        """``fit`` for each fold in turn; overridden where folds can be trained together.

        A run that is asked to stop gives the models of the folds it has finished.
        """
        models: list[Model] = []
        is_stopped = False
        for done, fold in enumerate(folds):
            command = yield Progressed(done, len(folds), f"fold {done + 1}/{len(folds)}")
            is_stopped |= isinstance(command, Stop)
            if is_stopped and models:
                break
            model, is_stopped_within = yield from watched(self.fit(fold))
            models.append(model)
            is_stopped |= is_stopped_within
            if is_stopped:
                break
        return models

    @classmethod
    def fit_variants(cls, variants: Sequence[Variant]) -> Run[list[Outcome]]:
        """``fit_all`` of each variant in turn; overridden where they can be trained together.

        Each variant becomes what ``fit_all`` makes of it alone. What happens to one of them is
        told in ``VariantReported``; an event that is not wrapped (``Progressed``) is about
        several. A variant that fails leaves its error and the others go on. A run that is asked
        to stop keeps the finished variants, and the best so far of those in training; those not
        begun are given no models.

        Args:
            variants: all with learners of this class.

        Returns:
            As many outcomes as variants, in their order.
        """
        outcomes: list[Outcome] = []
        is_stopped = False
        for number, variant in enumerate(variants):
            if is_stopped:
                outcomes.append([])
                continue
            outcome, is_stopped = yield from watched(_fitted(number, variant))
            outcomes.append(outcome)
        return outcomes


def of_variant(number: int, event: Event) -> Event:
    """What a variant has said, wrapped unless it is for whoever drives the run."""
    return event if isinstance(event, Aside) else VariantReported(number, event)


def _fitted(number: int, variant: Variant) -> Run[Outcome]:
    run = variant.learner.fit_all(variant.folds)
    try:
        return (yield from retold(run, lambda event: [of_variant(number, event)]))
    except FAILURES as error:
        return sentence_of(error)
