"""Every two learners: how likely the row's is better than the column's, and how sure that is."""

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFontMetricsF,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QToolTip, QWidget
from typing_extensions import override

from workbench.evaluation.comparison.judgement import Judgement
from workbench.evaluation.comparison.words import chance, p_value, signed
from workbench.gui.plots.chances_bar import chance_colours, paint_chances
from workbench.gui.plots.figure import tabular
from workbench.gui.text_size import scaled
from workbench.gui.theme import LIGHT, Theme

_CELL_HEIGHT, _LARGEST_WIDTH, _SMALLEST_WIDTH = 62.0, 220.0, 96.0
_BAR, _GAP, _LINE = 18.0, 8.0, 20.0
_MOVES = {
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
}


class PairsGrid(QWidget):
    """A cell for each two learners; arrows go from cell to cell, and each tells itself in words."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("comparisonPairs")
        self.setAccessibleName(self.tr("Every two learners: the row's against the column's"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.judgement: Judgement | None = None
        self.current = (0, 1)
        self.theme: Theme = LIGHT

    def show_judgement(self, judgement: Judgement | None) -> None:
        """Draw another judgement."""
        self.judgement, self.current = judgement, (0, 1)
        self.setMinimumSize(self.sizeHint())
        self.update()

    @override
    def sizeHint(self) -> QSize:
        n = len(self.judgement.learners) if self.judgement else 2
        left = scaled(160) + _GAP
        width = left + n * scaled(_SMALLEST_WIDTH)
        return QSize(round(width), round(3 * scaled(_LINE) + n * scaled(_CELL_HEIGHT)))

    # ------------------------------------------------------------------ painting

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(self.theme.panel))
        judgement = self.judgement
        if judgement is None or len(judgement.learners) < 2:
            return
        painter.setFont(tabular(self.font()))
        n = len(judgement.learners)
        for row in range(n):
            for column in range(n):
                self._paint_cell(painter, judgement, row, column)
        self._paint_names(painter, judgement)
        self._paint_key(painter)
        if self.hasFocus():
            painter.setPen(QPen(QColor(self.theme.accent), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(self._cell(*self.current).adjusted(1, 1, -1, -1))

    def _paint_cell(self, painter: QPainter, judgement: Judgement, row: int, column: int) -> None:
        box = self._cell(row, column)
        painter.setPen(QPen(QColor(self.theme.line), 1))
        painter.drawRect(box)
        if row == column:
            painter.fillRect(box.adjusted(1, 1, -1, -1), QColor(self.theme.canvas))
            return
        pair, way = judgement.pair(row, column)
        chances = pair.chances if way == 1 or pair.chances is None else pair.chances.turned
        inner = box.adjusted(_GAP, 4, -_GAP, -4)
        painter.setFont(tabular(self.font(), scale=0.92))
        if chances is not None:
            bar = QRectF(inner.left(), inner.top(), inner.width(), scaled(_BAR))
            paint_chances(painter, bar, chances, self.theme)
        painter.setPen(QColor(self.theme.text))
        words = self.figures(row, column)
        below = inner.adjusted(0, scaled(_BAR) + 2 if chances is not None else 0, 0, 0)
        centre = int(Qt.AlignmentFlag.AlignCenter)
        painter.drawText(below, centre, words)

    def _paint_names(self, painter: QPainter, judgement: Judgement) -> None:
        painter.setFont(tabular(self.font()))
        painter.setPen(QColor(self.theme.text))
        measure = QFontMetricsF(painter.font())
        right = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        centre = int(Qt.AlignmentFlag.AlignCenter)
        for i, name in enumerate(judgement.learners):
            row, column = self._cell(i, 0), self._cell(0, i)
            room = row.left() - 2 * _GAP
            elided = measure.elidedText(name, Qt.TextElideMode.ElideMiddle, room)
            painter.drawText(QRectF(_GAP, row.top(), room, row.height()), right, elided)
            elided = measure.elidedText(name, Qt.TextElideMode.ElideMiddle, column.width() - 4)
            box = QRectF(column.left(), column.top() - scaled(_LINE), column.width(), scaled(_LINE))
            painter.drawText(box, centre, elided)

    def _paint_key(self, painter: QPainter) -> None:
        """What the colours mean, above the names."""
        painter.setFont(tabular(self.font(), scale=0.92))
        measure = QFontMetricsF(painter.font())
        words = (
            self.tr("row's better"), self.tr("practically equal"), self.tr("column's better"),
        )  # fmt: skip
        x, size = self._cell(0, 0).left(), 10.0
        for text, colour in zip(words, chance_colours(self.theme), strict=True):
            middle = scaled(_LINE) / 2
            painter.fillRect(QRectF(x, middle - size / 2, size, size), colour)
            painter.setPen(QColor(self.theme.secondary))
            wide = measure.horizontalAdvance(text) + 4
            box = QRectF(x + size + 4, 0, wide, scaled(_LINE))
            painter.drawText(box, int(Qt.AlignmentFlag.AlignVCenter), text)
            x = box.right() + 2 * _GAP

    # ------------------------------------------------------------------ words

    def figures(self, row: int, column: int) -> str:
        """The difference, wins and p of a cell, in two lines."""
        if self.judgement is None or row == column:
            return ""
        pair, way = self.judgement.pair(row, column)
        first = signed(way * pair.difference)
        if len(self.judgement.data_sets) > 1:
            wins = "/".join(str(pair.n_better(way * w)) for w in (1, 0, -1))
            first = f"{first}  {wins}"
        return first if pair.p is None else f"{first}\np {self._p(pair.adjusted)}"

    def told(self, row: int, column: int) -> str:
        """A cell in words."""
        judgement = self.judgement
        if judgement is None or row == column:
            return ""
        pair, way = judgement.pair(row, column)
        names = judgement.learners[row], judgement.learners[column]
        parts = [
            self.tr("{first} − {second}: {difference}").format(
                first=names[0], second=names[1], difference=signed(way * pair.difference)
            )
        ]
        if len(judgement.data_sets) > 1:
            words = self.tr("better on {wins}, the same on {ties}, worse on {losses} data sets")
            wins, ties, losses = (pair.n_better(way * w) for w in (1, 0, -1))
            parts.append(words.format(wins=wins, ties=ties, losses=losses))
        if pair.p is not None:
            words = self.tr("p = {p}, corrected for all pairs (Holm) {adjusted}")
            parts.append(words.format(p=p_value(pair.p), adjusted=p_value(pair.adjusted)))
        if pair.chances is not None:
            c = pair.chances if way == 1 else pair.chances.turned
            words = self.tr(
                "practically better with probability {better}, equal {equal}, worse {worse}"
            )
            parts.append(
                words.format(better=chance(c.better), equal=chance(c.equal), worse=chance(c.worse))
            )
        return "\n".join(parts)

    @staticmethod
    def _p(p: float | None) -> str:
        text = p_value(p)
        return text if text.startswith("<") else f"= {text}"

    # ------------------------------------------------------------------ mouse and keys

    def _cell(self, row: int, column: int) -> QRectF:
        n = len(self.judgement.learners) if self.judgement else 1
        names = self.judgement.learners if self.judgement else ()
        measure = QFontMetricsF(tabular(self.font()))
        widest = max((measure.horizontalAdvance(name) for name in names), default=0.0)
        left = min(widest, scaled(200)) + 2 * _GAP
        width = min((self.width() - left - _GAP) / n, scaled(_LARGEST_WIDTH))
        high, top = scaled(_CELL_HEIGHT), 2 * scaled(_LINE) + 4
        return QRectF(left + column * width, top + row * high, width, high)

    def cell_at(self, place: QPointF) -> tuple[int, int] | None:
        """The cell at a place, as (row, column)."""
        n = len(self.judgement.learners) if self.judgement else 0
        cells = ((row, column) for row in range(n) for column in range(n))
        return next((c for c in cells if self._cell(*c).contains(place)), None)

    @override
    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            cell = self.cell_at(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), self.told(*cell) if cell else "", self)
            return True
        return super().event(event)

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        cell = self.cell_at(event.position())
        if cell is not None:
            self._choose(*cell)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        move = _MOVES.get(Qt.Key(event.key()))
        if move is None or self.judgement is None:
            super().keyPressEvent(event)
            return
        last = len(self.judgement.learners) - 1
        row, column = (min(max(a + b, 0), last) for a, b in zip(self.current, move, strict=True))
        self._choose(row, column)

    def _choose(self, row: int, column: int) -> None:
        self.current = row, column
        self.setAccessibleDescription(self.told(row, column))
        self.update()
