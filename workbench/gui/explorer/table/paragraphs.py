"""Texts as paragraphs, one sample under the other: only what is seen is laid out."""

import numpy as np
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import (
    QColor,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QWidget
from typing_extensions import override

from workbench.data.dataset import Column, Dataset, IntArray
from workbench.data.schema import Attribute
from workbench.gui.brush import Brush, Mode
from workbench.gui.cell_text import MISSING, cell_text
from workbench.gui.class_colours import class_colours
from workbench.gui.theme import LIGHT, Theme, mixed

MARGIN, GAP, CHIP_WIDTH, NUMBER_WIDTH = 12, 10, 120, 72
MAX_WIDTH = 760  # of a line of text, so that it can be read
MAX_LETTERS = 4_000  # of a paragraph; the table's reading pane shows more
_NOTCH = 120  # the angle of a wheel's notch, in eighths of a degree
_WRAPPED = Qt.TextFlag.TextWordWrap.value | Qt.AlignmentFlag.AlignLeft.value


class Paragraphs(QAbstractScrollArea):
    """Texts with their class and number. The scroll bar counts samples, not pixels."""

    def __init__(self, brush: Brush, parent: QWidget) -> None:
        super().__init__(parent)
        self._brush = brush
        self._theme = LIGHT
        self._dataset: Dataset | None = None
        self._texts: Column = np.empty(0, dtype=object)
        self._rows: IntArray = np.empty(0, dtype=np.int64)
        self._chip_width = CHIP_WIDTH
        self._hidden = 0  # pixels of the first paragraph above the edge
        self._current = -1  # the place of the paragraph that keys act on
        self._places: list[tuple[int, QRect]] = []  # what is seen: place and area
        self.setObjectName("reading_paragraphs")
        self.setAccessibleName(self.tr("Texts as paragraphs"))
        self.setFrameShape(QAbstractScrollArea.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalScrollBar().valueChanged.connect(lambda _: self._jump())
        brush.selection_changed.connect(self.viewport().update)

    def set_theme(self, theme: Theme) -> None:
        """Paint in another theme."""
        self._theme = theme
        self.viewport().update()

    def show_texts(self, dataset: Dataset | None, name: str, rows: IntArray) -> None:
        """Show the texts of an attribute, of the samples with these row numbers."""
        self._dataset, self._rows, self._current, self._hidden = dataset, rows, -1, 0
        self._texts = dataset.column(name) if dataset else np.empty(0, dtype=object)
        self._chip_width = self._widest_chip()
        self.verticalScrollBar().setRange(0, max(len(rows) - 1, 0))
        self.verticalScrollBar().setPageStep(8)
        self.verticalScrollBar().setValue(0)
        self.viewport().update()

    def seen_rows(self) -> list[int]:
        """The row numbers of the samples that were painted last."""
        return [int(self._rows[place]) for place, _ in self._places]

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), QColor(self._theme.panel))
        self._places = []
        y, place = -self._hidden, self.verticalScrollBar().value()
        while y < self.viewport().height() and place < len(self._rows):
            area = QRect(0, y, self.viewport().width(), self._height(place))
            self._places.append((place, area))
            self._paint(painter, place, area)
            y, place = y + area.height(), place + 1
        painter.end()

    def _paint(self, painter: QPainter, place: int, area: QRect) -> None:
        theme, row = self._theme, int(self._rows[place])
        if self._brush.selected[row]:
            painter.fillRect(area, QColor(mixed(theme.panel, theme.accent, 0.14)))
            painter.fillRect(QRect(0, area.top(), 3, area.height()), QColor(theme.accent))
        if place == self._current and self.hasFocus():
            painter.setPen(QColor(theme.accent))
            painter.drawRect(area.adjusted(0, 0, -1, -2))
        painter.setPen(QColor(theme.grid))
        painter.drawLine(area.bottomLeft(), area.bottomRight())
        inner = area.adjusted(MARGIN, GAP, -MARGIN, -GAP)
        painter.setPen(QColor(theme.secondary))
        painter.drawText(inner, Qt.AlignmentFlag.AlignLeft.value, self._number(row))
        self._paint_class(painter, inner.adjusted(NUMBER_WIDTH, 0, 0, 0), row)
        text = self._text(place)
        painter.setPen(QColor(theme.secondary if text == MISSING else theme.text))
        painter.drawText(self._text_area(inner), _WRAPPED, text)

    def _paint_class(self, painter: QPainter, area: QRect, row: int) -> None:
        """The class as a chip, in its colour."""
        target = self._dataset.schema.class_attribute if self._dataset else None
        if target is None or self._dataset is None:
            return
        text = cell_text(target, self._dataset.labels, row)
        metrics = painter.fontMetrics()
        text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, CHIP_WIDTH - 32)
        chip = QRect(area.left(), area.top() - 2, metrics.horizontalAdvance(text) + 16, 22)
        colour = self._colour_of(target, self._dataset.labels[row])
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(mixed(self._theme.panel, colour.name(), 0.18)))
        painter.drawRoundedRect(chip, 6, 6)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QColor(self._theme.text))
        painter.drawText(chip, Qt.AlignmentFlag.AlignCenter.value, text)

    def _colour_of(self, target: Attribute, label: float) -> QColor:
        """The colour of a class; grey for a number and where there is no label."""
        colours = class_colours(self._theme, len(target.values))
        is_class = target.kind == "nominal" and isinstance(label, int | np.integer)
        return colours[int(label)] if is_class else colours[-1]

    def _text_area(self, inner: QRect) -> QRect:
        has_class = self._dataset is not None and self._dataset.schema.class_attribute is not None
        left = inner.left() + NUMBER_WIDTH + (self._chip_width if has_class else 0)
        return QRect(left, inner.top(), min(inner.right() - left, MAX_WIDTH), inner.height())

    def _widest_chip(self) -> int:
        target = self._dataset.schema.class_attribute if self._dataset else None
        labels = target.values[:100] if target else ()
        wide = max((self.fontMetrics().horizontalAdvance(v) for v in labels), default=32)
        return min(wide + 32, CHIP_WIDTH)

    def _height(self, place: int) -> int:
        width = self._text_area(self.viewport().rect().adjusted(MARGIN, 0, -MARGIN, 0)).width()
        room = QRect(0, 0, max(width, 40), 1 << 20)
        lines = self.fontMetrics().boundingRect(room, _WRAPPED, self._text(place))
        return max(lines.height(), self.fontMetrics().height()) + 2 * GAP

    def _text(self, place: int) -> str:
        text = self._texts[self._rows[place]]
        return MISSING if text is None else str(text)[:MAX_LETTERS]

    def _number(self, row: int) -> str:
        return f"{int(self._dataset.sample_ids[row]) + 1:,}" if self._dataset else ""

    def _jump(self) -> None:
        self._hidden = 0
        self.viewport().update()

    def _scroll(self, pixels: int) -> None:
        """Move by pixels, laying out only what comes into sight."""
        bar = self.verticalScrollBar()
        top, hidden = bar.value(), self._hidden + pixels
        while hidden < 0 and top > 0:
            top -= 1
            hidden += self._height(top)
        while top < bar.maximum() and hidden >= (height := self._height(top)):
            hidden -= height
            top += 1
        bar.setValue(top)
        at_end = top == bar.maximum()
        self._hidden = 0 if at_end else max(hidden, 0)
        self.viewport().update()

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        pixels = event.pixelDelta().y() or event.angleDelta().y() * 60 // _NOTCH
        self._scroll(-pixels)
        event.accept()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        self.viewport().update()

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        place = self._place_at(event.position().toPoint())
        if place < 0 or event.button() != Qt.MouseButton.LeftButton:
            return
        held = event.modifiers()
        if held & Qt.KeyboardModifier.ShiftModifier and self._current >= 0:
            low, high = sorted((place, self._current))
            self._brush.select(self._rows[low : high + 1])
            return
        adds = bool(held & Qt.KeyboardModifier.ControlModifier)
        self._select(place, "toggle" if adds else "replace")

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        page = max(len(self._places) - 1, 1)
        steps |= {Qt.Key.Key_PageUp: -page, Qt.Key.Key_PageDown: page}
        steps |= {Qt.Key.Key_Home: -len(self._rows), Qt.Key.Key_End: len(self._rows)}
        step = steps.get(Qt.Key(event.key()))
        if step is not None and len(self._rows):
            self._go_to(min(max(self._current + step, 0), len(self._rows) - 1))
        elif event.key() == Qt.Key.Key_Space and self._current >= 0:
            self._select(self._current, "toggle")
        elif event.key() == Qt.Key.Key_Escape:
            self._brush.clear()
        else:
            super().keyPressEvent(event)

    def _go_to(self, place: int) -> None:
        self._current = place
        whole = [p for p, area in self._places if self.viewport().rect().contains(area)]
        if place not in whole:
            self.verticalScrollBar().setValue(place)
        self.viewport().update()

    def _select(self, place: int, mode: Mode) -> None:
        self._current = place
        self._brush.select(self._rows[place : place + 1], mode)
        self.viewport().update()

    def _place_at(self, point: QPoint) -> int:
        return next((p for p, area in self._places if area.contains(point)), -1)
