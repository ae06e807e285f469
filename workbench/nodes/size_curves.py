"""Training learners on growing parts of their training rows, and what comes of it."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from workbench.core.errors import FAILURES, sentence_of
from workbench.core.run import Noted, Run, watched
from workbench.data.dataset import FloatArray, IntArray
from workbench.data.nested import nested_order, sizes_up_to
from workbench.data.split import Split, Splits
from workbench.evaluation.comparison.trials import SCORES
from workbench.evaluation.predictions import free_name
from workbench.evaluation.score_curves import ScoreLine, SizeCurves
from workbench.models.fits import Fits, fit_splits
from workbench.models.majority import Majority
from workbench.nodes.comparison_part import part_of
from workbench.nodes.fold_figures import fold_figures, overlap_of

AXIS = "training rows"


@dataclass(frozen=True)
class Sizes:
    """Which parts of the training rows are tried."""

    count: int
    smallest: float
    is_logarithmic: bool
    seed: int

    def of(self, splits: Splits) -> tuple[int, ...]:
        """The sizes; the largest is the smallest training part, so that every fold has each."""
        n = min(len(split.train_rows) for split in splits.folds)
        return sizes_up_to(n, self.count, self.smallest, is_logarithmic=self.is_logarithmic)


def size_curves(fits: Sequence[Fits], sizes: Sizes, *, has_baseline: bool) -> Run[SizeCurves]:
    """The scores of each learner at each size; of one that is stopped, at the sizes done.

    Raises:
        FitError: there are no test rows.
    """
    jobs = [*_baselines(fits, has_baseline=has_baseline), *fits]
    lines: list[ScoreLine] = []
    for number, one in enumerate(jobs):
        name = free_name(one.name, [line.learner for line in lines])
        run = _line(replace(one, name=name), sizes, is_baseline=not one.models)
        step = part_of(run, number, len(jobs), name)
        line, is_stopped = yield from watched(step)
        lines += [line] if len(line.x) else []
        if is_stopped:
            break
    known = {score for line in lines for score in line.test}
    return SizeCurves(AXIS, tuple(lines), tuple(s for s in SCORES if s in known))


def _baselines(fits: Sequence[Fits], *, has_baseline: bool) -> list[Fits]:
    """What is to be trained besides, as fits without models: on each data set once."""
    if not has_baseline or any(isinstance(one.learner, Majority) for one in fits):
        return []
    first = {id(one.splits.dataset): one.splits for one in fits}
    return [Fits(Majority(), Majority.title, splits, (), 0.0) for splits in first.values()]


def _line(fits: Fits, sizes: Sizes, *, is_baseline: bool) -> Run[ScoreLine]:
    orders = [_order(split, sizes.seed) for split in fits.splits.folds]
    tried: list[tuple[int, Mapping[str, FloatArray], Mapping[str, FloatArray]]] = []
    every = sizes.of(fits.splits)
    for number, size in enumerate(every):
        run = _trained(fits, orders, size)
        text = f"{fits.name}: {size:,} rows"
        scores, is_stopped = yield from watched(part_of(run, number, len(every), text))
        if scores is not None and not is_stopped:
            tried.append((size, *scores))
        if is_stopped:
            break
    names = [score for score in SCORES if any(score in test for _, _, test in tried)]
    return ScoreLine(
        fits.name,
        np.array([float(size) for size, _, _ in tried]),
        {name: np.stack([train[name] for _, train, _ in tried]) for name in names},
        {name: np.stack([test[name] for _, _, test in tried]) for name in names},
        is_baseline,
        overlap_of(fits.splits),
    )


def _trained(
    fits: Fits, orders: Sequence[IntArray], size: int
) -> Run[tuple[Mapping[str, FloatArray], Mapping[str, FloatArray]] | None]:
    """Scores on training and test rows of models of ``size`` rows; None where that cannot be."""
    is_whole = all(len(order) == size for order in orders)
    splits = fits.splits if is_whole else _cut(fits.splits, orders, size)
    started = time.perf_counter()
    models = fits.models
    if not is_whole or not models:
        try:
            models = yield from fit_splits(fits.learner, splits)
        except FAILURES as error:
            told = sentence_of(error).message
            yield Noted(f"{fits.name} with {size:,} rows: {told}", is_warning=True)
            return None
    if len(models) < len(splits.folds):  # stopped
        return None
    part = Fits(fits.learner, fits.name, splits, models, time.perf_counter() - started)
    train = yield from fold_figures(part, "train")
    test = yield from fold_figures(part, "test")
    return train, test


def _cut(splits: Splits, orders: Sequence[IntArray], size: int) -> Splits:
    pairs = zip(splits.folds, orders, strict=True)
    return replace(splits, folds=tuple(replace(f, train_rows=order[:size]) for f, order in pairs))


def _order(split: Split, seed: int) -> IntArray:
    """The training rows of a split in an order whose beginnings have the classes' shares."""
    dataset, rows = split.dataset, split.train_rows
    has_classes = dataset.schema.task == "classification"
    groups = dataset.labels[rows] if has_classes else np.zeros(len(rows), dtype=np.int64)
    return np.asarray(rows[nested_order(groups, seed + split.fold)])
