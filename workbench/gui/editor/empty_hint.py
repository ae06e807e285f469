"""What an empty canvas says: three ways to begin."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont, QShowEvent
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget
from typing_extensions import override

from workbench.gui.editor.look import label_font
from workbench.gui.theme import Theme


class EmptyHint(QWidget):
    """Lies in the middle of an empty canvas, which gets what is dropped on it and its presses.

    Args:
        parent: the canvas' viewport.

    Signals:
        example_requested, open_data_requested, search_requested: the three ways.
    """

    example_requested = Signal()
    open_data_requested = Signal()
    search_requested = Signal()

    def __init__(self, parent: QWidget, theme: Theme) -> None:
        super().__init__(parent)
        self.setObjectName("emptyHint")
        self._viewport = parent
        self._title = QLabel(self.tr("An empty flow"), self)
        self._title.setFont(label_font(16, QFont.Weight.DemiBold))
        self._text = QLabel(
            self.tr("Drag a reader from the palette, or drop a data file here."), self
        )
        self._buttons = (
            self._button("openExample", self.tr("Open the Pima flow")),
            self._button("openData", self.tr("Open data…")),
            self._button("typeToAdd", self.tr("or type to add a node")),
        )
        signals = (self.example_requested, self.open_data_requested, self.search_requested)
        layout = QVBoxLayout(self)
        layout.setSpacing(8)
        for label in (self._title, self._text):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            layout.addWidget(label)
        for button, signal in zip(self._buttons, signals, strict=True):
            button.clicked.connect(signal)
            layout.addWidget(button, alignment=Qt.AlignmentFlag.AlignHCenter)
        self.set_theme(theme)

    def _button(self, name: str, words: str) -> QPushButton:
        button = QPushButton(words, self)
        button.setObjectName(name)
        button.setAccessibleName(words)
        button.setFlat(True)
        button.setCursor(Qt.CursorShape.PointingHandCursor)
        return button

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours."""
        self.setStyleSheet(
            f"QLabel {{ color: {theme.secondary}; background: transparent; }}"
            f"QPushButton {{ color: {theme.accent}; background: transparent; border: none;"
            f" padding: 4px 8px; border-radius: 4px; }}"
            f"QPushButton:hover {{ text-decoration: underline; }}"
            f"QPushButton:focus {{ border: 1px solid {theme.accent}; }}"
        )
        self._title.setStyleSheet(f"color: {theme.text};")

    def settle(self) -> None:
        """Lie in the parent's middle."""
        self.adjustSize()
        self.move(self._viewport.rect().center() - self.rect().center())

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.settle()
