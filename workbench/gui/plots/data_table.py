"""A data set as a table: any number of rows, formatted only where they are seen."""

from typing import Any, TypeAlias

import numpy as np
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QSize, Qt
from PySide6.QtGui import QColor, QPixmap
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QLabel, QTableView, QWidget
from typing_extensions import override

from workbench.data.dataset import Column, Dataset
from workbench.data.schema import Attribute
from workbench.data.split import Splits
from workbench.gui.cell_text import MISSING, cell_text, ordered_rows
from workbench.gui.pictures import is_picture, picture_names, picture_of
from workbench.gui.plots.figure import Figure, Rows, tabular_digits
from workbench.gui.text_size import scaled
from workbench.gui.theme import LIGHT, Theme

Index: TypeAlias = QModelIndex | QPersistentModelIndex

_ROOT = QModelIndex()
_ROLES = (
    Qt.ItemDataRole.DisplayRole,
    Qt.ItemDataRole.DecorationRole,
    Qt.ItemDataRole.TextAlignmentRole,
    Qt.ItemDataRole.ForegroundRole,
    Qt.ItemDataRole.ToolTipRole,
)
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
ROW, PICTURE = 24, 56  # pixels


class DatasetModel(QAbstractTableModel):
    """The cells of a data set as text; sorting is a permutation of row numbers."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.dataset: Dataset | None = None
        self.theme: Theme = LIGHT
        self._order: Column = np.empty(0, dtype=np.int64)

    def show_dataset(self, dataset: Dataset | None) -> None:
        """Show another data set, in its own order."""
        self.beginResetModel()
        self.dataset = dataset
        self._order = np.arange(dataset.n_samples if dataset else 0)
        self.endResetModel()

    @override
    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._order)

    @override
    def columnCount(self, parent: Index = _ROOT) -> int:
        if parent.isValid() or self.dataset is None:
            return 0
        return len(self.dataset.schema.attributes)

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        # Asked thousands of times per repaint, mostly for roles that nothing is said of.
        if role not in _ROLES or self.dataset is None:
            return None
        attribute = self.dataset.schema.attributes[index.column()]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if attribute.kind == "numeric" else _LEFT
        if role == Qt.ItemDataRole.DecorationRole:
            return self._picture(index)
        text = cell_text(attribute, self.dataset.columns[index.column()], self._order[index.row()])
        if role == Qt.ItemDataRole.DisplayRole:
            return text
        return self._of_missing(attribute, role) if text == MISSING else None

    def _of_missing(self, attribute: Attribute, role: int) -> Any:
        if role == Qt.ItemDataRole.ForegroundRole:
            return QColor(self.theme.secondary)
        return self.tr("No value: '{name}' is missing in this row.").format(name=attribute.name)

    def _picture(self, index: Index) -> QPixmap | None:
        if self.dataset is None:
            return None
        attribute = self.dataset.schema.attributes[index.column()]
        column = self.dataset.columns[index.column()]
        if not is_picture(attribute, column):
            return None
        side = scaled(PICTURE)
        keeps = Qt.AspectRatioMode.KeepAspectRatio
        return QPixmap.fromImage(
            picture_of(column[self._order[index.row()]]).scaled(side, side, keeps)
        )

    @override
    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        if self.dataset is None:
            return None
        if orientation == Qt.Orientation.Horizontal:
            return self._head(self.dataset.schema.attributes[section], role)
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        return str(int(self.dataset.sample_ids[self._order[section]]) + 1)

    @staticmethod
    def _head(attribute: Attribute, role: int) -> Any:
        if role == Qt.ItemDataRole.DisplayRole:
            return attribute.name
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if attribute.kind == "numeric" else _LEFT
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"{attribute.name} · {attribute.kind} · {attribute.role}"
        return None

    @override
    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        if self.dataset is None:
            return
        self.layoutAboutToBeChanged.emit()
        if column < 0:
            self._order = np.arange(self.dataset.n_samples)
        else:
            descends = order == Qt.SortOrder.DescendingOrder
            self._order = ordered_rows(self.dataset, column, descends=descends)
        self.layoutChanged.emit()

    def cell(self, row: int, column: int) -> str:
        """The text of a cell as it is shown."""
        return str(self.data(self.index(row, column)))


class DataTable(Figure):
    """A data set: its rows as they flow here, missing values as a grey "?"."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("dataTable", "", "", parent)
        self.title = self.tr("Data table")
        self.setAccessibleName(self.title)
        self.message.setText(
            self.tr("The rows will be listed here.\nRun the flow to read the data.")
        )
        self.model = DatasetModel(self)
        self.view = QTableView(self)
        self.view.setObjectName("dataTableView")
        self.view.setAccessibleName(self.tr("Rows of the data"))
        self.view.setModel(self.model)
        self.view.setSortingEnabled(True)
        self.view.setShowGrid(False)
        self.view.setStyleSheet("QTableView::item { padding-left: 6px; padding-right: 6px; }")
        self.view.setWordWrap(False)
        self.view.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.view.setFrameShape(QTableView.Shape.NoFrame)
        self.view.setFont(tabular_digits())
        rows, columns = self.view.verticalHeader(), self.view.horizontalHeader()
        rows.setDefaultSectionSize(ROW)
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        # So many rows decide on the widths. Not 0 ("those in sight"): of a table that is not
        # shown yet Qt would measure every row, minutes for a million.
        columns.setResizeContentsPrecision(60)
        columns.setHighlightSections(False)
        columns.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        columns.setSortIndicatorClearable(True)
        self.set_stage(self.view)
        self.count = QLabel(self)
        self.count.setObjectName("dataTableCount")
        self.controls.addWidget(self.count)
        self.controls.addStretch(1)
        self.set_theme(self.theme)

    @override
    def show_value(self, value: object) -> None:
        if isinstance(value, Splits):
            value = value.dataset
        dataset = value if isinstance(value, Dataset) else None
        if dataset is self.model.dataset:
            return
        self.view.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        has_pictures = dataset is not None and bool(picture_names(dataset))
        high = scaled(PICTURE + 8 if has_pictures else ROW)
        self.view.verticalHeader().setDefaultSectionSize(high)
        self.view.setIconSize(QSize(scaled(PICTURE), scaled(PICTURE)))
        self.model.show_dataset(dataset)
        self.set_filled(dataset is not None)
        if dataset is not None:
            n_missing = sum(int(dataset.missing(a.name).sum()) for a in dataset.schema.attributes)
            words = self.tr("{rows} rows × {columns} attributes, {missing} values missing")
            self.count.setText(
                words.format(
                    rows=f"{dataset.n_samples:,}",
                    columns=f"{len(dataset.columns):,}",
                    missing=f"{n_missing:,}",
                )
            )
            self.reset_view()

    @override
    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        self.model.theme = theme
        self.view.viewport().update()

    @override
    def reset_view(self) -> None:
        self.view.resizeColumnsToContents()
        for column in range(self.model.columnCount()):
            self.view.setColumnWidth(column, min(max(self.view.columnWidth(column) + 12, 64), 260))

    @override
    def numbers(self) -> Rows:
        model = self.model
        if model.dataset is None:
            return []
        chosen = sorted({i.row() for i in self.view.selectionModel().selectedIndexes()})
        rows = chosen if len(chosen) > 1 else range(model.rowCount())
        columns = range(model.columnCount())
        return [
            list(model.dataset.schema.names),
            *([model.cell(r, c) for c in columns] for r in rows),
        ]
