"""The explorer's table: order, condition, brush, rows and columns."""

from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.gui.explorer_people import people
from tests.gui.table_view import ids, set_filter, steps_of, table_of
from workbench.data.dataset import Dataset
from workbench.data.schema import Schema
from workbench.gui.brush import Brush
from workbench.gui.explorer.table.view import TableView, table_view
from workbench.gui.theme import DARK, LIGHT
from workbench.preprocess.filter_rows import FilterRows
from workbench.preprocess.select_attributes import SelectAttributes
from workbench.preprocess.set_class import SetClass


@pytest.fixture
def brush() -> Brush:
    made = Brush()
    made.show_dataset(people())
    return made


@pytest.fixture
def view(qtbot: QtBot, brush: Brush) -> Iterator[TableView]:
    yield from table_of(qtbot, brush)


def test_that_cells_are_shown_by_kind_and_missing_ones_as_such(view: TableView) -> None:
    assert [view.model.text(0, c) for c in range(4)] == [
        "30",
        "first",
        "2 rows × 1 attributes",
        "no",
    ]
    assert [view.model.text(1, c) for c in range(4)] == ["?", "?", "?", "yes"]
    tip = view.model.data(view.model.index(1, 0), Qt.ItemDataRole.ToolTipRole)
    assert tip == "No value: 'age' is missing in row 12."


def test_that_three_clicks_on_a_header_sort_up_down_and_as_the_file(
    qtbot: QtBot, view: TableView
) -> None:
    head = view.grid.head
    place = head.viewport().rect().topLeft()
    place.setX(head.sectionViewportPosition(0) + 30)
    place.setY(12)
    orders = []
    for _ in range(3):
        QTest.mouseClick(head.viewport(), Qt.MouseButton.LeftButton, pos=place)
        orders.append(ids(view))
    assert orders == [[12, 10, 13, 11], [10, 13, 12, 11], [10, 11, 12, 13]]


def test_that_a_condition_hides_rows_in_the_table_only(view: TableView, brush: Brush) -> None:
    set_filter(view, "age > 25")
    assert ids(view) == [10, 13]
    assert brush.dataset is not None
    assert brush.dataset.n_samples == 4
    assert "2 of 4 rows" in view.count.text()
    set_filter(view, "")
    assert ids(view) == [10, 11, 12, 13]


def test_that_a_wrong_condition_is_told_under_the_field(view: TableView) -> None:
    set_filter(view, "agee > 25")
    assert "agee" in view.filter.error.text()
    assert view.filter.error.isVisible()
    assert not view.filter.keep_button.isVisible()
    assert len(ids(view)) == 4


def test_that_the_condition_becomes_a_step_or_a_selection(view: TableView, brush: Brush) -> None:
    wanted = steps_of(view)
    set_filter(view, "sick == 'yes'")
    view.filter.keep_button.click()
    view.filter.select_button.click()
    assert wanted == [FilterRows(expression="sick == 'yes'", action="keep")]
    assert brush.selected.tolist() == [False, True, False, True]


def test_that_only_selected_rows_are_shown_and_follow_the_brush(
    view: TableView, brush: Brush
) -> None:
    brush.select(np.array([1, 3]))
    view.filter.selected_only.setChecked(True)
    assert ids(view) == [11, 13]
    brush.select(np.array([0]))
    assert ids(view) == [10]
    view.filter.selected_only.setChecked(False)
    assert len(ids(view)) == 4


def test_that_row_numbers_brush_samples_under_any_order(view: TableView, brush: Brush) -> None:
    view.grid.head.setSortIndicator(0, Qt.SortOrder.AscendingOrder)  # 12, 10, 13, 11
    side = view.grid.side

    def click(row: int, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> list[int]:
        place = side.viewport().rect().center()
        place.setY(side.sectionViewportPosition(row) + 8)
        QTest.mouseClick(side.viewport(), Qt.MouseButton.LeftButton, held, place)
        assert brush.dataset is not None
        return [int(i) for i in brush.dataset.sample_ids[brush.selected]]

    assert click(0) == [12]
    assert click(2, Qt.KeyboardModifier.ControlModifier) == [12, 13]
    assert click(0) == [12]
    assert click(1, Qt.KeyboardModifier.ShiftModifier) == [10, 12]


def test_that_keys_brush_the_rows_of_the_selected_cells(view: TableView, brush: Brush) -> None:
    view.grid.go_to(2, 1)
    view.grid.setFocus()
    QTest.keyClick(view.grid, Qt.Key.Key_Space, Qt.KeyboardModifier.ShiftModifier)
    assert np.flatnonzero(brush.selected).tolist() == [2]
    QTest.keyClick(view.grid, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert brush.n_selected == 4
    QTest.keyClick(view.grid, Qt.Key.Key_Escape)
    assert brush.n_selected == 0


def test_that_the_header_makes_steps_and_hides_columns(view: TableView) -> None:
    wanted = steps_of(view)
    actions = {a.text(): a for a in view.menu.made(0).actions()}
    actions["Use as class"].trigger()
    actions["Remove attribute"].trigger()
    actions["Hide column"].trigger()
    assert wanted == [SetClass(attribute="age"), SelectAttributes(attributes=("age",))]
    assert view.grid.isColumnHidden(0)
    again = {a.text(): a for a in view.menu.made(1).actions()}
    again["Show all columns"].trigger()
    assert not view.grid.isColumnHidden(0)


def test_that_a_row_is_found_by_its_number_in_the_file(view: TableView) -> None:
    view.go_to_row(13)
    assert view.grid.currentIndex().row() == 2
    set_filter(view, "age > 25")
    view.go_to_row(13)
    assert "hidden" in view.notice.text()
    view.go_to_row(99)
    assert "No row 99" in view.notice.text()


def test_that_the_current_cell_is_read_in_full(view: TableView) -> None:
    view.grid.go_to(3, 1)
    assert view.reading.words.toPlainText() == "last\nline"
    view.grid.go_to(0, 2)
    assert view.reading.words.toPlainText() == "x\n1\n2"


def test_that_a_table_that_is_not_shown_waits_for_its_turn(qtbot: QtBot, brush: Brush) -> None:
    made = TableView(brush)
    qtbot.addWidget(made)
    brush.show_dataset(people())
    assert made.model.dataset is None
    with qtbot.waitExposed(made):
        made.show()
    assert made.model.dataset is brush.dataset
    made.shutdown()


def test_that_the_table_fits_any_data_and_draws_in_both_themes(view: TableView) -> None:
    assert table_view().fits(people())
    assert not table_view().fits(Dataset(Schema(()), ()))
    pictures = []
    for theme in (LIGHT, DARK):
        view.set_theme(theme)
        pictures.append(view.grid.viewport().grab().toImage())
    assert pictures[0] != pictures[1]
