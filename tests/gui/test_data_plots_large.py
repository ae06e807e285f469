"""Plots of many samples: computed in the background, and nothing of the old data stays."""

from collections.abc import Callable, Iterator

import numpy as np
import pytest
from PySide6.QtCore import QPointF
from PySide6.QtWidgets import QApplication, QToolButton
from pytestqt.qtbot import QtBot

from workbench.core.run import finish
from workbench.data.dataset import Dataset
from workbench.data.schema import Attribute, Schema
from workbench.gui.brush import Brush
from workbench.gui.plots.data.data_figure import DataFigure
from workbench.gui.plots.data.map_plot import MapPlot
from workbench.gui.plots.data.parallel_plot import ParallelPlot
from workbench.gui.plots.data.scatter import ScatterPlot
from workbench.gui.plots.data.scatter_matrix import ScatterMatrix
from workbench.gui.plots.data.spread_items import SpreadPainter, spreads_by
from workbench.gui.plots.data.spread_plot import SpreadPlot
from workbench.gui.plots.data.time_plot import TimePlot
from workbench.gui.plots.data.viewport import Viewport
from workbench.gui.theme import LIGHT

LARGE, SMALL = 120_000, 40


def table(n: int) -> Dataset:
    random = np.random.default_rng(n)
    schema = Schema((
        Attribute("u", "numeric"), Attribute("v", "numeric"), Attribute("day", "date"),
        Attribute("class", "nominal", ("a", "b"), role="class"),
    ))  # fmt: skip
    days = np.datetime64("2020-01-01T00:00", "ms") + random.permutation(n) * 60_000
    codes = random.integers(0, 2, n).astype(np.int32)
    return Dataset(schema, (random.normal(size=n), random.normal(size=n), days, codes))


@pytest.mark.parametrize(
    "kind", [ScatterPlot, ScatterMatrix, SpreadPlot, ParallelPlot, TimePlot, MapPlot]
)
def test_that_nothing_of_other_data_is_seen_while_many_samples_are_computed(
    qtbot: QtBot, kind: Callable[[Brush], DataFigure]
) -> None:
    brush = Brush()
    plot = kind(brush)
    qtbot.addWidget(plot)
    plot.show()
    for n in (LARGE, SMALL, LARGE):
        brush.show_dataset(table(n))
        brush.select(np.arange(0, n, 3))
        assert not (plot.background.is_running and plot.is_filled)
        plot.grab()
        qtbot.waitUntil(lambda: not plot.background.is_running, timeout=20_000)
        qtbot.waitUntil(lambda: plot.is_filled, timeout=5_000)
        plot.grab()
    plot.shutdown()


def test_that_the_farthest_of_many_outliers_are_drawn(qtbot: QtBot) -> None:
    values = np.concatenate([np.random.default_rng(0).normal(size=500_000), [40.0]])
    schema = Schema((Attribute("x", "numeric"),))
    spread = finish(spreads_by(Dataset(schema, (values,)), "x", "", ("all",)))[0]
    viewport = Viewport(0, 0, 100, 400, (-0.5, 0.5), (-10.0, 50.0))
    drawn: list[QPointF] = []

    class Recorder:
        def drawEllipse(self, place: QPointF, *_: float) -> None:  # noqa: N802  Qt's name
            drawn.append(place)

        def __getattr__(self, name: str) -> object:
            return lambda *_: None

    SpreadPainter(viewport, LIGHT, is_faded=False).paint_box(
        Recorder(), 0, spread, LIGHT.seen("#0072B2")  # type: ignore[arg-type]
    )  # fmt: skip

    assert min(place.y() for place in drawn) == pytest.approx(viewport.at_y(40.0), abs=1)
    assert len(drawn) < 1000


@pytest.fixture
def unthemed(qapp: QApplication) -> Iterator[None]:
    """No style sheet, whatever theme an earlier test has chosen."""
    themed = qapp.styleSheet()
    qapp.setStyleSheet("")
    yield
    qapp.setStyleSheet(themed)


@pytest.mark.usefixtures("unthemed")
def test_that_every_control_is_seen_in_a_narrow_window_and_goes_back_in_a_wide_one(
    qtbot: QtBot,
) -> None:
    brush = Brush()
    plot = ScatterPlot(brush)
    qtbot.addWidget(plot)
    brush.show_dataset(table(SMALL))
    plot.show()
    for width, is_wrapped in ((1200, False), (520, True), (530, True), (1200, False)):
        plot.resize(width, 500)
        QApplication.processEvents()
        buttons = plot.findChildren(QToolButton)
        assert all(b.isVisible() and b.width() >= b.sizeHint().width() for b in buttons)
        assert (plot.steps.parentWidget() is not plot.bar) == is_wrapped
        assert plot.x_box.width() >= 80  # some letters of the name
