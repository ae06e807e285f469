"""From fits of several learners on several data sets to a comparison."""

from collections.abc import Sequence

import numpy as np

from workbench.core.errors import FlowError
from workbench.core.run import Noted, Run
from workbench.data.split import Split
from workbench.evaluation.comparison.measures import fold_measures
from workbench.evaluation.comparison.trials import SCORES, Comparison, DataSetTrials
from workbench.evaluation.predictions import free_name
from workbench.models.fits import Fits
from workbench.nodes.comparison_baseline import BASELINES, Group, with_baselines
from workbench.nodes.comparison_names import learner_names
from workbench.nodes.comparison_part import part_of
from workbench.nodes.evaluate import predictions_of

_NUMBERS = {name: number for number, name in enumerate(SCORES)}


def compared(fits: Sequence[Fits], baseline: str) -> Run[Comparison]:
    """Train the baseline on each data set, and score every learner in every fold.

    Raises:
        FlowError: two learners were tested on different rows of one data set.
        FitError: no fold has test rows with a known class.
    """
    groups = yield from with_baselines(_by_data(fits), baseline)
    names = learner_names(groups)
    learners = tuple(dict.fromkeys(name for some in names for name in some))
    trials: list[DataSetTrials] = []
    places: dict[int, tuple[int, int]] = {}
    for number, (group, some) in enumerate(zip(groups, names, strict=True)):
        rows = [learners.index(name) for name in some]
        places |= {id(one): (number, row) for one, row in zip(group.fits, rows, strict=True)}
        trials.append((yield from _trials(group, rows, len(learners), (number, len(groups)))))
    values = np.concatenate([data.values for data in trials], axis=2)  # (learners, scores, n)
    there = np.isfinite(values).any(axis=(0, 2))
    scores = tuple(score for score, is_there in zip(SCORES, there, strict=True) if is_there)
    kept = tuple(_only(data, there) for data in trials)
    arrived = tuple(places[id(one)] for one in fits)
    return Comparison(learners, _baselines(groups, names), scores, kept, arrived)


# ------------------------------------------------------------------------------ data sets


def _by_data(fits: Sequence[Fits]) -> list[Group]:
    """The fits by the samples they were made of, in the order in which they arrived."""
    alike: dict[tuple[object, ...], list[Fits]] = {}
    for one in fits:
        alike.setdefault(_samples_of(one), []).append(one)
    groups: list[Group] = []
    for some in alike.values():
        _refuse_other_folds(some)
        name = some[0].splits.dataset.schema.relation or "data"
        groups.append(Group(free_name(name, [g.name for g in groups]), tuple(some)))
    return groups


def _samples_of(fits: Fits) -> tuple[object, ...]:
    """Equal for the same samples and classes, whatever their other attributes are."""
    dataset = fits.splits.dataset
    labels, ids = (np.ascontiguousarray(a) for a in (dataset.labels, dataset.sample_ids))
    return (dataset.schema.relation, dataset.schema.target.name, labels.tobytes(), ids.tobytes())


def _refuse_other_folds(some: Sequence[Fits]) -> None:
    first = some[0]
    for other in some[1:]:
        pairs = zip(first.splits.folds, other.splits.folds, strict=False)
        if not all(_is_same_test(*pair) for pair in pairs):
            raise FlowError(
                f"'{first.name}' and '{other.name}' were tested on different rows of "
                f"'{first.splits.dataset.schema.relation}', so their scores are no pairs.",
                remedy="Link both to one cross-validation, or to two with the same parameters.",
            )


def _is_same_test(one: Split, other: Split) -> bool:
    return one.test_rows is other.test_rows or np.array_equal(
        np.sort(one.test_rows), np.sort(other.test_rows)
    )


# ------------------------------------------------------------------------------ trials


def _trials(
    group: Group, rows: Sequence[int], n_learners: int, part: tuple[int, int]
) -> Run[DataSetTrials]:
    """The scores on one data set.

    Args:
        rows: the number of each fit's learner.
        part: the group's number and the number of groups, for the progress.
    """
    folds = max((one.splits.folds for one in group.fits), key=len)
    n = len(folds)
    values = np.full((n_learners, len(SCORES), n), np.nan)
    for place, (row, fits) in enumerate(zip(rows, group.fits, strict=True)):
        step = part[0] * len(rows) + place, part[1] * len(rows)
        run = predictions_of(fits, fits.name)
        predictions = yield from part_of(run, *step, f"{fits.name} on {group.name}")
        for score, of_fold in fold_measures(predictions, n).items():
            values[row, _NUMBERS[score]] = of_fold
        if len(fits.splits.folds) < n:
            told = f"{fits.name} was stopped after {len(fits.splits.folds)} of {n} folds"
            yield Noted(f"{told} on {group.name}.", is_warning=True)
    return DataSetTrials(
        group.name,
        np.array([split.repetition for split in folds]),
        _within_repetition(folds),
        np.array([len(split.train_rows) for split in folds]),
        np.array([len(split.test_rows) for split in folds]),
        values,
    )


def _within_repetition(folds: Sequence[Split]) -> np.ndarray:
    repetition = np.array([split.repetition for split in folds])
    starts = np.searchsorted(repetition, repetition, side="left")
    return np.arange(len(folds)) - starts


def _only(data: DataSetTrials, there: np.ndarray) -> DataSetTrials:
    return DataSetTrials(
        data.name, data.repetition, data.fold, data.n_train, data.n_test, data.values[:, there]
    )


def _baselines(groups: Sequence[Group], names: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """The learners that are baselines, whoever has put them there; the weakest first."""
    kinds = {type(b): rank for rank, b in enumerate(BASELINES["both"])}
    found = {
        name: kinds[type(fits.learner)]
        for group, some in zip(groups, names, strict=True)
        for name, fits in zip(some, group.fits, strict=True)
        if type(fits.learner) in kinds
    }
    return tuple(sorted(found, key=lambda name: found[name]))
