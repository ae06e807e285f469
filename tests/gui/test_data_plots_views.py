"""Every plot of data: it follows the brush, moves it, and says why it is empty."""

from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLineEdit, QSlider, QWidget
from pytestqt.qtbot import QtBot

from workbench.data.dataset import Dataset
from workbench.data.schema import Attribute, Schema
from workbench.gui.brush import Brush
from workbench.gui.icons import UNKNOWN, icon
from workbench.gui.plots.data.balance_plot import BalancePlot
from workbench.gui.plots.data.correlation_plot import CorrelationPlot
from workbench.gui.plots.data.data_figure import DataFigure
from workbench.gui.plots.data.map_plot import MapPlot
from workbench.gui.plots.data.parallel_plot import ParallelPlot
from workbench.gui.plots.data.region import Region
from workbench.gui.plots.data.scatter import ScatterPlot
from workbench.gui.plots.data.scatter_matrix import ScatterMatrix
from workbench.gui.plots.data.series_plot import SeriesPlot
from workbench.gui.plots.data.spread_plot import SpreadPlot
from workbench.gui.plots.data.time_plot import TimePlot
from workbench.gui.plots.data.token_plot import TokenPlot
from workbench.gui.plots.data_views import data_views
from workbench.gui.theme import DARK, LIGHT

PLOTS: tuple[type[DataFigure], ...] = (
    *(ScatterPlot, ScatterMatrix, SpreadPlot, ParallelPlot, CorrelationPlot),
    *(MapPlot, BalancePlot, SeriesPlot, TimePlot, TokenPlot),
)  # fmt: skip
NONE = Qt.KeyboardModifier.NoModifier


def everything(n: int = 48) -> Dataset:
    """One attribute of each kind that is drawn, with gaps."""
    generator = np.random.default_rng(5)
    codes = (np.arange(n) % 3).astype(np.int32)
    x, y = generator.normal(codes, 1.0), generator.normal(0, 1, n)
    x[4], y[5] = np.nan, np.inf
    x[6] = 40.0  # an outlier
    days = np.datetime64("2024-01-01", "ms") + np.arange(n) * np.timedelta64(86_400_000, "ms")
    days[7] = np.datetime64("NaT")
    colour = generator.integers(-1, 2, n).astype(np.int32)
    series = generator.normal(codes[:, None, None], 0.2, (n, 12, 2))
    series[0, 6:] = np.nan
    tokens = generator.integers(0, 4, (n, 5)).astype(np.int32)
    tokens[1] = -1
    schema = Schema(
        (
            Attribute("x", "numeric"),
            Attribute("y", "numeric"),
            Attribute("day", "date"),
            Attribute("colour", "nominal", ("red", "blue")),
            Attribute("signal", "array", shape=(12, 2)),
            Attribute("text", "array", ("a", "b", "c", "d"), shape=(5,)),
            Attribute("class", "nominal", ("one", "two", "three"), "class"),
        )
    )
    return Dataset(schema, (x, y, days, colour, series, tokens, codes))


def nothing() -> Dataset:
    words = np.array(["some", "text", None], dtype=object)
    return Dataset(Schema((Attribute("words", "string"),)), (words,))


def settled(plot: DataFigure, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not plot.background.is_running, timeout=60_000)


@pytest.fixture
def brush() -> Brush:
    brush = Brush()
    brush.show_dataset(everything())
    return brush


@pytest.fixture(params=PLOTS, ids=lambda kind: str(kind.__name__))
def plot(request: pytest.FixtureRequest, qtbot: QtBot, brush: Brush) -> Iterator[DataFigure]:
    plot: DataFigure = request.param(brush)
    qtbot.addWidget(plot)
    plot.resize(820, 480)
    plot.show()
    settled(plot, qtbot)
    yield plot
    plot.shutdown()


def test_that_every_plot_draws_in_both_themes_with_and_without_a_selection(
    plot: DataFigure, brush: Brush
) -> None:
    assert plot.is_filled
    for theme in (LIGHT, DARK):
        plot.set_theme(theme)
        for rows in (np.zeros(0, dtype=np.int64), np.arange(10)):
            brush.select(rows)
            picture = plot.stage.grab().toImage()
            colours = {picture.pixel(x, y) for x in range(0, 800, 7) for y in range(0, 380, 7)}
            assert len(colours) > 3
    header, *rows_of_numbers = plot.numbers()
    assert rows_of_numbers
    assert all(len(row) == len(header) for row in rows_of_numbers)


def test_that_a_selection_changes_what_is_drawn(
    qtbot: QtBot, plot: DataFigure, brush: Brush
) -> None:
    if isinstance(plot, CorrelationPlot):  # which is of attributes; samples are in its pairs
        plot.open_pair("x", "y")
    before = plot.stage.grab().toImage()
    brush.select(np.arange(20))
    qtbot.waitUntil(lambda: plot.stage.grab().toImage() != before, timeout=30_000)


def test_that_every_plot_says_why_it_is_empty(plot: DataFigure, brush: Brush) -> None:
    brush.show_dataset(nothing())
    assert not plot.is_filled
    assert len(plot.message.text()) > 40
    brush.show_dataset(None)
    assert "Open data" in plot.message.text()


def test_that_every_control_has_a_name_for_tests_and_screen_readers(plot: DataFigure) -> None:
    controls: list[QWidget] = []
    for kind in (QAbstractButton, QComboBox, QSlider):
        controls += plot.bar.findChildren(kind)
    assert all(control.objectName() for control in controls if not _is_inner(control))
    assert all(control.accessibleName() for control in controls if not _is_inner(control))


def _is_inner(control: QWidget) -> bool:
    """Qt's own, such as the cross in a search field."""
    return isinstance(control.parent(), QLineEdit) or control.objectName().startswith("qt_")


def test_that_fewer_samples_and_other_attributes_can_follow(
    plot: DataFigure, brush: Brush, qtbot: QtBot
) -> None:
    dataset = everything()
    brush.select(np.arange(5))
    brush.show_dataset(dataset.take(np.arange(0, 40, 3)))
    settled(plot, qtbot)
    plot.grab()
    assert brush.n_selected == 2  # the samples 0 and 3 are still there
    one = dataset.take(np.array([6]))
    brush.show_dataset(one)
    settled(plot, qtbot)
    plot.grab()
    assert not plot.background.is_running
    assert brush.n_selected == 0


def test_that_views_fit_the_data_they_can_draw_and_have_an_icon(qtbot: QtBot) -> None:
    views = data_views()
    fitting = [view for view in views if view.fits(everything())]
    assert len(fitting) == len(views) == len({view.name for view in views}) == len(PLOTS)
    assert not any(view.fits(nothing()) for view in views)
    unknown = icon(UNKNOWN, LIGHT).pixmap(24).toImage()
    for view in views:
        assert icon(view.icon, LIGHT).pixmap(24).toImage() != unknown
        made = view.make(Brush())
        assert isinstance(made, DataFigure)
        qtbot.addWidget(made)


def test_that_pictures_are_no_series() -> None:
    series = next(view for view in data_views() if view.name == "series")
    digits = Schema((Attribute("picture", "array", shape=(28, 28)),))
    pixels = np.zeros((2, 28, 28))
    assert not series.fits(Dataset(digits, (pixels.astype(np.uint8),)))
    assert not series.fits(Dataset(digits, (pixels,)))
    thin = Schema((Attribute("course", "array", shape=(28, 3)),))
    assert series.fits(Dataset(thin, (np.zeros((2, 28, 3)),)))


def test_that_a_drag_in_a_matrix_cell_selects_and_a_click_opens_the_pair(
    qtbot: QtBot, brush: Brush
) -> None:
    plot = ScatterMatrix(brush)
    qtbot.addWidget(plot)
    plot.resize(800, 600)
    plot.show()
    plot.chooser.choose(["x", "y"])
    box = plot.grid.cell(1, 0)  # x across, y up
    plot.grid.select((1, 0), QRectF(box.left(), box.top(), box.width() / 2, box.height()), NONE)
    x, y = plot.grid.columns
    middle = (box.width() / 2 - 4) / (box.width() - 10)
    np.testing.assert_array_equal(brush.selected, (x <= middle) & ~np.isnan(y))
    plot.grid.pair_clicked.emit("x", "y")
    assert plot.pair == ("x", "y")
    plot.close_pair()
    assert plot.is_filled


def test_that_ranges_on_parallel_axes_are_intersected_and_become_a_filter(
    qtbot: QtBot, brush: Brush
) -> None:
    plot = ParallelPlot(brush)
    qtbot.addWidget(plot)
    plot.resize(800, 400)
    plot.show()
    plot.plane.set_range("y", (0.5, 1.0))
    plot.plane.set_range("x", (0.0, 0.1))
    low, high = (axis for axis in plot.plane.axes if axis.values.attribute.name in {"x", "y"})
    expected = (high.places >= 0.5) & (low.places <= 0.1) & (low.places >= 0)
    np.testing.assert_array_equal(brush.selected, expected)
    assert "`x`" in plot.steps.expression
    assert "`y`" in plot.steps.expression
    plot.plane.move_axis(0, 2)
    assert plot.plane.names.index("class") == 2
    brush.select(np.arange(3))
    assert not plot.plane.ranges


def test_that_a_range_of_a_box_and_an_outlier_select(qtbot: QtBot, brush: Brush) -> None:
    plot = SpreadPlot(brush)
    qtbot.addWidget(plot)
    plot.resize(800, 400)
    plot.show()
    settled(plot, qtbot)
    viewport = plot.plane.viewport
    plot.plane.place_clicked.emit(QPointF(viewport.at_x(0), viewport.at_y(40.0)), "replace")
    np.testing.assert_array_equal(np.flatnonzero(brush.selected), [6])
    left, right = viewport.at_x(0.6), viewport.at_x(1.4)
    region = Region(viewport, QRectF(left, viewport.top, right - left, viewport.height))
    plot.plane.region_drawn.emit(region, "replace")
    data = brush.dataset
    assert data is not None
    expected = (data.labels == 1) & np.isfinite(data.column("x"))
    np.testing.assert_array_equal(brush.selected, expected)


def test_that_a_bar_selects_its_samples(qtbot: QtBot, brush: Brush) -> None:
    plot = BalancePlot(brush)
    qtbot.addWidget(plot)
    plot.resize(800, 400)
    plot.show()
    plot.by_box.choose("colour")
    plot.bars.bar_clicked.emit(1, 0, NONE)
    data = brush.dataset
    assert data is not None
    np.testing.assert_array_equal(brush.selected, (data.labels == 1) & (data.column("colour") == 0))
    selected = plot.bars.selected
    assert selected is not None
    assert selected.sum() == brush.n_selected


def test_that_a_correlation_opens_its_pair(qtbot: QtBot, brush: Brush) -> None:
    plot = CorrelationPlot(brush)
    qtbot.addWidget(plot)
    plot.resize(800, 400)
    plot.show()
    settled(plot, qtbot)
    plot.grid.cell_clicked.emit(0, 1)
    assert plot.pair == (plot.grid.names[1], plot.grid.names[0])
    found = plot.found
    assert found is not None
    shares = [float(plot.ranking.item(i).text().split()[0]) for i in range(plot.ranking.count())]
    assert shares == sorted(shares, reverse=True)
    assert len(shares) == np.count_nonzero(~np.isnan(found.relations))
