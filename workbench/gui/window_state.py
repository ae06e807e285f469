"""What the window's title and its actions say of the document, the explorer and the run."""

from typing import Protocol

from PySide6.QtCore import QCoreApplication

from workbench.gui.bridge import FlowRunner
from workbench.gui.document import Document
from workbench.gui.shell import Shell


def _tr(text: str) -> str:
    return QCoreApplication.translate("MainWindow", text)


class Undoing(Protocol):
    """What keeps edits that can be taken back; the labels are empty where there are none."""

    @property
    def undo_label(self) -> str:
        """What would be undone."""
        ...

    @property
    def redo_label(self) -> str:
        """What would be done again."""
        ...

    def undo(self) -> None:
        """One step back."""
        ...

    def redo(self) -> None:
        """One step forward again."""
        ...


def show_history(shell: Shell, edited: Undoing) -> None:
    """Say what would be undone, and done again."""
    labels = ("undo", _tr("Undo"), edited.undo_label), ("redo", _tr("Redo"), edited.redo_label)
    for name, word, label in labels:
        shell.actions_[name].setEnabled(bool(label))
        shell.actions_[name].setText(f"{word} {label}".strip())


def show_title(shell: Shell, document: Document, file_name: str) -> None:
    """Name the document; or the file that the explorer shows, where it is shown."""
    name = file_name or f"{document.title}[*]"
    shell.setWindowTitle(f"{name} – Workbench")
    shell.setWindowModified(document.is_dirty and not file_name)


def show_running(shell: Shell, runner: FlowRunner, *, has_selection: bool, reads: bool) -> None:
    """Enable what can be done to the run, and to the selected node.

    Args:
        reads: whether the one selected node reads data.
    """
    actions = shell.actions_
    for name in ("stop", "pause", "cancel"):
        actions[name].setEnabled(runner.is_running)
    actions["pause"].setChecked(runner.is_paused)
    actions["explore_node"].setEnabled(reads)
    actions["run_here"].setEnabled(has_selection)
