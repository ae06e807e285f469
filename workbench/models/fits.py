"""What a learner's node gives: one fitted model for each split."""

from collections.abc import Sequence
from dataclasses import dataclass

from workbench.core.errors import FAILURES, WorkbenchError, sentence_of
from workbench.core.run import Run
from workbench.data.split import Split, Splits
from workbench.models.learner import Fold, Learner, Outcome, Variant
from workbench.models.model import Model
from workbench.preprocess.transform import FittedTransform
from workbench.training.curve import Curve


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

    @property
    def curves(self) -> tuple[Curve, ...]:
        """The learning curves of the folds; empty where nothing is trained by epochs."""
        return tuple(model.curve for model in self.models if model.curve is not None)


def fit_splits(learner: Learner, splits: Splits) -> Run[tuple[Model, ...]]:
    """Fit the learner on each split; each model carries the split's transforms.

    A run that was stopped gives fewer models than there are splits.

    Raises:
        FitError: the learner cannot learn from a fold.
    """
    models = yield from learner.fit_all(_folds(splits))
    return _behind(splits, models)


def fit_variants(
    jobs: Sequence[tuple[Learner, Splits]],
) -> Run[list[tuple[Model, ...] | WorkbenchError]]:
    """``fit_splits`` of several learners of one class, trained together where that can be.

    Its events are those of ``Learner.fit_variants``: in ``VariantReported`` with a job's place,
    or about several jobs. A job that fails leaves its error in its place, and the others go on.
    After a stop, jobs that had not been begun are given no models.

    Args:
        jobs: learners, each with its splits, often the same.

    Returns:
        For each job its models, as from ``fit_splits``, or its error.
    """
    folds = _folds_of_each([splits for _, splits in jobs])
    # A job whose folds cannot be had keeps its place, with none.
    variants = [
        Variant(learner, () if isinstance(found, WorkbenchError) else found)
        for (learner, _), found in zip(jobs, folds, strict=True)
    ]
    if not jobs:
        return []
    outcomes = yield from type(jobs[0][0]).fit_variants(variants)
    return [
        _finished(splits, found if isinstance(found, WorkbenchError) else outcome)
        for (_, splits), found, outcome in zip(jobs, folds, outcomes, strict=True)
    ]


def _finished(splits: Splits, outcome: Outcome) -> tuple[Model, ...] | WorkbenchError:
    return outcome if isinstance(outcome, WorkbenchError) else _behind(splits, outcome)


def _behind(splits: Splits, models: Sequence[Model]) -> tuple[Model, ...]:
    """The models, taking raw rows."""
    schema = splits.dataset.schema
    return tuple(
        model.behind(schema, _fitted(split.transforms))
        for model, split in zip(models, splits.folds, strict=False)
    )


def _folds_of_each(several: Sequence[Splits]) -> list[tuple[Fold, ...] | WorkbenchError]:
    """The folds of each of the splits, or why they cannot be had; the same for the same splits."""
    known: dict[int, tuple[Fold, ...] | WorkbenchError] = {}
    for splits in several:
        if id(splits) not in known:
            try:
                known[id(splits)] = _folds(splits)
            except FAILURES as error:
                known[id(splits)] = sentence_of(error)
    return [known[id(splits)] for splits in several]


def _folds(splits: Splits) -> tuple[Fold, ...]:
    return tuple(_fold(split) for split in splits.folds)


def _fold(split: Split) -> Fold:
    held_out = split.test if len(split.test_rows) else None
    return Fold(split.train, split.validation, held_out, split.fold)


def _fitted(transforms: Sequence[object]) -> tuple[FittedTransform, ...]:
    return tuple(t for t in transforms if isinstance(t, FittedTransform))
