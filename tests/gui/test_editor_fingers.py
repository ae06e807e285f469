"""Wheel, trackpad and touch on the canvas, with the events that such devices send."""

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import (
    QInputDevice,
    QNativeGestureEvent,
    QPointingDevice,
    QWheelEvent,
)
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.gui.editor_desk import Desk, Key, lay, pima

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")

NONE = Qt.KeyboardModifier.NoModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
CTRL = Qt.KeyboardModifier.ControlModifier
AT = QPoint(300, 200)


@pytest.fixture
def desk(qtbot: QtBot) -> Desk:
    d = lay(qtbot, pima())
    d.editor.canvas.zoom_to(1.0)
    return d


@pytest.fixture(scope="module")
def trackpad() -> QPointingDevice:
    return QPointingDevice(
        "trackpad",
        7,
        QInputDevice.DeviceType.TouchPad,
        QPointingDevice.PointerType.Finger,
        QInputDevice.Capability.Position | QInputDevice.Capability.PixelScroll,
        2,
        3,
    )


def wheel(
    d: Desk,
    angle: QPoint,
    pixels: QPoint | None = None,
    keys: Qt.KeyboardModifier = NONE,
    phase: Qt.ScrollPhase = Qt.ScrollPhase.NoScrollPhase,
    device: QPointingDevice | None = None,
) -> None:
    viewport = d.editor.canvas.viewport()
    event = QWheelEvent(
        QPointF(AT),
        QPointF(viewport.mapToGlobal(AT)),
        pixels or QPoint(),
        angle,
        Qt.MouseButton.NoButton,
        keys,
        phase,
        False,
        Qt.MouseEventSource.MouseEventNotSynthesized,
        device or QPointingDevice.primaryPointingDevice(),
    )
    QApplication.sendEvent(viewport, event)


def native(
    d: Desk,
    device: QPointingDevice,
    kind: Qt.NativeGestureType,
    value: float,
    way: QPointF | None = None,
) -> None:
    viewport = d.editor.canvas.viewport()
    glob = QPointF(viewport.mapToGlobal(AT))
    event = QNativeGestureEvent(
        kind, device, 2, QPointF(AT), QPointF(AT), glob, value, way or QPointF()
    )
    QApplication.sendEvent(viewport, event)


def corner(d: Desk) -> QPointF:
    return d.editor.canvas.mapToScene(QPoint(0, 0))


def test_that_two_fingers_pan_by_the_pixels_they_move(
    desk: Desk, trackpad: QPointingDevice
) -> None:
    before = corner(desk)
    for phase in (
        Qt.ScrollPhase.ScrollBegin,
        Qt.ScrollPhase.ScrollUpdate,
        Qt.ScrollPhase.ScrollMomentum,
    ):
        wheel(desk, QPoint(0, 20), QPoint(-10, 20), phase=phase, device=trackpad)
    assert corner(desk) - before == QPointF(30.0, -60.0)
    assert desk.editor.canvas.scale_now == pytest.approx(1.0)


def test_that_a_trackpad_without_pixels_pans_in_small_steps_too(
    desk: Desk, trackpad: QPointingDevice
) -> None:
    before = corner(desk)
    for _ in range(16):
        wheel(desk, QPoint(0, 3), device=trackpad)
    assert corner(desk).y() - before.y() == pytest.approx(-6.0, abs=1.0)


def test_that_two_fingers_with_ctrl_zoom_at_the_cursor(
    desk: Desk, trackpad: QPointingDevice
) -> None:
    before = desk.editor.canvas.mapToScene(AT)
    phase = Qt.ScrollPhase.ScrollUpdate
    wheel(desk, QPoint(0, 60), QPoint(0, 30), CTRL, phase, trackpad)
    assert desk.editor.canvas.scale_now > 1.05
    assert (desk.editor.canvas.mapToScene(AT) - before).manhattanLength() < 2.0


def test_that_a_wheel_zooms_and_with_shift_or_tilted_pans(desk: Desk) -> None:
    wheel(desk, QPoint(0, 120))
    assert desk.editor.canvas.scale_now == pytest.approx(1.2)
    before = corner(desk)
    wheel(desk, QPoint(0, 120), keys=SHIFT)
    wheel(desk, QPoint(120, 0))
    assert desk.editor.canvas.scale_now == pytest.approx(1.2)
    assert corner(desk).x() < before.x()
    assert corner(desk).y() == pytest.approx(before.y())


def test_that_a_pinch_zooms_at_the_fingers(desk: Desk, trackpad: QPointingDevice) -> None:
    before = desk.editor.canvas.mapToScene(AT)
    native(desk, trackpad, Qt.NativeGestureType.BeginNativeGesture, 0.0)
    for _ in range(4):
        native(desk, trackpad, Qt.NativeGestureType.ZoomNativeGesture, 0.1)
    native(desk, trackpad, Qt.NativeGestureType.EndNativeGesture, 0.0)
    assert desk.editor.canvas.scale_now == pytest.approx(1.1**4)
    assert (desk.editor.canvas.mapToScene(AT) - before).manhattanLength() < 4.0


def test_that_a_native_pan_pans_and_two_taps_show_all(
    desk: Desk, trackpad: QPointingDevice
) -> None:
    before = corner(desk)
    native(desk, trackpad, Qt.NativeGestureType.PanNativeGesture, 0.0, QPointF(40.0, 10.0))
    assert corner(desk) - before == QPointF(-40.0, -10.0)
    desk.editor.canvas.zoom_to(3.0)
    native(desk, trackpad, Qt.NativeGestureType.SmartZoomNativeGesture, 0.0)
    canvas = desk.editor.canvas
    seen = canvas.mapToScene(canvas.viewport().rect()).boundingRect()
    assert all(seen.contains(i.sceneBoundingRect()) for i in desk.editor.scene.nodes.values())


def test_that_two_fingers_on_a_screen_pinch(desk: Desk) -> None:
    device = QTest.createTouchDevice()
    viewport = desk.editor.canvas.viewport()
    one, other = QPoint(300, 200), QPoint(340, 200)
    QTest.touchEvent(viewport, device).press(0, one, viewport).press(1, other, viewport).commit()
    way = QPoint()
    for step in range(1, 9):
        way = QPoint(12 * step, 0)
        touch = QTest.touchEvent(viewport, device)
        touch.move(0, one - way, viewport).move(1, other + way, viewport).commit()
    touch = QTest.touchEvent(viewport, device)
    touch.release(0, one - way, viewport).release(1, other + way, viewport).commit()
    assert desk.editor.canvas.scale_now > 1.2


def test_that_the_selection_is_shown_large(desk: Desk) -> None:
    canvas = desk.editor.canvas
    desk.editor.select("knn", "evaluate")
    canvas.zoom_to(0.2)
    desk.key(Key.Key_8, CTRL)
    seen = canvas.mapToScene(canvas.viewport().rect()).boundingRect()
    for node_id in ("knn", "evaluate"):
        assert seen.contains(desk.editor.scene.nodes[node_id].sceneBoundingRect())
    assert canvas.scale_now > 1.0
    desk.editor.select()
    desk.do("fit_selection")
    assert desk.hints[-1] == "Select what is to be shown first."
