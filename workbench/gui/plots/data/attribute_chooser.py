"""A button that opens a list of attributes to tick."""

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import (
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QToolButton,
    QVBoxLayout,
    QWidget,
    QWidgetAction,
)

from workbench.gui.plots.figure import labelled


class AttributeChooser(QToolButton):
    """Some of the attributes, in the order of the data.

    Signals:
        changed(): others are chosen.
    """

    changed = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        labelled(self, name, self.tr("Attributes"), self.tr("Choose the attributes that are drawn"))
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.search = QLineEdit()
        self.search.setObjectName(f"{name}Search")
        self.search.setAccessibleName(self.tr("Search attributes"))
        self.search.setPlaceholderText(self.tr("Search…"))
        self.search.setClearButtonEnabled(True)
        self.list = QListWidget()
        self.list.setObjectName(f"{name}List")
        self.list.setAccessibleName(self.tr("Attributes"))
        self.list.setMinimumSize(220, 260)
        panel = QWidget()
        layout = QVBoxLayout(panel)
        layout.setContentsMargins(4, 4, 4, 4)
        layout.addWidget(self.search)
        layout.addWidget(self.list)
        menu = QMenu(self)
        action = QWidgetAction(menu)
        action.setDefaultWidget(panel)
        menu.addAction(action)
        self.setMenu(menu)
        self.search.textChanged.connect(self._narrow)
        self.list.itemChanged.connect(self._on_ticked)

    @property
    def chosen(self) -> list[str]:
        """The ticked names."""
        return [item.text() for item in self._items() if item.checkState() == Qt.CheckState.Checked]

    def offer(self, names: Sequence[str], most: int) -> None:
        """Offer other attributes; most of those ticked stay so, else the first ``most`` are."""
        ticked = self.chosen
        kept = [name for name in ticked if name in names]
        if len(kept) < 2 or 2 * len(kept) < len(ticked):  # these are other data
            kept = list(names[:most])
        with QSignalBlocker(self.list):
            self.list.clear()
            for name in names:
                item = QListWidgetItem(name, self.list)
                item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
                item.setCheckState(_state(name in kept))
        self._count()

    def choose(self, names: Sequence[str]) -> None:
        """Tick these and no others."""
        with QSignalBlocker(self.list):
            for item in self._items():
                item.setCheckState(_state(item.text() in names))
        self._on_ticked()

    def _on_ticked(self) -> None:
        self._count()
        self.changed.emit()

    def _count(self) -> None:
        words = self.tr("{n} of {all} attributes")
        self.setText(words.format(n=len(self.chosen), all=self.list.count()))

    def _narrow(self, text: str) -> None:
        for item in self._items():
            item.setHidden(text.lower() not in item.text().lower())

    def _items(self) -> list[QListWidgetItem]:
        return [self.list.item(row) for row in range(self.list.count())]


def _state(is_ticked: bool) -> Qt.CheckState:  # noqa: FBT001  one fact
    return Qt.CheckState.Checked if is_ticked else Qt.CheckState.Unchecked
