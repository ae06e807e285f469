"""A dock with a title bar of ours: name, float, close."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QDockWidget, QFrame, QHBoxLayout, QLabel, QToolButton, QWidget

from workbench.gui.icons import icon
from workbench.gui.theme import Theme

ICON = QSize(14, 14)


class Dock(QDockWidget):
    """A panel that can be closed, moved and floated."""

    def __init__(self, name: str, title: str, content: QWidget, theme: Theme) -> None:
        super().__init__(title)
        self.setObjectName(f"{name}_dock")
        self.setWidget(content)
        self.toggleViewAction().setObjectName(f"toggle_{name}")
        self.toggleViewAction().setStatusTip(self.tr("Show or hide this panel"))
        self._float = self._button("float", self.tr("Float, or put back"))
        self._close = self._button("close", self.tr("Close; View brings it back"))
        self._float.clicked.connect(lambda: self.setFloating(not self.isFloating()))
        self._close.clicked.connect(self.close)
        self.setTitleBarWidget(self._title_bar(title))
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Draw in another theme."""
        self._float.setIcon(icon("mdi6.open-in-new", theme, "secondary"))
        self._close.setIcon(icon("mdi6.close", theme, "secondary"))

    def _title_bar(self, title: str) -> QWidget:
        bar = QFrame(self)
        bar.setProperty("role", "title_bar")
        words = QLabel(title, bar)
        words.setProperty("role", "heading")
        row = QHBoxLayout(bar)
        row.setContentsMargins(12, 0, 4, 0)
        row.setSpacing(0)
        row.addWidget(words, 1)
        row.addWidget(self._float)
        row.addWidget(self._close)
        return bar

    def _button(self, name: str, tip: str) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName(f"{self.objectName()}_{name}")
        button.setAccessibleName(tip)
        button.setToolTip(tip)
        button.setIconSize(ICON)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return button
