"""A box at the cursor that finds a component by any of its names and adds it."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget
from typing_extensions import override

from workbench.core.component import Component
from workbench.gui.component_words import translated
from workbench.gui.editor.component_rows import KEY_ROLE, ComponentRows
from workbench.gui.editor.look import label_font
from workbench.gui.editor.search import found
from workbench.gui.editor.usage import most_used
from workbench.gui.text_size import TEXT_SIZE, scaled, scaled_sheet
from workbench.gui.theme import Theme

_SIZE = QSize(320, 344)
_MARGIN = 8


def _tr(text: str) -> str:
    return QCoreApplication.translate("FlowEditor", text)


class SearchBox(QFrame):
    """A line to type in and the components found, grouped by category.

    Signals:
        chosen: a component's key.
        closed: the box has gone, chosen or not.
    """

    chosen = Signal(str)
    closed = Signal()

    def __init__(self, parent: QWidget, theme: Theme) -> None:
        super().__init__(parent)
        self.setObjectName("searchBox")
        self._canvas = parent
        self.setAccessibleName(_tr("Add a node"))
        self._kinds: Sequence[type[Component]] = ()
        self._usage: Mapping[str, int] = {}
        self.line = QLineEdit(self)
        self.line.setObjectName("searchLine")
        self.line.setAccessibleName(_tr("Name of the node to add"))
        self.line.setClearButtonEnabled(True)
        self.list = QListWidget(self)
        self.list.setObjectName("searchList")
        self.list.setAccessibleName(_tr("Nodes found"))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setUniformItemSizes(False)
        self._rows = ComponentRows(self.list, theme)
        self.list.setItemDelegate(self._rows)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(_MARGIN, _MARGIN, _MARGIN, _MARGIN)
        layout.setSpacing(_MARGIN)
        layout.addWidget(self.line)
        layout.addWidget(self.list)
        self.line.textChanged.connect(self._search)
        self.list.itemClicked.connect(self._take)
        self.line.installEventFilter(self)
        self.set_theme(theme)
        self.hide()

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours."""
        self._rows.set_theme(theme)
        sheet = (
            f"#searchBox {{ background: {theme.panel}; border: 1px solid {theme.secondary};"
            f" border-radius: 6px; }}"
            f"QLineEdit {{ background: {theme.canvas}; color: {theme.text}; min-height: 26px;"
            f" border: 1px solid {theme.accent}; border-radius: 4px; padding: 0 6px; }}"
            f"QListWidget {{ background: {theme.panel}; color: {theme.text}; border: none; }}"
        )
        self.setStyleSheet(scaled_sheet(sheet))

    def open_at(
        self,
        place: QPoint,
        kinds: Sequence[type[Component]],
        usage: Mapping[str, int],
        text: str = "",
    ) -> None:
        """Open at a place of the parent, offering ``kinds``, the most used first."""
        self._kinds, self._usage = kinds, usage
        room = self._canvas.rect().adjusted(_MARGIN, _MARGIN, -_MARGIN, -_MARGIN)
        size = (_SIZE * TEXT_SIZE.scale).boundedTo(room.size())
        x = max(room.left(), min(place.x(), room.right() - size.width()))
        y = max(room.top(), min(place.y(), room.bottom() - size.height()))
        self.setGeometry(x, y, size.width(), size.height())
        self.line.setPlaceholderText(_tr("Type a name, WEKA's name or what it does"))
        self.line.setText(text)
        self._search(text)
        self.show()
        self.raise_()
        self.line.setFocus(Qt.FocusReason.PopupFocusReason)

    def close_box(self) -> None:
        """Go away."""
        if self.isVisible():
            self.hide()
            self.closed.emit()

    # ------------------------------------------------------------------ the list

    def keys(self) -> list[str]:
        """Keys of the components on offer, from the top."""
        rows = (self.list.item(n) for n in range(self.list.count()))
        return [row.data(KEY_ROLE) for row in rows if row.data(KEY_ROLE)]

    def _search(self, text: str) -> None:
        self.list.clear()
        if not text.strip():
            self._list(_tr("Most used"), most_used(self._kinds, self._usage))
        kinds = found(text, self._kinds, self._usage)
        for category, members in groupby(kinds, key=lambda kind: kind.category):
            self._list(QCoreApplication.translate("Categories", category), members)
        if kinds:
            self.list.setCurrentRow(1)
        else:
            self.list.addItem(_heading(_tr("Nothing fits that name.")))

    def _list(self, heading: str, kinds: Iterable[type[Component]]) -> None:
        self.list.addItem(_heading(heading))
        for kind in kinds:
            row = QListWidgetItem(translated(kind.title))
            row.setData(KEY_ROLE, kind.key)
            row.setToolTip(translated(kind.help()))
            self._rows.fill(row, kind)
            self.list.addItem(row)

    def _step(self, by: int) -> None:
        row = self.list.currentRow() + by
        while 0 <= row < self.list.count():
            if self.list.item(row).data(KEY_ROLE):
                self.list.setCurrentRow(row)
                return
            row += by

    def _take(self, row: QListWidgetItem | None) -> None:
        key = row.data(KEY_ROLE) if row is not None else None
        if key:
            self.hide()
            self.chosen.emit(key)
            self.closed.emit()

    # ------------------------------------------------------------------ Qt

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.line and isinstance(event, QKeyEvent):
            return event.type() == QEvent.Type.KeyPress and self._key(event)
        if watched is self.line and event.type() == QEvent.Type.FocusOut and self.isVisible():
            self.close_box()
        return super().eventFilter(watched, event)

    def _key(self, event: QKeyEvent) -> bool:
        steps = {
            Qt.Key.Key_Down: 1,
            Qt.Key.Key_Tab: 1,
            Qt.Key.Key_Up: -1,
            Qt.Key.Key_Backtab: -1,
        }
        key = Qt.Key(event.key())
        if key in steps:
            self._step(steps[key])
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._take(self.list.currentItem())
        elif key == Qt.Key.Key_Escape:
            self.close_box()
        else:
            return False
        return True


def _heading(words: str) -> QListWidgetItem:
    row = QListWidgetItem(words)
    row.setFlags(Qt.ItemFlag.NoItemFlags)
    row.setFont(label_font(11, QFont.Weight.DemiBold))
    row.setSizeHint(QSize(0, scaled(24)))
    return row
