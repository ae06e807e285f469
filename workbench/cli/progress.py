"""Progress of a run on standard error: one bar with the time left, and notes as lines."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from workbench.core.run import Command, Event, Noted
from workbench.flow.events import NodeReported
from workbench.runs.session import Report
from workbench.runs.view import RunView
from workbench.training.events import EpochEnded


@contextmanager
def shown_progress() -> Iterator[Report]:
    """A reporter that draws on standard error: a bar in a terminal, only notes elsewhere.

    Elsewhere the notes come once an epoch has ended, or at the end; not at all where the block
    fails before: what is wrong is then the only line there.
    """
    console = Console(stderr=True, highlight=False, soft_wrap=True)
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    is_terminal = sys.stderr.isatty()
    with Progress(*columns, console=console, transient=True, disable=not is_terminal) as bar:
        reporter = _Reporter(bar)
        yield reporter.report
        reporter.let_go()


class _Reporter:
    """Folds events into a view and draws it."""

    def __init__(self, bar: Progress) -> None:
        self._bar = bar
        self._task = bar.add_task("", total=None)
        self._view = RunView()
        self._held_back: list[str] | None = [] if bar.disable else None

    def report(self, event: Event) -> Command | None:
        """Show one event; asks nothing of the run."""
        before, self._view = self._view, self._view.after(event)
        if isinstance(event, NodeReported) and isinstance(event.event, Noted):
            if self._view is not before:  # a note that is new
                self._line(f"{self._view.node(event.node).name}: {_said(event.event)}")
        elif isinstance(event, Noted):  # of a reader that runs without a flow
            self._line(_said(event))
        elif isinstance(event, NodeReported) and isinstance(event.event, EpochEnded):
            self.let_go()
            self._draw()
        elif self._view is not before:  # a perceptron tells of each update; none is drawn
            self._draw()
        return None

    def let_go(self) -> None:
        """Write what was held back, and hold back no more."""
        lines, self._held_back = self._held_back or [], None
        for line in lines:
            self._line(line)

    def _line(self, text: str) -> None:
        if self._held_back is None:
            self._bar.console.print(text, markup=False)
        else:
            self._held_back.append(text)

    def _draw(self) -> None:
        running = self._view.running
        if running is None or self._bar.disable:
            return
        _, node = running
        left = "" if node.seconds_left is None else f" · {node.seconds_left:.1f} s left"
        self._bar.update(
            self._task,
            description=f"{node.name} {node.text}{left}",
            completed=node.done,
            total=node.total or None,
        )


def _said(note: Noted) -> str:
    return f"warning: {note.text}" if note.is_warning else note.text
