"""How a node is drawn, in its own pixels: a body that nodes share, its words, and its state.

The canvas keeps pictures of these (``faces.py``); a picture of the whole flow draws them as lines.
"""

import math
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPen

from workbench.gui.editor.look import (
    EDGE,
    ICON,
    NODE_HEIGHT,
    NODE_WIDTH,
    PORT_RADIUS,
    RADIUS,
    SMALL,
    TEXT_LEFT,
    Look,
)

BODY = QRectF(0.0, 0.0, NODE_WIDTH, NODE_HEIGHT)
_CARD = 4.0  # how far the cards of a stack lie apart
_INSET = 3.0  # of a group's inner border
_FOCUS = 3.5
_FAR_STRIPE = 24.0
_EDGE = QPainterPath()
_EDGE.addRoundedRect(BODY, RADIUS, RADIUS)
_STRIPE = QPainterPath()
_STRIPE.addRect(0.0, 0.0, EDGE, NODE_HEIGHT)
_EDGE = _EDGE.intersected(_STRIPE)


@dataclass(frozen=True)
class Body:
    """What of a node looks the same for many: one picture of it serves them all.

    Args:
        icon, category: of its component.
        inputs, outputs: for each port from the top, whether a link ends there.
        is_stacked: it stands for several: its parameters have several values, or it is a group.
        is_group: it has a flow inside.
        is_failed: its run has failed.
    """

    icon: str
    category: str
    inputs: tuple[bool, ...] = ()
    outputs: tuple[bool, ...] = ()
    is_stacked: bool = False
    is_group: bool = False
    is_failed: bool = False


@dataclass(frozen=True)
class Words:
    """What is written on a node.

    Args:
        title, status: elided.
        is_small: the title is set smaller, to be read whole.
    """

    title: str
    status: str
    is_small: bool = False
    is_failed: bool = False


def port_places(n: int, *, is_output: bool) -> tuple[QPointF, ...]:
    """The middles of ``n`` ports of one side, from the top."""
    x = NODE_WIDTH if is_output else 0.0
    return tuple(QPointF(x, NODE_HEIGHT * (i + 1) / (n + 1)) for i in range(n))


def draw_body(painter: QPainter, look: Look, body: Body) -> None:
    """Draw the card with its icon and ports."""
    colour = look.category(body.category)
    is_small = painter.deviceTransform().m11() < SMALL
    painter.setBrush(look.panel)
    painter.setPen(look.card_border)
    if body.is_stacked:
        for n in (2, 1):
            painter.drawRoundedRect(BODY.translated(n * _CARD, -n * _CARD), RADIUS, RADIUS)
    border = look.small_border if is_small else look.border
    painter.setPen(look.failed_border if body.is_failed else border)
    painter.drawRoundedRect(BODY, RADIUS, RADIUS)
    if body.is_group:
        inner = BODY.adjusted(EDGE + _INSET, _INSET, -_INSET, -_INSET)
        painter.setPen(look.card_border)
        painter.drawRoundedRect(inner, RADIUS - 2.0, RADIUS - 2.0)
    painter.fillPath(_EDGE, look.brush(colour))
    _draw_icon(painter, look, body)
    _draw_ports(painter, look, body)


def _draw_ports(painter: QPainter, look: Look, body: Body) -> None:
    for linked, is_output in ((body.inputs, False), (body.outputs, True)):
        places = port_places(len(linked), is_output=is_output)
        for place, is_linked in zip(places, linked, strict=True):
            draw_port(painter, place, look.link, look.link_brush if is_linked else look.panel)


def _draw_icon(painter: QPainter, look: Look, body: Body) -> None:
    # The screen's pixels to one of ours, zoom included, in whole steps: few pictures to keep.
    pixels = max(painter.deviceTransform().m11(), look.icon_pixels)
    ratio = float(min(max(math.ceil(pixels - 0.05), 1), 4))
    picture = look.pixmap(body.icon, body.category, ICON, ratio)
    painter.drawPixmap(QPointF(11.0, 18.0), picture)


def draw_port(painter: QPainter, place: QPointF, pen: QPen, brush: object) -> None:
    """Draw a port around a place."""
    painter.setPen(pen)
    painter.setBrush(brush)
    painter.drawEllipse(place, PORT_RADIUS - 1.0, PORT_RADIUS - 1.0)


def draw_lit_port(painter: QPainter, look: Look, place: QPointF, *, fits: bool) -> None:
    """Draw a port that the mouse is on, or that fits a link being drawn."""
    painter.setPen(look.selected_border)
    painter.setBrush(look.accent if fits else look.panel)
    painter.drawEllipse(place, PORT_RADIUS + 0.5, PORT_RADIUS + 0.5)


def draw_words(painter: QPainter, look: Look, words: Words) -> None:
    """Write title and status."""
    painter.setPen(look.text)
    painter.setFont(look.small_title_font if words.is_small else look.title_font)
    painter.drawText(QPointF(TEXT_LEFT, 24.0 if words.status else 33.0), words.title)
    if words.status:
        painter.setPen(look.failed_text if words.is_failed else look.secondary)
        painter.setFont(look.status_font)
        painter.drawText(QPointF(TEXT_LEFT, 43.0), words.status)


def draw_far(painter: QPainter, look: Look, category: str, state: str) -> None:
    """Draw what can be told of a node from far away."""
    painter.fillRect(BODY, look.panel)
    painter.fillRect(
        QRectF(0.0, 0.0, _FAR_STRIPE, NODE_HEIGHT), look.brush(look.category(category))
    )
    if state in {"running", "done", "warning", "failed"}:
        mark = QRectF(NODE_WIDTH - 44.0, 12.0, 32.0, NODE_HEIGHT - 24.0)
        painter.fillRect(mark, look.brush(look.state_colour(state)))
    painter.setPen(look.failed_border if state == "failed" else look.link_far)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(BODY)


def draw_outline(painter: QPainter, look: Look, body: Body, pen: QPen) -> None:
    """Draw a border over a node's own: it is selected, or the mouse is on it."""
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(BODY, RADIUS, RADIUS)
    _draw_ports(painter, look, body)


def draw_focus(painter: QPainter, look: Look) -> None:
    """Draw the ring around the node that keys act on."""
    painter.setPen(look.focus_border)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    around = BODY.adjusted(-_FOCUS, -_FOCUS, _FOCUS, _FOCUS)
    painter.drawRoundedRect(around, RADIUS + _FOCUS, RADIUS + _FOCUS)
