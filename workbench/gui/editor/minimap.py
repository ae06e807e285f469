"""A small picture of the whole flow with the part on show framed in it."""

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from workbench.flow.graph import Graph, Placeholder
from workbench.gui.editor.edits import box
from workbench.gui.editor.look import NODE_HEIGHT, NODE_WIDTH
from workbench.gui.editor.view import FlowView

SIZE = QSize(176, 112)
SMALL = QSize(112, 72)  # on a canvas that has less than MUCH of it
MUCH = 480  # pixels high
_MARGIN = 6.0


class Minimap(QWidget):
    """Lies over the canvas' corner while part of the flow is out of sight; click or drag to go.

    It is a child of the viewport: Qt then still pans by copying pixels, which it gives up below a
    sibling that overlaps.
    """

    def __init__(self, view: FlowView) -> None:
        super().__init__(view.viewport())
        self.setObjectName("minimap")
        self.setAccessibleName(self.tr("Overview of the flow"))
        self.setToolTip(self.tr("Click or drag to look at another part of the flow"))
        self.setFixedSize(SMALL)
        self._view = view
        self._picture: QPixmap | None = None
        self._measured: Graph | None = None
        self._box: QRectF | None = None  # what the measured graph lies in
        view.looked.connect(self._look)
        view.flow_scene.shown.connect(self.redraw)
        self.hide()

    def redraw(self) -> None:
        """Draw the flow anew: it has changed, or its colours have."""
        self._picture = None
        self._look()

    def _look(self) -> None:
        wanted = SIZE if self._view.viewport().height() >= MUCH else SMALL
        if wanted != self.size():
            self._picture = None
            self.setFixedSize(wanted)
        corner = self._view.viewport().rect().bottomRight() - self.rect().bottomRight()
        self.move(corner - QPoint(12, 12))  # panning has moved it along
        edges = self._edges()
        seen = self._seen()
        self.setVisible(edges is not None and not seen.contains(edges))
        self.update()

    def _edges(self) -> QRectF | None:
        graph = self._view.flow_scene.graph
        if self._measured is not graph:
            edges = box(graph)
            self._box = QRectF(QPointF(*edges[:2]), QPointF(*edges[2:])) if edges else None
            self._measured = graph
        return self._box

    def _seen(self) -> QRectF:
        return self._view.mapToScene(self._view.viewport().rect()).boundingRect()

    def _fit(self, edges: QRectF) -> tuple[float, QPointF]:
        """Scale and shift from the scene to this widget."""
        room = QRectF(self.rect()).adjusted(_MARGIN, _MARGIN, -_MARGIN, -_MARGIN)
        scale = min(room.width() / edges.width(), room.height() / edges.height())
        return scale, room.center() - edges.center() * scale

    def _drawn(self, graph: Graph, edges: QRectF) -> QPixmap:
        ratio = self.devicePixelRatioF()
        picture = QPixmap(self.size() * ratio)
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        scale, shift = self._fit(edges)
        look = self._view.flow_scene.look
        painter = QPainter(picture)
        for frame in graph.frames:
            corner = QPointF(frame.x, frame.y) * scale + shift
            room = QRectF(corner, corner + QPointF(frame.width, frame.height) * scale)
            painter.fillRect(room, look.frame_bar)
            painter.setPen(look.frame_border.color())
            painter.drawRect(room)
        for note in graph.notes:
            corner = QPointF(note.x, note.y) * scale + shift
            room = QRectF(corner, corner + QPointF(note.width, note.height) * scale)
            painter.fillRect(room, look.note_border.color())
        for node in graph.nodes.values():
            component = node.component
            category = "" if isinstance(component, Placeholder) else component.category
            corner = QPointF(node.x, node.y) * scale + shift
            size = QPointF(max(NODE_WIDTH * scale, 2.0), max(NODE_HEIGHT * scale, 2.0))
            painter.fillRect(QRectF(corner, corner + size), look.brush(look.category(category)))
        painter.end()
        return picture

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        edges = self._edges()
        if edges is None:
            return
        theme = self._view.flow_scene.look.theme
        painter = QPainter(self)
        ground = QColor(theme.panel)
        ground.setAlphaF(0.92)
        painter.setBrush(ground)
        painter.setPen(QColor(theme.line))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        if self._picture is None:
            self._picture = self._drawn(self._view.flow_scene.graph, edges)
        painter.drawPixmap(0, 0, self._picture)
        scale, shift = self._fit(edges)
        seen = self._seen()
        frame = QRectF(seen.topLeft() * scale + shift, seen.bottomRight() * scale + shift)
        painter.setPen(QColor(theme.accent))
        tint = QColor(theme.accent)
        tint.setAlphaF(0.10)
        painter.setBrush(tint)
        painter.drawRect(frame.intersected(QRectF(self.rect()).adjusted(1, 1, -2, -2)))
        painter.end()

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._go(event)

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._go(event)

    def _go(self, event: QMouseEvent) -> None:
        edges = self._edges()
        if edges is not None:
            scale, shift = self._fit(edges)
            self._view.centerOn((event.position() - shift) / scale)
