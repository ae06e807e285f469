"""What the dock asks of a widget that draws results."""

from typing import Protocol, runtime_checkable

from workbench.gui.theme import Theme
from workbench.runs.live_curve import LiveCurve


@runtime_checkable
class Drawing(Protocol):
    """A widget that draws values."""

    def show_value(self, value: object) -> None:
        """Draw a value instead of what is drawn now."""
        ...

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours."""
        ...


@runtime_checkable
class LiveDrawing(Protocol):
    """A widget that draws learning curves while they grow."""

    def show_live(self, name: str, curve: LiveCurve) -> None:
        """Draw a learner's curve as it is now, when there is time."""
        ...

    def keep_only(self, names: frozenset[str]) -> None:
        """Forget the curves of all other learners."""
        ...
