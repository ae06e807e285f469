"""What a turn of the wheel, or two fingers on a trackpad, mean: to pan or to zoom."""

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QInputDevice, QWheelEvent

from workbench.gui.editor.view import STEP

_NOTCH = 120.0  # of Qt's units of an angle
_TILT = 2.0  # of these to a pixel, for a wheel that pans
_LINE = 8.0  # of these to a pixel, where a device tells no pixels


def is_trackpad(event: QWheelEvent) -> bool:
    """Whether two fingers moved, not a wheel: the device says so, or there are phases."""
    if event.device().type() == QInputDevice.DeviceType.TouchPad:
        return True
    return not event.pixelDelta().isNull() and event.phase() != Qt.ScrollPhase.NoScrollPhase


def pan_of(event: QWheelEvent) -> QPointF | None:
    """How far the content moves in pixels; None where the event means a zoom.

    Two fingers pan, with Ctrl they zoom, as a pinch does that arrives so. A wheel zooms, tilted or
    with Shift it pans.
    """
    keys = event.modifiers()
    if keys & Qt.KeyboardModifier.ControlModifier:
        return None
    angle, pixels = QPointF(event.angleDelta()), QPointF(event.pixelDelta())
    if is_trackpad(event):
        return pixels if not pixels.isNull() else angle / _LINE
    if keys & Qt.KeyboardModifier.ShiftModifier:
        return QPointF(angle.y() or angle.x(), 0.0) / _TILT
    return QPointF(angle.x(), 0.0) / _TILT if angle.x() and not angle.y() else None


def zoom_of(event: QWheelEvent) -> float:
    """The factor that the event zooms by."""
    turned = event.angleDelta().y() or event.angleDelta().x() or event.pixelDelta().y() * _LINE
    return float(STEP ** (turned / _NOTCH))
