"""What the window does: pages, files, runs. It fills the shell; ``FlowPage`` does the flow."""

from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction

from workbench.core.errors import WorkbenchError
from workbench.data.readers.reader import Reader
from workbench.flow.cache import Cache
from workbench.flow.group import node_at
from workbench.flow.store.store import Store
from workbench.gui.action_search import ActionSearch, entries
from workbench.gui.bridge import FlowRunner
from workbench.gui.device_choice import DeviceChoice
from workbench.gui.document import Document
from workbench.gui.explore_mode import ExploreMode
from workbench.gui.exporting import Exporting
from workbench.gui.flow_page import FlowPage
from workbench.gui.help import Help
from workbench.gui.history_mode import HistoryMode
from workbench.gui.home_page import BEGINNINGS, HomePage
from workbench.gui.menus import fill_recent
from workbench.gui.model_menu import ModelMenu
from workbench.gui.opening import Files, is_data
from workbench.gui.pages import Pages
from workbench.gui.plots.factory import DRAWINGS
from workbench.gui.recovery import Left
from workbench.gui.safety import Safety
from workbench.gui.shell import EXPLORE, FLOW, MODES, RUNS, Shell
from workbench.gui.template_gallery import template_entries
from workbench.gui.theme import Theme
from workbench.gui.window_layout import remember_layout, reset_layout, restore_layout
from workbench.gui.window_state import Undoing, show_history, show_running, show_title
from workbench.nodes.catalog import catalog
from workbench.runs.checkpoints import kept_in
from workbench.runs.templates import Template
from workbench.runs.view import RunView


class MainWindow(QObject):
    """Fills a shell with the home page, the explorer and the flow.

    Args:
        shell: the window's frame, which owns this.
        cache: of results, another window's; one of its own, with what lies on the disk, where
            none is given.

    Signals:
        quit_wanted(): every window is to be closed.

    Attributes:
        window_wanted: the files' signal.
    """

    quit_wanted = Signal()

    def __init__(self, shell: Shell, cache: Cache | None = None) -> None:
        super().__init__(shell)
        self.shell = shell
        self.settings = shell.settings
        self.themes = shell.themes
        self.actions_ = shell.actions_
        self.status = shell.status
        self.catalog = catalog()
        self.document = Document(self)
        cache = cache or Cache(store=Store(self.settings.results, self.catalog))
        self.runner = FlowRunner(self, cache, kept_in(self.settings.checkpoints, self.catalog))
        self.flow = FlowPage(
            self.catalog,
            self.document,
            self.runner,
            self.themes.theme,
            DRAWINGS,
            self.settings.own_nodes,
        )
        self.home = HomePage(self.actions_[name] for name in BEGINNINGS)
        self.files = Files(shell, self.document, self.flow, self.settings)
        self.exporting = Exporting(shell, self.document, self.flow)
        self.window_wanted = self.files.window_wanted
        self.explore = ExploreMode(
            self.catalog, self.themes, self.files, self.document, self.settings
        )
        self.history = HistoryMode(shell, self.files, self.document, self.flow, self.runner)
        self.devices = DeviceChoice(shell)
        self.search = ActionSearch(shell)
        self.help = Help(shell, self.catalog, lambda: self.flow.selected_key)
        shown = (self.home, self.explore.page, self.flow, self.history.page)
        self.pages = Pages(shell, dict(zip(MODES, shown, strict=True)))
        self.safety = Safety(self.document, self.settings.journals, self.themes.theme, self)
        self._fill()
        self._connect_actions()
        self._connect_parts()
        self._show_state()
        self.show_recent()
        self._show_running()
        self.pages.show(FLOW)

    # ---------------------------------------------------------------- what the program asks for

    def begin(self, file: Path | None) -> None:
        """Show the file, data in the explorer; or the Pima flow where there is none."""
        if file is None:
            self.files.open_example()
        else:
            self.take(file)
        self.safety.offer(self.catalog)

    def take(self, content: Path | Left | Template | None) -> None:
        """Show a file, data in the explorer; or what a crash has left; or nothing yet."""
        if isinstance(content, Left):
            self.safety.restore(content)
        elif isinstance(content, Template):
            self.files.templates.open(content)
        elif content is not None and is_data(content):
            self.files.explore(content)
        elif content is not None:
            self.files.open([content])

    def show_devices(self, names: tuple[str, ...]) -> None:
        """Offer these devices."""
        self.devices.set_devices(names)
        self._choose_device(self.devices.currentText())

    def show_recent(self) -> None:
        """List the recent files anew."""
        paths = self.settings.recent_files
        fill_recent(self.shell.menus.recent, paths, lambda path: self.files.open([path]))
        self.home.show_recent(paths)

    def show_error(self, error: WorkbenchError) -> None:
        """Say what went wrong, on the page where there is room for it."""
        self.pages.show(FLOW)
        self.flow.show_error(error)

    # ---------------------------------------------------------------- actions

    def _run(self) -> None:
        self.pages.show(FLOW)
        self.flow.run_all()

    def _pause_or_resume(self) -> None:
        if self.runner.is_paused:
            self.runner.resume()
        else:
            self.runner.pause()

    def _open_search(self) -> None:
        own = self.flow.editor.actions_by_name.values()
        everything = [*self.actions_, *own, *self._dock_actions, *self.shell.menus.choices]
        theme = self.themes.theme
        found = entries(everything, self.catalog, self._add, theme)
        self.search.open([*found, *template_entries(self.files.templates.open, theme)])

    def _add(self, key: str) -> None:
        self.pages.show(FLOW)
        self.flow.add_component(key)

    def _reset_layout(self) -> None:
        reset_layout(self.flow, self.settings)
        self.explore.page.reset_layout()

    def _show_opened(self) -> None:
        self.pages.show(FLOW)
        self.flow.editor.setFocus()  # typing adds a node

    @property
    def _selected_reader(self) -> Reader | None:
        """What the one selected node reads, if it is a data node."""
        if len(self.flow.selected) != 1:
            return None
        component = node_at(self.document.graph, self.flow.selected[0]).component
        return component if isinstance(component, Reader) else None

    def _explore_node(self) -> None:
        if self._selected_reader is not None:
            self.files.data_wanted.emit(self._selected_reader)

    @property
    def _undoing(self) -> Undoing:
        """What is taken back on the page that is shown."""
        pages: dict[str, Undoing] = {EXPLORE: self.explore.page.data, RUNS: self.history.page}
        return pages.get(self.pages.current, self.document)

    def _undo(self) -> None:
        self._undoing.undo()

    def _redo(self) -> None:
        self._undoing.redo()

    def _save(self) -> None:
        (self.explore.page.save_as if self.pages.is_shown(EXPLORE) else self.files.save)()

    def _save_as(self) -> None:
        (self.explore.page.save_as if self.pages.is_shown(EXPLORE) else self.files.save_as)()

    # ---------------------------------------------------------------- showing

    def _show_state(self) -> None:
        show_history(self.shell, self._undoing)
        name = self.explore.page.file_name if self.pages.is_shown(EXPLORE) else ""
        show_title(self.shell, self.document, name)

    def _show_running(self) -> None:
        reads = self._selected_reader is not None
        show_running(self.shell, self.runner, has_selection=bool(self.flow.selected), reads=reads)

    def _show_run(self, view: RunView) -> None:
        self.status.show_run(view, is_paused=self.runner.is_paused)

    def _set_theme(self, theme: Theme) -> None:
        self.flow.set_theme(theme)
        self.explore.page.set_theme(theme)
        self.safety.bar.set_theme(theme)

    # ---------------------------------------------------------------- putting together

    @property
    def _dock_actions(self) -> list[QAction]:
        shown = [dock.toggleViewAction() for dock in self.flow.docks.values()]
        return [*shown, self.flow.output.side_by_side]

    def _fill(self) -> None:
        shell, own = self.shell, self.flow.editor.actions_by_name
        shell.add_bar(self.safety.bar)
        shell.tools.add_canvas(own, self.devices)
        shell.menus.add_canvas(own, self._dock_actions, self.actions_["reset_layout"])
        restore_layout(self.flow, self.settings)
        self.model_menu = ModelMenu(self.document, self.flow, self.exporting.models)

    def _connect_actions(self) -> None:
        self.actions_.connect_to(
            {
                **self.files.slots(),
                "save": self._save,
                "save_as": self._save_as,
                "close": self.shell.close,
                **self.exporting.slots(),
                "quit": self.quit_wanted.emit,
                "undo": self._undo,
                "redo": self._redo,
                **self.pages.slots(),
                "explore_node": self._explore_node,
                "reset_layout": self._reset_layout,
                "run": self._run,
                "run_here": self.flow.run_to_selection,
                "run_changed": self.flow.run_changed,
                "clear_results": self.flow.clear_results,
                "stop": self.runner.stop,
                "pause": self._pause_or_resume,
                "cancel": self.runner.cancel,
                "search": self._open_search,
                **self.help.slots(),
            }
        )

    def _connect_parts(self) -> None:
        self.pages.shown.connect(self._show_state)
        self.shell.may_close = self.files.may_leave
        self.shell.closing.connect(self._end)
        self.shell.dropped.connect(self.files.open)
        self.files.opened.connect(self._show_opened)
        self.files.explores = lambda: not self.pages.is_shown(FLOW)
        self.safety.restored.connect(self._show_opened)
        self.safety.elsewhere.connect(self.window_wanted)
        self.safety.failed.connect(self.flow.show_error)
        self.explore.wanted.connect(lambda: self.pages.show(EXPLORE))
        for mode in (self.explore, self.history):
            mode.flow_opened.connect(self._show_opened)
            mode.page.history_changed.connect(self._show_state)
        self.history.page.told.connect(lambda text: self.pages.tell(RUNS, text))
        self.explore.page.told.connect(lambda text: self.pages.tell(EXPLORE, text))
        self.files.recent_changed.connect(self.show_recent)
        self.home.template_chosen.connect(self.files.templates.open)
        self.home.chosen.connect(lambda path: self.files.open([path]))
        self.document.history_changed.connect(self._show_state)
        self.runner.running_changed.connect(self._show_running)
        self.runner.paused_changed.connect(self._show_running)
        self.runner.waiting_changed.connect(self.status.show_waiting)
        self.flow.selection_changed.connect(self._show_running)
        self.flow.selection_told.connect(lambda text: self.pages.tell(FLOW, text))
        self.flow.shown.connect(self._show_run)
        self.flow.hint.connect(self.status.show_hint)
        self.flow.editor.files_dropped.connect(self.files.open)
        self.flow.editor.example_requested.connect(self.files.open_example)
        self.flow.editor.open_data_requested.connect(self.files.ask_open)
        self.devices.chosen.connect(self._choose_device)
        self.themes.changed.connect(self._set_theme)

    def _choose_device(self, name: str) -> None:
        self.flow.choose_device(name)
        self.status.show_device(self.devices.resolved(name))

    def _end(self) -> None:
        remember_layout(self.flow, self.settings)
        self.safety.close()
        self.exporting.shutdown()
        self.runner.shutdown()
        self.history.end()
        self.explore.end()
