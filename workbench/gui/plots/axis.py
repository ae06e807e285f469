"""An axis whose labels may stand out a little at its ends."""

import pyqtgraph as pg
from PySide6.QtCore import QRectF
from typing_extensions import override

_ROOM = 12.0  # pixels beyond each end, for the half of a label


class Axis(pg.AxisItem):  # type: ignore[misc]  # pyqtgraph has no types
    """A numbered axis with its first and last number, which pyqtgraph omits where it has a grid."""

    @override
    def boundingRect(self) -> QRectF:
        room: QRectF = super().boundingRect()
        if self.orientation in {"left", "right"}:
            return room.adjusted(0.0, -_ROOM, 0.0, _ROOM)
        return room.adjusted(-_ROOM, 0.0, _ROOM, 0.0)

    @override
    def updateAutoSIPrefix(self) -> None:
        """Write numbers as they are: pyqtgraph writes 500 for 0.5 although it is told not to."""
        self.autoSIPrefixScale, self.labelUnitPrefix = 1.0, ""
        self._updateLabel()
