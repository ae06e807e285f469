"""The log: what a run did, line by line with the time of day."""

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from workbench.gui.theme import Theme
from workbench.runs.view import NodeView, RunView

MOST_LINES = 5_000


class LogView(QPlainTextEdit):
    """Read-only, selectable, of limited length; follows the end unless scrolled away from it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("log")
        self.setAccessibleName(self.tr("Log"))
        self.setPlaceholderText(self.tr("What a run does is written here, line by line."))
        self.setReadOnly(True)
        self.setUndoRedoEnabled(False)
        self.setMaximumBlockCount(MOST_LINES)
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.setFrameShape(QPlainTextEdit.Shape.NoFrame)
        self.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))

    def append_lines(self, lines: Sequence[str]) -> None:
        """Add lines with the time of day."""
        if lines:
            now = datetime.now().astimezone().strftime("%H:%M:%S")
            self.appendPlainText("\n".join(f"{now}  {line}" for line in lines))

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours."""
        self.setStyleSheet(
            f"#log {{ background: {theme.panel}; color: {theme.text}; padding: 4px; }}"
        )


def lines_between(before: RunView, after: RunView, widget: QWidget) -> list[str]:
    """What happened between two views of a run, in words."""
    lines: list[str] = []
    for node_id, node in after.nodes.items():
        old = before.node(node_id)
        if node.started != old.started:
            old = NodeView()  # another run of the same node
        if node is not old:
            lines += _lines_of(node.name or node_id, old, node, widget)
    if before.is_running and not after.is_running:
        words = (
            widget.tr("run stopped after {seconds} s")
            if after.is_stopped
            else widget.tr("run finished in {seconds} s")
        )
        lines.append(words.format(seconds=f"{after.seconds:.2f}"))
    return lines


def _lines_of(name: str, old: NodeView, node: NodeView, widget: QWidget) -> list[str]:
    lines: list[str] = []
    for note in node.notes[len(old.notes) :]:
        template = widget.tr("{name}: warning: {text}") if note.is_warning else "{name}: {text}"
        lines.append(template.format(name=name, text=note.text))
    if node.state == old.state:
        return lines
    words = {
        "running": widget.tr("{name}: started"),
        "done": widget.tr("{name}: done in {seconds} s"),
        "warning": widget.tr("{name}: done with a warning in {seconds} s"),
        "failed": widget.tr("{name}: failed"),
        "stale": widget.tr("{name}: not run"),
    }
    if node.state in words:
        seconds = f"{node.seconds:.2f}"
        line = words[node.state].format(name=name, seconds=seconds)
        is_told = bool(node.text) and node.state != "running"
        lines.append(f"{line} · {node.text}" if is_told else line)
    return lines
