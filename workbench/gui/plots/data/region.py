"""What was drawn by hand over a plot: a rectangle or a polygon, and which places it holds."""

from dataclasses import dataclass, field

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt

from workbench.data.dataset import BoolArray, FloatArray
from workbench.data.profile.regions import in_mask, in_rectangle, polygon_mask
from workbench.gui.brush import Mode
from workbench.gui.plots.data.viewport import Range, Viewport


@dataclass(frozen=True)
class Region:
    """A part of the plane.

    Args:
        rectangle: in the widget's pixels; of a polygon, what it fits in.
        corners: of a polygon, in the widget's pixels; empty for a rectangle.
    """

    viewport: Viewport
    rectangle: QRectF
    corners: tuple[QPointF, ...] = field(default=())

    @property
    def x(self) -> Range:
        """From where to where it reaches across, in data."""
        return (
            self.viewport.data(self.rectangle.topLeft())[0],
            self.viewport.data(self.rectangle.bottomRight())[0],
        )

    @property
    def y(self) -> Range:
        """From where to where it reaches up, in data."""
        return (
            self.viewport.data(self.rectangle.bottomLeft())[1],
            self.viewport.data(self.rectangle.topLeft())[1],
        )

    def holds(self, x: FloatArray, y: FloatArray) -> BoolArray:
        """Which places, in data, lie inside; shape (n,)."""
        inside = in_rectangle(x, y, self.x, self.y)
        if not self.corners:
            return inside
        box = self.rectangle.toAlignedRect()
        corners = np.array([(p.x() - box.left(), p.y() - box.top()) for p in self.corners])
        mask = polygon_mask(corners, box.width() + 1, box.height() + 1)
        found = np.flatnonzero(inside)
        across = self.viewport.across(x[found]) - box.left()
        down = self.viewport.down(y[found]) - box.top()
        inside[found] = in_mask(across, down, mask)
        return inside


def mode_of(modifiers: Qt.KeyboardModifier, with_control: Mode) -> Mode:
    """How a selection changes: Shift adds, Ctrl does ``with_control``, neither replaces it."""
    if modifiers & Qt.KeyboardModifier.ShiftModifier:
        return "add"
    return with_control if modifiers & Qt.KeyboardModifier.ControlModifier else "replace"
