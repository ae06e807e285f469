"""Reaching everything on the canvas from the keyboard."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from tests.gui.editor_desk import CTRL, FOLDS, SHIFT, Desk, Key, lay, pima
from workbench.flow.graph import Frame, Graph, Link, Note

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")

ALT = Qt.KeyboardModifier.AltModifier
SPLITS = Link("cross_validation", "splits", "knn", "splits")


@pytest.fixture
def desk(qtbot: QtBot) -> Callable[[Graph], Desk]:
    return partial(lay, qtbot)


def linked() -> Graph:
    graph = pima().with_link(SPLITS)
    return graph.with_link(Link("knn", "fits", "evaluate", "fits"))


def test_that_tab_reaches_nodes_notes_and_frames_in_turn(desk: Any) -> None:
    graph = pima().with_note(Note("note1", "a")).with_frame(Frame("f", "b", 0.0, 200.0))
    d = desk(graph)
    reached: list[str] = []
    for _ in range(6):
        d.key(Key.Key_Tab)
        reached.append(*d.editor.selection())
    assert reached == ["arff", "cross_validation", "knn", "evaluate", "note1", "f"]
    d.key(Key.Key_Tab, SHIFT)
    assert d.editor.selection() == ("note1",)


def test_that_alt_and_arrows_go_along_links(desk: Any) -> None:
    d = desk(linked())
    d.editor.select("cross_validation")
    d.key(Key.Key_Right, ALT)
    assert d.editor.scene.selected_links() == (SPLITS,)
    assert d.editor.selection() == ()
    assert "from “Cross-validation” to “k-nearest neighbours”" in d.hints[-1]
    d.key(Key.Key_Left, ALT)
    assert d.editor.scene.selected_links() == (FOLDS,)
    d.key(Key.Key_Return)
    assert d.editor.selection() == ("arff",)


def test_that_alt_and_arrows_go_round_the_links_of_one_node(desk: Any) -> None:
    other = Link("cross_validation", "splits", "majority", "splits")
    graph = linked().with_node(replace(linked().node("knn"), id="majority", y=200.0))
    d = desk(graph.with_link(other))
    d.editor.select("cross_validation")
    seen: list[Link] = []
    for _ in range(3):
        d.key(Key.Key_Right, ALT)
        seen += d.editor.scene.selected_links()
    assert seen == [SPLITS, other, SPLITS]
    d.key(Key.Key_Escape)
    assert d.editor.selection() == ("cross_validation",)


def test_that_a_link_reached_by_keys_is_disabled_and_deleted_by_keys(desk: Any) -> None:
    d = desk(linked())
    d.editor.select("arff")
    d.key(Key.Key_Right, ALT)
    d.key(Key.Key_E, CTRL)
    assert not d.graph.links[0].is_enabled
    assert "disabled" in d.editor.canvas.accessibleDescription()
    d.key(Key.Key_Delete)
    assert len(d.graph.links) == 2
    assert len(d.graph.nodes) == 4


def test_that_a_node_without_links_says_so(desk: Any) -> None:
    d = desk(linked())
    d.editor.select("arff")
    d.key(Key.Key_Left, ALT)
    assert d.hints[-1] == "No link goes that way."
    assert d.editor.selection() == ("arff",)


def test_that_enter_on_a_frame_writes_its_title(desk: Any) -> None:
    d = desk(pima().with_frame(Frame("f", "b", 0.0, 200.0)))
    d.editor.select("f")
    d.key(Key.Key_Return)
    d.type("Data")
    d.key(Key.Key_Return)
    assert d.graph.frames[0].title == "Data"


def test_that_the_focus_is_seen_only_while_keys_go_to_the_canvas(desk: Any, qtbot: QtBot) -> None:
    d = desk(pima())
    d.editor.select("knn")
    with_focus = d.editor.canvas
    with_focus.finish()
    seen = with_focus.grab().toImage()
    assert d.editor.scene.nodes["knn"].is_focused
    other = QWidget(d.editor)
    other.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    other.show()
    other.setFocus()
    QApplication.processEvents()
    with_focus.finish()
    assert not d.editor.scene.nodes["knn"].is_focused
    assert with_focus.grab().toImage() != seen
