"""The search of the explorer's table, and the reading view of texts."""

from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.gui.table_view import table_of
from workbench.core.run import finish
from workbench.data.dataset import Dataset
from workbench.data.schema import Attribute, Schema
from workbench.gui.brush import Brush
from workbench.gui.explorer.table import search as search_module
from workbench.gui.explorer.table.reading_view import ReadingView, reading_view
from workbench.gui.explorer.table.search import Search
from workbench.gui.explorer.table.view import TableView

N = 5_000


def texts() -> Dataset:
    """Every hundredth text says "최고", the others are dull; every tenth number is missing."""
    notes = np.empty(N, dtype=object)
    notes[:] = [f"최고 Film {i}" if i % 100 == 0 else f"a dull one {i}" for i in range(N)]
    notes[7] = None
    numbers = np.arange(N, dtype=float)
    numbers[::10] = np.nan
    labels = (np.arange(N) % 2).astype(np.int32)
    schema = Schema(
        (
            Attribute("n", "numeric"),
            Attribute("note", "string"),
            Attribute("class", "nominal", ("bad", "good"), "class"),
        )
    )
    return Dataset(schema, (numbers, notes, labels))


def found(dataset: Dataset, text: str, rows: np.ndarray | None = None) -> list[tuple[int, int]]:
    order = np.arange(dataset.n_samples) if rows is None else rows
    search = Search(dataset, order, text)
    finish(search.run())
    return [(int(k) // 3, int(k) % 3) for k in search.hits]


@pytest.fixture
def brush() -> Brush:
    made = Brush()
    made.show_dataset(texts())
    return made


@pytest.fixture
def view(qtbot: QtBot, brush: Brush) -> Iterator[TableView]:
    yield from table_of(qtbot, brush)


@pytest.fixture
def reading(qtbot: QtBot, brush: Brush) -> Iterator[ReadingView]:
    made = ReadingView(brush)
    qtbot.addWidget(made)
    made.resize(700, 500)
    with qtbot.waitExposed(made):
        made.show()
    yield made
    made.shutdown()


def test_that_a_search_finds_texts_in_letters_of_either_case() -> None:
    assert found(texts(), "film 100") == [
        (100, 1),
        *((i, 1) for i in range(1000, 1001)),
    ]


def test_that_a_search_finds_numbers_labels_and_missing_values() -> None:
    dataset = texts().take(np.arange(12))
    assert found(dataset, "GOO") == [(i, 2) for i in range(1, 12, 2)]
    assert found(dataset, "?") == [(0, 0), (7, 1), (10, 0)]
    assert (9, 0) in found(dataset, "9")


def test_that_hits_come_in_the_order_of_the_rows_shown() -> None:
    rows = np.array([300, 5, 100])
    assert found(texts(), "최고", rows) == [(0, 1), (2, 1)]


def test_that_a_search_ends_when_it_has_found_too_much(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search_module, "MAX_HITS", 100)
    search = Search(texts(), np.arange(N), "dull")
    finish(search.run())
    assert search.is_cut
    assert 100 < len(search.hits) < N


def test_that_matches_are_visited_forwards_backwards_and_round_the_end(
    qtbot: QtBot, view: TableView
) -> None:
    view.grid.setFocus()
    QTest.keyClick(view.grid, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert view.search.isVisible()
    view.search.field.setText("최고")
    qtbot.waitUntil(lambda: "of 50 matches" in view.search.count.text(), timeout=60_000)
    at = []
    for key, held in (
        (Qt.Key.Key_F3, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_F3, Qt.KeyboardModifier.ShiftModifier),
        (Qt.Key.Key_F3, Qt.KeyboardModifier.ShiftModifier),
    ):
        QTest.keyClick(view.search.field, key, held)
        at.append((view.grid.currentIndex().row(), view.grid.currentIndex().column()))
    assert at == [(100, 1), (0, 1), (N - 100, 1)]
    assert view.search.count.text() == "50 of 50 matches"
    QTest.keyClick(view.search.field, Qt.Key.Key_Escape)
    assert not view.search.isVisible()


def test_that_a_search_without_a_match_says_so(qtbot: QtBot, view: TableView) -> None:
    view.search.open()
    view.search.field.setText("nowhere to be found")
    view.search.restart()
    qtbot.waitUntil(lambda: "No cell" in view.search.count.text(), timeout=60_000)


def test_that_a_condition_starts_the_search_anew(qtbot: QtBot, view: TableView) -> None:
    view.search.open()
    view.search.field.setText("최고")
    view.search.restart()
    qtbot.waitUntil(lambda: "of 50 matches" in view.search.count.text(), timeout=60_000)
    view.filter.field.setText("row() <= 1000")
    view.filter.check()
    qtbot.waitUntil(lambda: "of 10 matches" in view.search.count.text(), timeout=60_000)


def test_that_only_the_paragraphs_in_sight_are_laid_out(reading: ReadingView) -> None:
    reading.paragraphs.viewport().repaint()
    seen = reading.paragraphs.seen_rows()
    assert seen[0] == 0
    assert 5 < len(seen) < 40
    reading.paragraphs.verticalScrollBar().setValue(4_000)
    reading.paragraphs.viewport().repaint()
    assert reading.paragraphs.seen_rows()[0] == 4_000


def test_that_texts_are_chosen_by_a_word(qtbot: QtBot, reading: ReadingView) -> None:
    reading.field.setText("film")
    reading.choose()
    qtbot.waitUntil(lambda: reading.count.text() == "50 texts · 0 selected", timeout=60_000)
    reading.paragraphs.viewport().repaint()
    assert reading.paragraphs.seen_rows()[:3] == [0, 100, 200]


def test_that_a_paragraph_is_brushed_by_click_and_by_key(
    reading: ReadingView, brush: Brush
) -> None:
    paragraphs = reading.paragraphs
    paragraphs.viewport().repaint()
    area = paragraphs._places[2][1]
    QTest.mouseClick(paragraphs.viewport(), Qt.MouseButton.LeftButton, pos=area.center())
    assert np.flatnonzero(brush.selected).tolist() == [2]
    QTest.keyClick(paragraphs, Qt.Key.Key_Down)
    QTest.keyClick(paragraphs, Qt.Key.Key_Space)
    assert np.flatnonzero(brush.selected).tolist() == [2, 3]
    last = paragraphs._places[5][1].center()
    shift = Qt.KeyboardModifier.ShiftModifier
    QTest.mouseClick(paragraphs.viewport(), Qt.MouseButton.LeftButton, shift, QPoint(last))
    assert np.flatnonzero(brush.selected).tolist() == [3, 4, 5]


def test_that_scrolling_by_pixels_comes_back_to_where_it_was(reading: ReadingView) -> None:
    paragraphs = reading.paragraphs
    for _ in range(20):
        paragraphs._scroll(47)
    assert paragraphs.verticalScrollBar().value() > 10
    for _ in range(20):
        paragraphs._scroll(-47)
    assert (paragraphs.verticalScrollBar().value(), paragraphs._hidden) == (0, 0)


def test_that_the_reading_view_is_for_texts_only() -> None:
    assert reading_view().fits(texts())
    assert not reading_view().fits(Dataset(Schema((Attribute("n", "numeric"),)), (np.zeros(1),)))
