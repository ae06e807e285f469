"""The view of the data as a table: condition, cells, search and reading pane."""

import numpy as np
from PySide6.QtCore import QCoreApplication, QModelIndex, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QInputDialog,
    QLabel,
    QSplitter,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from workbench.data.dataset import BoolArray, Dataset
from workbench.gui.brush import Brush
from workbench.gui.cell_text import ordered_rows
from workbench.gui.data_view import DataView
from workbench.gui.explorer.table.filter_bar import FilterBar
from workbench.gui.explorer.table.find_bar import FindBar
from workbench.gui.explorer.table.grid import SampleGrid
from workbench.gui.explorer.table.header_menu import HeaderMenu
from workbench.gui.explorer.table.model import SampleModel
from workbench.gui.explorer.table.reading_pane import ReadingPane
from workbench.gui.explorer.table.steps import TableSteps
from workbench.gui.theme import Theme


def table_view() -> DataView:
    """The table of the samples as a tab of the explorer."""
    title = QCoreApplication.translate("TableView", "Table")
    return DataView("table", title, "mdi6.table", TableView, _fits)


def _fits(dataset: Dataset) -> bool:
    return bool(dataset.schema.attributes)


class TableView(QWidget):
    """The samples as rows, with the brush's selection.

    Signals:
        step_wanted(Component): an edit of cells, a filter, a change of the attributes.
    """

    step_wanted = Signal(object)

    def __init__(self, brush: Brush, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._brush = brush
        self._is_stale = True
        self.setObjectName("table_view")
        self.setAccessibleName(self.tr("Table of the samples"))
        self.model = SampleModel(self)
        self.filter = FilterBar(self)
        self.grid = SampleGrid(self.model, brush, self)
        self.search = FindBar(self.model, self)
        self.reading = ReadingPane(self.model, self)
        self.menu = HeaderMenu(self.grid, self.model)
        self.steps = TableSteps(self.grid, self.model)
        self.count = QLabel(self)
        self.count.setObjectName("table_count")
        self.count.setProperty("role", "secondary")
        self.notice = QLabel(self)
        self.notice.setObjectName("table_notice")
        self.notice.setProperty("role", "failed")
        self.setFocusProxy(self.grid)
        self._lay_out()
        self._connect()
        self._add_keys()

    def _lay_out(self) -> None:
        split = QSplitter(Qt.Orientation.Vertical, self)
        split.setObjectName("table_splitter")
        split.addWidget(self.grid)
        split.addWidget(self.reading)
        split.setStretchFactor(0, 1)
        split.setSizes([600, 96])
        foot = QHBoxLayout()
        foot.setContentsMargins(12, 4, 12, 4)
        foot.addWidget(self.count)
        foot.addStretch(1)
        foot.addWidget(self.notice)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.filter)
        column.addWidget(split, 1)
        column.addWidget(self.search)
        column.addLayout(foot)

    def _connect(self) -> None:
        self._brush.dataset_changed.connect(self._take_dataset)
        self._brush.selection_changed.connect(self._take_selection)
        self.filter.changed.connect(self._choose_rows)
        self.filter.left.connect(self.grid.setFocus)
        self.filter.keep_wanted.connect(self.steps.keep)
        self.filter.select_wanted.connect(self._select_filtered)
        self.filter.find_button.clicked.connect(self.search.open)
        self.search.found.connect(self.grid.go_to)
        self.search.closed.connect(self.grid.setFocus)
        self.grid.head.sortIndicatorChanged.connect(lambda *_: self._sort())
        self.grid.selectionModel().currentChanged.connect(lambda now, _: self._read(now))
        self.steps.wanted.connect(self.step_wanted)
        self.steps.refused.connect(self._say)
        self.grid.refused.connect(self._say)
        self.menu.step_wanted.connect(self.step_wanted)

    def _add_keys(self) -> None:
        keys = {
            QKeySequence(QKeySequence.StandardKey.Find): self.search.open,
            QKeySequence("F3"): lambda: self.search.step(1),
            QKeySequence("Shift+F3"): lambda: self.search.step(-1),
            QKeySequence("Ctrl+G"): self.ask_for_row,
        }
        for key, action in keys.items():
            shortcut = QShortcut(key, self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(action)

    def set_theme(self, theme: Theme) -> None:
        """Draw in another theme."""
        self.filter.set_theme(theme)
        self.search.set_theme(theme)
        self.grid.set_theme(theme)

    def shutdown(self) -> None:
        """End the search; the window is closing."""
        self.filter.shutdown()
        self.search.shutdown()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._is_stale:
            self._take_dataset()

    def ask_for_row(self) -> None:
        """Ask for the number of a row, as the file counts, and go there."""
        dataset = self.model.dataset
        if dataset is None or not dataset.n_samples:
            return
        last = int(dataset.sample_ids.max()) + 1
        dialog = QInputDialog(self)
        dialog.setObjectName("table_go_to_row")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setInputMode(QInputDialog.InputMode.IntInput)
        dialog.setWindowTitle(self.tr("Go to row"))
        dialog.setLabelText(self.tr("Row number, from 1 to {last}:").format(last=f"{last:,}"))
        dialog.setIntRange(1, last)
        dialog.intValueSelected.connect(self.go_to_row)
        dialog.open()

    def go_to_row(self, number: int) -> None:
        """Go to the sample that has this number in the file, or say why not."""
        dataset = self.model.dataset
        ids = dataset.sample_ids if dataset else np.empty(0, dtype=np.int64)
        rows = np.flatnonzero(ids == number - 1)
        shown = self.model.shown_row(int(rows[0])) if len(rows) else -1
        if shown >= 0:
            self._say("")
            self.grid.go_to(shown)
            self.grid.setFocus()
            return
        hidden, gone = (
            self.tr("Row {n} is hidden by the condition."),
            self.tr("No row {n} is left."),
        )
        self._say((hidden if len(rows) else gone).format(n=number))

    def _take_dataset(self) -> None:
        """Show what the brush looks at; the order and the place stay if only values differ."""
        self._is_stale = not self.isVisible()
        if self._is_stale:
            return
        before, dataset = self.model.dataset, self._brush.dataset
        if dataset is before:
            self._take_selection()
            return
        self._say("")
        self.filter.show_dataset(dataset)
        if before is not None and dataset is not None and _are_alike(before, dataset):
            self.model.replace_values(dataset)
            self._choose_rows()
            self._read(self.grid.currentIndex())
            return
        self.grid.head.blockSignals(True)  # noqa: FBT003  Qt's
        self.grid.head.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.grid.head.blockSignals(False)  # noqa: FBT003
        self.model.show_dataset(dataset, self._mask())
        kinds = {a.kind for a in self.model.attributes}
        self.reading.setVisible(bool(kinds & {"string", "relational"}))
        self.grid.fit_columns()
        self._after_rows()

    def _take_selection(self) -> None:
        if self.filter.selected_only.isChecked():
            self._choose_rows()
        self.grid.repaint_brush()
        self._count()

    def _mask(self) -> BoolArray | None:
        """Which samples are shown; None for all."""
        mask = self.filter.holds
        if self.filter.selected_only.isChecked():
            selected = self._brush.selected
            return selected if mask is None else mask & selected
        return mask

    def _choose_rows(self) -> None:
        """Show the rows that the condition and the switch allow; the current sample stays."""
        mask, place = self._mask(), self._place()
        shown = int(np.count_nonzero(mask)) if mask is not None else None
        is_whole = shown is None and self.model.dataset is not None
        if is_whole and len(self.model.rows) == self.model.dataset.n_samples:  # type: ignore[union-attr]
            self._count()
            return
        self.model.set_mask(mask)
        self._return_to(place)
        self._after_rows()

    def _sort(self) -> None:
        dataset, head = self.model.dataset, self.grid.head
        if dataset is None:
            return
        column, place = head.sortIndicatorSection(), self._place()
        descends = head.sortIndicatorOrder() == Qt.SortOrder.DescendingOrder
        order = (
            ordered_rows(dataset, column, descends=descends)
            if column >= 0
            else np.arange(dataset.n_samples)
        )
        self.model.set_order(order, self._mask())
        self._return_to(place)
        self._after_rows()

    def _place(self) -> tuple[int, int]:
        """Row number in the data set and column of the current cell; −1 without one."""
        at = self.grid.currentIndex()
        is_there = at.isValid() and at.row() < len(self.model.rows)
        return (int(self.model.rows[at.row()]), at.column()) if is_there else (-1, 0)

    def _return_to(self, place: tuple[int, int]) -> None:
        shown = self.model.shown_row(place[0]) if place[0] >= 0 else -1
        if shown >= 0:
            self.grid.go_to(shown, place[1])

    def _after_rows(self) -> None:
        self.search.restart()
        self._read(self.grid.currentIndex())
        self._count()

    def _read(self, at: QModelIndex) -> None:
        row = int(self.model.rows[at.row()]) if at.isValid() else -1
        self.reading.show_cell(row, at.column())

    def _select_filtered(self) -> None:
        if self.filter.holds is not None:
            self._brush.select(self.filter.holds)

    def _say(self, text: str) -> None:
        self.notice.setText(text)

    def _count(self) -> None:
        dataset = self.model.dataset
        if dataset is None:
            self.count.clear()
            return
        whole = self.tr("{rows} rows × {columns} attributes · {selected} selected")
        part = self.tr("{shown} of {rows} rows × {columns} attributes · {selected} selected")
        words = whole if len(self.model.rows) == dataset.n_samples else part
        self.count.setText(
            words.format(
                shown=f"{len(self.model.rows):,}",
                rows=f"{dataset.n_samples:,}",
                columns=f"{len(dataset.columns):,}",
                selected=f"{self._brush.n_selected:,}",
            )
        )


def _are_alike(one: Dataset, other: Dataset) -> bool:
    """Whether two data sets have the same samples under the same names and kinds."""
    a, b = one.schema.attributes, other.schema.attributes
    same = [(x.name, x.kind) for x in a] == [(y.name, y.kind) for y in b]
    return same and np.array_equal(one.sample_ids, other.sample_ids)
