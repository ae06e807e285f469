"""The menu bar: every action has its place here."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QMenuBar, QMessageBox, QWidget

from workbench.core.deferred import deferred
from workbench.gui.actions import Actions
from workbench.gui.text_size import SIZES
from workbench.gui.theme import Choice, ThemeSource

if TYPE_CHECKING:
    from importlib import metadata
else:
    metadata = deferred("importlib.metadata")  # 0.02 s before the first paint

_EDIT = (
    ("cut", "copy", "paste", "duplicate", "delete"),
    ("select_all", "rename", "edit_parameters"),
    ("add_node", "add_note", "add_frame", "start_link", "disable_link", "take_offer"),
    ("group", "ungroup", "open_group", "leave_group", "save_to_palette"),
    ("tidy", "snap"),
)
_LOOK = ("zoom_in", "zoom_out", "zoom_100", "fit", "fit_selection")


def _tr(text: str) -> str:
    return QCoreApplication.translate("Menus", text)


class Menus:
    """The menus of a window; the canvas's actions come in when there is a canvas.

    Args:
        themes: which theme holds is chosen here.
    """

    def __init__(self, bar: QMenuBar, actions: Actions, themes: ThemeSource) -> None:
        self._actions = actions
        self._fill_file(bar.addMenu(_tr("&File")))
        self._edit = bar.addMenu(_tr("&Edit"))
        self._edit.addActions([actions["undo"], actions["redo"]])
        self._view = bar.addMenu(_tr("&View"))
        self._fill_view(themes)
        self._fill_run(bar.addMenu(_tr("&Run")))
        about = bar.addMenu(_tr("&Help"))
        about.addActions([actions["reference"], actions["search"]])
        about.addSeparator()
        about.addAction(actions["about"])

    def _fill_file(self, file: QMenu) -> None:
        actions = self._actions
        file.addActions([actions[name] for name in ("new", "new_template", "new_window")])
        file.addSeparator()
        file.addActions([actions["open"], actions["open_in_window"]])
        self.recent = file.addMenu(_tr("Open recent"))
        file.addAction(actions["example"])
        file.addSeparator()
        file.addActions([actions["save"], actions["save_as"]])
        file.addSeparator()
        names = ("export", "export_script", "export_notebook", "export_model")
        file.addActions([actions[name] for name in names])
        file.addSeparator()
        file.addActions([actions["close"], actions["quit"]])

    def _fill_view(self, themes: ThemeSource) -> None:
        view, actions = self._view, self._actions
        view.addActions([actions[name] for name in ("home", "explore", "flow", "runs")])
        view.addAction(actions["explore_node"])
        self._view_end = view.addSeparator()
        self.theme_menu = view.addMenu(_tr("Theme"))
        self.themes = _fill_theme(self.theme_menu, themes)
        self.text_menu = view.addMenu(_tr("Text size"))
        self.text_sizes = _fill_text_size(self.text_menu, themes)
        self.text_menu.addSeparator()
        self.text_menu.addActions([actions["text_larger"], actions["text_smaller"]])
        actions.connect_to(
            {
                "text_larger": lambda: themes.choose_text_size(next_size(themes.text_size, 1)),
                "text_smaller": lambda: themes.choose_text_size(next_size(themes.text_size, -1)),
            }
        )

    def _fill_run(self, run: QMenu) -> None:
        actions = self._actions
        run.addActions([actions[name] for name in ("run", "run_here", "run_changed")])
        run.addSeparator()
        run.addActions([actions[name] for name in ("pause", "stop", "cancel")])
        run.addSeparator()
        run.addAction(actions["clear_results"])

    @property
    def choices(self) -> list[QAction]:
        """The themes and the sizes of text."""
        return [*self.themes, *self.text_sizes]

    def add_canvas(
        self, own: Mapping[str, QAction], docks: Sequence[QAction], reset: QAction
    ) -> None:
        """Add the canvas's actions and the switches of the docks."""
        told = {name for group in _EDIT for name in group} | set(_LOOK)
        others = tuple(name for name in own if name not in told)
        for group in (*_EDIT, others):
            self._edit.addSeparator()
            self._edit.addActions([own[name] for name in group if name in own])
        looks = [own[name] for name in _LOOK if name in own]
        for group_of_view in (looks, [*docks, reset]):
            self._view.insertSeparator(self._view_end)
            self._view.insertActions(self._view_end, group_of_view)


def _fill_theme(menu: QMenu, themes: ThemeSource) -> list[QAction]:
    """Add one action a choice; gives them."""
    group = QActionGroup(menu)
    words: dict[Choice, str] = {
        "system": _tr("Theme of the system"),
        "light": _tr("Light theme"),
        "dark": _tr("Dark theme"),
    }
    for choice, text in words.items():
        action = menu.addAction(text)
        action.setObjectName(f"theme_{choice}")
        action.setCheckable(True)
        action.setData(choice)
        action.triggered.connect(lambda _checked, choice=choice: themes.choose(choice))
        group.addAction(action)
    _check(group, themes.choice)
    # It may have been chosen in another window.
    menu.aboutToShow.connect(lambda: _check(group, themes.choice))
    return group.actions()


def _fill_text_size(menu: QMenu, themes: ThemeSource) -> list[QAction]:
    """Add one action a size; gives them."""
    group = QActionGroup(menu)
    for percent in SIZES:
        action = menu.addAction(_tr("Text at {} %").format(percent))
        action.setObjectName(f"text_{percent}")
        action.setStatusTip(_tr("Scale text and all that holds text"))
        action.setCheckable(True)
        action.setData(percent)
        action.triggered.connect(lambda _checked, percent=percent: themes.choose_text_size(percent))
        group.addAction(action)
    _check(group, themes.text_size)
    menu.aboutToShow.connect(lambda: _check(group, themes.text_size))
    return group.actions()


def next_size(percent: int, by: int) -> int:
    """The size so many steps on; the last one where there is none."""
    return SIZES[min(max(SIZES.index(percent) + by, 0), len(SIZES) - 1)]


def _check(group: QActionGroup, choice: object) -> None:
    for action in group.actions():
        action.setChecked(action.data() == choice)


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
        number = metadata.version("neural-workbench")
    except metadata.PackageNotFoundError:
        number = _tr("of a checkout")
    QMessageBox.about(
        parent,
        _tr("About Workbench"),
        _tr(
            "<h3>Workbench {}</h3><p>Look at data, draw a flow, watch neural networks train.</p>"
            "<p>MIT licence. Icons: Material Design Icons (Apache 2.0).</p>"
        ).format(number),
    )
