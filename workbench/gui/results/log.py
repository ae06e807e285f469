"""The log's lines: what a run did, in words, with the time of day and how grave it is."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from PySide6.QtWidgets import QWidget
from typing_extensions import override

from workbench.runs.view import NodeView, RunView

Level: TypeAlias = Literal["info", "warning", "error"]
_HAS_RUN = frozenset({"done", "warning", "failed"})
LEVELS: tuple[Level, ...] = ("info", "warning", "error")  # from the least grave


@dataclass(frozen=True)
class Line:
    """One line of the log."""

    text: str
    level: Level = "info"
    time: str = ""

    def at(self, time: str) -> "Line":
        """The line with the time of day."""
        return replace(self, time=time)

    @override
    def __str__(self) -> str:
        return f"{self.time}  {self.text}"


def lines_between(
    before: RunView, after: RunView, names: Mapping[str, str], widget: QWidget
) -> list[Line]:
    """What happened between two views of a run, in words.

    Args:
        names: of the nodes by id, for those that did not get as far as to start.
    """
    lines: list[Line] = []
    for node_id, node in after.nodes.items():
        old = before.node(node_id)
        if node.started != old.started:
            old = NodeView()  # another run of the same node
        if node is not old:
            lines += _lines_of(node.name or names.get(node_id, node_id), old, node, widget)
    if before.is_running and not after.is_running:
        words = (
            widget.tr("run stopped after {seconds} s")
            if after.is_stopped
            else widget.tr("run finished in {seconds} s")
        )
        lines.append(Line(words.format(seconds=f"{after.seconds:.2f}")))
    return lines


def _lines_of(name: str, old: NodeView, node: NodeView, widget: QWidget) -> list[Line]:
    lines: list[Line] = []
    for note in node.notes[len(old.notes) :]:
        template = widget.tr("{name}: warning: {text}") if note.is_warning else "{name}: {text}"
        level: Level = "warning" if note.is_warning else "info"
        lines.append(Line(template.format(name=name, text=note.text), level))
    if node.state == old.state:
        return lines
    if node.state == "stale" and (old.state in _HAS_RUN or node.seconds):
        return [*lines, Line(widget.tr("{name}: out of date").format(name=name))]
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
        levels: dict[str, Level] = {"failed": "error", "warning": "warning"}
        text = f"{line} · {node.text}" if is_told else line
        if node.error is not None and node.state == "failed":
            text = f"{line}: {node.error.message}"
        lines.append(Line(text, levels.get(node.state, "info")))
    return lines
