"""Ctrl+K: one box that finds every action of the window and every node."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAction, QIcon, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QFrame, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget
from typing_extensions import override

from workbench.core.component import Component
from workbench.gui.icons import icon
from workbench.gui.text_size import keep_size, scaled
from workbench.gui.theme import Theme

WIDTH = 480
N_SHOWN = 12
ROW_HEIGHT = 26
TOP = 72  # below the window's upper edge
_MOVES = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


@dataclass(frozen=True)
class Entry:
    """Something that can be found.

    Args:
        words: everything that a query may hit, in lower case.
        choose: what choosing it does.
    """

    title: str
    detail: str
    words: str
    icon: QIcon
    choose: Callable[[], object]


def entries(
    actions: Iterable[QAction],
    catalog: Mapping[str, type[Component]],
    add: Callable[[str], object],
    theme: Theme,
) -> list[Entry]:
    """The enabled actions, then every component."""
    found = [_of_action(action) for action in actions if action.isEnabled() and action.text()]
    return found + [_of_component(kind, add, theme) for kind in catalog.values()]


def matching(query: str, candidates: Iterable[Entry]) -> list[Entry]:
    """The entries that have every word of the query, those whose title begins with it first."""
    wanted = query.lower().split()
    hits = [entry for entry in candidates if all(word in entry.words for word in wanted)]
    return sorted(hits, key=lambda entry: not entry.title.lower().startswith(query.lower()))


class ActionSearch(QFrame):
    """The box with its list; closes when something is chosen or the focus goes."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("action_search")
        self.setProperty("role", "card")
        self._entries: list[Entry] = []
        self._window = parent
        self.line = QLineEdit(self)
        self.line.setObjectName("action_query")
        self.line.setAccessibleName(self.tr("Search actions and nodes"))
        self.line.setPlaceholderText(self.tr("Search actions and nodes"))
        self.line.textChanged.connect(self._find)
        self.line.installEventFilter(self)
        self.list = QListWidget(self)
        self.list.setObjectName("action_hits")
        self.list.setAccessibleName(self.tr("What was found"))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.itemClicked.connect(self._choose)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.addWidget(self.line)
        column.addWidget(self.list)
        keep_size(self.list)

    def open(self, candidates: list[Entry]) -> None:
        """Show the box over the window's upper half."""
        self._entries = candidates
        width = min(scaled(WIDTH), self._window.width() - scaled(32))
        self.setFixedWidth(width)
        self.line.clear()
        self._find("")
        corner = self._window.mapToGlobal(self._window.rect().topLeft())
        self.move(corner.x() + (self._window.width() - width) // 2, corner.y() + scaled(TOP))
        self.show()
        self.line.setFocus()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._take_key(event)
        return super().eventFilter(watched, event)

    def _take_key(self, event: QKeyEvent) -> bool:
        key = Qt.Key(event.key())
        if key in _MOVES and self.list.count():
            self.list.setCurrentRow((self.list.currentRow() + _MOVES[key]) % self.list.count())
            return True
        if key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._choose(self.list.currentItem())
            return True
        return False

    def _find(self, query: str) -> None:
        self.list.clear()
        for entry in matching(query, self._entries)[:50]:
            detail = f"    {entry.detail}" if entry.detail else ""
            item = QListWidgetItem(entry.icon, f"{entry.title}{detail}")
            item.setData(Qt.ItemDataRole.UserRole, self._entries.index(entry))
            self.list.addItem(item)
        if not self.list.count():
            nothing = QListWidgetItem(self.tr("Nothing is called that."))
            nothing.setFlags(Qt.ItemFlag.NoItemFlags)
            self.list.addItem(nothing)
        self.list.setCurrentRow(0)
        row = scaled(ROW_HEIGHT)
        room = max(1, (self._window.height() - scaled(TOP + 64)) // row)
        self.list.setFixedHeight(row * min(N_SHOWN, room, self.list.count()) + 4)
        self.adjustSize()

    def _choose(self, item: QListWidgetItem | None) -> None:
        if item is None or not item.flags():
            return
        entry = self._entries[item.data(Qt.ItemDataRole.UserRole)]
        self.close()
        entry.choose()


def _of_action(action: QAction) -> Entry:
    title = action.text().replace("&", "").rstrip("…")
    keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
    words = f"{title} {action.statusTip()}".lower()
    return Entry(title, keys, words, action.icon(), action.trigger)


def _of_component(kind: type[Component], add: Callable[[str], object], theme: Theme) -> Entry:
    words = " ".join([kind.category, *kind.names()]).lower()
    drawn = icon(kind.icon, theme, kind.category)
    return Entry(kind.title, kind.category, words, drawn, lambda: add(kind.key))
