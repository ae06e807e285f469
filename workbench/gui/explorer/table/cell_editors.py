"""What a cell is edited in: a list of labels, a line that takes numbers only, a sheet of text."""

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QComboBox, QLineEdit, QPlainTextEdit, QWidget

from workbench.data.cell import as_date, as_number
from workbench.data.schema import Attribute
from workbench.gui.cell_text import MISSING

_TEXT_WIDTH, _TEXT_HEIGHT = 320, 120


def editor_for(attribute: Attribute, parent: QWidget) -> QWidget:
    """An editor for one cell of an attribute."""
    if attribute.kind == "nominal":
        editor: QWidget = _label_box(attribute, parent)
    elif attribute.kind == "string":
        editor = _text_sheet(parent)
    else:
        editor = _line(attribute, parent)
    editor.setObjectName("table_cell_editor")
    words = QCoreApplication.translate("CellEditor", "New value of {name}")
    editor.setAccessibleName(words.format(name=attribute.name))
    return editor


def show_in(editor: QWidget, text: str | None) -> None:
    """Show the text of a cell in its editor; None is a missing value."""
    if isinstance(editor, QComboBox):
        editor.setCurrentIndex(max(editor.findData(text), 0))
    elif isinstance(editor, QPlainTextEdit):
        editor.setPlainText(text or "")
        editor.selectAll()
    elif isinstance(editor, QLineEdit):
        editor.setText(MISSING if text is None else text)
        editor.selectAll()


def text_of(editor: QWidget, attribute: Attribute) -> tuple[bool, str | None]:
    """Whether the editor holds a value that the attribute can take, and its text."""
    if isinstance(editor, QComboBox):
        text = editor.currentData()
        return True, None if text is None else str(text)
    if isinstance(editor, QPlainTextEdit):
        return True, editor.toPlainText() or None
    if isinstance(editor, QLineEdit):
        return checked(attribute, editor.text())
    return False, None


def checked(attribute: Attribute, text: str) -> tuple[bool, str | None]:
    """Whether a text can be a value of the attribute, and as what; nothing and "?" are missing."""
    text = text.strip() if attribute.kind != "string" else text
    if text in {"", MISSING}:
        return True, None
    if attribute.kind == "numeric":
        return as_number(text) is not None, text
    if attribute.kind == "date":
        return as_date(text) is not None, text
    return attribute.kind in {"nominal", "string"}, text


def _label_box(attribute: Attribute, parent: QWidget) -> QComboBox:
    box = QComboBox(parent)
    box.addItem(QCoreApplication.translate("CellEditor", "? (missing)"), None)
    for label in attribute.values:
        box.addItem(label, label)
    box.setMaxVisibleItems(16)
    return box


def _text_sheet(parent: QWidget) -> QPlainTextEdit:
    sheet = QPlainTextEdit(parent)
    sheet.setMinimumSize(_TEXT_WIDTH, _TEXT_HEIGHT)
    sheet.setTabChangesFocus(True)
    keys = QKeySequence(Qt.Modifier.SHIFT | Qt.Key.Key_Return)
    words = QCoreApplication.translate("CellEditor", "{keys} makes a new line.")
    sheet.setToolTip(words.format(keys=keys.toString(QKeySequence.SequenceFormat.NativeText)))
    return sheet


def _line(attribute: Attribute, parent: QWidget) -> QLineEdit:
    line = QLineEdit(parent)
    line.textChanged.connect(lambda text: _mark(line, attribute, text))
    return line


def _mark(line: QLineEdit, attribute: Attribute, text: str) -> None:
    is_valid, _ = checked(attribute, text)
    if bool(line.property("invalid")) == is_valid:
        line.setProperty("invalid", not is_valid)
        line.style().unpolish(line)
        line.style().polish(line)
    numeric = QCoreApplication.translate("CellEditor", "A number, or ? for a missing value.")
    date = QCoreApplication.translate("CellEditor", "A date such as 2024-12-31, or ? for missing.")
    line.setToolTip(numeric if attribute.kind == "numeric" else date)
