"""The flow as a tree of words: in step with the canvas, worked on by keys."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QTreeWidgetItem
from pytestqt.qtbot import QtBot

from tests.gui.editor_desk import CTRL, FOLDS, Desk, Key, lay, pima
from workbench.flow.graph import Frame, Graph, Note
from workbench.gui.editor.outline import Outline
from workbench.gui.theme import DARK
from workbench.runs.view import NodeView, RunView

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


@pytest.fixture
def outlined(qtbot: QtBot) -> Callable[[Graph], tuple[Desk, Outline]]:
    def open_(graph: Graph) -> tuple[Desk, Outline]:
        d = lay(qtbot, graph)
        outline = Outline(d.editor)
        qtbot.addWidget(outline)
        outline.resize(300, 400)
        with qtbot.waitActive(outline):
            outline.show()
            outline.activateWindow()
        outline.setFocus()
        return d, outline

    return open_


def row(outline: Outline, words: str) -> QTreeWidgetItem:
    flags = Qt.MatchFlag.MatchExactly | Qt.MatchFlag.MatchRecursive
    (found,) = outline.findItems(words, flags)
    return found


def names(outline: Outline) -> list[str]:
    model = outline.model()
    return [str(model.index(n, 0).data()) for n in range(model.rowCount())]


def below(outline: Outline, words: str) -> list[str]:
    found = row(outline, words)
    children = (found.child(n) for n in range(found.childCount()))
    return [child.text(0) for child in children if child is not None]


def test_that_nodes_notes_frames_and_links_stand_in_rows(outlined: Any) -> None:
    graph = (
        pima().with_note(Note("note1", "Same *folds*\n\nfor all")).with_frame(Frame("f", "Data"))
    )
    _, outline = outlined(graph)
    assert names(outline)[:2] == ["ARFF file", "Cross-validation"]
    assert names(outline)[-2:] == ["Note: Same *folds*", "Data"]
    assert below(outline, "ARFF file") == ["→ Cross-validation (data)"]
    assert below(outline, "Cross-validation") == ["← ARFF file (data)"]


def test_that_names_and_states_share_the_room_there_is(outlined: Any) -> None:
    _, outline = outlined(pima())
    for width in (208, 600):
        outline.resize(width, 400)
        header = outline.header()
        assert header.sectionSize(0) + header.sectionSize(1) <= outline.viewport().width()
        assert header.sectionSize(1) >= 0.35 * width


def test_that_the_selection_is_the_same_on_both_sides(outlined: Any) -> None:
    d, outline = outlined(pima())
    d.editor.select("knn", "evaluate")
    assert {r.text(0) for r in outline.selectedItems()} == {"k-nearest neighbours", "Evaluation"}
    # Said in full: otherwise Qt asks for the keys that are held down, as an earlier test left them.
    only = QItemSelectionModel.SelectionFlag.ClearAndSelect
    outline.setCurrentItem(row(outline, "ARFF file"), 0, only)
    assert d.editor.selection() == ("arff",)
    outline.setCurrentItem(row(outline, "→ Cross-validation (data)"), 0, only)
    assert d.editor.scene.selected_links() == (FOLDS,)
    assert d.editor.selection() == ()
    d.editor.scene.select_links(())
    assert outline.selectedItems() == []


def test_that_arrows_reach_a_link_and_keys_disable_and_delete_it(outlined: Any) -> None:
    d, outline = outlined(pima())
    outline.setCurrentItem(row(outline, "ARFF file"))
    d.key(Key.Key_Right)
    d.key(Key.Key_Down)
    d.key(Key.Key_E, CTRL)
    assert d.graph.links == (replace(FOLDS, is_enabled=False),)
    assert outline.currentItem().text(1) == "disabled"
    d.key(Key.Key_Delete)
    assert d.graph.links == ()


def test_that_a_node_is_renamed_where_it_stands(outlined: Any) -> None:
    d, outline = outlined(pima())
    outline.setCurrentItem(row(outline, "k-nearest neighbours"))
    d.key(Key.Key_F2)
    field = QApplication.focusWidget()
    assert field is not None
    QTest.keyClicks(field, "Mine")
    QTest.keyClick(field, Key.Key_Return)
    d.qtbot.waitUntil(lambda: d.graph.node("knn").title == "Mine", timeout=30_000)
    d.qtbot.waitUntil(lambda: "Mine" in names(outline), timeout=30_000)
    assert outline.currentItem().text(0) == "Mine"


def test_that_a_frame_is_renamed_and_a_note_is_not(outlined: Any) -> None:
    graph = pima().with_note(Note("note1", "Text")).with_frame(Frame("f", "Data"))
    d, outline = outlined(graph)
    assert not row(outline, "Note: Text").flags() & Qt.ItemFlag.ItemIsEditable
    row(outline, "Data").setText(0, "More")
    d.qtbot.waitUntil(lambda: d.graph.frames[0].title == "More", timeout=30_000)


def test_that_enter_opens_a_node_and_follows_a_link(outlined: Any, qtbot: QtBot) -> None:
    d, outline = outlined(pima())
    outline.setCurrentItem(row(outline, "ARFF file"))
    with qtbot.waitSignal(d.editor.opened) as heard:
        d.key(Key.Key_Return)
    assert heard.args == ["arff"]
    outline.setCurrentItem(row(outline, "→ Cross-validation (data)"))
    d.key(Key.Key_Return)
    assert d.editor.selection() == ("cross_validation",)


def test_that_states_are_told_while_a_flow_runs(outlined: Any, qtbot: QtBot) -> None:
    d, outline = outlined(pima())
    d.editor.show_problems({"knn": "It needs splits."})
    d.editor.show_run(RunView({"arff": NodeView("done", text="768 × 9")}))
    qtbot.waitUntil(lambda: row(outline, "ARFF file").text(1) == "done · 768 × 9", timeout=30_000)
    assert row(outline, "k-nearest neighbours").text(1) == "It needs splits."
    assert row(outline, "Evaluation").text(1) == "not run"


def test_that_moving_writes_no_row_anew_and_renaming_does(outlined: Any) -> None:
    d, outline = outlined(pima())
    before = row(outline, "Evaluation")
    d.editor.select("evaluate")
    d.editor.commands.nudge(8.0, 0.0)
    assert row(outline, "Evaluation") is before
    d.editor.commands.rename("evaluate", "Scores")
    assert "Scores" in names(outline)


def test_that_a_hidden_outline_is_up_to_date_when_it_is_shown(outlined: Any) -> None:
    d, outline = outlined(pima())
    outline.hide()
    d.editor.show_graph(Graph())
    d.editor.show_graph(pima().without(["knn"]))
    outline.show()
    outline.set_theme(DARK)
    assert "k-nearest neighbours" not in names(outline)
    assert len(names(outline)) == 3


def test_that_screen_readers_are_given_every_row(outlined: Any) -> None:
    _, outline = outlined(pima())
    interface = QAccessible.queryAccessibleInterface(outline)
    assert interface.text(QAccessible.Text.Name) == "Outline of the flow"
    assert outline.model().rowCount(QModelIndex()) == 4
