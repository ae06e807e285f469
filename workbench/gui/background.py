"""Drives one run on a background thread and brings what happens to the window.

For work that is no flow: reading a file, applying a step, computing a map. ``FlowRunner`` does
the same for flows, with views and a cache.
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from workbench.core.errors import Defect, WorkbenchError
from workbench.core.run import Noted, Progressed, Run
from workbench.gui.give_way import GivingWay

DRAIN_MS = 33
FAREWELL_SECONDS = 1.0


@dataclass(eq=False)
class _Work:
    """One run as both threads share it: the worker writes, the window asks it to end."""

    make: Callable[[], Run[Any]]
    progress: Progressed | None = None
    notes: list[Noted] = field(default_factory=list)
    result: Any = None
    error: WorkbenchError | None = None
    is_cancelled: bool = False
    is_over: bool = False

    def drive(self) -> None:
        try:
            self.result = self._driven()
        except WorkbenchError as error:
            self.error = error
        except BaseException as error:  # noqa: BLE001  the thread's last line of defence
            self.error = Defect.of(error)
        finally:
            self.is_over = True

    def _driven(self) -> Any:
        run, giving_way = self.make(), GivingWay()
        try:
            while not self.is_cancelled:
                event = next(run)
                if isinstance(event, Progressed):
                    self.progress = event
                elif isinstance(event, Noted):
                    self.notes.append(event)
                giving_way.now_and_then()
        except StopIteration as end:
            return end.value
        finally:
            run.close()
        return None


@dataclass(eq=False)
class _Held:
    """The work that is on its way; it is there a moment longer than its ``Background``."""

    work: _Work | None = None

    def drop(self) -> None:
        if self.work is not None:
            self.work.is_cancelled = True
            self.work = None


class Background(QObject):
    """One run at a time; a new one cancels the one on its way, and so does the object's end.

    Args:
        drain_ms: how often the window looks for news.

    Signals:
        progressed(Progressed): the latest there is, each time the window looks.
        done(object, tuple[Noted, ...]): the run's result, and what it wanted known.
        failed(WorkbenchError): it ended with an error.
        running_changed(bool): for progress bars and buttons.
    """

    progressed = Signal(object)
    done = Signal(object, object)
    failed = Signal(object)
    running_changed = Signal(bool)

    def __init__(self, parent: QObject | None = None, drain_ms: int = DRAIN_MS) -> None:
        super().__init__(parent)
        held = self._held = _Held()
        # With the view that it computes for; a function, which the connection keeps alive.
        self.destroyed.connect(lambda: held.drop())  # noqa: PLW0108
        self._threads: list[threading.Thread] = []
        self._timer = QTimer(self)
        self._timer.setInterval(drain_ms)
        self._timer.timeout.connect(self._drain)

    @property
    def is_running(self) -> bool:
        """Whether a run is on its way."""
        return self._held.work is not None

    def start(self, make: Callable[[], Run[Any]]) -> None:
        """Begin a run, made on the background thread; what was running is cancelled."""
        was_running = self.is_running
        self._held.drop()
        work = self._held.work = _Work(make)
        self._threads = [t for t in self._threads if t.is_alive()]
        thread = threading.Thread(target=work.drive, name="background", daemon=True)
        self._threads.append(thread)
        thread.start()
        self._timer.start()
        if not was_running:
            self.running_changed.emit(True)  # noqa: FBT003  Qt's emit has no keywords

    def cancel(self) -> None:
        """End what is running at its next event; nothing more is heard of it."""
        if self.is_running:
            self._held.drop()
            self._timer.stop()
            self.running_changed.emit(False)  # noqa: FBT003

    def shutdown(self) -> bool:
        """Cancel and wait, at most a second; whether every thread has ended."""
        self._held.drop()
        self._timer.stop()
        for thread in self._threads:
            thread.join(FAREWELL_SECONDS)
        return not any(thread.is_alive() for thread in self._threads)

    def _drain(self) -> None:
        work = self._held.work
        if work is None:
            return
        is_over = work.is_over  # before the rest is read, so that nothing is left behind
        progress, work.progress = work.progress, None
        if progress is not None:
            self.progressed.emit(progress)
        if is_over and work is self._held.work:
            self._end(work)

    def _end(self, work: _Work) -> None:
        self._held.work = None
        self._timer.stop()
        self.running_changed.emit(False)  # noqa: FBT003
        if work.error is not None:
            self.failed.emit(work.error)
        else:
            self.done.emit(work.result, tuple(work.notes))
