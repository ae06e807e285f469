"""Where a legend hides least: beside a low, wide plot, else in the corner with fewest points."""

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QRectF, QSizeF

from workbench.data.dataset import FloatArray

Corner = tuple[int, int]  # (1, 0) is top right
CORNERS: tuple[Corner, ...] = ((1, 0), (1, 1), (0, 1), (0, 0))
INSET = 12.0, 8.0
_TALL = 2.2  # heights of the legend that the plot needs, to have it inside
_WIDE = 2.2  # widths of the legend that the plot keeps, to have it beside
_FULL = 1.5  # with fewer heights than that a legend inside covers the plot from top to bottom
_HALF = 1.2  # widths that the plot keeps then
_BETTER = 0.75  # a new corner covers at most this share of what the old one does


@dataclass
class LegendPlace:
    """Remembers the corner, so that a legend does not jump while curves grow.

    Args:
        corner: taken where nothing speaks against it.
    """

    corner: Corner = (1, 0)

    @staticmethod
    def is_beside(room: QSizeF, legend: QSizeF) -> bool:
        """Whether the legend stands beside the plot.

        Args:
            room: what plot and legend have together.
        """
        heights = room.height() / max(legend.height(), 1.0)
        kept = _HALF if heights < _FULL else _WIDE
        return heights < _TALL and room.width() >= (kept + 1) * legend.width()

    def inside(self, plot: QRectF, legend: QSizeF, x: FloatArray, y: FloatArray) -> QRectF:
        """The legend's place in the corner where it covers the fewest points.

        Args:
            x, y: the points of all lines, shape (n_points,), in pixels as ``plot`` is.
        """
        places = {corner: _in_corner(plot, legend, corner) for corner in CORNERS}
        covered = {corner: _covered(place, x, y) for corner, place in places.items()}
        best = min(CORNERS, key=lambda corner: covered[corner])
        if covered[best] < _BETTER * covered[self.corner]:
            self.corner = best
        return places[self.corner]


def _in_corner(plot: QRectF, legend: QSizeF, corner: Corner) -> QRectF:
    right, low = corner
    x = plot.right() - legend.width() - INSET[0] if right else plot.left() + INSET[0]
    y = plot.bottom() - legend.height() - INSET[1] if low else plot.top() + INSET[1]
    return QRectF(x, y, legend.width(), legend.height())


def _covered(place: QRectF, x: FloatArray, y: FloatArray) -> int:
    across = (x >= place.left()) & (x <= place.right())
    return int(np.count_nonzero(across & (y >= place.top()) & (y <= place.bottom())))
