"""The mark at a node's right that tells its state by shape as well as by colour."""

import math

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from workbench.gui.editor.look import NODE_HEIGHT, NODE_WIDTH, RING, Look

_CENTRE = QPointF(NODE_WIDTH - RING / 2 - 6.0, NODE_HEIGHT - RING / 2 - 7.0)
_RING = QRectF(_CENTRE.x() - RING / 2, _CENTRE.y() - RING / 2, RING, RING)
_MARK = QRectF(_CENTRE.x() - 7.5, _CENTRE.y() - 7.5, 15.0, 15.0)
_TICK = QPolygonF([_CENTRE + QPointF(*p) for p in ((-3.6, 0.2), (-1.0, 2.8), (3.8, -2.6))])
_TRIANGLE = QPolygonF([_CENTRE + QPointF(*p) for p in ((0.0, -8.0), (8.4, 6.5), (-8.4, 6.5))])
_OCTAGON = QPolygonF(
    [
        _CENTRE + QPointF(8.2 * math.cos(a), 8.2 * math.sin(a))
        for a in (math.pi / 8 + n * math.pi / 4 for n in range(8))
    ]
)


def draw_state(painter: QPainter, look: Look, state: str, percent: int | None) -> None:
    """Draw the mark of a state, in a node's own pixels."""
    drawing = {
        "stale": _draw_stale,
        "queued": _draw_queued,
        "done": _draw_done,
        "warning": _draw_warning,
        "failed": _draw_failed,
        "problem": _draw_problem,
    }
    if state == "running":
        _draw_running(painter, look, percent)
    elif state in drawing:
        drawing[state](painter, look)


def _stroke(colour: str, width: float) -> QPen:
    pen = QPen(QColor(colour), width)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    return pen


def _draw_running(painter: QPainter, look: Look, percent: int | None) -> None:
    ring = _RING.adjusted(1.5, 1.5, -1.5, -1.5)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(look.track)
    painter.drawEllipse(ring)
    painter.setPen(_stroke(look.theme.accent, 3.0))
    share = 0.25 if percent is None else percent / 100.0
    painter.drawArc(ring, 90 * 16, -round(share * 360 * 16))
    painter.setPen(look.text)
    painter.setFont(look.percent_font)
    words = "…" if percent is None else str(percent)
    painter.drawText(_RING, Qt.AlignmentFlag.AlignCenter, words)


def _draw_stale(painter: QPainter, look: Look) -> None:
    """A broken circle."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(_stroke(look.theme.secondary, 1.6))
    for start in (20, 140, 260):
        painter.drawArc(_MARK.adjusted(1, 1, -1, -1), start * 16, 80 * 16)


def _draw_queued(painter: QPainter, look: Look) -> None:
    """Three dots."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(look.brush(look.theme.secondary))
    for x in (-6.0, 0.0, 6.0):
        painter.drawEllipse(_CENTRE + QPointF(x, 0.0), 1.8, 1.8)


def _draw_done(painter: QPainter, look: Look) -> None:
    """A disc with a tick."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(look.brush(look.theme.done))
    painter.drawEllipse(_MARK)
    painter.setPen(_stroke(look.theme.panel, 2.0))
    painter.drawPolyline(_TICK)


def _draw_warning(painter: QPainter, look: Look) -> None:
    """A triangle with an exclamation mark."""
    painter.setPen(_stroke(look.theme.warning, 1.5))
    painter.setBrush(look.brush(look.theme.warning))
    painter.drawPolygon(_TRIANGLE)
    painter.setPen(_stroke(look.theme.panel, 2.0))
    painter.drawLine(_CENTRE + QPointF(0.0, -3.0), _CENTRE + QPointF(0.0, 1.8))
    painter.drawPoint(_CENTRE + QPointF(0.0, 5.0))


def _draw_problem(painter: QPainter, look: Look) -> None:
    """An empty triangle with an exclamation mark: it has not run, and would fail."""
    painter.setPen(_stroke(look.theme.warning, 1.5))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPolygon(_TRIANGLE)
    painter.drawLine(_CENTRE + QPointF(0.0, -2.6), _CENTRE + QPointF(0.0, 1.6))
    painter.drawPoint(_CENTRE + QPointF(0.0, 4.4))


def _draw_failed(painter: QPainter, look: Look) -> None:
    """An octagon with a cross."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(look.brush(look.theme.failed))
    painter.drawPolygon(_OCTAGON)
    painter.setPen(_stroke(look.theme.panel, 2.0))
    for sign in (1.0, -1.0):
        one, other = QPointF(-3.2, -3.2 * sign), QPointF(3.2, 3.2 * sign)
        painter.drawLine(_CENTRE + one, _CENTRE + other)
