"""The window: pages, bars, menus, files. It composes; the flow's own work is in ``FlowPage``."""

from pathlib import Path

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QMainWindow, QStackedWidget
from typing_extensions import override

from workbench.core.errors import WorkbenchError
from workbench.gui.action_search import ActionSearch, entries
from workbench.gui.actions import Actions
from workbench.gui.bars import ModeBar, ToolBar
from workbench.gui.bridge import FlowRunner
from workbench.gui.device_choice import DeviceChoice
from workbench.gui.document import Document
from workbench.gui.flow_page import FlowPage
from workbench.gui.home_page import HomePage
from workbench.gui.menus import fill_menus, fill_recent, show_about
from workbench.gui.node_reference import NodeReference
from workbench.gui.opening import Files, paths_in
from workbench.gui.plots.factory import plot_for
from workbench.gui.settings import Settings
from workbench.gui.status_line import StatusLine
from workbench.gui.theme import Theme, ThemeSource
from workbench.nodes.catalog import catalog
from workbench.runs.view import RunView

HOME, FLOW = "home", "flow"
LAYOUT_VERSION = 1
ICON = QSize(20, 20)


class MainWindow(QMainWindow):
    """Home and flow, with the bars around them.

    Signals:
        painted(): the first frame is on the screen.
    """

    painted = Signal()

    def __init__(self, settings: Settings, themes: ThemeSource) -> None:
        super().__init__()
        self.setObjectName("main_window")
        self.settings = settings
        self.themes = themes
        self.catalog = catalog()
        self.document = Document(self)
        self.runner = FlowRunner(self)
        self.actions_ = Actions(self, themes.theme)
        self.flow = FlowPage(self.catalog, self.document, self.runner, themes.theme, plot_for)
        self.home = HomePage(self.actions_[name] for name in ("example", "open", "new"))
        self.files = Files(self, self.document, self.flow, settings)
        self.status = StatusLine(self)
        self.devices = DeviceChoice(self)
        self.search = ActionSearch(self)
        self._reference: NodeReference | None = None
        self._is_painted = False
        self._lay_out()
        self._connect()
        self._restore()
        self._show_state()

    # ---------------------------------------------------------------- what the program asks for

    def begin(self, file: Path | None) -> None:
        """Show the file, or the Pima flow where there is none."""
        if file is None:
            self.files.open_example()
        else:
            self.files.open([file])

    def show_devices(self, names: tuple[str, ...]) -> None:
        """Offer these devices."""
        self.devices.set_devices(names)

    def show_error(self, error: WorkbenchError) -> None:
        """Say what went wrong, on the page where there is room for it."""
        self._show_page(FLOW)
        self.flow.show_error(error)

    # ---------------------------------------------------------------- Qt's events

    @override
    def event(self, event: QEvent) -> bool:
        is_done = super().event(event)
        if event.type() == QEvent.Type.Paint and not self._is_painted:
            self._is_painted = True
            self.painted.emit()
        return is_done

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        if not self.files.may_leave():
            event.ignore()
            return
        self.settings.set_layout("window", self.saveGeometry())
        self.settings.set_layout("flow", self.flow.saveState(LAYOUT_VERSION))
        self.settings.theme = self.themes.choice
        self.runner.shutdown()
        event.accept()

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if paths_in(event.mimeData()):
            event.acceptProposedAction()

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        self.files.open(paths_in(event.mimeData()))

    # ---------------------------------------------------------------- actions

    def _run(self) -> None:
        self._show_page(FLOW)
        self.flow.run_all()

    def _pause_or_resume(self) -> None:
        if self.runner.is_paused:
            self.runner.resume()
        else:
            self.runner.pause()

    def _open_search(self) -> None:
        own = self.flow.editor.actions_by_name.values()
        docks = [dock.toggleViewAction() for dock in self.flow.docks.values()]
        everything = [*self.actions_, *own, *docks]
        self.search.open(entries(everything, self.catalog, self._add, self.themes.theme))

    def _add(self, key: str) -> None:
        self._show_page(FLOW)
        self.flow.add_component(key)

    def _open_reference(self) -> None:
        if self._reference is None:
            self._reference = NodeReference(self.catalog, self.themes.theme, self)
        key = self.flow.selected_key
        if key:
            self._reference.show_component(key)
        self._reference.show()
        self._reference.raise_()

    def _reset_layout(self) -> None:
        self.settings.forget_layout()
        self.flow.reset_layout()

    def _show_page(self, name: str) -> None:
        self.pages.setCurrentWidget(self.home if name == HOME else self.flow)
        self.actions_[name].setChecked(True)

    # ---------------------------------------------------------------- showing

    def _show_state(self) -> None:
        document, actions = self.document, self.actions_
        actions["undo"].setEnabled(bool(document.undo_label))
        actions["redo"].setEnabled(bool(document.redo_label))
        actions["undo"].setText(f"{self.tr('Undo')} {document.undo_label}".strip())
        actions["redo"].setText(f"{self.tr('Redo')} {document.redo_label}".strip())
        self.setWindowTitle(f"{document.title}[*] – Workbench")
        self.setWindowModified(document.is_dirty)

    def _show_running(self) -> None:
        is_running = self.runner.is_running
        for name in ("stop", "pause", "cancel"):
            self.actions_[name].setEnabled(is_running)
        self.actions_["run"].setEnabled(not is_running)
        self.actions_["pause"].setChecked(self.runner.is_paused)
        self.actions_["run_here"].setEnabled(not is_running and bool(self.flow.selected))

    def _show_run(self, view: RunView) -> None:
        self.status.show_run(view, is_paused=self.runner.is_paused)

    def _show_recent(self) -> None:
        paths = self.settings.recent_files
        fill_recent(self._recent, paths, lambda path: self.files.open([path]))
        self.home.show_recent(paths)

    def _set_theme(self, theme: Theme) -> None:
        self.actions_.set_theme(theme)
        self.flow.set_theme(theme)
        if self._reference is not None:
            self._reference.deleteLater()
            self._reference = None

    # ---------------------------------------------------------------- putting together

    def _lay_out(self) -> None:
        self.pages = QStackedWidget(self)
        self.pages.addWidget(self.home)
        self.pages.addWidget(self.flow)
        self.setCentralWidget(self.pages)
        modes = ModeBar(self.actions_, (HOME, FLOW), self)
        tools = ToolBar(self.actions_, self.flow.editor, self.devices, self)
        self.addToolBar(Qt.ToolBarArea.LeftToolBarArea, modes)
        self.addToolBar(Qt.ToolBarArea.TopToolBarArea, tools)
        self.setStatusBar(self.status)
        self._recent = fill_menus(self, self.actions_, self.flow, self.themes)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.setAcceptDrops(True)
        self.resize(QSize(1280, 800))
        self.setMinimumSize(QSize(960, 600))
        self._show_recent()
        self._show_running()
        self._show_page(FLOW)

    def _connect(self) -> None:
        self.actions_.connect_to(
            {
                "new": self.files.new,
                "open": self.files.ask_open,
                "example": self.files.open_example,
                "save": self.files.save,
                "save_as": self.files.save_as,
                "quit": self.close,
                "undo": self.document.undo,
                "redo": self.document.redo,
                "home": lambda: self._show_page(HOME),
                "flow": lambda: self._show_page(FLOW),
                "reset_layout": self._reset_layout,
                "run": self._run,
                "run_here": self.flow.run_to_selection,
                "stop": self.runner.stop,
                "pause": self._pause_or_resume,
                "cancel": self.runner.cancel,
                "search": self._open_search,
                "reference": self._open_reference,
                "about": lambda: show_about(self),
            }
        )
        self.files.opened.connect(lambda: self._show_page(FLOW))
        self.files.recent_changed.connect(self._show_recent)
        self.home.chosen.connect(lambda path: self.files.open([path]))
        self.document.history_changed.connect(self._show_state)
        self.runner.running_changed.connect(self._show_running)
        self.runner.paused_changed.connect(self._show_running)
        self.flow.selection_changed.connect(self._show_running)
        self.flow.selection_told.connect(self.status.show_selection)
        self.flow.shown.connect(self._show_run)
        self.flow.hint.connect(self.status.show_hint)
        self.flow.editor.files_dropped.connect(lambda paths, _place: self.files.open(paths))
        self.flow.editor.example_requested.connect(self.files.open_example)
        self.flow.editor.open_data_requested.connect(self.files.ask_open)
        self.devices.chosen.connect(self._choose_device)
        self.themes.changed.connect(self._set_theme)

    def _choose_device(self, name: str) -> None:
        self.flow.choose_device(name)
        self.status.show_device(name)

    def _restore(self) -> None:
        geometry = self.settings.layout("window")
        if geometry is not None:
            self.restoreGeometry(geometry)
        state = self.settings.layout("flow")
        if state is not None:
            self.flow.restoreState(state, LAYOUT_VERSION)
