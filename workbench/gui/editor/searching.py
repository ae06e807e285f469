"""Finding a component by name, and adding it where the search was begun."""

from PySide6.QtCore import QCoreApplication, QObject, QPointF

from workbench.core.component import Component
from workbench.flow.layout import COLUMN
from workbench.gui.editor import edits
from workbench.gui.editor.commands import Commands
from workbench.gui.editor.keyboard import KeyboardCanvas
from workbench.gui.editor.look import NODE_HEIGHT, NODE_WIDTH
from workbench.gui.editor.port_end import PortEnd
from workbench.gui.editor.search_box import SearchBox


class Searching(QObject):
    """Opens the search box at a place, and adds what is chosen in it."""

    def __init__(self, canvas: KeyboardCanvas, box: SearchBox, commands: Commands) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._box = box
        self._commands = commands
        self._end: PortEnd | None = None  # what the chosen node is linked to
        self._place = QPointF()  # where it comes to lie
        box.chosen.connect(self._add)
        box.closed.connect(canvas.setFocus)
        canvas.search_asked.connect(self.open_at)
        canvas.link_dropped.connect(self.open_for)

    def open(self) -> None:
        """Open the search box at the mouse, or in the middle."""
        self.open_at(self._canvas.here)

    def open_at(self, place: QPointF, text: str = "") -> None:
        """Open the search box at a place of the scene."""
        self._end, self._place = None, place
        self._open(tuple(self._commands.catalog.values()), text)

    def open_for(self, end: PortEnd, place: QPointF) -> None:
        """Open the search box for a link dropped on empty canvas: only what fits is offered."""
        self._end = end
        side = 0.0 if end.is_output else NODE_WIDTH
        self._place = place - QPointF(side, NODE_HEIGHT / 2)
        graph, kinds = self._commands.graph, self._commands.catalog.values()
        fitting = edits.kinds_that_fit(graph, end, kinds)
        if fitting:
            self._open(fitting, "")
        else:
            words = QCoreApplication.translate("FlowEditor", "No node takes what leaves here.")
            self._canvas.hint.emit(words)

    def open_for_input(self, node_id: str, port: str) -> None:
        """Open the search box, left of a node, with what can be linked to an input of it."""
        node = self._commands.graph.node(node_id)
        self._canvas.reveal((node_id,))
        place = QPointF(node.x + NODE_WIDTH - COLUMN, node.y + NODE_HEIGHT / 2)
        self.open_for(PortEnd(node_id, port, is_output=False), place)

    def _open(self, kinds: tuple[type[Component], ...], text: str) -> None:
        corner = self._canvas.mapFromScene(self._place)
        counts = self._commands.usage.counts(self._commands.graph)
        self._box.open_at(corner, kinds, counts, text)

    def _add(self, key: str) -> None:
        if self._end is not None:
            self._commands.add_linked(key, self._place, self._end)
        else:
            x, y = edits.free_place(self._commands.graph, *self._place.toTuple())
            self._commands.add(key, QPointF(x, y))
        self._canvas.reveal(self._canvas.flow_scene.selected())
