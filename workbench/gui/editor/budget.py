"""Time that may be spent on making pictures."""

import time
from collections.abc import Callable
from typing import ParamSpec

P = ParamSpec("P")


class Budget:
    """Seconds for making pictures within a frame, or between two.

    Attributes:
        left: seconds left; below 0 where the last picture took longer than there was.
        spent: seconds spent.
    """

    def __init__(self, seconds: float) -> None:
        self.left = seconds
        self.spent = 0.0

    def spend(self, make: Callable[P, object], *args: P.args, **kwargs: P.kwargs) -> None:
        """Make a picture, and count what it takes."""
        started = time.perf_counter()
        make(*args, **kwargs)
        taken = time.perf_counter() - started
        self.left -= taken
        self.spent += taken
