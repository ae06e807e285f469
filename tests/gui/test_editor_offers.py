"""What the canvas offers where a link is refused."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.gui.editor_desk import Desk, Key, lay, node, pima
from workbench.flow.graph import Graph, Link
from workbench.gui.theme import DARK

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


@pytest.fixture
def desk(qtbot: QtBot) -> Callable[[Graph], Desk]:
    return partial(lay, qtbot)


def test_that_a_refused_link_brings_a_button_that_puts_in_what_is_missing(desk: Any) -> None:
    d = desk(Graph().with_node(node("arff", 0, 0)).with_node(node("mlp", 300, 0)))
    d.drag((176, 28), (380, 28))
    bar = d.editor.offer_bar
    assert bar.isVisible()
    assert bar.words.text() == d.graph.refusal(Link("arff", "data", "mlp", "splits"))
    assert bar.button.text() == "Put Cross-validation between them"
    QTest.mouseClick(bar.button, Qt.MouseButton.LeftButton)
    assert {(k.source, k.target) for k in d.graph.links} == {
        ("arff", "cross_validation"),
        ("cross_validation", "mlp"),
    }
    assert [e[1] for e in d.edits] == ["Put between"]
    assert d.editor.selection() == ("cross_validation",)
    assert not bar.isVisible()
    assert d.hints[-1] == ""


def test_that_keys_go_to_the_canvas_after_an_offer(desk: Any) -> None:
    d = desk(pima())
    bar = d.editor.offer_bar
    for answer in (Key.Key_Space, Key.Key_Escape):
        d.drag((176, 28), (560, 28))
        bar.button.setFocus()
        QTest.keyClick(bar.button, answer)
        assert not bar.isVisible()
        assert d.editor.canvas.hasFocus()
        d.editor.show_graph(pima())


def test_that_the_offer_is_taken_from_the_keyboard(desk: Any) -> None:
    d = desk(pima())
    d.drag((176, 28), (560, 28))
    assert d.editor.offer_bar.button.text() == "Link it to “Cross-validation”"
    d.key(Key.Key_Period, Qt.KeyboardModifier.ControlModifier)
    assert Link("cross_validation", "splits", "knn", "splits") in d.graph.links


def test_that_a_step_is_put_before_the_splitter(desk: Any) -> None:
    d = desk(pima().with_node(node("set_class", 480, 160)))
    d.drag((416, 28), (560, 190))
    assert d.editor.offer_bar.button.text() == "Put “Set class” before “Cross-validation”"
    d.do("take_offer")
    assert Link("set_class", "data", "cross_validation", "data") in d.graph.links


def test_that_an_offer_goes_with_the_next_edit_and_with_escape(desk: Any) -> None:
    d = desk(pima())
    bar = d.editor.offer_bar
    d.drag((176, 28), (560, 28))
    d.key(Key.Key_Escape)
    assert not bar.isVisible()
    d.drag((176, 28), (560, 28))
    d.editor.select("knn")
    d.key(Key.Key_Right)
    assert not bar.isVisible()
    d.do("take_offer")
    assert len(d.edits) == 1
    assert d.hints[-1] == "Nothing is offered now."


def test_that_a_cycle_is_refused_in_words_only(desk: Any) -> None:
    d = desk(pima().with_link(Link("cross_validation", "splits", "knn", "splits")))
    d.drag((656, 28), (240, 28))
    assert "close a cycle" in d.hints[-1]
    assert not d.editor.offer_bar.isVisible()


def test_that_the_bar_lies_within_a_small_window(desk: Any) -> None:
    d = desk(pima())
    d.editor.set_theme(DARK)
    d.drag((176, 28), (720, 28))
    d.editor.resize(360, 300)
    bar = d.editor.offer_bar
    assert d.editor.rect().contains(bar.geometry())
    assert bar.words.height() >= bar.words.heightForWidth(bar.words.width())
