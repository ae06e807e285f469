"""What is put off while painting the canvas is done in the end."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QRect, QSize
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from tests.gui.editor_desk import Desk, Key, lay, pima
from workbench.flow.graph import Frame, Graph, Link, Note
from workbench.gui.editor import painting
from workbench.gui.editor.editor import FlowEditor
from workbench.gui.theme import DARK
from workbench.runs.view import NodeView, RunView

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")

SPLITS = Link("cross_validation", "splits", "knn", "splits")


@pytest.fixture
def desk(qtbot: QtBot) -> Callable[[Graph], Desk]:
    return partial(lay, qtbot)


@pytest.fixture(autouse=True, params=[0.0, 0.001, 10.0], ids=["none", "little", "much"])
def time_to_paint(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> float:
    """Seconds within a frame for what is not drawn yet; next to none between two frames."""
    seconds: float = request.param
    monkeypatch.setattr(painting, "_FRAME_S", 100.0)
    monkeypatch.setattr(painting, "_PAINT_S", seconds)
    monkeypatch.setattr(painting, "_ZOOM_PAINT_S", seconds)
    monkeypatch.setattr(painting, "_SLICE_S", 0.0)
    monkeypatch.setattr(painting, "_HELD_SLICE_S", 0.0)
    return seconds


def shown(editor: FlowEditor) -> QImage:
    """What stands in the window, nothing painted anew for it."""
    image: QImage = editor.screen().grabWindow(editor.winId()).toImage()
    return image.convertToFormat(QImage.Format.Format_RGB32)


def rich() -> Graph:
    graph = pima().with_link(SPLITS).with_note(Note("note1", "Same *folds*", 0.0, 120.0))
    return graph.with_frame(Frame("f", "Data", -24.0, -56.0, 464.0, 160.0))


def settled(d: Desk) -> None:
    """Wait until nothing more is put off, and see that the window is as if drawn at once."""
    canvas = d.editor.canvas
    d.qtbot.waitUntil(lambda: canvas.is_settled, timeout=30_000)
    d.qtbot.wait(1)  # the last of it is painted
    seen = shown(d.editor)
    canvas.finish()
    d.qtbot.wait(1)
    assert shown(d.editor) == seen


def test_that_a_flow_is_drawn_well_in_the_end(desk: Any) -> None:
    d = desk(rich())
    settled(d)


def test_that_what_is_made_for_a_part_is_shown_as_a_whole(desk: Any) -> None:
    d = desk(rich())
    settled(d)
    d.editor.set_theme(DARK)
    settled(d)
    d.editor.scene.renewed.emit()
    d.editor.canvas.viewport().repaint(40, 40, 5, 5)
    settled(d)
    d.editor.scene.nodes["knn"].touch()
    room = d.editor.canvas.mapFromScene(d.editor.scene.nodes["knn"].sceneBoundingRect())
    d.editor.canvas.viewport().repaint(QRect(room.boundingRect().topLeft(), QSize(30, 30)))
    settled(d)


def test_that_moving_zooming_and_undo_leave_no_trace(desk: Any) -> None:
    d = desk(rich())
    d.drag((560, 40), (565, 243))
    settled(d)
    d.editor.canvas.zoom(1.3)
    settled(d)
    d.editor.canvas.zoom(0.4)
    settled(d)
    d.editor.show_graph(rich())
    settled(d)


def test_that_selected_and_removed_things_leave_no_trace(desk: Any) -> None:
    d = desk(rich())
    for chosen in (("f",), ("note1",), ("knn", "arff"), ()):
        d.editor.select(*chosen)
        settled(d)
    d.editor.scene.select_links((SPLITS,))
    settled(d)
    d.key(Key.Key_Delete)
    settled(d)
    d.editor.select("f")
    d.key(Key.Key_Delete)
    settled(d)


def test_that_a_frame_that_has_been_moved_stays_seen_all_the_time(desk: Any) -> None:
    d = desk(rich())
    settled(d)
    d.mouse(QEvent.Type.MouseButtonPress, d.at(0, -44))
    d.mouse(QEvent.Type.MouseMove, d.at(0, 136))
    held = d.editor.canvas.grab().toImage()
    d.mouse(QEvent.Type.MouseButtonRelease, d.at(0, 136))
    title = d.at(300, 124)
    bar = held.pixelColor(title)
    while not d.editor.canvas.is_settled:
        assert d.editor.canvas.grab().toImage().pixelColor(title) == bar
        d.qtbot.wait(1)
    settled(d)


def test_that_states_of_a_run_are_all_shown(desk: Any) -> None:
    d = desk(rich())
    for state in ("queued", "running", "done", "failed"):
        d.editor.show_run(RunView({i: NodeView(state, text=state) for i in d.graph.nodes}))
        settled(d)
