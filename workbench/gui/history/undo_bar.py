"""The line that says what was deleted, and takes it back."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QToolButton, QWidget

from workbench.gui.icons import icon
from workbench.gui.theme import Theme


class UndoBar(QFrame):
    """Hidden while there is nothing to take back.

    Signals:
        undo_wanted(): what was deleted is to be there again.
        closed(): it is to be deleted for good.
    """

    undo_wanted = Signal()
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("history_undo_bar")
        self.setProperty("role", "message")
        self.words = QLabel(self)
        self.words.setObjectName("history_undo_words")
        self.undo = QPushButton(self.tr("Undo"), self)
        self.undo.setObjectName("history_undo")
        self.undo.setToolTip(self.tr("Bring the deleted runs back (Ctrl+Z)"))
        self.undo.clicked.connect(self.undo_wanted)
        self.close_button = QToolButton(self)
        self.close_button.setObjectName("history_undo_close")
        self.close_button.setAccessibleName(self.tr("Delete for good"))
        self.close_button.setToolTip(self.tr("Delete for good"))
        self.close_button.clicked.connect(self.closed)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 4, 8, 4)
        row.addWidget(self.words, 1)
        row.addWidget(self.undo)
        row.addWidget(self.close_button)
        self.hide()

    def show_deleted(self, n_runs: int) -> None:
        """Say how many runs were deleted; nothing for none."""
        text = self.tr("{n} runs deleted.") if n_runs != 1 else self.tr("{n} run deleted.")
        self.words.setText(text.format(n=f"{n_runs:,}"))
        self.setAccessibleName(self.words.text())
        self.setVisible(n_runs > 0)

    def set_theme(self, theme: Theme) -> None:
        """Draw in another theme."""
        self.close_button.setIcon(icon("mdi6.close", theme, "secondary"))
