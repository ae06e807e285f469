"""Paints a layer into a narrow row: name and output, below them what it costs, or what is wrong."""

from functools import cache
from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QIcon, QPainter
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem
from typing_extensions import override

from workbench.gui.inspector.layer_model import ROW_ROLE
from workbench.gui.text_size import TEXT_SIZE, scaled
from workbench.gui.theme import Theme
from workbench.runs.layer_rows import LayerRow, compact

ICON, SIDE, GAP, ABOVE = 16, 8, 8, 4
TITLE, SMALL = 13, 11
LEFT = SIDE + ICON + GAP
_WRAP = Qt.TextFlag.TextWordWrap


class LayerDelegate(QStyledItemDelegate):
    """Rows of one, two or, with an error, more lines."""

    def __init__(self, theme: Theme, view: QAbstractItemView) -> None:
        super().__init__(view)
        self._view = view
        self.theme = theme
        self._heights: dict[tuple[bool, str, int, int], int] = {}

    @override
    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        row, width = index.data(ROW_ROLE), self._view.viewport().width()
        if not isinstance(row, LayerRow):
            return QSize(width, 0)
        key = (row.has_parameters, row.error, width, TEXT_SIZE.percent)
        if key not in self._heights:  # of hundreds of rows few differ
            costs = self._line(SMALL) if row.has_parameters else 0
            error = self._error_height(row, width)
            self._heights[key] = scaled(2 * ABOVE) + self._line(TITLE) + costs + error
        return QSize(width, self._heights[key])

    @override
    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        row, drawn = index.data(ROW_ROLE), option
        if not isinstance(row, LayerRow):
            return
        rect: QRect = drawn.rect
        state: QStyle.StateFlag = drawn.state
        painter.save()
        self._paint_ground(painter, rect, state)
        picture = index.data(Qt.ItemDataRole.DecorationRole)
        box = rect.adjusted(scaled(SIDE), scaled(ABOVE), -scaled(SIDE), 0)
        title = QRect(box.x(), box.y(), box.width(), self._line(TITLE))
        if isinstance(picture, QIcon):
            side = scaled(ICON)
            place = QRect(title.x(), title.y() + (title.height() - side) // 2, side, side)
            picture.paint(painter, place)
        title.setLeft(rect.x() + scaled(LEFT))
        self._paint_title(painter, title, row)
        below = title.translated(0, title.height())
        below.setHeight(self._line(SMALL))
        if row.has_parameters:
            self._paint_costs(painter, below, row)
            below.translate(0, below.height())
        if row.error:
            self._paint_error(painter, below, row)
        painter.restore()

    # ------------------------------------------------------------------ parts

    def _paint_ground(self, painter: QPainter, rect: QRect, state: Any) -> None:
        theme = self.theme
        is_chosen = bool(state & QStyle.StateFlag.State_Selected)
        if is_chosen or state & QStyle.StateFlag.State_MouseOver:
            tint = QColor(theme.accent)
            tint.setAlphaF(0.18 if is_chosen else 0.07)
            painter.fillRect(rect, tint)
        painter.setPen(QColor(theme.grid))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        if state & QStyle.StateFlag.State_HasFocus and is_chosen:
            painter.fillRect(rect.x(), rect.y(), scaled(2), rect.height(), QColor(theme.accent))

    def _paint_title(self, painter: QPainter, box: QRect, row: LayerRow) -> None:
        theme, middle = self.theme, Qt.AlignmentFlag.AlignVCenter
        plain, strong = _font(TITLE), _font(TITLE, QFont.Weight.Medium)
        painter.setFont(plain)
        painter.setPen(QColor(theme.text))
        painter.drawText(box, middle | Qt.AlignmentFlag.AlignRight, row.output)
        taken = _metrics(TITLE).horizontalAdvance(row.output)
        left = box.adjusted(0, 0, -taken - scaled(GAP), 0)
        metrics = _metrics(TITLE, QFont.Weight.Medium)
        name = metrics.elidedText(row.name, Qt.TextElideMode.ElideRight, left.width())
        painter.setFont(strong)
        painter.setPen(QColor(theme.failed if row.error else theme.text))
        painter.drawText(left, middle | Qt.AlignmentFlag.AlignLeft, name)
        left.setLeft(left.left() + metrics.horizontalAdvance(name) + scaled(GAP))
        if left.width() > scaled(16):
            words = _metrics(TITLE).elidedText(row.words, Qt.TextElideMode.ElideRight, left.width())
            painter.setFont(plain)
            painter.setPen(QColor(theme.secondary))
            painter.drawText(left, middle | Qt.AlignmentFlag.AlignLeft, words)

    def _paint_costs(self, painter: QPainter, box: QRect, row: LayerRow) -> None:
        painter.setFont(_font(SMALL))
        painter.setPen(QColor(self.theme.secondary))
        counts = f"{row.weights or 0:,} + {row.biases or 0:,}"
        painter.drawText(box, Qt.AlignmentFlag.AlignLeft, counts)
        costs = compact(row.multiply_adds or 0)
        painter.drawText(box, Qt.AlignmentFlag.AlignRight, costs)

    def _paint_error(self, painter: QPainter, box: QRect, row: LayerRow) -> None:
        painter.setFont(_font(SMALL))
        metrics = _metrics(SMALL)
        for text, colour in ((row.error, self.theme.failed), (row.remedy, self.theme.secondary)):
            high = metrics.boundingRect(0, 0, box.width(), 10_000, _WRAP, text).height()
            place = QRect(box.x(), box.y(), box.width(), high)
            painter.setPen(QColor(colour))
            painter.drawText(place, _WRAP, text)
            box = box.translated(0, high + scaled(2))

    def _error_height(self, row: LayerRow, width: int) -> int:
        if not row.error:
            return 0
        metrics, inside = _metrics(SMALL), width - scaled(LEFT + SIDE)
        texts = (row.error, row.remedy)
        rects = [metrics.boundingRect(0, 0, inside, 10_000, _WRAP, text) for text in texts]
        return sum(rect.height() + scaled(2) for rect in rects) + scaled(2)

    @staticmethod
    def _line(pixels: int) -> int:
        return _metrics(pixels).height()


def _font(pixels: int, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    return _made(scaled(pixels), weight)[0]


def _metrics(pixels: int, weight: QFont.Weight = QFont.Weight.Normal) -> QFontMetrics:
    return _made(scaled(pixels), weight)[1]


@cache  # rows are measured by the hundred
def _made(pixels: int, weight: QFont.Weight) -> tuple[QFont, QFontMetrics]:
    font = QFont()
    font.setPixelSize(pixels)
    font.setWeight(weight)
    font.setFeature(QFont.Tag("tnum"), 1)
    return font, QFontMetrics(font)
