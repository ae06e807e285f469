"""The area that curves are drawn in: two named axes, a faint grid, a legend, a cursor readout.

Its range is set, never found anew for each frame: that is what makes live curves cheap.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF, QSizeF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QMenu, QWidget
from typing_extensions import override

from workbench.data.dataset import FloatArray
from workbench.gui.plots.axis import Axis
from workbench.gui.plots.figure import tabular
from workbench.gui.plots.legend import Legend, scaled_pen
from workbench.gui.plots.legend_place import INSET, Corner, LegendPlace
from workbench.gui.plots.readout import Readout
from workbench.gui.plots.shown_lines import ShownLines
from workbench.gui.plots.zoom_box import ZoomBox
from workbench.gui.text_size import scaled
from workbench.gui.theme import LIGHT, Theme

Bounds = tuple[float, float, float, float]
AXIS_WIDTH = 64
_ZOOM, _STEP = 0.8, 0.1
_LEGEND_SHARE = 0.5  # of the width, at most, where the legend stands beside the plot


class Chart(pg.PlotWidget):  # type: ignore[misc]  # pyqtgraph has no types
    """A plot with a set range that the user may zoom and pan away from, and come back.

    Wheel, + and - zoom, Shift and drag zooms into a rectangle, drag and arrows pan; double click,
    Home and the figure's Ctrl+0 reset. A click on a row of the legend, or its number, hides its
    lines and shows them again.

    Signals:
        left: the mouse has left; nothing is read any more.
        lines_shown: the user has hidden lines or shown them again.
    """

    left = Signal()
    lines_shown = Signal()
    _is_made = False  # pyqtgraph resizes before all parts are there

    def __init__(self, name: str, title: str, parent: QWidget | None = None) -> None:
        sides = ("left", "bottom")
        super().__init__(parent, axisItems={side: Axis(side) for side in sides}, viewBox=ZoomBox())
        self.setObjectName(name)
        self.setAccessibleName(title)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMenuEnabled(False)
        self.hideButtons()
        self.setAcceptDrops(False)  # files are for the window
        self.setAntialiasing(False)
        self._label_colour = LIGHT.secondary
        self.bounds: Bounds = (0.0, 1.0, 0.0, 1.0)
        self.is_zoomed = False
        self.reads: Callable[[float, float], tuple[float, float, str] | None] | None = None
        self.legend = Legend()
        self.legend.setParentItem(self.getPlotItem())
        self._place = LegendPlace()
        self._lines: list[pg.PlotCurveItem] = []
        self.shown_lines = ShownLines(self.legend, self._lines, self)
        self.shown_lines.changed.connect(self.lines_shown)
        self.readout = Readout(self.getViewBox(), self.legend)
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

    @contextmanager
    def pens_scaled(self, factor: float) -> Iterator[None]:
        """Lines as many times as wide, and marks as shapes, for a picture in a file."""
        marks = [i for i in self.getPlotItem().items if isinstance(i, pg.ScatterPlotItem)]
        for mark in marks:
            mark.opts["useCache"] = False  # else copied from pixels, which drawings garble
        before = [line.opts["pen"] for line in self._lines]
        for line, pen in zip(self._lines, before, strict=True):
            line.setPen(scaled_pen(pen, factor))
        self.legend.pen_scale = factor
        try:
            yield
        finally:
            self.legend.pen_scale = 1.0
            for line, pen in zip(self._lines, before, strict=True):
                line.setPen(pen)
            for mark in marks:
                mark.opts["useCache"] = True

    def prefer_corner(self, corner: Corner) -> None:
        """Have the legend there ((1, 0) is top right), where it covers no more than elsewhere."""
        self._place = LegendPlace(corner)

    def place_legend(self) -> None:
        """Put the legend where it hides least, beside the plot where that is low and wide."""
        item, legend = self.getPlotItem(), self.legend
        room = QSizeF(self.width(), self.height() - self.getAxis("bottom").height())
        self.shown_lines.apply()
        wide = max(96.0, room.width() - scaled(AXIS_WIDTH) - 3 * INSET[0])
        natural = legend.natural_size(wide)
        is_beside = bool(legend.rows) and self._place.is_beside(room, natural)
        legend.keep_within(*self._legend_room(wide, natural.width(), is_beside=is_beside))
        size = legend.size()
        right = size.width() + 2 * INSET[0] if is_beside and not legend.is_moved else 12.0
        item.layout.setContentsMargins(1, 8, right, 1)
        item.layout.activate()
        area = self.getViewBox().geometry()
        if is_beside:
            legend.put(QPointF(area.right() + INSET[0], area.top()))
        else:
            legend.put(self._place.inside(area, size, *self._points()).topLeft())

    def _legend_room(self, wide: float, natural: float, *, is_beside: bool) -> tuple[float, float]:
        """The most width and height that the legend may have."""
        low = self.getAxis("bottom").height() + 8.0
        height = max(self.height() - low - (0.0 if is_beside else 2 * INSET[1]), 1.0)
        return (max(natural, _LEGEND_SHARE * self.width()) if is_beside else wide), height

    def _points(self) -> tuple[FloatArray, FloatArray]:
        """All lines' points, in the plot item's pixels."""
        area, (x_range, y_range) = self.getViewBox().geometry(), self.getViewBox().viewRange()
        data = [line.getData() for line in self._lines if line.isVisible() and line.opacity()]
        x = np.concatenate([np.empty(0), *(d[0] for d in data if d[0] is not None)])
        y = np.concatenate([np.empty(0), *(d[1] for d in data if d[1] is not None)])
        across = (x - x_range[0]) / (x_range[1] - x_range[0])
        up = (y - y_range[0]) / (y_range[1] - y_range[0])
        return area.left() + across * area.width(), area.bottom() - up * area.height()

    @override
    def close(self) -> None:
        self._is_made = False  # pyqtgraph deletes the parts, then resizes once more
        super().close()

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
        if bounds != self.bounds:
            self.getViewBox().keep_within(bounds[1] - bounds[0], bounds[3] - bounds[2])
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
        self.getViewBox().set_theme(theme)
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
        self.readout.set_theme(theme, font)
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
        elif key == Qt.Key.Key_Home:
            self.reset()
        elif key in {Qt.Key.Key_PageUp, Qt.Key.Key_PageDown}:
            self.legend.scroll_rows(-1 if key == Qt.Key.Key_PageUp else 1)
        elif Qt.Key.Key_0 <= key <= Qt.Key.Key_9 and not event.modifiers():
            self.shown_lines.toggle_number(key - Qt.Key.Key_0)
        else:
            super().keyPressEvent(event)

    @override
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        super().mouseDoubleClickEvent(event)
        legend = self.legend
        place = legend.mapFromScene(self.mapToScene(event.position().toPoint()))
        if not (legend.isVisible() and legend.boundingRect().contains(place)):
            self.reset()

    def offer(self, menu: QMenu) -> None:
        """Add to a menu what can be done with the drawing."""
        for words, name, slot in (
            (self.tr("Zoom in\t+"), "In", lambda: self.zoom(_ZOOM)),
            (self.tr("Zoom out\t-"), "Out", lambda: self.zoom(1 / _ZOOM)),
        ):
            action = menu.addAction(words)
            action.setObjectName(f"{self.objectName()}Zoom{name}")
            action.triggered.connect(slot)
        rectangles = menu.addAction(self.tr("Zoom into a rectangle by dragging\tShift+drag"))
        rectangles.setObjectName(f"{self.objectName()}Rectangles")
        rectangles.setCheckable(True)
        rectangles.setChecked(self.getViewBox().draws_rectangles)
        rectangles.toggled.connect(self.getViewBox().draw_rectangles)
        self.shown_lines.offer(menu)

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
        self.readout.show(at_x, at_y, text)
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
        self.readout.hide()
        self.left.emit()
