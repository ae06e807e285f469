"""The inspector's line of text: what is too long for it is told of, and stays as it is."""

from pytestqt.qtbot import QtBot

from workbench.gui.inspector.facts import facts_of
from workbench.gui.inspector.field_editor import MAX_TEXT, TextEditor
from workbench.preprocess.keep_rows import KeepRows


def test_that_a_text_too_long_for_a_line_cannot_be_cut_off(qtbot: QtBot) -> None:
    field = next(f for f in facts_of(KeepRows) if f.name == "rows")
    editor = TextEditor(field)
    qtbot.addWidget(editor)
    edits: list[object] = []
    editor.edited.connect(lambda value, _is_step: edits.append(value))
    editor.show_value("1," * MAX_TEXT)
    assert editor.line.text() == ""
    assert "40,000 characters" in editor.line.placeholderText()
    assert editor.line.isReadOnly()
    editor.line.editingFinished.emit()
    assert edits == []
    editor.show_value("1-10")
    assert editor.line.text() == "1-10"
    assert not editor.line.isReadOnly()


def test_that_of_a_text_longer_than_its_field_the_beginning_is_seen(qtbot: QtBot) -> None:
    field = next(f for f in facts_of(KeepRows) if f.name == "rows")
    editor = TextEditor(field)
    qtbot.addWidget(editor)
    editor.show_value("1-10, 20-30, 40-50")
    assert editor.line.cursorPosition() == 0
