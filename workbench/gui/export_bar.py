"""The line above the pages that says how far an export is, and can break it off."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QPushButton, QWidget

from workbench.core.run import Progressed

STEPS = 1000


class ExportBar(QFrame):
    """Hidden while nothing is exported.

    Signals:
        cancelled(): the export is to end.
    """

    cancelled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("export_bar")
        self.setProperty("role", "message")
        self._title = ""
        self.words = QLabel(self)
        self.words.setObjectName("export_words")
        self.progress = QProgressBar(self)
        self.progress.setObjectName("export_progress")
        self.progress.setAccessibleName(self.tr("Progress of the export"))
        self.progress.setTextVisible(False)
        self.progress.setFixedWidth(160)
        self.cancel = QPushButton(self.tr("Cancel"), self)
        self.cancel.setObjectName("cancel_export")
        self.cancel.setToolTip(self.tr("Break the export off"))
        self.cancel.setAccessibleName(self.tr("Cancel the export"))
        self.cancel.clicked.connect(self.cancelled)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 8, 8)
        row.setSpacing(12)
        row.addWidget(self.words, 1)
        row.addWidget(self.progress)
        row.addWidget(self.cancel)
        self.hide()

    def begin(self, title: str) -> None:
        """Say what is exported."""
        self._title = title
        self.show_progress(Progressed(0, 0))
        self.show()

    def show_progress(self, progress: Progressed) -> None:
        """Say how far it is; a total that is not known is a bar that moves."""
        words = f"{self._title} · {progress.text}" if progress.text else self._title
        self.words.setText(words)
        self.setAccessibleName(words)
        self.progress.setRange(0, STEPS if progress.total else 0)
        if progress.total:
            self.progress.setValue(int(STEPS * min(1.0, progress.done / progress.total)))
