"""The window's words, names and looks: search, reference, actions, themes, layout."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QLineEdit,
    QMenu,
    QWidget,
)
from pytestqt.qtbot import QtBot

from tests.gui.small_flow import small_flow
from workbench.flow.graph import Graph
from workbench.gui.main_window import MainWindow
from workbench.gui.settings import Settings
from workbench.gui.shell import Shell
from workbench.gui.theme import ThemeSource
from workbench.nodes.catalog import catalog


def opened_again(qtbot: QtBot, settings: Settings, themes: ThemeSource) -> MainWindow:
    shell = Shell(settings, themes)
    qtbot.addWidget(shell)
    shell.show()
    return MainWindow(shell)


def test_that_layout_is_remembered_and_can_be_reset(
    qtbot: QtBot, settings: Settings, themes: ThemeSource
) -> None:
    first = opened_again(qtbot, settings, themes)
    first.flow.docks["palette"].hide()
    first.shell.close()
    second = opened_again(qtbot, settings, themes)
    assert second.flow.docks["palette"].isHidden()
    second.actions_["reset_layout"].trigger()
    assert second.flow.docks["palette"].isVisible()


def test_that_the_search_finds_actions_and_adds_nodes(qtbot: QtBot, window: MainWindow) -> None:
    window.actions_["search"].trigger()
    QTest.keyClicks(window.search.line, "IBk")
    assert window.search.list.count() == 1
    QTest.keyClick(window.search.line, Qt.Key.Key_Return)
    assert not window.search.isVisible()
    assert list(window.document.graph.nodes) == ["knn"]
    window.actions_["search"].trigger()
    QTest.keyClicks(window.search.line, "undo")
    QTest.keyClick(window.search.line, Qt.Key.Key_Return)
    assert window.document.graph == Graph()


def test_that_the_reference_has_a_page_for_every_component(
    qtbot: QtBot, window: MainWindow
) -> None:
    window.flow.add_component("knn")
    window.actions_["reference"].trigger()
    reference = window.help.reference
    assert reference is not None
    assert "k-nearest neighbours" in reference.page.toPlainText()
    assert reference.list.count() == len(catalog())
    for row in range(reference.list.count()):
        reference.list.setCurrentRow(row)
        assert reference.page.toPlainText()
    reference.close()


def test_that_every_action_has_words_a_tip_and_a_place_in_a_menu(window: MainWindow) -> None:
    menus = window.shell.menuBar().findChildren(QMenu)  # those inside others too
    placed = {action for menu in menus for action in menu.actions()}
    for action in [*window.actions_, *window.flow.editor.actions_by_name.values()]:
        assert action.text()
        assert action.statusTip()
        assert action in placed, action.objectName()


def test_that_shortcuts_are_not_taken_twice(window: MainWindow) -> None:
    everything = [*window.actions_, *window.flow.editor.actions_by_name.values()]
    keys = [key.toString() for action in everything for key in action.shortcuts()]
    assert sorted(keys) == sorted(set(keys))


def test_that_every_control_has_a_name_for_screen_readers(window: MainWindow) -> None:
    window.document.edit(small_flow(), "Add")
    window.flow.editor.select("knn")
    controls: list[tuple[QWidget, str]] = [
        *((button, button.text()) for button in window.shell.findChildren(QAbstractButton)),
        *((line, "") for line in window.shell.findChildren(QLineEdit)),
        *((box, "") for box in window.shell.findChildren(QComboBox)),
    ]
    nameless = [
        f"{type(control).__name__} {control.objectName()} in {control.parent()}"
        for control, text in controls
        if control.isVisible()
        and not control.objectName().startswith("qt_")
        and not (control.accessibleName() or text)
    ]
    assert nameless == []


def test_that_both_themes_can_be_shown_and_the_choice_is_kept(
    window: MainWindow, themes: ThemeSource, settings: Settings
) -> None:
    window.document.edit(small_flow(), "Add")
    window.flow.editor.select("knn")
    try:
        themes.choose("dark")
        assert window.shell.grab().toImage().pixelColor(QPoint(700, 5)).lightness() < 60
    finally:
        themes.choose("light")
    assert window.shell.grab().toImage().pixelColor(QPoint(700, 5)).lightness() > 200


def test_that_the_search_finds_the_themes_and_says_when_it_finds_nothing(
    window: MainWindow,
) -> None:
    window.actions_["search"].trigger()
    QTest.keyClicks(window.search.line, "dark")
    QTest.keyClick(window.search.line, Qt.Key.Key_Return)
    assert window.themes.theme.is_dark
    window.themes.choose("light")
    window.actions_["search"].trigger()
    QTest.keyClicks(window.search.line, "zzz")
    QTest.keyClick(window.search.line, Qt.Key.Key_Return)
    assert window.search.isVisible()
    item = window.search.list.item(0)
    assert item is not None
    assert item.text() == "Nothing is called that."
    window.search.close()
