"""Splits: which rows train, which validate, which test. Lazy: row numbers over one data set.

A supplied test set is appended to the training data (``concatenated`` in ``data/combine.py``)
and addressed by its row numbers, so that hold-out, folds and supplied sets are one thing.
"""

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Protocol

import numpy as np

from workbench.data.dataset import Dataset, IntArray


class RowTransform(Protocol):
    """What a split needs to know of a fitted transform."""

    def apply(self, dataset: Dataset) -> Dataset:
        """The same samples, transformed."""
        ...


@dataclass(frozen=True, eq=False)
class Split:
    """One training part, its test part and, perhaps, a validation part.

    Args:
        dataset: the data before any transform of this split.
        train_rows, test_rows, validation_rows: row numbers into ``dataset``, in order.
        transforms: fitted on the training part; applied in order to each part when asked for.
        fold: 0-based; counted through where cross-validation is repeated.
        repetition: of the cross-validation, 0-based.
    """

    dataset: Dataset
    train_rows: IntArray
    test_rows: IntArray
    validation_rows: IntArray | None = None
    transforms: tuple[RowTransform, ...] = ()
    fold: int = 0
    repetition: int = 0

    @cached_property
    def train(self) -> Dataset:
        """The training part, transformed."""
        return self._part(self.train_rows)

    @cached_property
    def test(self) -> Dataset:
        """The test part, transformed."""
        return self._part(self.test_rows)

    @cached_property
    def validation(self) -> Dataset | None:
        """The validation part, transformed, where there is one."""
        return None if self.validation_rows is None else self._part(self.validation_rows)

    @property
    def raw_test(self) -> Dataset:
        """The test part before any transform: what a model that carries its transforms takes."""
        return self.dataset.take(self.test_rows)

    def with_transform(self, transform: RowTransform) -> "Split":
        """The same rows with one more fitted transform at the end."""
        return replace(self, transforms=(*self.transforms, transform))

    def _part(self, rows: IntArray) -> Dataset:
        part = self.dataset.take(rows)
        for transform in self.transforms:
            part = transform.apply(part)
        return part


@dataclass(frozen=True, eq=False)
class Splits:
    """One or more splits of one data set.

    Args:
        test: how they were made, as the command line says it: ``cv:10``, ``cv:10x5`` (five times),
            ``split:66``, ``train``, a file name, ``all`` (train on all rows, test on none).
        seed: of the shuffle; the first one where there are several.
    """

    folds: tuple[Split, ...]
    test: str
    seed: int = 1

    @property
    def dataset(self) -> Dataset:
        """The data that was split."""
        return self.folds[0].dataset

    @property
    def n_repetitions(self) -> int:
        """How many times each row is tested, where every row is."""
        return 1 + max(split.repetition for split in self.folds)

    @property
    def overlap(self) -> float:
        """Test rows by training rows of a fold, where the test is repeated; else 0."""
        n_folds = len(self.folds) / self.n_repetitions
        return 1 / (n_folds - 1) if self.n_repetitions > 1 and n_folds > 1 else 0.0

    @property
    def n_test_samples(self) -> int:
        """Test rows over all folds."""
        return int(np.sum([len(split.test_rows) for split in self.folds]))
