"""Rows as points over two attributes, as a part of a page."""

import numpy as np
import pyqtgraph as pg
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from workbench.gui.plots.chart import Chart
from workbench.gui.plots.legend import LegendRow
from workbench.gui.text_size import scaled
from workbench.gui.theme import Theme
from workbench.models.inside.page import Points

_LEAST = 240  # pixels upwards
_SIZE = 6
_MARKS = ("o", "t1", "s", "d")  # told apart without colours, too
_FAINT = 170  # of 255, so that points below others are seen


class PointsView(QWidget):
    """Draws ``Points``; a click on a row of the legend hides a group."""

    def __init__(
        self, points: Points, theme: Theme, name: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.points = points
        self.chart = Chart(f"{name}Chart", points.title, self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 4, 8, 4)
        layout.addWidget(self.chart)
        self.setMinimumHeight(scaled(_LEAST))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.chart.set_theme(theme)
        self.chart.name_axes(points.x_title, points.y_title)
        self.chart.set_bounds(_bounds(points))
        self.items = [self._added(i, theme) for i in range(len(points.groups))]
        self.chart.legend.set_rows(
            tuple(
                LegendRow(f"{label} ({len(group):,})", _pen(i, theme), key=label, items=(item,))
                for i, (label, group, item) in enumerate(
                    zip(points.names, points.groups, self.items, strict=True)
                )
            )
        )
        self.chart.place_legend()

    def _added(self, i: int, theme: Theme) -> pg.ScatterPlotItem:
        group, colour = self.points.groups[i], _colour(i, theme)
        colour.setAlpha(_FAINT)
        item = pg.ScatterPlotItem(
            x=group[:, 0], y=group[:, 1], size=_SIZE, symbol=_MARKS[i % len(_MARKS)], pen=None,
            brush=pg.mkBrush(colour), pxMode=True,
        )  # fmt: skip
        item.setZValue(20 - i)
        self.chart.addItem(item, ignoreBounds=True)
        return item


def _colour(i: int, theme: Theme) -> QColor:
    return QColor(theme.seen(theme.series[i % len(theme.series)]))


def _pen(i: int, theme: Theme) -> pg.QtGui.QPen:
    return pg.mkPen(_colour(i, theme), width=3)


def _bounds(points: Points) -> tuple[float, float, float, float]:
    rows = np.concatenate([*points.groups, np.empty((0, 2))])
    if not len(rows):
        return 0.0, 1.0, 0.0, 1.0
    low, high = rows.min(0), rows.max(0)
    edge = np.where(high > low, 0.06 * (high - low), 0.5)
    (left, bottom), (right, top) = (low - edge).tolist(), (high + edge).tolist()
    return left, right, bottom, top
