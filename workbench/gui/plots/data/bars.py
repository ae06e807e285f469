"""Bars lying on their side, one per label, stacked by group; they scroll if they are many."""

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QToolTip, QWidget
from typing_extensions import override

from workbench.data.profile.class_counts import Counts
from workbench.gui.class_colours import class_colours
from workbench.gui.contrast import blend
from workbench.gui.plots.figure import tabular
from workbench.gui.theme import LIGHT, Theme

_ROW, _BAR, _FIGURES, _GAP = 32.0, 20.0, 130.0, 8.0
_FADED = 0.65


class Bars(QWidget):
    """Draws counts. Arrows choose a bar; Enter or a click tells it.

    Args:
        name: the object name.

    Signals:
        bar_clicked(int, int, modifiers): the label, and the group or −1 for the whole bar.
    """

    bar_clicked = Signal(int, int, object)

    def __init__(self, name: str, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(title)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.theme: Theme = LIGHT
        self.counts = Counts((), (), np.zeros((0, 0), dtype=np.int64), 0)
        self.selected: np.ndarray | None = None
        self.colours_bars = False
        self.current = 0

    def show_counts(self, counts: Counts, *, colours_bars: bool) -> None:
        """Draw counts.

        Args:
            colours_bars: whether each bar has its own colour, where there is only one group.
        """
        self.counts, self.colours_bars, self.selected = counts, colours_bars, None
        self.current = min(self.current, max(len(counts.labels) - 1, 0))
        self.setMinimumHeight(round(len(counts.labels) * _ROW + 2 * _GAP))
        self.update()

    def show_selected(self, selected: np.ndarray | None) -> None:
        """Let the selected share of each piece stand out, shape as the counts'; None for all."""
        self.selected = selected
        self.update()

    def label(self, i: int) -> str:
        """A bar's label in words."""
        return self.counts.labels[i] or self.tr("no value")

    @override
    def sizeHint(self) -> QSize:
        return QSize(480, round(len(self.counts.labels) * _ROW + 2 * _GAP))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), QColor(self.theme.panel))
        painter.setFont(tabular(self.font()))
        seen = QRectF(event.rect())
        for i in range(len(self.counts.labels)):
            if self._row(i).intersects(seen):
                self._paint_row(painter, i)

    def _paint_row(self, painter: QPainter, i: int) -> None:
        row, left = self._row(i), self._left()
        measure = QFontMetricsF(painter.font())
        painter.setPen(QColor(self.theme.text))
        words = measure.elidedText(self.label(i), Qt.TextElideMode.ElideMiddle, left - 2 * _GAP)
        box = QRectF(_GAP, row.top(), left - 2 * _GAP, row.height())
        right = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        painter.drawText(box, right, words)
        end = left
        for group, piece in enumerate(self._pieces(i)):
            if piece.width() > 0:
                self._paint_piece(painter, i, group, piece)
                end = piece.right()
        total = int(self.counts.counts[i].sum())
        share = total / max(self.counts.total, 1)
        figures = f"{total:,}   {100 * share:.1f} %"
        painter.setPen(QColor(self.theme.secondary))
        box = QRectF(end + _GAP, row.top(), _FIGURES, row.height())
        painter.drawText(box, int(Qt.AlignmentFlag.AlignVCenter), figures)
        if self.hasFocus() and i == self.current:
            painter.setPen(QPen(QColor(self.theme.accent), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(row.adjusted(2, 2, -2, -2), 4, 4)

    def _paint_piece(self, painter: QPainter, i: int, group: int, piece: QRectF) -> None:
        colour = self._colour(i, group)
        if self.selected is None:
            painter.fillRect(piece, colour)
            return
        painter.fillRect(piece, blend(colour, QColor(self.theme.panel), _FADED))
        count = int(self.counts.counts[i, group])
        share = self.selected[i, group] / count if count else 0.0
        painter.fillRect(QRectF(piece.topLeft(), piece.bottomRight()).adjusted(
            0, 0, -(1 - share) * piece.width(), 0), colour)  # fmt: skip

    def _colour(self, i: int, group: int) -> QColor:
        counts = self.counts
        names = counts.labels if self.colours_bars and len(counts.groups) == 1 else counts.groups
        at = i if names is counts.labels else group
        colours = class_colours(self.theme, len(names))
        return colours[at] if names[at] or len(names) == 1 else colours[-1]

    def _pieces(self, i: int) -> list[QRectF]:
        row, left = self._row(i), self._left()
        most = int(self.counts.counts.sum(axis=1).max(initial=1)) or 1
        scale = max(self.width() - left - _FIGURES - _GAP, 20.0) / most
        pieces, at = [], left
        for count in self.counts.counts[i].tolist():
            pieces.append(QRectF(at, row.center().y() - _BAR / 2, count * scale, _BAR))
            at += count * scale
        return pieces

    def _row(self, i: int) -> QRectF:
        return QRectF(0, _GAP + i * _ROW, self.width(), _ROW)

    def _left(self) -> float:
        measure = QFontMetricsF(tabular(self.font()))
        widest = max((measure.horizontalAdvance(self.label(i)) for i in range(len(
            self.counts.labels))), default=0.0)  # fmt: skip
        return min(widest + 3 * _GAP, self.width() * 0.35)

    # ------------------------------------------------------------------ mouse and keys

    def piece_at(self, place: QPointF) -> tuple[int, int] | None:
        """The label at a place, and the group there or −1 beside the bar."""
        i = int((place.y() - _GAP) // _ROW)
        if not 0 <= i < len(self.counts.labels):
            return None
        inside = [g for g, piece in enumerate(self._pieces(i)) if piece.contains(place)]
        return i, inside[0] if inside else -1

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        found = self.piece_at(event.position())
        self.setCursor(Qt.CursorShape.PointingHandCursor if found else Qt.CursorShape.ArrowCursor)
        if found is None or found[1] < 0 or len(self.counts.groups) < 2:
            QToolTip.hideText()
            return
        i, group = found
        count, total = int(self.counts.counts[i, group]), int(self.counts.counts[i].sum())
        words = self.tr("{label}, {group}: {n} of {all} ({share} %)").format(
            label=self.label(i), group=self.counts.groups[group] or self.tr("no value"),
            n=f"{count:,}", all=f"{total:,}", share=f"{100 * count / max(total, 1):.1f}",
        )  # fmt: skip
        QToolTip.showText(event.globalPosition().toPoint(), words, self)

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        found = self.piece_at(event.position())
        if found is not None and event.button() == Qt.MouseButton.LeftButton:
            self.current = found[0]
            self.bar_clicked.emit(*found, event.modifiers())

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()), 0)
        if step and self.counts.labels:
            self.current = min(max(self.current + step, 0), len(self.counts.labels) - 1)
            self.update()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}:
            self.bar_clicked.emit(self.current, -1, event.modifiers())
        else:
            super().keyPressEvent(event)
