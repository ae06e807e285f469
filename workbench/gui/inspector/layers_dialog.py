"""The layers of a network with room for all columns; they can be copied as a table."""

from collections.abc import Callable, Iterable

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from workbench.gui.inspector.layer_panel import LayerPanel
from workbench.gui.text_size import scaled
from workbench.gui.theme import Theme
from workbench.runs.layer_rows import LayerRow, as_csv, as_markdown

WIDTH, HEIGHT = 1120, 680


class LayersDialog(QDialog):
    """A window of its own beside the flow, which stays usable.

    Signals:
        left(): it has been closed.
    """

    left = Signal()

    def __init__(self, title: str, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("layers_dialog")
        self.setWindowTitle(self.tr("Layers of {}").format(title))
        self.panel = LayerPanel(theme, self, is_large=True)
        self.csv = QPushButton(self.tr("Copy as CSV"), self)
        self.markdown = QPushButton(self.tr("Copy as Markdown"), self)
        self.done_ = QPushButton(self.tr("Close"), self)
        self.told = QLabel(self)
        self._lay_out()
        self.csv.clicked.connect(lambda: self._copy(as_csv))
        self.markdown.clicked.connect(lambda: self._copy(as_markdown))
        self.done_.clicked.connect(self.close)
        self.finished.connect(self.left)
        room = self.screen().availableGeometry()
        width = min(scaled(WIDTH), room.width() - 80)
        self.resize(width, min(scaled(HEIGHT), room.height() - 80))

    def _copy(self, as_text: Callable[[Iterable[LayerRow]], str]) -> None:
        rows = self.panel.model.rows
        QGuiApplication.clipboard().setText(as_text(rows))
        self.told.setText(self.tr("{} layers copied.").format(len(rows)))

    def _lay_out(self) -> None:
        names = {self.csv: "layers_csv", self.markdown: "layers_markdown", self.done_: "close"}
        row = QHBoxLayout()
        row.setSpacing(8)
        for button, name in names.items():
            button.setObjectName(name)
            button.setAutoDefault(False)
        self.told.setProperty("role", "secondary")
        row.addWidget(self.csv)
        row.addWidget(self.markdown)
        row.addWidget(self.told, 1)
        row.addWidget(self.done_)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(16)
        column.addWidget(self.panel, 1)
        column.addLayout(row)
