"""What the buttons beside problems do: link, add a splitter, go to the field that is meant."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject, Signal

from workbench.core.component import Component
from workbench.core.errors import WorkbenchError
from workbench.flow.check import Remedy
from workbench.flow.group import SEPARATOR
from workbench.flow.mending import with_only_fit, with_splitter
from workbench.gui.editor.editor import FlowEditor
from workbench.gui.editor.edits import free_place
from workbench.gui.inspector.inspector import Inspector
from workbench.gui.level import Level

SPLITTER = "cross_validation"


class Mending(QObject):
    """Takes the step that a remedy says, at the node it is about.

    Signals:
        failed(WorkbenchError): why it cannot be.
        inspecting(): the inspector is to be seen.
    """

    failed = Signal(object)
    inspecting = Signal()

    def __init__(
        self,
        catalog: Mapping[str, type[Component]],
        level: Level,
        editor: FlowEditor,
        inspector: Inspector,
    ) -> None:
        super().__init__(inspector)
        self._catalog = catalog
        self._level = level
        self._editor = editor
        self._inspector = inspector

    def take(self, remedy: Remedy) -> None:
        """Show the node and take the step."""
        outer, _, node_id = remedy.node.rpartition(SEPARATOR)
        self._level.go(outer)
        if node_id not in self._level.graph.nodes:
            return
        self._editor.select(node_id)
        steps: dict[str, Callable[[str, str], None]] = {
            "link": self._link,
            "splitter": self._add_splitter,
            "file": self._choose_file,
            "parameter": self._show_parameter,
        }
        step = steps.get(remedy.kind)
        if step is None:
            return
        try:
            step(node_id, remedy.of)
        except WorkbenchError as error:
            self.failed.emit(error)

    def _link(self, node_id: str, port: str) -> None:
        linked = with_only_fit(self._level.graph, node_id, port)
        if linked is not None:
            self._level.edit(linked, self.tr("Link"))
        else:
            self._editor.search_for_input(node_id, port)

    def _add_splitter(self, node_id: str, port: str) -> None:
        before = self._level.graph
        graph, made = with_splitter(before, node_id, port, self._catalog[SPLITTER].parse({}))
        node = graph.node(made)
        place = free_place(before, node.x, node.y)
        self._level.edit(graph.moved({made: place}), self.tr("Add {}").format(node.name))
        self._editor.select(made)

    def _show_parameter(self, _node_id: str, name: str) -> None:
        self.inspecting.emit()
        self._inspector.focus_parameter(name)

    def _choose_file(self, node_id: str, name: str) -> None:
        self._show_parameter(node_id, name)
        self._inspector.choose_file(name)
