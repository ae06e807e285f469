"""The buttons beside problems, in the whole window."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QFileDialog, QPushButton
from pytestqt.qtbot import QtBot

from workbench.data.readers.arff import ArffReader
from workbench.flow.check import Problem, Remedy
from workbench.flow.graph import Graph, Link, Node
from workbench.flow.group import Group
from workbench.gui.main_window import MainWindow
from workbench.gui.results.problems import BUTTON
from workbench.models.knn import KNN
from workbench.nodes.evaluate import Evaluate

READER = Node("reader", ArffReader(path="a.arff"))
LEARNER = Node("knn", KNN(), x=600.0)


def shown(window: MainWindow, *nodes: Node) -> list[Problem]:
    graph = Graph()
    for node in nodes:
        graph = graph.with_node(node)
    window.document.edit(graph, "Test")
    return list(window.flow.output.problems.problems)


def press(window: MainWindow, words: str) -> None:
    tree = window.flow.output.problems.tree
    for row in range(tree.topLevelItemCount()):
        item = tree.topLevelItem(row)
        button = tree.itemWidget(item, BUTTON) if item is not None else None
        if isinstance(button, QPushButton) and button.text() == words:
            button.click()
            return
    raise AssertionError(words)


def test_that_a_splitter_is_added_and_linked_in_one_step(window: MainWindow) -> None:
    shown(window, READER, LEARNER)
    press(window, "Add a splitter")
    graph = window.document.graph
    assert graph.links == (
        Link("cross_validation", "splits", "knn", "splits"),
        Link("reader", "data", "cross_validation", "data"),
    )
    assert window.flow.selected == ("cross_validation",)
    assert window.flow.output.problems.problems == ()
    window.document.undo()
    assert not window.document.graph.links


def test_that_the_only_thing_that_fits_is_linked_at_once(window: MainWindow) -> None:
    shown(window, LEARNER, Node("evaluate", Evaluate(), x=900.0))
    press(window, "Link it…")
    assert window.document.graph.links == (Link("knn", "fits", "evaluate", "fits"),)


def test_that_what_fits_is_offered_where_nothing_is_there_to_be_linked(
    window: MainWindow,
) -> None:
    shown(window, Node("evaluate", Evaluate()))
    press(window, "Link it…")
    assert window.flow.editor.search_box.isVisible()
    offered = window.flow.editor.search_box.keys()
    assert "knn" in offered


def test_that_a_missing_file_is_chosen_in_the_inspector(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    path = str(tmp_path / "b.arff")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_args: (path, ""))
    shown(window, Node("reader", ArffReader()))
    press(window, "Choose a file…")
    assert window.document.graph.node("reader").component == ArffReader(path=path)
    assert window.flow.output.problems.problems == ()


def test_that_a_parameter_that_is_wrong_is_shown_with_the_keyboard_in_it(
    window: MainWindow, qtbot: QtBot
) -> None:
    shown(window, LEARNER)
    window.flow.docks["inspector"].hide()
    window.flow.output.remedy_wanted.emit(Remedy("parameter", "knn", "k"))
    assert window.flow.docks["inspector"].isVisible()
    form = window.flow.inspector.form
    assert form is not None
    inner = form.row("k").editor.inner
    qtbot.waitUntil(lambda: QApplication.focusWidget() in {inner, *inner.findChildren(type(inner))})


def test_that_a_problem_inside_a_group_leads_there(window: MainWindow) -> None:
    group = Group(Graph().with_node(Node("reader", ArffReader())))
    shown(window, Node("g", group))
    window.flow.output.remedy_wanted.emit(Remedy("parameter", "g/reader", "path"))
    assert window.flow.level.path == "g"
    assert window.flow.selected == ("g/reader",)


def test_that_a_node_that_is_gone_is_let_be(window: MainWindow) -> None:
    before = window.document.graph
    window.flow.output.remedy_wanted.emit(Remedy("splitter", "gone", "splits"))
    assert window.document.graph is before
