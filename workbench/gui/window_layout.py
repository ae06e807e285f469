"""The layout of the flow's page, remembered from one start to the next."""

from PySide6.QtCore import QByteArray

from workbench.gui.flow_page import FlowPage
from workbench.gui.settings import Settings

FLOW, PANES = "flow", "side_by_side"
_SIDE_BY_SIDE, _ONE = QByteArray(b"yes"), QByteArray(b"no")


def restore_layout(page: FlowPage, settings: Settings) -> None:
    """Put docks and panes where they were, if that is known."""
    docks, panes = settings.layout(FLOW), settings.layout(PANES)
    if docks is not None:
        page.restore_layout(docks)
    if panes is not None:
        page.output.panes.choose(panes == _SIDE_BY_SIDE)


def remember_layout(page: FlowPage, settings: Settings) -> None:
    """Remember where docks and panes are."""
    settings.set_layout(FLOW, page.layout_state())
    choice = page.output.panes.choice
    if choice is not None:
        settings.set_layout(PANES, _SIDE_BY_SIDE if choice else _ONE)


def reset_layout(page: FlowPage, settings: Settings) -> None:
    """Put docks and panes where they are at a first start."""
    settings.forget_layout()
    page.reset_layout()
    page.output.panes.choose(None)
