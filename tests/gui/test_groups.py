"""Groups in the window: made, entered, edited, left, kept in the palette."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from workbench.core.errors import WorkbenchError
from workbench.flow.group import Group, node_at
from workbench.gui.main_window import MainWindow


@pytest.fixture
def pima(window: MainWindow) -> MainWindow:
    window.begin(None)
    return window


def do(window: MainWindow, name: str) -> None:
    window.flow.editor.actions_by_name[name].trigger()


def make_group(window: MainWindow, *ids: str) -> str:
    before = set(window.document.graph.nodes)
    window.flow.editor.select(*ids)
    do(window, "group")
    (made,) = set(window.document.graph.nodes) - before
    return made


def test_that_a_selection_becomes_a_group_and_undo_gives_it_back(pima: MainWindow) -> None:
    before = pima.document.graph
    group = make_group(pima, "mlp", "evaluate")
    assert isinstance(pima.document.graph.node(group).component, Group)
    assert pima.flow.selected == (group,)
    pima.document.undo()
    assert pima.document.graph == before


def test_that_the_inspector_says_how_many_nodes_are_selected(pima: MainWindow) -> None:
    pima.flow.editor.select("mlp", "evaluate")
    assert pima.flow.inspector.empty.text() == "2 nodes are selected."
    pima.flow.editor.select()
    assert pima.flow.inspector.empty.text() == "Select a node to see its parameters."


def test_that_ungrouping_leaves_the_same_flow(pima: MainWindow) -> None:
    before = pima.document.graph
    make_group(pima, "mlp", "evaluate")
    do(pima, "ungroup")
    after = pima.document.graph
    assert after.nodes == before.nodes
    assert set(after.links) == set(before.links)


def test_that_enter_opens_a_group_and_alt_up_leaves_it(pima: MainWindow) -> None:
    group = make_group(pima, "mlp", "evaluate")
    QTest.keyClick(pima.flow.editor.canvas, Qt.Key.Key_Return)
    assert pima.flow.level.path == group
    assert set(pima.flow.editor.graph.nodes) == {"mlp", "evaluate"}
    assert pima.flow.breadcrumb.isVisibleTo(pima.flow)
    do(pima, "leave_group")
    assert pima.flow.level.path == ""
    assert pima.flow.selected == (group,)
    assert not pima.flow.breadcrumb.isVisibleTo(pima.flow)


def test_that_edits_inside_a_group_are_the_flows(pima: MainWindow) -> None:
    group = make_group(pima, "mlp", "evaluate")
    pima.flow.level.enter(group)
    pima.flow.editor.select("mlp")
    assert pima.flow.selected == (f"{group}/mlp",)
    pima.flow.inspector.changed.emit("mlp", {"epochs": 3}, None)
    component = pima.flow.level.graph.node("mlp").component
    assert getattr(component, "epochs", None) == 3
    pima.document.undo()
    pima.document.undo()  # the group is gone, and with it its inside
    assert pima.flow.level.path == ""
    assert "mlp" in pima.flow.editor.graph.nodes


def test_that_a_group_shows_what_its_nodes_are_doing(pima: MainWindow, qtbot: QtBot) -> None:
    group = make_group(pima, "mlp", "evaluate")
    pima.flow.inspector.changed.emit(group, {}, None)
    pima.flow.level.enter(group)
    pima.flow.inspector.changed.emit("mlp", {"epochs": 1}, None)
    with qtbot.waitSignal(pima.runner.finished, timeout=60_000):
        pima.flow.run_all()
    assert pima.flow.runs.drawn_view.node(group).state in {"done", "warning"}
    assert pima.flow.editor.scene.nodes["evaluate"].view.state == "done"
    pima.flow.level.leave()
    assert pima.flow.editor.scene.nodes[group].view.state in {"done", "warning"}


def test_that_what_is_typed_when_a_group_is_left_is_taken_by_the_node_it_was_typed_for(
    pima: MainWindow, qtbot: QtBot
) -> None:
    group = make_group(pima, "mlp", "evaluate")
    pima.flow.level.enter(group)
    pima.flow.editor.select("mlp")
    pima.shell.activateWindow()
    qtbot.waitUntil(pima.shell.isActiveWindow, timeout=20_000)
    title = pima.flow.inspector.header.title
    title.setFocus()
    title.selectAll()
    QTest.keyClicks(title, "Mine")
    pima.flow.breadcrumb.chosen.emit("")
    assert pima.document.graph.node(group).name == "Group"
    assert node_at(pima.document.graph, f"{group}/mlp").name == "Mine"


def test_that_grouping_keeps_what_is_known_of_the_nodes(pima: MainWindow, qtbot: QtBot) -> None:
    pima.flow.inspector.changed.emit("mlp", {"epochs": 1}, None)
    with qtbot.waitSignal(pima.runner.finished, timeout=60_000):
        pima.flow.run_all()
    group = make_group(pima, "mlp", "evaluate")
    view = pima.flow.runs.drawn_view
    assert view.node(f"{group}/evaluate").state == "done"
    assert view.node("roc").state == "done"
    assert pima.flow.runs.value(f"{group}/mlp") is not None


def test_that_a_group_is_kept_in_the_palette_and_added_from_it(
    pima: MainWindow, tmp_path: Path
) -> None:
    group = make_group(pima, "mlp", "evaluate")
    do(pima, "save_to_palette")
    assert "own:Group" in pima.flow.editor.commands.catalog
    pima.flow.editor.add_component("own:Group")
    (added,) = (
        set(pima.document.graph.nodes)
        - {group, *pima.document.graph.upstream(group)}
        - {i for i in pima.document.graph.nodes if i != "group2"}
    )
    assert pima.document.graph.node(added).component == pima.document.graph.node(group).component
    pima.flow.own_nodes.remove("own:Group")
    assert "own:Group" not in pima.flow.editor.commands.catalog


def test_that_what_cannot_be_removed_from_the_palette_is_not_said_to_be(pima: MainWindow) -> None:
    make_group(pima, "mlp", "evaluate")
    do(pima, "save_to_palette")
    own = pima.flow.own_nodes
    told: list[str] = []
    failed: list[WorkbenchError] = []
    own.told.connect(told.append)
    own.failed.connect(failed.append)
    path = pima.flow.editor.commands.catalog["own:Group"].path  # type: ignore[attr-defined]
    path.unlink()
    path.mkdir()  # what cannot be unlinked
    own.remove("own:Group")
    assert told == []
    assert [str(path) in str(error) for error in failed] == [True]


def test_that_a_flow_that_cannot_run_says_so_and_not_that_nothing_is_out_of_date(
    pima: MainWindow,
) -> None:
    hints: list[str] = []
    refused: list[WorkbenchError] = []
    pima.flow.hint.connect(hints.append)
    pima.flow.runs.refused.connect(refused.append)
    graph = pima.document.graph.with_sweep("mlp", "seed", range(1, 41))
    pima.document.edit(graph.with_sweep("mlp", "epochs", range(1, 41)), "Sweep")
    pima.flow.run_changed()
    assert hints == []
    assert ["1,600 times" in str(error) for error in refused] == [True]
