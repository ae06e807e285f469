"""Drawing a link, by mouse or by keyboard: which ports fit, where the curve goes, why not."""

import math

from PySide6.QtCore import QCoreApplication, QPointF
from PySide6.QtWidgets import QGraphicsPathItem

from workbench.flow.graph import Link
from workbench.gui.editor.link_item import curve
from workbench.gui.editor.port_end import PortEnd, ends_of, fitting, link_between
from workbench.gui.editor.scene import FlowScene


def _tr(text: str) -> str:
    return QCoreApplication.translate("FlowEditor", text)


class LinkDrawing:
    """A link whose one end hangs on a port and whose other end follows the mouse."""

    def __init__(self, scene: FlowScene, start: PortEnd) -> None:
        self.start = start
        self._scene = scene
        self.fits = fitting(scene.graph, start)
        scene.light((*self.fits, start))
        self._curve = QGraphicsPathItem()
        self._curve.setPen(scene.look.link_drawn)
        self._curve.setZValue(2.0)
        scene.addItem(self._curve)

    def close(self) -> None:
        """End the gesture; the canvas looks as before."""
        self._scene.light(None)
        self._scene.removeItem(self._curve)

    def follow(self, place: QPointF) -> str:
        """Draw to a place, or to the port that would be linked there; gives the hint line."""
        end = self.end_at(place)
        far = self._place(end) if end else place
        near = self._place(self.start)
        self._curve.setPath(curve(near, far) if self.start.is_output else curve(far, near))
        refusal = "" if end else self.refusal(place)
        look = self._scene.look
        self._curve.setPen(look.link_refused if refusal else look.link_drawn)
        if end is None:
            return refusal
        near_node, far_node = (self._scene.graph.node(e.node) for e in (self.start, end))
        pair = (near_node, far_node) if self.start.is_output else (far_node, near_node)
        return _tr("Link “{}” to “{}”").format(pair[0].name, pair[1].name)

    def end_at(self, place: QPointF) -> PortEnd | None:
        """The fitting port at a place, or the first that fits of the node there."""
        end = self._scene.end_at(place)
        if end in self.fits:
            return end
        item = self._scene.node_at(place)
        return next((e for e in self.fits if item and e.node == item.node.id), None)

    def refusal(self, place: QPointF) -> str:
        """Why nothing can be linked at a place; empty where there is no node."""
        item = self._scene.node_at(place)
        if item is None or item.node.id == self.start.node:
            return ""
        link = self.refused(place)
        if link is not None:
            return self._scene.graph.refusal(link) or ""
        side = _tr("“{}” has no input.") if self.start.is_output else _tr("“{}” has no output.")
        return side.format(item.node.name)

    def refused(self, place: QPointF) -> Link | None:
        """The link that would be meant at a place where none can be."""
        item = self._scene.node_at(place)
        if item is None or item.node.id == self.start.node:
            return None
        end = self._scene.end_at(place)
        ends = [end] if end else []
        ends += [e for e in ends_of(item.node) if e.is_output != self.start.is_output]
        return next((link for e in ends if (link := link_between(self.start, e))), None)

    def _place(self, end: PortEnd) -> QPointF:
        return self._scene.nodes[end.node].port_place(end)


class KeyboardLink:
    """A link whose other end is chosen with the arrow keys.

    Args:
        node_id: where the link starts: at its output, or at its input if it has none.
    """

    def __init__(self, scene: FlowScene, node_id: str) -> None:
        ends = ends_of(scene.graph.node(node_id))
        starts = [e for e in ends if e.is_output] or list(ends)
        choices = [
            (start, end)
            for start in starts
            for end in fitting(scene.graph, start)
            if link_between(start, end) not in scene.graph.links
        ]
        self._choices = sorted(choices, key=lambda pair: _distance(scene, *pair))
        self._scene = scene
        self._at = 0
        self._drawing: LinkDrawing | None = None

    @property
    def is_possible(self) -> bool:
        """Whether any port fits."""
        return bool(self._choices)

    def step(self, by: int = 0) -> str:
        """Go to the next (1) or the previous (-1) port that fits; gives the hint line."""
        self._at = (self._at + by) % len(self._choices)
        start, end = self._choices[self._at]
        self.close()
        self._drawing = LinkDrawing(self._scene, start)
        words = self._drawing.follow(self._scene.nodes[end.node].port_place(end))
        self._scene.light((start, end))
        keys = _tr("Enter links, arrows choose another, Esc cancels")
        return f"{words} · {keys} ({self._at + 1}/{len(self._choices)})"

    @property
    def chosen(self) -> tuple[PortEnd, PortEnd]:
        """The two ends that Enter would link."""
        return self._choices[self._at]

    def close(self) -> None:
        """End the gesture."""
        if self._drawing is not None:
            self._drawing.close()
            self._drawing = None


def _distance(scene: FlowScene, start: PortEnd, end: PortEnd) -> float:
    away = scene.nodes[end.node].port_place(end) - scene.nodes[start.node].port_place(start)
    return math.hypot(away.x(), away.y())


def neighbour(scene: FlowScene, place: QPointF, dx: int, dy: int) -> str | None:
    """The nearest node from a place in a direction; in any direction if both are 0."""
    best: tuple[float, str] | None = None
    for node_id, item in scene.nodes.items():
        away = item.sceneBoundingRect().center() - place
        ahead = away.x() * dx + away.y() * dy
        aside = abs(away.x() * dy) + abs(away.y() * dx)
        if (dx or dy) and ahead <= 1.0:
            continue
        cost = ahead + 2.0 * aside if dx or dy else math.hypot(away.x(), away.y())
        if best is None or cost < best[0]:
            best = (cost, node_id)
    return best[1] if best else None
