"""Confusion matrices side by side, and the samples behind the cells that are chosen."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import ClassVar

import numpy as np

from workbench.data.dataset import BoolArray, Dataset, FloatArray, IntArray
from workbench.data.schema import Schema
from workbench.evaluation.chosen import Choice, chosen_samples, mask_of
from workbench.evaluation.confusion import confusion_matrix
from workbench.evaluation.csv_text import csv_text
from workbench.evaluation.predictions import Evaluation, Predictions


@dataclass(frozen=True, eq=False)
class Confusion:
    """One confusion matrix in a chart.

    Args:
        counts: ``counts[true, predicted]``, shape (c, c).
    """

    learner: str
    classes: tuple[str, ...]
    counts: IntArray

    @property
    def row_shares(self) -> FloatArray:
        """The share of each true class, shape (c, c); a class that never occurs gives zeros."""
        totals = self.counts.sum(axis=1, keepdims=True)
        return np.asarray(self.counts / np.maximum(totals, 1))

    @property
    def column_shares(self) -> FloatArray:
        """The share of each predicted class, shape (c, c); of one never predicted, zeros."""
        totals = self.counts.sum(axis=0, keepdims=True)
        return np.asarray(self.counts / np.maximum(totals, 1))


@dataclass(frozen=True, eq=False)
class ConfusionChart:
    """The confusion matrix of each learner, and the cells of one that are chosen.

    What flows out of its node are the samples in those cells.

    Args:
        evaluation: what the matrices were counted of; None where nobody knows any more.
    """

    gives: ClassVar[tuple[str, type]] = ("samples", Dataset)

    matrices: tuple[Confusion, ...]
    evaluation: Evaluation | None = None
    choice: Choice = field(default_factory=Choice)

    def to_csv(self) -> str:
        """One line per cell: learner, actual, predicted, count."""
        return csv_text(
            ("learner", "actual", "predicted", "count"),
            (
                (matrix.learner, actual, predicted, int(matrix.counts[i, j]))
                for matrix in self.matrices
                for i, actual in enumerate(matrix.classes)
                for j, predicted in enumerate(matrix.classes)
            ),
        )

    def given(self) -> Dataset:
        """What flows out of its node: ``samples``."""
        return self.samples

    @cached_property
    def samples(self) -> Dataset:
        """The samples in the chosen cells; without any classification, none."""
        predictions = self.predictions(self.choice)
        if predictions is None:
            return Dataset(Schema(()), ())
        return chosen_samples(predictions, mask_of(predictions.classes, self.choice.cells))

    def predictions(self, choice: Choice) -> Predictions | None:
        """The predictions that a choice is about."""
        return choice.of(self.evaluation) if self.evaluation is not None else None

    def mask(self, matrix: Confusion) -> BoolArray:
        """Which cells of a matrix are chosen, shape (c, c)."""
        is_meant = (
            matrix is self.matrices[0]
            if not self.choice.learner
            else (matrix.learner == self.choice.learner)
        )
        cells = self.choice.cells if is_meant else ()
        return mask_of(matrix.classes, cells)


def confusion_chart(evaluation: Evaluation, choice: Choice | None = None) -> ConfusionChart:
    """The confusion matrix of every learner, over all folds."""
    results = [r for r in evaluation.results if r.is_classification]
    matrices = tuple(Confusion(r.name, r.classes, confusion_matrix(r)) for r in results)
    return ConfusionChart(matrices, evaluation, choice or Choice())
