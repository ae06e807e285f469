"""The inspector: editors made from fields, invalid input marked in place, never taken."""

from dataclasses import replace
from typing import Any, ClassVar, Literal

import numpy as np
import pytest
from pydantic import Field
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLabel, QLineEdit, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from workbench.core.component import Category, Component
from workbench.core.errors import DataError, Where
from workbench.core.run import Noted
from workbench.data.dataset import Dataset
from workbench.data.schema import Attribute, Schema
from workbench.flow.graph import Node, Placeholder
from workbench.gui.inspector.choosers import AttributeEditor, AttributeListEditor, FileEditor
from workbench.gui.inspector.facts import facts_of
from workbench.gui.inspector.field_editor import (
    ChoiceEditor,
    NumberEditor,
    SwitchEditor,
    TextEditor,
)
from workbench.gui.inspector.form import Form
from workbench.gui.inspector.inspector import Inspector
from workbench.gui.inspector.list_editor import ListEditor
from workbench.gui.inspector.slider import SliderEditor
from workbench.gui.theme import DARK, LIGHT
from workbench.nodes.catalog import catalog
from workbench.runs.view import NodeView


class Everything(Component):
    """One field of each sort."""

    key: ClassVar[str] = "everything"
    title: ClassVar[str] = "Everything"
    category: ClassVar[Category] = "Learn"

    k: int = Field(default=5, ge=1, le=10, description="How many.")
    rate: float = Field(default=0.001, gt=0, description="How fast.")
    way: Literal["left", "right"] = Field(default="left", description="Which way.")
    is_on: bool = Field(default=True, description="Whether.")
    hidden: tuple[int, ...] = Field(default=(64,), description="Layers.")
    limit: int | None = Field(default=None, ge=1, description="At most.")
    path: str = Field(default="", description="File.", json_schema_extra={"editor": "file"})
    class_attribute: str = Field(default="", description="The class.")
    attributes: tuple[str, ...] = Field(
        default=(), description="Which.", json_schema_extra={"editor": "attributes"}
    )
    seed: int = Field(
        default=1, description="Seed.", json_schema_extra={"advanced": True, "section": "Chance"}
    )


SCHEMA = Schema((Attribute("a", "numeric"), Attribute("b", "nominal", ("x", "y"), "class")))
NODE = Node("it", Everything())


class Heard:
    """What an inspector has said."""

    def __init__(self, inspector: Inspector) -> None:
        self.changes: list[tuple[str, dict[str, Any], str | None]] = []
        inspector.changed.connect(lambda *change: self.changes.append(change))


@pytest.fixture
def inspector(qtbot: QtBot) -> Inspector:
    made = Inspector(LIGHT)
    qtbot.addWidget(made)
    made.show()
    made.show_node(NODE, SCHEMA, NodeView())
    return made


@pytest.fixture
def heard(inspector: Inspector) -> Heard:
    return Heard(inspector)


def form(inspector: Inspector) -> Form:
    assert inspector.form is not None
    return inspector.form


def enter(qtbot: QtBot, line: QWidget, text: str) -> None:
    line.setFocus()
    assert isinstance(line, QLineEdit)
    line.selectAll()
    QTest.keyClicks(line, text)
    QTest.keyClick(line, Qt.Key.Key_Return)


def test_that_each_sort_of_field_has_its_editor(inspector: Inspector) -> None:
    kinds = {
        "k": SliderEditor,
        "rate": NumberEditor,
        "way": ChoiceEditor,
        "is_on": SwitchEditor,
        "hidden": ListEditor,
        "limit": NumberEditor,
        "path": FileEditor,
        "class_attribute": AttributeEditor,
        "attributes": AttributeListEditor,
        "seed": NumberEditor,
    }
    for name, kind in kinds.items():
        assert type(form(inspector).row(name).editor) is kind


def test_that_a_number_typed_is_told_once_as_the_fields_type(
    qtbot: QtBot, inspector: Inspector, heard: Heard
) -> None:
    editor = form(inspector).row("rate").editor
    assert isinstance(editor, NumberEditor)
    enter(qtbot, editor.box.lineEdit(), "1e-2")
    assert heard.changes == [("it", {"rate": 0.01}, None)]
    assert editor.box.text() == "0.01"


def test_that_an_invalid_number_is_marked_with_its_sentence_and_not_told(
    qtbot: QtBot, inspector: Inspector, heard: Heard
) -> None:
    row = form(inspector).row("k")
    assert isinstance(row.editor, NumberEditor)
    enter(qtbot, row.editor.box.lineEdit(), "0")
    assert heard.changes == []
    assert row.error.isVisible()
    assert "greater than or equal to 1" in row.error.text()
    assert row.editor.box.property("invalid") is True
    enter(qtbot, row.editor.box.lineEdit(), "7")
    assert heard.changes == [("it", {"k": 7}, None)]
    assert not row.error.isVisible()


def test_that_arrows_stay_within_bounds_and_merge(
    qtbot: QtBot, inspector: Inspector, heard: Heard
) -> None:
    editor = form(inspector).row("k").editor
    assert isinstance(editor, NumberEditor)
    for _ in range(7):
        editor.box.stepUp()
    assert heard.changes[-1] == ("it", {"k": 10}, "it.k")
    assert len(heard.changes) == 5


@pytest.mark.parametrize(
    ("start", "steps", "end"), [("0.001", 1, "0.002"), ("0.001", -1, "0.0009"), ("20", 1, "30")]
)
def test_that_a_learning_rate_steps_by_its_leading_digit(
    inspector: Inspector, start: str, steps: int, end: str
) -> None:
    editor = form(inspector).row("rate").editor
    assert isinstance(editor, NumberEditor)
    editor.box.lineEdit().setText(start)
    editor.box.stepBy(steps)
    assert editor.box.text() == end


def test_that_several_values_are_read_from_commas(
    qtbot: QtBot, inspector: Inspector, heard: Heard
) -> None:
    editor = form(inspector).row("hidden").editor
    assert isinstance(editor, TextEditor)
    enter(qtbot, editor.line, "128, 64")
    assert heard.changes == [("it", {"hidden": [128, 64]}, None)]


def test_that_an_emptied_optional_number_is_none(
    qtbot: QtBot, inspector: Inspector, heard: Heard
) -> None:
    inspector.show_node(replace(NODE, component=Everything(limit=3)), SCHEMA, NodeView())
    editor = form(inspector).row("limit").editor
    assert isinstance(editor, NumberEditor)
    editor.box.lineEdit().clear()
    QTest.keyClick(editor.box.lineEdit(), Qt.Key.Key_Return)
    assert heard.changes == [("it", {"limit": None}, None)]


def test_that_choices_switches_and_ticks_are_told(inspector: Inspector, heard: Heard) -> None:
    way, is_on = form(inspector).row("way").editor, form(inspector).row("is_on").editor
    attributes = form(inspector).row("attributes").editor
    assert isinstance(way, ChoiceEditor)
    assert isinstance(is_on, SwitchEditor)
    assert isinstance(attributes, AttributeListEditor)
    way.box.activated.emit(1)
    is_on.check.click()
    attributes.list.item(1).setCheckState(Qt.CheckState.Checked)
    told = [values for _, values, _ in heard.changes]
    assert told == [{"way": "right"}, {"is_on": False}, {"attributes": ["b"]}]


def test_that_reset_is_offered_only_for_what_has_changed(
    inspector: Inspector, heard: Heard
) -> None:
    assert not form(inspector).row("k").reset.isVisible()
    inspector.show_node(replace(NODE, component=Everything(k=7)), SCHEMA, NodeView())
    row = form(inspector).row("k")
    assert row.reset.isVisible()
    row.reset.click()
    assert heard.changes == [("it", {"k": 5}, None)]
    assert not row.reset.isVisible()


def test_that_advanced_parameters_are_folded_until_asked_for(inspector: Inspector) -> None:
    assert not form(inspector).row("seed").isVisible()
    fold = form(inspector).findChild(QToolButton, "fold_advanced")
    assert isinstance(fold, QToolButton)
    fold.click()
    assert form(inspector).row("seed").isVisible()


def test_that_the_file_dialog_gives_the_path(
    inspector: Inspector, heard: Heard, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_args: ("/data/a.arff", ""))
    editor = form(inspector).row("path").editor
    assert isinstance(editor, FileEditor)
    editor.button.click()
    assert heard.changes == [("it", {"path": "/data/a.arff"}, None)]


def test_that_attributes_known_are_offered_for_the_class(inspector: Inspector) -> None:
    editor = form(inspector).row("class_attribute").editor
    assert isinstance(editor, AttributeEditor)
    offered = [editor.box.itemText(i) for i in range(editor.box.count())]
    assert offered == ["", "a", "b", "none"]


def test_that_a_name_entered_is_told_and_the_kinds_own_name_is_none(
    qtbot: QtBot, inspector: Inspector
) -> None:
    titles: list[str] = []
    inspector.renamed.connect(lambda _id, title: titles.append(title))
    enter(qtbot, inspector.header.title, "Mine")
    inspector.show_node(replace(NODE, title="Mine"), SCHEMA, NodeView())
    enter(qtbot, inspector.header.title, "Everything")
    assert titles == ["Mine", ""]


def test_that_undo_shows_the_old_value_without_a_new_form(inspector: Inspector) -> None:
    before = form(inspector)
    inspector.show_node(replace(NODE, component=Everything(k=3)), SCHEMA, NodeView())
    inspector.show_node(NODE, SCHEMA, NodeView())
    editor = form(inspector).row("k").editor
    assert form(inspector) is before
    assert isinstance(editor, NumberEditor)
    assert editor.box.text() == "5"


def test_that_messages_and_a_data_set_are_shown(inspector: Inspector) -> None:
    data = Dataset(SCHEMA, (np.array([1.5, np.nan]), np.array([1, -1], dtype=np.int32)))
    error = DataError("Four values.", remedy="Mend it.", where=Where(file="a.arff", line=7))
    notes = (Noted("Added: impute."), Noted("Few rows.", is_warning=True))
    inspector.show_node(NODE, SCHEMA, NodeView("failed", notes=notes, error=error), data)
    words = [label.text() for label in inspector.messages.findChildren(QLabel) if label.text()]
    assert words == ["a.arff:7: Four values. Mend it.", "Added: impute.", "Few rows."]
    model = inspector.preview.rows.model()
    cells = [[model.index(r, c).data() for c in range(2)] for r in range(2)]
    assert cells == [["1.5", "y"], ["?", "?"]]
    assert inspector.preview.attributes.model().index(1, 1).data() == "nominal · class"


def test_that_a_node_of_an_unknown_kind_is_shown_without_editors(inspector: Inspector) -> None:
    inspector.show_node(Node("old", Placeholder("gone")), None, NodeView())
    assert inspector.form is None
    assert "not installed" in inspector.header.help.text()


@pytest.mark.parametrize("key", sorted(catalog()))
def test_that_every_component_can_be_inspected(qtbot: QtBot, key: str) -> None:
    kind = catalog()[key]
    inspector = Inspector(DARK)
    qtbot.addWidget(inspector)
    inspector.show_node(Node(key, kind.parse({})), SCHEMA, NodeView())
    made = form(inspector)
    for field in facts_of(kind):
        row = made.row(field.name)
        assert row.editor.inner.objectName() == field.name
        assert row.editor.inner.accessibleName()
        assert row.editor.inner.toolTip().startswith(field.description)
    inspector.set_theme(LIGHT)


def test_that_a_file_dropped_on_its_field_is_taken(inspector: Inspector) -> None:
    heard = Heard(inspector)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile("/data/iris.arff")])
    assert inspector.form is not None
    editor = inspector.form.row("path").editor
    action, button = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    none = Qt.KeyboardModifier.NoModifier
    dropped = QDropEvent(QPointF(5, 5), action, data, button, none)
    assert editor.eventFilter(editor.inner, dropped)  # Qt itself needs a real drag to send it
    assert heard.changes == [("it", {"path": "/data/iris.arff"}, None)]
