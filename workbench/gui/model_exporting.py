"""Taking a model away: which one, into which file, written and checked behind the window."""

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QObject
from PySide6.QtWidgets import QFileDialog, QInputDialog

from workbench.core.errors import WorkbenchError
from workbench.export.formats import TITLES
from workbench.flow.expand import expanded
from workbench.flow.graph import Graph
from workbench.gui.background import Background
from workbench.gui.document import Document
from workbench.gui.export_bar import ExportBar
from workbench.gui.flow_page import FlowPage
from workbench.gui.shell import Shell
from workbench.models.fits import Fits
from workbench.models.learner import Learner
from workbench.runs.final_model import chosen_learner
from workbench.runs.model_export import Exported, exported

FIRST = ".onnx"


def _tr(text: str) -> str:
    return QCoreApplication.translate("ModelExporting", text)


class ModelExporting(QObject):
    """Asks for a learner and a file, trains it on all data if need be, and writes the model."""

    def __init__(self, shell: Shell, document: Document, page: FlowPage) -> None:
        super().__init__(shell)
        self._shell = shell
        self._document = document
        self._page = page
        self.bar = ExportBar()
        shell.add_bar(self.bar)
        self._writing = Background(self)
        self._writing.progressed.connect(self.bar.show_progress)
        self._writing.done.connect(lambda made, _notes: self._tell(made))
        self._writing.failed.connect(page.show_error)
        self._writing.running_changed.connect(self._show_running)
        self.bar.cancelled.connect(self._cancel)

    @property
    def is_running(self) -> bool:
        """Whether a model is being written."""
        return self._writing.is_running

    def ask(self) -> None:
        """Ask which learner's model, and for a file, and write it."""
        self._ask(self._page.selected)

    def ask_of(self, path: str) -> None:
        """Ask for a file for the model of a drawn node, and write it."""
        self._ask((path,))

    def _ask(self, paths: tuple[str, ...]) -> None:
        try:
            learner = self._learner(paths)
        except WorkbenchError as error:
            self._page.show_error(error)
            return
        path = self._file(learner) if learner else None
        if path is not None:
            self.export(path, learner)

    def export(self, path: Path, learner: str) -> None:
        """Write the model of a node that runs; what comes of it is said above the canvas."""
        runs, graph = self._page.runs, self._document.graph
        known = runs.results.values.get(learner) if learner in runs.current else None
        self._page.message_bar.clear()
        self.bar.begin(_tr("Exporting {}").format(path.name))
        self._writing.start(lambda: exported(path, graph, learner, known))

    def shutdown(self) -> None:
        """The window closes."""
        self._writing.shutdown()

    def _learner(self, paths: tuple[str, ...]) -> str:
        """The node whose model is meant: the chosen one, the only one, or which is asked.

        Raises:
            FlowError: the flow has no learner.
        """
        graph = expanded(self._document.graph).graph
        for path in paths:
            copies = self._page.runs.copies(path)
            if len(copies) == 1 and _gives_fits(graph, copies[0]):
                return copies[0]
        learners = [i for i, n in graph.nodes.items() if isinstance(n.component, Learner)]
        if len(learners) < 2:
            return chosen_learner(self._document.graph)
        names = [f"{graph.node(i).name} ({i})" for i in learners]
        chosen, is_chosen = QInputDialog.getItem(
            self._shell, _tr("Export model"), _tr("Whose model?"), names, 0, editable=False
        )
        return learners[names.index(chosen)] if is_chosen else ""

    def _file(self, learner: str) -> Path | None:
        filters = {f"{_tr(title)} (*{ending})": ending for ending, title in TITLES.items()}
        flow = self._document.path
        folder = flow.parent if flow else Path.home()
        stem = Path(self._document.title).stem
        start = folder / f"{stem}-{learner.replace('/', '-')}{FIRST}"
        name, chosen = QFileDialog.getSaveFileName(
            self._shell, _tr("Export model"), str(start), ";;".join(filters)
        )
        if not name:
            return None
        path = Path(name)
        return path if path.suffix else path.with_suffix(filters.get(chosen, FIRST))

    def _tell(self, made: object) -> None:
        if isinstance(made, Exported):
            words = _tr("Exported {}: {}, trained on all rows.").format(made.path, made.name)
            self._page.message_bar.show_text(f"{words} {made.checked}".strip())

    def _cancel(self) -> None:
        self._writing.cancel()
        self._page.message_bar.show_text(_tr("Export cancelled."))

    def _show_running(self, is_running: bool) -> None:  # noqa: FBT001  Qt's signal has no keywords
        if not is_running:
            self.bar.hide()


def _gives_fits(graph: Graph, node_id: str) -> bool:
    return any(port.type is Fits for port in graph.node(node_id).operation.outputs)
