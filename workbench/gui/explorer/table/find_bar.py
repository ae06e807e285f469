"""The line under the table that searches its cells."""

import bisect

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QToolButton, QWidget
from typing_extensions import override

from workbench.core.run import Progressed
from workbench.gui.background import Background
from workbench.gui.explorer.table.model import SampleModel
from workbench.gui.explorer.table.search import Search
from workbench.gui.icons import icon
from workbench.gui.theme import LIGHT, Theme

PAUSE_MS = 200  # after the last key, before the search begins


class FindBar(QFrame):
    """A field, how many cells match, and buttons for the next and the previous one.

    Signals:
        found(int, int): the row as shown and the column of the match to look at.
        closed(): the field was left with Escape.
    """

    found = Signal(int, int)
    closed = Signal()

    def __init__(self, model: SampleModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._model = model
        self._search: Search | None = None
        self._current = -1  # the key of the match that is looked at
        self._awaits_first = False
        self.setObjectName("table_find_bar")
        self.field = QLineEdit(self)
        self.field.setObjectName("table_find")
        self.field.setPlaceholderText(self.tr("Find in cells"))
        self.field.setAccessibleName(self.tr("Find in cells"))
        self.field.setClearButtonEnabled(True)
        self.field.setFixedWidth(260)
        self.count = QLabel(self)
        self.count.setObjectName("table_find_count")
        self.count.setProperty("role", "secondary")
        self.previous_button = self._button("find_previous", self.tr("Previous match (Shift+F3)"))
        self.next_button = self._button("find_next", self.tr("Next match (F3)"))
        self.close_button = self._button("find_close", self.tr("Close the search (Esc)"))
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._work = Background(self)
        self._lay_out()
        self._connect()
        self.set_theme(LIGHT)
        self.hide()

    def _connect(self) -> None:
        self._pause.timeout.connect(self.restart)
        self._work.progressed.connect(self._progress)
        self._work.done.connect(lambda *_: self._tell())
        self.field.textChanged.connect(lambda _: self._await_text())
        self.previous_button.clicked.connect(lambda: self.step(-1))
        self.next_button.clicked.connect(lambda: self.step(1))
        self.close_button.clicked.connect(self.leave)

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 4, 8, 4)
        row.setSpacing(4)
        row.addWidget(self.field)
        row.addWidget(self.previous_button)
        row.addWidget(self.next_button)
        row.addSpacing(4)
        row.addWidget(self.count, 1)
        row.addWidget(self.close_button)

    def _button(self, name: str, tip: str) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName(name)
        button.setToolTip(tip)
        button.setAccessibleName(tip)
        return button

    def set_theme(self, theme: Theme) -> None:
        """Draw in another theme."""
        self.previous_button.setIcon(icon("mdi6.chevron-up", theme))
        self.next_button.setIcon(icon("mdi6.chevron-down", theme))
        self.close_button.setIcon(icon("mdi6.close", theme))

    def shutdown(self) -> None:
        """End the search; the window is closing."""
        self._pause.stop()
        self._work.shutdown()

    def open(self) -> None:
        """Show the field and write into it."""
        self.show()
        self.field.setFocus()
        self.field.selectAll()
        self.restart()

    def leave(self) -> None:
        """Hide the field and forget the search."""
        self._pause.stop()
        self._work.cancel()
        self._search = None
        self.hide()
        self.closed.emit()

    def restart(self) -> None:
        """Search anew: the text, the rows or their order have changed."""
        self._pause.stop()
        self._work.cancel()
        self._search, self._current = None, -1
        dataset, text = self._model.dataset, self.field.text()
        if self.isHidden() or dataset is None or not text:
            self.count.clear()
            return
        self._search = search = Search(dataset, self._model.rows, text)
        self._awaits_first = True
        self._work.start(search.run)
        self._tell()

    def step(self, by: int) -> None:
        """Go to the next match (1) or the previous one (−1), round the end."""
        hits = self._search.hits if self._search else ()
        if not len(hits):
            return
        at = (
            bisect.bisect_right(hits, self._current)
            if by > 0
            else (bisect.bisect_left(hits, self._current) - 1)
        )
        self._look_at(int(hits[at % len(hits)]))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.step(-1 if back else 1)
        else:
            super().keyPressEvent(event)

    def _await_text(self) -> None:
        self._work.cancel()
        self._pause.start()

    def _progress(self, progress: Progressed) -> None:
        self._tell(progress)

    def _look_at(self, key: int) -> None:
        self._current = key
        row, column = divmod(key, max(self._model.columnCount(), 1))
        self._tell()
        self.found.emit(row, column)

    def _tell(self, progress: Progressed | None = None) -> None:
        """Say how many there are; look at the first as soon as there is one."""
        search = self._search
        if search is None:
            return
        hits = search.hits
        if len(hits) and self._awaits_first:
            self._awaits_first = False
            self._look_at(int(hits[0]))
            return
        self.count.setText(self._words(search, progress))

    def _words(self, search: Search, progress: Progressed | None) -> str:
        hits = search.hits
        n_hits, at = len(hits), bisect.bisect_left(hits, self._current) + 1
        if self._work.is_running:
            share = progress.done / max(progress.total, 1) if progress else 0.0
            words = self.tr("{n} matches so far, {percent} % searched")
            return words.format(n=f"{n_hits:,}", percent=round(100 * share))
        if not n_hits:
            return self.tr("No cell contains this text.")
        words = (
            self.tr("{at} of more than {n} matches")
            if search.is_cut
            else self.tr("{at} of {n} matches")
        )
        return words.format(at=f"{at:,}", n=f"{n_hits:,}")
