"""A line at the foot of the canvas: why a link was refused, and a button that mends it."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QToolButton,
    QWidget,
)
from typing_extensions import override

from workbench.gui.icons import icon
from workbench.gui.theme import Theme

_MARGIN = 12
_ICON = 18
_WIDEST = 720


class OfferBar(QFrame):
    """Lies over the canvas until it is answered, closed, or something else is done.

    Signals:
        taken: the button was pressed.
    """

    taken = Signal()

    def __init__(self, parent: QWidget, theme: Theme) -> None:
        super().__init__(parent)
        self.setObjectName("offerBar")
        self._canvas = parent
        self._mark = QLabel(self)
        self.words = QLabel(self)
        self.words.setObjectName("offerWords")
        self.words.setWordWrap(True)
        self.button = QPushButton(self)
        self.button.setObjectName("takeOffer")
        self.close_button = QToolButton(self)
        self.close_button.setObjectName("closeOffer")
        self.close_button.setAccessibleName(self.tr("Close"))
        self.close_button.setToolTip(self.tr("Close (Esc)"))
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 8, 8, 8)
        row.setSpacing(8)
        row.addWidget(self._mark)
        row.addWidget(self.words, 1)
        row.addWidget(self.button)
        row.addWidget(self.close_button)
        self.button.clicked.connect(self.taken)
        self.close_button.clicked.connect(self.withdraw)
        self.set_theme(theme)
        self.hide()

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours."""
        self.setStyleSheet(
            f"#offerBar {{ background: {theme.panel}; border: 1px solid {theme.secondary};"
            f" border-radius: 6px; }}"
            f"#offerWords {{ color: {theme.text}; background: transparent; }}"
        )
        picture = icon("mdi6.lightbulb-on-outline", theme, "warning")
        self._mark.setPixmap(picture.pixmap(QSize(_ICON, _ICON), self.devicePixelRatioF()))
        self.close_button.setIcon(icon("mdi6.close", theme, "secondary"))

    def offer(self, words: str, button: str, keys: str) -> None:
        """Say why something cannot be, and offer what can.

        Args:
            keys: that do the same as the button.
        """
        self.words.setText(words)
        self.button.setText(button)
        self.button.setAccessibleName(button)
        self.button.setAccessibleDescription(words)
        self.button.setToolTip(f"{button} ({keys})")
        self.setAccessibleName(words)
        self.show()
        self.raise_()
        self.settle()

    def withdraw(self) -> None:
        """Go away; keys that went here go to the parent."""
        focused = QApplication.focusWidget()
        if focused is not None and self.isAncestorOf(focused):
            self._canvas.setFocus()
        self.hide()

    def settle(self) -> None:
        """Lie at the foot of the parent, in its middle."""
        room = self._canvas.rect().adjusted(_MARGIN, _MARGIN, -_MARGIN, -_MARGIN)
        width = min(room.width(), _WIDEST, self._width_wanted())
        height = max(self.sizeHint().height(), self.heightForWidth(width))
        left = room.left() + (room.width() - width) // 2
        self.setGeometry(left, room.bottom() - height, width, height)

    def _width_wanted(self) -> int:
        """The bar's width with its words in one line."""
        metrics = self.words.fontMetrics()
        words = metrics.size(Qt.TextFlag.TextSingleLine, self.words.text()).width()
        others = (self._mark, self.button, self.close_button)
        return words + sum(w.sizeHint().width() for w in others) + 64

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.withdraw()
        else:
            super().keyPressEvent(event)
