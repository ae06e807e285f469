"""The flow editor under real mouse and key events."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from tests.gui.editor_desk import CTRL, FOLDS, LEFT, SHIFT, Desk, Key, lay, node, pima
from workbench.core.errors import FitError
from workbench.flow.graph import Graph, Link, Note
from workbench.flow.history import History
from workbench.flow.layout import NODE_WIDTH
from workbench.gui.theme import DARK
from workbench.runs.view import NodeView, RunView

# The offscreen platform says so of every window.
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


@pytest.fixture
def desk(qtbot: QtBot) -> Callable[[Graph], Desk]:
    return partial(lay, qtbot)


# ---------------------------------------------------------------------- adding


def test_that_typing_on_the_canvas_finds_and_adds_a_node_by_wekas_name(desk: Any) -> None:
    d = desk(Graph())
    d.type("IBk")
    assert d.editor.search_box.isVisible()
    d.key(Key.Key_Return)
    assert [n.component.key for n in d.graph.nodes.values()] == ["knn"]
    assert d.edits[-1][1:] == ("Add k-nearest neighbours", None)
    assert d.editor.selection() == ("knn",)
    assert not d.editor.search_box.isVisible()


def test_that_double_click_space_and_the_action_open_the_search_box(desk: Any) -> None:
    d = desk(Graph())
    openings: tuple[Callable[[], None], ...] = (
        lambda: d.mouse(QEvent.Type.MouseButtonDblClick, d.at(0, 200)),
        lambda: d.key(Key.Key_Space),
        lambda: d.do("add_node"),
    )
    for opening in openings:
        opening()
        assert d.editor.search_box.isVisible()
        d.key(Key.Key_Escape)
        assert not d.editor.search_box.isVisible()
    assert d.edits == []


def test_that_a_link_dropped_on_empty_canvas_offers_only_what_fits_and_links_it(desk: Any) -> None:
    d = desk(pima())
    d.drag((416, 28), (520, 180))
    keys = d.editor.search_box.keys()
    assert "knn" in keys
    assert "evaluate" not in keys
    d.type("majority")
    d.key(Key.Key_Return)
    assert Link("cross_validation", "splits", "majority", "splits") in d.graph.links
    assert len(d.edits) == 1


def test_that_a_link_from_the_keyboard_offers_new_nodes_where_none_fits(desk: Any) -> None:
    d = desk(Graph())
    d.type("arff")
    d.key(Key.Key_Return)
    d.key(Key.Key_L)
    keys = d.editor.search_box.keys()
    assert "cross_validation" in keys
    assert "knn" not in keys
    d.type("folds")
    d.key(Key.Key_Return)
    assert d.graph.links == (Link("arff", "data", "cross_validation", "data"),)
    reader, splitter = d.graph.nodes.values()
    assert splitter.x > reader.x + NODE_WIDTH
    assert splitter.y == reader.y


def test_that_the_view_follows_nodes_added_at_the_keyboard(desk: Any) -> None:
    d = desk(Graph())
    d.editor.resize(700, 500)
    d.type("arff")
    d.key(Key.Key_Return)
    for name in ("folds", "logistic", "evaluation", "roc"):
        d.key(Key.Key_L)
        d.type(name)
        d.key(Key.Key_Return)
    view = d.editor.canvas
    last = d.editor.scene.nodes["roc"]
    assert len(d.graph.links) == 4
    assert (
        view.viewport().rect().contains(view.mapFromScene(last.sceneBoundingRect()).boundingRect())
    )


# ---------------------------------------------------------------------- linking


@pytest.mark.parametrize("backwards", [False, True])
def test_that_dragging_port_to_port_links_in_either_direction(desk: Any, backwards: bool) -> None:
    d = desk(pima())
    ends = ((416, 28), (480, 28))
    d.drag(*(ends[::-1] if backwards else ends))
    assert Link("cross_validation", "splits", "knn", "splits") in d.graph.links
    assert d.edits[0][1] == "Link Cross-validation to k-nearest neighbours"


def test_that_a_wrong_drop_is_refused_with_the_graphs_own_words(desk: Any) -> None:
    d = desk(pima())
    d.drag((176, 28), (720, 28))
    assert d.edits == []
    assert d.hints[-1] == d.graph.refusal(Link("arff", "data", "evaluate", "fits"))


def test_that_ports_which_fit_light_up_while_a_link_is_drawn(desk: Any) -> None:
    d = desk(pima())
    d.mouse(QEvent.Type.MouseButtonPress, d.at(416, 28))
    nodes = d.editor.scene.nodes
    assert {e.port for e in nodes["knn"].fitting} == {"splits"}
    assert nodes["evaluate"].fitting == frozenset()
    d.key(Key.Key_Escape)
    assert nodes["knn"].fitting is None
    d.mouse(QEvent.Type.MouseButtonRelease, d.at(480, 28))
    assert d.edits == []


def test_that_a_node_dropped_on_a_link_goes_into_it(desk: Any) -> None:
    d = desk(pima().with_node(node("select_attributes", 120.0, 200.0)))
    d.drag((200, 220), (200, 24))
    assert FOLDS not in d.graph.links
    assert {(k.source, k.target) for k in d.graph.links} == {
        ("arff", "select_attributes"),
        ("select_attributes", "cross_validation"),
    }
    assert [e[1] for e in d.edits] == ["Insert Select attributes"]


def test_that_a_node_that_does_not_fit_a_link_is_only_moved_there(desk: Any) -> None:
    d = desk(pima().with_node(node("roc", 120.0, 200.0)))
    d.drag((200, 220), (200, 24))
    assert d.graph.links == (FOLDS,)
    assert d.graph.node("roc").y == 0.0


def test_that_a_link_can_be_disabled_and_removed(desk: Any) -> None:
    d = desk(pima())
    d.click(208, 28)
    d.do("disable_link")
    assert d.graph.links == (replace(FOLDS, is_enabled=False),)
    d.key(Key.Key_Delete)
    assert d.graph.links == ()
    assert [e[1] for e in d.edits] == ["Disable link", "Delete link"]


def test_that_nodes_are_linked_without_a_mouse(desk: Any) -> None:
    d = desk(pima())
    for _ in range(2):
        d.key(Key.Key_Tab)
    assert d.editor.selection() == ("cross_validation",)
    d.key(Key.Key_L)
    assert "Enter links" in d.hints[-1]
    d.key(Key.Key_Return)
    assert Link("cross_validation", "splits", "knn", "splits") in d.graph.links


def test_that_arrows_choose_among_the_ports_that_fit(desk: Any) -> None:
    d = desk(pima().with_node(node("majority", 480.0, 200.0)))
    d.editor.select("cross_validation")
    d.key(Key.Key_L)
    d.key(Key.Key_Down)
    d.key(Key.Key_Return)
    assert d.graph.links[-1].target == "majority"


# ---------------------------------------------------------------------- changing


def test_that_a_drag_is_one_edit_on_the_grid(desk: Any) -> None:
    d = desk(pima())
    d.drag((560, 40), (565, 143))
    assert (d.graph.node("knn").x, d.graph.node("knn").y) == (488.0, 104.0)
    assert [e[1] for e in d.edits] == ["Move k-nearest neighbours"]


def test_that_shift_click_and_the_rubber_band_select_several(desk: Any) -> None:
    d = desk(pima())
    d.click(560, 40)
    d.click(800, 40, SHIFT)
    assert d.editor.selection() == ("knn", "evaluate")
    d.drag((460, 120), (1000, -60))
    assert d.editor.selection() == ("knn", "evaluate")
    d.drag((560, 40), (560, 80))
    assert d.edits[-1][1] == "Move 2 nodes"


def test_that_arrow_keys_nudge_as_one_step_of_undo(desk: Any) -> None:
    d = desk(pima())
    history = History(d.graph)
    d.editor.select("knn")
    for _ in range(3):
        d.key(Key.Key_Right)
        history = history.edited(*d.edits[-1])
    assert d.graph.node("knn").x == 504.0
    assert history.undo().present == pima()


def test_that_copies_keep_inner_links_and_get_ids_of_their_own(desk: Any) -> None:
    d = desk(pima())
    d.do("select_all")
    d.key(Key.Key_C, CTRL)
    d.key(Key.Key_V, CTRL)
    assert Link("arff2", "data", "cross_validation2", "data") in d.graph.links
    assert set(d.editor.selection()) == {"arff2", "cross_validation2", "knn2", "evaluate2"}
    other = desk(Graph())
    other.do("paste")
    assert other.graph.links == (FOLDS,)


def test_that_duplicate_cut_and_delete_are_one_edit_each(desk: Any) -> None:
    d = desk(pima())
    d.editor.select("knn")
    d.key(Key.Key_D, CTRL)
    assert d.editor.selection() == ("knn2",)
    d.key(Key.Key_X, CTRL)
    d.editor.select("arff", "knn")
    d.key(Key.Key_Delete)
    assert list(d.graph.nodes) == ["cross_validation", "evaluate"]
    labels = [e[1] for e in d.edits]
    assert labels == [
        "Duplicate k-nearest neighbours",
        "Cut k-nearest neighbours",
        "Delete 2 nodes",
    ]


def test_that_f2_renames_where_the_name_stands(desk: Any) -> None:
    d = desk(pima())
    d.editor.select("knn")
    d.key(Key.Key_F2)
    field = QApplication.focusWidget()
    assert isinstance(field, QLineEdit)
    d.type("Neighbours")
    d.key(Key.Key_Return)
    assert d.graph.node("knn").title == "Neighbours"
    assert len(d.edits) == 1
    assert d.editor.selection() == ("knn",)


def test_that_escape_leaves_the_name_as_it_was(desk: Any) -> None:
    d = desk(pima())
    d.editor.select("knn")
    d.key(Key.Key_F2)
    d.type("x")
    d.key(Key.Key_Escape)
    assert d.edits == []


# ---------------------------------------------------------------------- showing


def test_that_showing_an_older_graph_takes_an_edit_back(desk: Any) -> None:
    d = desk(pima())
    d.editor.select("knn")
    d.do("delete")
    d.editor.show_graph(pima())
    assert set(d.editor.scene.nodes) == set(pima().nodes)
    assert d.graph == pima()


def test_that_a_change_leaves_unrelated_items_untouched(desk: Any) -> None:
    d = desk(pima())
    scene = d.editor.scene
    before = dict(scene.nodes)
    d.editor.show_graph(d.graph.moved({"knn": (0.0, 300.0)}))
    assert scene.nodes == before
    assert scene.changed_items == 1
    assert scene.nodes["knn"].y() == 300.0
    d.editor.show_graph(d.graph.without_link(FOLDS))
    assert scene.changed_items == 1
    assert scene.links == {}


def test_that_a_run_touches_only_nodes_whose_view_changed(desk: Any) -> None:
    d = desk(pima())
    scene = d.editor.scene
    reader = NodeView("done", text="768 × 9")
    view = RunView({"arff": reader, "knn": NodeView("running", done=1, total=4, text="fold 2/10")})
    assert set(scene.show_run(view)) == {"arff", "knn"}
    assert scene.nodes["knn"].percent == 25
    assert scene.nodes["arff"].status == "768 × 9"
    error = FitError("k is larger than the training set.", remedy="Choose a smaller k.")
    failed = replace(view.node("knn"), state="failed", text=error.message, error=error)
    later = replace(view, nodes={**view.nodes, "knn": failed})
    assert scene.show_run(later) == ("knn",)
    assert scene.nodes["knn"].percent is None


def test_that_every_state_is_drawn_in_both_themes(desk: Any) -> None:
    d = desk(pima())
    pictures = set()
    for theme in (None, DARK):
        if theme:
            d.editor.set_theme(theme)
        for state in ("idle", "stale", "queued", "running", "done", "warning", "failed"):
            d.editor.show_run(RunView({"knn": NodeView(state)}))
            d.editor.canvas.finish()
            image = d.editor.canvas.grab().toImage()
            pictures.add(bytes(image.constBits()))
    assert len(pictures) == 14


def test_that_an_empty_canvas_offers_three_ways_to_begin(desk: Any, qtbot: QtBot) -> None:
    d = desk(Graph())
    assert d.editor.empty_hint.isVisible()
    buttons = {b.objectName(): b for b in d.editor.empty_hint._buttons}
    with qtbot.waitSignal(d.editor.example_requested):
        QTest.mouseClick(buttons["openExample"], LEFT)
    with qtbot.waitSignal(d.editor.open_data_requested):
        QTest.mouseClick(buttons["openData"], LEFT)
    d.editor.show_graph(pima())
    assert not d.editor.empty_hint.isVisible()


def test_that_enter_opens_the_current_node(desk: Any, qtbot: QtBot) -> None:
    d = desk(pima())
    d.editor.select("knn")
    with qtbot.waitSignal(d.editor.opened) as heard:
        d.key(Key.Key_Return)
    assert heard.args == ["knn"]


def test_that_a_screen_reader_hears_the_current_node(desk: Any) -> None:
    d = desk(pima())
    d.editor.show_run(RunView({"knn": NodeView("done", text="10 models")}))
    d.editor.select("knn")
    assert d.editor.canvas.accessibleDescription() == "k-nearest neighbours, done · 10 models"


def test_that_a_note_is_written_on_the_canvas(desk: Any) -> None:
    d = desk(pima())
    d.do("add_note")
    d.type("Same folds")
    d.key(Key.Key_Return, CTRL)
    assert [n.text for n in d.graph.notes] == ["Same folds"]
    assert isinstance(d.graph.notes[0], Note)
