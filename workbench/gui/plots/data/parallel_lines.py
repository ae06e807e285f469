"""The lines of parallel coordinates as a picture."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from PySide6.QtCore import QLineF, QSizeF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen

from workbench.data.dataset import BoolArray, FloatArray, IntArray
from workbench.gui.plots.data.colouring import Colouring
from workbench.gui.theme import Theme

_FAINT, _SOLID = 0.06, 0.85


@dataclass(frozen=True, eq=False)
class Lines:
    """What is drawn.

    Args:
        rows: the samples, shape (m,).
        across: pixels of each axis, shape (k,).
        down: pixels of each sample on each axis, shape (m, k).
    """

    rows: IntArray
    across: FloatArray
    down: FloatArray


def lines_image(
    lines: Lines, colouring: Colouring, selected: BoolArray, look: tuple[QSizeF, float, Theme]
) -> QImage:
    """Draw a line per sample.

    Args:
        selected: which samples of the data set stand out, shape (n,).
        look: size in pixels of the window, pixels of the screen per such, theme.
    """
    size, ratio, theme = look
    image = QImage((size * ratio).toSize(), QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(ratio)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    chosen = selected[lines.rows]
    has_selection = bool(selected.any())
    plain = min(0.7, max(0.12, 60 / max(len(lines.rows), 1)))
    for strong in (False, True):
        # What stands back need not be smooth: that takes ten times as long.
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, strong or not has_selection)
        alpha = (_SOLID if strong else _FAINT) if has_selection else plain
        wanted = chosen if strong else ~chosen
        _draw(painter, lines, np.flatnonzero(wanted), _pens(colouring, theme, alpha))
    painter.end()
    return image


def _draw(painter: QPainter, lines: Lines, order: IntArray, pens: "_Pens") -> None:
    # One line at a time: Qt takes fifty times as long for joined ones that cross one another.
    across = list(pairwise(lines.across.tolist()))
    for i in order.tolist():
        painter.setPen(pens.of(int(lines.rows[i])))
        down = pairwise(lines.down[i].tolist())
        painter.drawLines([QLineF(a, c, b, d) for (a, b), (c, d) in zip(across, down, strict=True)])


@dataclass(frozen=True)
class _Pens:
    pens: list[QPen]
    steps: IntArray

    def of(self, row: int) -> QPen:
        return self.pens[int(self.steps[row])]


def _pens(colouring: Colouring, theme: Theme, alpha: float) -> _Pens:
    if colouring.values is None:
        colours, steps = colouring.colours(theme), colouring.codes
    else:
        colours = [QColor(*one) for one in colouring.ramp(theme).tolist()]
        steps = colouring.levels()
    faded = [QColor(colour) for colour in colours]
    for colour in faded:
        colour.setAlphaF(alpha)
    return _Pens([QPen(colour, 1) for colour in faded], steps.astype(np.int64))
