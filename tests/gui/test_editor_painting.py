"""What is put off while painting the canvas is done in the end."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QRect
from pytestqt.qtbot import QtBot

from tests.gui.editor_desk import Desk, Key, lay, pima
from workbench.flow.graph import Frame, Graph, Link, Note
from workbench.gui.editor import painting
from workbench.gui.theme import DARK
from workbench.runs.view import NodeView, RunView

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")

SPLITS = Link("cross_validation", "splits", "knn", "splits")


@pytest.fixture
def desk(qtbot: QtBot) -> Callable[[Graph], Desk]:
    return partial(lay, qtbot)


@pytest.fixture(autouse=True)
def in_small_slices(monkeypatch: pytest.MonkeyPatch) -> None:
    """No time within a frame and next to none between two, as on a slow machine."""
    monkeypatch.setattr(painting, "_PAINT_S", 0.0)
    monkeypatch.setattr(painting, "_ZOOM_PAINT_S", 0.0)
    monkeypatch.setattr(painting, "_SLICE_S", 0.0)
    monkeypatch.setattr(painting, "_HELD_SLICE_S", 0.0)


def rich() -> Graph:
    graph = pima().with_link(SPLITS).with_note(Note("note1", "Same *folds*", 0.0, 120.0))
    return graph.with_frame(Frame("f", "Data", -24.0, -56.0, 464.0, 160.0))


def settled(d: Desk) -> None:
    """Wait until nothing more is put off, and see that the window is as if drawn at once."""
    canvas = d.editor.canvas
    d.qtbot.waitUntil(lambda: canvas.is_settled)
    d.qtbot.wait(1)  # the last of it is painted
    seen = canvas.grab().toImage()
    canvas.finish()
    assert canvas.grab().toImage() == seen


def test_that_a_flow_is_drawn_well_in_the_end(desk: Any) -> None:
    d = desk(rich())
    settled(d)


def test_that_each_part_that_is_made_is_shown(desk: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    d = desk(rich())
    d.editor.canvas.finish()
    d.qtbot.wait(1)
    painted: list[QRect] = []
    paint = d.editor.canvas.paintEvent

    def watched(event: Any) -> None:
        painted.extend(event.region())
        paint(event)

    monkeypatch.setattr(d.editor.canvas, "paintEvent", watched)
    d.editor.set_theme(DARK)
    d.qtbot.waitUntil(lambda: d.editor.canvas.is_settled)
    d.qtbot.wait(1)
    area = d.editor.canvas.viewport().rect()
    single = [room for room in painted if room != area]
    tiles = {(x, y) for x in range(0, area.width(), 300) for y in range(0, area.height(), 300)}
    assert all(any(room.contains(x, y) for room in single) for x, y in tiles)


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
