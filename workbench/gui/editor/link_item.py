"""A link on the canvas: a smooth curve."""

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPainterPathStroker
from PySide6.QtWidgets import QGraphicsPathItem, QStyleOptionGraphicsItem, QWidget
from typing_extensions import override

from workbench.flow.graph import Link
from workbench.gui.editor.look import Look

_HIT_WIDTH = 12.0


def curve(start: QPointF, end: QPointF) -> QPainterPath:
    """From an output to an input, leaving and arriving level."""
    reach = max(abs(end.x() - start.x()) / 2.0, 32.0)
    if end.x() < start.x():
        reach = min(reach, 160.0)
    path = QPainterPath(start)
    path.cubicTo(QPointF(start.x() + reach, start.y()), QPointF(end.x() - reach, end.y()), end)
    return path


class LinkItem(QGraphicsPathItem):
    """One link."""

    def __init__(self, link: Link, look: Look) -> None:
        super().__init__()
        self.link = link
        self.look = look
        self.is_selected = False
        self.is_target = False  # a node dropped now would be put into it
        self._shape: QPainterPath | None = None
        self.setZValue(0.0)
        self.setAcceptedMouseButtons(Qt.MouseButton.NoButton)  # the canvas asks for links itself
        self.restyle()

    def show_link(self, link: Link) -> None:
        """Show another value of the same link."""
        self.link = link
        self.restyle()

    def set_look(self, look: Look) -> None:
        """Draw with other colours."""
        self.look = look
        self.restyle()

    def connect_places(self, start: QPointF, end: QPointF) -> None:
        """Draw from one place to another."""
        self.setPath(curve(start, end))
        self._shape = None  # only now: ``setPath`` has asked for the old one

    def restyle(self) -> None:
        """Choose the pen anew."""
        look = self.look
        if self.is_selected or self.is_target:
            pen = look.link_selected
        elif not self.link.is_enabled:
            pen = look.link_off
        else:
            pen = look.link
        if self.pen() is not pen:
            self.setPen(pen)

    @override
    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        # Far away a hairline does: another pen per item would cost 40 ms when zooming past there.
        is_far = self.look.is_far or self.look.is_rough
        is_plain = is_far and not (self.is_selected or self.is_target)
        painter.setPen(self.look.link_far if is_plain else self.pen())
        painter.drawPath(self.path())

    @override
    def shape(self) -> QPainterPath:
        if self._shape is None:
            stroker = QPainterPathStroker()
            stroker.setWidth(_HIT_WIDTH)
            self._shape = stroker.createStroke(self.path())
        return self._shape
