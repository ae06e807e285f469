"""Mean ranks on a line, learners that cannot be told apart joined (Demšar 2006, figure 1)."""

from PySide6.QtCore import QLineF, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from workbench.evaluation.comparison.judgement import Judgement
from workbench.evaluation.comparison.ranks import Friedman
from workbench.gui.plots.figure import tabular
from workbench.gui.text_size import scaled
from workbench.gui.theme import LIGHT, Theme

_LINE, _MARGIN, _TICK = 22.0, 16.0, 5.0
_BAR_GAP = 8.0


class CriticalDifferenceDiagram(QWidget):
    """The best rank is on the left, as numbers go; a bar of the critical difference above."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("comparisonRanks")
        self.setAccessibleName(self.tr("Mean ranks with the critical difference"))
        self.judgement: Judgement | None = None
        self.theme: Theme = LIGHT

    def show_judgement(self, judgement: Judgement | None) -> None:
        """Draw another judgement."""
        self.judgement = judgement
        self.setMinimumSize(self.sizeHint())
        self.setAccessibleDescription(self.told())
        self.update()

    def told(self) -> str:
        """The diagram in words: ranks, and groups that cannot be told apart."""
        judgement = self.judgement
        if judgement is None or judgement.friedman is None:
            return ""
        found = judgement.friedman
        ranks = (f"{judgement.learners[i]} {found.mean_ranks[i]:.2f}" for i in _order(found))
        return self.tr("Mean ranks: {ranks}. Critical difference {difference}.").format(
            ranks=", ".join(ranks), difference=f"{found.critical_difference:.2f}"
        )

    @override
    def sizeHint(self) -> QSize:
        found = self.judgement.friedman if self.judgement else None
        n = len(found.mean_ranks) if found else 2
        groups = len(found.groups) if found else 0
        high = 4 * scaled(_LINE) + groups * _BAR_GAP + (n + 1) // 2 * scaled(_LINE) + 24
        return QSize(round(scaled(420)), round(high))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(self.theme.panel))
        judgement = self.judgement
        if judgement is None or not judgement.data_sets:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(tabular(self.font()))
        if judgement.friedman is None:
            self._paint_reason(painter, judgement)
            return
        scale = _Scale(self, judgement, judgement.friedman)
        self._paint_scale(painter, scale)
        self._paint_groups(painter, scale)
        self._paint_names(painter, scale)

    def _paint_reason(self, painter: QPainter, judgement: Judgement) -> None:
        painter.setPen(QColor(self.theme.secondary))
        box = QRectF(self.rect()).adjusted(_MARGIN, _MARGIN, -_MARGIN, -_MARGIN)
        flags = int(Qt.AlignmentFlag.AlignCenter) | int(Qt.TextFlag.TextWordWrap)
        painter.drawText(box, flags, "\n".join(judgement.limits))

    def _paint_scale(self, painter: QPainter, scale: "_Scale") -> None:
        found = scale.found
        k = len(found.mean_ranks)
        painter.setPen(QPen(QColor(self.theme.text), 1))
        painter.drawLine(QLineF(scale.x(1), scale.y, scale.x(k), scale.y))
        centre = int(Qt.AlignmentFlag.AlignCenter)
        for rank in range(1, k + 1):
            x = scale.x(rank)
            painter.drawLine(QLineF(x, scale.y, x, scale.y - _TICK))
            box = QRectF(x - 20, scale.y - _TICK - scaled(_LINE), 40, scaled(_LINE))
            painter.drawText(box, centre, str(rank))
        width = scale.x(1 + found.critical_difference) - scale.x(1)
        top = scaled(_LINE) + 4
        left, right = scale.x(1), min(scale.x(1) + width, scale.x(k))
        pen = QPen(QColor(self.theme.accent), 2)
        painter.setPen(pen)
        painter.drawLine(QLineF(left, top, right, top))
        for x in (left, right):
            painter.drawLine(QLineF(x, top - 4, x, top + 4))
        words = self.tr("critical difference {difference} (Nemenyi, {alpha})").format(
            difference=f"{found.critical_difference:.2f}",
            alpha=f"{scale.judgement.question.alpha:g}",
        )
        painter.drawText(QPointF(left, top - 8), words)

    def _paint_groups(self, painter: QPainter, scale: "_Scale") -> None:
        pen = QPen(QColor(self.theme.text), 4)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        painter.setPen(pen)
        for number, group in enumerate(scale.found.groups):
            ranks = [scale.found.mean_ranks[i] for i in group]
            y = scale.y + _BAR_GAP * (number + 1)
            painter.drawLine(QLineF(scale.x(min(ranks)) - 4, y, scale.x(max(ranks)) + 4, y))

    def _paint_names(self, painter: QPainter, scale: "_Scale") -> None:
        """The better half on the left, the worse on the right, each at the end of its line."""
        order = _order(scale.found)
        half = (len(order) + 1) // 2
        below = scale.y + _BAR_GAP * (len(scale.found.groups) + 1)
        measure = QFontMetricsF(painter.font())
        for place, i in enumerate(order):
            is_left = place < half
            level = place if is_left else len(order) - 1 - place
            y = below + (level + 0.5) * scaled(_LINE)
            x = scale.x(scale.found.mean_ranks[i])
            end = scale.left if is_left else scale.right
            painter.setPen(QPen(QColor(self.theme.secondary), 1))
            painter.drawLine(QLineF(x, scale.y, x, y))
            painter.drawLine(QLineF(x, y, end, y))
            painter.setPen(QColor(self.theme.text))
            rank = f"{scale.found.mean_ranks[i]:.2f}"
            name = scale.judgement.learners[i]
            text = f"{name}  {rank}" if is_left else f"{rank}  {name}"
            room = (scale.left if is_left else self.width() - scale.right) - _MARGIN
            text = measure.elidedText(text, Qt.TextElideMode.ElideMiddle, room)
            side = Qt.AlignmentFlag.AlignRight if is_left else Qt.AlignmentFlag.AlignLeft
            start = end - 6 - room if is_left else end + 6
            box = QRectF(start, y - scaled(_LINE) / 2, room, scaled(_LINE))
            painter.drawText(box, int(side | Qt.AlignmentFlag.AlignVCenter), text)


class _Scale:
    """Where ranks are on the line: between the names at both sides."""

    def __init__(self, widget: QWidget, judgement: Judgement, found: Friedman) -> None:
        self.judgement, self.found = judgement, found
        measure = QFontMetricsF(tabular(widget.font()))
        widest = max(measure.horizontalAdvance(f"{name}  0.00") for name in judgement.learners)
        side = min(widest + _MARGIN + 12, widget.width() / 3)
        self.left, self.right = side, widget.width() - side
        self.y = 3 * scaled(_LINE)

    def x(self, rank: float) -> float:
        """The pixel of a rank."""
        k = len(self.found.mean_ranks)
        inset = 16.0
        wide = self.right - self.left - 2 * inset
        return self.left + inset + (rank - 1) / (k - 1) * wide


def _order(found: Friedman) -> list[int]:
    return sorted(range(len(found.mean_ranks)), key=lambda i: found.mean_ranks[i])
