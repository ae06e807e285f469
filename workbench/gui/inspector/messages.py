"""What the selected node wants known: notes, warnings, the error with its remedy."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from workbench.core.errors import WorkbenchError
from workbench.gui.icons import Role, icon
from workbench.gui.theme import Theme
from workbench.runs.view import NodeView

ICON = 16
N_OTHERS = 10
_ICONS: dict[Role, str] = {
    "failed": "mdi6.alert-circle-outline",
    "warning": "mdi6.alert-outline",
    "secondary": "mdi6.information-outline",
}


class Messages(QWidget):
    """A column of messages, each with an icon and words."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._view = NodeView()
        self._rows: list[QWidget] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)
        self.setObjectName("node_messages")
        self.setAccessibleName(self.tr("Messages of the node"))

    def show_view(self, view: NodeView) -> None:
        """Show what a node's view has to say."""
        self._view = view
        for row in self._rows:
            row.hide()
            row.deleteLater()
        self._rows = [self._row(role, text) for role, text in _messages(view)]
        for row in self._rows:
            self._column.addWidget(row)
        self.setVisible(bool(self._rows))

    def set_theme(self, theme: Theme) -> None:
        """Draw in another theme."""
        self._theme = theme
        self.show_view(self._view)

    def _row(self, role: Role, text: str) -> QWidget:
        row = QWidget(self)
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        mark = QLabel(row)
        drawn = icon(_ICONS[role], self._theme, role)
        mark.setPixmap(drawn.pixmap(QSize(ICON, ICON), self.devicePixelRatioF()))
        words = QLabel(text, row)
        words.setWordWrap(True)
        words.setTextFormat(Qt.TextFormat.PlainText)
        words.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        words.setProperty("role", role)
        line.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(words, 1)
        return row


def _messages(view: NodeView) -> list[tuple[Role, str]]:
    found: list[tuple[Role, str]] = []
    if view.error is not None:
        errors: list[WorkbenchError] = [view.error, *view.error.others[:N_OTHERS]]
        found += [("failed", _sentence(error)) for error in errors]
    found += [("warning" if n.is_warning else "secondary", n.text) for n in view.notes]
    return found


def _sentence(error: WorkbenchError) -> str:
    """The message and the remedy, with the place in a file; the node is the selected one."""
    place = str(error.where) if error.where.file else ""
    text = f"{place}: {error.message}" if place else error.message
    return f"{text} {error.remedy}" if error.remedy else text
