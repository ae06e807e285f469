"""The explorer's table: cells edited, copied and pasted."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLineEdit, QPlainTextEdit
from pytestqt.qtbot import QtBot

from tests.gui.explorer_people import people
from tests.gui.table_view import ids, steps_of, table_of
from workbench.gui.brush import Brush
from workbench.gui.explorer.table.view import TableView
from workbench.preprocess.edit_cells import EditCells


@pytest.fixture
def brush() -> Brush:
    made = Brush()
    made.show_dataset(people())
    return made


@pytest.fixture
def view(qtbot: QtBot, brush: Brush) -> Iterator[TableView]:
    yield from table_of(qtbot, brush)


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
