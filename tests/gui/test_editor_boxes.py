"""Frames and notes on the canvas, under real mouse and key events."""

from collections.abc import Callable
from functools import partial
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QRectF
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from tests.gui.editor_desk import CTRL, FOLDS, SHIFT, Desk, Key, lay, pima
from workbench.flow.file import dumps, loads
from workbench.flow.frames import inside, with_contents
from workbench.flow.graph import Frame, Graph, Note
from workbench.flow.history import History
from workbench.nodes.catalog import catalog

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")

# Around reader and folds of the Pima flow; learner and evaluation lie outside.
FRAME = Frame("frame", "Data", -24.0, -56.0, 464.0, 160.0)


@pytest.fixture
def desk(qtbot: QtBot) -> Callable[[Graph], Desk]:
    return partial(lay, qtbot)


def framed() -> Graph:
    return pima().with_frame(FRAME)


def test_that_a_frame_is_drawn_around_the_selection_and_named(desk: Any) -> None:
    d = desk(pima())
    d.editor.select("arff", "cross_validation")
    d.key(Key.Key_F, CTRL | SHIFT)
    field = QApplication.focusWidget()
    assert isinstance(field, QLineEdit)
    d.type("Data")
    d.key(Key.Key_Return)
    (frame,) = d.graph.frames
    assert frame.title == "Data"
    assert inside(d.graph, frame) == {"arff", "cross_validation"}
    assert [e[1] for e in d.edits] == ["Add frame", "Rename frame"]


def test_that_an_empty_frame_comes_where_nothing_is_selected(desk: Any) -> None:
    d = desk(Graph())
    d.do("add_frame")
    d.key(Key.Key_Escape)
    assert [f.title for f in d.graph.frames] == ["Frame"]
    assert not d.editor.empty_hint.isVisible()


def test_that_a_frame_takes_what_is_inside_along_as_one_step(desk: Any) -> None:
    d = desk(framed())
    d.drag((0, -44), (0, 36))
    assert (d.graph.node("arff").x, d.graph.node("arff").y) == (0.0, 80.0)
    assert d.graph.node("cross_validation").y == 80.0
    assert d.graph.node("knn").y == 0.0
    assert d.graph.frames[0].y == FRAME.y + 80.0
    assert len(d.edits) == 1
    d.editor.show_graph(History(framed()).edited(*d.edits[0]).undo().present)
    assert d.editor.scene.nodes["arff"].y() == 0.0
    assert d.editor.scene.frames["frame"].y() == FRAME.y


def test_that_arrow_keys_move_a_frame_with_what_is_inside(desk: Any) -> None:
    d = desk(framed())
    d.editor.select("frame")
    d.key(Key.Key_Right)
    assert d.graph.node("arff").x == 8.0
    assert d.graph.frames[0].x == FRAME.x + 8.0


@pytest.mark.parametrize(
    ("grip", "by", "expected"),
    [
        ((440, 104), (80, 40), (-24, -56, 544, 200)),
        ((-24, 40), (-40, 0), (-64, -56, 504, 160)),
        ((200, -56), (0, -40), (-24, -96, 464, 200)),
        ((440, 104), (-900, -900), (-24, -56, 128, 72)),
    ],
)
def test_that_edges_and_corners_change_a_frames_size_only(
    desk: Any, grip: Any, by: Any, expected: Any
) -> None:
    d = desk(framed())
    d.drag(grip, (grip[0] + by[0], grip[1] + by[1]))
    frame = d.graph.frames[0]
    assert (frame.x, frame.y, frame.width, frame.height) == expected
    assert d.graph.nodes == framed().nodes
    assert [e[1] for e in d.edits] == ["Resize frame"]


def test_that_keys_change_the_size_of_notes_and_frames(desk: Any) -> None:
    d = desk(framed())
    d.editor.select("frame")
    d.key(Key.Key_Down, CTRL | SHIFT)
    d.key(Key.Key_Right, CTRL | SHIFT)
    assert (d.graph.frames[0].width, d.graph.frames[0].height) == (472.0, 168.0)
    assert {e[2] for e in d.edits} == {"resize:frame"}


def test_that_inside_a_frame_the_canvas_is_as_elsewhere(desk: Any) -> None:
    d = desk(framed())
    d.drag((-10, 80), (100, 40))
    assert d.editor.selection() == ("arff",)
    d.click(208, 28)
    assert d.editor.scene.selected_links() == (FOLDS,)


def test_that_a_frames_title_is_changed_by_double_click_and_f2(desk: Any) -> None:
    d = desk(framed())
    d.mouse(QEvent.Type.MouseButtonDblClick, d.at(0, -44))
    d.type("One")
    d.key(Key.Key_Return)
    d.editor.select("frame")
    d.key(Key.Key_F2)
    d.type("Two")
    d.key(Key.Key_Return)
    assert d.graph.frames[0].title == "Two"
    assert len(d.edits) == 2


def test_that_deleting_a_frame_leaves_what_is_inside(desk: Any) -> None:
    d = desk(framed())
    d.click(0, -44)
    d.key(Key.Key_Delete)
    assert d.graph == pima()
    assert d.edits[0][1] == "Delete frame"


def test_that_a_frame_is_copied_and_cut_with_what_is_inside(desk: Any) -> None:
    d = desk(framed())
    d.editor.select("frame")
    d.key(Key.Key_C, CTRL)
    d.key(Key.Key_V, CTRL)
    assert set(d.editor.selection()) == {"arff2", "cross_validation2", "frame2"}
    assert len(d.graph.links) == 2
    copied = next(f for f in d.graph.frames if f.id == "frame2")
    assert inside(d.graph, copied) >= {"arff2", "cross_validation2"}
    d.editor.show_graph(framed())
    d.editor.select("frame")
    d.key(Key.Key_X, CTRL)
    assert list(d.graph.nodes) == ["knn", "evaluate"]
    assert d.graph.frames == ()


def test_that_escape_puts_back_what_is_being_dragged(desk: Any) -> None:
    d = desk(framed())
    for grip in ((0, -44), (440, 104)):
        d.mouse(QEvent.Type.MouseButtonPress, d.at(*grip))
        d.mouse(QEvent.Type.MouseMove, d.at(grip[0] + 60, grip[1] + 60))
        assert d.editor.scene.frames["frame"].room != QRectF(-24, -56, 464, 160)
        d.key(Key.Key_Escape)
        d.mouse(QEvent.Type.MouseButtonRelease, d.at(grip[0] + 60, grip[1] + 60))
        assert d.editor.scene.frames["frame"].room == QRectF(-24, -56, 464, 160)
    assert d.edits == []


def test_that_a_frame_in_a_frame_is_taken_along_and_holds_no_larger_one() -> None:
    outer = Frame("outer", "", -100.0, -100.0, 600.0, 300.0)
    graph = framed().with_frame(outer)
    assert with_contents(graph, {"outer"}) == {"outer", "frame", "arff", "cross_validation"}
    assert "outer" not in inside(graph, FRAME)


def test_that_a_note_is_resized_by_its_corner_down_to_its_text(desk: Any) -> None:
    note = Note("note1", "one\n\ntwo\n\nthree\n\nfour", 0.0, 120.0, 240.0, 160.0)
    d = desk(pima().with_note(note))
    d.drag((240, 280), (320, 320))
    assert (d.graph.notes[0].width, d.graph.notes[0].height) == (320.0, 200.0)
    d.drag((320, 320), (-400, -400))
    shrunk = d.graph.notes[0]
    assert shrunk.width == 96.0
    assert 40.0 < shrunk.height < 200.0
    assert [e[1] for e in d.edits] == ["Resize note", "Resize note"]


def test_that_a_note_reads_no_picture(desk: Any, tmp_path: Path) -> None:
    picture = QImage(64, 64, QImage.Format.Format_RGB32)
    picture.fill(QColor("#FF00FF"))
    picture.save(str(tmp_path / "p.png"))
    text = f"before ![p](file://{tmp_path}/p.png) after ![q]({tmp_path}/p.png)"
    d = desk(Graph(notes=(Note("note1", text, 0.0, 0.0, 300.0, 200.0),)))
    d.editor.canvas.finish()
    image = d.editor.canvas.grab().toImage()
    places = product(range(0, image.width(), 8), range(0, image.height(), 8))
    colours = {image.pixelColor(x, y).name() for x, y in places}
    assert "#ff00ff" not in colours


def test_that_frames_are_in_the_flow_file() -> None:
    assert loads(dumps(framed()), catalog()) == framed()
