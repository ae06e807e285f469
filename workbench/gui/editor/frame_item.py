"""A frame on the canvas: a titled rectangle behind the nodes that belong together."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath
from typing_extensions import override

from workbench.flow.frames import TITLE
from workbench.flow.graph import Frame
from workbench.gui.editor.box_item import REACH, BoxItem
from workbench.gui.editor.look import RADIUS, Look

_MARGIN = 10.0


class FrameItem(BoxItem):
    """One frame. Its title and its border belong to it; what is inside is canvas as elsewhere."""

    least = (128.0, 72.0)
    grips = Qt.Edge.LeftEdge | Qt.Edge.RightEdge | Qt.Edge.TopEdge | Qt.Edge.BottomEdge
    value: Frame

    def __init__(self, frame: Frame, look: Look) -> None:
        super().__init__(frame, look)
        self.show_value(frame)

    @property
    def frame(self) -> Frame:
        """The frame on show."""
        return self.value

    @property
    def bar(self) -> QRectF:
        """Where the title stands, in the scene."""
        room = self.room
        return QRectF(room.topLeft(), QPointF(room.right(), room.top() + TITLE))

    @override
    def set_room(self, room: QRectF) -> None:
        self.setZValue(-2.0 - room.width() * room.height() * 1e-12)  # a small one before a large
        super().set_room(room)

    @override
    def shape(self) -> QPainterPath:
        outer, inner = self.boundingRect(), QRectF(self.boundingRect())
        inner.adjust(2 * REACH, REACH + TITLE, -2 * REACH, -2 * REACH)
        path = QPainterPath()
        path.addRect(outer)
        if inner.isValid():
            path.addRect(inner)  # a hole: odd-even filling
        return path

    @override
    def draw(self, painter: QPainter) -> None:
        look, room, bar = self.look, self.room, self.bar
        painter.setPen(look.selected_border if self.isSelected() else look.frame_border)
        painter.setBrush(look.frame)
        painter.drawRoundedRect(room, RADIUS, RADIUS)
        painter.save()
        painter.setClipRect(bar.adjusted(1, 1, -1, 0))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.frame_bar)
        painter.drawRoundedRect(bar.adjusted(1, 1, -1, RADIUS), RADIUS - 1, RADIUS - 1)
        painter.restore()
        painter.setFont(look.title_font)
        painter.setPen(look.text)
        words = bar.adjusted(_MARGIN, 0, -_MARGIN, 0)
        title = look.title_metrics.elidedText(
            self.frame.title, Qt.TextElideMode.ElideRight, words.width()
        )
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, title)
