"""What stands below the table: one panel at a time, about the runs that are chosen."""

from collections.abc import Sequence
from typing import Protocol

from workbench.gui.theme import Theme
from workbench.runs.history.records import Row


class Panel(Protocol):
    """A QWidget that tells something of runs. It is told of them only while it can be seen."""

    def show_rows(self, chosen: Sequence[Row], listed: Sequence[Row]) -> None:
        """Tell of the selected lines, or of all that are listed where several are needed."""
        ...

    def set_theme(self, theme: Theme) -> None:
        """Draw in another theme."""
        ...

    def shutdown(self) -> None:
        """End background work; the window is closing."""
        ...


def several(chosen: Sequence[Row], listed: Sequence[Row]) -> Sequence[Row]:
    """The selected lines if there are several, else all that are listed."""
    return chosen if len(chosen) > 1 else listed
