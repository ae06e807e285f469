"""The scatter plot: what it draws, selects, leaves out and makes a step of."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from workbench.data.dataset import Dataset
from workbench.data.schema import Attribute, Schema
from workbench.gui.brush import Brush
from workbench.gui.plots.data import point_layer
from workbench.gui.plots.data.scatter import ScatterPlot
from workbench.gui.theme import DARK
from workbench.preprocess.filter_rows import FilterRows
from workbench.preprocess.keep_rows import KeepRows


def flowers(n: int = 60) -> Dataset:
    generator = np.random.default_rng(1)
    codes = (np.arange(n) % 3).astype(np.int32)
    x, y = generator.random(n), generator.random(n)
    x[:2], y[2] = np.nan, np.nan
    schema = Schema(
        (
            Attribute("petal length", "numeric"),
            Attribute("width", "numeric"),
            Attribute("class", "nominal", ("a", "b", "c"), "class"),
        )
    )
    return Dataset(schema, (x, y, codes))


@pytest.fixture
def brush() -> Brush:
    brush = Brush()
    brush.show_dataset(flowers())
    return brush


@pytest.fixture
def plot(qtbot: QtBot, brush: Brush) -> ScatterPlot:
    plot = ScatterPlot(brush)
    qtbot.addWidget(plot)
    plot.resize(800, 480)
    plot.show()
    return plot


def drag(plot: ScatterPlot, start: QPointF, end: QPointF, keys: Qt.KeyboardModifier) -> None:
    left, plane = Qt.MouseButton.LeftButton, plot.plane
    QTest.mousePress(plane, left, keys, start.toPoint())
    QTest.mouseMove(plane, end.toPoint() - QPoint(3, 3))
    QTest.mouseMove(plane, end.toPoint())
    QTest.mouseRelease(plane, left, keys, end.toPoint())


def place_of(plot: ScatterPlot, row: int) -> QPointF:
    data = plot.brush.dataset
    assert data is not None
    x, y = data.column("petal length")[row], data.column("width")[row]
    return QPointF(plot.plane.viewport.at_x(x), plot.plane.viewport.at_y(y))


def test_that_samples_without_a_value_are_left_out_and_told(plot: ScatterPlot) -> None:
    assert len(plot.plane.layer.rows) == 57
    assert "3 samples without a value for petal length, width" in plot.note.text()


def test_that_a_rectangle_selects_what_it_holds_and_keys_add_and_remove(
    plot: ScatterPlot, brush: Brush
) -> None:
    viewport = plot.plane.viewport
    none, shift = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier
    area = viewport.area
    drag(plot, area.topLeft() + QPointF(1, 1), area.center(), none)
    data = brush.dataset
    assert data is not None
    x, y = data.column("petal length"), data.column("width")
    middle = viewport.data(QPointF(area.center().toPoint()))
    expected = (x <= middle[0]) & (y >= middle[1])
    np.testing.assert_array_equal(brush.selected, expected)
    drag(plot, area.center(), area.bottomRight() - QPointF(1, 1), shift)
    assert brush.n_selected > expected.sum()
    control = Qt.KeyboardModifier.ControlModifier
    drag(plot, area.topLeft() + QPointF(1, 1), area.center(), control)
    assert not np.any(brush.selected & expected)


def test_that_a_click_selects_a_sample_and_a_click_on_nothing_none(
    plot: ScatterPlot, brush: Brush
) -> None:
    QTest.mouseClick(
        plot.plane, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier,
        place_of(plot, 7).toPoint(),
    )  # fmt: skip
    assert brush.selected[7]
    brush.select(np.arange(10))
    plot.plane.place_clicked.emit(QPointF(plot.plane.viewport.left + 1, 11), "replace")
    assert brush.n_selected == 0


def test_that_a_lasso_selects_what_it_goes_round(plot: ScatterPlot, brush: Brush) -> None:
    plot.tools.choose(1)
    place, left = place_of(plot, 5), Qt.MouseButton.LeftButton
    around = [(-6, -6), (6, -6), (6, 6), (-6, 6), (-6, -4)]
    points = [(place + QPointF(*step)).toPoint() for step in around]
    QTest.mousePress(plot.plane, left, Qt.KeyboardModifier.NoModifier, points[0])
    for point in points[1:]:
        QTest.mouseMove(plot.plane, point)
    QTest.mouseRelease(plot.plane, left, Qt.KeyboardModifier.NoModifier, points[-1])
    assert brush.selected[5]
    assert brush.n_selected < 5


def test_that_a_rectangle_becomes_a_filter_that_keeps_what_it_selected(
    plot: ScatterPlot, brush: Brush, qtbot: QtBot
) -> None:
    area = plot.plane.viewport.area
    drag(plot, area.topLeft() + QPointF(1, 1), area.center(), Qt.KeyboardModifier.NoModifier)
    with qtbot.waitSignal(plot.step_wanted) as caught:
        plot.steps.filter_action.trigger()
    step = caught.args[0]
    assert isinstance(step, FilterRows)
    assert "<= `petal length` <=" in step.expression
    data = brush.dataset
    assert data is not None
    kept = step.apply(data)
    np.testing.assert_array_equal(kept.sample_ids, data.sample_ids[brush.selected])


def test_that_the_selection_becomes_a_step_by_row_numbers(
    plot: ScatterPlot, brush: Brush, qtbot: QtBot
) -> None:
    brush.select(np.array([3, 4, 5, 9]))
    with qtbot.waitSignal(plot.step_wanted) as caught:
        plot.steps.remove_action.trigger()
    step = caught.args[0]
    assert isinstance(step, KeepRows)
    assert (step.action, step.rows) == ("remove", "4-6,10")


def test_that_many_points_are_a_density_and_few_are_points(
    plot: ScatterPlot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(point_layer, "MOST_POINTS", 20)
    plot.plane.redraw()
    plot.plane.grab()
    assert plot.plane.layer.is_density
    x, y = plot.plane.viewport.data(place_of(plot, 8))
    plot.plane.show_part((x - 0.05, x + 0.05), (y - 0.05, y + 0.05))
    plot.plane.grab()
    assert not plot.plane.layer.is_density


def test_that_painted_and_stamped_points_fill_the_same_places(
    plot: ScatterPlot, monkeypatch: pytest.MonkeyPatch
) -> None:
    layer, viewport = plot.plane.layer, plot.plane.viewport
    painted = layer.picture(viewport, DARK, 1.0)
    monkeypatch.setattr(point_layer, "MOST_PAINTED", 0)
    stamped = layer.picture(viewport, DARK, 1.0)
    for row in range(5, 20):
        place = (place_of(plot, row) - viewport.area.topLeft()).toPoint()
        a, b = painted.pixelColor(place), stamped.pixelColor(place)
        assert a.alpha() > 100
        assert abs(a.hue() - b.hue()) < 25


def test_that_hovering_reads_the_sample_and_keys_zoom(plot: ScatterPlot) -> None:
    text = plot.plane.read(place_of(plot, 7))
    assert "Sample 8" in text
    assert "petal length" in text
    plot.plane.setFocus()
    QTest.keyClick(plot.plane, Qt.Key.Key_Plus)
    assert plot.plane.is_zoomed
    plot.reset_view()
    assert not plot.plane.is_zoomed


def test_that_one_attribute_is_too_few_and_said(plot: ScatterPlot, brush: Brush) -> None:
    schema = Schema((Attribute("only", "numeric"),))
    brush.show_dataset(Dataset(schema, (np.arange(3.0),)))
    assert not plot.is_filled
    assert "fewer than two" in plot.message.text()


def test_that_nothing_is_drawn_while_hidden(plot: ScatterPlot, brush: Brush) -> None:
    plot.hide()
    brush.show_dataset(flowers(30))
    assert len(plot.plane.layer.rows) == 57
    plot.show()
    assert len(plot.plane.layer.rows) == 27


def test_that_the_numbers_are_those_of_the_selected_samples(
    plot: ScatterPlot, brush: Brush
) -> None:
    assert len(plot.numbers()) == 58
    brush.select(np.array([3, 4]))
    header, *rows = plot.numbers()
    assert header == ["petal length", "width", "class"]
    assert [row[2] for row in rows] == ["a", "b"]
