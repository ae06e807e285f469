"""Exporting the flow: as a picture, as a report with its results, or as Python."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from workbench.core.errors import DataError, Where, WorkbenchError
from workbench.core.files import write_text
from workbench.core.run import Progressed, Run
from workbench.flow.execute import Results
from workbench.flow.graph import Graph
from workbench.gui.background import Background
from workbench.gui.document import Document
from workbench.gui.flow_page import FlowPage
from workbench.gui.flow_picture import PNG, SVG, save_picture
from workbench.gui.model_exporting import ModelExporting
from workbench.gui.shell import Shell
from workbench.runs.flow_report import FlowReport
from workbench.runs.scripting.steps import notebook_of, script_of

REPORT = ".md"
SCRIPT, NOTEBOOK = ".py", ".ipynb"
CODE = {SCRIPT: script_of, NOTEBOOK: notebook_of}


class Exporting(QObject):
    """Asks for a file and writes the flow to it, as its ending says."""

    def __init__(self, window: Shell, document: Document, page: FlowPage) -> None:
        super().__init__(window)
        self._window = window
        self.models = ModelExporting(window, document, page)
        self._document = document
        self._page = page
        self._target = Path()
        self._writing = Background(self)
        self._writing.done.connect(lambda *_: self._tell(self._target))
        self._writing.failed.connect(page.show_error)

    def slots(self) -> dict[str, Callable[[], object]]:
        """What the window's actions do, by name."""
        return {
            "export": self.ask,
            "export_script": self.ask_script,
            "export_notebook": self.ask_notebook,
            "export_model": self.models.ask,
        }

    def ask(self) -> None:
        """Ask for a file and export the flow."""
        self._ask(SVG)

    def ask_script(self) -> None:
        """Ask for a file and export the flow as a Python script."""
        self._ask(SCRIPT)

    def ask_notebook(self) -> None:
        """Ask for a file and export the flow as a notebook."""
        self._ask(NOTEBOOK)

    def _ask(self, suffix: str) -> None:
        filters = {
            self.tr("SVG picture (*.svg)"): SVG,
            self.tr("PNG picture (*.png)"): PNG,
            self.tr("Markdown report with a picture (*.md)"): REPORT,
            self.tr("Python script (*.py)"): SCRIPT,
            self.tr("Jupyter notebook (*.ipynb)"): NOTEBOOK,
        }
        first = next(text for text, ending in filters.items() if ending == suffix)
        path = self._document.path
        start = path.with_suffix("") if path else Path.home() / self._document.title
        name, chosen = QFileDialog.getSaveFileName(
            self._window, self.tr("Export the flow"), f"{start}{suffix}", ";;".join(filters), first
        )
        if name:
            path = Path(name)
            self.export(path if path.suffix else path.with_suffix(filters.get(chosen, suffix)))

    def export(self, path: Path) -> None:
        """Write the flow to a file; what goes wrong is said above the canvas."""
        try:
            if path.suffix.lower() == REPORT:
                self._report(path)
                return
            if path.suffix.lower() in CODE:
                self._code(path)
                return
            self._draw(path)
        except WorkbenchError as error:
            self._page.show_error(error)
            return
        self._tell(path)

    def shutdown(self) -> None:
        """The window closes."""
        self._writing.shutdown()
        self.models.shutdown()

    def _draw(self, path: Path) -> None:
        if path.suffix.lower() not in {SVG, PNG}:
            raise DataError(
                f"A flow is exported as {SVG}, {PNG}, {REPORT}, {SCRIPT} or {NOTEBOOK}, not as "
                f"'{path.suffix}'.",
                where=Where(file=str(path)),
            )
        runs, graph = self._page.runs, self._document.graph
        title, origin = self._document.title, runs.origin_text("")
        save_picture(path, graph, runs.drawn_view, title, origin=origin)

    def _report(self, path: Path) -> None:
        """Draw the picture; the text, for which scores are computed, is written on a thread."""
        picture = path.with_suffix(PNG)
        self._draw(picture)
        runs, document = self._page.runs, self._document
        values = {i: v for i, v in runs.results.values.items() if i in runs.current}
        report = FlowReport(
            Path(document.title).stem,
            document.graph,
            datetime.now(UTC).astimezone(),
            document.path,
            runs.drawn_view,
            Results(values, graph=runs.graph),
            picture.name,
        )
        self._write(path, lambda: _written(report, path))

    def _code(self, path: Path) -> None:
        """Write the flow as Python, on a thread: its data are read for that."""
        graph = self._document.graph
        self._write(path, lambda: _coded(graph, path))

    def _write(self, path: Path, run: Callable[[], Run[None]]) -> None:
        self._target = path
        self._page.message_bar.show_text(self.tr("Writing {}…").format(path.name))
        self._writing.start(run)

    def _tell(self, path: Path) -> None:
        self._page.message_bar.show_text(self.tr("Exported: {}").format(path))


def _written(report: FlowReport, path: Path) -> Run[None]:
    yield Progressed(0, 0)
    write_text(path, report.text())


def _coded(graph: Graph, path: Path) -> Run[None]:
    yield Progressed(0, 0)
    write_text(path, CODE[path.suffix.lower()](graph, path.resolve().parent))
