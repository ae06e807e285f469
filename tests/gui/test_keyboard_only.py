"""The Pima flow without a mouse, as docs/keyboard.md tells it. Keys go to what has the focus."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from workbench.evaluation.predictions import Evaluation
from workbench.flow.graph import Graph
from workbench.gui.main_window import MainWindow

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
NONE = Qt.KeyboardModifier.NoModifier
Key = Qt.Key


class Keys:
    """Somebody with a keyboard."""

    def __init__(self, window: MainWindow, qtbot: QtBot) -> None:
        self.window, self._qtbot = window, qtbot

    @property
    def focus(self) -> QWidget:
        widget = QApplication.focusWidget()
        assert widget is not None, "nothing has the focus"
        return widget

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = NONE) -> None:
        QTest.keyClick(self.focus, key, modifiers)

    def type(self, text: str) -> None:
        for letter in text:  # the first one may move the focus
            QTest.keyClicks(self.focus, letter)

    def found(self, text: str, key: str) -> None:
        """Type what is looked for and add it."""
        self.type(text)
        self.press(Key.Key_Return)
        self._qtbot.waitUntil(lambda: self.window.flow.selected == (key,), timeout=20_000)


@pytest.fixture
def keys(window: MainWindow, qtbot: QtBot) -> Keys:
    window.shell.activateWindow()
    qtbot.waitUntil(window.shell.isActiveWindow, timeout=20_000)
    window.flow.editor.setFocus()
    return Keys(window, qtbot)


def build(keys: Keys) -> None:
    keys.press(Key.Key_3, CTRL)
    keys.press(Key.Key_N, CTRL)
    keys.found("arffloader", "arff")
    keys.press(Key.Key_F4)
    keys.press(Key.Key_A, CTRL)
    keys.type("resource:data/diabetes.arff")
    keys.press(Key.Key_Return)
    keys.press(Key.Key_Escape)
    keys.press(Key.Key_L)
    keys.found("folds", "cross_validation")
    keys.press(Key.Key_L)
    keys.found("multilayer", "mlp")
    keys.press(Key.Key_L)
    keys.found("evaluator", "evaluate")
    keys.press(Key.Key_L)
    keys.found("roc", "roc")


def test_that_the_pima_flow_is_built_and_run_without_a_mouse(keys: Keys, qtbot: QtBot) -> None:
    window = keys.window
    build(keys)
    graph = window.document.graph
    assert [*graph.nodes] == ["arff", "cross_validation", "mlp", "evaluate", "roc"]
    assert len(graph.links) == 4

    with qtbot.waitSignal(window.runner.finished, timeout=120_000):
        keys.press(Key.Key_F5)
    evaluation = window.flow.runs.value("evaluate")
    assert isinstance(evaluation, Evaluation)
    (result,) = evaluation.results
    assert (result.actual == result.predicted).mean() > 0.7

    keys.press(Key.Key_Return)  # shows the curve
    assert "roc" in window.flow.output.panes.keys

    while window.document.undo_label:
        keys.press(Key.Key_Z, CTRL)
    assert window.document.graph == Graph()
    while window.document.redo_label:
        keys.press(Key.Key_Z, CTRL | SHIFT)
    assert window.document.graph == graph


def test_that_esc_leads_from_every_panel_back_to_the_canvas(keys: Keys) -> None:
    flow = keys.window.flow
    keys.press(Key.Key_N, CTRL)
    keys.found("ibk", "knn")
    for panel in (flow.palette_panel.filter, flow.inspector.header.title, flow.output.tabs):
        panel.setFocus()
        keys.press(Key.Key_Escape)
        assert QApplication.focusWidget() is flow.editor.canvas


def test_that_parameters_are_reached_and_left_by_keys(keys: Keys) -> None:
    keys.press(Key.Key_N, CTRL)
    keys.found("ibk", "knn")
    keys.press(Key.Key_F4)
    keys.press(Key.Key_A, CTRL)
    keys.type("7")
    keys.press(Key.Key_Return)
    keys.press(Key.Key_Escape)
    component = keys.window.document.graph.node("knn").component
    assert getattr(component, "k", None) == 7
    assert QApplication.focusWidget() is keys.window.flow.editor.canvas
