"""What the window's title and its actions say of the document, the explorer and the run."""

from PySide6.QtCore import QCoreApplication

from workbench.gui.bridge import FlowRunner
from workbench.gui.document import Document
from workbench.gui.shell import Shell


def _tr(text: str) -> str:
    return QCoreApplication.translate("MainWindow", text)


def show_history(shell: Shell, undo_label: str, redo_label: str) -> None:
    """Say what would be undone, and done again; empty for nothing."""
    for name, word, label in (("undo", _tr("Undo"), undo_label), ("redo", _tr("Redo"), redo_label)):
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
