"""The line above the table: which rows it shows, and what to do with them."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from workbench.core.errors import WorkbenchError
from workbench.data.dataset import BoolArray, Dataset
from workbench.data.expression import parse
from workbench.gui.icons import icon
from workbench.gui.theme import LIGHT, Theme

PAUSE_MS = 250


class FilterBar(QFrame):
    """A condition on the rows, checked while it is written; hides rows in the table only.

    Signals:
        changed(): other rows are to be shown.
        keep_wanted(str): the rows that the condition holds for are to be kept, as a step.
        select_wanted(): the rows that the condition holds for are to be brushed.
        left(): the field was left with Return or Escape.
    """

    changed = Signal()
    keep_wanted = Signal(str)
    select_wanted = Signal()
    left = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._dataset: Dataset | None = None
        self.holds: BoolArray | None = None  # the rows the condition holds for; None without one
        self.setObjectName("table_filter_bar")
        self.field = QLineEdit(self)
        self.field.setObjectName("table_filter")
        self.field.setPlaceholderText(
            self.tr("Show rows where …  such as  plas > 120 and age < 30")
        )
        self.field.setAccessibleName(self.tr("Condition on the rows that are shown"))
        self.field.setClearButtonEnabled(True)
        self.keep_button = self._button(
            "table_keep_rows",
            self.tr("Keep these rows"),
            self.tr("Remove all other rows from the data, as a step that can be undone"),
        )
        self.select_button = self._button(
            "table_select_rows",
            self.tr("Select these"),
            self.tr("Select the rows for which the condition holds, in every view"),
        )
        self.selected_only = self._tool(
            "table_selected_only", self.tr("Show only the rows that are selected")
        )
        self.selected_only.setCheckable(True)
        self.selected_only.setText(self.tr("Selected only"))
        self.selected_only.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.find_button = self._tool("table_open_find", self.tr("Find in cells (Ctrl+F)"))
        self.error = QLabel(self)
        self.error.setObjectName("table_filter_error")
        self.error.setProperty("role", "failed")
        self.error.setWordWrap(True)
        self.error.hide()
        self._mark = QAction(self.field)
        self.field.addAction(self._mark, QLineEdit.ActionPosition.LeadingPosition)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._lay_out()
        self._connect()
        self.set_theme(LIGHT)
        self._offer()

    def _connect(self) -> None:
        self._pause.timeout.connect(self.check)
        self.field.textChanged.connect(lambda _: self._pause.start())
        self.field.returnPressed.connect(self._accept)
        self.keep_button.clicked.connect(lambda: self.keep_wanted.emit(self.field.text().strip()))
        self.select_button.clicked.connect(self.select_wanted)
        self.selected_only.toggled.connect(lambda _: self.changed.emit())

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.field, 1)
        row.addWidget(self.selected_only)
        row.addWidget(self.find_button)
        offers = QHBoxLayout()
        offers.setSpacing(8)
        offers.addWidget(self.select_button)
        offers.addWidget(self.keep_button)
        offers.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(4)
        column.addLayout(row)
        column.addLayout(offers)
        column.addWidget(self.error)

    def _button(self, name: str, text: str, tip: str) -> QPushButton:
        button = QPushButton(text, self)
        button.setObjectName(name)
        button.setAccessibleName(text)
        button.setToolTip(tip)
        return button

    def _tool(self, name: str, tip: str) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName(name)
        button.setToolTip(tip)
        button.setAccessibleName(tip)
        return button

    def set_theme(self, theme: Theme) -> None:
        """Draw in another theme."""
        self._mark.setIcon(icon("mdi6.filter-outline", theme, "secondary"))
        self.selected_only.setIcon(icon("mdi6.select-search", theme))
        self.find_button.setIcon(icon("mdi6.magnify", theme))

    def shutdown(self) -> None:
        """Stop waiting for the next key; the window is closing."""
        self._pause.stop()

    def show_dataset(self, dataset: Dataset | None) -> None:
        """Hold the condition against other data; ``changed`` is not sent."""
        self._dataset = dataset
        self._work_out()

    def check(self) -> None:
        """Work the condition out as it is written now."""
        self._pause.stop()
        self._work_out()
        self.changed.emit()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.field.hasFocus():
            self.field.clear()
            self.check()
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _accept(self) -> None:
        self.check()
        if self.error.isHidden():
            self.left.emit()

    def _work_out(self) -> None:
        text = self.field.text().strip()
        self.holds = None
        self._say("")
        if text and self._dataset is not None:
            try:
                self.holds = parse(text).mask(self._dataset)
            except WorkbenchError as error:
                self._say(f"{error.message} {error.remedy or ''}".strip())
        self._offer()

    def _offer(self) -> None:
        """The buttons are there while there is a condition: the page is often narrow."""
        for button in (self.select_button, self.keep_button):
            button.setVisible(self.holds is not None)

    def _say(self, text: str) -> None:
        self.error.setText(text)
        self.error.setVisible(bool(text))
        if bool(self.field.property("invalid")) != bool(text):
            self.field.setProperty("invalid", bool(text))
            self.field.style().unpolish(self.field)
            self.field.style().polish(self.field)
