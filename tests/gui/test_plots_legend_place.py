"""Where a legend stands: beside a low plot, else where it hides least."""

import numpy as np
from PySide6.QtCore import QRectF, QSizeF
from pytestqt.qtbot import QtBot

from workbench.gui.plots.chart import Chart
from workbench.gui.plots.legend import LegendRow
from workbench.gui.plots.legend_place import LegendPlace

PLOT, LEGEND = QRectF(0, 0, 400, 300), QSizeF(100, 60)
NOTHING = np.empty(0)


def test_that_a_legend_stands_in_the_corner_it_prefers_where_nothing_is_in_the_way() -> None:
    place = LegendPlace((1, 1)).inside(PLOT, LEGEND, NOTHING, NOTHING)
    assert (place.right(), place.bottom()) == (388.0, 292.0)


def test_that_a_legend_leaves_the_corner_in_which_the_curve_is() -> None:
    places = LegendPlace((1, 0))
    x = np.linspace(0, 400, 200)
    falling = x * 0.75  # in pixels, y counts downwards
    place = places.inside(PLOT, LEGEND, x, 300 - falling)  # ends top right
    assert places.corner == (1, 1)
    assert not np.any((x >= place.left()) & (300 - falling >= place.top()))


def test_that_a_legend_does_not_jump_for_a_corner_that_is_hardly_better() -> None:
    places = LegendPlace((1, 0))
    everywhere = np.random.default_rng(0).uniform(0, 1, (2, 4_000))
    places.inside(PLOT, LEGEND, everywhere[0] * 400, everywhere[1] * 300)
    assert places.corner == (1, 0)


def test_that_the_legend_of_a_low_wide_plot_stands_beside_it(qtbot: QtBot) -> None:
    chart = Chart("chart", "Chart")
    qtbot.addWidget(chart)
    chart.legend.set_rows((LegendRow("train: 0.3", is_strong=True), LegendRow("held out: 0.5")))
    chart.resize(900, 90)
    chart.show()
    area = chart.getViewBox().geometry()
    assert chart.legend.pos().x() > area.right()
    chart.resize(900, 500)
    area = chart.getViewBox().geometry()
    assert area.contains(chart.legend.geometry())


def test_that_a_legend_as_tall_as_its_plot_stands_beside_it_though_the_plot_is_narrow() -> None:
    legend = QSizeF(316, 156)  # two learners with a watched part each
    assert LegendPlace.is_beside(QSizeF(860, 205), legend)
    assert not LegendPlace.is_beside(QSizeF(860, 300), legend)  # it fits inside
    assert not LegendPlace.is_beside(QSizeF(560, 205), legend)  # nothing would be left of the plot
