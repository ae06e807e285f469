"""The legend inside a plot: one row per line, painted in one go; a click hides and shows a line."""

import re
from dataclasses import dataclass, field
from typing import Any

import pyqtgraph as pg
from PySide6.QtCore import QCoreApplication, QPointF, QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QGraphicsSceneHoverEvent, QGraphicsSceneWheelEvent, QGraphicsWidget
from typing_extensions import override

from workbench.gui.plots.figure import tabular
from workbench.gui.plots.legend_columns import Columns, in_columns

_SAMPLE, _GAP, _PADDING = 26.0, 8.0, 6.0
_FAINT = 110  # of 255: what is hidden
_NUMBERS = re.compile(r"[\d.,±]+")


@dataclass(frozen=True)
class LegendRow:
    """One row: how the line looks and what it is; without a pen, a heading.

    Args:
        key: what the row is called while its words and values change; made of the words if empty.
        items: what a click on the row hides and shows; if none are given, the lines of the chart
            with the row's pen. A heading has none of its own unless they are given.
    """

    text: str
    pen: QPen | None = field(default=None, compare=False)
    is_strong: bool = False
    key: str = ""
    items: tuple[Any, ...] = field(default=(), compare=False)

    @property
    def can_hide(self) -> bool:
        """Whether there is something to be hidden."""
        return self.pen is not None or bool(self.items)

    def key_at(self, place: int) -> str:
        """The row's key, as the row at a place in the legend."""
        return self.key or f"{place}: {_NUMBERS.sub('#', self.text)}"


def scaled_pen(pen: QPen, factor: float) -> QPen:
    """The pen as many times as wide; hairlines as if they were one pixel wide."""
    if factor == 1 or pen.style() == Qt.PenStyle.NoPen:
        return pen
    wide = QPen(pen)
    wide.setWidthF(max(pen.widthF(), 1.0) * factor)
    wide.setCosmetic(True)
    return wide


class Legend(pg.GraphicsWidgetAnchor, QGraphicsWidget):  # type: ignore[misc]  # pyqtgraph has no types
    """Rows of samples and words. Setting the rows it has already costs nothing.

    Where there is no room for all rows one below the other they stand in columns; where there is
    none for columns either, the wheel scrolls.

    Signals:
        toggled(str): the key of a row that was clicked.

    Attributes:
        hidden: the keys of the rows whose lines are hidden.
    """

    toggled = Signal(str)

    def __init__(self) -> None:
        QGraphicsWidget.__init__(self)
        pg.GraphicsWidgetAnchor.__init__(self)
        self.rows: tuple[LegendRow, ...] = ()
        self.hidden: frozenset[str] = frozenset()
        self.is_moved = False
        self.pen_scale = 1.0
        self._font = QFont()
        self._text, self._ground, self._line = QColor(), QColor(), QColor()
        self._room = (float("inf"), float("inf"))
        self._columns = Columns()
        self._widths: list[float] = []  # of the rows
        self._first = 0  # the row at the top, where they are scrolled
        self.setZValue(100)
        self.setAcceptHoverEvents(True)
        self.setCursor(Qt.CursorShape.SizeAllCursor)

    def set_font(self, font: QFont) -> None:
        """Draw in another font."""
        self._font = font
        self._widths = [self._width_of(row) for row in self.rows]
        self._lay_out()

    def set_colours(self, text: QColor, ground: QColor, line: QColor) -> None:
        """Draw in other colours."""
        self._text, self._ground, self._line = text, ground, line
        self._ground.setAlpha(225)
        self.update()

    def set_rows(self, rows: tuple[LegendRow, ...]) -> None:
        """Show these rows."""
        if rows == self.rows:
            self.rows = rows  # their pens may be others
            return
        self.rows = rows
        self._widths = [self._width_of(row) for row in rows]
        self._lay_out()
        self.setVisible(bool(rows))

    def set_hidden(self, hidden: frozenset[str]) -> None:
        """Draw the rows of these keys as hidden ones."""
        self.hidden = hidden
        self.update()

    def keep_within(self, width: float, height: float = float("inf")) -> None:
        """Be no wider and no higher than this; longer rows are elided, more rows scrolled."""
        if (width, height) != self._room:
            self._room = width, height
            self._lay_out()

    def natural_size(self, width: float) -> QSizeF:
        """How large it is with all rows one below the other, no wider than this."""
        widest = min(max(self._widths, default=0.0) + 2 * _PADDING, width)
        return QSizeF(widest, len(self.rows) * self._row_height() + 2 * _PADDING)

    def put(self, place: QPointF) -> None:
        """Stand with the top left corner at a place, unless the user has dragged it away."""
        if not self.is_moved:
            self.anchor((0, 0), (0, 0), (place.x(), place.y()))

    def scroll_rows(self, n_rows: int) -> None:
        """Show rows further down, or up, where not all can be seen."""
        last = max(0, len(self.rows) - self._columns.n_shown)
        self._first = min(max(0, self._first + n_rows), last)
        self.update()

    @property
    def is_scrolled(self) -> bool:
        """Whether there are rows that cannot be seen."""
        return self._columns.n_shown < len(self.rows)

    def row_at(self, place: QPointF) -> int | None:
        """The row under a place in the legend; None where there is none."""
        shown = self._columns.place_of(place.x() - _PADDING, place.y() - _PADDING)
        number = None if shown is None else shown + self._first
        return number if number is not None and number < len(self.rows) else None

    @override
    def boundingRect(self) -> QRectF:
        return QRectF(0, 0, self.size().width(), self.size().height())

    # ------------------------------------------------------------------ painting

    @override
    def paint(self, painter: QPainter, *_: object) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        painter.setPen(QPen(self._line, 1))
        painter.setBrush(self._ground)
        painter.drawRoundedRect(self.boundingRect().adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        shown = self.rows[self._first : self._first + self._columns.n_shown]
        for i, row in enumerate(shown):
            place = self._columns.rectangle(i).translated(_PADDING, _PADDING)
            is_hidden = row.key_at(self._first + i) in self.hidden
            self._paint_row(painter, row, place, is_hidden=is_hidden)
        if self.is_scrolled:
            self._paint_rest(painter)

    def _paint_row(
        self, painter: QPainter, row: LegendRow, place: QRectF, *, is_hidden: bool
    ) -> None:
        left = place.left()
        colour = QColor(self._text)
        if is_hidden:
            colour.setAlpha(_FAINT)
        if row.pen is not None:
            middle = place.center().y()
            if not is_hidden:
                painter.setPen(scaled_pen(row.pen, self.pen_scale))
                painter.drawLine(QPointF(left, middle), QPointF(left + _SAMPLE, middle))
            left += _SAMPLE + _GAP
        painter.setPen(colour)
        font = tabular(self._font, bold=row.is_strong)
        font.setStrikeOut(is_hidden)
        painter.setFont(font)
        box = QRectF(left, place.top(), place.right() - left, place.height())
        text = QFontMetricsF(font).elidedText(
            row.text, Qt.TextElideMode.ElideMiddle, box.width() + 1
        )
        painter.drawText(box, int(Qt.AlignmentFlag.AlignVCenter), text)

    def _paint_rest(self, painter: QPainter) -> None:
        """How many rows there are above and below those that are seen."""
        below = len(self.rows) - self._first - self._columns.n_shown
        words = QCoreApplication.translate("Legend", "↑ {} · ↓ {} more").format(self._first, below)
        painter.setPen(self._text)
        painter.setFont(tabular(self._font))
        height = self._row_height()
        box = self.boundingRect().adjusted(_PADDING, 0, -_PADDING, -_PADDING / 2)
        box.setTop(box.bottom() - height)
        painter.drawText(box, int(Qt.AlignmentFlag.AlignVCenter), words)

    # ------------------------------------------------------------------ room

    def _row_height(self) -> float:
        return QFontMetricsF(self._font).height() + 3

    def _lay_out(self) -> None:
        width, height = self._room
        headings = [row.pen is None and row.is_strong for row in self.rows]
        room = width - 2 * _PADDING, height - 2 * _PADDING
        self._columns = in_columns(self._widths, headings, self._row_height(), room)
        self.scroll_rows(0)
        self.resize(*(side + 2 * _PADDING for side in self._columns.size))
        self.update()

    def _width_of(self, row: LegendRow) -> float:
        measure = QFontMetricsF(tabular(self._font, bold=row.is_strong))
        sample = _SAMPLE + _GAP if row.pen is not None else 0.0
        return measure.horizontalAdvance(row.text) + sample

    # ------------------------------------------------------------------ the mouse

    def mouseClickEvent(self, event: Any) -> None:
        """Hide or show the line whose row is clicked."""
        number = self.row_at(event.pos()) if event.button() == Qt.MouseButton.LeftButton else None
        if number is None or not self.rows[number].can_hide:
            event.ignore()
            return
        event.accept()
        self.toggled.emit(self.rows[number].key_at(number))

    def mouseDragEvent(self, event: Any) -> None:
        """Move with the mouse; stays where it was put."""
        if event.button() == Qt.MouseButton.LeftButton:
            event.accept()
            self.is_moved = True
            self.autoAnchor(self.pos() + event.pos() - event.lastPos())

    @override
    def hoverMoveEvent(self, event: QGraphicsSceneHoverEvent) -> None:
        number = self.row_at(event.pos())
        can_hide = number is not None and self.rows[number].can_hide
        shape = Qt.CursorShape
        self.setCursor(shape.PointingHandCursor if can_hide else shape.SizeAllCursor)

    @override
    def wheelEvent(self, event: QGraphicsSceneWheelEvent) -> None:
        event.accept()  # the plot below is not meant
        self.scroll_rows(-1 if event.delta() > 0 else 1)
