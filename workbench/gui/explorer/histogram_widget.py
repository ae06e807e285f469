"""The histogram of the chosen attribute, stacked by class; hovering reads a bar."""

import datetime

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QHelpEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QToolTip, QWidget
from typing_extensions import override

from workbench.data.profile.histogram import Histogram
from workbench.gui.cell_text import number_text
from workbench.gui.explorer.attribute_delegate import bar_colours
from workbench.gui.explorer.bars import gap_for, paint_bars
from workbench.gui.theme import Theme

HEIGHT = 148
ABOVE, BELOW, SIDE = 18, 20, 4
N_NAMED = 8  # labels under the bars; more do not fit
EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)


class HistogramWidget(QWidget):
    """Bars over a base line with the ends of the axis, or the labels, below."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("attribute_histogram")
        self.setAccessibleName(self.tr("Histogram of the attribute, by class"))
        self.setMinimumHeight(HEIGHT)
        self.theme = theme
        self._histogram: Histogram | None = None
        self._classes: tuple[str, ...] = ()

    def show_histogram(self, histogram: Histogram | None, classes: tuple[str, ...]) -> None:
        """Show counts; ``classes`` are the names of their columns but the last."""
        self._histogram, self._classes = histogram, classes
        self.update()

    @property
    def bars(self) -> QRectF:
        """Where the bars stand."""
        room = QRectF(self.rect())
        return room.adjusted(SIDE, ABOVE, -SIDE, -BELOW)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        shown = self._histogram
        if shown is None or not len(shown.counts):
            painter.setPen(QColor(self.theme.secondary))
            words = self.tr("No histogram for this kind of attribute")
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, words)
            return
        rect = self.bars
        colours = bar_colours(self.theme, shown.counts.shape[1])
        gap = gap_for(len(shown.counts), rect.width(), is_labels=bool(shown.labels))
        paint_bars(painter, rect, shown.counts, colours, gap)
        painter.setPen(QPen(QColor(self.theme.secondary), 1))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        self._write(painter, rect, shown)

    def _write(self, painter: QPainter, rect: QRectF, shown: Histogram) -> None:
        painter.setPen(QColor(self.theme.secondary))
        totals = shown.totals
        top = QRectF(rect.left(), 0, rect.width(), ABOVE - 2)
        most = self.tr("highest bar: {}").format(f"{int(totals.max()):,}")
        painter.drawText(top, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, most)
        below = QRectF(rect.left(), rect.bottom() + 2, rect.width(), BELOW - 2)
        if shown.labels:
            self._write_labels(painter, below, shown.labels)
            return
        left, right = edge_text(shown, 0), edge_text(shown, len(shown.edges) - 1)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(below, Qt.AlignmentFlag.AlignLeft | middle, left)
        painter.drawText(below, Qt.AlignmentFlag.AlignRight | middle, right)

    def _write_labels(self, painter: QPainter, below: QRectF, labels: tuple[str, ...]) -> None:
        if len(labels) > N_NAMED:
            words = self.tr("{} labels; hover to read").format(len(labels))
            painter.drawText(below, Qt.AlignmentFlag.AlignCenter, words)
            return
        width = below.width() / len(labels)
        for number, label in enumerate(labels):
            place = QRectF(below.left() + number * width, below.top(), width, below.height())
            elided = painter.fontMetrics().elidedText(
                label, Qt.TextElideMode.ElideRight, int(width) - 4
            )
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, elided)

    def words_at(self, place: QPointF) -> str:
        """What the bar under a point says; empty where there is none."""
        shown, rect = self._histogram, self.bars
        if shown is None or not len(shown.counts) or not rect.left() <= place.x() < rect.right():
            return ""
        number = int((place.x() - rect.left()) / rect.width() * len(shown.counts))
        name = shown.labels[number] if shown.labels else self._range(shown, number)
        counts = shown.counts[number]
        lines = [f"{name}: {int(counts.sum()):,}"]
        if len(counts) > 1:
            names = (*self._classes, self.tr("class missing"))
            lines += [f"{c}: {n:,}" for c, n in zip(names, counts.tolist(), strict=False) if n]
        return "\n".join(lines)

    def _range(self, shown: Histogram, number: int) -> str:
        low, high = float(shown.edges[number]), float(shown.edges[number + 1])
        if _holds_whole_numbers(shown):
            first, last = number_text(low + 0.5), number_text(high - 0.5)
            return first if first == last else f"{first} – {last}"
        return f"{edge_text(shown, number)} – {edge_text(shown, number + 1)}"

    @override
    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent):
            QToolTip.showText(event.globalPos(), self.words_at(QPointF(event.pos())), self)
            return True
        return super().event(event)


def edge_text(shown: Histogram, number: int) -> str:
    """An edge of the bins as a number or a date."""
    edge = float(shown.edges[number])
    if shown.is_date:
        return (EPOCH + datetime.timedelta(milliseconds=edge)).strftime("%Y-%m-%d")
    first, last = float(shown.edges[0]), float(shown.edges[-1])
    if _holds_whole_numbers(shown):
        return f"{edge + 0.5 if number == 0 else edge - 0.5:.6g}"
    digits = 4 if abs(last - first) > 1e-3 * max(abs(first), abs(last)) else 8
    return f"{edge:.{digits}g}"


def _holds_whole_numbers(shown: Histogram) -> bool:
    """Whether the bins lie between whole numbers, so that each holds some of them."""
    if shown.is_date or len(shown.edges) < 2:
        return False
    first, width = float(shown.edges[0]), float(shown.edges[1] - shown.edges[0])
    return (first + 0.5).is_integer() and width.is_integer()
