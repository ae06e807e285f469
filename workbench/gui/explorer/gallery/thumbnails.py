"""The page of thumbnails: painted where it is seen, selected with mouse and keys."""

import numpy as np
from PySide6.QtCore import QEvent, QPoint, QRect, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QToolTip, QWidget
from typing_extensions import override

from workbench.data.dataset import Column
from workbench.gui.brush import Brush, Mode
from workbench.gui.explorer.gallery.shelf import HEADING, MARGIN, Section, Shelf
from workbench.gui.pictures import picture_of
from workbench.gui.theme import LIGHT, Theme, mixed

_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}


class Thumbnails(QAbstractScrollArea):
    """Pictures in sections; a click selects, a drag selects all it crosses.

    Signals:
        opened(int): the sample of this row number is to be looked at closely.
    """

    opened = Signal(int)

    def __init__(self, brush: Brush, parent: QWidget) -> None:
        super().__init__(parent)
        self._brush = brush
        self._pictures: Column | None = None
        self._sections: tuple[Section, ...] = ()
        self._side = 56
        self._theme = LIGHT
        self._current = -1
        self._drag: tuple[QPoint, QPoint] | None = None  # on the page, not in the window
        self.shelf = Shelf((), self._side, 1)
        self.setObjectName("gallery_thumbnails")
        self.setAccessibleName(self.tr("Thumbnails of the pictures"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFrameShape(QAbstractScrollArea.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        brush.selection_changed.connect(self.viewport().update)

    def set_theme(self, theme: Theme) -> None:
        """Paint in another theme."""
        self._theme = theme
        self.viewport().update()

    def show_pictures(self, pictures: Column | None, sections: tuple[Section, ...]) -> None:
        """Show pictures, shape (n, h, w) or (n, h, w, 3), in sections of row numbers."""
        self._pictures, self._sections, self._current = pictures, sections, -1
        self.verticalScrollBar().setValue(0)
        self._arrange()

    def set_side(self, side: int) -> None:
        """Let a thumbnail's place have this width and height; what is on top stays there."""
        bar = self.verticalScrollBar()
        share = bar.value() / max(self.shelf.height, 1)
        self._side = side
        self._arrange()
        bar.setValue(round(share * self.shelf.height))

    def go_to(self, row: int) -> None:
        """Bring the sample of a row number into sight and make it the current one."""
        place = self.shelf.index_of(row)
        if place is None:
            return
        self._current = row
        _, top = self.shelf.place(*place)
        bar, height = self.verticalScrollBar(), self.viewport().height()
        if not bar.value() + HEADING <= top <= bar.value() + height - self._side:
            bar.setValue(top - (height - self._side) // 2)
        self.viewport().update()

    def _arrange(self) -> None:
        self.shelf = Shelf(self._sections, self._side, max(self.viewport().width(), 1))
        bar, height = self.verticalScrollBar(), self.viewport().height()
        bar.setRange(0, max(0, self.shelf.height - height))
        bar.setPageStep(height)
        bar.setSingleStep(self._side)
        self.viewport().update()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        self._arrange()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), QColor(self._theme.panel))
        top = self.verticalScrollBar().value()
        painter.translate(0, -top)
        for section, seen in self.shelf.seen(top, top + self.viewport().height()):
            for index in seen:
                self._paint_picture(painter, section, index)
        for section, _ in self.shelf.seen(top, top + self.viewport().height()):
            self._paint_heading(painter, section, top)
        if self._drag is not None:
            painter.setPen(QColor(self._theme.accent))
            tint = QColor(self._theme.accent)
            tint.setAlphaF(0.12)
            painter.setBrush(tint)
            painter.drawRect(QRect(*self._drag).normalized())
        painter.end()

    def _paint_heading(self, painter: QPainter, section: int, top: int) -> None:
        """The heading; that of the section on top stays in sight."""
        shown = self.shelf.sections[section]
        end = int(self.shelf.tops[section + 1]) - HEADING
        y = min(max(int(self.shelf.tops[section]), top), max(end, int(self.shelf.tops[section])))
        area = QRect(0, y, self.viewport().width(), HEADING)
        painter.fillRect(area, QColor(self._theme.panel))
        font = QFont(self.font())
        font.setWeight(QFont.Weight.DemiBold)
        painter.setFont(font)
        painter.setPen(QColor(self._theme.text))
        inner = area.adjusted(MARGIN, 0, -MARGIN, 0)
        painter.drawText(inner, _LEFT, shown.title)
        inner.adjust(painter.fontMetrics().horizontalAdvance(shown.title) + 8, 0, 0, 0)
        painter.setFont(self.font())
        painter.setPen(QColor(self._theme.secondary))
        some = self.tr("{n} of {all} pictures")
        words = self.tr("{all} pictures") if len(shown.rows) == shown.n_all else some
        text = words.format(n=f"{len(shown.rows):,}", all=f"{shown.n_all:,}")
        painter.drawText(inner, _LEFT, text)

    def _paint_picture(self, painter: QPainter, section: int, index: int) -> None:
        if self._pictures is None:
            return
        row = int(self.shelf.sections[section].rows[index])
        x, y = self.shelf.place(section, index)
        picture = picture_of(self._pictures[row])
        size = picture.size().scaled(self._side, self._side, Qt.AspectRatioMode.KeepAspectRatio)
        area = QRect(x, y, size.width(), size.height())
        painter.drawImage(area, picture)
        if self._brush.selected[row]:
            painter.setPen(QPen(QColor(self._theme.accent), 3))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(area.adjusted(1, 1, -2, -2))
        elif row == self._current and self.hasFocus():
            painter.setPen(QPen(QColor(mixed(self._theme.panel, self._theme.accent, 0.7)), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(area.adjusted(-1, -1, 0, 0))

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            place = self._on_page(event.position().toPoint())
            self._drag = (place, place)

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._drag is not None:
            self._drag = (self._drag[0], self._on_page(event.position().toPoint()))
            self.viewport().update()

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._drag is None:
            return
        area, self._drag = QRect(*self._drag).normalized(), None
        held = event.modifiers()
        if max(area.width(), area.height()) < 5:
            self._click(area.center(), held)
            return
        rows = self.shelf.within(area.left(), area.top(), area.right(), area.bottom())
        adds = held & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
        self._brush.select(rows, "add" if adds else "replace")
        self.viewport().update()

    @override
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        found = self._row_at(self._on_page(event.position().toPoint()))
        if found is not None:
            self.opened.emit(found)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        steps = {**_STEPS, Qt.Key.Key_Up: -self.shelf.n_columns}
        steps[Qt.Key.Key_Down] = self.shelf.n_columns
        if key in steps:
            self._step(steps[key], event.modifiers())
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self._current >= 0:
            self.opened.emit(self._current)
        elif key == Qt.Key.Key_Space and self._current >= 0:
            self._brush.select(np.array([self._current]), "toggle")
        elif key == Qt.Key.Key_Escape:
            self._brush.clear()
        else:
            super().keyPressEvent(event)

    @override
    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent):
            found = self._row_at(self._on_page(event.pos()))
            dataset = self._brush.dataset
            if found is not None and dataset is not None:
                words = self.tr("Row {row}; double click to enlarge")
                text = words.format(row=f"{int(dataset.sample_ids[found]) + 1:,}")
                QToolTip.showText(event.globalPos(), text, self.viewport())
            return True
        return super().viewportEvent(event)

    def _click(self, place: QPoint, held: Qt.KeyboardModifier) -> None:
        row = self._row_at(place)
        if row is None:
            if held == Qt.KeyboardModifier.NoModifier:
                self._brush.clear()
            return
        if held & Qt.KeyboardModifier.ShiftModifier and self._current >= 0:
            self._select_range(row)
            return
        mode: Mode = "toggle" if held & Qt.KeyboardModifier.ControlModifier else "replace"
        self._current = row
        self._brush.select(np.array([row]), mode)
        self.viewport().update()

    def _select_range(self, row: int) -> None:
        """From the current sample to this one, in the order in which they lie."""
        rows = self._in_order()
        ends = sorted(int(np.flatnonzero(rows == r)[0]) for r in (self._current, row))
        self._brush.select(rows[ends[0] : ends[1] + 1])

    def _step(self, by: int, held: Qt.KeyboardModifier) -> None:
        rows = self._in_order()
        if not len(rows):
            return
        at = np.flatnonzero(rows == self._current)
        new = int(np.clip(at[0] + by, 0, len(rows) - 1)) if len(at) else 0
        self.go_to(int(rows[new]))
        adds = held & Qt.KeyboardModifier.ShiftModifier
        if not held & Qt.KeyboardModifier.ControlModifier:
            self._brush.select(rows[new : new + 1], "add" if adds else "replace")

    def _in_order(self) -> Column:
        parts = [section.rows for section in self.shelf.sections]
        return np.concatenate(parts) if parts else np.empty(0, dtype=np.int64)

    def _on_page(self, place: QPoint) -> QPoint:
        return place + QPoint(0, self.verticalScrollBar().value())

    def _row_at(self, place: QPoint) -> int | None:
        found = self.shelf.at(place.x(), place.y())
        return int(self.shelf.sections[found[0]].rows[found[1]]) if found else None


_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
