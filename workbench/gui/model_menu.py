"""What can be asked of a learner, or of a result of its models: try it, take its model away."""

from PySide6.QtCore import QObject, QPoint
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from workbench.core.errors import FlowError
from workbench.flow.group import SEPARATOR
from workbench.flow.layout import COLUMN
from workbench.gui.document import Document
from workbench.gui.editor.edits import added, free_place, linked_to_new
from workbench.gui.editor.port_end import PortEnd
from workbench.gui.flow_page import FlowPage
from workbench.gui.model_exporting import ModelExporting
from workbench.nodes.try_it import TryIt
from workbench.runs.model_giving import gives_fits, learners_before, models_port, tried_by


class ModelMenu(QObject):
    """Follows the menus of the canvas and of the results' tabs.

    "Try it" puts the node of that name behind the models, by an edit that can be undone, or opens
    the one that is there. It trains nothing: models that are not there have to be trained first.
    """

    def __init__(self, document: Document, page: FlowPage, exporting: ModelExporting) -> None:
        super().__init__(page)
        self._document = document
        self._page = page
        self._exporting = exporting
        self._awaited = ""  # the path of a node "Try it" whose panel is to be opened
        page.editor.canvas.trying_requested.connect(self.try_model)
        page.editor.canvas.export_requested.connect(self._export)
        page.output.panes.menu_wanted.connect(self._show_menu)
        page.runs.values_changed.connect(self._open_awaited)
        document.opened.connect(self._forget)

    def try_model(self, node_id: str) -> None:
        """Open the panel in which the models of a node of this level are tried."""
        page = self._page
        tried = tried_by(page.level.graph, node_id) or self._add_behind(node_id)
        if not tried:
            return
        page.editor.select(tried)
        self._awaited = page.level.path_of(tried)
        if self._open_awaited():
            return
        runs, copies = page.runs, page.runs.copies(page.level.path_of(node_id))
        if copies and runs.current.issuperset(copies):
            runs.run((self._awaited,))
        else:
            page.hint.emit(self.tr("Run to here (Ctrl+F5) to train the model, then try it."))

    def _add_behind(self, node_id: str) -> str:
        level = self._page.level
        node = level.graph.node(node_id)
        port = models_port(node)
        if port is None:
            return ""
        place = free_place(level.graph, node.x + COLUMN, node.y)
        graph, new = added(level.graph, TryIt, *place)
        try:
            graph = linked_to_new(graph, PortEnd(node_id, port.name, is_output=True), new)
        except FlowError as error:
            self._page.show_error(error)
            return ""
        level.edit(graph, self.tr("Try {}").format(node.name))
        return new

    def _open_awaited(self) -> bool:
        """Bring the panel to the front once it has a model."""
        page, copies = self._page, self._page.runs.copies(self._awaited)
        there = [one for one in copies if one in page.runs.current]
        if not there or not page.output.show_node(there[0]):
            return False
        page.docks["output"].show()
        self._awaited = ""
        return True

    def _forget(self) -> None:
        self._awaited = ""

    def _export(self, node_id: str) -> None:
        """Ask for a file for the model of a node of this level."""
        self._exporting.ask_of(self._page.level.path_of(node_id))

    # ------------------------------------------------------------------ a result's tab

    def menu_of(self, key: str) -> QMenu | None:
        """The menu of a result's tab; None where no model is behind it."""
        graph = self._page.runs.graph
        learners = [i for i in learners_before(graph, key) if models_port(graph.node(i))]
        if not learners:
            return None
        menu = QMenu(self._page)
        menu.setObjectName("resultMenu")
        paths = tuple(dict.fromkeys(self._page.runs.origin(i) for i in learners))
        for path in paths:
            name = graph.node(self._page.runs.copies(path)[0]).name
            words = self.tr("Try {}").format(name) if len(paths) > 1 else self.tr("Try it")
            menu.addAction(self._action(menu, words, path, "try_it"))
        for path in paths:
            node = graph.node(self._page.runs.copies(path)[0])
            if gives_fits(node):
                words = self.tr("Export model of {}…").format(node.name)
                words = words if len(paths) > 1 else self.tr("Export model…")
                menu.addAction(self._action(menu, words, path, "export_model"))
        return menu

    def _action(self, menu: QMenu, words: str, path: str, name: str) -> QAction:
        action = QAction(words, menu)
        action.setObjectName(name)
        is_trying = name == "try_it"
        action.triggered.connect(lambda: self._act(path, is_trying=is_trying))
        return action

    def _act(self, path: str, *, is_trying: bool) -> None:
        if not is_trying:
            self._exporting.ask_of(path)
            return
        outer, _, node_id = path.rpartition(SEPARATOR)
        self._page.level.go(outer)
        self.try_model(node_id)

    def _show_menu(self, key: str, place: QPoint) -> None:
        menu = self.menu_of(key)
        if menu is not None:
            menu.aboutToHide.connect(menu.deleteLater)
            menu.popup(place)
