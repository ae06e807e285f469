"""The page of the runs: table, search, groups, panels, edits."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QMenu
from pytestqt.qtbot import QtBot

from tests.unit.runs.history.history_values import add_run, begun, ended, result
from workbench.evaluation.charts import LearningCurves
from workbench.gui.history.page import HistoryPage, Plots
from workbench.gui.history_mode import spread
from workbench.gui.plots.factory import plot_for
from workbench.gui.theme import DARK, LIGHT
from workbench.runs.history.history import FILE, History
from workbench.runs.history.importance import Importances

LIMIT = 20_000  # milliseconds; a limit for a machine under load, not an expectation


@pytest.fixture
def history(tmp_path: Path) -> Iterator[History]:
    made = History(tmp_path / "history")
    yield made
    made.close()


def opened(qtbot: QtBot, history: History, *, n_rows: int = 0) -> HistoryPage:
    plots = Plots(lambda: plot_for(LearningCurves), lambda: plot_for(Importances), spread)
    page = HistoryPage(History(history.folder), plots, LIGHT)
    qtbot.addWidget(page, before_close_func=lambda _: page.shutdown())
    page.resize(1100, 700)
    page.show()
    qtbot.waitUntil(lambda: len(page.runs.rows) == n_rows, timeout=LIMIT)
    return page


def fill(history: History, n: int) -> None:
    for k in range(1, n + 1):
        add_run(history, result(0.5 + k / 100, k=k, metric="ab"[k % 2]), name=f"flow{k % 2}")


def shown(page: HistoryPage) -> list[int]:
    return [page.runs.rows[place].run for place in page.runs.listed]


def select(page: HistoryPage, *runs: int) -> None:
    page.table.select([(row.run, row.result) for row in page.runs.rows if row.run in runs])


def test_that_an_empty_history_says_what_will_be_here(qtbot: QtBot, history: History) -> None:
    page = opened(qtbot, history)
    assert page.stage.currentWidget() is page.empty
    assert "Every flow that runs" in page.empty.words.text()
    assert not history.exists  # looking makes no file


def test_that_runs_are_listed_the_latest_first_and_put_in_order_by_a_click(
    qtbot: QtBot, history: History
) -> None:
    fill(history, 4)
    page = opened(qtbot, history, n_rows=4)
    assert shown(page) == [4, 3, 2, 1]
    column = [c.key for c in page.runs.columns].index("score.accuracy")
    header = page.table.header()
    place = QPoint(header.sectionViewportPosition(column) + 20, header.height() // 2)
    QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=place)
    first = shown(page)
    QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert {tuple(first), tuple(shown(page))} == {(1, 2, 3, 4), (4, 3, 2, 1)}


def test_that_runs_are_searched_while_typing(qtbot: QtBot, history: History) -> None:
    fill(history, 4)
    page = opened(qtbot, history, n_rows=4)
    QTest.keyClicks(page.bar.search, "accuracy>0.52 metric:a")
    QTest.keyClick(page.bar.search, Qt.Key.Key_Return)
    assert shown(page) == []
    page.bar.set_query("accuracy>0.52")
    assert shown(page) == [4, 3]
    assert page.bar.count.text() == "2 / 4"


def test_that_the_filter_offers_what_there_is(qtbot: QtBot, history: History) -> None:
    fill(history, 3)
    history.set_tags([2], ["good"])
    page = opened(qtbot, history, n_rows=3)
    page.bar.filter_menu.aboutToShow.emit()
    tags = page.bar.filter_menu.findChild(QMenu, "filter_tag")
    assert tags is not None
    tags.actions()[0].trigger()
    assert page.bar.search.text() == "tag:good"
    assert shown(page) == [2]


def test_that_runs_are_grouped_and_the_selection_stays(qtbot: QtBot, history: History) -> None:
    fill(history, 4)
    page = opened(qtbot, history, n_rows=4)
    select(page, 2, 3)
    page.bar.group_box.setCurrentIndex(page.bar.group_box.findData("flow"))
    assert [name for name, _ in page.runs.groups] == ["flow0", "flow1"]
    assert page.runs.rowCount() == 2
    assert {row.run for row in page.table.selected} == {2, 3}
    page.bar.group_box.setCurrentIndex(0)
    assert {row.run for row in page.table.selected} == {2, 3}


def test_that_a_run_of_another_program_comes_by_itself(qtbot: QtBot, history: History) -> None:
    fill(history, 1)
    page = opened(qtbot, history, n_rows=1)
    select(page, 1)
    fill(history, 1)
    qtbot.waitUntil(lambda: len(page.runs.rows) == 2, timeout=LIMIT)
    assert [row.run for row in page.table.selected] == [1]


def test_that_a_run_stays_selected_when_it_ends(qtbot: QtBot, history: History) -> None:
    with history.held() as lock:
        run = history.begin(begun(lock=lock))
        page = opened(qtbot, history, n_rows=1)
        select(page, run)
        history.end(run, ended(result(), result(0.9)))
        qtbot.waitUntil(lambda: len(page.runs.rows) == 2, timeout=LIMIT)
    assert [row.scores["accuracy"] for row in page.table.selected] == [0.75]


def test_that_tags_are_edited_in_place(qtbot: QtBot, history: History) -> None:
    fill(history, 2)
    page = opened(qtbot, history, n_rows=2)
    column = [c.key for c in page.runs.columns].index("tags")
    index = page.runs.index(0, column)
    page.table.setCurrentIndex(index)
    page.table.edit(index)
    field = page.table.findChild(QLineEdit)
    assert field is not None
    QTest.keyClicks(field, "final, good")
    QTest.keyClick(field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: history.rows([2])[0].tags == ("final", "good"), timeout=LIMIT)
    assert page.runs.data(index) == "final, good"


def test_that_a_note_is_kept_when_its_field_is_left(qtbot: QtBot, history: History) -> None:
    fill(history, 1)
    page = opened(qtbot, history, n_rows=1)
    select(page, 1)
    qtbot.waitUntil(lambda: page.run_panel.row is not None, timeout=LIMIT)
    page.run_panel.note.setPlainText("rate too high")
    page.run_panel.note.left.emit()
    assert history.rows()[0].note == "rate too high"


def test_that_deleted_runs_can_be_brought_back(qtbot: QtBot, history: History) -> None:
    fill(history, 3)
    page = opened(qtbot, history, n_rows=3)
    select(page, 1, 2)
    QTest.keyClick(page.table, Qt.Key.Key_Delete)
    assert shown(page) == [3]
    assert page.undo_label
    assert page.edits.bar.isVisible()
    page.edits.bar.undo.click()
    qtbot.waitUntil(lambda: len(page.runs.rows) == 3, timeout=LIMIT)
    assert not page.undo_label


def test_that_closing_the_page_deletes_for_good(qtbot: QtBot, history: History) -> None:
    fill(history, 2)
    page = opened(qtbot, history, n_rows=2)
    select(page, 1)
    page.edits.delete()
    page.shutdown()
    history.bring_back([1])
    assert [row.run for row in history.rows()] == [2]


def test_that_a_run_on_its_way_is_not_deleted(qtbot: QtBot, history: History) -> None:
    with history.held() as lock:
        history.begin(begun(lock=lock))
        page = opened(qtbot, history, n_rows=1)
        select(page, 1)
        page.edits.delete()
        assert len(page.runs.rows) == 1
        assert "on its way" in page.message_bar.words.text()


def test_that_several_runs_are_laid_over_one_another(qtbot: QtBot, history: History) -> None:
    fill(history, 3)
    page = opened(qtbot, history, n_rows=3)
    page.tabs.setCurrentWidget(page.curves)
    select(page, 1, 3)
    qtbot.waitUntil(
        lambda: page.curves.plot is not None and len(page.curves.plot._curves) == 2,  # type: ignore[attr-defined]
        timeout=LIMIT,
    )
    assert set(page.curves.plot._curves) == {  # type: ignore[union-attr]
        "3 · k-nearest neighbours",
        "1 · k-nearest neighbours",
    }


def test_that_a_comparison_shows_what_differs_or_everything(qtbot: QtBot, history: History) -> None:
    fill(history, 3)
    page = opened(qtbot, history, n_rows=3)
    page.tabs.setCurrentWidget(page.comparison)
    select(page, 1, 2)
    model = page.comparison.model
    qtbot.waitUntil(lambda: model.columnCount() == 2, timeout=LIMIT)
    names = {line.name for line in model.lines}
    assert {"accuracy", "k", "metric"} <= names
    assert "data" not in names
    page.comparison.only_differences.setChecked(False)
    assert "data" in {line.name for line in model.lines}


def test_that_parallel_coordinates_pick_runs_of_the_table(qtbot: QtBot, history: History) -> None:
    fill(history, 6)
    page = opened(qtbot, history, n_rows=6)
    page.tabs.setCurrentWidget(page.spread)
    qtbot.waitUntil(lambda: page.spread.brush.dataset is not None, timeout=LIMIT)
    dataset = page.spread.brush.dataset
    assert dataset is not None
    assert dataset.schema.names == ("k", "metric", "accuracy")
    page.spread.brush.select(dataset.column("k") > 4)
    page.spread.pick.click()
    assert {row.run for row in page.table.selected} == {5, 6}


def test_that_what_matters_is_told_or_that_there_are_too_few_runs(
    qtbot: QtBot, history: History
) -> None:
    fill(history, 5)
    page = opened(qtbot, history, n_rows=5)
    page.tabs.setCurrentWidget(page.importance)
    qtbot.waitUntil(lambda: "takes 10" in page.importance.words.text(), timeout=LIMIT)
    fill(history, 20)
    qtbot.waitUntil(lambda: page.importance.plot is not None, timeout=LIMIT)
    assert page.importance.plot.value.parameters[0].name == "k"  # type: ignore[union-attr]


def test_that_columns_are_chosen(qtbot: QtBot, history: History) -> None:
    fill(history, 2)
    page = opened(qtbot, history, n_rows=2)
    menu = page.table.column_menu()
    keys = [column.key for column in page.runs.columns]
    place = keys.index("parameter.k")
    assert page.table.isColumnHidden(place)
    action = menu.findChild(QAction, "show_parameter.k")
    assert action is not None
    with qtbot.waitSignal(page.table.columns_changed):
        action.trigger()
    assert not page.table.isColumnHidden(place)
    assert "parameter.k" in page.table.shown_keys
    menu.close()


def test_that_a_damaged_history_can_be_set_aside(qtbot: QtBot, tmp_path: Path) -> None:
    folder = tmp_path / "history"
    folder.mkdir()
    (folder / FILE).write_bytes(b"nonsense" * 100)
    page = opened(qtbot, History(folder))
    qtbot.waitUntil(lambda: "is damaged" in page.empty.words.text(), timeout=LIMIT)
    assert page.empty.set_aside.isVisible()
    page.empty.set_aside.click()
    qtbot.waitUntil(lambda: "Every flow" in page.empty.words.text(), timeout=LIMIT)
    assert len(list(folder.glob("*.set-aside-*"))) == 1


def test_that_html_in_a_name_is_text(qtbot: QtBot, history: History) -> None:
    add_run(history, name="<b>bold</b><img src='file:///etc/passwd'>")
    page = opened(qtbot, history, n_rows=1)
    select(page, 1)
    qtbot.waitUntil(lambda: page.run_panel.row is not None, timeout=LIMIT)
    assert "&lt;b&gt;bold" in page.run_panel.facts.text()


def test_that_every_part_has_a_name_and_takes_another_theme(qtbot: QtBot, history: History) -> None:
    fill(history, 12)
    page = opened(qtbot, history, n_rows=12)
    for number in range(page.tabs.count()):
        page.tabs.setCurrentIndex(number)
    page.set_theme(DARK)
    for widget in (page.table, page.bar.search, page.bar.group_box, page.run_panel.note):
        assert widget.objectName()
        assert widget.accessibleName()
