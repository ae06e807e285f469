"""The line above the canvas that says what went wrong and what to do, without a dialog."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QToolButton, QWidget

from workbench.core.errors import Defect, WorkbenchError
from workbench.gui.icons import Role, icon
from workbench.gui.text_size import TEXT_SIZE
from workbench.gui.theme import Theme

ICON = 20
_ICONS: dict[Role, str] = {
    "failed": "mdi6.alert-circle-outline",
    "warning": "mdi6.alert-outline",
    "accent": "mdi6.information-outline",
}


class MessageBar(QFrame):
    """One message at a time; hidden while there is none."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._role: Role = "accent"
        self._report = ""
        self.setProperty("role", "message")
        self.setObjectName("message_bar")
        self.mark = QLabel(self)
        self.words = QLabel(self)
        self.words.setObjectName("message")
        self.words.setWordWrap(True)
        self.words.setTextFormat(Qt.TextFormat.PlainText)  # it may hold what was in a file
        self.words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.copy = QPushButton(self.tr("Copy report"), self)
        self.copy.setObjectName("copy_report")
        self.copy.setToolTip(self.tr("Copy what went wrong, to be sent to the authors"))
        self.copy.clicked.connect(self._copy)
        self.close_button = QToolButton(self)
        self.close_button.setObjectName("close_message")
        self.close_button.setToolTip(self.tr("Close this message"))
        self.close_button.setAccessibleName(self.tr("Close this message"))
        self.close_button.clicked.connect(self.clear)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 8, 8)
        row.setSpacing(8)
        row.addWidget(self.mark)
        row.addWidget(self.words, 1)
        row.addWidget(self.copy)
        row.addWidget(self.close_button)
        self.clear()

    def show_error(self, error: WorkbenchError) -> None:
        """Say an error with its remedy; a defect of the program offers its report."""
        self._report = error.details if isinstance(error, Defect) else ""
        self._say(str(error), "failed")

    def show_warning(self, text: str, report: str = "") -> None:
        """Say something that calls for attention; a report is offered to be copied."""
        self._report = report
        self._say(text, "warning")

    def show_text(self, text: str) -> None:
        """Say something that is good to know."""
        self._report = ""
        self._say(text, "accent")

    @property
    def tells_error(self) -> bool:
        """Whether an error is shown just now."""
        return self._role == "failed" and not self.isHidden()

    def clear(self) -> None:
        """Say nothing."""
        self.words.clear()
        self.hide()

    def set_theme(self, theme: Theme) -> None:
        """Draw in another theme."""
        self._theme = theme
        self._draw_icons()

    def _say(self, text: str, role: Role) -> None:
        self._role = role
        self.words.setText(text)
        self.setAccessibleName(text)
        self.copy.setVisible(bool(self._report))
        self._draw_icons()
        self.show()

    def _draw_icons(self) -> None:
        drawn = icon(_ICONS[self._role], self._theme, self._role)
        size = QSize(ICON, ICON) * TEXT_SIZE.scale
        self.mark.setPixmap(drawn.pixmap(size, self.devicePixelRatioF()))
        self.close_button.setIcon(icon("mdi6.close", self._theme, "secondary"))

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(f"{self.words.text()}\n\n{self._report}")
