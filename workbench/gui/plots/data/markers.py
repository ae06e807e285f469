"""Markers: small shapes that tell groups apart where colour alone would not."""

import math
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPen, QPixmap, QPolygonF

from workbench.gui.plots.data.pixels import Pixels

_HALO = 1.0  # a rim in the colour of the ground keeps touching markers apart


def marker_path(marker: int, size: float) -> QPainterPath:
    """Circle, square, triangle, diamond, plus or cross about (0, 0), of equal weight to the eye."""
    path = QPainterPath()
    half = size / 2
    match marker:
        case 0:
            path.addEllipse(QPointF(0, 0), half, half)
        case 1:
            path.addRect(QRectF(-half * 0.86, -half * 0.86, size * 0.86, size * 0.86))
        case 2:
            path.addPolygon(_star(3, half * 1.25, -90))
            path.closeSubpath()
        case 3:
            path.addPolygon(_star(4, half * 1.2, 0))
            path.closeSubpath()
        case _:
            arm = half * 0.36
            path.addRect(QRectF(-half * 1.1, -arm, size * 1.1, 2 * arm))
            other = QPainterPath()
            other.addRect(QRectF(-arm, -half * 1.1, 2 * arm, size * 1.1))
            path = path.united(other)
    return _turned(path) if marker == 5 else path


@lru_cache(maxsize=256)
def marker_pixmap(marker: int, size: float, colour: str, halo: str, ratio: float) -> QPixmap:
    """A marker with its rim, centred in a square picture.

    Args:
        colour, halo: names with alpha ("#AARRGGBB"); an empty halo leaves the rim out.
    """
    side = 2 * math.ceil(size * 0.75 + _HALO) + 1
    pixmap = QPixmap(round(side * ratio), round(side * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(side / 2, side / 2)
    path = marker_path(marker, size)
    if halo:
        painter.strokePath(path, QPen(QColor(halo), 2 * _HALO))
    painter.fillPath(path, QColor(colour))
    painter.end()
    return pixmap


@lru_cache(maxsize=64)
def marker_alpha(marker: int, size: float) -> NDArray[np.float32]:
    """How much of each pixel a marker covers, in [0, 1], shape (s, s) with s odd."""
    side = 2 * math.ceil(size * 0.75) + 1
    image = QImage(side, side, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(0)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(side / 2, side / 2)
    painter.fillPath(marker_path(marker, size), QColor("white"))
    painter.end()
    covered = np.frombuffer(image.constBits(), dtype=np.uint8).reshape(side, side, 4)[..., 3]
    alpha: NDArray[np.float32] = covered.astype(np.float32) / np.float32(255)
    return alpha


def stamp(
    picture: Pixels,
    flat: NDArray[np.int32],
    colours: NDArray[np.float32],
    alpha: NDArray[np.float32],
) -> None:
    """Press a marker onto many places of a picture at once.

    Args:
        flat: the pixel at the middle of each marker, as ``row * width + column``; the marker must
            lie inside the picture, shape (k,).
        colours: blue, green, red, alpha in 0 … 255, multiplied by alpha, shape (k, 4) or (4,).
        alpha: how much of each pixel the marker covers, shape (s, s).
    """
    width = picture.shape[1]
    target = picture.reshape(-1, 4)
    packed = target.view(np.uint32).ravel()
    half = alpha.shape[0] // 2
    whole = np.ascontiguousarray(colours.astype(np.uint8)).view(np.uint32)[..., 0]
    is_opaque = bool(np.all(colours[..., 3] >= 255))
    # The soft rim first: duplicates do not add up, and the full middle then covers what overlaps.
    for down, across in sorted(np.argwhere(alpha > 0.04).tolist(), key=lambda at: alpha[*at]):
        share = float(alpha[down, across])
        places = flat + ((down - half) * width + across - half)
        if share > 0.98 and is_opaque:
            packed[places] = whole
            continue
        ours = colours * share
        below = target[places].astype(np.float32)
        target[places] = (ours + below * (1 - ours[..., 3:] / 255)).astype(np.uint8)


def _star(corners: int, radius: float, start: float) -> QPolygonF:
    angles = [math.radians(start + i * 360 / corners) for i in range(corners)]
    return QPolygonF([QPointF(radius * math.cos(a), radius * math.sin(a)) for a in angles])


def _turned(path: QPainterPath) -> QPainterPath:
    turned = QPainterPath()
    for polygon in path.toFillPolygons():
        half = math.sqrt(0.5)
        points = [QPointF((p.x() - p.y()) * half, (p.x() + p.y()) * half) for p in polygon.toList()]
        turned.addPolygon(QPolygonF(points))
        turned.closeSubpath()
    return turned
