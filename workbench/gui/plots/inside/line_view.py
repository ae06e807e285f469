"""Curves over one axis, as a part of a page."""

import numpy as np
import pyqtgraph as pg
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from workbench.gui.plots.chart import Chart
from workbench.gui.plots.data.viridis import viridis
from workbench.gui.plots.legend import LegendRow
from workbench.gui.text_size import scaled
from workbench.gui.theme import Theme
from workbench.models.inside.page import Floats, Lines

_LEAST = 150  # pixels upwards; it takes all the room there is
_FEW = 4  # curves that colours of their own tell apart
_LEAST_LOG = 1e-30
_POINT = 8  # pixels


class LineView(QWidget):
    """Draws ``Lines``."""

    def __init__(
        self, lines: Lines, theme: Theme, name: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.lines = lines
        self.chart = Chart(f"{name}Chart", lines.title or lines.y_title, self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 4, 8, 4)
        layout.addWidget(self.chart)
        self.setMinimumHeight(scaled(_LEAST))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.chart.set_theme(theme)
        self.chart.name_axes(lines.x_title, lines.y_title)
        self.chart.getAxis("left").setLogMode(lines.is_log)
        self.chart.set_bounds(self._bounds())
        rows = []
        for i, (label, y) in enumerate(zip(lines.names, self._upright(), strict=True)):
            curve = self.chart.add_line(z=10 - i)
            curve.opts["antialias"] = True
            curve.setPen(pg.mkPen(self._colour(i, theme), width=1.6))
            known = np.isfinite(y)
            curve.setData(*_course(lines.x[known], y[known], is_stepped=lines.is_stepped))
            if known.sum() == 1:
                self._mark(float(lines.x[known][0]), float(y[known][0]), curve.opts["pen"])
            rows.append(LegendRow(label, curve.opts["pen"]))
        self.chart.legend.set_rows(tuple(rows))
        self.chart.place_legend()

    def _mark(self, x: float, y: float, pen: pg.QtGui.QPen) -> None:
        """Show the only point of a curve, which no line leads through."""
        point = pg.ScatterPlotItem(x=[x], y=[y], size=_POINT, pen=None, brush=pen.color())
        point.setZValue(10)
        self.chart.addItem(point, ignoreBounds=True)

    def _colour(self, i: int, theme: Theme) -> QColor:
        n = len(self.lines.names)
        if not self.lines.is_ordered or n <= _FEW:
            return theme.seen(theme.series[i % len(theme.series)])
        table = viridis(is_dark=theme.is_dark)
        return QColor(*(int(part) for part in table[round(i / (n - 1) * 255)]))

    def _upright(self) -> np.ndarray:
        y = np.asarray(self.lines.y, np.float64)
        if not self.lines.is_log:
            return y
        return np.where(y > _LEAST_LOG, np.log10(np.maximum(y, _LEAST_LOG)), np.nan)

    def _bounds(self) -> tuple[float, float, float, float]:
        y = self._upright()
        known = y[np.isfinite(y)]
        low, high = (float(known.min()), float(known.max())) if known.size else (0.0, 1.0)
        edge = 0.06 * (high - low) or 0.5
        x = self.lines.x
        return float(x.min()), max(float(x.max()), float(x.min()) + 1), low - edge, high + edge


def _course(x: Floats, y: Floats, *, is_stepped: bool) -> tuple[Floats, Floats]:
    """The points that are joined: of steps, each height at both its ends, from the ground."""
    if not is_stepped or not len(x):
        return x, y
    return np.repeat(x, 2), np.concatenate([[0.0], np.repeat(y, 2)[:-1]])
