"""What came out of a node: a line of summary and, for a data set, attributes and first rows."""

from typing import Any

import numpy as np
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QLabel,
    QSizePolicy,
    QTableView,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from workbench.data.dataset import Dataset, missing_mask
from workbench.data.schema import Attribute, Schema
from workbench.data.split import Splits
from workbench.flow.node import flowing_out
from workbench.flow.summary import summary

N_ROWS = 20
N_COLUMNS = 50
ROW_HEIGHT = 26

Index = QModelIndex | QPersistentModelIndex


class Preview(QWidget):
    """What flows out of the selected node."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._value: Any = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        self.heading = QLabel(self.tr("What flows out"), self)
        self.heading.setProperty("role", "heading")
        self.summary = QLabel(self)
        self.summary.setProperty("role", "secondary")
        self.summary.setWordWrap(True)
        self.summary.setObjectName("preview_summary")
        self.rows = _table(self, "preview_rows", self.tr("First rows"))
        self.attributes = _table(self, "preview_attributes", self.tr("Attributes"))
        self.tabs = QTabWidget(self)
        self.tabs.setDocumentMode(True)
        self.tabs.addTab(self.attributes, self.tr("Attributes"))
        self.tabs.addTab(self.rows, self.tr("First rows"))
        self.tabs.setMinimumHeight(180)
        for words in (self.heading, self.summary):
            words.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
            column.addWidget(words)
        column.addWidget(self.tabs)
        column.setStretch(2, 1)
        column.addStretch(0)
        self.show_value(None)

    def show_value(self, value: Any) -> None:
        """Show a result; nothing for None."""
        if value is self._value and value is not None:
            return
        self._value = value
        words, dataset = summary(value) if value is not None else "", _dataset(value)
        self.setVisible(bool(words) or dataset is not None)
        self.summary.setText(words)
        self.tabs.setVisible(dataset is not None)
        if dataset is not None:
            self.rows.setModel(RowsModel(dataset, self.rows))
            self.attributes.setModel(AttributesModel(dataset.schema, self.attributes))
            self.attributes.horizontalHeader().setStretchLastSection(True)


class RowsModel(QAbstractTableModel):
    """The first rows of a data set."""

    def __init__(self, dataset: Dataset, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._attributes = dataset.schema.attributes[:N_COLUMNS]
        shown = dataset.columns[:N_COLUMNS]
        self._cells = [_texts(a, c[:N_ROWS]) for a, c in zip(self._attributes, shown, strict=True)]

    @override
    def rowCount(self, parent: Index | None = None) -> int:
        return len(self._cells[0]) if self._cells else 0

    @override
    def columnCount(self, parent: Index | None = None) -> int:
        return len(self._cells)

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.DisplayRole:
            return self._cells[index.column()][index.row()]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            is_number = self._attributes[index.column()].kind == "numeric"
            side = Qt.AlignmentFlag.AlignRight if is_number else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        return None

    @override
    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        is_column = orientation == Qt.Orientation.Horizontal
        return self._attributes[section].name if is_column else section + 1


class AttributesModel(QAbstractTableModel):
    """Name, kind and values of each attribute; the class is named as such."""

    def __init__(self, schema: Schema, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._headers = (self.tr("Name"), self.tr("Kind"), self.tr("Values"))
        self._cells = [(a.name, self._kind(a), ", ".join(a.values)) for a in schema.attributes]

    @override
    def rowCount(self, parent: Index | None = None) -> int:
        return len(self._cells)

    @override
    def columnCount(self, parent: Index | None = None) -> int:
        return len(self._headers)

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole}:
            return self._cells[index.row()][index.column()]
        return None

    @override
    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        is_named = orientation == Qt.Orientation.Horizontal
        if role != Qt.ItemDataRole.DisplayRole or not is_named:
            return None
        return self._headers[section]

    def _kind(self, attribute: Attribute) -> str:
        if attribute.role == "feature":
            return attribute.kind
        return f"{attribute.kind} · {attribute.role}"


def _table(parent: QWidget, name: str, title: str) -> QTableView:
    table = QTableView(parent)
    table.setObjectName(name)
    table.setAccessibleName(title)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setWordWrap(False)
    table.setShowGrid(False)
    table.verticalHeader().setVisible(False)
    table.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
    table.horizontalHeader().setDefaultSectionSize(88)
    table.horizontalHeader().setDefaultAlignment(
        Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
    )
    table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
    return table


def _dataset(value: Any) -> Dataset | None:
    if isinstance(value, Splits):
        return value.dataset
    given = flowing_out(value)
    return given if isinstance(given, Dataset) else None


def _texts(attribute: Attribute, column: Any) -> list[str]:
    gaps = missing_mask(attribute, column)
    return [
        "?" if gap else _text(attribute, value) for value, gap in zip(column, gaps, strict=True)
    ]


def _text(attribute: Attribute, value: Any) -> str:
    if attribute.kind == "nominal":
        return attribute.values[int(value)]
    if attribute.kind == "numeric":
        return f"{value:.6g}"
    if attribute.kind == "array":
        return " × ".join(str(n) for n in np.shape(value))
    return str(value)
