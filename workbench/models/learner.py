"""The contract of a learner: parameters as fields, ``fit`` as a run that gives a model."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from workbench.core.component import Category, Component
from workbench.core.run import Progressed, Run, watched
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
        for done, fold in enumerate(folds):
            yield Progressed(done, len(folds), f"fold {done + 1}/{len(folds)}")
            model, is_stopped = yield from watched(self.fit(fold))
            models.append(model)
            if is_stopped:
                break
        return models
