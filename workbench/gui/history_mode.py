"""The history in the window: the page of the runs, and the runs of this window written down."""

import json

from PySide6.QtCore import QByteArray, QObject, Signal
from PySide6.QtWidgets import QWidget

from workbench.core.errors import WorkbenchError
from workbench.evaluation.charts import LearningCurves
from workbench.flow import file as flow_file
from workbench.gui.bridge import FlowRunner
from workbench.gui.brush import Brush
from workbench.gui.document import Document
from workbench.gui.flow_page import FlowPage
from workbench.gui.history.page import HistoryPage, Plots
from workbench.gui.history.spread_panel import Spread
from workbench.gui.opening import Files
from workbench.gui.plots.data_views import data_views
from workbench.gui.plots.factory import plot_for
from workbench.gui.shell import Shell
from workbench.runs.history.history import History
from workbench.runs.history.importance import Importances
from workbench.runs.history.recording import About, recorder_in
from workbench.runs.history.records import Row

LAYOUT = "runs_columns"
WAIT_S = 0.5  # the window waits no longer for a file that another program is writing


class HistoryMode(QObject):
    """Makes the page and brings it together with the rest of the window.

    Signals:
        flow_opened(): the open flow is to be shown; it may have come from a run.
    """

    flow_opened = Signal()

    def __init__(
        self, shell: Shell, files: Files, document: Document, flow: FlowPage, runner: FlowRunner
    ) -> None:
        super().__init__(shell)
        self._files, self._document, self._flow = files, document, flow
        self._settings = shell.settings
        runner.recorder = self._recorder = recorder_in(shell.settings.history)
        runner.about = self._about
        runner.running_changed.connect(lambda _: self._tell())
        history = History(shell.settings.history, wait_s=WAIT_S)
        plots = Plots(
            curves=lambda: plot_for(LearningCurves),
            importance=lambda: plot_for(Importances),
            spread=spread,
        )
        self.page = HistoryPage(history, plots, shell.themes.theme)
        self.page.flow_wanted.connect(self._open)
        self.page.flow_page_wanted.connect(self.flow_opened)
        self.page.table.columns_changed.connect(self._remember)
        self.page.table.show_columns(_keys(shell.settings.layout(LAYOUT)))
        shell.themes.changed.connect(self.page.set_theme)

    def end(self) -> None:
        """The window is closing."""
        self.page.shutdown()
        self._recorder.close()

    def _about(self) -> About:
        path = self._document.path
        name = path.stem if path else self._document.title
        return About("window", name, str(path) if path else "")

    def _tell(self) -> None:
        for message in self._recorder.messages():
            self._flow.message_bar.show_warning(message)

    def _open(self, row: Row) -> None:
        try:
            graph = flow_file.loads(self.page.history.flow(row.run), self._flow.catalog)
        except WorkbenchError as error:
            self.page.fail(error)
            return
        if self._files.may_leave():
            name = self.tr("{name} of run {run}").format(name=row.flow_name, run=row.run)
            self._document.open_made(graph, name)
            self.flow_opened.emit()

    def _remember(self) -> None:
        content = json.dumps(self.page.table.shown_keys).encode()
        self._settings.set_layout(LAYOUT, QByteArray(content))


def _keys(stored: QByteArray | None) -> tuple[str, ...]:
    """The keys of columns that were shown; none for what is no list of them."""
    try:
        value = json.loads(bytes(stored.data())) if stored is not None else []
    except ValueError:
        return ()
    return tuple(key for key in value if isinstance(key, str)) if isinstance(value, list) else ()


def spread(brush: Brush) -> Spread:
    """Parallel coordinates; steps, which are for data, are not offered for runs."""
    view = next(view for view in data_views() if view.name == "parallel")
    plot = view.make(brush)
    steps = plot.findChild(QWidget, "parallelStep") if isinstance(plot, QWidget) else None
    if steps is not None:
        steps.setVisible(False)
    return plot
