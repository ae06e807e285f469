"""The window's pages: one is shown at a time, and each has its word for the status bar."""

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from workbench.gui.shell import FLOW, Shell


class Pages(QObject):
    """The pages by name.

    Signals:
        shown(str): another page is shown.
    """

    shown = Signal(str)

    def __init__(self, shell: Shell, pages: Mapping[str, QWidget]) -> None:
        super().__init__(shell)
        self._shell = shell
        self._pages = pages
        self._told: dict[str, str] = {}  # of the selection, by page
        for page in pages.values():
            shell.pages.addWidget(page)

    def show(self, name: str) -> None:
        """Show a page; its action is the one that is checked."""
        self._shell.pages.setCurrentWidget(self._pages[name])
        self._shell.actions_[name].setChecked(True)
        self._shell.tools.show_canvas(is_shown=name == FLOW)
        self._shell.status.show_selection(self._told.get(name, ""))
        self.shown.emit(name)

    def slots(self) -> dict[str, Callable[[], object]]:
        """What the actions that show a page do, by name."""
        return {name: partial(self.show, name) for name in self._pages}

    @property
    def current(self) -> str:
        """The page that is shown; empty before there is one."""
        return next(filter(self.is_shown, self._pages), "")

    def is_shown(self, name: str) -> bool:
        """Whether it is this page that is shown."""
        return self._shell.pages.currentWidget() is self._pages[name]

    def tell(self, name: str, text: str) -> None:
        """Say something of a page's selection while that page is shown."""
        self._told[name] = text
        if self.is_shown(name):
            self._shell.status.show_selection(text)
