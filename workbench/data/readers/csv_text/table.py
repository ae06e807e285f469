"""The columns of a CSV file as its blocks come in: numbers as long as they are, else texts."""

from collections.abc import Sequence

import numpy as np

from workbench.data.dataset import MISSING_CODE, Column
from workbench.data.readers.blocks.growing_table import GrowingTable
from workbench.data.readers.csv_text.block import CleanBlock, TextColumn
from workbench.data.readers.csv_text.format import CsvFormat
from workbench.data.readers.csv_text.kinds import coded, numbers_of
from workbench.data.readers.csv_text.rows import Row


class CsvTable:
    """Collects blocks of rows.

    Attributes:
        is_numeric: for each column, as far as is known.
        is_broken: whether a column of numbers has met a text: then its earlier cells are lost, and
            the file must be read once more.
    """

    def __init__(self, form: CsvFormat, is_numeric: Sequence[bool]) -> None:
        self.is_numeric = tuple(is_numeric)
        self.is_broken = False
        self._form = form
        self._labels: list[dict[str, int]] = [{} for _ in is_numeric]
        self._table = GrowingTable()

    @property
    def n_rows(self) -> int:
        """How many rows there are as yet."""
        return self._table.n_rows

    def add(self, block: CleanBlock, share: float) -> None:
        """Append a clean block, up to which ``share`` of the file has been read."""
        self._append(block.columns, share)

    def add_rows(self, rows: Sequence[Row], share: float) -> None:
        """Append rows of cells."""
        cells = list(zip(*rows, strict=True)) if rows else [()] * len(self.is_numeric)
        numbers = [
            numbers_of(column, self._form) if numeric else None
            for column, numeric in zip(cells, self.is_numeric, strict=True)
        ]
        found = tuple(column is not None for column in numbers)
        if found != self.is_numeric:
            self.is_numeric, self.is_broken = found, True
        columns = (
            column if column is not None else coded(texts)
            for column, texts in zip(numbers, cells, strict=True)
        )
        self._append(list(columns), share)

    def finished(self) -> list[Column | TextColumn]:
        """The columns; the table is empty after that."""
        return [
            column if numeric else TextColumn(tuple(labels), column)
            for column, labels, numeric in zip(
                self._table.finished(), self._labels, self.is_numeric, strict=True
            )
        ]

    def _append(self, columns: Sequence[Column | TextColumn], share: float) -> None:
        if self.is_broken:
            return
        parts = [
            self._joined(i, column) if isinstance(column, TextColumn) else column
            for i, column in enumerate(columns)
        ]
        self._table.add(parts, share)

    def _joined(self, i: int, texts: TextColumn) -> Column:
        """The block's codes as codes of the file."""
        known = self._labels[i]
        codes = [known.setdefault(label, len(known)) for label in texts.labels]
        lookup = np.array([*codes, MISSING_CODE], dtype=np.int32)
        return np.asarray(lookup[texts.codes])
