"""A heading that shows and hides what is below it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from workbench.gui.icons import icon
from workbench.gui.theme import Theme


class Fold(QWidget):
    """A heading that shows and hides what is below it."""

    def __init__(
        self, title: str, content: QWidget, theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._content = content
        self._theme = theme
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 8, 0, 0)
        self.button = QToolButton(self)
        self.button.setText(title)
        self.button.setCheckable(True)
        self.button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.button.setObjectName(f"fold_{title.lower()}")
        self.button.setAccessibleName(title)
        self.button.toggled.connect(lambda is_open: self.set_open(is_open=is_open))
        row.addWidget(self.button)
        row.addStretch(1)
        self.set_open(is_open=False)

    def set_open(self, *, is_open: bool) -> None:
        """Show or hide the content."""
        self.button.setChecked(is_open)
        name = "mdi6.chevron-down" if is_open else "mdi6.chevron-right"
        self.button.setIcon(icon(name, self._theme, "secondary"))
        self._content.setVisible(is_open)
