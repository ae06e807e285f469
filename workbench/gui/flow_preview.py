"""A small picture of a flow: all of it, as large as there is room."""

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QFrame, QWidget
from typing_extensions import override

from workbench.flow.graph import Graph
from workbench.gui.editor.drawing import area, draw
from workbench.gui.theme import Theme
from workbench.runs.view import RunView

LARGEST = 1.0  # screen pixels to one of the canvas


class FlowPreview(QFrame):
    """Draws a flow; it is drawn once, and again when the room or the theme is another."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("flow_preview")
        self.setProperty("role", "card")
        self.setAccessibleName(self.tr("Preview of the flow"))
        self._theme = theme
        self._graph = Graph()
        self._picture: QPixmap | None = None

    def show_graph(self, graph: Graph) -> None:
        """Show another flow."""
        self._graph = graph
        self._redraw()

    def set_theme(self, theme: Theme) -> None:
        """Draw in another theme."""
        self._theme = theme
        self._redraw()

    @override
    def sizeHint(self) -> QSize:
        return QSize(560, 320)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._redraw()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._picture is None:
            self._picture = self._drawn()
        QPainter(self).drawPixmap(self.contentsRect().topLeft(), self._picture)

    def _redraw(self) -> None:
        self._picture = None
        self.update()

    def _drawn(self) -> QPixmap:
        room, ratio = self.contentsRect().size(), self.devicePixelRatioF()
        picture = QPixmap(room * ratio)
        picture.setDevicePixelRatio(ratio)
        picture.fill(self._theme.canvas)
        source = area(self._graph).size()
        if not source.isEmpty():
            scale = min(room.width() / source.width(), room.height() / source.height(), LARGEST)
            target = QRectF(0, 0, source.width() * scale, source.height() * scale)
            target.moveCenter(QRectF(0, 0, room.width(), room.height()).center())
            painter = QPainter(picture)
            draw(painter, target, self._graph, RunView(), self._theme)
            painter.end()
        return picture
