"""The editor's actions: what menus, toolbar and shortcuts call."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

Keys = QKeySequence.StandardKey | str


@dataclass(frozen=True)
class ActionText:
    """What an action is called and which keys call it."""

    text: str
    tip: str
    keys: tuple[Keys, ...] = ()
    icon: str = ""
    is_switch: bool = False


def _tr(text: str) -> str:
    return QCoreApplication.translate("FlowEditor", text)


def action_texts() -> Mapping[str, ActionText]:
    """Every action of the editor by its name, in the order of menus."""
    return {**_of_adding(), **_of_nodes_and_links(), **_of_groups(), **_of_looking()}


def _of_adding() -> Mapping[str, ActionText]:
    """What puts something on the canvas, or takes it away."""
    std = QKeySequence.StandardKey
    icon = "mdi6.{}".format
    return {
        "add_node": ActionText(
            _tr("Add node…"),
            _tr("Find a node by name and add it (or just type on the canvas)"),
            ("Ctrl+Space",),
            icon("plus"),
        ),
        "add_note": ActionText(
            _tr("Add note"),
            _tr("Put a text on the canvas"),
            ("Ctrl+Shift+N",),
            icon("note-plus-outline"),
        ),
        "add_frame": ActionText(
            _tr("Frame"),
            _tr("Draw a titled frame around the selected nodes, or an empty one"),
            ("Ctrl+Shift+F",),
            icon("border-outside"),
        ),
        "cut": ActionText(
            _tr("Cut"), _tr("Cut the selected nodes"), (std.Cut,), icon("content-cut")
        ),
        "copy": ActionText(
            _tr("Copy"),
            _tr("Copy the selected nodes and their links"),
            (std.Copy,),
            icon("content-copy"),
        ),
        "paste": ActionText(
            _tr("Paste"), _tr("Paste nodes from the clipboard"), (std.Paste,), icon("content-paste")
        ),
        "duplicate": ActionText(
            _tr("Duplicate"),
            _tr("Copy the selected nodes beside themselves"),
            ("Ctrl+D",),
            icon("content-duplicate"),
        ),
        "delete": ActionText(
            _tr("Delete"),
            _tr("Remove the selected nodes, notes and links"),
            (std.Delete, "Backspace"),
            icon("delete-outline"),
        ),
    }


def _of_nodes_and_links() -> Mapping[str, ActionText]:
    """What changes nodes and links."""
    std = QKeySequence.StandardKey
    icon = "mdi6.{}".format
    return {
        "select_all": ActionText(
            _tr("Select all"),
            _tr("Select every node and note"),
            (std.SelectAll,),
            icon("select-all"),
        ),
        "rename": ActionText(
            _tr("Rename"), _tr("Give the selected node another name"), ("F2",), icon("rename-box")
        ),
        "start_link": ActionText(
            _tr("Link from here"),
            _tr("Start a link at the selected node; arrows choose its end, Enter links (L)"),
            ("Ctrl+L",),
            icon("vector-line"),
        ),
        "disable_link": ActionText(
            _tr("Disable or enable link"),
            _tr("Nothing flows along a disabled link"),
            ("Ctrl+E",),
            icon("link-variant-off"),
        ),
        "take_offer": ActionText(
            _tr("Do what is offered"),
            _tr("Press the button that a refused link has brought up"),
            ("Ctrl+.",),
            icon("lightbulb-on-outline"),
        ),
    }


def _of_groups() -> Mapping[str, ActionText]:
    """What makes groups, and leads into and out of nodes."""
    icon = "mdi6.{}".format
    return {
        "group": ActionText(
            _tr("Group"),
            _tr("Put the selected nodes into one"),
            ("Ctrl+G",),
            icon("select-group"),
        ),
        "ungroup": ActionText(
            _tr("Ungroup"),
            _tr("Take the nodes out of the selected group"),
            ("Ctrl+Shift+G",),
            icon("ungroup"),
        ),
        "edit_parameters": ActionText(
            _tr("Edit parameters"),
            _tr("Go to the selected node's parameters; Esc leads back to the canvas"),
            ("F4", "Alt+Return"),
            icon("tune-variant"),
        ),
        "open_group": ActionText(
            _tr("Open group"),
            _tr("Show and edit what is inside the selected group (Enter)"),
            ("Alt+Down",),
            icon("arrow-down-bold-box-outline"),
        ),
        "leave_group": ActionText(
            _tr("Leave group"),
            _tr("Show what is around the group that is open"),
            ("Alt+Up",),
            icon("arrow-up-bold-box-outline"),
        ),
        "save_to_palette": ActionText(
            _tr("Save to palette"),
            _tr("Keep the selected group among the palette's own nodes"),
            ("Ctrl+Alt+P",),
            icon("folder-star-outline"),
        ),
    }


def _of_looking() -> Mapping[str, ActionText]:
    """What lays out and shows."""
    std = QKeySequence.StandardKey
    icon = "mdi6.{}".format
    return {
        "tidy": ActionText(
            _tr("Tidy"),
            _tr("Lay the flow out from left to right"),
            ("Ctrl+Shift+T",),
            icon("auto-fix"),
        ),
        "snap": ActionText(
            _tr("Snap to grid"),
            _tr("Nodes being dragged keep to the grid"),
            ("Ctrl+'",),
            icon("grid"),
            is_switch=True,
        ),
        "zoom_in": ActionText(
            _tr("Zoom in"), _tr("Look closer"), (std.ZoomIn, "Ctrl+="), icon("magnify-plus-outline")
        ),
        "zoom_out": ActionText(
            _tr("Zoom out"), _tr("See more"), (std.ZoomOut,), icon("magnify-minus-outline")
        ),
        "zoom_100": ActionText(
            _tr("Zoom to 100 %"),
            _tr("Look at nodes in their own size"),
            ("Ctrl+0",),
            icon("numeric-1-box-outline"),
        ),
        "fit": ActionText(
            _tr("Fit"), _tr("Show the whole flow"), ("Ctrl+9",), icon("fit-to-page-outline")
        ),
        "fit_selection": ActionText(
            _tr("Fit selection"),
            _tr("Show what is selected as large as there is room for"),
            ("Ctrl+8",),
            icon("image-filter-center-focus"),
        ),
    }


def make_actions(parent: QWidget, called: Mapping[str, Callable[[], object]]) -> dict[str, QAction]:
    """Actions for the callables by name, with their keys active in ``parent``."""
    actions: dict[str, QAction] = {}
    for name, words in action_texts().items():
        action = QAction(words.text, parent)
        action.setObjectName(name)
        action.setShortcuts([QKeySequence(keys) for keys in words.keys])
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        action.setToolTip(f"{words.tip} ({keys})" if keys else words.tip)
        action.setStatusTip(words.tip)
        action.setProperty("iconName", words.icon)
        action.setCheckable(words.is_switch)
        action.setChecked(words.is_switch)
        action.triggered.connect(_without_arguments(called[name]))
        parent.addAction(action)
        actions[name] = action
    return actions


def _without_arguments(call: Callable[[], object]) -> Callable[..., None]:
    """Qt tells each action whether it is checked; commands do not ask."""

    def run(*_: object) -> None:
        call()

    return run
