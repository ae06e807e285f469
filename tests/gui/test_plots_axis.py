"""The numbers along a plot's axes."""

import pytest
from PySide6.QtGui import QPainter, QPixmap
from pytestqt.qtbot import QtBot

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
