"""The lines of parallel coordinates as a picture, drawn slice by slice."""

import time
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from PySide6.QtCore import QLineF, QSizeF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen

from workbench.data.dataset import BoolArray, FloatArray, IntArray
from workbench.gui.plots.data.colouring import Colouring
from workbench.gui.theme import Theme

_FAINT, _SOLID = 0.06, 0.85
_AT_ONCE = 20  # lines between two looks at the clock


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


class LinesPicture:
    """A picture of a line per sample, which ``go_on`` draws further.

    Args:
        selected: which samples of the data set stand out, shape (n,).
        look: size in pixels of the window, pixels of the screen per such, theme.
    """

    def __init__(
        self,
        lines: Lines,
        colouring: Colouring,
        selected: BoolArray,
        look: tuple[QSizeF, float, Theme],
    ) -> None:
        size, ratio, theme = look
        self.image = QImage((size * ratio).toSize(), QImage.Format.Format_ARGB32_Premultiplied)
        self.image.setDevicePixelRatio(ratio)
        self.image.fill(Qt.GlobalColor.transparent)
        self._has_selection = bool(selected.any())
        chosen = selected[lines.rows]
        self._order = np.concatenate([np.flatnonzero(~chosen), np.flatnonzero(chosen)]).tolist()
        self._n_below = int(np.count_nonzero(~chosen))
        self._done = 0
        self._spans = list(pairwise(lines.across.tolist()))
        self._down = lines.down
        plain = min(0.7, max(0.12, 60 / max(len(lines.rows), 1)))
        below = _FAINT if self._has_selection else plain
        self._pens = [_pens(colouring, theme, alpha) for alpha in (below, _SOLID)]
        self._steps = _steps(colouring, lines.rows)

    @property
    def is_done(self) -> bool:
        """Whether every line is drawn."""
        return self._done == len(self._order)

    def go_on(self, seconds: float) -> None:
        """Draw for about so long."""
        end = time.perf_counter() + seconds
        painter = QPainter(self.image)
        while not self.is_done and time.perf_counter() < end:
            is_above = self._done >= self._n_below
            last = len(self._order) if is_above else self._n_below
            stop = min(self._done + _AT_ONCE, last)
            # What stands back need not be smooth: that takes ten times as long.
            is_smooth = is_above or not self._has_selection
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, is_smooth)
            self._draw(painter, self._order[self._done : stop], self._pens[is_above])
            self._done = stop
        painter.end()

    def _draw(self, painter: QPainter, order: list[int], pens: list[QPen]) -> None:
        # One line at a time: Qt takes fifty times as long for joined ones that cross one another.
        for i in order:
            painter.setPen(pens[self._steps[i]])
            down = pairwise(self._down[i].tolist())
            spans = zip(self._spans, down, strict=True)
            painter.drawLines([QLineF(a, c, b, d) for (a, b), (c, d) in spans])


def _steps(colouring: Colouring, rows: IntArray) -> list[int]:
    """The pen of each sample."""
    if colouring.values is None:
        return [int(code) for code in colouring.codes[rows]]
    return [int(255 * value) for value in np.nan_to_num(colouring.values[rows])]


def _pens(colouring: Colouring, theme: Theme, alpha: float) -> list[QPen]:
    if colouring.values is None:
        colours = colouring.colours(theme)
    else:
        colours = [QColor(*one) for one in colouring.ramp(theme).tolist()]
    faded = [QColor(colour) for colour in colours]
    for colour in faded:
        colour.setAlphaF(alpha)
    return [QPen(colour, 1) for colour in faded]
