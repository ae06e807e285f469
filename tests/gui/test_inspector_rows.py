"""Rows of the form: sliders, lists, dependence on other parameters, several values."""

from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from workbench.flow.graph import Graph, Node, Placeholder, Sweep
from workbench.flow.group import Exposed, Group
from workbench.gui.inspector.field_editor import ChoiceEditor
from workbench.gui.inspector.form import Form
from workbench.gui.inspector.inspector import Inspector
from workbench.gui.inspector.list_editor import ListEditor
from workbench.gui.inspector.row import Row
from workbench.gui.inspector.slider import SliderEditor
from workbench.gui.theme import LIGHT, ThemeSource
from workbench.models.knn import KNN
from workbench.models.mlp import MLP
from workbench.nodes.catalog import catalog
from workbench.nodes.cross_validation import CrossValidation
from workbench.runs.view import NodeView


class Heard:
    """What an inspector has said."""

    def __init__(self, inspector: Inspector) -> None:
        self.changes: list[tuple[str, dict[str, Any], str | None]] = []
        self.sweeps: list[tuple[str, str, tuple[Any, ...]]] = []
        inspector.changed.connect(lambda *change: self.changes.append(change))
        inspector.sweep_changed.connect(lambda *sweep: self.sweeps.append(sweep))


@pytest.fixture
def inspector(qtbot: QtBot) -> Inspector:
    made = Inspector(LIGHT)
    qtbot.addWidget(made)
    made.resize(360, 900)
    made.show()
    return made


@pytest.fixture
def heard(inspector: Inspector) -> Heard:
    return Heard(inspector)


def shown(inspector: Inspector, node: Node) -> Form:
    inspector.show_node(node, None, NodeView())
    QApplication.processEvents()  # a new form is shown by the event loop
    assert inspector.form is not None
    return inspector.form


def mlp(inspector: Inspector, **values: Any) -> Form:
    return shown(inspector, Node("mlp", MLP.parse(values)))


def enter(line: QWidget, text: str) -> None:
    assert isinstance(line, QLineEdit)
    line.setFocus()
    line.selectAll()
    QTest.keyClicks(line, text)
    QTest.keyClick(line, Qt.Key.Key_Return)


# ---------------------------------------------------------------------- sliders


def slider_of(form: Form, name: str) -> SliderEditor:
    editor = form.row(name).editor
    assert isinstance(editor, SliderEditor)
    return editor


def test_that_a_drag_is_one_step_of_undo_and_the_next_another(
    inspector: Inspector, heard: Heard
) -> None:
    editor = slider_of(mlp(inspector), "dropout")
    editor.slider.sliderPressed.emit()
    editor.slider.setValue(3)
    editor.slider.setValue(5)
    editor.slider.sliderPressed.emit()
    editor.slider.setValue(6)
    told = [(values["dropout"], merge) for _, values, merge in heard.changes]
    assert [value for value, _ in told] == [0.15, 0.25, 0.3]
    first, second, third = (merge for _, merge in told)
    assert first == second is not None
    assert third not in {first, None}
    assert editor.box.text() == "0.3"


def test_that_arrow_keys_move_the_slider_and_a_typed_number_moves_it_too(
    inspector: Inspector, heard: Heard
) -> None:
    editor = slider_of(shown(inspector, Node("knn", KNN(k=7))), "k")
    QTest.keyClick(editor.slider, Qt.Key.Key_Right)
    assert heard.changes[-1][1] == {"k": 8}
    enter(editor.box.lineEdit(), "500")
    assert heard.changes[-1][1] == {"k": 500}
    assert editor.slider.value() == editor.slider.maximum()


# ---------------------------------------------------------------------- lists


def list_of(form: Form) -> ListEditor:
    editor = form.row("hidden").editor
    assert isinstance(editor, ListEditor)
    return editor


def test_that_rows_are_added_removed_and_moved(inspector: Inspector, heard: Heard) -> None:
    editor = list_of(mlp(inspector, hidden=[128, 64]))
    assert editor.panel.isVisible()
    editor.list.setCurrentRow(1)
    editor.up.click()
    editor.add.click()
    editor.list.setCurrentRow(0)
    editor.remove.click()
    told = [values["hidden"] for _, values, _ in heard.changes]
    assert told == [[64, 128], [64, 64, 128], [64, 128]]
    assert editor.line.text() == "64, 128"


def test_that_a_row_comes_behind_the_last_where_none_is_chosen(
    inspector: Inspector, heard: Heard
) -> None:
    list_of(mlp(inspector, hidden=[128, 64])).add.click()
    assert heard.changes[-1][1] == {"hidden": [128, 64, 64]}


def test_that_rows_answer_to_keys(inspector: Inspector, heard: Heard) -> None:
    editor = list_of(mlp(inspector, hidden=[8, 16, 32]))
    editor.list.setCurrentRow(0)
    QTest.keyClick(editor.list, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    QTest.keyClick(editor.list, Qt.Key.Key_Delete)
    told = [values["hidden"] for _, values, _ in heard.changes]
    assert told == [[16, 8, 32], [16, 32]]


def test_that_a_row_dragged_to_another_place_is_told(inspector: Inspector, heard: Heard) -> None:
    editor = list_of(mlp(inspector, hidden=[8, 16, 32]))
    model = editor.list.model()
    root = editor.list.rootIndex()
    assert model.moveRow(root, 2, root, 0)  # what a drop does
    assert heard.changes[-1][1] == {"hidden": [32, 8, 16]}


def test_that_a_row_typed_wrong_stays_with_its_sentence(inspector: Inspector, heard: Heard) -> None:
    form = mlp(inspector, hidden=[8, 16])
    editor = list_of(form)
    editor.list.item(1).setText("many")
    assert heard.changes == []
    assert "whole number" in form.row("hidden").error.text()
    assert editor.list.item(1).text() == "many"
    editor.list.item(1).setText("20")
    assert heard.changes[-1][1] == {"hidden": [8, 20]}
    assert not form.row("hidden").error.isVisible()


def test_that_a_line_typed_fills_the_rows(inspector: Inspector, heard: Heard) -> None:
    editor = list_of(mlp(inspector))
    assert not editor.panel.isVisible()
    editor.toggle.click()
    enter(editor.line, "128, 64, 32")
    assert heard.changes[-1][1] == {"hidden": [128, 64, 32]}
    assert [editor.list.item(i).text() for i in range(3)] == ["128", "64", "32"]


# ---------------------------------------------------------------------- dependence


def row_is_on(form: Form, name: str) -> bool:
    row = form.row(name)
    assert row.label.isEnabled() == row.editor.isEnabled()
    return row.editor.isEnabled()


def test_that_a_parameter_that_does_not_matter_is_off_and_says_why(inspector: Inspector) -> None:
    form = shown(inspector, Node("knn", KNN()))
    assert row_is_on(form, "scale")
    inspector.show_node(Node("knn", KNN(distance="weka")), None, NodeView())
    assert not row_is_on(form, "scale")
    assert form.row("scale").label.toolTip().endswith("Matters only while Distance is not weka.")
    inspector.show_node(Node("knn", KNN(prepare=False)), None, NodeView())
    assert form.row("scale").label.toolTip().endswith("Matters only while Prepare is on.")


def test_that_it_is_on_again_as_soon_as_the_other_value_is_entered(inspector: Inspector) -> None:
    form = mlp(inspector)
    assert not row_is_on(form, "initial_std")
    form.row("initialisation").editor.edited.emit("normal", False)
    assert row_is_on(form, "initial_std")


# ---------------------------------------------------------------------- several values


def sweeping(row: Row) -> QLineEdit:
    row.begin_sweep()
    assert row.sweep is not None
    return row.sweep.line


def test_that_several_values_are_entered_in_one_line(inspector: Inspector, heard: Heard) -> None:
    row = shown(inspector, Node("knn", KNN())).row("k")
    enter(sweeping(row), "1, 3..9 step 2")
    assert heard.sweeps == [("knn", "k", (1, 3, 5, 7, 9))]
    assert not row.editor.isVisible()
    assert row.sweep is not None
    assert row.sweep.count.text() == "5 values; what is downstream comes once for each"


def test_that_a_wrong_line_is_marked_while_it_is_typed_and_not_told(
    inspector: Inspector, heard: Heard
) -> None:
    row = shown(inspector, Node("knn", KNN())).row("k")
    enter(sweeping(row), "1, 0")
    assert "greater than or equal to 1" in row.error.text()
    assert heard.sweeps == []
    enter(sweeping(row), "2..4")
    assert not row.error.isVisible()
    assert heard.sweeps == [("knn", "k", (2, 3, 4))]


def test_that_a_nodes_several_values_are_shown_and_end_with_an_undo(inspector: Inspector) -> None:
    swept = Node("knn", KNN(), sweeps=(Sweep("k", (1, 3, 5, 9)),))
    row = shown(inspector, swept).row("k")
    assert row.sweep is not None
    assert row.sweep.line.text() == "1, 3, 5, 9"
    inspector.show_node(replace(swept, sweeps=()), None, NodeView())
    assert row.editor.isVisible()
    assert not row.sweep.isVisible()


def test_that_one_can_go_back_to_one_value(inspector: Inspector, heard: Heard) -> None:
    row = shown(inspector, Node("knn", KNN(), sweeps=(Sweep("k", (1, 3)),))).row("k")
    assert row.sweep is not None
    row.sweep.back.click()
    assert heard.sweeps == [("knn", "k", ())]
    assert row.editor.isVisible()


def test_that_choices_and_switches_are_ticked(inspector: Inspector, heard: Heard) -> None:
    form = shown(inspector, Node("folds", CrossValidation()))
    row = form.row("folds")
    for name, ticked in (("shuffling", ("plain", "weka")), ("stratified", (True, False))):
        row = form.row(name)
        row.begin_sweep()
        assert row.sweep is not None
        row.sweep.list.item(1).setCheckState(Qt.CheckState.Checked)
        assert heard.sweeps[-1] == ("folds", name, ticked)
    assert row.sweep is not None
    for i in (0, 1):
        row.sweep.list.item(i).setCheckState(Qt.CheckState.Unchecked)
    assert row.error.text() == "⚠ Tick at least one value."


def test_that_the_menu_offers_default_and_several_values(inspector: Inspector) -> None:
    form = shown(inspector, Node("knn", KNN(k=7, distance="weka")))
    words = {a.text(): a.isEnabled() for a in form.row("k").menu().actions()}
    assert words == {"Back to the default (5)": True, "Give several values…": True}
    off = {a.text(): a.isEnabled() for a in form.row("scale").menu().actions()}
    assert off == {"Back to the default (standardise)": False, "Give several values…": False}


def test_that_an_open_line_of_values_survives_a_result(inspector: Inspector) -> None:
    node = Node("knn", KNN())
    row = shown(inspector, node).row("k")
    line = sweeping(row)
    QTest.keyClicks(line, ", 3")
    inspector.show_run(NodeView("done"), None)
    assert line.text() == "5, 3"
    assert line.isVisible()


def test_that_a_form_may_show_some_parameters_under_other_names(qtbot: QtBot) -> None:
    made = Form(KNN(), None, LIGHT, only={"k": "Neighbours", "scale": ""})
    qtbot.addWidget(made)
    assert made.names == ("k", "scale")
    assert [made.row(name).label.text() for name in made.names] == ["Neighbours", "Scale"]


def test_that_several_values_are_not_offered_where_nothing_takes_them(qtbot: QtBot) -> None:
    made = Form(KNN(), None, LIGHT)
    qtbot.addWidget(made)
    words = [action.text() for action in made.row("k").menu().actions()]
    assert words == ["Back to the default (5)"]


ARROW = 32  # pixels of a combo box beside its text
NARROW = 280 - 2 * 16 - 10  # pixels: the narrowest inspector without its margins and scroll bar


def test_that_nothing_is_cut_off_in_the_narrowest_inspector(
    qtbot: QtBot, themes: ThemeSource
) -> None:
    assert themes.theme is LIGHT  # its style sheet holds
    for kind in catalog().values():
        form = Form(kind.parse({}), None, LIGHT, sweeps=())
        qtbot.addWidget(form)
        form.resize(NARROW, 600)
        form.show()
        QApplication.processEvents()
        assert form.minimumSizeHint().width() <= NARROW, kind.key
        for name in form.names:
            editor = form.row(name).editor
            assert editor.minimumSizeHint().width() <= editor.width() or not editor.isVisible()
            if isinstance(editor, ChoiceEditor) and editor.isVisible():
                texts = [editor.box.itemText(i) for i in range(editor.box.count())]
                widest = max(editor.box.fontMetrics().horizontalAdvance(text) for text in texts)
                assert widest + ARROW <= editor.box.width(), (kind.key, name)
        form.hide()


def test_that_the_head_and_a_group_fit_into_the_narrowest_inspector(
    inspector: Inspector, themes: ThemeSource
) -> None:
    assert themes.theme is LIGHT
    inspector.resize(280, 900)
    inside = Graph().with_node(Node("knn", KNN()))
    group = Group(inside, parameters=(Exposed("k", "knn", "k"),))
    for node in (Node("knn", KNN()), Node("g", group), Node("x", Placeholder("a" * 20))):
        inspector.show_node(node, None, NodeView())
        QApplication.processEvents()
        assert inspector.content.minimumSizeHint().width() <= 280
