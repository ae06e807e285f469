"""A learner's and a result's menu: try its model, take it away."""

from pathlib import Path

import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFileDialog, QMenu
from pytestqt.qtbot import QtBot

from tests.gui.small_flow import small_flow
from workbench.flow.graph import Link, Node
from workbench.gui.editor.menus import menu_at
from workbench.gui.main_window import MainWindow
from workbench.gui.plots.trying.figure import TryItFigure
from workbench.nodes.catalog import catalog

MS = 60_000


@pytest.fixture
def filled(window: MainWindow) -> MainWindow:
    window.document.edit(small_flow(), "Add")
    return window


def run(qtbot: QtBot, window: MainWindow) -> None:
    with qtbot.waitSignal(window.runner.finished, timeout=MS):
        window.flow.run_all()


def node_menu(window: MainWindow, node_id: str) -> QMenu:
    editor = window.flow.editor
    item = editor.scene.nodes[node_id]
    menu = menu_at(editor.canvas, editor.actions_by_name, item.mapToScene(QPointF(20, 20)))
    assert menu is not None
    return menu


def named(menu: QMenu | None, name: str) -> list[QAction]:
    return [a for a in (menu.actions() if menu else []) if a.objectName() == name]


def test_that_only_nodes_that_give_models_offer_to_try_and_to_export(filled: MainWindow) -> None:
    for node_id, is_offered in (("arff", False), ("knn", True), ("evaluate", False)):
        menu = node_menu(filled, node_id)
        for name in ("try_it", "export_model"):
            assert bool(named(menu, name)) == is_offered, (node_id, name)
    taken = Node("take", catalog()["take_model"](), x=720.0, y=200.0)
    filled.document.edit(filled.document.graph.with_node(taken), "Add")
    menu = node_menu(filled, "take")
    assert named(menu, "try_it")
    assert not named(menu, "export_model")


def test_that_a_trained_model_is_tried_at_once_and_trained_no_second_time(
    filled: MainWindow, qtbot: QtBot
) -> None:
    run(qtbot, filled)
    trained = filled.flow.runs.results.values["knn"]
    with qtbot.waitSignal(filled.runner.finished, timeout=MS):
        named(node_menu(filled, "knn"), "try_it")[0].trigger()
    graph = filled.document.graph
    assert Link("knn", "fits", "try_it", "fits") in graph.links
    assert filled.flow.selected == ("try_it",)
    widget = filled.flow.output.panes.widget_of("try_it")
    assert isinstance(widget, TryItFigure)
    assert filled.flow.output.tabs.currentWidget() is widget
    assert filled.flow.runs.results.values["knn"] is trained
    qtbot.waitUntil(lambda: not widget.background.is_running, timeout=MS)
    filled.flow.output.panes.bring_to_front("evaluate")
    named(node_menu(filled, "knn"), "try_it")[0].trigger()  # opens the one that is there
    assert filled.document.graph == graph
    assert filled.flow.output.tabs.currentWidget() is widget
    filled.document.undo()
    assert "try_it" not in filled.document.graph.nodes


def test_that_trying_trains_nothing_and_says_how_to(filled: MainWindow, qtbot: QtBot) -> None:
    with qtbot.waitSignal(filled.flow.hint, timeout=MS) as told:
        named(node_menu(filled, "knn"), "try_it")[0].trigger()
    assert told.args is not None
    assert "Run to here" in told.args[0]
    assert not filled.runner.is_running
    with qtbot.waitSignal(filled.runner.finished, timeout=MS):
        filled.flow.run_to_selection()
    front = filled.flow.output.tabs.currentWidget()
    assert front is filled.flow.output.panes.widget_of("try_it")


def test_that_the_learner_of_the_menu_is_exported(
    filled: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    node = Node("majority", catalog()["majority"](), x=480.0, y=200.0)
    link = Link("cross_validation", "splits", "majority", "splits")
    filled.document.edit(filled.document.graph.with_node(node).with_link(link), "Add")
    path = tmp_path / "m.model"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    models = filled.exporting.models
    named(node_menu(filled, "majority"), "export_model")[0].trigger()
    qtbot.waitUntil(lambda: not models.is_running, timeout=MS)
    assert "Majority class, trained" in filled.flow.message_bar.words.text()
    assert path.is_file()


def test_that_the_tab_of_a_result_offers_each_learner_behind_it(
    filled: MainWindow, qtbot: QtBot
) -> None:
    graph = filled.document.graph.with_node(Node("majority", catalog()["majority"]()))
    for link in (
        Link("cross_validation", "splits", "majority", "splits"),
        Link("majority", "fits", "evaluate", "fits"),
    ):
        graph = graph.with_link(link)
    filled.document.edit(graph, "Add")
    run(qtbot, filled)
    menu = filled.model_menu.menu_of("evaluate")
    words = [a.text() for a in menu.actions()] if menu else []
    assert words == [
        "Try k-nearest neighbours",
        "Try Majority class",
        "Export model of k-nearest neighbours…",
        "Export model of Majority class…",
    ]
    with qtbot.waitSignal(filled.runner.finished, timeout=MS):
        named(menu, "try_it")[1].trigger()
    widget = filled.flow.output.panes.widget_of("try_it")
    assert isinstance(widget, TryItFigure)
    assert filled.document.graph.inputs_of("try_it")[0].source == "majority"
    qtbot.waitUntil(lambda: not widget.background.is_running, timeout=MS)
    assert filled.model_menu.menu_of("arff") is None


def test_that_a_tab_asks_for_its_menu_where_the_mouse_is(filled: MainWindow, qtbot: QtBot) -> None:
    run(qtbot, filled)
    tabs = filled.flow.output.tabs
    bar = tabs.tabBar()
    with qtbot.waitSignal(filled.flow.output.panes.menu_wanted, timeout=MS) as asked:
        bar.customContextMenuRequested.emit(bar.tabRect(0).center())
    assert asked.args is not None
    assert asked.args[0] == "evaluate"
    for menu in filled.flow.findChildren(QMenu, "resultMenu"):
        menu.close()
