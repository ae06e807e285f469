"""Scores of fits on the rows that they were trained on, or tested on, fold by fold."""

from collections.abc import Mapping
from dataclasses import replace

from workbench.core.run import Run
from workbench.data.dataset import FloatArray
from workbench.data.split import Splits
from workbench.evaluation.comparison.measures import fold_measures
from workbench.models.fits import Fits
from workbench.nodes.evaluate import predictions_of


def fold_figures(fits: Fits, part: str) -> Run[Mapping[str, FloatArray]]:
    """Every score of every fold, shape (folds,); NaN where it is undefined.

    Args:
        part: "train" or "test".

    Raises:
        FitError: there are no such rows with a known class.
    """
    if part == "train":
        fits = replace(fits, splits=_on_training_rows(fits.splits))
    predictions = yield from predictions_of(fits, fits.name)
    return fold_measures(predictions, len(fits.splits.folds))


def overlap_of(splits: Splits) -> float:
    """Test rows by training rows of a fold, of a cross-validation that was repeated; else 0."""
    if all(split.repetition == 0 for split in splits.folds):
        return 0.0
    n_test = sum(len(split.test_rows) for split in splits.folds)
    return n_test / sum(len(split.train_rows) for split in splits.folds)


def _on_training_rows(splits: Splits) -> Splits:
    return replace(splits, folds=tuple(replace(f, test_rows=f.train_rows) for f in splits.folds))
