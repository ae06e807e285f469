"""Lets the window's thread have the interpreter.

A thread that makes many short calls into numpy gives the interpreter's lock up and takes it back
before the window's thread is awake: with such a worker the window waited up to 250 ms. A real
sleep, however short, hands the lock over.
"""

import time

from workbench.core.run import Event

SLEEP_SECONDS = 0.0001
EVERY_SECONDS = 0.03  # a frame: so that it costs a run half a per cent


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
