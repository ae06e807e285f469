"""What the page shows while there is nothing to list, or nothing that could be read."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from workbench.core.errors import WorkbenchError
from workbench.gui.icons import Role, icon
from workbench.gui.theme import Theme
from workbench.runs.history.errors import HistoryError

WIDTH = 560
ICON = 48


class EmptyHistory(QWidget):
    """A card in the middle.

    Signals:
        flow_wanted(): show the flow, so that it can be run.
        set_aside_wanted(): rename the file that cannot be read.
        switch_wanted(): record runs again.
        retry_wanted(): try to read again.
    """

    flow_wanted = Signal()
    set_aside_wanted = Signal()
    switch_wanted = Signal()
    retry_wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("history_empty")
        self._look: tuple[str, Role] = ("mdi6.history", "accent")
        self.mark = QLabel(self)
        self.title = QLabel(self)
        self.title.setProperty("role", "title")
        self.words = QLabel(self)
        self.words.setObjectName("history_empty_words")
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.words.setProperty("role", "secondary")
        for label in (self.mark, self.title, self.words):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            label.setWordWrap(label is not self.mark)
        self.to_flow = self._button("history_to_flow", self.tr("Go to the flow"))
        self.to_flow.clicked.connect(self.flow_wanted)
        self.set_aside = self._button("history_set_aside", self.tr("Set it aside, begin a new one"))
        self.set_aside.clicked.connect(self.set_aside_wanted)
        self.switch_on = self._button("history_switch_on", self.tr("Record runs again"))
        self.switch_on.clicked.connect(self.switch_wanted)
        self.retry = self._button("history_retry", self.tr("Try again"))
        self.retry.clicked.connect(self.retry_wanted)
        self._lay_out()
        self.show_nothing(is_on=True)
        self.set_theme(theme)

    def show_nothing(self, *, is_on: bool) -> None:
        """Say that there are no runs yet, and what would be here."""
        self._look = ("mdi6.history", "accent")
        self.title.setText(self.tr("No runs yet") if is_on else self.tr("Runs are not recorded"))
        self.words.setText(
            self.tr(
                "Every flow that runs, here or in a terminal, is written down: its parameters, "
                "data, scores and learning curves. You can compare runs, find out which "
                "parameters matter, and reopen any flow as it was."
            )
        )
        self._show_buttons(self.to_flow, *(() if is_on else (self.switch_on,)))

    def show_error(self, error: WorkbenchError) -> None:
        """Say why the history cannot be shown, and what can be done."""
        self._look = ("mdi6.alert-circle-outline", "failed")
        self.title.setText(self.tr("The history cannot be shown"))
        self.words.setText(str(error))
        can = isinstance(error, HistoryError) and error.can_be_set_aside
        self._show_buttons(self.retry, *((self.set_aside,) if can else ()))

    def set_theme(self, theme: Theme) -> None:
        """Draw in another theme."""
        self._theme = theme
        name, role = self._look
        drawn = icon(name, theme, role)
        self.mark.setPixmap(drawn.pixmap(QSize(ICON, ICON), self.devicePixelRatioF()))

    def _show_buttons(self, *shown: QPushButton) -> None:
        for button in (self.to_flow, self.set_aside, self.switch_on, self.retry):
            button.setVisible(button in shown)
        if hasattr(self, "_theme"):
            self.set_theme(self._theme)

    def _button(self, name: str, text: str) -> QPushButton:
        button = QPushButton(text, self)
        button.setObjectName(name)
        return button

    def _lay_out(self) -> None:
        card = QFrame(self)
        card.setProperty("role", "card")
        card.setFixedWidth(WIDTH)
        column = QVBoxLayout(card)
        column.setContentsMargins(32, 32, 32, 24)
        column.setSpacing(12)
        for label in (self.mark, self.title, self.words):
            column.addWidget(label)
        row = QHBoxLayout()
        row.addStretch(1)
        for button in (self.to_flow, self.switch_on, self.set_aside, self.retry):
            row.addWidget(button)
        row.addStretch(1)
        column.addLayout(row)
        middle = QHBoxLayout()  # not by an alignment, which would take no notice of wrapped words
        middle.addStretch(1)
        middle.addWidget(card)
        middle.addStretch(1)
        outer = QVBoxLayout(self)
        outer.addStretch(1)
        outer.addLayout(middle)
        outer.addStretch(2)
