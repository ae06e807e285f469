"""How far an experiment is, with the time left; Ctrl+C stops it and keeps what is finished."""

import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from workbench.core.run import Command, Event, Noted, Stop
from workbench.flow.events import NodeFinished, NodeReported
from workbench.flow.graph import Graph
from workbench.models.learner import Learner
from workbench.runs.experiment import COMPARISON, Experiment
from workbench.runs.view import RunView

Report = Callable[[Event], Command | None]


@contextmanager
def shown_experiment(experiment: Experiment, graph: Graph) -> Iterator[Report]:
    """A reporter that draws one bar for all learners on all data sets, in a terminal.

    The first Ctrl+C asks the run to stop; the second one interrupts it.
    """
    console = Console(stderr=True, highlight=False, soft_wrap=True)
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    hidden = not sys.stderr.isatty()
    with Progress(*columns, console=console, transient=True, disable=hidden) as bar:
        reporter = _Reporter(experiment, graph, bar)
        before = signal.signal(signal.SIGINT, reporter.interrupt)
        try:
            yield reporter.report
        finally:
            signal.signal(signal.SIGINT, before)


class _Reporter:
    """Folds events into a view; the learners count alike, the comparison as one of them."""

    def __init__(self, experiment: Experiment, graph: Graph, bar: Progress) -> None:
        self._experiment, self._graph, self._bar = experiment, graph, bar
        parts = [i for i, n in graph.nodes.items() if isinstance(n.component, Learner)]
        self._parts = {*parts, COMPARISON}
        self._task = bar.add_task("", total=len(self._parts))
        self._view = RunView()
        self._done = 0
        self._started = time.monotonic()
        self._is_to_stop = False
        self._has_told = False

    def interrupt(self, _signal: int, _frame: FrameType | None) -> None:
        """Note that the run is to stop; the second time, end it."""
        if self._is_to_stop:
            raise KeyboardInterrupt
        self._is_to_stop = True

    def report(self, event: Event) -> Command | None:
        """Show an event; ask the run to stop once that is wanted."""
        before, self._view = self._view, self._view.after(event)
        if isinstance(event, NodeFinished) and event.node in self._parts:
            self._done += 1
        if isinstance(event, NodeReported) and isinstance(event.event, Noted):
            if event.event.is_warning and self._view is not before:
                place = self._experiment.place(self._graph, event.node)
                self._bar.console.print(f"{place}: warning: {event.event.text}", markup=False)
        elif self._view is not before:
            self._draw()
        if self._is_to_stop and not self._has_told:
            self._has_told = True
            self._bar.console.print("Stopping; what is finished is compared.", markup=False)
            return Stop()
        return None

    def _draw(self) -> None:
        running = self._view.running
        if running is None or self._bar.disable:
            return
        node_id, node = running
        is_part = node_id in self._parts and node.total
        done = self._done + (min(1.0, node.done / node.total) if is_part else 0.0)
        spent = time.monotonic() - self._started
        left = spent * (len(self._parts) - done) / done if done > 0 and spent > 2 else None
        words = "" if left is None else f" · {_duration(left)} left"
        place = self._experiment.place(self._graph, node_id)
        self._bar.update(self._task, description=f"{place} {node.text}{words}", completed=done)


def _duration(seconds: float) -> str:
    return f"{seconds:.0f} s" if seconds < 90 else f"{seconds / 60:.0f} min"
