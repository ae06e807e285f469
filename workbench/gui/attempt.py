"""Work on a thread of the pool, where nobody else would hear of what goes wrong."""

from collections.abc import Callable
from typing import TypeVar

from workbench.core.errors import Defect

T = TypeVar("T")


def attempted(work: Callable[[], T]) -> T | Defect:
    """What the work gives, or our mistake in it, to be told where the result would be."""
    try:
        return work()
    except Exception as error:  # noqa: BLE001  it is handed on, not lost
        return Defect.of(error)
