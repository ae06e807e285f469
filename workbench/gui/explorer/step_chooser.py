"""All steps there are, found by title or by the names that WEKA and scikit-learn give them."""

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from workbench.core.component import Component
from workbench.gui.component_words import translated
from workbench.gui.icons import icon
from workbench.gui.theme import Theme
from workbench.runs.exploration import STEP_FAMILIES

_MOVES = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class StepChooser(QWidget):
    """A searchable list.

    Signals:
        chosen(Component): a step with its parameters as they are at first.
        cancelled(): none.
    """

    chosen = Signal(object)
    cancelled = Signal()

    def __init__(
        self, catalog: Mapping[str, type[Component]], theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("step_chooser")
        kinds = [kind for kind in catalog.values() if issubclass(kind, STEP_FAMILIES)]
        self._kinds = sorted(kinds, key=lambda kind: kind.title)
        self._theme = theme
        self.query = QLineEdit(self)
        self.query.setObjectName("step_query")
        self.query.setAccessibleName(self.tr("Search steps"))
        self.query.setPlaceholderText(self.tr("Search steps, WEKA's names too"))
        self.query.installEventFilter(self)
        self.list = QListWidget(self)
        self.list.setObjectName("step_kinds")
        self.list.setAccessibleName(self.tr("Steps there are"))
        self.list.setIconSize(QSize(18, 18))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.help = QLabel(self)
        self.help.setObjectName("step_help")
        self.help.setProperty("role", "secondary")
        self.help.setWordWrap(True)
        self.help.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.help.setMinimumHeight(72)
        self._lay_out()
        self.query.textChanged.connect(self._find)
        self.list.itemClicked.connect(self._choose)
        self.list.itemActivated.connect(self._choose)
        self.list.currentItemChanged.connect(lambda item, _before: self._describe(item))
        self._find("")

    def open(self) -> None:
        """Show everything, ready to be typed into."""
        self.query.clear()
        self._find("")
        self.query.setFocus()

    def set_theme(self, theme: Theme) -> None:
        """Draw in another theme."""
        self._theme = theme
        self._find(self.query.text())

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            key = Qt.Key(event.key())
            if key in _MOVES and self.list.count():
                row = (self.list.currentRow() + _MOVES[key]) % self.list.count()
                self.list.setCurrentRow(row)
                return True
            if key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
                self._choose(self.list.currentItem())
                return True
            if key == Qt.Key.Key_Escape:
                self.cancelled.emit()
                return True
        return super().eventFilter(watched, event)

    def _find(self, query: str) -> None:
        wanted = query.lower().split()
        self.list.clear()
        for kind in self._kinds:
            words = " ".join(kind.names()).lower()
            if all(word in words for word in wanted):
                drawn = icon(kind.icon, self._theme, kind.category)
                item = QListWidgetItem(drawn, translated(kind.title))
                item.setData(Qt.ItemDataRole.UserRole, self._kinds.index(kind))
                item.setToolTip(translated(kind.help()))
                self.list.addItem(item)
        if not self.list.count():
            nothing = QListWidgetItem(self.tr("No step is called that."))
            nothing.setFlags(Qt.ItemFlag.NoItemFlags)
            self.list.addItem(nothing)
        self.list.setCurrentRow(0)

    def _describe(self, item: QListWidgetItem | None) -> None:
        self.help.setText(item.toolTip() if item is not None else "")

    def _choose(self, item: QListWidgetItem | None) -> None:
        if item is not None and item.flags():
            self.chosen.emit(self._kinds[item.data(Qt.ItemDataRole.UserRole)].parse({}))

    def _lay_out(self) -> None:
        words = QLabel(self.tr("Add step"), self)
        words.setProperty("role", "heading")
        cancel = QPushButton(self.tr("Cancel"), self)
        cancel.setObjectName("cancel_choice")
        cancel.clicked.connect(self.cancelled)
        below = QHBoxLayout()
        below.addStretch(1)
        below.addWidget(cancel)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 8)
        column.setSpacing(8)
        column.addWidget(words)
        column.addWidget(self.query)
        column.addWidget(self.list, 1)
        column.addWidget(self.help)
        column.addLayout(below)
