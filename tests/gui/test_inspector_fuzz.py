"""Whatever is typed into any field: a value is told, or a sentence stands there."""

from typing import Any

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from workbench.core.component import Component
from workbench.gui.inspector.field_editor import MAX_TEXT, NumberEditor, TextEditor
from workbench.gui.inspector.form import Form
from workbench.gui.inspector.list_editor import ListEditor
from workbench.gui.inspector.row import Row
from workbench.gui.inspector.slider import SliderEditor
from workbench.gui.theme import LIGHT
from workbench.nodes.catalog import catalog

ODD = (
    "",
    " ",
    "0",
    "-1",
    "1e999",
    "-1e999",
    "1e-999",
    "nan",
    "inf",
    "9" * 5000,
    "1_000",
    "٣",
    "½",
    "1,2,,3",
    "none",
    "None",
    "true",
    "\x00",
    "\ud83d",
    "🙂é한글\u202e",
    "<b>&amp;</b>",
    "%s %n {0} {x}",
    "a" * (MAX_TEXT + 1),
    "../../etc/passwd\n",
    "1..1000000000",
    "1..9 step 0",
    "16; 32,16; ;;",
    '"',
    "()",
)


class Heard:
    """What a form has said."""

    def __init__(self, form: Form) -> None:
        self.values: list[dict[str, Any]] = []
        form.changed.connect(lambda values, _step: self.values.append(values))


def typed(row: Row, text: str) -> None:
    editor = row.editor
    if isinstance(editor, NumberEditor):
        editor.box.lineEdit().setText(text)
        editor.typed.emit(text)
        editor.box.editingFinished.emit()
        editor.box.stepBy(1)
        editor.box.stepBy(-1)
    elif isinstance(editor, TextEditor):
        editor.line.setText(text)
        editor.typed.emit(text)
        editor.line.editingFinished.emit()
    else:
        editor.edited.emit(text, False)


@pytest.mark.parametrize("kind", catalog().values(), ids=lambda kind: kind.key)
def test_that_nothing_typed_into_a_field_crashes_it(qtbot: QtBot, kind: type[Component]) -> None:
    form = Form(kind.parse({}), None, LIGHT, sweeps=())
    qtbot.addWidget(form)
    heard = Heard(form)
    for name in form.names:
        row = form.row(name)
        for text in ODD:
            heard.values.clear()
            typed(row, text)
            for values in heard.values:
                assert kind.parse(values).parameters()[name] == values[name]
            is_told = not row.error.isHidden()
            assert is_told == bool(row.error.text())
            assert len(row.error.text()) < 400
            form.show_component(kind.parse({}))
            assert row.error.isHidden()
    several_values_of(form)
    QApplication.processEvents()


def several_values_of(form: Form) -> None:
    swept: list[tuple[str, tuple[Any, ...]]] = []
    form.sweep_changed.connect(lambda name, values: swept.append((name, values)))
    for name in (n for n in form.names if form.row(n).field.is_sweepable):
        row = form.row(name)
        row.begin_sweep()
        assert row.sweep is not None
        for text in ODD if row.sweep.inner is row.sweep.line else ():
            swept.clear()
            row.sweep.line.setText(text)
            row.sweep.line.textEdited.emit(text)
            row.sweep.line.editingFinished.emit()
            assert all(len(values) > 0 for _, values in swept)
            assert len(row.error.text()) < 400
        row.end_sweep()


def test_that_a_row_of_a_list_takes_anything(qtbot: QtBot) -> None:
    form = Form(catalog()["mlp"].parse({"hidden": [8, 16]}), None, LIGHT)
    qtbot.addWidget(form)
    editor = form.row("hidden").editor
    assert isinstance(editor, ListEditor)
    for text in ODD:
        form.show_component(catalog()["mlp"].parse({"hidden": [8, 16]}))
        editor.list.setCurrentRow(1)
        editor.list.item(1).setText(text)
        editor.up.click()
        editor.add.click()
        editor.remove.click()
        assert editor.list.count() == 2


def test_that_a_slider_stands_somewhere_whatever_the_number(qtbot: QtBot) -> None:
    form = Form(catalog()["knn"].parse({}), None, LIGHT)
    qtbot.addWidget(form)
    editor = form.row("k").editor
    assert isinstance(editor, SliderEditor)
    for value in (None, 1, 10**300, float("nan"), float("-inf")):
        editor.show_value(value)
        assert 0 <= editor.slider.value() <= editor.slider.maximum()
