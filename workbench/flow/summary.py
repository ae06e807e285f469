"""A few words on what came out of a node: its status line, and the tool tip of a link."""

from typing import Any

import numpy as np

from workbench.data.dataset import Dataset
from workbench.data.split import Splits
from workbench.evaluation.predictions import Evaluation
from workbench.models.fits import Fits


def summary(value: Any) -> str:
    """One short line; empty for a value that needs none."""
    match value:
        case Dataset():
            return f"{value.n_samples:,} × {len(value.schema.attributes)}"
        case Splits():
            folds = len(value.folds)
            tests = value.n_test_samples
            return f"{folds} folds" if folds > 1 else _one_split(value, tests)
        case Fits():
            return f"{len(value.models)} models" if len(value.models) > 1 else "1 model"
        case Evaluation():
            return _evaluation(value)
        case _:
            return str(getattr(value, "summary", "") or "")


def _evaluation(evaluation: Evaluation) -> str:
    """The accuracy, or mean absolute error, of one learner; of several, how many they are."""
    if len(evaluation.results) != 1:
        return f"{len(evaluation.results)} learners"
    (result,) = evaluation.results
    if result.is_classification:
        return f"accuracy {np.mean(result.actual == result.predicted):.1%}"
    return f"mean absolute error {np.mean(np.abs(result.actual - result.predicted)):.4g}"


def _one_split(splits: Splits, tests: int) -> str:
    train = len(splits.folds[0].train_rows)
    return f"{train:,} train, {tests:,} test" if tests else f"{train:,} train"
