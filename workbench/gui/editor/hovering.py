"""Telling what flows through what the mouse rests on."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QCoreApplication, QObject, QPoint, QTimer

from workbench.flow.graph import Graph, Link
from workbench.gui.editor.flowing import Flowing, flowing
from workbench.gui.editor.hover_card import HoverCard
from workbench.gui.editor.keyboard import KeyboardCanvas
from workbench.gui.editor.node_words import link_words, port_words
from workbench.gui.editor.port_end import PortEnd

_REST_MS = 350  # before a card comes up


def _tr(text: str) -> str:
    return QCoreApplication.translate("FlowEditor", text)


class Hovering(QObject):
    """Brings up a card where the mouse rests on a link or a port, and takes it away again.

    Attributes:
        value_of: gives what has come out of a node's port, by their names; None where nothing has.
    """

    def __init__(self, canvas: KeyboardCanvas, card: HoverCard) -> None:
        super().__init__(canvas)
        self.value_of: Callable[[str, str], Any] = lambda _node_id, _port: None
        self._canvas = canvas
        self._card = card
        self._target: Link | PortEnd | None = None
        self._place = QPoint()
        self._rest = QTimer(self, singleShot=True, interval=_REST_MS)
        self._rest.timeout.connect(self.tell)
        canvas.hovered.connect(self._hover)
        canvas.looked.connect(self.close)

    def close(self) -> None:
        """Take the card away."""
        self._rest.stop()
        self._target = None
        self._card.hide()

    def tell(self) -> None:
        """Show the card now."""
        graph, target = self._canvas.flow_scene.graph, self._target
        if target is None or not _is_there(graph, target):
            return
        view = self._canvas.flow_scene.run_view
        if isinstance(target, Link):
            title = link_words(graph, target, view.node(target.source))
            self._card.tell(title, self._flowing(target.source, target.source_port), self._place)
            return
        sources = _sources(graph, target)
        if len(sources) == 1:
            flow = self._flowing(*sources[0])
        else:
            flow = Flowing(tuple(_tr("From “{}”").format(graph.node(i).name) for i, _ in sources))
        self._card.tell(port_words(graph, target), flow, self._place)

    def _hover(self, target: Link | PortEnd | None, place: QPoint) -> None:
        self.close()
        if target is not None:
            self._target, self._place = target, place
            self._rest.start()

    def _flowing(self, source: str, port: str) -> Flowing:
        value = self.value_of(source, port)
        if value is None:
            return Flowing((_tr("Nothing has come yet: run the flow up to here."),))
        if isinstance(value, tuple):  # one for each value of a parameter that has several
            first = flowing(value[0]) if value else Flowing(())
            count = _tr("{} results, the first of them:").format(len(value))
            return Flowing((count, *first.facts), first.header, first.rows)
        return flowing(value)


def _is_there(graph: Graph, target: Link | PortEnd) -> bool:
    return target in graph.links if isinstance(target, Link) else target.node in graph.nodes


def _sources(graph: Graph, end: PortEnd) -> list[tuple[str, str]]:
    """The nodes, and their ports, that what is at a port comes from."""
    if end.is_output:
        return [(end.node, end.port)]
    return [
        (k.source, k.source_port) for k in graph.inputs_of(end.node) if k.target_port == end.port
    ]
