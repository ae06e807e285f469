"""Nothing is lost by a crash: the document's journal, and the line that offers what was left."""

from pathlib import Path

from PySide6.QtCore import QObject, Signal

from workbench.flow.file import Catalog
from workbench.gui.document import Document
from workbench.gui.journal import Journal
from workbench.gui.recovery import Left, RecoveryBar, left_behind
from workbench.gui.theme import Theme


class Safety(QObject):
    """Keeps the edits of one window's document, and restores those of a program that crashed.

    Signals:
        restored(): the document is one that was left.
        elsewhere(Left): one is to be restored in another window, as this one's is not saved.

    Attributes:
        failed: the journal's signal: edits cannot be kept.
    """

    restored = Signal()
    elsewhere = Signal(object)

    def __init__(self, document: Document, folder: Path, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._document = document
        self._folder = folder
        self._journal = Journal(document, folder, self)
        self.failed = self._journal.failed
        self.bar = RecoveryBar(theme)
        self.bar.wanted.connect(self._choose_place)

    def offer(self, catalog: Catalog) -> None:
        """Offer what was left, if anything was."""
        self.bar.offer(left_behind(self._folder, catalog))

    def restore(self, left: Left) -> None:
        """Make it this window's document, as unsaved as it was."""
        if left.entry is None:
            return
        self._document.open_unsaved(left.entry.graph, left.entry.path, left.entry.title)
        self._journal.adopt(left.file, left.lock)
        self.restored.emit()

    def close(self) -> None:
        """The window closes; what was to be saved is saved."""
        self._journal.close()

    def _choose_place(self, left: Left) -> None:
        if self._document.is_dirty:
            self.elsewhere.emit(left)
        else:
            self.restore(left)
