"""The whole flow drawn elsewhere than on the canvas: for a picture, a report, a printer."""

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter
from shiboken6 import delete

from workbench.flow.graph import Graph
from workbench.gui.editor.edits import box
from workbench.gui.editor.node_drawing import draw_body, draw_words
from workbench.gui.editor.node_item import NodeItem
from workbench.gui.editor.scene import FlowScene
from workbench.gui.editor.state_mark import draw_state
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
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    scale = min(target.width() / source.width(), target.height() / source.height())
    painter.translate(target.center())
    painter.scale(scale, scale)
    painter.translate(-source.center())
    _draw_items(painter, scene)
    painter.restore()
    # Here and now: the collector crashes over such a scene while other threads import modules.
    delete(scene)


def _draw_items(painter: QPainter, scene: FlowScene) -> None:
    for item in scene.ground_items():
        item.draw(painter)
    for node in scene.nodes.values():
        _draw_node(painter, node)


def _draw_node(painter: QPainter, item: NodeItem) -> None:
    painter.save()
    painter.translate(*item.corner)
    draw_body(painter, item.look, item.card)
    draw_state(painter, item.look, item.view.state, item.percent)
    draw_words(painter, item.look, item.words)
    painter.restore()
