"""Lets the window's thread have the interpreter.

A thread that makes many short calls into numpy gives the interpreter's lock up and takes it back
before the window's thread is awake: with such a worker the window waited up to 250 ms. A real
sleep, however short, hands the lock over.
"""

import sys
import time

from workbench.core.run import Event

SLEEP_SECONDS = 0.0001
EVERY_SECONDS = 0.03  # a frame: so that it costs a run half a per cent
SWITCH_SECONDS = 0.001  # of the interpreter, while a flow runs; the steadiest that was measured


def give_way(_event: Event | None = None) -> None:
    """Hand the interpreter over once; can be the reporter of ``finish``."""
    time.sleep(SLEEP_SECONDS)


class GivingWay:
    """Hands the interpreter over, but not too often."""

    def __init__(self) -> None:
        self._last = time.perf_counter()

    def now_and_then(self) -> None:
        """Hand it over if that was not done within the last frame."""
        now = time.perf_counter()
        if now - self._last >= EVERY_SECONDS:
            give_way()
            self._last = time.perf_counter()


class QuickSwitching:
    """Lets the interpreter change threads sooner while flows run, in however many windows."""

    def __init__(self) -> None:
        self._runs: set[object] = set()
        self._usual = sys.getswitchinterval()

    def begin(self, run: object) -> None:
        """A run has begun."""
        if not self._runs:
            self._usual = sys.getswitchinterval()
        self._runs.add(run)
        sys.setswitchinterval(SWITCH_SECONDS)

    def end(self, run: object) -> None:
        """A run is over; with the last one all is as it was. Nothing happens for an unknown one."""
        if run in self._runs:
            self._runs.discard(run)
            if not self._runs:
                sys.setswitchinterval(self._usual)


QUICK_SWITCHING = QuickSwitching()  # the interpreter has one interval
