"""How far reading or applying has come, with a button that ends it; only if it takes a while."""

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QPushButton, QWidget

from workbench.core.run import Progressed

WAIT_MS = 250  # what is faster needs no bar
STEPS = 1000


class LoadingLine(QFrame):
    """A bar.

    Signals:
        cancelled(): the button was pressed.
    """

    cancelled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "message")
        self.setObjectName("loading")
        self.words = QLabel(self)
        self.words.setMinimumWidth(160)
        self.bar = QProgressBar(self)
        self.bar.setObjectName("loading_progress")
        self.bar.setAccessibleName(self.tr("Progress of reading"))
        self.bar.setTextVisible(False)
        self.cancel = QPushButton(self.tr("Cancel"), self)
        self.cancel.setObjectName("cancel_loading")
        self.cancel.clicked.connect(self.cancelled)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 16, 8)
        row.setSpacing(12)
        row.addWidget(self.words)
        row.addWidget(self.bar, 1)
        row.addWidget(self.cancel)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(WAIT_MS)
        self._timer.timeout.connect(self.show)
        self.hide()

    def show_running(self, is_running: bool) -> None:  # noqa: FBT001  Qt's signal gives it so
        """Something has begun, or has ended."""
        if is_running:
            self.words.setText(self.tr("Reading…"))
            self.bar.setRange(0, 0)
            self._timer.start()
        else:
            self._timer.stop()
            self.hide()

    def show_progress(self, progress: Progressed) -> None:
        """Say how far it is."""
        if progress.text:
            self.words.setText(progress.text[:1].upper() + progress.text[1:])
        is_known = progress.total > 0
        self.bar.setRange(0, STEPS if is_known else 0)
        if is_known:
            self.bar.setValue(int(STEPS * min(1.0, progress.done / progress.total)))
