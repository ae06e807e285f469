"""A node on the canvas: where it and its ports are, what is shown on it, whether it is hit."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QCoreApplication, QPointF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPixmap
from PySide6.QtWidgets import (
    QGraphicsItem,
    QGraphicsRectItem,
    QGraphicsSceneHoverEvent,
    QGraphicsSimpleTextItem,
    QStyleOptionGraphicsItem,
    QWidget,
)
from typing_extensions import override

from workbench.flow.graph import Node, Placeholder
from workbench.flow.group import Group
from workbench.gui.editor.look import (
    NODE_HEIGHT,
    NODE_WIDTH,
    PORT_REACH,
    STATUS_WIDTH,
    TITLE_WIDTH,
    Look,
)
from workbench.gui.editor.node_drawing import BODY, Body, Words, port_places
from workbench.gui.editor.node_words import node_tip, status_line
from workbench.gui.editor.port_end import PortEnd, ends_of
from workbench.runs.view import NodeView

BOUNDS = BODY.adjusted(-PORT_REACH - 2, -10, PORT_REACH + 2, 5)

_HAS_MOVED = QGraphicsItem.GraphicsItemChange.ItemPositionHasChanged
_IS_PICKED = QGraphicsItem.GraphicsItemChange.ItemSelectedChange


def _nothing(_item: "NodeItem") -> None:
    pass


class NodeItem(QGraphicsRectItem):
    """One node. It shows a ``Node`` and a ``NodeView`` and knows nothing else of the flow.

    The canvas draws all nodes itself, from pictures that it keeps: five hundred items that Qt
    would ask to draw themselves take longer than a frame.

    Attributes:
        is_focused: keys act on it.
        fitting: its ports that fit the link being drawn; None when there is no such link.
        linked: its ports at which links end.
        problem: why it would fail if it were run; empty if nothing is known to be wrong.
        picture, picture_scale, is_stale: kept by ``Faces``.
        touched: called when it looks otherwise than it did.
        moved: called with its id when it lies elsewhere.
    """

    body = BODY

    def __init__(self, node: Node, look: Look) -> None:
        super().__init__(BOUNDS)
        self.setPen(Qt.PenStyle.NoPen)
        self.node = node
        self.view = NodeView()
        self.look = look
        self.is_focused = False
        self.fitting: frozenset[PortEnd] | None = None
        self.linked: frozenset[PortEnd] = frozenset()
        self.problem = ""
        self.picture: QPixmap | None = None
        self.picture_scale = 0.0
        self.is_stale = True
        self.touched: Callable[[NodeItem], None] = _nothing
        self.moved: Callable[[str], None] | None = None
        self.corner = (0.0, 0.0)
        self.is_picked = False
        self.hovered: PortEnd | None = None
        self.is_hovered = False
        self._labels: list[QGraphicsSimpleTextItem] = []
        self._status = ""
        self._card: Body | None = None
        flags = QGraphicsItem.GraphicsItemFlag
        self.setFlags(
            flags.ItemIsSelectable | flags.ItemSendsGeometryChanges | flags.ItemHasNoContents
        )
        self.setAcceptHoverEvents(True)
        self.setZValue(1.0)
        self.show_node(node)

    # ------------------------------------------------------------------ what is shown

    def show_node(self, node: Node) -> None:
        """Show another value of the same node."""
        self.node = node
        self.ends = dict(zip(ends_of(node), self._places(), strict=True))
        self.places = {end: place.toTuple() for end, place in self.ends.items()}
        self._shape = QPainterPath()
        self._shape.setFillRule(Qt.FillRule.WindingFill)  # ports overlap the body
        self._shape.addRect(BODY)
        for centre in self.ends.values():
            self._shape.addEllipse(centre, PORT_REACH, PORT_REACH)
        if self.corner != (node.x, node.y):
            self.setPos(node.x, node.y)
        self._status = self.status
        self.touch()

    def show_view(self, view: NodeView) -> bool:
        """Show how far the node's run is; gives whether anything changed to the eye."""
        before = (self.view.state, self.percent, self._status)
        self.view = view
        self._status = self.status
        if before == (view.state, self.percent, self._status):
            return False
        self.touch()
        return True

    def set_look(self, look: Look) -> None:
        """Draw with other colours."""
        self.look = look
        self.picture = None
        self.touch()

    def set_fitting(self, ends: frozenset[PortEnd] | None) -> None:
        """Light up the ports that fit a link being drawn; None when there is no such link."""
        if ends != self.fitting:
            self.fitting = ends
            self.touched(self)

    def set_linked(self, ends: frozenset[PortEnd]) -> None:
        """Mark the ports at which links end."""
        if ends != self.linked:
            self.linked = ends
            self.touch()

    def set_problem(self, problem: str) -> None:
        """Mark the node as one that would fail, and say why; empty takes the mark away."""
        if problem != self.problem:
            self.problem = problem
            self.touch()

    def touch(self) -> None:
        """Draw the node's picture anew before it is shown again."""
        self.is_stale = True
        self._card = None
        self.touched(self)

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

    @property
    def mark(self) -> str:
        """The state that is drawn: a problem shows while there is no fresher news of the node."""
        is_news = self.view.state not in {"idle", "stale"}
        return "problem" if self.problem and not is_news else self.view.state

    @property
    def card(self) -> Body:
        """What the node is drawn as, its words left out."""
        if self._card is None:
            self._card = self._made_card()
        return self._card

    @property
    def far_key(self) -> tuple[str, str]:
        """What can be told of it from far away: its category and its state."""
        return self.card.category, self.view.state

    @property
    def is_marked(self) -> bool:
        """Whether anything is to be seen on it beside its picture."""
        return bool(self.is_picked or self.is_hovered or self.is_focused or self.fitting)

    def _made_card(self) -> Body:
        component = self.node.component
        is_unknown = isinstance(component, Placeholder)
        inputs = tuple(end in self.linked for end in self.ends if not end.is_output)
        outputs = tuple(end in self.linked for end in self.ends if end.is_output)
        return Body(
            "mdi6.help-rhombus-outline" if is_unknown else component.icon,
            "" if is_unknown else str(component.category),
            inputs,
            outputs,
            is_stacked=bool(self.node.sweeps),
            is_group=isinstance(component, Group),
            is_failed=self.view.state == "failed",
        )

    @property
    def words(self) -> Words:
        """What is written on the node."""
        look, name = self.look, self.node.name
        right = Qt.TextElideMode.ElideRight
        line = self._status.replace("\n", " ")
        status = look.status_metrics.elidedText(line, right, STATUS_WIDTH)
        room = TITLE_WIDTH if status else STATUS_WIDTH  # alone it stands beside the ring
        is_wide = look.title_metrics.horizontalAdvance(name) > room
        metrics = look.small_title_metrics if is_wide else look.title_metrics
        title = metrics.elidedText(name, right, room)
        return Words(title, status, is_small=is_wide, is_failed=self.view.state == "failed")

    # ------------------------------------------------------------------ ports

    def _places(self) -> tuple[QPointF, ...]:
        ports = self.node.operation
        inputs = port_places(len(ports.inputs), is_output=False)
        return inputs + port_places(len(ports.outputs), is_output=True)

    def port_place(self, end: PortEnd) -> QPointF:
        """Where links to a port end, in the scene; a placeholder has one in each side's middle."""
        return QPointF(*self.place_of(end))

    def place_of(self, end: PortEnd) -> tuple[float, float]:
        """As ``port_place``."""
        middle = (NODE_WIDTH if end.is_output else 0.0, NODE_HEIGHT / 2)
        x, y = self.places.get(end, middle)
        return self.corner[0] + x, self.corner[1] + y

    def end_at(self, place: QPointF) -> PortEnd | None:
        """The port within reach of a place in the item's own pixels."""
        for end, centre in self.ends.items():
            away = place - centre
            if abs(away.x()) <= PORT_REACH and abs(away.y()) <= PORT_REACH:
                return end
        return None

    # ------------------------------------------------------------------ Qt

    @override
    def shape(self) -> QPainterPath:
        return self._shape

    @override
    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        """Draw nothing: the canvas draws its nodes."""

    @override
    def itemChange(self, change: QGraphicsItem.GraphicsItemChange, value: Any) -> Any:
        if change == _HAS_MOVED:
            self.touched(self)  # where it was
            self.corner = value.toTuple()
            self.touched(self)
            if self.moved is not None:
                self.moved(self.node.id)
        elif change == _IS_PICKED:
            self.is_picked = bool(value)  # told before the scene says that the selection is another
            self.touched(self)
        return super().itemChange(change, value)

    @override
    def hoverEnterEvent(self, event: QGraphicsSceneHoverEvent) -> None:
        self.is_hovered = True
        if not self._labels:
            self._labels = [self._label(end, centre) for end, centre in self.ends.items()]
        for label in self._labels:
            label.setBrush(self.look.secondary.color())
            label.show()
        self.touched(self)

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
        # A port has a card of its own.
        self.setToolTip("" if end else node_tip(self.node, self.view, self.problem))
        self.setCursor(Qt.CursorShape.CrossCursor if end else Qt.CursorShape.ArrowCursor)
        if end != self.hovered:
            self.hovered = end
            self.touched(self)

    @override
    def hoverLeaveEvent(self, event: QGraphicsSceneHoverEvent) -> None:
        self.is_hovered = False
        for label in self._labels:
            label.hide()
        self.hovered = None
        self.touched(self)
