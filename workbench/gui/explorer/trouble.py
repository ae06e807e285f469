"""The line that says what is wrong with a file: all of it, and what can be done at once."""

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from workbench.core.errors import Defect, WorkbenchError
from workbench.data.readers.reader import Reader
from workbench.gui.icons import Role, icon
from workbench.gui.theme import Theme

ICON = 20
LIST_HEIGHT = 132
_ICONS: dict[Role, str] = {
    "failed": "mdi6.alert-circle-outline",
    "warning": "mdi6.alert-outline",
    "accent": "mdi6.information-outline",
}


@dataclass(frozen=True)
class Remedy:
    """Something that may help: the file read with other parameters."""

    words: str
    reader: Reader


class Trouble(QFrame):
    """One message with its list of further errors, and remedies as buttons; hidden without one.

    Signals:
        remedy_chosen(Reader): read the file like that.
        options_wanted(): choose how the file is read.
    """

    remedy_chosen = Signal(object)
    options_wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._role: Role = "accent"
        self._report = ""
        self.setProperty("role", "message")
        self.setObjectName("explorer_message")
        self.mark = QLabel(self)
        self.words = QLabel(self)
        self.words.setObjectName("explorer_message_words")
        self.words.setWordWrap(True)
        self.words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.more = self._push("more_errors", "")
        self.more.setCheckable(True)
        self.options = self._push("reading_options", self.tr("How it is read…"))
        self.copy = self._push("copy_errors", self.tr("Copy report"))
        self.close_button = QToolButton(self)
        self.close_button.setObjectName("close_explorer_message")
        self.close_button.setAccessibleName(self.tr("Close this message"))
        self.close_button.setToolTip(self.tr("Close this message"))
        self.list = QPlainTextEdit(self)
        self.list.setObjectName("all_errors")
        self.list.setAccessibleName(self.tr("All errors of the file"))
        self.list.setReadOnly(True)
        self.list.setFixedHeight(LIST_HEIGHT)
        self.remedies = QHBoxLayout()
        self._offered: list[QPushButton] = []
        self._lay_out()
        self._connect()
        self.clear()

    def show_error(self, error: WorkbenchError, remedies: tuple[Remedy, ...] = ()) -> None:
        """Say an error; the others of the same file can be unfolded."""
        lines = [str(one) for one in (error, *error.others)]
        details = error.details if isinstance(error, Defect) else ""
        self._report = "\n".join([*lines, details]).rstrip()
        self._say(str(error), "failed")
        self.copy.setVisible(bool(details))
        self.more.setVisible(bool(error.others))
        self.more.setText(self.tr("All {} errors").format(len(lines)))
        self.list.setPlainText("\n".join(lines))
        for remedy in remedies:
            self._add(remedy)

    def show_text(self, text: str, *, is_warning: bool = False) -> None:
        """Say something that is good to know, or that calls for attention."""
        self._say(text, "warning" if is_warning else "accent")

    @property
    def is_error(self) -> bool:
        """Whether it says that something is wrong."""
        return self._role == "failed"

    def clear(self) -> None:
        """Say nothing."""
        self._say("", "accent")
        self.hide()

    def set_theme(self, theme: Theme) -> None:
        """Draw in another theme."""
        self._theme = theme
        drawn = icon(_ICONS[self._role], theme, self._role)
        self.mark.setPixmap(drawn.pixmap(QSize(ICON, ICON), self.devicePixelRatioF()))
        self.close_button.setIcon(icon("mdi6.close", theme, "secondary"))

    def _say(self, text: str, role: Role) -> None:
        self._role = role
        self.words.setText(text)
        self.setAccessibleName(text)
        self.copy.hide()
        self.options.hide()
        self.more.hide()
        self.more.setChecked(False)
        self.list.hide()
        for button in self._offered:
            self.remedies.removeWidget(button)
            button.hide()
            button.deleteLater()
        self._offered.clear()
        self.set_theme(self._theme)
        self.show()

    def _add(self, remedy: Remedy) -> None:
        button = self._push(f"remedy_{self.remedies.count()}", remedy.words)
        reader: Any = remedy.reader
        button.clicked.connect(lambda: self.remedy_chosen.emit(reader))
        self.remedies.addWidget(button)
        self._offered.append(button)

    def _push(self, name: str, words: str) -> QPushButton:
        button = QPushButton(words, self)
        button.setObjectName(name)
        return button

    def _connect(self) -> None:
        self.more.toggled.connect(self.list.setVisible)
        self.copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self._report))
        self.options.clicked.connect(self.options_wanted)
        self.close_button.clicked.connect(self.clear)

    def _lay_out(self) -> None:
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self.mark)
        line.addWidget(self.words, 1)
        line.addLayout(self.remedies)
        line.addWidget(self.options)
        line.addWidget(self.more)
        line.addWidget(self.copy)
        line.addWidget(self.close_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 8, 8, 8)
        column.setSpacing(8)
        column.addLayout(line)
        column.addWidget(self.list)
