"""The gallery of pictures: where thumbnails lie, what a click selects, average pictures."""

from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from workbench.data.dataset import Dataset
from workbench.data.schema import Attribute, Schema
from workbench.gui.brush import Brush
from workbench.gui.explorer.gallery.closeup import CloseUp
from workbench.gui.explorer.gallery.shelf import Section, Shelf
from workbench.gui.explorer.gallery.view import GalleryView, gallery_view
from workbench.gui.pictures import picture_of

N = 3_000


def pictures() -> Dataset:
    """Grey pictures of class i % 3, as bright as 50 × class; the last one has no class."""
    labels = (np.arange(N) % 3).astype(np.int32)
    pixels = np.repeat(50 * labels, 24).reshape(N, 4, 6).astype(np.uint8)
    labels[-1] = -1
    schema = Schema(
        (
            Attribute("image", "array", shape=(4, 6)),
            Attribute("kind", "nominal", ("a", "b", "c", "never"), "class"),
        )
    )
    return Dataset(schema, (pixels, labels))


@pytest.fixture
def brush() -> Brush:
    made = Brush()
    made.show_dataset(pictures())
    return made


@pytest.fixture
def view(qtbot: QtBot, brush: Brush) -> Iterator[GalleryView]:
    made = GalleryView(brush)
    qtbot.addWidget(made)
    made.resize(800, 600)
    with qtbot.waitExposed(made):
        made.show()
    yield made
    made.shutdown()


def place_of(view: GalleryView, row: int) -> QPoint:
    """The middle of a sample's thumbnail in the window."""
    shelf = view.thumbnails.shelf
    found = shelf.index_of(row)
    assert found is not None
    x, y = shelf.place(*found)
    return QPoint(x + shelf.side // 2, y + 4 - view.thumbnails.verticalScrollBar().value())


def click(
    view: GalleryView, row: int, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
) -> None:
    QTest.mouseClick(
        view.thumbnails.viewport(), Qt.MouseButton.LeftButton, held, place_of(view, row)
    )


@given(
    sizes=st.lists(st.integers(1, 90), min_size=1, max_size=6),
    side=st.integers(8, 60),
    width=st.integers(1, 500),
)
def test_that_every_thumbnail_is_found_at_its_place(
    sizes: list[int], side: int, width: int
) -> None:
    ends = np.cumsum([0, *sizes])
    sections = tuple(
        Section(str(i), np.arange(ends[i], ends[i + 1]), n) for i, n in enumerate(sizes)
    )
    shelf = Shelf(sections, side, width)
    for i, n in enumerate(sizes):
        for index in {0, n // 2, n - 1}:
            x, y = shelf.place(i, index)
            assert shelf.at(x + side // 2, y + side // 2) == (i, index)
            assert y + side <= shelf.height
            assert any(s == i and index in seen for s, seen in shelf.seen(y, y + side))
            assert shelf.within(x, y, x + 1, y + 1).tolist() == [ends[i] + index]
    assert len(shelf.within(0, 0, max(width, 80), shelf.height)) == sum(sizes)


def test_that_a_few_of_each_class_are_shown_first(view: GalleryView) -> None:
    shown = [(s.title, len(s.rows), s.n_all) for s in view.thumbnails.shelf.sections]
    assert shown == [
        ("a", 40, 1_000),
        ("b", 40, 1_000),
        ("c", 40, 999),
        ("Without a class", 1, 1),
    ]
    view.order_box.setCurrentIndex(1)
    assert [len(s.rows) for s in view.thumbnails.shelf.sections] == [1_000, 1_000, 999, 1]
    view.order_box.setCurrentIndex(2)
    assert [len(s.rows) for s in view.thumbnails.shelf.sections] == [N]


def test_that_only_what_is_seen_is_painted(
    view: GalleryView, monkeypatch: pytest.MonkeyPatch
) -> None:
    view.order_box.setCurrentIndex(2)
    painted: list[int] = []
    monkeypatch.setattr(
        view.thumbnails, "_paint_picture", lambda _, section, index: painted.append(index)
    )
    view.thumbnails.viewport().repaint()
    assert 0 < len(painted) < 400


def test_that_clicks_and_keys_select_pictures(view: GalleryView, brush: Brush) -> None:
    click(view, 3)
    assert np.flatnonzero(brush.selected).tolist() == [3]
    click(view, 1, Qt.KeyboardModifier.ControlModifier)
    assert np.flatnonzero(brush.selected).tolist() == [1, 3]
    click(view, 0)
    click(view, 6, Qt.KeyboardModifier.ShiftModifier)
    assert np.flatnonzero(brush.selected).tolist() == [0, 3, 6]
    QTest.keyClick(view.thumbnails, Qt.Key.Key_Right)
    assert np.flatnonzero(brush.selected).tolist() == [3]
    QTest.keyClick(view.thumbnails, Qt.Key.Key_Escape)
    assert brush.n_selected == 0


def test_that_a_drag_selects_all_it_crosses(view: GalleryView, brush: Brush) -> None:
    page = view.thumbnails.viewport()
    start, end = place_of(view, 0), place_of(view, 9)  # the first four of class a
    QTest.mousePress(page, Qt.MouseButton.LeftButton, pos=start)
    QTest.mouseMove(page, end)
    QTest.mouseRelease(page, Qt.MouseButton.LeftButton, pos=end)
    assert np.flatnonzero(brush.selected).tolist() == [0, 3, 6, 9]


def test_that_a_picture_is_enlarged_with_the_value_of_a_pixel(view: GalleryView) -> None:
    view.thumbnails.opened.emit(4)
    close_up = view.findChild(CloseUp)
    assert isinstance(close_up, CloseUp)
    assert close_up.windowTitle() == "Row 5 · b"
    QTest.keyClick(close_up.sheet, Qt.Key.Key_Right)
    assert close_up.words.text() == "Row 0, column 1: 50 of 255"
    close_up.close()


def test_that_the_average_of_each_class_is_shown(qtbot: QtBot, view: GalleryView) -> None:
    view.tabs.setCurrentIndex(1)
    qtbot.waitUntil(lambda: len(view.averages.means) == 4, timeout=60_000)
    assert view.averages.means[:3].mean(axis=(1, 2)).tolist() == [0.0, 50.0, 100.0]
    assert np.isnan(view.averages.means[3]).all()
    view.averages.grab()


def test_that_data_without_a_picture_say_so(view: GalleryView, brush: Brush) -> None:
    series = Attribute("series", "array", shape=(4, 6))
    brush.show_dataset(Dataset(Schema((series,)), (np.zeros((2, 4, 6)),)))
    assert not view.tabs.isVisible()
    assert "No attribute" in view.message.text()
    brush.show_dataset(pictures())
    assert view.tabs.isVisible()


def test_that_the_gallery_is_for_pictures_and_not_for_series_of_the_same_shape() -> None:
    assert gallery_view().fits(pictures())
    tokens = Attribute("tokens", "array", ("a", "b"), shape=(7,))
    series = Attribute("series", "array", shape=(4, 6))
    columns = (np.zeros((2, 7), dtype=np.int32), np.zeros((2, 4, 6)))
    assert not gallery_view().fits(Dataset(Schema((tokens, series)), columns))


def test_that_colours_keep_their_order() -> None:
    pixels = np.zeros((2, 3, 3), dtype=np.uint8)
    pixels[1, 2] = (10, 20, 30)
    colour = picture_of(pixels).pixelColor(2, 1)
    assert (colour.red(), colour.green(), colour.blue()) == (10, 20, 30)
