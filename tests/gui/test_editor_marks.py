"""Marks on nodes: several values, groups, what would fail."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from tests.gui.editor_desk import Desk, lay, pima
from workbench.flow.check import problems
from workbench.flow.graph import Graph
from workbench.flow.grouping import grouped
from workbench.gui.editor.problem_marks import marks
from workbench.gui.theme import DARK, LIGHT
from workbench.runs.view import NodeView, RunView

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


@pytest.fixture
def desk(qtbot: QtBot) -> Callable[[Graph], Desk]:
    return partial(lay, qtbot)


def test_that_several_values_are_told_until_there_is_a_result(desk: Any) -> None:
    d = desk(pima().with_sweep("knn", "k", (1, 3, 5, 9)))
    item = d.editor.scene.nodes["knn"]
    assert item.status == "k = 1, 3, 5, 9"
    assert item.card.is_stacked
    d.editor.show_run(RunView({"knn": NodeView("done", text="4 × 10 models")}))
    assert item.status == "4 × 10 models"


def test_that_a_group_is_drawn_otherwise_than_a_node(desk: Any) -> None:
    graph, group_id = grouped(pima(), ["cross_validation", "knn"])
    d = desk(graph)
    card = d.editor.scene.nodes[group_id].card
    assert card.is_group
    assert card.icon == "mdi6.select-group"
    assert d.editor.scene.nodes[group_id].status == "2 nodes"


def test_that_what_would_fail_is_marked_until_it_is_mended(desk: Any) -> None:
    d = desk(pima())
    d.editor.show_problems(marks(problems(d.graph)))
    nodes = d.editor.scene.nodes
    assert {i for i, item in nodes.items() if item.mark == "problem"} == {"arff", "knn", "evaluate"}
    assert nodes["arff"].problem == "No file is chosen. Choose a file."
    d.editor.select("arff")
    assert "No file is chosen" in d.editor.canvas.accessibleDescription()
    d.editor.show_problems({})
    assert {item.mark for item in nodes.values()} == {"idle"}


def test_that_news_of_a_run_come_before_a_mark(desk: Any) -> None:
    d = desk(pima())
    d.editor.show_problems({"knn": "It needs splits."})
    d.editor.show_run(RunView({"knn": NodeView("failed", text="It needs splits.")}))
    assert d.editor.scene.nodes["knn"].mark == "failed"


def test_that_a_problem_inside_a_group_marks_the_group_and_inside_it_the_node() -> None:
    graph, group_id = grouped(pima(), ["arff", "cross_validation"])
    found = problems(graph)
    assert marks(found)[group_id] == "ARFF file: No file is chosen. Choose a file."
    assert marks(found, group_id) == {"arff": "No file is chosen. Choose a file."}


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_that_each_mark_is_seen(desk: Any, theme: Any) -> None:
    swept = pima().with_sweep("knn", "k", (1, 3))
    group, _ = grouped(pima(), ["cross_validation", "knn"])
    pictures = set()
    for graph, found in ((pima(), {}), (pima(), {"knn": "x"}), (swept, {}), (group, {})):
        d = desk(graph)
        d.editor.set_theme(theme)
        d.editor.show_problems(found)
        d.editor.canvas.zoom_to(1.0)
        d.editor.canvas.finish()
        image = d.editor.canvas.grab().toImage()
        pictures.add(bytes(image.constBits()))
    assert len(pictures) == 4
