"""The whole flow drawn elsewhere than on the canvas: for a picture, a report, a printer."""

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QGraphicsItem

from workbench.flow.graph import Graph
from workbench.gui.editor.edits import box
from workbench.gui.editor.scene import FlowScene
from workbench.gui.theme import Theme
from workbench.runs.view import RunView

MARGIN = 24.0
_ICON_PIXELS = 4.0  # of a picture's icons to one of the scene's, as pictures are looked at closely


def area(graph: Graph) -> QRectF:
    """What a picture of the flow shows, in the scene's pixels; empty for an empty flow."""
    edges = box(graph)
    if edges is None:
        return QRectF()
    room = QRectF(QPointF(*edges[:2]), QPointF(*edges[2:]))
    return room.adjusted(-MARGIN, -MARGIN, MARGIN, MARGIN)


def draw(painter: QPainter, target: QRectF, graph: Graph, run: RunView, theme: Theme) -> None:
    """Draw a flow and how its nodes stand, without grid, selection or focus, into ``target``.

    Args:
        target: of the same proportions as ``area(graph)``, lest the flow be set in its middle.
    """
    painter.fillRect(target, theme.canvas)
    source = area(graph)
    if source.isEmpty():
        return
    scene = FlowScene(theme)  # of its own: the one on show stays as it is
    scene.look.icon_pixels = _ICON_PIXELS
    scene.show_graph(graph)
    scene.show_run(run)
    for item in scene.items():
        item.setCacheMode(QGraphicsItem.CacheMode.NoCache)  # a picture of lines keeps its lines
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    scene.render(painter, target, source)
