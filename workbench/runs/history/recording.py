"""Records a run while it runs. Whatever is wrong with the history, the run goes on.

A run is written down when its first node begins to work, so that one in which everything is
remembered, or only another view is drawn, leaves no line.
"""

import threading
import time
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path

from workbench.core.component import Component
from workbench.core.errors import FAILURES, WorkbenchError, sentence_of
from workbench.core.run import Command, Event, Run
from workbench.export.provenance import versions
from workbench.flow import file as flow_file
from workbench.flow.events import NodeStarted
from workbench.flow.execute import Results
from workbench.flow.expand import expanded
from workbench.flow.graph import Graph
from workbench.runs.history.errors import HistoryError
from workbench.runs.history.history import History
from workbench.runs.history.outcome import data_facts, first_error, result_records
from workbench.runs.history.place import is_off
from workbench.runs.history.records import Begun, Ended, State

CANCELLED = "It was cancelled."
_LASTING = frozenset({"full", "unusable", "newer", "foreign", "damaged"})


@dataclass(frozen=True)
class About:
    """What the history is told of a run besides its flow.

    Args:
        origin: which face has asked for it.
        name: of the flow, or of what was asked for.
        file: of the flow; empty if it has none.
    """

    origin: str
    name: str
    file: str = ""


class Recorder:
    """Writes runs into a history, one or several at a time.

    Args:
        folder: of the history; None = nothing is recorded.
    """

    def __init__(self, folder: Path | None) -> None:
        self.history = None if folder is None else History(folder)
        self._lock = threading.Lock()
        self._messages: list[str] = []
        self._told: set[str] = set()
        self._is_off = False

    def recorded(self, run: Run[Results], graph: Graph, about: About) -> Run[Results]:
        """The same run, which is written down."""
        if self.history is None:
            return (yield from run)
        with _Recording(self, self.history, graph, about) as recording:
            results = yield from recording.followed(run)
            recording.end_with(results)
            return results

    def messages(self) -> tuple[str, ...]:
        """Sentences for the user that have come up since this was last asked."""
        with self._lock:
            messages, self._messages = tuple(self._messages), []
        return messages

    def close(self) -> None:
        """Let go of the file."""
        if self.history is not None:
            self.history.close()

    @property
    def records(self) -> bool:
        """Whether runs are written down; no file is made only to find out."""
        if self._is_off or self.history is None:
            return False
        try:
            return self.history.is_on
        except HistoryError as error:
            self.tell(error)
            return False

    def tell(self, error: WorkbenchError) -> None:
        """Take note of what is wrong; nothing is recorded any more if that will last."""
        if isinstance(error, HistoryError) and error.trouble in _LASTING:
            self._is_off = True
        message = f"This run is not in the history: {error}"
        with self._lock:
            if error.message not in self._told:
                self._told.add(error.message)
                self._messages.append(message)


def recorder_in(folder: Path) -> Recorder:
    """What writes runs into a history; nothing where the environment says that none is kept."""
    return Recorder(None if is_off() else folder)


@dataclass
class _Recording:
    """One run on its way into the history."""

    recorder: Recorder
    history: History
    graph: Graph
    about: About
    started: float = field(default_factory=time.time)
    clock: float = field(default_factory=time.perf_counter)
    run: int = 0  # its number once it is written down
    is_over: bool = False
    locks: ExitStack = field(default_factory=ExitStack)

    def __enter__(self) -> "_Recording":
        return self

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        """Whatever ended the run: it is told before the lock is let go."""
        try:
            if isinstance(error, Exception):
                self._end("failed", str(sentence_of(error)))
            elif error is not None:
                self._end("stopped", CANCELLED)
        finally:
            self.locks.close()

    def followed(self, run: Run[Results]) -> Run[Results]:
        """The run, watched until its first node begins."""
        command: Command | None = None
        try:
            while not self.run and not self.is_over:
                try:
                    event = run.send(command)
                except StopIteration as end:
                    results: Results = end.value
                    return results
                self._look_at(event)
                command = yield event
            while True:
                try:
                    event = run.send(command)
                except StopIteration as end:
                    finished: Results = end.value
                    return finished
                command = yield event
        finally:
            run.close()

    def end_with(self, results: Results) -> None:
        """Write down what came out."""
        if not self.run:
            return
        failure = first_error(results)
        state: State = "failed" if failure else "stopped" if results.is_stopped else "finished"
        self._end(state, failure, results)

    def _look_at(self, event: Event) -> None:
        if not isinstance(event, NodeStarted):
            return
        try:
            if self._is_view(event.node):
                return
            self.is_over = not self.recorder.records
            if not self.is_over:
                self.run = self._begun()
        except FAILURES as error:
            self.is_over = True
            self.recorder.tell(sentence_of(error))

    def _is_view(self, node_id: str) -> bool:
        node = expanded(self.graph).graph.nodes.get(node_id)
        component = None if node is None else node.component
        return isinstance(component, Component) and component.category == "See"

    def _begun(self) -> int:
        lock = self.locks.enter_context(self.history.held())
        about = self.about
        return self.history.begin(
            Begun(
                flow=flow_file.dumps(self.graph),
                name=about.name,
                file=about.file,
                origin=about.origin,
                started=self.started,
                versions=versions(),
                lock=lock,
            )
        )

    def _end(self, state: State, sentence: str, results: Results | None = None) -> None:
        if not self.run or self.is_over:
            return
        self.is_over = True
        seconds = time.perf_counter() - self.clock
        ended = Ended(state, seconds, sentence)
        try:
            if results is not None:
                records = result_records(results, self.history.shelf)
                ended = replace(ended, data=data_facts(results), results=records)
        except FAILURES as error:  # how it ended is written down nevertheless
            self.recorder.tell(sentence_of(error))
        try:
            self.history.end(self.run, ended)
        except FAILURES as error:
            self.recorder.tell(sentence_of(error))
