"""What is done to the runs: tags and notes, deleting and bringing back."""

from collections.abc import Callable, Collection, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from workbench.core.errors import WorkbenchError
from workbench.gui.history.model import RunModel
from workbench.gui.history.table import RunTable
from workbench.gui.history.undo_bar import UndoBar
from workbench.runs.history.history import History, tidy_tags
from workbench.runs.history.records import Row


class RunEdits(QObject):
    """Writes into the history, and shows in the table what was written.

    Signals:
        failed(WorkbenchError): why something could not be done.
        told(str): what is good to know.
        reload_wanted(): the lines are to be read anew.
        rows_left(list[Row]): these are left, as the others were deleted.
        changed(): some lines say something else.
        history_changed(): there is something else to take back.

    Attributes:
        bar: says what was deleted.
    """

    failed = Signal(object)
    told = Signal(str)
    reload_wanted = Signal()
    rows_left = Signal(object)
    changed = Signal()
    history_changed = Signal()

    def __init__(self, history: History, table: RunTable, parent: QObject) -> None:
        super().__init__(parent)
        self._history = history
        self._table = table
        self._runs: RunModel = table.runs
        self._deleted: tuple[int, ...] = ()
        self.bar = UndoBar()
        self.bar.undo_wanted.connect(self.undo)
        self.bar.closed.connect(self.forget_deleted)

    @property
    def undo_label(self) -> str:
        """What would be taken back; empty if nothing."""
        return self.tr("Delete runs") if self._deleted else ""

    def undo(self) -> None:
        """Bring back the runs that were deleted last."""
        runs, self._deleted = self._deleted, ()
        if runs and self._done(lambda: self._history.bring_back(runs)):
            self.reload_wanted.emit()
        self._show_deleted()

    def delete(self) -> None:
        """Delete the selected runs; until something else is deleted they can be brought back."""
        under_way = {row.run for row in self._table.selected if row.state == "running"}
        runs = tuple(sorted({row.run for row in self._table.selected} - under_way))
        if under_way:
            self.told.emit(self.tr("A run that is on its way cannot be deleted."))
        if not runs or not self._done(lambda: self._history.hide(runs)):
            return
        self.forget_deleted()
        self._deleted = runs
        gone, rows = set(runs), self._runs.rows
        first = next(n for n, place in enumerate(self._runs.listed) if rows[place].run in gone)
        self.rows_left.emit([row for row in rows if row.run not in gone])
        self._table.select_at(first)
        self._show_deleted()

    def forget_deleted(self) -> None:
        """Delete for good what could still be brought back."""
        runs, self._deleted = self._deleted, ()
        if runs:
            self._done(lambda: self._history.purge(runs))
        self._show_deleted()

    def clear(self) -> None:
        """Delete every run for good."""
        self._deleted = ()
        self._done(self._history.clear)
        self._show_deleted()
        self.reload_wanted.emit()

    def edit(self, run: int, what: str, text: str) -> None:
        """Give a run another note, or other tags, which stand in the text with commas between."""
        if what == "note":
            self._change([run], lambda: self._history.set_note([run], text), note=text)
        else:
            self.set_tags([run], text.split(","))

    def add_tag(self, tag: str) -> None:
        """Give the selected runs one more tag."""
        for row in {row.run: row for row in self._table.selected}.values():
            self.set_tags([row.run], [*row.tags, tag])

    def set_tags(self, runs: Collection[int], tags: Sequence[str]) -> None:
        """Give runs these tags and no others."""
        kept: list[str] = []
        if self._done(lambda: kept.extend(tidy_tags(tags))):
            self._change(runs, lambda: self._history.set_tags(runs, kept), tags=tuple(kept))

    def set_aside(self) -> None:
        """Rename the file that cannot be read, and begin a new one."""
        names: list[Path] = []
        if self._done(lambda: names.append(self._history.set_aside())):
            self.told.emit(self.tr("The old history is kept as {name}.").format(name=names[0]))
            self.reload_wanted.emit()

    def switch(self, *, on: bool) -> None:
        """Record runs from now on, or none."""
        self._done(lambda: self._history.switch(on=on))
        self.reload_wanted.emit()

    def _change(self, runs: Collection[int], write: Callable[[], object], **new: object) -> None:
        def after(row: Row) -> Row:
            return row._replace(**new)  # type: ignore[arg-type]

        if self._done(write):
            self._runs.change(runs, after)
            self.changed.emit()

    def _show_deleted(self) -> None:
        self.bar.show_deleted(len(self._deleted))
        self.history_changed.emit()

    def _done(self, work: Callable[[], object]) -> bool:
        try:
            work()
        except WorkbenchError as error:
            self.failed.emit(error)
            return False
        return True
