"""A link on the canvas: a smooth curve. The canvas draws it and asks it where it runs."""

import math
from functools import cache
from itertools import pairwise

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPen

from workbench.flow.graph import Link
from workbench.gui.editor.look import Look

_REACH = 6.0  # within which a link is hit
_POINTS = 16  # of the line of which the curve is taken to be made where it is hit
_PIECES = 6  # into which it is taken apart to tell where something of it is seen
_ROUGH_POINTS = 3  # where many links are drawn that will be drawn well in a moment
_BACK = 160.0  # how far a link that runs back swings out at most


def curve(start: QPointF, end: QPointF) -> QPainterPath:
    """From an output to an input, leaving and arriving level."""
    path = QPainterPath(start)
    reach = _reach(start.x(), end.x())
    path.cubicTo(QPointF(start.x() + reach, start.y()), QPointF(end.x() - reach, end.y()), end)
    return path


def _reach(start: float, end: float) -> float:
    """How far the curve's handles are from its ends."""
    reach = max(abs(end - start) / 2.0, 32.0)
    return min(reach, _BACK) if end < start else reach


class LinkItem:
    """One link.

    Attributes:
        box: what its curve lies in, the pen's width included.
        is_selected: it is drawn in the accent colour.
        is_target: a node dropped now would be put into it.
    """

    def __init__(self, link: Link, look: Look) -> None:
        self.link = link
        self.look = look
        self.is_selected = False
        self.is_target = False
        self.box = QRectF()
        self._ends = (0.0, 0.0, 0.0, 0.0)
        self._path: QPainterPath | None = None
        self._lines: dict[int, list[QLineF]] = {}
        self._pieces: list[QRectF] = []

    def connect_places(self, start: tuple[float, float], end: tuple[float, float]) -> None:
        """Run from one place to another."""
        (left, top), (right, bottom) = start, end
        self._ends = (left, top, right, bottom)
        self._path, self._lines, self._pieces = None, {}, []
        reach = _reach(left, right)
        left, right = min(left, right - reach), max(right, left + reach)
        top, bottom = min(top, bottom), max(top, bottom)
        self.box = QRectF(left - 2.0, top - 2.0, right - left + 4.0, bottom - top + 4.0)

    @property
    def path(self) -> QPainterPath:
        """The curve."""
        if self._path is None:
            left, top, right, bottom = self._ends
            self._path = curve(QPointF(left, top), QPointF(right, bottom))
        return self._path

    def set_look(self, look: Look) -> None:
        """Draw with other colours."""
        self.look = look

    @property
    def is_lit(self) -> bool:
        """Whether it is drawn over the others, in the accent colour."""
        return self.is_selected or self.is_target

    @property
    def pen(self) -> QPen:
        """What it is drawn with."""
        look = self.look
        if self.is_lit:
            return look.link_selected if self.link.is_enabled else look.link_selected_off
        return look.link if self.link.is_enabled else look.link_off

    def draw(self, painter: QPainter) -> None:
        """Draw the curve."""
        painter.setPen(self.pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)  # a note leaves its own
        painter.drawPath(self.path)

    @property
    def rough_lines(self) -> list[QLineF]:
        """A few lines that run nearly as the curve does."""
        return self._lines_of(_ROUGH_POINTS)

    def is_in(self, area: QRectF) -> bool:
        """Whether something of the curve may be seen in an area; a long one mostly lies beside it.

        Its ends are level, so between two of its points it stays in the box around them, unless it
        runs back.
        """
        if not self.box.intersects(area):
            return False
        if not self._pieces:
            left, _, right, _ = self._ends
            is_back = right - left < 64.0
            lines = self._lines_of(_PIECES)
            self._pieces = [self.box] if is_back else [_around(line) for line in lines]
        return any(piece.intersects(area) for piece in self._pieces)

    def is_near(self, place: QPointF) -> bool:
        """Whether a place is so near that the link is meant."""
        reach = QRectF(place.x() - _REACH, place.y() - _REACH, 2 * _REACH, 2 * _REACH)
        return self.crosses(reach)

    def crosses(self, box: QRectF) -> bool:
        """Whether the curve passes through a box."""
        if not self.box.intersects(box):
            return False
        return any(_crosses(line, box) for line in self._lines_of(_POINTS))

    def _lines_of(self, n: int) -> list[QLineF]:
        if n not in self._lines:
            left, top, right, bottom = self._ends
            one, other = left + _reach(left, right), right - _reach(left, right)
            points = [
                (a * left + b * one + c * other + d * right, (a + b) * top + (c + d) * bottom)
                for a, b, c, d in _weights(n)
            ]
            self._lines[n] = [QLineF(*one, *other) for one, other in pairwise(points)]
        return self._lines[n]


def _around(line: QLineF) -> QRectF:
    """The box around a line and the pen that draws it."""
    box = QRectF(line.p1(), line.p2()).normalized()
    return box.adjusted(-2.0, -2.0, 2.0, 2.0)


@cache
def _weights(n: int) -> tuple[tuple[float, float, float, float], ...]:
    """What share each of a curve's four points has in each of ``n`` + 1 places along it."""
    shares = ((1.0 - i / n, i / n) for i in range(n + 1))
    return tuple((s * s * s, 3 * s * s * t, 3 * s * t * t, t * t * t) for s, t in shares)


def _crosses(line: QLineF, box: QRectF) -> bool:
    """Whether a line passes through a box (Liang and Barsky 1984)."""
    first, last = 0.0, 1.0
    for way, before, beyond in (
        (line.dx(), box.left() - line.x1(), box.right() - line.x1()),
        (line.dy(), box.top() - line.y1(), box.bottom() - line.y1()),
    ):
        if math.isclose(way, 0.0, abs_tol=1e-9):
            if before > 0.0 or beyond < 0.0:
                return False
            continue
        near, far = sorted((before / way, beyond / way))
        first, last = max(first, near), min(last, far)
    return first <= last
