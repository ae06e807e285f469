"""What can be done with the selected runs: buttons, and the context menu."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFileDialog, QInputDialog, QMenu, QMessageBox, QWidget

from workbench.core.errors import ModelError, WorkbenchError
from workbench.core.files import write_text, written_atomically
from workbench.gui.history.table import RunTable
from workbench.gui.icons import icon
from workbench.gui.theme import Theme
from workbench.runs.history.export import to_csv
from workbench.runs.history.history import History
from workbench.runs.history.records import Row

_ICONS = {
    "open_run": "mdi6.graph-outline",
    "delete_runs": "mdi6.trash-can-outline",
    "more_runs": "mdi6.dots-vertical",
    "save_run_model": "mdi6.content-save-outline",
    "export_runs": "mdi6.table-arrow-down",
    "tag_runs": "mdi6.tag-outline",
}


class RunActions(QObject):
    """The actions of the page of runs.

    Args:
        is_recording: tells whether runs are written down.

    Signals:
        opened(Row): the flow of a run is to be opened.
        deletion_wanted(): the selected runs are to be deleted.
        tagged(str): they are to have one more tag.
        switched(bool): runs are to be written down from now on, or not.
        clearing_wanted(): every run is to be deleted.
        failed(WorkbenchError): why something could not be saved.
    """

    opened = Signal(object)
    deletion_wanted = Signal()
    tagged = Signal(str)
    switched = Signal(bool)
    clearing_wanted = Signal()
    failed = Signal(object)

    def __init__(
        self, table: RunTable, history: History, is_recording: Callable[[], bool], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._table, self._history, self._page = table, history, parent
        self._is_recording = is_recording
        self.open = self._made("open_run", self.tr("Open flow"), self._open)
        self.open.setToolTip(self.tr("Open the flow of this run as it was (Enter)"))
        self.remove = self._made("delete_runs", self.tr("Delete"), self.deletion_wanted.emit)
        self.remove.setToolTip(self.tr("Delete the selected runs (Delete)"))
        self.tag = self._made("tag_runs", self.tr("Add a tag…"), self._ask_tag)
        self.save_model = self._made("save_run_model", self.tr("Save model…"), self._ask_model)
        self.export = self._made("export_runs", self.tr("Export as CSV…"), self._ask_export)
        self.export.setToolTip(self.tr("Write the selected runs, or all listed, as CSV"))
        self.record = self._made("record_runs", self.tr("Record runs"), self._switch)
        self.record.setCheckable(True)
        self.wipe = self._made("clear_runs", self.tr("Delete all runs…"), self._ask_clear)
        self.more = self._made("more_runs", self.tr("More"), lambda: None)
        self.more.setMenu(self._more_menu())
        self.show_selection(())

    @property
    def on_bar(self) -> tuple[QAction, ...]:
        """Those that have a button."""
        return self.open, self.remove, self.more

    def menu(self) -> QMenu:
        """The context menu of the table."""
        menu = QMenu(self._page)
        menu.setObjectName("run_menu")
        menu.addActions([self.open, self.save_model])
        menu.addSeparator()
        menu.addActions([self.tag, self.export])
        menu.addSeparator()
        menu.addAction(self.remove)
        menu.aboutToHide.connect(menu.deleteLater)
        return menu

    def show_selection(self, chosen: Sequence[Row]) -> None:
        """Enable what can be done with these."""
        for action in (self.open, self.remove, self.tag):
            action.setEnabled(bool(chosen))
        self.open.setEnabled(len({row.flow for row in chosen}) == 1)
        self.save_model.setEnabled(len(chosen) == 1 and bool(chosen[0].model))

    def set_theme(self, theme: Theme) -> None:
        """Tint the icons."""
        for name, glyph in _ICONS.items():
            action = self.findChild(QAction, name)
            if action is not None:
                action.setIcon(icon(glyph, theme))

    def _more_menu(self) -> QMenu:
        menu = QMenu(self._page)
        menu.setObjectName("runs_more_menu")
        menu.addActions([self.tag, self.save_model, self.export])
        menu.addSeparator()
        menu.addActions([self.record, self.wipe])
        menu.aboutToShow.connect(self._show_record)
        return menu

    def _made(self, name: str, text: str, slot: Callable[[], object]) -> QAction:
        action = QAction(text, self)
        action.setObjectName(name)
        action.triggered.connect(lambda _checked=False: slot())
        return action

    def _show_record(self) -> None:
        self.record.setChecked(self._is_recording())

    def _switch(self) -> None:
        self.switched.emit(self.record.isChecked())

    def _open(self) -> None:
        chosen = self._table.selected
        if chosen:
            self.opened.emit(chosen[0])

    def _ask_tag(self) -> None:
        known = sorted({tag for row in self._table.runs.rows for tag in row.tags})
        text, is_given = QInputDialog.getItem(
            self._page, self.tr("Add a tag"), self.tr("Tag"), known, -1
        )
        if is_given and text.strip():
            self.tagged.emit(text)

    def _ask_model(self) -> None:
        row = self._table.selected[0]
        name, _ = QFileDialog.getSaveFileName(
            self._page, self.tr("Save the model"), f"{row.learner}.model",
            self.tr("Models (*.model)"),
        )  # fmt: skip
        if name:
            self._guarded(lambda: self._save_model(row, Path(name)))

    def _save_model(self, row: Row, to: Path) -> None:
        path = self._history.shelf.path(row.model)
        try:
            content = path.read_bytes()
        except OSError as error:
            raise ModelError(f"The model cannot be read: {error.strerror}.") from error
        with written_atomically(to.with_suffix(".model")) as beside:
            beside.write_bytes(content)

    def _ask_export(self) -> None:
        chosen, runs = self._table.selected, self._table.runs
        rows = chosen if len(chosen) > 1 else [runs.rows[place] for place in runs.listed]
        name, _ = QFileDialog.getSaveFileName(
            self._page, self.tr("Export runs"), "runs.csv", self.tr("Tables (*.csv)")
        )
        if name:
            to = Path(name) if Path(name).suffix else Path(name).with_suffix(".csv")
            self._guarded(lambda: write_text(to, to_csv(rows)))

    def _ask_clear(self) -> None:
        n_runs = len({row.run for row in self._table.runs.rows})
        answer = QMessageBox.question(
            self._page,
            self.tr("Delete all runs?"),
            self.tr("{n} runs, with their models, will be deleted for good.").format(
                n=f"{n_runs:,}"
            ),
        )
        if answer == QMessageBox.StandardButton.Yes:
            self.clearing_wanted.emit()

    def _guarded(self, work: Callable[[], object]) -> None:
        try:
            work()
        except WorkbenchError as error:
            self.failed.emit(error)
