"""The program's windows: each with a flow, an undo history and runs of its own.

What is the program's is shared: theme, settings, recent files, devices.
"""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint
from PySide6.QtWidgets import QApplication

from workbench.core.errors import WorkbenchError
from workbench.gui.shell import Shell
from workbench.gui.startup import main_window

if TYPE_CHECKING:
    from workbench.gui.main_window import MainWindow
    from workbench.gui.recovery import Left
    from workbench.runs.templates import Template

CASCADE = QPoint(32, 32)  # from one window to the next


class Windows(QObject):
    """Opens and closes windows; the program ends with the last one."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.open_ones: list[MainWindow] = []
        self._devices: tuple[str, ...] = ()

    def fill(self, shell: Shell) -> "MainWindow":
        """Make the content of a window that is on the screen already."""
        known = self.open_ones[0].runner.cache if self.open_ones else None
        window = main_window.MainWindow(shell, known)
        self.open_ones.append(window)
        shell.closing.connect(lambda: self._drop(window))
        window.window_wanted.connect(lambda content: self.open(window, content))
        window.quit_wanted.connect(self.close_all)
        window.files.recent_changed.connect(lambda: self._show_recent(window))
        if self._devices:
            window.show_devices(self._devices)
        return window

    def open(self, beside: "MainWindow", content: "Path | Left | Template | None") -> "MainWindow":
        """Open a window beside another one.

        Args:
            content: a file or a template to open in it, or what a crash has left; None for an
                empty flow.
        """
        shell = Shell(beside.settings, beside.themes)
        if not shell.isMaximized():
            shell.move(beside.shell.pos() + CASCADE)
        window = self.fill(shell)
        shell.show()
        window.flow.editor.setFocus()  # typing adds a node
        window.take(content)
        return window

    def close_all(self) -> bool:
        """Close every window, the active one first; whether none was kept open to save."""
        active = QApplication.activeWindow()
        order = sorted(self.open_ones, key=lambda window: window.shell is not active)
        return all(window.shell.close() for window in order)

    def show_devices(self, names: tuple[str, ...]) -> None:
        """Offer these devices in every window, present and to come."""
        self._devices = names
        for window in self.open_ones:
            window.show_devices(names)

    def show_error(self, error: WorkbenchError) -> None:
        """Show an error in the active window; standard error has it before there is any."""
        active = QApplication.activeWindow()
        near = [window for window in self.open_ones if window.shell is active]
        for window in (near or self.open_ones)[:1]:
            window.show_error(error)

    def _show_recent(self, changed: "MainWindow") -> None:
        for window in self.open_ones:
            if window is not changed:
                window.show_recent()

    def _drop(self, window: "MainWindow") -> None:
        self.open_ones.remove(window)
        window.shell.deleteLater()
