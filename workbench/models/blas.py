"""Matrix products on one thread.

Products of a few milliseconds gain nothing from a second thread, and lose much when another program
(or our own window) wants that core: the threads then spin at barriers. Measured with two cores
and a second program: 4.7 ms on two threads, 0.9 ms on one for (52 × 3,400) · (3,400 × 52).
"""

from contextlib import AbstractContextManager
from functools import cache
from typing import TYPE_CHECKING, Any

from workbench.core.deferred import deferred

if TYPE_CHECKING:
    import threadpoolctl  # type: ignore[import-untyped]  # it has no stubs
else:
    threadpoolctl = deferred("threadpoolctl")


def one_thread() -> AbstractContextManager[Any]:
    """Within it NumPy's products use one thread, in the whole process: best left before a yield."""
    limit: AbstractContextManager[Any] = _libraries().limit(limits=1, user_api="blas")
    return limit


@cache
def _libraries() -> "threadpoolctl.ThreadpoolController":
    """The libraries whose threads can be limited; looking for them takes 4 ms."""
    return threadpoolctl.ThreadpoolController()
