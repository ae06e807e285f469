"""The explorer's table: order, condition, brush, edits, clipboard."""

from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLineEdit, QPlainTextEdit
from pytestqt.qtbot import QtBot

from workbench.core.component import Component
from workbench.data.dataset import Dataset
from workbench.data.schema import Attribute, Schema
from workbench.gui.brush import Brush
from workbench.gui.explorer.table.view import TableView, table_view
from workbench.gui.theme import DARK, LIGHT
from workbench.preprocess.edit_cells import EditCells
from workbench.preprocess.filter_rows import FilterRows
from workbench.preprocess.select_attributes import SelectAttributes
from workbench.preprocess.set_class import SetClass

NAN = float("nan")
BAG = Dataset(Schema((Attribute("x", "numeric"),)), (np.array([1.0, 2.0]),))


def column_of(values: list[object]) -> np.ndarray:
    column = np.empty(len(values), dtype=object)
    column[:] = values
    return column


def people() -> Dataset:
    schema = Schema(
        (
            Attribute("age", "numeric"),
            Attribute("note", "string"),
            Attribute("bag", "relational", nested=BAG.schema),
            Attribute("sick", "nominal", ("no", "yes"), "class"),
        ),
        "people",
    )
    columns = (
        np.array([30.0, NAN, 20.0, 30.0]),
        column_of(["first", None, "a\tb", "last\nline"]),
        column_of([BAG, None, BAG, BAG]),
        np.array([0, 1, -1, 1], dtype=np.int32),
    )
    return Dataset(schema, columns, np.array([10, 11, 12, 13]))


@pytest.fixture
def brush() -> Brush:
    made = Brush()
    made.show_dataset(people())
    return made


@pytest.fixture
def view(qtbot: QtBot, brush: Brush) -> Iterator[TableView]:
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


def test_that_a_nominal_cell_is_edited_in_a_box_with_missing(view: TableView) -> None:
    wanted = steps_of(view)
    view.grid.edit(view.model.index(0, 3))
    box = view.grid.findChild(QComboBox, "table_cell_editor")
    assert isinstance(box, QComboBox)
    assert [box.itemText(i) for i in range(box.count())] == ["? (missing)", "no", "yes"]
    assert box.currentText() == "no"
    box.setCurrentIndex(0)
    QTest.keyClick(box, Qt.Key.Key_Return)
    assert wanted == [EditCells(edits=((10, "sick", None),))]


def test_that_a_number_is_checked_before_it_is_taken(view: TableView) -> None:
    wanted = steps_of(view)
    view.grid.edit(view.model.index(2, 0))
    line = view.grid.findChild(QLineEdit, "table_cell_editor")
    assert isinstance(line, QLineEdit)
    line.setText("two")
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert wanted == []
    assert line.property("invalid") is True
    line.setText("2.5")
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert wanted == [EditCells(edits=((12, "age", "2.5"),))]


def test_that_a_text_of_several_lines_is_edited(view: TableView) -> None:
    wanted = steps_of(view)
    view.grid.edit(view.model.index(3, 1))
    sheet = view.grid.findChild(QPlainTextEdit, "table_cell_editor")
    assert isinstance(sheet, QPlainTextEdit)
    assert sheet.toPlainText() == "last\nline"
    sheet.setPlainText("one")
    QTest.keyClick(sheet, Qt.Key.Key_End)
    QTest.keyClick(sheet, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClicks(sheet, "two")
    QTest.keyClick(sheet, Qt.Key.Key_Return)
    assert wanted == [EditCells(edits=((13, "note", "one\ntwo"),))]


def test_that_an_edit_that_changes_nothing_is_no_step(view: TableView) -> None:
    wanted = steps_of(view)
    for column in (0, 1, 3):
        view.model.setData(
            view.model.index(1, column),
            view.model.data(view.model.index(1, column), Qt.ItemDataRole.EditRole),
        )
    assert wanted == []


def test_that_order_and_place_stay_when_a_cell_was_edited(view: TableView, brush: Brush) -> None:
    view.grid.head.setSortIndicator(0, Qt.SortOrder.AscendingOrder)
    view.grid.go_to(1, 0)
    edited = EditCells(edits=((10, "age", "99"),)).apply(people())
    brush.show_dataset(edited)
    assert ids(view) == [12, 10, 13, 11]
    assert view.model.text(0, 0) == "99"
    assert view.grid.currentIndex().row() == 1


def test_that_copied_cells_come_back_as_a_pasted_block(view: TableView) -> None:
    wanted = steps_of(view)
    view.grid.setFocus()
    for row in (2, 3):
        for column in (0, 1):
            view.grid.selectionModel().select(
                view.model.index(row, column), view.grid.selectionModel().SelectionFlag.Select
            )
    QTest.keyClick(view.grid, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == '20\t"a\tb"\n30\t"last\nline"'
    view.grid.go_to(0, 0)
    QTest.keyClick(view.grid, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    edits = ((10, "age", "20"), (10, "note", "a\tb"), (11, "age", "30"), (11, "note", "last\nline"))
    assert wanted == [EditCells(edits=edits)]


def test_that_a_block_that_does_not_fit_is_refused_as_a_whole(view: TableView) -> None:
    wanted = steps_of(view)
    view.steps.paste(0, 0, "1\tx\nmany\ty")
    assert wanted == []
    assert "'many'" in view.notice.text()
    assert "row 12" in view.notice.text()


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
