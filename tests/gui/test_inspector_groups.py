"""Groups and unknown nodes in the inspector."""

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from workbench.flow.graph import Graph, Link, Node, Placeholder
from workbench.flow.group import Exposed, Group
from workbench.gui.inspector.group_panel import GroupPanel, shown_parameters
from workbench.gui.inspector.inspector import Inspector
from workbench.gui.theme import DARK, LIGHT
from workbench.models.knn import KNN
from workbench.nodes.cross_validation import CrossValidation
from workbench.runs.view import NodeView

INSIDE = (
    Graph()
    .with_node(Node("folds", CrossValidation()))
    .with_node(Node("knn", KNN(), title="Neighbours"))
    .with_link(Link("folds", "splits", "knn", "splits"))
)
GROUP = Group(
    INSIDE,
    inputs=(Exposed("data", "folds", "data"),),
    outputs=(Exposed("fits", "knn", "fits"),),
    parameters=(Exposed("k", "knn", "k"), Exposed("parts", "folds", "folds")),
    about="Ten folds of neighbours.",
)


class Heard:
    """What an inspector has said."""

    def __init__(self, inspector: Inspector) -> None:
        self.changes: list[tuple[str, dict[str, Any], str | None]] = []
        self.sweeps: list[tuple[str, str, tuple[Any, ...]]] = []
        self.groups: list[Group] = []
        inspector.changed.connect(lambda *change: self.changes.append(change))
        inspector.sweep_changed.connect(lambda *sweep: self.sweeps.append(sweep))
        inspector.group_changed.connect(lambda _id, group: self.groups.append(group))


@pytest.fixture
def inspector(qtbot: QtBot) -> Inspector:
    made = Inspector(LIGHT)
    qtbot.addWidget(made)
    made.show_node(Node("g", GROUP), None, NodeView())
    made.resize(320, 900)
    made.show()
    return made


@pytest.fixture
def heard(inspector: Inspector) -> Heard:
    return Heard(inspector)


def panel(inspector: Inspector) -> GroupPanel:
    assert inspector.group is not None
    return inspector.group


def test_that_shown_parameters_stand_under_their_nodes_with_their_names(
    inspector: Inspector,
) -> None:
    headings = [
        label.text()
        for label in panel(inspector).findChildren(QLabel)
        if label.property("role") == "heading"
    ]
    assert headings == ["Neighbours", "Cross-validation"]
    assert panel(inspector).form("knn").names == ("k",)
    assert panel(inspector).form("folds").row("folds").label.text() == "parts"
    assert panel(inspector).about.text() == "Ten folds of neighbours."


def test_that_a_value_entered_is_told_with_the_path_of_its_node(
    inspector: Inspector, heard: Heard
) -> None:
    row = panel(inspector).form("knn").row("k")
    row.editor.edited.emit("9", False)
    row.editor.edited.emit("10", True)
    assert heard.changes == [("g/knn", {"k": 9}, None), ("g/knn", {"k": 10}, "g/knn.k")]
    row.swept.emit((1, 3))
    assert heard.sweeps == [("g/knn", "k", (1, 3))]


def test_that_an_edit_shows_in_the_rows_that_are_there(inspector: Inspector) -> None:
    form = panel(inspector).form("knn")
    changed = GROUP.with_graph(INSIDE.with_parameters("knn", {"k": 3}))
    inspector.show_node(Node("g", changed), None, NodeView())
    assert panel(inspector).form("knn") is form
    assert form.row("k").reset.isVisible()


def test_that_a_port_is_shown_hidden_and_renamed(inspector: Inspector, heard: Heard) -> None:
    ports = panel(inspector).ports
    ports.item("outputs", "folds", "splits").setCheckState(0, Qt.CheckState.Checked)
    assert heard.groups[-1].outputs[-1] == Exposed("splits", "folds", "splits")
    ports.item("inputs", "folds", "data").setText(1, "rows")
    assert heard.groups[-1].inputs == (Exposed("rows", "folds", "data"),)
    ports.item("inputs", "folds", "data").setCheckState(0, Qt.CheckState.Unchecked)
    assert not heard.groups[-1].inputs
    assert ports.item("inputs", "folds", "data").text(1) == ""


def test_that_a_name_that_is_taken_is_refused_in_place(inspector: Inspector, heard: Heard) -> None:
    ports = panel(inspector).ports
    ports.item("outputs", "folds", "splits").setText(1, "fits")
    assert heard.groups == []
    assert "'fits' is the name of 'fits' of 'Neighbours' already" in ports.error.text()


def test_that_a_parameter_ticked_gets_its_row(inspector: Inspector, heard: Heard) -> None:
    tree = panel(inspector).parameters
    tree.item("parameters", "knn", "distance").setCheckState(0, Qt.CheckState.Checked)
    inspector.show_node(Node("g", heard.groups[-1]), None, NodeView())
    assert panel(inspector).form("knn").names == ("k", "distance")


def test_that_what_it_is_for_can_be_said(inspector: Inspector, heard: Heard) -> None:
    about = panel(inspector).about
    about.setText("Mine")
    about.editingFinished.emit()
    assert heard.groups[-1].about == "Mine"


def test_that_parameters_of_groups_inside_groups_are_found() -> None:
    outer = Group(Graph().with_node(Node("g", GROUP)), parameters=(Exposed("n", "g", "parts"),))
    ((path, node, only),) = shown_parameters(outer)
    assert (path, node.id, only) == ("g/folds", "folds", {"folds": "n"})


def test_that_a_group_without_shown_parameters_says_so(inspector: Inspector) -> None:
    inspector.show_node(Node("other", Group(INSIDE)), None, NodeView())
    QApplication.processEvents()
    assert panel(inspector).empty.isVisible()
    inspector.set_theme(DARK)
    assert panel(inspector).ports.item("inputs", "folds", "data").text(0) == "data"


def test_that_a_placeholder_shows_what_it_keeps_and_what_is_missing(inspector: Inspector) -> None:
    kept = Placeholder("svm", 2, '{"C": 1.0, "kernel": "rbf", "rows": [1, 2]}')
    inspector.show_node(Node("old", kept), None, NodeView())
    assert inspector.form is None
    assert inspector.group is None
    texts = [label.text() for label in inspector.content.findChildren(QLabel)]
    assert "Missing: a component called 'svm' (version 2)." in texts
    assert {"C", "1.0", "kernel", "rbf", "rows", "[1, 2]"} <= set(texts)


@pytest.mark.parametrize(
    "values", ["not JSON", "[1, 2]", "null", "{}", '{"a": ' + "9" * 5000 + "}"]
)
def test_that_a_placeholder_shows_whatever_a_file_has_held(
    inspector: Inspector, values: str
) -> None:
    inspector.show_node(Node("old", Placeholder("x", 1, values)), None, NodeView())
    texts = [label.text() for label in inspector.content.findChildren(QLabel)]
    assert max(map(len, texts)) <= 400
