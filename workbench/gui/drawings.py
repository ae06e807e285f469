"""What draws results, as the parts of the window hand it to one another."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from PySide6.QtWidgets import QWidget

PlotFor: TypeAlias = Callable[[object], QWidget | None]
Draws: TypeAlias = Callable[[object], bool]


@dataclass(frozen=True)
class Drawings:
    """What draws results.

    Args:
        make: a widget for values like this one; None if nothing draws them.
        can: whether ``make`` gives something, said without making it: a plot takes up to a third
            of a second, and a window of many views waits for none that nobody looks at.
    """

    make: PlotFor
    can: Draws
