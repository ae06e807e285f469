"""Rows of numbers that a model makes up, drawn: points and steps."""

import numpy as np
import pyqtgraph as pg
from pytestqt.qtbot import QtBot

from workbench.gui.plots.inside.line_view import LineView
from workbench.gui.plots.inside.points_view import PointsView
from workbench.gui.plots.inside.sheet import Sheet
from workbench.gui.theme import DARK, LIGHT
from workbench.models.inside.page import Lines, Page, Points

STEPS = Lines(
    np.array([0.0, 1.0, 2.0]), np.array([[25.0, 75.0, 0.0]]), ("made up",), "x", "% of rows",
    is_stepped=True,
)  # fmt: skip
POINTS = Points(
    (np.array([[0.0, 10.0], [4.0, 10.0]]), np.empty((0, 2))), ("made up", "data"), "a", "b"
)


def test_that_steps_rise_from_the_ground_and_fall_back_to_it(qtbot: QtBot) -> None:
    view = LineView(STEPS, LIGHT, "steps")
    qtbot.addWidget(view)
    [line] = view.chart._lines
    x, y = line.getData()
    assert x.tolist() == [0, 0, 1, 1, 2, 2]
    assert y.tolist() == [0, 25, 25, 75, 75, 0]


def test_that_the_only_point_of_a_curve_is_marked(qtbot: QtBot) -> None:
    one = Lines(np.array([0.0]), np.array([[0.1]]), ("term",), "steps back", "norm", is_log=True)
    view = LineView(one, LIGHT, "one")
    qtbot.addWidget(view)
    marks = [i for i in view.chart.getPlotItem().items if isinstance(i, pg.ScatterPlotItem)]
    assert [(x, y) for mark in marks for x, y in zip(*mark.getData(), strict=True)] == [(0.0, -1.0)]


def test_that_points_are_drawn_with_room_around_them_and_groups_can_be_hidden(
    qtbot: QtBot,
) -> None:
    for theme in (LIGHT, DARK):
        sheet = Sheet("sheet", "Inside")
        qtbot.addWidget(sheet)
        sheet.show_page(Page("Made up.", (POINTS, STEPS)), theme)
        [points, steps] = sheet.parts
        assert isinstance(points, PointsView)
        assert isinstance(steps, LineView)
        assert points.chart.bounds == (-0.24, 4.24, 9.5, 10.5)
        assert [len(item.data) for item in points.items] == [2, 0]
        assert [row.text for row in points.chart.legend.rows] == ["made up (2)", "data (0)"]
        points.chart.legend.toggled.emit("made up")
        assert points.items[0].opacity() == 0.0
        assert points.items[1].opacity() == 1.0
