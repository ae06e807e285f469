"""What hands do to a chart: wheel, drag, rectangle, keys, clicks on the legend."""

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QMouseEvent, QPen, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from workbench.gui.plots.chart import Chart
from workbench.gui.plots.legend import LegendRow
from workbench.gui.plots.legend_columns import in_columns

Key = Qt.Key
NONE, SHIFT = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier
ROWS = ("first", "second", "third")


@pytest.fixture
def chart(qtbot: QtBot) -> Chart:
    chart = Chart("chart", "Chart")
    qtbot.addWidget(chart)
    chart.resize(600, 400)
    rows = []
    for number, name in enumerate(ROWS):
        line = chart.add_line()
        pen = QPen(QColor.fromHsv(60 * number, 255, 200), 2)
        line.setPen(pen)
        line.setData([0.0, 1.0], [0.2 * number, 0.5])
        rows.append(LegendRow(f"{name}: 0.{number}", pen))
    chart.legend.set_rows(tuple(rows))
    chart.place_legend()
    with qtbot.waitExposed(chart):
        chart.show()
    return chart


def middle(chart: Chart) -> QPoint:
    box = chart.getViewBox()
    place: QPoint = chart.mapFromScene(box.sceneBoundingRect().center())
    return place


def send(
    chart: Chart, kind: QMouseEvent.Type, place: QPoint, modifiers: Qt.KeyboardModifier = NONE
) -> None:
    """An event of the left button."""
    viewport = chart.viewport()
    is_up = kind == QMouseEvent.Type.MouseButtonRelease
    held = Qt.MouseButton.NoButton if is_up else Qt.MouseButton.LeftButton
    there = QPointF(viewport.mapToGlobal(place))
    event = QMouseEvent(kind, QPointF(place), there, Qt.MouseButton.LeftButton, held, modifiers)
    QApplication.sendEvent(viewport, event)


def drag(chart: Chart, start: QPoint, end: QPoint, modifiers: Qt.KeyboardModifier = NONE) -> None:
    types = QMouseEvent.Type
    send(chart, types.MouseButtonPress, start, modifiers)
    for step in range(1, 6):
        between = start + (end - start) * (step / 5)
        send(chart, types.MouseMove, between, modifiers)
    send(chart, types.MouseButtonRelease, end, modifiers)


def click(chart: Chart, place: QPoint) -> None:
    for kind in (QMouseEvent.Type.MouseButtonPress, QMouseEvent.Type.MouseButtonRelease):
        send(chart, kind, place)


def ranges(chart: Chart) -> list[float]:
    return [value for side in chart.getViewBox().viewRange() for value in side]


def test_that_the_wheel_zooms_at_the_cursor(chart: Chart) -> None:
    place = middle(chart)
    event = QWheelEvent(
        QPointF(place), QPointF(chart.mapToGlobal(place)), QPoint(0, 0), QPoint(0, 120),
        Qt.MouseButton.NoButton, NONE, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(chart.viewport(), event)
    x0, x1, y0, y1 = ranges(chart)
    assert x1 - x0 < 1
    assert y1 - y0 < 1
    assert (x0 + x1) / 2 == pytest.approx(0.5, abs=0.02)
    assert chart.is_zoomed


def test_that_dragging_pans_and_a_double_click_comes_back(chart: Chart) -> None:
    place = middle(chart)
    drag(chart, place, place + QPoint(80, 0))
    x0, x1, _, _ = ranges(chart)
    assert x0 < -0.05
    assert x1 - x0 == pytest.approx(1.0)
    send(chart, QMouseEvent.Type.MouseButtonDblClick, place)
    send(chart, QMouseEvent.Type.MouseButtonRelease, place)
    assert ranges(chart) == [0, 1, 0, 1]
    assert not chart.is_zoomed


def test_that_shift_and_drag_shows_the_rectangle(chart: Chart) -> None:
    box = chart.getViewBox()
    corners = [box.mapViewToScene(QPointF(*at)) for at in ((0.2, 0.3), (0.6, 0.7))]
    start, end = (chart.mapFromScene(corner) for corner in corners)
    drag(chart, start, end, SHIFT)
    assert ranges(chart) == pytest.approx([0.2, 0.6, 0.3, 0.7], abs=0.01)
    assert chart.is_zoomed
    assert not box.rbScaleBox.isVisible()


def test_that_a_slip_with_shift_changes_nothing(chart: Chart) -> None:
    place = middle(chart)
    drag(chart, place, place + QPoint(60, 2), SHIFT)
    assert ranges(chart) == [0, 1, 0, 1]


def test_that_the_menus_tool_draws_rectangles_without_shift(chart: Chart) -> None:
    menu = QMenu(chart)
    chart.offer(menu)
    tool = next(a for a in menu.actions() if a.objectName() == "chartRectangles")
    tool.setChecked(True)
    place = middle(chart)
    drag(chart, place - QPoint(50, 50), place + QPoint(50, 50))
    x0, x1, _, _ = ranges(chart)
    assert x1 - x0 < 0.5


def test_that_keys_zoom_pan_and_reset(chart: Chart, qtbot: QtBot) -> None:
    QTest.keyClick(chart, Key.Key_Plus)
    x0, x1, _, _ = ranges(chart)
    assert x1 - x0 == pytest.approx(0.8)
    QTest.keyClick(chart, Key.Key_Minus)
    assert ranges(chart) == pytest.approx([0, 1, 0, 1])
    QTest.keyClick(chart, Key.Key_Right)
    QTest.keyClick(chart, Key.Key_Up)
    assert ranges(chart) == pytest.approx([0.1, 1.1, 0.1, 1.1])
    QTest.keyClick(chart, Key.Key_Home)
    assert ranges(chart) == [0, 1, 0, 1]


def test_that_nobody_zooms_into_rounding_or_out_of_sight(chart: Chart) -> None:
    chart.set_bounds((0.0, 10.0, 0.0, 2.0))
    for factor in (1e-30, 1e30):
        chart.zoom(factor)
        x0, x1, y0, y1 = ranges(chart)
        assert 1e-6 < x1 - x0 < 1e3
        assert 1e-7 < y1 - y0 < 1e3


def row_place(chart: Chart, number: int) -> QPoint:
    legend = chart.legend
    place = legend._columns.rectangle(number).center() + QPointF(6, 6)
    on_chart: QPoint = chart.mapFromScene(legend.mapToScene(place))
    return on_chart


def opacities(chart: Chart) -> list[float]:
    return [line.opacity() for line in chart._lines]


def test_that_a_click_on_the_legend_hides_the_line_and_another_shows_it(
    chart: Chart, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(chart.lines_shown):
        click(chart, row_place(chart, 1))
    assert opacities(chart) == [1, 0, 1]
    click(chart, row_place(chart, 1))
    assert opacities(chart) == [1, 1, 1]


def test_that_a_hidden_line_stays_so_when_numbers_and_colours_change(chart: Chart) -> None:
    chart.shown_lines.toggle_number(2)
    for line in chart._lines:
        line.setPen(QPen(line.opts["pen"].color().darker(), 2))
    rows = [
        LegendRow(f"{name}: 0.77{number}", line.opts["pen"])
        for number, (name, line) in enumerate(zip(ROWS, chart._lines, strict=True))
    ]
    chart.legend.set_rows(tuple(rows))
    chart.place_legend()
    assert opacities(chart) == [1, 0, 1]


def test_that_the_keyboard_hides_lines_by_number_and_shows_all(chart: Chart, qtbot: QtBot) -> None:
    QTest.keyClick(chart, Key.Key_1)
    QTest.keyClick(chart, Key.Key_3)
    assert opacities(chart) == [0, 1, 0]
    QTest.keyClick(chart, Key.Key_9)  # there is no ninth
    QTest.keyClick(chart, Key.Key_0)
    assert opacities(chart) == [1, 1, 1]


def test_that_the_menu_lists_the_lines(chart: Chart) -> None:
    menu = QMenu(chart)
    chart.offer(menu)
    lines = menu.findChild(QMenu, "plotLines")
    assert isinstance(lines, QMenu)
    assert [a.text() for a in lines.actions()] == [
        "first: 0.0\t1",
        "second: 0.1\t2",
        "third: 0.2\t3",
    ]
    lines.actions()[0].trigger()
    assert opacities(chart) == [0, 1, 1]


def test_that_a_row_may_name_what_it_hides(chart: Chart) -> None:
    everything = tuple(chart._lines)
    chart.legend.set_rows((LegendRow("all", is_strong=True, items=everything), LegendRow("words")))
    chart.shown_lines.toggle_number(1)
    assert opacities(chart) == [0, 0, 0]
    chart.shown_lines.toggle_number(2)  # words hide nothing
    assert chart.legend.hidden == {"0: all"}


@pytest.mark.parametrize("size", [(400, 110), (700, 120), (1200, 130), (1200, 500)])
def test_that_a_legend_never_runs_out_of_its_plot(chart: Chart, size: tuple[int, int]) -> None:
    chart.legend.set_rows(tuple(LegendRow(f"a learner's line {n}", QPen()) for n in range(14)))
    chart.resize(*size)
    chart.place_legend()
    legend = chart.legend.geometry()
    assert chart.getPlotItem().boundingRect().contains(legend)
    assert legend.width() <= 0.75 * size[0]


def test_that_rows_without_room_are_reached_by_scrolling(chart: Chart, qtbot: QtBot) -> None:
    chart.legend.set_rows(tuple(LegendRow(f"line {n} of a learner", QPen()) for n in range(30)))
    chart.resize(300, 120)
    chart.place_legend()
    assert chart.legend.is_scrolled
    for _ in range(40):
        QTest.keyClick(chart, Key.Key_PageDown)
    shown = chart.legend._columns.n_shown
    assert (
        chart.legend.row_at(chart.legend._columns.rectangle(shown - 1).center() + QPointF(6, 6))
        == 29
    )


def test_that_rows_lie_in_columns_where_they_are_too_high() -> None:
    headings = [True, False, False, True, False, False]
    columns = in_columns([50.0] * 6, headings, 10.0, (500.0, 45.0))
    # The second heading would stand alone at the foot of the first column.
    assert columns.places == ((0, 0), (0, 1), (0, 2), (1, 0), (1, 1), (1, 2))
    assert columns.size[0] <= 500
    assert in_columns([50.0] * 6, headings, 10.0, (500.0, 60.0)).widths == (64.0,)
