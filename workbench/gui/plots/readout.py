"""The readout at the cursor of a chart: a line through the place that is read, and words."""

import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPen

from workbench.gui.plots.legend import Legend
from workbench.gui.theme import Theme

Corner = tuple[float, float]


class Readout:
    """Words beside a place in a view box, where there is room for them and not below the legend."""

    def __init__(self, box: pg.ViewBox, legend: Legend) -> None:
        self._box = box
        self._legend = legend
        self._line = pg.PlotCurveItem()
        self._words = pg.TextItem(anchor=(0, 1))
        self._words.setZValue(101)
        for item in (self._line, self._words):
            item.hide()
            box.addItem(item, ignoreBounds=True)

    def set_theme(self, theme: Theme, font: QFont) -> None:
        """Draw in other colours."""
        self._line.setPen(QPen(QColor(theme.secondary), 0, Qt.PenStyle.DotLine))
        self._words.setColor(theme.text)
        self._words.fill = pg.mkBrush(theme.panel)
        self._words.border = pg.mkPen(theme.line)
        self._words.setFont(font)

    def show(self, x: float, y: float, text: str) -> None:
        """Say something at a place in data coordinates."""
        _, (y0, y1) = self._box.viewRange()
        self._words.setText(text)
        self._words.setAnchor(self._anchor(x, y))
        self._words.setPos(x, y)
        self._line.setData([x, x], [y0, y1])
        self._line.show()
        self._words.show()

    def hide(self) -> None:
        """Say nothing."""
        self._line.hide()
        self._words.hide()

    def _anchor(self, x: float, y: float) -> Corner:
        """Which corner of the words stands at a place; the nearest to the middle that can."""
        at, area = self._box.mapViewToScene(QPointF(x, y)), self._box.sceneBoundingRect()
        size = self._words.boundingRect().size()
        in_way = self._legend.sceneBoundingRect() if self._legend.isVisible() else QRectF()
        right, low = float(at.x() > area.center().x()), float(at.y() > area.center().y())
        corners = ((right, low), (1 - right, low), (right, 1 - low), (1 - right, 1 - low))

        def place(corner: Corner) -> QRectF:
            left = at.x() - corner[0] * size.width()
            return QRectF(QPointF(left, at.y() - corner[1] * size.height()), size)

        seen = [corner for corner in corners if not place(corner).intersects(in_way)]
        whole = [corner for corner in seen if area.contains(place(corner))]
        return [*whole, *seen, *corners][0]
