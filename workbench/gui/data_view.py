"""The contract of a view of the data: what the explorer shows as a tab, wherever it is written."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from workbench.data.dataset import Dataset
from workbench.gui.brush import Brush
from workbench.gui.theme import Theme


class DataViewWidget(Protocol):
    """A QWidget that follows a brush.

    It connects to the brush's two signals itself, computes only while it is visible (and catches
    up in ``showEvent``), does what takes long on a ``Background``, and may have a signal
    ``step_wanted(Component)``: a step that the user wants applied, such as a filter made of a
    selection. The explorer connects to it where it exists.
    """

    def set_theme(self, theme: Theme) -> None:
        """Draw in another theme."""
        ...

    def shutdown(self) -> None:
        """End background work; the window is closing."""
        ...


@dataclass(frozen=True)
class DataView:
    """A kind of view.

    Args:
        name: unique; object names derive from it.
        title: of the tab, translated.
        icon: a name of the icon set.
        make: makes the widget; called when its tab is first looked at.
        fits: whether it has anything to show of these data; the tab is hidden otherwise. Asked on
            the window's thread: of the schema and of how the columns are held, not of values.
    """

    name: str
    title: str
    icon: str
    make: Callable[[Brush], DataViewWidget]
    fits: Callable[[Dataset], bool]
