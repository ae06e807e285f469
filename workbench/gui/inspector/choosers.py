"""Editors that know more than text: files, one attribute, several attributes."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, Qt
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QToolButton,
    QWidget,
)
from typing_extensions import override

from workbench.data.schema import Schema
from workbench.gui.icons import icon
from workbench.gui.inspector.facts import FieldFacts
from workbench.gui.inspector.field_editor import FieldEditor, TextEditor
from workbench.gui.theme import Theme

VISIBLE_ROWS = 8
ROW_HEIGHT = 28


class FileEditor(TextEditor):
    """A path, with a button that opens the file dialog; files may be dropped on it."""

    is_wide = True

    def __init__(self, field: FieldFacts, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        is_folder_too = field.takes_folders
        hint = self.tr("File or folder") if is_folder_too else self.tr("Choose or drop a file")
        self.line.setPlaceholderText(hint)
        self.line.installEventFilter(self)
        self.button = QToolButton(self)
        self.button.setIcon(icon("mdi6.folder-open-outline", theme))
        self.button.setObjectName(f"{field.name}_browse")
        self.button.setAccessibleName(self.tr("Choose a file"))
        self.button.setToolTip(self.tr("Choose a file…"))
        self.button.clicked.connect(self.browse)
        self._row.addWidget(self.button)
        self.folder_button = QToolButton(self)
        self.folder_button.setIcon(icon("mdi6.folder-multiple-outline", theme))
        self.folder_button.setObjectName(f"{field.name}_browse_folder")
        self.folder_button.setAccessibleName(self.tr("Choose a folder"))
        self.folder_button.setToolTip(self.tr("Choose a folder…"))
        self.folder_button.clicked.connect(self._browse_folder)
        self.folder_button.setVisible(field.takes_folders)
        self._row.addWidget(self.folder_button)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # The line itself would put in the file's address, as text.
        if watched is self.line and isinstance(event, QDropEvent):
            files = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
            if files:
                event.acceptProposedAction()
                if event.type() == QEvent.Type.Drop:
                    self.edited.emit(files[0], False)  # noqa: FBT003
                return True
        return super().eventFilter(watched, event)

    def browse(self) -> None:
        """Open the file dialog; a file chosen there is entered."""
        is_saved = self.field.editor == "save-file"
        ask = QFileDialog.getSaveFileName if is_saved else QFileDialog.getOpenFileName
        start = str(Path(self.line.text()).parent) if self.line.text() else ""
        path, _ = ask(self, self.tr("Choose a file"), start, self.field.filter)
        if path:
            self.edited.emit(path, False)  # noqa: FBT003

    def _browse_folder(self) -> None:
        path = QFileDialog.getExistingDirectory(self, self.tr("Choose a folder"), self.line.text())
        if path:
            self.edited.emit(path, False)  # noqa: FBT003


class AttributeEditor(FieldEditor):
    """One attribute of the data: typed, or chosen where the data are known."""

    def __init__(
        self, field: FieldFacts, schema: Schema | None, parent: QWidget | None = None
    ) -> None:
        super().__init__(field, parent)
        self.box = QComboBox(self)
        self.box.setEditable(True)
        self.box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.box.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.line = QLineEdit(self.box)
        self.line.setPlaceholderText(field.empty)
        self.box.setLineEdit(self.line)
        if schema is not None:
            self.box.addItems(["", *schema.names, *(["none"] if field.takes_none else [])])
        self._shown = ""
        self.box.activated.connect(self._finish)
        self.line.editingFinished.connect(self._finish)
        self._hold(self.box)

    @override
    def show_value(self, value: Any) -> None:
        self._shown = str(value or "")
        with QSignalBlocker(self.box):
            self.box.setCurrentIndex(self.box.findText(self._shown))
            self.box.setEditText(self._shown)

    def _finish(self) -> None:
        if self.box.currentText() != self._shown:
            self.edited.emit(self.box.currentText(), False)  # noqa: FBT003


class TickListEditor(FieldEditor):
    """Several of known names, ticked in a list with a filter.

    Args:
        names: what can be ticked, each with a tool tip. What is chosen and is not among them is
            listed as well, with ``told`` as its tool tip.
    """

    is_wide = True

    def __init__(
        self,
        field: FieldFacts,
        names: Mapping[str, str],
        told: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(field, parent)
        self._names, self._told = names, told
        self.filter = QLineEdit(self)
        self.filter.setObjectName(f"{field.name}_filter")
        self.filter.setAccessibleName(self.tr("Filter {}").format(field.label))
        self.filter.setPlaceholderText(self.tr("Filter"))
        self.filter.setVisible(len(self._names) > VISIBLE_ROWS)
        self.filter.textChanged.connect(self._filter)
        self.list = QListWidget(self)
        self.list.setProperty("role", "field")
        self.list.itemChanged.connect(self._tick)
        self._hold(self.list)
        self._column.insertWidget(0, self.filter)

    @override
    def show_value(self, value: Any) -> None:
        chosen = tuple(value or ())
        unknown = tuple(name for name in chosen if name not in self._names)
        shown = (*self._names, *unknown)
        if shown != tuple(self.list.item(i).text() for i in range(self.list.count())):
            self._fill(shown)
        with QSignalBlocker(self.list):
            for row, name in enumerate(shown):
                ticked = Qt.CheckState.Checked if name in chosen else Qt.CheckState.Unchecked
                self.list.item(row).setCheckState(ticked)

    def _fill(self, names: Sequence[str]) -> None:
        with QSignalBlocker(self.list):
            self.list.clear()
            for name in names:
                item = QListWidgetItem(name)
                item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsUserCheckable)
                item.setToolTip(self._names.get(name, self._told))
                item.setCheckState(Qt.CheckState.Unchecked)
                self.list.addItem(item)
        rows = min(VISIBLE_ROWS, max(2, self.list.count()))
        self.list.setFixedHeight(rows * ROW_HEIGHT + 4)
        self._filter(self.filter.text())

    def _tick(self, _item: QListWidgetItem) -> None:
        items = [self.list.item(i) for i in range(self.list.count())]
        chosen = [i.text() for i in items if i.checkState() == Qt.CheckState.Checked]
        self.edited.emit(chosen, False)  # noqa: FBT003

    def _filter(self, text: str) -> None:
        for i in range(self.list.count()):
            item = self.list.item(i)
            item.setHidden(text.lower() not in item.text().lower())


class AttributeListEditor(TickListEditor):
    """Several attributes of known data."""

    def __init__(self, field: FieldFacts, schema: Schema, parent: QWidget | None = None) -> None:
        told = self.tr("There is no such attribute in the data.")
        super().__init__(field, {a.name: a.kind for a in schema.attributes}, told, parent)
