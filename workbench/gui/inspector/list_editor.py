"""Several values: typed in one line, or row by row with adding, removing and moving."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QToolButton,
    QWidget,
)
from typing_extensions import override

from workbench.gui.icons import icon
from workbench.gui.inspector.facts import FieldFacts
from workbench.gui.inspector.field_editor import TextEditor, text_of
from workbench.gui.theme import Theme

VISIBLE_ROWS = 6
ROW_HEIGHT = 28
MOST_ROWS = 200  # more are edited in the line, or where they come from
EMPTY_NUMBER = "1"


class ListEditor(TextEditor):
    """A line with commas, and below it a row for each value.

    In a row: F2 or typing edits, Delete removes, Insert adds below, Alt+Up and Alt+Down move;
    rows can be dragged.
    """

    is_wide = True

    def __init__(self, field: FieldFacts, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self._is_number = field.item_kind in {int, float}
        self.toggle = self._button("toggle", "mdi6.format-list-numbered", theme)
        self.toggle.setCheckable(True)
        self._row.addWidget(self.toggle)
        self.list = self._made_list()
        self.panel = QWidget(self)
        self._lay_out(theme)
        self.panel.hide()
        self.toggle.toggled.connect(self.panel.setVisible)
        self._is_new = True
        self._name_buttons()

    @override
    def show_value(self, value: Any) -> None:
        super().show_value(value)
        texts = tuple(text_of(each) for each in value or ())
        self.toggle.setEnabled(len(texts) <= MOST_ROWS)
        if self._is_new:
            self.toggle.setChecked(self._is_number and len(texts) > 1)
            self._is_new = False
        if self._texts() != texts:
            self._fill(texts[:MOST_ROWS])

    # ------------------------------------------------------------------ rows

    def _texts(self) -> tuple[str, ...]:
        return tuple(self.list.item(i).text().strip() for i in range(self.list.count()))

    def _fill(self, texts: Sequence[str]) -> None:
        with QSignalBlocker(self.list):
            while self.list.count() > len(texts):
                self.list.takeItem(self.list.count() - 1)
            for row, text in enumerate(texts):  # items stay: one of them may be in the making
                if row < self.list.count():
                    self.list.item(row).setText(text)
                else:
                    self.list.addItem(self._item(text))
        self._fit()

    def _item(self, text: str) -> QListWidgetItem:
        item = QListWidgetItem(text)
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        item.setFlags(flags | Qt.ItemFlag.ItemIsEditable | Qt.ItemFlag.ItemIsDragEnabled)
        return item

    def _fit(self) -> None:
        rows = max(1, min(VISIBLE_ROWS, self.list.count()))
        self.list.setFixedHeight(rows * ROW_HEIGHT + 4)

    def _tell(self) -> None:
        """Say what the rows hold now; invalid ones stay, to be mended."""
        self._fit()
        self.edited.emit(list(self._texts()), False)  # noqa: FBT003

    def _add(self) -> None:
        """Add a row like the current one below it, or below the last."""
        row = self.list.currentRow()
        row = row if row >= 0 else self.list.count() - 1
        before = self.list.item(row).text() if row >= 0 else ""
        text = (before or EMPTY_NUMBER) if self._is_number else ""
        with QSignalBlocker(self.list):
            self.list.insertItem(row + 1, self._item(text))
            self.list.setCurrentRow(row + 1)
        self._fit()
        if self._is_number:
            self._tell()
        self.list.setFocus()
        self.list.editItem(self.list.item(self.list.currentRow()))

    def _remove(self) -> None:
        row = self.list.currentRow()
        if row >= 0:
            self.list.takeItem(row)
            self._tell()

    def _move(self, by: int) -> None:
        row = self.list.currentRow()
        if row < 0 or not 0 <= row + by < self.list.count():
            return
        with QSignalBlocker(self.list):
            self.list.insertItem(row + by, self.list.takeItem(row))
            self.list.setCurrentRow(row + by)
        self._tell()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.list and isinstance(event, QKeyEvent):
            is_press = event.type() == QEvent.Type.KeyPress
            if is_press and self._take_key(event):
                return True
        return super().eventFilter(watched, event)

    def _take_key(self, event: QKeyEvent) -> bool:
        is_alt = event.modifiers() == Qt.KeyboardModifier.AltModifier
        match event.key():
            case Qt.Key.Key_Delete:
                self._remove()
            case Qt.Key.Key_Insert:
                self._add()
            case Qt.Key.Key_Up if is_alt:
                self._move(-1)
            case Qt.Key.Key_Down if is_alt:
                self._move(1)
            case _:
                return False
        return True

    # ------------------------------------------------------------------ putting together

    def _made_list(self) -> QListWidget:
        rows = QListWidget(self)
        rows.setObjectName(f"{self.field.name}_rows")
        rows.setAccessibleName(self.tr("{}: rows").format(self.field.label))
        rows.setProperty("role", "field")
        rows.setToolTip(
            self.tr("F2 edits, Insert adds, Delete removes, Alt+Up and Alt+Down move; or drag.")
        )
        rows.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        rows.setDefaultDropAction(Qt.DropAction.MoveAction)
        rows.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.AnyKeyPressed
        )
        rows.itemChanged.connect(lambda _item: self._tell())
        rows.model().rowsMoved.connect(self._tell)
        rows.installEventFilter(self)
        return rows

    def _lay_out(self, theme: Theme) -> None:
        self.add = self._button("add", "mdi6.plus", theme)
        self.remove = self._button("remove", "mdi6.minus", theme)
        self.up = self._button("up", "mdi6.arrow-up", theme)
        self.down = self._button("down", "mdi6.arrow-down", theme)
        self.add.clicked.connect(self._add)
        self.remove.clicked.connect(self._remove)
        self.up.clicked.connect(lambda: self._move(-1))
        self.down.clicked.connect(lambda: self._move(1))
        row = QHBoxLayout(self.panel)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.list, 1)
        for button in (self.add, self.remove, self.up, self.down):
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        self._column.addWidget(self.panel)

    def _button(self, name: str, glyph: str, theme: Theme) -> QToolButton:
        button = QToolButton(self)
        button.setIcon(icon(glyph, theme, "secondary"))
        button.setObjectName(f"{self.field.name}_{name}")
        button.setProperty("role", "small")
        return button

    def _name_buttons(self) -> None:
        words = {
            self.toggle: self.tr("Row by row"),
            self.add: self.tr("Add a row (Insert)"),
            self.remove: self.tr("Remove the row (Delete)"),
            self.up: self.tr("Move up (Alt+Up)"),
            self.down: self.tr("Move down (Alt+Down)"),
        }
        for button, text in words.items():
            button.setToolTip(text)
            button.setAccessibleName(text)
