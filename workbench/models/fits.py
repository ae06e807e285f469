"""What a learner's node gives: one fitted model for each split."""

from collections.abc import Sequence
from dataclasses import dataclass

from workbench.core.run import Run
from workbench.data.split import Split, Splits
from workbench.models.learner import Fold, Learner
from workbench.models.model import Model
from workbench.preprocess.transform import FittedTransform


@dataclass(frozen=True, eq=False)
class Fits:
    """k × (split, model), the models taking raw rows of ``splits.dataset``.

    Args:
        models: one for each of ``splits.folds``, in order.
        name: the learner's name in tables and legends.
        seconds: wall-clock time of fitting.
    """

    learner: Learner
    name: str
    splits: Splits
    models: tuple[Model, ...]
    seconds: float


def fit_splits(learner: Learner, splits: Splits) -> Run[tuple[Model, ...]]:
    """Fit the learner on each split; each model carries the split's transforms.

    A run that was stopped gives fewer models than there are splits.

    Raises:
        FitError: the learner cannot learn from a fold.
    """
    models = yield from learner.fit_all([_fold(split) for split in splits.folds])
    schema = splits.dataset.schema
    return tuple(
        model.behind(schema, _fitted(split.transforms))
        for model, split in zip(models, splits.folds, strict=False)
    )


def _fold(split: Split) -> Fold:
    held_out = split.test if len(split.test_rows) else None
    return Fold(split.train, split.validation, held_out, split.fold)


def _fitted(transforms: Sequence[object]) -> tuple[FittedTransform, ...]:
    return tuple(t for t in transforms if isinstance(t, FittedTransform))
