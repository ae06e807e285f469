"""The area that curves are drawn in: two named axes, a faint grid, a legend, a cursor readout.

Its range is set, never found anew for each frame: that is what makes live curves cheap.
"""

from collections.abc import Callable

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF, QSizeF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from workbench.data.dataset import FloatArray
from workbench.gui.plots.axis import Axis
from workbench.gui.plots.figure import tabular
from workbench.gui.plots.legend import Legend
from workbench.gui.plots.legend_place import INSET, Corner, LegendPlace
from workbench.gui.text_size import scaled
from workbench.gui.theme import LIGHT, Theme

Bounds = tuple[float, float, float, float]
AXIS_WIDTH = 64
_ZOOM, _STEP = 0.8, 0.1


class Chart(pg.PlotWidget):  # type: ignore[misc]  # pyqtgraph has no types
    """A plot with a set range that the user may zoom and pan away from, and come back.

    Signals:
        left: the mouse has left; nothing is read any more.
    """

    left = Signal()
    _is_made = False  # pyqtgraph resizes before all parts are there

    def __init__(self, name: str, title: str, parent: QWidget | None = None) -> None:
        sides = ("left", "bottom")
        super().__init__(parent, axisItems={side: Axis(side) for side in sides})
        self.setObjectName(name)
        self.setAccessibleName(title)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMenuEnabled(False)
        self.hideButtons()
        self.setAntialiasing(False)
        self._label_colour = LIGHT.secondary
        self.bounds: Bounds = (0.0, 1.0, 0.0, 1.0)
        self.is_zoomed = False
        self.reads: Callable[[float, float], tuple[float, float, str] | None] | None = None
        self.legend = Legend()
        self.legend.setParentItem(self.getPlotItem())
        self._place = LegendPlace()
        self._lines: list[pg.PlotCurveItem] = []
        self._cursor = pg.PlotCurveItem()
        self._readout = pg.TextItem(anchor=(0, 1))
        self._readout.setZValue(101)
        for item in (self._cursor, self._readout):
            item.hide()
            self.addItem(item, ignoreBounds=True)
        box = self.getViewBox()
        box.disableAutoRange()
        box.setDefaultPadding(0)
        box.sigRangeChangedManually.connect(self._on_zoomed)
        self.scene().sigMouseMoved.connect(self._on_moved)
        self.set_bounds(self.bounds)
        self.set_theme(LIGHT)
        self._is_made = True

    # ------------------------------------------------------------------ what is drawn

    def add_line(self, *, z: float = 0.0) -> pg.PlotCurveItem:
        """An empty line; give it arrays with ``setData``."""
        line = pg.PlotCurveItem(antialias=False, skipFiniteCheck=True)
        line.setZValue(z)
        self.addItem(line, ignoreBounds=True)
        self._lines.append(line)
        return line

    def remove_line(self, line: pg.PlotCurveItem) -> None:
        """Take a line out again."""
        self._lines.remove(line)
        self.removeItem(line)

    def prefer_corner(self, corner: Corner) -> None:
        """Have the legend there ((1, 0) is top right), where it covers no more than elsewhere."""
        self._place = LegendPlace(corner)

    def place_legend(self) -> None:
        """Put the legend where it hides least, beside the plot where that is low and wide."""
        item, legend = self.getPlotItem(), self.legend
        room = QSizeF(self.size())
        legend.keep_within(max(96.0, room.width() - scaled(AXIS_WIDTH) - 3 * INSET[0]))
        size = legend.size()
        is_beside = bool(legend.rows) and LegendPlace.is_beside(room, size)
        right = size.width() + 2 * INSET[0] if is_beside and not legend.is_moved else 12.0
        item.layout.setContentsMargins(1, 8, right, 1)
        item.layout.activate()
        area = self.getViewBox().geometry()
        if is_beside:
            legend.put(QPointF(area.right() + INSET[0], area.top()))
        else:
            legend.put(self._place.inside(area, size, *self._points()).topLeft())

    def _points(self) -> tuple[FloatArray, FloatArray]:
        """All lines' points, in the plot item's pixels."""
        area, (x_range, y_range) = self.getViewBox().geometry(), self.getViewBox().viewRange()
        data = [line.getData() for line in self._lines if line.isVisible()]
        x = np.concatenate([np.empty(0), *(d[0] for d in data if d[0] is not None)])
        y = np.concatenate([np.empty(0), *(d[1] for d in data if d[1] is not None)])
        across = (x - x_range[0]) / (x_range[1] - x_range[0])
        up = (y - y_range[0]) / (y_range[1] - y_range[0])
        return area.left() + across * area.width(), area.bottom() - up * area.height()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._is_made:
            self.place_legend()

    def name_axes(self, x: str, y: str) -> None:
        """Name the axes, units included."""
        for side, text in (("bottom", x), ("left", y)):
            if self.getAxis(side).labelText != text:
                self.setLabel(side, text, color=self._label_colour)

    def set_bounds(self, bounds: Bounds) -> None:
        """Show x from, x to, y from, y to, unless the user has zoomed."""
        self.bounds = bounds
        if not self.is_zoomed:
            self._show(bounds)

    def reset(self) -> None:
        """Forget the user's zoom."""
        self.is_zoomed = False
        self._show(self.bounds)

    def _show(self, bounds: Bounds) -> None:
        x0, x1, y0, y1 = bounds
        box = self.getViewBox()
        if box.viewRange() != [[x0, x1], [y0, y1]]:
            box.setRange(xRange=(x0, x1), yRange=(y0, y1), padding=0, disableAutoRange=True)

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours."""
        self.setBackground(theme.panel)
        self._label_colour = theme.secondary
        font = tabular(self.font(), scale=0.92)
        for side in ("left", "bottom"):
            axis = self.getAxis(side)
            axis.setTextPen(theme.secondary)
            axis.setPen(QPen(QColor(theme.line), 0))
            axis.setTickPen(QPen(QColor(theme.grid), 0))
            axis.setGrid(255)
            axis.setZValue(-1000)  # the grid lies under the curves
            axis.enableAutoSIPrefix(enable=False)
            axis.setStyle(tickFont=font, tickLength=0, maxTickLevel=0, maxTextLevel=0,
                          tickTextOffset=6, hideOverlappingLabels=side == "bottom")  # fmt: skip
            axis.label.setFont(font)
            if axis.labelText:
                axis.setLabel(axis.labelText, color=theme.secondary)
        self.getAxis("left").setWidth(scaled(AXIS_WIDTH))
        self.legend.set_font(tabular(self.font()))
        self.legend.set_colours(QColor(theme.text), QColor(theme.panel), QColor(theme.line))
        self._cursor.setPen(QPen(QColor(theme.secondary), 0, Qt.PenStyle.DotLine))
        self._readout.setColor(theme.text)
        self._readout.fill = pg.mkBrush(theme.panel)
        self._readout.border = pg.mkPen(theme.line)
        self._readout.setFont(font)
        if self._is_made:
            self.place_legend()

    # ------------------------------------------------------------------ zooming and reading

    def zoom(self, factor: float) -> None:
        """Zoom about the middle; below 1 shows less."""
        self.is_zoomed = True
        self.getViewBox().scaleBy((factor, factor))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        moves = {
            Qt.Key.Key_Left: (-_STEP, 0.0),
            Qt.Key.Key_Right: (_STEP, 0.0),
            Qt.Key.Key_Up: (0.0, _STEP),
            Qt.Key.Key_Down: (0.0, -_STEP),
        }
        key = Qt.Key(event.key())
        if key in moves:
            (x0, x1), (y0, y1) = self.getViewBox().viewRange()
            dx, dy = moves[key]
            self.is_zoomed = True
            self.getViewBox().translateBy(x=dx * (x1 - x0), y=dy * (y1 - y0))
        elif key in {Qt.Key.Key_Plus, Qt.Key.Key_Equal}:
            self.zoom(_ZOOM)
        elif key == Qt.Key.Key_Minus:
            self.zoom(1 / _ZOOM)
        else:
            super().keyPressEvent(event)

    @override
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        super().mouseDoubleClickEvent(event)
        self.reset()

    @override
    def leaveEvent(self, event: object) -> None:
        self._hide_readout()
        super().leaveEvent(event)

    def read(self, x: float, y: float) -> str:
        """Show the readout for a place in data coordinates; gives its text, "" for nothing."""
        found = self.reads(x, y) if self.reads else None
        if found is None:
            self._hide_readout()
            return ""
        at_x, at_y, text = found
        (x0, x1), (y0, y1) = self.getViewBox().viewRange()
        self._readout.setAnchor((float(at_x > (x0 + x1) / 2), float(at_y < (y0 + y1) / 2)))
        self._readout.setText(text)
        self._readout.setPos(at_x, at_y)
        self._cursor.setData([at_x, at_x], [y0, y1])
        self._cursor.show()
        self._readout.show()
        return text

    def _on_moved(self, place: QPointF) -> None:
        box = self.getViewBox()
        if not box.sceneBoundingRect().contains(place):
            self._hide_readout()
            return
        point = box.mapSceneToView(place)
        self.read(point.x(), point.y())

    def _on_zoomed(self, *_: object) -> None:
        self.is_zoomed = True

    def _hide_readout(self) -> None:
        self._cursor.hide()
        self._readout.hide()
        self.left.emit()
