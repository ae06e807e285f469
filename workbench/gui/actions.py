"""Every action of the window, said once: name, words, shortcut, icon. Menus and search read it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from PySide6.QtCore import QCoreApplication, QObject
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from workbench.gui.icons import Role, icon
from workbench.gui.theme import Theme

Shortcut: TypeAlias = str | QKeySequence.StandardKey


def _tr(text: str) -> str:
    return QCoreApplication.translate("Actions", text)


@dataclass(frozen=True)
class Fact:
    """What is known of an action before it does anything."""

    name: str
    text: str
    tip: str
    icon: str = ""
    shortcuts: tuple[Shortcut, ...] = ()
    role: Role = "text"
    is_checkable: bool = False


def facts() -> tuple[Fact, ...]:
    """The window's own actions; the canvas brings its own."""
    key = QKeySequence.StandardKey
    return (
        *_file_facts(),
        Fact("undo", _tr("Undo"), _tr("Take back the last edit"), "mdi6.undo", (key.Undo,)),
        Fact(
            "redo",
            _tr("Redo"),
            _tr("Do again what was taken back"),
            "mdi6.redo",
            ("Ctrl+Shift+Z", "Ctrl+Y"),
        ),
        Fact("home", _tr("Home"), _tr("Welcome page"), "mdi6.home-outline", ("Ctrl+1",)),
        Fact(
            "explore",
            _tr("Explore"),
            _tr("Look at data and prepare them"),
            "mdi6.table-search",
            ("Ctrl+2",),
        ),
        Fact(
            "explore_node",
            _tr("Explore the selected data"),
            _tr("Show what the selected data node reads in the explorer"),
        ),
        Fact("flow", _tr("Flow"), _tr("The flow's canvas"), "mdi6.graph-outline", ("Ctrl+3",)),
        Fact(
            "runs",
            _tr("Runs"),
            _tr("What was run: compare it, reopen it as it was"),
            "mdi6.history",
            ("Ctrl+4",),
        ),
        *_text_facts(),
        Fact("reset_layout", _tr("Reset layout"), _tr("Put every panel back in its place")),
        *_run_facts(),
        Fact(
            "search",
            _tr("Search actions and nodes…"),
            _tr("Find any action, or a node to add"),
            "mdi6.magnify",
            ("Ctrl+K",),
        ),
        Fact(
            "reference",
            _tr("Node reference"),
            _tr("What every node does, with its parameters"),
            "mdi6.book-open-variant",
            (key.HelpContents,),
        ),
        Fact("about", _tr("About Workbench"), _tr("Version and licence")),
    )


def _file_facts() -> tuple[Fact, ...]:
    key = QKeySequence.StandardKey
    return (
        Fact("new", _tr("New flow"), _tr("Start an empty flow"), "mdi6.file-outline", (key.New,)),
        Fact(
            "new_template",
            _tr("New from template…"),
            _tr("Start with a flow that is drawn already"),
            "mdi6.file-document-outline",
            ("Ctrl+Alt+N",),
        ),
        Fact(
            "new_window",
            _tr("New window"),
            _tr("Open a window for another flow"),
            "mdi6.dock-window",
            ("Ctrl+Shift+W",),
        ),
        Fact(
            "open",
            _tr("Open…"),
            _tr("Open a flow, a data file or a model"),
            "mdi6.folder-open-outline",
            (key.Open,),
        ),
        Fact(
            "open_in_window",
            _tr("Open in new window…"),
            _tr("Open a file and leave this window as it is"),
            "",
            ("Ctrl+Shift+O",),
        ),
        Fact("example", _tr("Open the Pima flow"), _tr("Open the example flow"), "mdi6.graph"),
        Fact(
            "save",
            _tr("Save"),
            _tr("Save the flow, or the data in the explorer"),
            "mdi6.content-save-outline",
            (key.Save,),
        ),
        Fact("save_as", _tr("Save as…"), _tr("Save as another file"), "", ("Ctrl+Shift+S",)),
        Fact(
            "export",
            _tr("Export flow…"),
            _tr("Write the flow as a picture, or as a report with its results"),
            "mdi6.export-variant",
            ("Ctrl+Shift+E",),
        ),
        Fact(
            "export_script",
            _tr("Export as Python script…"),
            _tr("Write what the flow does as one script that needs this program no more"),
            "mdi6.language-python",
        ),
        Fact(
            "export_notebook",
            _tr("Export as notebook…"),
            _tr("Write what the flow does as a Jupyter notebook, a heading for each node"),
            "mdi6.notebook-outline",
        ),
        Fact(
            "export_model",
            _tr("Export model…"),
            _tr("Write a learner's model as ONNX, torch.export, safetensors or PMML"),
            "mdi6.cube-send",
            ("Ctrl+Alt+E",),
        ),
        Fact("close", _tr("Close window"), _tr("Close this window"), "", (key.Close,)),
        Fact("quit", _tr("Quit"), _tr("Close every window"), "", (key.Quit,)),
    )


def _text_facts() -> tuple[Fact, ...]:
    larger, smaller = ("Ctrl+Alt++", "Ctrl+Alt+="), ("Ctrl+Alt+-",)
    return (
        Fact("text_larger", _tr("Larger text"), _tr("Make all text larger"), "", larger),
        Fact("text_smaller", _tr("Smaller text"), _tr("Make all text smaller"), "", smaller),
    )


def _run_facts() -> tuple[Fact, ...]:
    return (
        Fact("run", _tr("Run"), _tr("Run the whole flow"), "mdi6.play", ("F5", "Ctrl+R"), "done"),
        Fact(
            "run_here",
            _tr("Run to here"),
            _tr("Run the selected nodes and what they need"),
            "mdi6.step-forward",
            ("Ctrl+F5",),
        ),
        Fact(
            "run_changed",
            _tr("Run what is out of date"),
            _tr("Run again what an edit has made out of date, or what has failed"),
            "mdi6.refresh",
            ("Shift+F6",),
        ),
        Fact(
            "clear_results",
            _tr("Clear results"),
            _tr("Forget all results and checkpoints, those kept on the disk too"),
            "mdi6.broom",
        ),
        Fact(
            "stop",
            _tr("Stop"),
            _tr("Stop and keep the best so far"),
            "mdi6.stop",
            ("Shift+F5",),
            "failed",
        ),
        Fact(
            "pause",
            _tr("Pause"),
            _tr("Pause the run, or go on"),
            "mdi6.pause",
            ("F6",),
            is_checkable=True,
        ),
        Fact(
            "cancel",
            _tr("Cancel run"),
            _tr("End the run now; the running node's work is lost"),
            "mdi6.close-circle-outline",
            ("Ctrl+Shift+F5",),
        ),
    )


class Actions(QObject):
    """The window's actions by name."""

    def __init__(self, window: QWidget, theme: Theme) -> None:
        super().__init__(window)
        self._facts = {fact.name: fact for fact in facts()}
        self._actions = {name: self._made(fact) for name, fact in self._facts.items()}
        window.addActions(list(self._actions.values()))
        self.set_theme(theme)

    def __getitem__(self, name: str) -> QAction:
        return self._actions[name]

    def __iter__(self) -> Iterator[QAction]:
        return iter(self._actions.values())

    def connect_to(self, slots: dict[str, Callable[[], object]]) -> None:
        """Say what some actions do."""
        for name, slot in slots.items():
            self._actions[name].triggered.connect(lambda _checked=False, slot=slot: slot())

    def set_theme(self, theme: Theme) -> None:
        """Tint the icons."""
        for name, fact in self._facts.items():
            if fact.icon:
                self._actions[name].setIcon(icon(fact.icon, theme, fact.role))

    def _made(self, fact: Fact) -> QAction:
        action = QAction(fact.text, self)
        action.setObjectName(fact.name)
        action.setShortcuts([QKeySequence(shortcut) for shortcut in fact.shortcuts])
        action.setCheckable(fact.is_checkable)
        action.setStatusTip(fact.tip)
        action.setToolTip(tool_tip(fact.tip, action))
        return action


def tool_tip(tip: str, action: QAction) -> str:
    """The tip with the shortcut behind it."""
    keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
    return f"{tip} ({keys})" if keys else tip
