"""The explorer's table as its tests want it: shown, asked, filtered."""

from collections.abc import Iterator

from pytestqt.qtbot import QtBot

from workbench.core.component import Component
from workbench.gui.brush import Brush
from workbench.gui.explorer.table.view import TableView


def table_of(qtbot: QtBot, brush: Brush) -> Iterator[TableView]:
    """A table on the screen; ended when the test is over."""
    made = TableView(brush)
    qtbot.addWidget(made)
    made.resize(900, 500)
    with qtbot.waitExposed(made):
        made.show()
    yield made
    made.shutdown()


def ids(view: TableView) -> list[int]:
    dataset = view.model.dataset
    assert dataset is not None
    return [int(i) for i in dataset.sample_ids[view.model.rows]]


def steps_of(view: TableView) -> list[Component]:
    wanted: list[Component] = []
    view.step_wanted.connect(wanted.append)
    return wanted


def set_filter(view: TableView, text: str) -> None:
    view.filter.field.setText(text)
    view.filter.check()
