"""Pictures of results know where they came from: each widget that draws one is told how to ask."""

from collections.abc import Callable
from typing import Protocol, runtime_checkable

from PySide6.QtWidgets import QWidget

KEY = "resultKey"  # the property of a widget that says whose result it draws


@runtime_checkable
class Traced(Protocol):
    """A widget whose pictures carry where they came from."""

    origin: Callable[[], str] | None


def traced(
    plot_for: Callable[[object], QWidget | None], origin_of: Callable[[str], str]
) -> Callable[[object], QWidget | None]:
    """``plot_for`` whose widgets can tell where they came from.

    Args:
        origin_of: gives the text for the key of a result (a node's id).
    """

    def made(value: object) -> QWidget | None:
        widget = plot_for(value)
        if widget is not None and isinstance(widget, Traced):
            widget.origin = lambda: origin_of(str(widget.property(KEY) or ""))
        return widget

    return made
