"""An axis whose labels may stand out a little at its ends, with few ticks on logarithmic ones."""

from collections.abc import Sequence

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QRectF
from typing_extensions import override

_ROOM = 12.0  # pixels beyond each end, for the half of a label
_FEWEST, _MOST = 3, 9  # ticks of a logarithmic axis


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

    @override
    def logTickValues(
        self, minVal: float, maxVal: float, size: float, stdTicks: Sequence[object]
    ) -> list[tuple[None, list[float]]]:
        return [(None, log_ticks(minVal, maxVal))]

    @override
    def logTickStrings(
        self, values: Sequence[float], scale: float, spacing: float | None
    ) -> list[str]:
        return [f"{10.0**value:.6g}" for value in values]


def log_ticks(low: float, high: float) -> list[float]:
    """Logarithms of round numbers in a range of logarithms: 1, 2, 5, 10, or fewer."""
    decades = np.arange(np.floor(low), np.ceil(high) + 1)
    fine = (decades[:, None] + np.log10([1.0, 2.0, 5.0])).ravel()
    for ticks in (fine, decades):
        seen = ticks[(ticks >= low) & (ticks <= high)]
        if _FEWEST <= len(seen) <= _MOST:
            return [float(tick) for tick in seen]
    if high - low > 1:
        step = int(np.ceil((high - low) / (_MOST - 1)))
        return [float(d) for d in decades[:: max(step, 1)] if low <= d <= high]
    first, last = 10.0**low, 10.0**high  # less than a decade: as on an even axis
    step = 10.0 ** np.floor(np.log10((last - first) / _FEWEST))
    step *= next(s for s in (1.0, 2.0, 5.0, 10.0) if (last - first) / (s * step) <= _MOST)
    found = np.arange(np.ceil(first / step), np.floor(last / step) + 1) * step
    return [float(tick) for tick in np.log10(found[found > 0])]
