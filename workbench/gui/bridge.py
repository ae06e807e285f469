"""Runs a flow on a background thread and brings what happens to the window in batches.

The worker folds events into a view itself and appends them to a deque; a timer on the window's
thread takes all there are 30 times a second. A signal per event would let the worker do 433
events a second, batches carry 170,000.
"""

import threading
import time
from collections import deque
from collections.abc import Callable, Collection
from dataclasses import dataclass, field

from PySide6.QtCore import QObject, QTimer, Signal

from workbench.core.errors import Defect, WorkbenchError
from workbench.core.run import Event, Run, Stop
from workbench.flow.cache import Cache
from workbench.flow.execute import Results, execute, recall
from workbench.flow.graph import Graph
from workbench.gui.give_way import QUICK_SWITCHING, GivingWay
from workbench.runs.checkpoints import Checkpoints
from workbench.runs.history.recording import About, Recorder
from workbench.runs.resuming import resumable
from workbench.runs.view import RunView

DRAIN_MS = 33
VIEW_SECONDS = 0.3  # 10 redraws a second cost a small network 7 % of its speed, 3 cost 2 %
FAREWELL_SECONDS = 1.0
WINDOW = About("window", "")


@dataclass(eq=False)
class Job:
    """One run of a flow, as the window's thread and the worker share it.

    Args:
        is_recall: whether it only looks up what is remembered, which nobody has asked to be run.
        checkpoints: of trainings, from which they go on; None = they are not kept.
        recorder: writes the run into the history; None = it is not written down.
        about: what the history is told of it.

    The worker alone writes ``view``, ``results`` and ``error``; the window alone the flags.
    """

    graph: Graph
    only: Collection[str] | None = None
    is_recall: bool = False
    checkpoints: Checkpoints | None = None
    recorder: Recorder | None = None
    about: About = WINDOW
    view: RunView = field(default_factory=RunView)
    results: Results | None = None
    error: WorkbenchError | None = None
    events: deque[Event] = field(default_factory=deque)
    goes_on: threading.Event = field(default_factory=threading.Event)
    is_stop_asked: bool = False
    is_cancelled: bool = False
    is_over: bool = False

    def will_do(self, graph: Graph, only: Collection[str] | None) -> bool:
        """Whether it is this run and will come to its end."""
        is_ending = self.is_recall or self.is_cancelled or self.is_stop_asked
        return not is_ending and (self.graph, self.only) == (graph, only)

    def drive(self, cache: Cache) -> None:
        """Run to the end on this thread; whatever happens, ``is_over`` is told at last."""
        try:
            self.results = self._driven(cache)
        except WorkbenchError as error:
            self.error = error
        except BaseException as error:  # noqa: BLE001  the thread's last line of defence
            self.error = Defect.of(error)
        finally:
            self.is_over = True

    def _driven(self, cache: Cache) -> Results | None:
        run = recall(self.graph, cache) if self.is_recall else self._run(cache)
        giving_way = GivingWay()
        command, is_told = None, False
        while True:
            self.goes_on.wait()
            if self.is_cancelled:
                run.close()
                return None
            try:
                event = run.send(command)
            except StopIteration as end:
                results: Results = end.value
                return results
            self.view = self.view.after(event)
            self.events.append(event)
            is_new = self.is_stop_asked and not is_told
            is_told |= is_new
            command = Stop() if is_new else None
            giving_way.now_and_then()

    def _run(self, cache: Cache) -> Run[Results]:
        run = execute(self.graph, cache, self.only)
        if self.checkpoints is not None:
            run = resumable(run, self.checkpoints)
        return run if self.recorder is None else self.recorder.recorded(run, self.graph, self.about)


class FlowRunner(QObject):
    """One run at a time on a thread of its own; others queue.

    Args:
        cache: of results.
        checkpoints: of trainings; None = they are not kept.

    Signals:
        started(Graph): a run of this graph has begun.
        events(tuple[Event, ...]): what has happened since the last batch.
        view_changed(RunView): what is to be shown; at once when a node's state changes, else at
            most three times a second.
        finished(Results): the run is over; not sent for a run that was cancelled or refused.
        recalled(Results): what is remembered has been looked up.
        refused(WorkbenchError): the flow cannot run, or the program made a mistake.
        crashed(Defect): the latter alone.
        paused_changed(bool), running_changed(bool): for the buttons.
        waiting_changed(int): so many runs wait for the one on its way.
    """

    started = Signal(object)
    events = Signal(object)
    view_changed = Signal(object)
    finished = Signal(object)
    recalled = Signal(object)
    refused = Signal(object)
    crashed = Signal(object)
    paused_changed = Signal(bool)
    running_changed = Signal(bool)
    waiting_changed = Signal(int)

    def __init__(
        self,
        parent: QObject | None = None,
        cache: Cache | None = None,
        checkpoints: Checkpoints | None = None,
    ) -> None:
        super().__init__(parent)
        self.checkpoints = checkpoints
        self.recorder: Recorder | None = None  # writes runs into the history
        self.about: Callable[[], About] = lambda: WINDOW  # what the history is told of a run
        self.cache = cache if cache is not None else Cache()
        self.view = RunView()
        self._job: Job | None = None
        self._thread: threading.Thread | None = None
        self._waiting: deque[Job] = deque()
        self._shown_at = 0.0
        self._timer = QTimer(self)
        self._timer.setInterval(DRAIN_MS)
        self._timer.timeout.connect(self._drain)

    @property
    def is_running(self) -> bool:
        """Whether a run is on its way, paused or not."""
        return self._job is not None and not self._job.is_recall

    @property
    def n_waiting(self) -> int:
        """How many runs wait for the one on its way."""
        return len(self._waiting)

    @property
    def is_paused(self) -> bool:
        """Whether the run waits to be resumed."""
        return self._job is not None and not self._job.goes_on.is_set()

    def run(self, graph: Graph, only: Collection[str] | None = None) -> None:
        """Run the flow, or the nodes ``only`` and what they need; after the run on its way.

        What is asked for twice in a row runs once, unless it has been stopped meanwhile.
        """
        last = self._waiting[-1] if self._waiting else self._job
        if last is not None and last.will_do(graph, only):
            return
        job = Job(graph, only, checkpoints=self.checkpoints, recorder=self.recorder)
        job.about = self.about()
        self._enqueue(job)

    def recall(self, graph: Graph) -> None:
        """Show what is remembered of the flow's nodes; runs nothing."""
        self._enqueue(Job(graph, is_recall=True))

    def _enqueue(self, job: Job) -> None:
        self._waiting.append(job)
        if self._job is None:
            self._start_next()
        else:
            self.waiting_changed.emit(self.n_waiting)

    def pause(self) -> None:
        """Ask for no further event until ``resume``."""
        if self._job is not None and self._job.goes_on.is_set():
            self._job.goes_on.clear()
            self.paused_changed.emit(True)  # noqa: FBT003  Qt's emit has no keywords

    def resume(self) -> None:
        """Go on after ``pause``."""
        if self._job is not None and not self._job.goes_on.is_set():
            self._job.goes_on.set()
            self.paused_changed.emit(False)  # noqa: FBT003

    def stop(self) -> None:
        """End early and keep the best so far; runs that wait are dropped."""
        self._drop_waiting()
        if self._job is not None:
            self._job.is_stop_asked = True
            self.resume()

    def cancel(self) -> None:
        """End now and keep nothing of the running node; runs that wait are dropped."""
        self._drop_waiting()
        if self._job is not None:
            self._job.is_cancelled = True
            self.resume()

    def shutdown(self) -> bool:
        """Cancel and wait, at most a second; whether the thread has ended."""
        self.cancel()
        self._timer.stop()
        thread, self._job = self._thread, None
        QUICK_SWITCHING.end(self)
        if thread is not None:
            thread.join(FAREWELL_SECONDS)
        self.cache.close(FAREWELL_SECONDS)
        return thread is None or not thread.is_alive()

    def _drop_waiting(self) -> None:
        if self._waiting:
            self._waiting.clear()
            self.waiting_changed.emit(0)

    def _start_next(self) -> None:
        job = self._job = self._waiting.popleft()
        self.waiting_changed.emit(self.n_waiting)
        job.goes_on.set()
        QUICK_SWITCHING.begin(self)
        self.started.emit(job.graph)
        if not job.is_recall:
            self.running_changed.emit(True)  # noqa: FBT003
        # A daemon, so that a node that hangs in foreign code cannot keep the program alive.
        self._thread = threading.Thread(
            target=job.drive, args=(self.cache,), name="flow", daemon=True
        )
        self._thread.start()
        self._timer.start()

    def _drain(self) -> None:
        job = self._job
        if job is None:
            return
        is_over = job.is_over  # before the deque is emptied, so that nothing is left behind
        self._take_events(job)
        self._show(job.view.cancelled() if is_over and job.results is None else job.view, is_over)
        if is_over:
            self._end(job)

    def _take_events(self, job: Job) -> None:
        # Only what was there at the start: a fast worker must not keep the window here.
        batch = tuple(job.events.popleft() for _ in range(len(job.events)))
        if batch:
            self.events.emit(batch)

    def _show(self, view: RunView, is_over: bool) -> None:  # noqa: FBT001
        if view is self.view:
            return
        now = time.perf_counter()
        is_due = is_over or now - self._shown_at >= VIEW_SECONDS or _states_differ(view, self.view)
        if is_due:
            self.view, self._shown_at = view, now
            self.view_changed.emit(view)

    def _end(self, job: Job) -> None:
        self._timer.stop()
        if self._thread is not None:
            self._thread.join()
        self._job = self._thread = None
        QUICK_SWITCHING.end(self)
        if not self._waiting and not job.is_recall:
            self.running_changed.emit(False)  # noqa: FBT003
        if job.results is not None:
            (self.recalled if job.is_recall else self.finished).emit(job.results)
        if job.error is not None and not job.is_recall:  # of those, running tells
            self.refused.emit(job.error)
        if isinstance(job.error, Defect):
            self.crashed.emit(job.error)
        if self._waiting and self._job is None:
            self._start_next()


def _states_differ(a: RunView, b: RunView) -> bool:
    if a.nodes.keys() != b.nodes.keys():
        return True
    return any(node.state != b.nodes[i].state for i, node in a.nodes.items())
