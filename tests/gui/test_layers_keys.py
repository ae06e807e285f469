"""Layers without a mouse: from an empty canvas to a network of one's own, and its graph."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from workbench.gui.inspector.layers_editor import LayersEditor
from workbench.gui.main_window import MainWindow
from workbench.models.cnn import CNN

Key = Qt.Key


def focus() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def press(*keys: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    for key in keys:
        QTest.keyClick(focus(), key, held)
        QApplication.processEvents()


def tab_to(name: str) -> None:
    for _ in range(60):
        if focus().objectName() == name:
            return
        press(Key.Key_Tab)
    raise AssertionError(f"{name} cannot be reached")


def reaches(qtbot: QtBot, name: str) -> None:
    qtbot.waitUntil(lambda: focus().objectName() == name, timeout=20_000)


def test_that_a_network_is_put_together_by_keys_alone(window: MainWindow, qtbot: QtBot) -> None:
    window.shell.activateWindow()
    qtbot.waitUntil(window.shell.isActiveWindow, timeout=20_000)
    window.flow.add_component("cnn")
    window.flow.editor.canvas.setFocus()
    press(Key.Key_F4)
    tab_to("layers_own")
    press(Key.Key_Space)
    reaches(qtbot, "layer_list")
    press(Key.Key_Down, Key.Key_Insert)
    reaches(qtbot, "layer_search")
    QTest.keyClicks(focus(), "dropout")
    press(Key.Key_Return)
    reaches(qtbot, "layer_list")
    press(Key.Key_Up, held=Qt.KeyboardModifier.AltModifier)
    press(Key.Key_Return)
    reaches(qtbot, "rate")
    focus().selectAll()  # type: ignore[attr-defined]
    QTest.keyClicks(focus(), "0.25")
    press(Key.Key_Tab)
    component = window.document.graph.node("cnn").component
    assert isinstance(component, CNN)
    assert component.preset == "custom"
    assert component.layers.text.startswith("conv 16 3x3 same; dropout 0.25; relu")
    settle(window, qtbot)


def test_that_keys_lead_into_the_layers_and_out_of_them(window: MainWindow, qtbot: QtBot) -> None:
    window.shell.activateWindow()
    qtbot.waitUntil(window.shell.isActiveWindow, timeout=20_000)
    window.flow.add_component("cnn")
    settle(window, qtbot)
    window.flow.editor.canvas.setFocus()
    press(Key.Key_Down, held=Qt.KeyboardModifier.AltModifier)
    assert window.flow.level.path == "cnn"
    press(Key.Key_Up, held=Qt.KeyboardModifier.AltModifier)
    assert window.flow.level.path == ""
    assert window.flow.editor.selection() == ("cnn",)


def settle(window: MainWindow, qtbot: QtBot) -> None:
    """Wait for the table of layers: the thread that makes the first one ends with it."""
    form = window.flow.inspector.form
    assert form is not None
    editor = form.row("layers").editor
    assert isinstance(editor, LayersEditor)
    qtbot.waitUntil(lambda: editor.panel.table is not None, timeout=60_000)
