"""What notes and frames have in common: a place, a size, and edges to take hold of."""

from collections.abc import Callable
from typing import Any, ClassVar

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QGraphicsItem,
    QGraphicsSceneHoverEvent,
    QStyleOptionGraphicsItem,
    QWidget,
)
from typing_extensions import override

from workbench.flow.graph import Frame, Note
from workbench.gui.editor.look import Look

REACH = 6.0  # around an edge
NO_EDGE = Qt.Edge(0)
_CURSORS = {
    Qt.Edge.LeftEdge: Qt.CursorShape.SizeHorCursor,
    Qt.Edge.RightEdge: Qt.CursorShape.SizeHorCursor,
    Qt.Edge.TopEdge: Qt.CursorShape.SizeVerCursor,
    Qt.Edge.BottomEdge: Qt.CursorShape.SizeVerCursor,
    Qt.Edge.LeftEdge | Qt.Edge.TopEdge: Qt.CursorShape.SizeFDiagCursor,
    Qt.Edge.RightEdge | Qt.Edge.BottomEdge: Qt.CursorShape.SizeFDiagCursor,
    Qt.Edge.RightEdge | Qt.Edge.TopEdge: Qt.CursorShape.SizeBDiagCursor,
    Qt.Edge.LeftEdge | Qt.Edge.BottomEdge: Qt.CursorShape.SizeBDiagCursor,
}


class BoxItem(QGraphicsItem):
    """A note or a frame. The canvas draws it with the ground.

    Attributes:
        least: the smallest width and height it can be given.
        grips: the edges by which its size is changed.
        value: the note or frame on show.
        changed: called with where it was when it looks otherwise.
    """

    least: ClassVar[tuple[float, float]]
    grips: ClassVar[Qt.Edge]

    def __init__(self, value: Note | Frame, look: Look) -> None:
        super().__init__()
        self.look = look
        self.value = value
        self.changed: Callable[[BoxItem, QRectF], None] = _nothing
        self._size = (value.width, value.height)
        self._shown = QRectF()
        flags = QGraphicsItem.GraphicsItemFlag
        self.setFlags(
            flags.ItemIsSelectable | flags.ItemSendsGeometryChanges | flags.ItemHasNoContents
        )
        self.setAcceptHoverEvents(True)

    # ------------------------------------------------------------------ place and size

    def draw(self, painter: QPainter) -> None:
        """Draw it, in the scene's pixels; each kind of box has its way."""
        raise NotImplementedError

    @property
    def room(self) -> QRectF:
        """Where it lies, in the scene."""
        return QRectF(self.x(), self.y(), *self._size)

    @property
    def box(self) -> QRectF:
        """What it is drawn in, borders included."""
        return self.room.adjusted(-2.0, -2.0, 2.0, 2.0)

    def set_room(self, room: QRectF) -> None:
        """Lie elsewhere, or have another size."""
        before = self.box
        self.prepareGeometryChange()
        self._size = (room.width(), room.height())
        self.setPos(room.topLeft())
        self.changed(self, before)

    def show_value(self, value: Note | Frame) -> None:
        """Show another value of the same note or frame."""
        self.value = value
        self.set_room(QRectF(value.x, value.y, value.width, value.height))
        self._shown = self.room

    @property
    def is_in_place(self) -> bool:
        """Whether it lies where its value says."""
        return self.room == self._shown

    def set_look(self, look: Look) -> None:
        """Draw with other colours."""
        self.look = look

    def edges_at(self, place: QPointF) -> Qt.Edge:
        """The edges within reach of a place of the scene, of those that can be taken hold of."""
        room, found = self.room, NO_EDGE
        if not room.adjusted(-REACH, -REACH, REACH, REACH).contains(place):
            return NO_EDGE
        for edge, away in (
            (Qt.Edge.LeftEdge, place.x() - room.left()),
            (Qt.Edge.RightEdge, place.x() - room.right()),
            (Qt.Edge.TopEdge, place.y() - room.top()),
            (Qt.Edge.BottomEdge, place.y() - room.bottom()),
        ):
            if abs(away) <= REACH:
                found |= edge
        return found & self.grips

    # ------------------------------------------------------------------ Qt

    @override
    def boundingRect(self) -> QRectF:
        return QRectF(0.0, 0.0, *self._size).adjusted(-REACH, -REACH, REACH, REACH)

    @override
    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        """Draw nothing: the canvas draws its ground."""

    @override
    def hoverMoveEvent(self, event: QGraphicsSceneHoverEvent) -> None:
        self.setCursor(_CURSORS.get(self.edges_at(event.scenePos()), Qt.CursorShape.ArrowCursor))

    @override
    def itemChange(self, change: QGraphicsItem.GraphicsItemChange, value: Any) -> Any:
        changes = QGraphicsItem.GraphicsItemChange
        if change == changes.ItemPositionChange:
            self._before = self.box
        elif change == changes.ItemPositionHasChanged:
            self.changed(self, self._before)
        elif change == changes.ItemSelectedHasChanged:
            self.changed(self, self.box)
        return super().itemChange(change, value)


def resized(
    room: QRectF, edges: Qt.Edge, by: QPointF, least: tuple[float, float], step: float
) -> QRectF:
    """A rectangle some of whose edges have been dragged, kept to a grid if ``step`` is not 0."""

    def on_grid(value: float) -> float:
        return round(value / step) * step if step else value

    made = QRectF(room)
    if edges & Qt.Edge.LeftEdge:
        made.setLeft(min(on_grid(room.left() + by.x()), room.right() - least[0]))
    if edges & Qt.Edge.RightEdge:
        made.setRight(max(on_grid(room.right() + by.x()), room.left() + least[0]))
    if edges & Qt.Edge.TopEdge:
        made.setTop(min(on_grid(room.top() + by.y()), room.bottom() - least[1]))
    if edges & Qt.Edge.BottomEdge:
        made.setBottom(max(on_grid(room.bottom() + by.y()), room.top() + least[1]))
    return made


def _nothing(_item: BoxItem, _before: QRectF) -> None:
    pass
