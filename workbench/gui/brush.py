"""The samples that are selected: one selection, the same in every table and plot."""

from typing import Any, Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Signal

from workbench.data.dataset import BoolArray, Dataset, IntArray

Mode: TypeAlias = Literal["replace", "add", "remove", "toggle"]

FEW_HOLES = 100  # ids are rows of a file; a table of them is small unless few rows are left


class Brush(QObject):
    """The data set that is looked at, and which of its samples are selected.

    Signals:
        dataset_changed(): another data set is looked at, or none.
        selection_changed(): other samples are selected; not sent when the data set changes.
    """

    dataset_changed = Signal()
    selection_changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._dataset: Dataset | None = None
        self._selected: BoolArray = np.zeros(0, dtype=bool)

    @property
    def dataset(self) -> Dataset | None:
        """What is looked at."""
        return self._dataset

    @property
    def selected(self) -> BoolArray:
        """Which samples are selected, shape (n,), read-only."""
        return self._selected

    @property
    def n_selected(self) -> int:
        """How many samples are selected."""
        return int(np.count_nonzero(self._selected))

    def show_dataset(self, dataset: Dataset | None) -> None:
        """Look at another data set; samples that were selected stay so, by their ids."""
        if dataset is self._dataset:
            return
        before, self._dataset = self._dataset, dataset
        if dataset is None or before is None:
            self._set(np.zeros(dataset.n_samples if dataset else 0, dtype=bool))
        elif not np.array_equal(dataset.sample_ids, before.sample_ids):
            kept = before.sample_ids[self._selected]
            self._set(_is_among(dataset.sample_ids, kept))
        self.dataset_changed.emit()

    def select(self, rows: BoolArray | NDArray[np.integer[Any]], mode: Mode = "replace") -> None:
        """Select samples by mask, shape (n,), or by row number.

        Args:
            mode: whether they are the selection, join it, leave it, or change sides.
        """
        mask = np.zeros(len(self._selected), dtype=bool)
        mask[rows] = True
        now = self._selected
        match mode:
            case "add":
                mask = now | mask
            case "remove":
                mask = now & ~mask
            case "toggle":
                mask = now ^ mask
        if not np.array_equal(mask, now):
            self._set(mask)
            self.selection_changed.emit()

    def clear(self) -> None:
        """Select nothing."""
        self.select(np.zeros(0, dtype=np.int64))

    def invert(self) -> None:
        """Select what is not selected."""
        self.select(~self._selected)

    def _set(self, mask: BoolArray) -> None:
        mask.flags.writeable = False
        self._selected = mask


def _is_among(ids: IntArray, kept: IntArray) -> BoolArray:
    """Which of ``ids`` are in ``kept``: by a table, ten times as fast as by sorting."""
    if not len(kept) or not len(ids):
        return np.zeros(len(ids), dtype=bool)
    last = int(max(ids.max(), kept.max()))
    if last > FEW_HOLES * (len(ids) + len(kept)):
        return np.isin(ids, kept)
    table = np.zeros(last + 1, dtype=bool)
    table[kept] = True
    return np.asarray(table[ids])
