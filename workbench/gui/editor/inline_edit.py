"""Typing right on the canvas: a node's name, a note's text."""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget
from typing_extensions import override

from workbench.gui.theme import Theme


class InlineEdit(QObject):
    """A line or a text laid over the canvas; Enter (in a text Ctrl+Enter) or leaving takes it.

    Args:
        take: called with the text, unless Esc was pressed.

    Signals:
        closed: the field has gone.
    """

    closed = Signal()

    def __init__(
        self, parent: QWidget, place: QRect, text: str, theme: Theme, take: Callable[[str], None]
    ) -> None:
        super().__init__(parent)
        self._take = take
        self._is_over = False
        self.field: QLineEdit | QPlainTextEdit
        if "\n" in text or place.height() > 40:
            self.field = QPlainTextEdit(text, parent)
        else:
            self.field = QLineEdit(text, parent)
        self.field.setObjectName("inlineEdit")
        self.field.setAccessibleName(QCoreApplication.translate("FlowEditor", "New text"))
        self.field.setStyleSheet(
            f"background: {theme.panel}; color: {theme.text}; border: 1px solid {theme.accent};"
            " border-radius: 4px; padding: 2px;"
        )
        self.field.setGeometry(place)
        self.field.selectAll()
        self.field.installEventFilter(self)
        self.field.show()
        self.field.setFocus(Qt.FocusReason.PopupFocusReason)

    def close(self, *, takes: bool) -> None:
        """Remove the field and take its text, or not."""
        if self._is_over:
            return
        self._is_over = True
        field = self.field
        text = field.text() if isinstance(field, QLineEdit) else field.toPlainText()
        self.closed.emit()  # first: hidden with the focus, it would pass that on as Tab does
        field.hide()
        field.deleteLater()
        self.deleteLater()
        if takes:
            self._take(text)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusOut:
            self.close(takes=True)
        elif isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() == Qt.Key.Key_Escape:
                self.close(takes=False)
                return True
            is_enter = event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
            ctrl = event.modifiers() & Qt.KeyboardModifier.ControlModifier
            if is_enter and (ctrl or isinstance(self.field, QLineEdit)):
                self.close(takes=True)
                return True
        return False
