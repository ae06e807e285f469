"""The window's frame: bars, menus, status. It is painted before anything else is imported.

Imports nothing but Qt and what is light; the pages come from ``main_window`` when they are ready.
"""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QLabel, QMainWindow, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from workbench.gui.actions import Actions
from workbench.gui.bars import ModeBar, ToolBar
from workbench.gui.menus import Menus
from workbench.gui.settings import Settings
from workbench.gui.status_line import StatusLine
from workbench.gui.theme import ThemeSource

HOME, EXPLORE, FLOW, RUNS = "home", "explore", "flow", "runs"
MODES = (HOME, EXPLORE, FLOW, RUNS)
FIRST_SIZE = QSize(1680, 1050)
TITLE_BAR = 40  # pixels that the window system may put above; it says how many too late


class Shell(QMainWindow):
    """The frame around the pages.

    Signals:
        painted(): the first frame is on the screen.
        dropped(tuple[Path, ...]): files were let go over the window.
        closing(): the window is about to close; layouts are to be remembered.

    Attributes:
        may_close: asked before the window closes.
    """

    painted = Signal()
    dropped = Signal(object)
    closing = Signal()

    def __init__(self, settings: Settings, themes: ThemeSource) -> None:
        super().__init__()
        self.setObjectName("main_window")
        self.settings = settings
        self.themes = themes
        self.may_close: Callable[[], bool] = lambda: True
        self.actions_ = Actions(self, themes.theme)
        self.status = StatusLine(self)
        self.tools = ToolBar(self.actions_, self)
        self.menus = Menus(self.menuBar(), self.actions_, themes)
        self.pages = QStackedWidget(self)
        self._is_painted = False
        self._lay_out()
        themes.changed.connect(self.actions_.set_theme)

    def _lay_out(self) -> None:
        opening = QLabel(self.tr("Opening…"), self.pages)
        opening.setProperty("role", "secondary")
        opening.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.pages.addWidget(opening)
        middle = QWidget(self)
        self._column = QVBoxLayout(middle)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(self.pages, 1)
        self.setCentralWidget(middle)
        modes = ModeBar(self.actions_, MODES, self)
        self.addToolBar(Qt.ToolBarArea.LeftToolBarArea, modes)
        self.addToolBar(Qt.ToolBarArea.TopToolBarArea, self.tools)
        self.setStatusBar(self.status)
        self.actions_[FLOW].setChecked(True)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.setWindowTitle("Workbench")
        self.setAcceptDrops(True)
        self.setMinimumSize(QSize(960, 600))
        self.resize(self._first_size())
        geometry = self.settings.layout("window")
        if geometry is not None:
            self.restoreGeometry(geometry)

    def add_bar(self, bar: QWidget) -> None:
        """Put a line above the pages."""
        self._column.insertWidget(0, bar)

    def _first_size(self) -> QSize:
        """As large as we like, but with its title bar on the screen."""
        room = self.screen().availableSize()
        return FIRST_SIZE.boundedTo(QSize(room.width(), room.height() - TITLE_BAR))

    @override
    def event(self, event: QEvent) -> bool:
        is_done = super().event(event)
        if event.type() == QEvent.Type.Paint and not self._is_painted:
            self._is_painted = True
            self.painted.emit()
        return is_done

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        if not self.may_close():
            event.ignore()
            return
        self.settings.set_layout("window", self.saveGeometry())
        self.settings.theme = self.themes.choice
        self.settings.text_size = self.themes.text_size
        self.closing.emit()
        event.accept()

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if paths_in(event.mimeData()):
            event.acceptProposedAction()

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        self.dropped.emit(paths_in(event.mimeData()))


def paths_in(data: QMimeData) -> tuple[Path, ...]:
    """The local files that are dragged."""
    if not data.hasUrls():
        return ()
    return tuple(Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile())
