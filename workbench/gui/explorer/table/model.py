"""The cells of a data set for a table view: any number of rows, read only where they are seen."""

from typing import Any, TypeAlias

import numpy as np
from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from typing_extensions import override

from workbench.data.dataset import BoolArray, Dataset, IntArray
from workbench.data.schema import Attribute
from workbench.gui.cell_text import cell_text, is_missing
from workbench.gui.explorer.kind_words import kind_word, role_word

Index: TypeAlias = QModelIndex | QPersistentModelIndex

EDITABLE = frozenset({"numeric", "nominal", "string", "date"})

_ROOT = QModelIndex()
_ROLES = (
    Qt.ItemDataRole.DisplayRole,
    Qt.ItemDataRole.EditRole,
    Qt.ItemDataRole.ToolTipRole,
    Qt.ItemDataRole.AccessibleTextRole,
)
_CELL = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
_EDITABLE_CELL = _CELL | Qt.ItemFlag.ItemIsEditable
_TIP_LENGTH = 1_000


class SampleModel(QAbstractTableModel):
    """The samples under an order and a mask; sorting and hiding choose row numbers.

    Signals:
        edited(int, str, object): the row number of a sample, an attribute's name and the text
            that its cell shall hold, None for missing. Nothing is written here.
    """

    edited = Signal(int, str, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.dataset: Dataset | None = None
        self._order: IntArray = np.empty(0, dtype=np.int64)
        self._rows: IntArray = self._order

    @property
    def rows(self) -> IntArray:
        """The row number in the data set of each row that is shown, in order of showing."""
        return self._rows

    @property
    def attributes(self) -> tuple[Attribute, ...]:
        """The columns' attributes."""
        return self.dataset.schema.attributes if self.dataset else ()

    def show_dataset(self, dataset: Dataset | None, mask: BoolArray | None = None) -> None:
        """Show another data set in its own order, all rows of it or those of ``mask``."""
        self.beginResetModel()
        self.dataset = dataset
        self._order = np.arange(dataset.n_samples if dataset else 0)
        self._rows = self._order if mask is None else self._order[mask]
        self.endResetModel()

    def replace_values(self, dataset: Dataset) -> None:
        """Show other values of the same samples and attributes, in the order that holds."""
        self.dataset = dataset
        if self.rowCount() and self.columnCount():
            last = self.index(self.rowCount() - 1, self.columnCount() - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    def set_order(self, order: IntArray, mask: BoolArray | None) -> None:
        """Show the samples in another order, all of them or those of ``mask``."""
        self.beginResetModel()
        self._order = order
        self._rows = order if mask is None else order[mask[order]]
        self.endResetModel()

    def set_mask(self, mask: BoolArray | None) -> None:
        """Show all samples, or those of ``mask``, in the order that holds."""
        self.set_order(self._order, mask)

    def shown_row(self, row: int) -> int:
        """Where the sample of a row number is shown; −1 if it is hidden."""
        found = np.flatnonzero(self._rows == row)
        return int(found[0]) if len(found) else -1

    @override
    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    @override
    def columnCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.attributes)

    @override
    def flags(self, index: Index) -> Qt.ItemFlag:
        is_editable = index.isValid() and self.attributes[index.column()].kind in EDITABLE
        return _EDITABLE_CELL if is_editable else _CELL

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role not in _ROLES or self.dataset is None:
            return None
        row, column = int(self._rows[index.row()]), index.column()
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._tip(row, column)
        if role == Qt.ItemDataRole.EditRole and self.is_missing(row, column):
            return None
        return self.text(row, column)

    @override
    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.EditRole or not index.isValid():
            return False
        if value != self.data(index, role):
            row, name = int(self._rows[index.row()]), self.attributes[index.column()].name
            self.edited.emit(row, name, value)
        return True

    @override
    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        if self.dataset is None or role not in _ROLES:
            return None
        if orientation == Qt.Orientation.Vertical:
            is_text = role != Qt.ItemDataRole.ToolTipRole
            return self.row_name(int(self._rows[section])) if is_text else None
        attribute = self.attributes[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return attribute.name
        return self._about(attribute)

    def row_name(self, row: int) -> str:
        """The number of a sample as the file counts, from 1."""
        return str(int(self.dataset.sample_ids[row]) + 1) if self.dataset else ""

    def text(self, row: int, column: int) -> str:
        """The text of a cell, by the sample's row number in the data set."""
        if self.dataset is None:
            return ""
        attribute, values = self.attributes[column], self.dataset.columns[column]
        bag = values[row] if attribute.kind == "relational" else None
        if isinstance(bag, Dataset):
            words = self.tr("{rows} rows × {columns} attributes")
            return words.format(rows=f"{bag.n_samples:,}", columns=f"{len(bag.columns):,}")
        return cell_text(attribute, values, row)

    def is_missing(self, row: int, column: int) -> bool:
        """Whether a cell has no value, by the sample's row number in the data set."""
        if self.dataset is None:
            return True
        return is_missing(self.attributes[column], self.dataset.columns[column], row)

    def _tip(self, row: int, column: int) -> str | None:
        if self.is_missing(row, column):
            words = self.tr("No value: '{name}' is missing in row {row}.")
            return words.format(name=self.attributes[column].name, row=self.row_name(row))
        text = self.text(row, column)
        return text if len(text) <= _TIP_LENGTH else f"{text[:_TIP_LENGTH]}…"

    def _about(self, attribute: Attribute) -> str:
        parts = (attribute.name, kind_word(attribute.kind), role_word(attribute.role))
        return " · ".join(part for part in parts if part)
