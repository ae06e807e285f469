"""A node on the canvas: title, status line, ports and state, drawn plainly."""

import math
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QCoreApplication, QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPen
from PySide6.QtWidgets import (
    QGraphicsItem,
    QGraphicsSceneHoverEvent,
    QGraphicsSimpleTextItem,
    QStyleOptionGraphicsItem,
    QWidget,
)
from typing_extensions import override

from workbench.flow.graph import Node, Placeholder
from workbench.gui.editor.look import (
    EDGE,
    ICON,
    NODE_HEIGHT,
    NODE_WIDTH,
    PORT_RADIUS,
    PORT_REACH,
    RADIUS,
    STATUS_WIDTH,
    TEXT_LEFT,
    TITLE_WIDTH,
    Look,
)
from workbench.gui.editor.node_words import node_tip, port_tip, status_line
from workbench.gui.editor.port_end import PortEnd, ends_of
from workbench.gui.editor.state_mark import draw_state
from workbench.runs.view import NodeView

BODY = QRectF(0.0, 0.0, NODE_WIDTH, NODE_HEIGHT)
_BOUNDS = BODY.adjusted(-PORT_REACH - 2, -5, PORT_REACH + 2, 5)
_EDGE = QPainterPath()
_EDGE.addRoundedRect(BODY, RADIUS, RADIUS)
_STRIPE = QPainterPath()
_STRIPE.addRect(0.0, 0.0, EDGE, NODE_HEIGHT)
_EDGE = _EDGE.intersected(_STRIPE)


class NodeItem(QGraphicsItem):
    """One node. It shows a ``Node`` and a ``NodeView`` and knows nothing else of the flow."""

    body = BODY

    def __init__(self, node: Node, look: Look) -> None:
        super().__init__()
        self.node = node
        self.view = NodeView()
        self.look = look
        self.is_focused = False
        self.fitting: frozenset[PortEnd] | None = None  # while a link is drawn
        self.linked: frozenset[PortEnd] = frozenset()
        self.moved: Callable[[str], None] | None = None
        self._hovered: PortEnd | None = None
        self._is_hovered = False
        self._labels: list[QGraphicsSimpleTextItem] = []
        self._status = ""
        flags = QGraphicsItem.GraphicsItemFlag
        self.setFlags(flags.ItemIsMovable | flags.ItemIsSelectable | flags.ItemSendsGeometryChanges)
        self.setAcceptHoverEvents(True)
        self.setZValue(1.0)
        self.setCacheMode(QGraphicsItem.CacheMode.DeviceCoordinateCache)
        self.show_node(node)

    # ------------------------------------------------------------------ what is shown

    def show_node(self, node: Node) -> None:
        """Show another value of the same node."""
        self.node = node
        self.ends = {end: self._place(end) for end in ends_of(node)}
        self._shape = QPainterPath()
        self._shape.setFillRule(Qt.FillRule.WindingFill)  # ports overlap the body
        self._shape.addRect(BODY)
        for centre in self.ends.values():
            self._shape.addEllipse(centre, PORT_REACH, PORT_REACH)
        if (self.x(), self.y()) != (node.x, node.y):
            self.setPos(node.x, node.y)
        self._write()

    def show_view(self, view: NodeView) -> bool:
        """Show how far the node's run is; gives whether anything changed to the eye."""
        before = (self.view.state, self.percent, self._status)
        self.view = view
        self._status = self._elided_status()
        if bool(before[2]) != bool(self._status):
            self._write_title()
        if before == (view.state, self.percent, self._status):
            return False
        self.update()
        return True

    def set_look(self, look: Look) -> None:
        """Draw with other colours."""
        self.look = look
        self._write()

    def set_fitting(self, ends: frozenset[PortEnd] | None) -> None:
        """Light up the ports that fit a link being drawn; None when there is no such link."""
        if ends != self.fitting:
            self.fitting = ends
            self.update()

    @property
    def percent(self) -> int | None:
        """How far the node is; None if that is not known."""
        if self.view.state != "running" or self.view.total <= 0:
            return None
        return min(100, int(100.0 * self.view.done / self.view.total))

    @property
    def status(self) -> str:
        """The whole status line."""
        return status_line(self.node, self.view)

    def _write(self) -> None:
        self._status = self._elided_status()
        self._write_title()
        component = self.node.component
        if isinstance(component, Placeholder):
            self._icon, self._category = "mdi6.help-rhombus-outline", ""
        else:
            self._icon, self._category = component.icon, str(component.category)
        self._colour = self.look.category(self._category)
        self.update()

    def _write_title(self) -> None:
        look, name = self.look, self.node.name
        room = TITLE_WIDTH if self._status else STATUS_WIDTH  # alone it stands beside the ring
        is_wide = look.title_metrics.horizontalAdvance(name) > room
        self.title_font = look.small_title_font if is_wide else look.title_font
        metrics = look.small_title_metrics if is_wide else look.title_metrics
        self._title = metrics.elidedText(name, Qt.TextElideMode.ElideRight, room)

    def _elided_status(self) -> str:
        return self.look.status_metrics.elidedText(
            self.status.replace("\n", " "), Qt.TextElideMode.ElideRight, STATUS_WIDTH
        )

    # ------------------------------------------------------------------ ports

    def _place(self, end: PortEnd) -> QPointF:
        ports = self.node.operation.outputs if end.is_output else self.node.operation.inputs
        index = [port.name for port in ports].index(end.port)
        return QPointF(
            NODE_WIDTH if end.is_output else 0.0, NODE_HEIGHT * (index + 1) / (len(ports) + 1)
        )

    def port_place(self, end: PortEnd) -> QPointF:
        """Where links to a port end, in the scene; a placeholder has one in each side's middle."""
        middle = QPointF(NODE_WIDTH if end.is_output else 0.0, NODE_HEIGHT / 2)
        return self.pos() + self.ends.get(end, middle)

    def end_at(self, place: QPointF) -> PortEnd | None:
        """The port within reach of a place in the item's own pixels."""
        for end, centre in self.ends.items():
            away = place - centre
            if abs(away.x()) <= PORT_REACH and abs(away.y()) <= PORT_REACH:
                return end
        return None

    # ------------------------------------------------------------------ Qt

    @override
    def boundingRect(self) -> QRectF:
        return _BOUNDS

    @override
    def shape(self) -> QPainterPath:
        return self._shape

    @override
    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        look = self.look
        if self.fitting is not None and not self.fitting:
            painter.setOpacity(0.4)
        if look.is_far:
            self._paint_far(painter)
            return
        painter.setBrush(look.panel)
        painter.setPen(self._border())
        painter.drawRoundedRect(BODY, RADIUS, RADIUS)
        painter.fillPath(_EDGE, look.brush(self._colour))
        if self.is_focused:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(look.focus_border)
            painter.drawRoundedRect(BODY.adjusted(-3.5, -3.5, 3.5, 3.5), RADIUS + 3, RADIUS + 3)
        self._paint_words(painter)
        draw_state(painter, look, self.view.state, self.percent)
        self._paint_ports(painter)

    def _paint_far(self, painter: QPainter) -> None:
        look = self.look
        painter.setPen(self._border())
        painter.setBrush(look.panel)
        painter.drawRect(BODY)
        painter.fillRect(QRectF(0.0, 0.0, 24.0, NODE_HEIGHT), look.brush(self._colour))
        if self.view.state in {"running", "done", "warning", "failed"}:
            colour = look.brush(look.state_colour(self.view.state))
            painter.fillRect(QRectF(NODE_WIDTH - 44.0, 12.0, 32.0, NODE_HEIGHT - 24.0), colour)

    def _paint_words(self, painter: QPainter) -> None:
        look = self.look
        # The screen's pixels to one of ours, zoom included, in whole steps: few pictures to keep.
        pixels = max(painter.deviceTransform().m11(), look.icon_pixels)
        ratio = float(min(max(math.ceil(pixels - 0.05), 1), 4))
        picture = look.pixmap(self._icon, self._category, ICON, ratio)
        painter.drawPixmap(QPointF(11.0, 18.0), picture)
        painter.setPen(look.text)
        painter.setFont(self.title_font)
        has_status = bool(self._status)
        painter.drawText(QPointF(TEXT_LEFT, 24.0 if has_status else 33.0), self._title)
        if has_status:
            is_failed = self.view.state == "failed"
            painter.setPen(look.failed_border if is_failed else look.secondary)
            painter.setFont(look.status_font)
            painter.drawText(QPointF(TEXT_LEFT, 43.0), self._status)

    def _paint_ports(self, painter: QPainter) -> None:
        look = self.look
        for end, centre in self.ends.items():
            fits = self.fitting is not None and end in self.fitting
            radius = PORT_RADIUS + 1.5 if fits or end == self._hovered else PORT_RADIUS
            painter.setOpacity(0.4 if self.fitting is not None and not fits else 1.0)
            if fits or end == self._hovered:
                painter.setPen(look.selected_border)
                painter.setBrush(look.brush(look.theme.accent) if fits else look.panel)
            else:
                painter.setPen(look.link)
                painter.setBrush(look.link.color() if end in self.linked else look.panel)
            painter.drawEllipse(centre, radius - 1.0, radius - 1.0)

    def _border(self) -> QPen:
        if self.isSelected():
            return self.look.selected_border
        if self.view.state == "failed":
            return self.look.failed_border
        return self.look.hovered_border if self._is_hovered else self.look.border

    @override
    def itemChange(self, change: QGraphicsItem.GraphicsItemChange, value: Any) -> Any:
        changes = QGraphicsItem.GraphicsItemChange
        if change == changes.ItemPositionChange and self.look.snap:
            return QPointF(
                round(value.x() / self.look.snap) * self.look.snap,
                round(value.y() / self.look.snap) * self.look.snap,
            )
        if change == changes.ItemPositionHasChanged and self.moved is not None:
            self.moved(self.node.id)
        return super().itemChange(change, value)

    @override
    def hoverEnterEvent(self, event: QGraphicsSceneHoverEvent) -> None:
        self._is_hovered = True
        if not self._labels:
            self._labels = [self._label(end, centre) for end, centre in self.ends.items()]
        for label in self._labels:
            label.setBrush(self.look.secondary.color())
            label.show()
        self.update()

    def _label(self, end: PortEnd, centre: QPointF) -> QGraphicsSimpleTextItem:
        """A port's name, shown beside it while the mouse is on the node."""
        label = QGraphicsSimpleTextItem(QCoreApplication.translate("PortNames", end.port), self)
        label.setFont(self.look.status_font)
        box = label.boundingRect()
        x = centre.x() + 12.0 if end.is_output else centre.x() - 12.0 - box.width()
        label.setPos(x, centre.y() - box.height() - 2.0)
        label.setAcceptedMouseButtons(Qt.MouseButton.NoButton)
        return label

    @override
    def hoverMoveEvent(self, event: QGraphicsSceneHoverEvent) -> None:
        end = self.end_at(event.pos())
        port = end and (self.node.output(end.port) if end.is_output else self.node.input(end.port))
        self.setToolTip(port_tip(port) if port else node_tip(self.node, self.view))
        self.setCursor(Qt.CursorShape.CrossCursor if end else Qt.CursorShape.ArrowCursor)
        if end != self._hovered:
            self._hovered = end
            self.update()

    @override
    def hoverLeaveEvent(self, event: QGraphicsSceneHoverEvent) -> None:
        self._is_hovered = False
        for label in self._labels:
            label.hide()
        self._hovered = None
        self.update()
