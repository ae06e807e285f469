"""The menu bar: every action has its place here."""

from collections.abc import Callable
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMainWindow, QMenu, QMessageBox, QWidget

from workbench.gui.actions import Actions
from workbench.gui.flow_page import FlowPage
from workbench.gui.theme import Choice, ThemeSource

_EDIT = (
    ("cut", "copy", "paste", "duplicate", "delete"),
    ("select_all", "rename"),
    ("add_node", "add_note", "start_link", "disable_link"),
    ("tidy", "snap"),
)
_LOOK = ("zoom_in", "zoom_out", "zoom_100", "fit")


def _tr(text: str) -> str:
    return QCoreApplication.translate("Menus", text)


def fill_menus(window: QMainWindow, actions: Actions, page: FlowPage, themes: ThemeSource) -> QMenu:
    """Fill the menu bar; gives the menu of recent files, which changes."""
    bar = window.menuBar()
    file = bar.addMenu(_tr("&File"))
    file.addActions([actions["new"], actions["open"]])
    recent = file.addMenu(_tr("Open recent"))
    file.addAction(actions["example"])
    file.addSeparator()
    file.addActions([actions["save"], actions["save_as"]])
    file.addSeparator()
    file.addAction(actions["quit"])
    _fill_edit(bar.addMenu(_tr("&Edit")), actions, page)
    _fill_view(bar.addMenu(_tr("&View")), actions, page, themes)
    run = bar.addMenu(_tr("&Run"))
    run.addActions([actions["run"], actions["run_here"]])
    run.addSeparator()
    run.addActions([actions["pause"], actions["stop"], actions["cancel"]])
    about = bar.addMenu(_tr("&Help"))
    about.addActions([actions["reference"], actions["search"]])
    about.addSeparator()
    about.addAction(actions["about"])
    return recent


def _fill_edit(menu: QMenu, actions: Actions, page: FlowPage) -> None:
    menu.addActions([actions["undo"], actions["redo"]])
    own = page.editor.actions_by_name
    for group in _EDIT:
        menu.addSeparator()
        menu.addActions([own[name] for name in group if name in own])
    told = {name for group in _EDIT for name in group} | set(_LOOK)
    menu.addSeparator()
    menu.addActions([action for name, action in own.items() if name not in told])


def _fill_view(menu: QMenu, actions: Actions, page: FlowPage, themes: ThemeSource) -> None:
    menu.addActions([actions["home"], actions["flow"]])
    menu.addSeparator()
    own = page.editor.actions_by_name
    menu.addActions([own[name] for name in _LOOK if name in own])
    menu.addSeparator()
    menu.addActions([dock.toggleViewAction() for dock in page.docks.values()])
    menu.addAction(actions["reset_layout"])
    menu.addSeparator()
    _fill_theme(menu.addMenu(_tr("Theme")), themes)


def _fill_theme(menu: QMenu, themes: ThemeSource) -> None:
    group = QActionGroup(menu)
    words: dict[Choice, str] = {
        "system": _tr("As the system"),
        "light": _tr("Light"),
        "dark": _tr("Dark"),
    }
    for choice, text in words.items():
        action = menu.addAction(text)
        action.setObjectName(f"theme_{choice}")
        action.setCheckable(True)
        action.setChecked(themes.choice == choice)
        action.triggered.connect(lambda _checked, choice=choice: themes.choose(choice))
        group.addAction(action)


def fill_recent(menu: QMenu, paths: list[Path], choose: Callable[[Path], object]) -> None:
    """List the recent files."""
    menu.clear()
    menu.setEnabled(bool(paths))
    for path in paths:
        action = menu.addAction(path.name)
        action.setStatusTip(str(path))
        action.setToolTip(str(path))
        action.triggered.connect(lambda _checked, path=path: choose(path))


def show_about(parent: QWidget) -> None:
    """Version and licence."""
    try:
        number = version("neural-workbench")
    except PackageNotFoundError:
        number = _tr("of a checkout")
    QMessageBox.about(
        parent,
        _tr("About Workbench"),
        _tr(
            "<h3>Workbench {}</h3><p>Look at data, draw a flow, watch neural networks train.</p>"
            "<p>MIT licence. Icons: Material Design Icons (Apache 2.0).</p>"
        ).format(number),
    )
