"""Series as lines, and the mean and spread of each class as a band."""

from collections.abc import Callable
from itertools import pairwise

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QSizeF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen, QPolygonF

from workbench.data.dataset import FloatArray
from workbench.data.profile.courses import Band, outlined, thinned
from workbench.gui.plots.data.viewport import Viewport

_MOST_STEPS = 600


def painted_picture(
    viewport: Viewport, ratio: float, paints: Callable[[QPainter, Viewport], None]
) -> QImage:
    """What is painted as a picture, for what takes too long to paint at each move of the cursor."""
    size = (QSizeF(viewport.width, viewport.height) * ratio).toSize()
    image = QImage(size, QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(ratio)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(-viewport.left, -viewport.top)
    paints(painter, viewport)
    painter.end()
    return image


def paint_line(
    painter: QPainter, viewport: Viewport, x: FloatArray, y: FloatArray, pen: QPen
) -> None:
    """Paint a series; gaps (NaN) stay open.

    Args:
        x, y: shape (length,); x in rising order.
    """
    start, end = np.searchsorted(x, viewport.x)
    first, last = max(int(start) - 1, 0), min(int(end) + 1, len(x))
    if first >= last:
        return
    steps = first + outlined(y[first:last], _MOST_STEPS)
    across, down = viewport.across(x[steps]).tolist(), viewport.down(y[steps]).tolist()
    painter.setPen(pen)
    places = pairwise(zip(across, down, strict=True))
    # A gap is not equal to itself.
    painter.drawLines([QLineF(*a, *b) for a, b in places if a[1] == a[1] and b[1] == b[1]])


def paint_band(
    painter: QPainter, viewport: Viewport, x: FloatArray, band: Band, look: tuple[QColor, float]
) -> None:
    """Paint one standard deviation about the mean, and the mean.

    Args:
        look: colour, and how opaque the band is.
    """
    colour, alpha = look
    known = np.flatnonzero(~np.isnan(band.mean))
    if not len(known):
        return
    steps = known[thinned(len(known), _MOST_STEPS)]
    across = viewport.across(x[steps])
    high = viewport.down(band.mean[steps] + band.sd[steps])
    low = viewport.down(band.mean[steps] - band.sd[steps])
    outline = [QPointF(a, b) for a, b in zip(across, high, strict=True)]
    outline += [QPointF(a, b) for a, b in zip(across[::-1], low[::-1], strict=True)]
    fill = QColor(colour)
    fill.setAlphaF(alpha)
    painter.setPen(QPen(QColor(0, 0, 0, 0)))
    painter.setBrush(fill)
    painter.drawPolygon(QPolygonF(outline))
    paint_line(painter, viewport, x, band.mean, QPen(colour, 2))
