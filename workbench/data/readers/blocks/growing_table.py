"""Columns that grow block by block, without ever being held twice."""

from collections.abc import Sequence

import numpy as np

from workbench.data.dataset import Column

_SPARE = 1.02  # rows of one file are of much the same length


class GrowingTable:
    """The rows of blocks under one another.

    Attributes:
        n_rows: how many there are as yet.
    """

    def __init__(self) -> None:
        self.n_rows = 0
        self._columns: list[Column] = []

    def add(self, parts: Sequence[Column], share: float = 0.0) -> None:
        """Append a block of rows.

        Args:
            parts: one array per column, of the same types for each block.
            share: how much of the file has been read with this block; 0 if that is not known.
        """
        start, end = self.n_rows, self.n_rows + len(parts[0])
        if not self._columns:
            self._columns = [np.empty((0, *part.shape[1:]), part.dtype) for part in parts]
        if end > len(self._columns[0]):
            # Memory that is only reserved costs nothing before it is written to.
            capacity = int(end / share * _SPARE) + 16 if share else end + end // 2
            self._grow(max(end, min(capacity, 1000 * end)))
        for column, part in zip(self._columns, parts, strict=True):
            column[start:end] = part
        self.n_rows = end

    def finished(self) -> list[Column]:
        """The columns; the table is empty after that."""
        columns, self._columns = self._columns, []
        for column in columns:
            column.resize((self.n_rows, *column.shape[1:]), refcheck=False)  # in place
        self.n_rows = 0
        return columns

    def _grow(self, capacity: int) -> None:
        for i, column in enumerate(self._columns):
            larger = np.empty((capacity, *column.shape[1:]), column.dtype)
            larger[: self.n_rows] = column[: self.n_rows]
            self._columns[i] = larger
