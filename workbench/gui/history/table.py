"""The table of runs: columns that can be chosen, several lines that can be selected."""

from collections.abc import Collection

from PySide6.QtCore import (
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPoint,
    QSignalBlocker,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemDelegate, QAbstractItemView, QMenu, QTreeView, QWidget
from typing_extensions import override

from workbench.gui.history.model import EDITABLE, Key, RunModel
from workbench.gui.history.words import title_of
from workbench.gui.text_size import scaled
from workbench.runs.history.columns import FIRST, LAST, Column
from workbench.runs.history.records import Row

HIDDEN_AT_FIRST = {"n_rows", *LAST[3:]}
MOST_SCORES = 2  # shown at first: with their intervals they are wide
WIDTHS = {
    "run": 76,
    "started": 144,
    "state": 104,
    "name": 184,
    "data": 128,
    "test": 72,
    "tags": 120,
    "note": 200,
    "seconds": 92,
    "n_rows": 72,
    "seed": 56,
    "device": 64,
}
SCORE_WIDTH, OTHER_WIDTH = 184, 112


class RunTable(QTreeView):
    """All runs that are found.

    Signals:
        chosen(): other lines are selected.
        opened(Row): a line was activated: its flow is to be opened.
        deletion_wanted(): the selected runs are to be deleted.
        menu_wanted(QPoint): the context menu is to be opened there.
        columns_changed(): other columns are shown.
        written(): nobody writes into a cell any more.
    """

    chosen = Signal()
    opened = Signal(object)
    deletion_wanted = Signal()
    menu_wanted = Signal(QPoint)
    columns_changed = Signal()
    written = Signal()

    def __init__(self, runs: RunModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.runs = runs
        self.shown_keys: tuple[str, ...] = ()  # empty: those of a first start
        self._laid_out: tuple[Column, ...] = ()
        self.setObjectName("run_table")
        self.setAccessibleName(self.tr("Runs"))
        self.setModel(runs)
        self.setUniformRowHeights(True)  # else ten thousand lines are measured one by one
        self.setRootIsDecorated(False)
        self.setAllColumnsShowFocus(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        triggers = QAbstractItemView.EditTrigger
        self.setEditTriggers(triggers.EditKeyPressed | triggers.SelectedClicked)
        self.setExpandsOnDoubleClick(False)
        self.setFrameShape(QTreeView.Shape.NoFrame)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._ask_menu)
        self.doubleClicked.connect(self._take_double_click)
        self._set_up_header()
        runs.modelAboutToBeReset.connect(self._keep)
        runs.modelReset.connect(self._restore)
        self._kept: tuple[list[Key], Key | None, bool] = ([], None, False)
        self.selectionModel().selectionChanged.connect(lambda *_: self.chosen.emit())

    def _set_up_header(self) -> None:
        header = self.header()
        header.setObjectName("run_table_header")
        header.setSectionsMovable(True)
        header.setStretchLastSection(True)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSortIndicator(0, Qt.SortOrder.DescendingOrder)
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.customContextMenuRequested.connect(
            lambda place: self.column_menu().popup(header.mapToGlobal(place))
        )
        self.setSortingEnabled(True)

    # ---------------------------------------------------------------- what is selected

    @property
    def selected(self) -> list[Row]:
        """The selected lines, in the order of the table, each once."""
        rows: dict[Key, Row] = {}
        selection = self.selectionModel().selection()
        for part in (selection.at(i) for i in range(selection.size())):
            for number in range(part.top(), part.bottom() + 1):
                row = self.runs.row(self.runs.index(number, 0, part.parent()))
                if row is not None:
                    rows[row.run, row.result] = row
        return list(rows.values())

    def select(self, keys: Collection[Key], *, scrolls: bool = False) -> None:
        """Select these lines and no others."""
        found = self.runs.indexes(keys)
        chosen = QItemSelection()
        for index in found:
            chosen.select(index, index)
        flag = QItemSelectionModel.SelectionFlag
        self.selectionModel().select(chosen, flag.ClearAndSelect | flag.Rows)
        if found and scrolls:
            self.selectionModel().setCurrentIndex(found[0], flag.NoUpdate)
            self.scrollTo(found[0])

    def select_at(self, number: int) -> None:
        """Select the line at a place in the order of the table; the last one behind its end."""
        if self.runs.listed:
            place = self.runs.listed[min(number, len(self.runs.listed) - 1)]
            self.select([(self.runs.rows[place].run, self.runs.rows[place].result)], scrolls=True)

    def enter(self) -> None:
        """Take the focus, with a line selected."""
        self.setFocus()
        if not self.selected:
            self.select_at(0)

    def _keep(self) -> None:
        current = self.runs.row(self.currentIndex())
        key = None if current is None else (current.run, current.result)
        at_top = self.verticalScrollBar().value() == 0
        self._kept = [(row.run, row.result) for row in self.selected], key, at_top

    def _restore(self) -> None:
        keys, current, at_top = self._kept
        self._lay_out_columns()
        self.setRootIsDecorated(bool(self.runs.by))
        room = 2 * self.indentation() if self.runs.by else 0  # of the groups' arrows
        self.setColumnWidth(0, scaled(WIDTHS["run"]) + room)
        if self.runs.by:
            self.expandAll()
            for group in range(len(self.runs.groups)):
                self.setFirstColumnSpanned(group, QModelIndex(), True)  # noqa: FBT003  Qt's own
        with QSignalBlocker(self.selectionModel()):
            self.select(keys)
        where = self.runs.indexes([current]) if current else []
        if where:
            flag = QItemSelectionModel.SelectionFlag
            self.selectionModel().setCurrentIndex(where[0], flag.NoUpdate)
            if not at_top:
                self.scrollTo(where[0])
        self.chosen.emit()

    # ---------------------------------------------------------------- columns

    def show_columns(self, keys: tuple[str, ...]) -> None:
        """Show the columns of these keys; those of a first start for none."""
        self.shown_keys, self._laid_out = keys, ()
        self._lay_out_columns()

    def column_menu(self) -> QMenu:
        """A menu in which columns are switched on and off."""
        menu = QMenu(self)
        menu.setObjectName("run_columns_menu")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        parameters = menu
        for number, column in enumerate(self.runs.columns):
            if column.is_parameter and parameters is menu:
                parameters = menu.addMenu(self.tr("Parameters"))
                parameters.setObjectName("run_parameters_menu")
            action = parameters.addAction(title_of(column))
            action.setObjectName(f"show_{column.key}")
            action.setCheckable(True)
            action.setChecked(not self.isColumnHidden(number))
            action.toggled.connect(lambda on, key=column.key: self._switch(key, on=on))
        menu.addSeparator()
        usual = menu.addAction(self.tr("Usual columns"))
        usual.setObjectName("usual_columns")
        usual.triggered.connect(self._show_usual)
        return menu

    def _show_usual(self) -> None:
        self.show_columns(())
        self.columns_changed.emit()

    def _switch(self, key: str, *, on: bool) -> None:
        now = [c.key for i, c in enumerate(self.runs.columns) if not self.isColumnHidden(i)]
        wanted = [*now, key] if on else [name for name in now if name != key]
        if wanted:  # a table without columns could not be mended
            self.show_columns(tuple(wanted))
            self.columns_changed.emit()

    def _lay_out_columns(self) -> None:
        """Widths and which are hidden; only where there are other columns than before."""
        columns = self.runs.columns
        if columns == self._laid_out:
            return
        self._laid_out = columns
        scores = [column.key for column in columns if column.is_score][:MOST_SCORES]
        for number, column in enumerate(columns):
            is_usual = column.key in {*FIRST, *LAST, *scores} - HIDDEN_AT_FIRST
            is_shown = column.key in self.shown_keys if self.shown_keys else is_usual
            self.setColumnHidden(number, not is_shown)
            width = SCORE_WIDTH if column.is_score else WIDTHS.get(column.key, OTHER_WIDTH)
            self.setColumnWidth(number, scaled(width))
        sorting, descending = self.runs.sorting
        if sorting in columns:
            order = Qt.SortOrder.DescendingOrder if descending else Qt.SortOrder.AscendingOrder
            with QSignalBlocker(self.header()):
                self.header().setSortIndicator(columns.index(sorting), order)

    # ---------------------------------------------------------------- keys and mouse

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Delete):
            self.deletion_wanted.emit()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and not self.is_editing:
            self._open()
        else:
            super().keyPressEvent(event)

    @property
    def is_editing(self) -> bool:
        """Whether somebody writes into a cell."""
        return self.state() == QAbstractItemView.State.EditingState

    @override
    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        super().closeEditor(editor, hint)
        if not self.is_editing:
            self.written.emit()

    def _take_double_click(self, index: QModelIndex) -> None:
        if self.runs.row(index) is not None and self.runs.columns[index.column()].key in EDITABLE:
            self.edit(index)
        else:
            self._open()

    def _open(self) -> None:
        row = self.runs.row(self.currentIndex())
        if row is not None:
            self.opened.emit(row)
        elif self.currentIndex().isValid():
            self.setExpanded(self.currentIndex(), not self.isExpanded(self.currentIndex()))

    def _ask_menu(self, place: QPoint) -> None:
        if self.selected:
            self.menu_wanted.emit(self.viewport().mapToGlobal(place))
