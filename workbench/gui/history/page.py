"""The page of the runs: search above, the table in the middle, what the chosen ones tell below."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import (
    QSplitter,
    QStackedWidget,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from workbench.core.errors import WorkbenchError
from workbench.gui.brush import Brush
from workbench.gui.history.bar import RunBar
from workbench.gui.history.compare_panel import ComparePanel
from workbench.gui.history.curve_panel import CurvePanel
from workbench.gui.history.edits import RunEdits
from workbench.gui.history.empty import EmptyHistory
from workbench.gui.history.importance_panel import ImportancePanel
from workbench.gui.history.model import RunModel
from workbench.gui.history.panel import Panel
from workbench.gui.history.run_actions import RunActions
from workbench.gui.history.run_panel import RunPanel
from workbench.gui.history.source import RunSource
from workbench.gui.history.spread_panel import Spread, SpreadPanel
from workbench.gui.history.table import RunTable
from workbench.gui.message_bar import MessageBar
from workbench.gui.theme import Theme
from workbench.runs.history.history import History
from workbench.runs.history.records import Row

SELECTING_MS = 60
TABLE_SHARE = (11, 10)  # of the height: table, panels


@dataclass(frozen=True)
class Plots:
    """What makes the plots, which are parts of the window that this one does not know."""

    curves: Callable[[], QWidget | None]
    importance: Callable[[], QWidget | None]
    spread: Callable[[Brush], Spread]


class HistoryPage(QWidget):
    """All runs.

    Signals:
        flow_wanted(Row): the flow of a run is to be opened as it was.
        flow_page_wanted(): the flow's page is to be shown.
        told(str): what is selected, for the status bar.
        history_changed(): there is something else to undo.
    """

    flow_wanted = Signal(object)
    flow_page_wanted = Signal()
    told = Signal(str)
    history_changed = Signal()

    def __init__(self, history: History, plots: Plots, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("history_page")
        self.setAccessibleName(self.tr("Runs"))
        self.history = history
        self.source = RunSource(history, self)
        self.runs = RunModel(self)
        self.table = RunTable(self.runs)
        self.bar = RunBar(self)
        self.message_bar = MessageBar(theme, self)
        self.message_bar.setObjectName("history_message")
        self.edits = RunEdits(history, self.table, self)
        self.empty = EmptyHistory(theme, self)
        self.run_panel = RunPanel(self)
        self.curves = CurvePanel(history, plots.curves, self)
        self.comparison = ComparePanel(self)
        self.spread = SpreadPanel(plots.spread, self)
        self.importance = ImportancePanel(plots.importance, self)
        self.actions_ = RunActions(self.table, history, lambda: self.is_recording, self)
        self.tabs = QTabWidget(self)
        self._is_late = False  # there were news while somebody wrote into a cell
        self._selecting = QTimer(self)
        self._selecting.setSingleShot(True)
        self._selecting.setInterval(SELECTING_MS)
        self._selecting.timeout.connect(self._show_selection)
        self._lay_out()
        self._connect()
        self.set_theme(theme)

    # ---------------------------------------------------------------- what the window asks for

    @property
    def undo_label(self) -> str:
        """What would be taken back; empty if nothing."""
        return self.edits.undo_label

    @property
    def redo_label(self) -> str:
        """Nothing is ever done again."""
        return ""

    def undo(self) -> None:
        """Bring back the runs that were deleted last."""
        self.edits.undo()

    def redo(self) -> None:
        """Do nothing: see ``redo_label``."""

    def set_theme(self, theme: Theme) -> None:
        """Draw in another theme."""
        for part in (self.runs, self.bar, self.message_bar, self.edits.bar, self.empty):
            part.set_theme(theme)
        self.actions_.set_theme(theme)
        for panel in self._panels:
            panel.set_theme(theme)

    def shutdown(self) -> None:
        """The window is closing: what was deleted is deleted for good."""
        self.bar.shutdown()
        self.source.shutdown()
        for panel in self._panels:
            panel.shutdown()
        self._selecting.stop()  # what was being written has been kept
        self.edits.forget_deleted()
        self.history.close()

    def fail(self, error: WorkbenchError) -> None:
        """Say what went wrong."""
        self.message_bar.show_error(error)

    # ---------------------------------------------------------------- showing

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.source.watch(on=True)

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.source.watch(on=False)

    def _take(self, rows: list[Row]) -> None:
        self._is_late = self.table.is_editing  # other lines would close the cell that is written
        if self._is_late:
            return
        if rows == self.runs.rows and self.stage.currentWidget() is self.content:
            return
        is_first = not self.runs.rows
        self.runs.show_rows(rows)
        self.bar.show_rows(rows)
        self.stage.setCurrentWidget(self.content if rows else self.empty)
        if not rows:
            self.empty.show_nothing(is_on=self.is_recording)
        elif is_first:
            self.table.select([(rows[0].run, rows[0].result)], scrolls=True)
            self.table.setFocus()  # else the first field that can be written into has it
        self._show_count()

    def _take_late(self) -> None:
        if self._is_late:
            self.source.reload()

    @property
    def is_recording(self) -> bool:
        """Whether runs are written down."""
        try:
            return not self.history.exists or self.history.is_on
        except WorkbenchError:  # told where it is read
            return True

    def _refuse(self, error: WorkbenchError) -> None:
        if self.runs.rows:  # what is shown stays; it may be back in a moment
            self.fail(error)
            return
        self.empty.show_error(error)
        self.stage.setCurrentWidget(self.empty)

    def _show_count(self) -> None:
        n_listed, n_selected = len(self.runs.listed), len(self.table.selected)
        self.bar.show_count(n_listed, len(self.runs.rows), n_selected)

    def _show_selection(self) -> None:
        chosen = self.table.selected
        self.actions_.show_selection(chosen)
        self._show_count()
        first = chosen[0] if chosen else None
        parts = (first.label, first.relation) if first else ()
        self.told.emit(" · ".join(part for part in parts if part))
        listed = [self.runs.rows[place] for place in self.runs.listed]
        panel = self._panels[self.tabs.currentIndex()]
        panel.show_rows(chosen, listed)

    # ---------------------------------------------------------------- putting together

    @property
    def _panels(self) -> tuple[Panel, ...]:
        return self.run_panel, self.curves, self.comparison, self.spread, self.importance

    def _lay_out(self) -> None:
        self.tabs.setObjectName("history_tabs")
        self.tabs.setAccessibleName(self.tr("What the selected runs tell"))
        self.tabs.setDocumentMode(True)
        self.tabs.addTab(self.run_panel, self.tr("Run"))
        self.tabs.addTab(self.curves, self.tr("Learning curves"))
        self.tabs.addTab(self.comparison, self.tr("Compare"))
        self.tabs.addTab(self.spread, self.tr("Parallel coordinates"))
        self.tabs.addTab(self.importance, self.tr("What matters"))
        self.bar.add_actions(self.actions_.on_bar)
        splitter = QSplitter(Qt.Orientation.Vertical, self)
        splitter.setObjectName("history_splitter")
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(self.table)
        splitter.addWidget(self.tabs)
        splitter.setSizes([share * 100 for share in TABLE_SHARE])
        self.content = QWidget(self)
        inner = QVBoxLayout(self.content)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(0)
        inner.addWidget(self.bar)
        inner.addWidget(splitter, 1)
        self.stage = QStackedWidget(self)
        self.stage.addWidget(self.empty)
        self.stage.addWidget(self.content)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for widget in (self.message_bar, self.edits.bar):
            column.addWidget(widget)
        column.addWidget(self.stage, 1)

    def _connect(self) -> None:
        self.source.read.connect(self._take)
        self.source.failed.connect(self._refuse)
        self.bar.searched.connect(self._search)
        self.bar.grouped.connect(self._group)
        self.bar.left_down.connect(self.table.enter)
        self.bar.columns.clicked.connect(self._ask_columns)
        self.table.chosen.connect(self._selecting.start)
        self.table.opened.connect(self.flow_wanted)
        self.table.written.connect(self._take_late)
        self.table.menu_wanted.connect(lambda at: self.actions_.menu().popup(at))
        self.tabs.currentChanged.connect(lambda _: self._show_selection())
        self.spread.picked.connect(self._pick)
        self.empty.flow_wanted.connect(self.flow_page_wanted)
        self.empty.retry_wanted.connect(self.source.reload)
        self._connect_edits()
        find = QShortcut(QKeySequence(QKeySequence.StandardKey.Find), self)
        find.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        find.activated.connect(self._focus_search)

    def _connect_edits(self) -> None:
        edits, actions = self.edits, self.actions_
        edits.failed.connect(self.fail)
        edits.told.connect(self.message_bar.show_text)
        edits.reload_wanted.connect(self.source.reload)
        edits.rows_left.connect(self._take)
        edits.rows_left.connect(lambda _: self.source.overtake())
        edits.changed.connect(self._selecting.start)
        edits.changed.connect(self.source.overtake)
        edits.history_changed.connect(self.history_changed)
        self.table.deletion_wanted.connect(edits.delete)
        self.runs.edited.connect(edits.edit)
        self.run_panel.edited.connect(edits.edit)
        self.empty.set_aside_wanted.connect(edits.set_aside)
        self.empty.switch_wanted.connect(lambda: edits.switch(on=True))
        actions.opened.connect(self.flow_wanted)
        actions.deletion_wanted.connect(edits.delete)
        actions.tagged.connect(edits.add_tag)
        actions.switched.connect(lambda on: edits.switch(on=on))
        actions.clearing_wanted.connect(edits.clear)
        actions.failed.connect(self.fail)

    def _search(self, query: str) -> None:
        self.runs.find(query)
        self._show_count()

    def _group(self, by: str) -> None:
        self.runs.group(by)

    def _pick(self, rows: list[Row]) -> None:
        self.table.select([(row.run, row.result) for row in rows], scrolls=True)

    def _ask_columns(self) -> None:
        button = self.bar.columns
        self.table.column_menu().popup(button.mapToGlobal(button.rect().bottomLeft()))

    def _focus_search(self) -> None:
        self.bar.search.setFocus()
        self.bar.search.selectAll()
