"""The inspector in the window: each entry is an edit of the flow, and one step of undo."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QStyle, QStyleOptionSlider

from tests.gui.small_flow import small_flow
from workbench.flow.graph import Graph
from workbench.flow.grouping import grouped
from workbench.gui.inspector.form import Form
from workbench.gui.inspector.slider import SliderEditor
from workbench.gui.main_window import MainWindow
from workbench.models.knn import KNN


@pytest.fixture
def form(window: MainWindow) -> Form:
    """The form of the small flow's learner."""
    window.document.edit(small_flow(), "Add")
    window.flow.editor.select("knn")
    QApplication.processEvents()
    assert window.flow.inspector.form is not None
    return window.flow.inspector.form


def knn(graph: Graph) -> KNN:
    component = graph.node("knn").component
    assert isinstance(component, KNN)
    return component


def drag(editor: SliderEditor, by: int) -> None:
    """Take the handle with the mouse and move it, in steps of a pixel."""
    slider, option = editor.slider, QStyleOptionSlider()
    slider.initStyleOption(option)
    handle = slider.style().subControlRect(
        QStyle.ComplexControl.CC_Slider, option, QStyle.SubControl.SC_SliderHandle, slider
    )
    start, left = handle.center(), Qt.MouseButton.LeftButton
    QTest.mousePress(slider, left, pos=start)
    for x in range(1, by + 1):
        QTest.mouseMove(slider, start + QPoint(x, 0))
    QTest.mouseRelease(slider, left, pos=start + QPoint(by, 0))


def test_that_dragging_a_slider_is_undone_at_once(window: MainWindow, form: Form) -> None:
    editor = form.row("k").editor
    assert isinstance(editor, SliderEditor)
    before = window.document.graph
    drag(editor, 30)
    once = knn(window.document.graph).k
    assert once > knn(before).k
    drag(editor, 20)
    assert knn(window.document.graph).k > once
    window.document.undo()
    assert knn(window.document.graph).k == once
    window.document.undo()
    assert window.document.graph == before


def test_that_a_slider_comes_to_where_it_is_pressed(window: MainWindow, form: Form) -> None:
    editor = form.row("k").editor
    assert isinstance(editor, SliderEditor)
    slider = editor.slider
    QTest.mouseClick(slider, Qt.MouseButton.LeftButton, pos=QPoint(slider.width() - 4, 10))
    assert knn(window.document.graph).k == 50
    QTest.mouseClick(slider, Qt.MouseButton.LeftButton, pos=QPoint(slider.width() // 2, 10))
    assert 20 < knn(window.document.graph).k < 30
    window.document.undo()
    assert knn(window.document.graph).k == 50


def test_that_several_values_reach_the_flow_and_undo_shows_one_again(
    window: MainWindow, form: Form
) -> None:
    row = form.row("k")
    row.begin_sweep()
    assert row.sweep is not None
    row.sweep.line.setFocus()
    row.sweep.line.selectAll()
    QTest.keyClicks(row.sweep.line, "1..5")
    QTest.keyClick(row.sweep.line, Qt.Key.Key_Return)
    assert window.document.graph.node("knn").swept("k") == (1, 2, 3, 4, 5)
    window.document.undo()
    assert window.document.graph.node("knn").sweeps == ()
    assert not row.sweep.isVisible()


def test_that_a_preset_is_one_step(window: MainWindow, form: Form) -> None:
    before = window.document.graph
    form.row("weights").editor.edited.emit("distance", False)
    presets = window.flow.inspector.header.presets
    next(a for a in presets.menu().actions() if a.text() == "WEKA's IBk, 7 neighbours").trigger()
    assert knn(window.document.graph) == KNN(k=7, distance="weka")
    window.document.undo()
    window.document.undo()
    assert window.document.graph == before


def test_that_what_is_wrong_stays_in_its_field_and_out_of_the_flow(
    window: MainWindow, form: Form
) -> None:
    editor = form.row("k").editor
    assert isinstance(editor, SliderEditor)
    before = window.document.graph
    line = editor.box.lineEdit()
    line.setFocus()
    line.selectAll()
    QTest.keyClicks(line, "-3")
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert window.document.graph is before
    assert form.row("k").error.isVisible()
    window.flow.editor.select("evaluate")
    window.flow.editor.select("knn")
    assert window.flow.inspector.form is not None
    assert not window.flow.inspector.form.row("k").error.isVisible()


def test_that_the_tab_key_reaches_every_row_in_order(window: MainWindow, form: Form) -> None:
    window.flow.inspector.header.title.setFocus()
    met: list[str] = []
    for _ in range(80):
        window.flow.inspector.focusNextPrevChild(True)
        focus = QApplication.focusWidget()
        while focus is not None and focus.objectName() not in form.names:
            focus = focus.parentWidget()
        if focus is not None and focus.objectName() not in met:
            met.append(focus.objectName())
    assert met == [n for n in form.names if form.row(n).editor.isEnabled()]


def test_that_a_group_renames_its_port_and_keeps_the_link(window: MainWindow) -> None:
    graph, group_id = grouped(small_flow(), ["knn"])
    window.document.edit(graph, "Group")
    window.flow.editor.select(group_id)
    assert window.flow.inspector.group is not None
    window.flow.inspector.group.ports.item("inputs", "knn", "splits").setText(1, "parts")
    into = [k for k in window.document.graph.links if k.target == group_id]
    assert [k.target_port for k in into] == ["parts"]
    window.flow.inspector.group.form("knn").row("k").editor.edited.emit("9", False)
    window.document.undo()
    window.document.undo()
    assert window.document.graph == graph
