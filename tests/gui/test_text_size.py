"""Text size: fonts, the style sheet and what widgets set for themselves grow together, and back."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from tests.gui.small_flow import small_flow
from workbench.gui.main_window import MainWindow
from workbench.gui.menus import next_size
from workbench.gui.plots.chart import Chart
from workbench.gui.plots.legend import LegendRow
from workbench.gui.plots.score_table import ScoreTableWidget
from workbench.gui.settings import Settings
from workbench.gui.text_size import SIZES, keep_size, scaled, scaled_sheet
from workbench.gui.theme import LIGHT, ThemeSource


@pytest.fixture(autouse=True)
def usual(themes: ThemeSource) -> Iterator[None]:
    yield
    themes.choose_text_size(100)


@pytest.fixture
def box(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    button = QToolButton(made)
    button.setIconSize(QSize(20, 20))
    label = QLabel("Text", made)
    label.setFixedWidth(108)
    row = QHBoxLayout(made)
    row.setContentsMargins(8, 4, 8, 4)
    row.setSpacing(6)
    row.addWidget(button)
    row.addWidget(label)
    made.show()
    return made


def measures(box: QWidget) -> tuple[int, ...]:
    button, label, row = box.findChild(QToolButton), box.findChild(QLabel), box.layout()
    assert isinstance(button, QToolButton)
    assert isinstance(label, QLabel)
    assert isinstance(row, QHBoxLayout)
    margins = row.contentsMargins()
    return button.iconSize().width(), label.width(), margins.left(), margins.top(), row.spacing()


@pytest.mark.parametrize("percent", SIZES)
def test_that_font_and_measures_grow_alike_and_come_back_exactly(
    box: QWidget, themes: ThemeSource, qapp: QApplication, percent: int
) -> None:
    before = measures(box)
    themes.choose_text_size(percent)
    qapp.processEvents()
    assert qapp.font().pixelSize() == round(13 * percent / 100)
    assert measures(box) == tuple(round(pixels * percent / 100) for pixels in before)
    for other in (125, 175, 100):
        themes.choose_text_size(other)
    qapp.processEvents()
    assert measures(box) == before


def test_that_widgets_made_while_text_is_large_are_large(themes: ThemeSource, qtbot: QtBot) -> None:
    themes.choose_text_size(200)
    label = QLabel("Text")
    label.setFixedSize(60, 20)
    qtbot.addWidget(label)
    inner = QWidget()
    qtbot.addWidget(inner)
    label.setParent(inner)
    inner.show()
    assert label.size() == QSize(120, 40)


def test_that_a_widget_that_scales_itself_is_left_alone(box: QWidget, themes: ThemeSource) -> None:
    label = box.findChild(QLabel)
    assert isinstance(label, QLabel)
    keep_size(label)
    themes.choose_text_size(200)
    assert label.minimumWidth() == 108


def test_that_lines_of_the_style_sheet_stay_thin(themes: ThemeSource) -> None:
    themes.choose_text_size(150)
    sheet = "a { border: 1px solid; padding: 4px 8px; min-height: 26px; } b { height: 3px }"
    assert scaled_sheet(sheet) == (
        "a { border: 1px solid; padding: 6px 12px; min-height: 39px; } b { height: 3px }"
    )
    assert scaled(10) == 15


def test_that_nodes_are_shown_as_much_larger_as_text(
    window: MainWindow, themes: ThemeSource
) -> None:
    window.document.edit(small_flow(), "Add")
    canvas = window.flow.editor.canvas
    canvas.zoom_to(1.0)
    themes.choose_text_size(150)
    assert canvas.scale_now == pytest.approx(1.5)
    window.flow.editor.actions_by_name["zoom_100"].trigger()
    assert canvas.scale_now == pytest.approx(1.5)
    themes.choose_text_size(100)
    assert canvas.scale_now == pytest.approx(1.0)


def test_that_the_menu_and_the_keys_choose_the_size_and_the_next_start_keeps_it(
    window: MainWindow, settings: Settings
) -> None:
    def checked() -> list[str]:
        window.shell.menus.text_menu.aboutToShow.emit()
        return [action.objectName() for action in window.shell.menus.text_sizes if on(action)]

    def on(action: QAction) -> bool:
        return action.isChecked()

    assert checked() == ["text_100"]
    window.actions_["text_larger"].trigger()
    assert checked() == ["text_125"]
    window.shell.menus.text_sizes[-1].trigger()
    window.actions_["text_larger"].trigger()
    assert window.themes.text_size == 200
    window.actions_["text_smaller"].trigger()
    window.shell.close()
    assert settings.text_size == 175


def test_that_a_size_that_is_not_offered_is_taken_for_the_usual(settings: Settings) -> None:
    settings.text_size = 117
    assert settings.text_size == 100
    assert next_size(100, -1) == 100
    assert next_size(200, 1) == 200


def test_that_no_tool_is_cut_at_200_per_cent(window: MainWindow, themes: ThemeSource) -> None:
    window.shell.resize(1280, 800)
    window.begin(None)
    themes.choose_text_size(200)
    QApplication.processEvents()
    for button in window.shell.tools.findChildren(QToolButton):
        if button.isVisible() and button.property("role") != "search":
            assert button.width() >= button.sizeHint().width() - 4, button.objectName()
    assert window.devices.isVisible()
    assert window.devices.width() >= window.devices.minimumSizeHint().width()


def test_that_the_inspector_needs_no_scrolling_sideways_at_200_per_cent(
    window: MainWindow, themes: ThemeSource
) -> None:
    window.shell.resize(1280, 800)
    window.begin(None)
    themes.choose_text_size(200)
    window.flow.editor.select("mlp")
    QApplication.processEvents()
    area = window.flow.inspector.area
    content = area.widget()
    assert content is not None
    assert content.width() <= area.viewport().width()


def test_that_the_words_of_a_table_of_scores_grow(themes: ThemeSource, qtbot: QtBot) -> None:
    table = ScoreTableWidget()
    qtbot.addWidget(table)
    table.show()
    before = table.view.fontInfo().pixelSize()
    themes.choose_text_size(200)
    assert table.view.fontInfo().pixelSize() == 2 * before


def test_that_the_legend_of_a_plot_grows(themes: ThemeSource, qtbot: QtBot) -> None:
    chart = Chart("chart", "A chart")
    qtbot.addWidget(chart)
    chart.legend.set_rows((LegendRow("a learner"),))
    chart.show()
    chart.set_theme(LIGHT)
    before = chart.legend.size()
    themes.choose_text_size(200)
    chart.set_theme(LIGHT)  # as the plot around it does
    assert chart.legend.size().height() > 1.4 * before.height()
    assert chart.legend.size().width() > 1.4 * before.width()
