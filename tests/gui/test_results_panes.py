"""Results side by side."""

import pytest
from PySide6.QtCore import QRect
from PySide6.QtWidgets import QLabel, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from workbench.gui.results.panes import MOST, WIDE, ResultPanes
from workbench.gui.theme import LIGHT, style_sheet


@pytest.fixture
def panes(qtbot: QtBot) -> ResultPanes:
    made = ResultPanes(lambda _value: QLabel())
    made.first.add_fixed(QWidget(), "Log")
    qtbot.addWidget(made)
    made.resize(800, 300)
    made.show()
    for key in ("curve", "roc", "confusion", "table"):
        made.show_value(key, key.title(), key)
    return made


def keys(panes: ResultPanes) -> list[tuple[str, ...]]:
    return [pane.keys for pane in panes.panes]


def test_that_a_narrow_dock_has_its_results_one_over_the_other(panes: ResultPanes) -> None:
    assert keys(panes) == [("curve", "roc", "confusion", "table")]


def test_that_a_wide_dock_shows_the_first_results_side_by_side(panes: ResultPanes) -> None:
    panes.bring_to_front("roc")
    panes.resize(WIDE, 300)
    assert keys(panes) == [("curve", "table"), ("roc",), ("confusion",)]
    assert all(panes.widget_of(k).isVisible() for k in ("curve", "roc", "confusion"))  # type: ignore[union-attr]
    assert panes.first.tabText(0) == "Curve"
    panes.resize(800, 300)
    assert sorted(keys(panes)[0]) == ["confusion", "curve", "roc", "table"]


def test_that_a_choice_outlives_the_width_and_the_room_says_how_many(panes: ResultPanes) -> None:
    panes.choose(True)
    assert len(panes.panes) == 2
    panes.resize(WIDE, 300)
    assert len(panes.panes) == MOST
    panes.choose(False)
    assert len(panes.panes) == 1
    panes.choose(None)
    assert len(panes.panes) == MOST


def test_that_the_place_of_a_closed_result_goes_to_the_next(
    panes: ResultPanes, qtbot: QtBot
) -> None:
    panes.resize(WIDE, 300)
    with qtbot.waitSignal(panes.closed) as heard:
        panes.panes[1].tabCloseRequested.emit(0)
    assert heard.args == ["roc"]
    assert keys(panes) == [("curve",), ("confusion",), ("table",)]


def test_that_all_panes_go_with_the_results(panes: ResultPanes) -> None:
    panes.resize(WIDE, 300)
    for key in panes.keys:
        panes.remove(key)
    assert keys(panes) == [()]


def test_that_both_arrows_beside_many_tabs_can_be_hit(panes: ResultPanes, qtbot: QtBot) -> None:
    panes.setStyleSheet(style_sheet(LIGHT))
    panes.resize(300, 300)
    qtbot.waitUntil(lambda: len(arrows(panes)) == 2)
    left, right = arrows(panes)
    assert right.left() - left.right() >= -1
    assert right.right() <= panes.first.tabBar().width()
    assert min(left.width(), right.width()) >= 20


def arrows(panes: ResultPanes) -> list[QRect]:
    buttons = panes.first.tabBar().findChildren(QToolButton)
    return sorted((b.geometry() for b in buttons if b.isVisible()), key=QRect.left)
