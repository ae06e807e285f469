"""The numbers along a plot's axes."""

import pytest
from PySide6.QtGui import QPainter, QPixmap
from pytestqt.qtbot import QtBot

from workbench.gui.plots.axis import log_ticks
from workbench.gui.plots.chart import Chart

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


@pytest.mark.parametrize("side", ["left", "bottom"])
def test_that_an_axis_tells_where_it_begins_and_ends(qtbot: QtBot, side: str) -> None:
    chart = Chart("chart", "A chart")
    qtbot.addWidget(chart)
    chart.resize(600, 300)
    with qtbot.waitExposed(chart):
        chart.show()
    paper = QPixmap(600, 300)
    painter = QPainter(paper)
    _, _, numbers = chart.getAxis(side).generateDrawSpecs(painter)
    painter.end()
    written = [float(text) for _, _, text in numbers]
    assert (min(written), max(written)) == (0.0, 1.0)


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        (0, 2.3, [1, 2, 5, 10, 20, 50, 100]),
        (-2, 0, [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1]),
        (-4, 2, [1e-4, 1e-3, 1e-2, 0.1, 1, 10, 100]),
        (0, 16, [1, 1e2, 1e4, 1e6, 1e8, 1e10, 1e12, 1e14, 1e16]),
        (-0.3, 0.0, [0.6, 0.7, 0.8, 0.9, 1.0]),
    ],
)
def test_that_a_logarithmic_axis_has_few_round_numbers(
    low: float, high: float, expected: list[float]
) -> None:
    assert [10**tick for tick in log_ticks(low, high)] == pytest.approx(expected)
