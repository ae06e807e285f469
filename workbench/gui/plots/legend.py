"""The legend inside a plot: one row per line, painted in one go, draggable."""

from dataclasses import dataclass, field

import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QGraphicsWidget
from typing_extensions import override

from workbench.gui.plots.figure import tabular

_SAMPLE, _GAP, _PADDING = 26.0, 8.0, 6.0


@dataclass(frozen=True)
class LegendRow:
    """One row: how the line looks and what it is; without a pen, a heading."""

    text: str
    pen: QPen | None = field(default=None, compare=False)
    is_strong: bool = False


class Legend(pg.GraphicsWidgetAnchor, QGraphicsWidget):  # type: ignore[misc]  # pyqtgraph has no types
    """Rows of samples and words. Setting the rows it has already costs nothing."""

    def __init__(self) -> None:
        QGraphicsWidget.__init__(self)
        pg.GraphicsWidgetAnchor.__init__(self)
        self.rows: tuple[LegendRow, ...] = ()
        self._font = QFont()
        self._text, self._ground, self._line = QColor(), QColor(), QColor()
        self.is_moved = False
        self._most = float("inf")
        self.setZValue(100)
        self.setCursor(Qt.CursorShape.SizeAllCursor)

    def set_font(self, font: QFont) -> None:
        """Draw in another font."""
        self._font = font
        self.resize(*self._extent())
        self.update()

    def set_colours(self, text: QColor, ground: QColor, line: QColor) -> None:
        """Draw in other colours."""
        self._text, self._ground, self._line = text, ground, line
        self._ground.setAlpha(225)
        self.update()

    def set_rows(self, rows: tuple[LegendRow, ...]) -> None:
        """Show these rows."""
        if rows == self.rows:
            return
        self.rows = rows
        self.resize(*self._extent())
        self.setVisible(bool(rows))
        self.update()

    def keep_within(self, width: float) -> None:
        """Be no wider than this; longer rows are elided."""
        if width != self._most:
            self._most = width
            self.resize(*self._extent())
            self.update()

    def put(self, place: QPointF) -> None:
        """Stand with the top left corner at a place, unless the user has dragged it away."""
        if not self.is_moved:
            self.anchor((0, 0), (0, 0), (place.x(), place.y()))

    @override
    def boundingRect(self) -> QRectF:
        return QRectF(0, 0, self.size().width(), self.size().height())

    @override
    def paint(self, painter: QPainter, *_: object) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        painter.setPen(QPen(self._line, 1))
        painter.setBrush(self._ground)
        painter.drawRoundedRect(self.boundingRect().adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        height = self._row_height()
        for i, row in enumerate(self.rows):
            self._paint_row(painter, row, QPointF(_PADDING, _PADDING + i * height), height)

    def _paint_row(self, painter: QPainter, row: LegendRow, at: QPointF, height: float) -> None:
        left = at.x()
        if row.pen is not None:
            painter.setPen(row.pen)
            middle = at.y() + height / 2
            painter.drawLine(QPointF(left, middle), QPointF(left + _SAMPLE, middle))
            left += _SAMPLE + _GAP
        painter.setPen(self._text)
        font = tabular(self._font, bold=row.is_strong)
        painter.setFont(font)
        box = QRectF(left, at.y(), self.size().width() - left, height)
        room = box.width() - _PADDING + 1
        text = QFontMetricsF(font).elidedText(row.text, Qt.TextElideMode.ElideMiddle, room)
        painter.drawText(box, int(Qt.AlignmentFlag.AlignVCenter), text)

    def _row_height(self) -> float:
        return QFontMetricsF(self._font).height() + 3

    def _extent(self) -> tuple[float, float]:
        width = 0.0
        for row in self.rows:
            measure = QFontMetricsF(tabular(self._font, bold=row.is_strong))
            sample = _SAMPLE + _GAP if row.pen is not None else 0.0
            width = max(width, measure.horizontalAdvance(row.text) + sample)
        # Rounded up, so that a digit more or less does not make the box breathe.
        width = 16 * -(-width // 16)
        return min(width + 2 * _PADDING, self._most), len(
            self.rows
        ) * self._row_height() + 2 * _PADDING

    def mouseDragEvent(self, event: object) -> None:
        """Move with the mouse; stays where it was put."""
        if event.button() == Qt.MouseButton.LeftButton:  # type: ignore[attr-defined]
            event.accept()  # type: ignore[attr-defined]
            self.is_moved = True
            self.autoAnchor(self.pos() + event.pos() - event.lastPos())  # type: ignore[attr-defined]
