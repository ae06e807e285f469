"""The document, what stands after edits and runs, what the window remembers."""

from pathlib import Path

import pytest
from PySide6.QtCore import QByteArray
from pytestqt.qtbot import QtBot

from workbench.core.errors import DataError, FlowError
from workbench.flow.execute import Results
from workbench.flow.graph import Graph, Link, Node
from workbench.gui.command_line import command_line
from workbench.gui.device_choice import on_device
from workbench.gui.document import Document
from workbench.gui.settings import Settings
from workbench.gui.standing import Standing
from workbench.nodes.catalog import catalog
from workbench.runs.view import NodeView, RunView


@pytest.fixture
def graph() -> Graph:
    kinds = catalog()
    made = Graph().with_node(Node("data", kinds["arff"].parse({"path": "resource:data/iris.arff"})))
    made = made.with_node(Node("folds", kinds["cross_validation"].parse({})))
    made = made.with_node(Node("knn", kinds["knn"].parse({})))
    made = made.with_link(Link("data", "data", "folds", "data"))
    return made.with_link(Link("folds", "splits", "knn", "splits"))


def test_that_an_edit_makes_it_dirty_and_undo_makes_it_clean(qtbot: QtBot, graph: Graph) -> None:
    document = Document()
    with qtbot.waitSignals([document.changed, document.dirty_changed]):
        document.edit(graph, "Add")
    assert document.is_dirty
    assert document.undo_label == "Add"
    document.undo()
    assert not document.is_dirty
    assert document.graph == Graph()
    document.redo()
    assert document.graph == graph


def test_that_edits_with_one_merge_key_are_undone_together(qtbot: QtBot, graph: Graph) -> None:
    document = Document()
    document.edit(graph, "Add")
    for k in (2, 3, 4):
        document.edit(graph.with_parameters("knn", {"k": k}), "Change", "knn.k")
    document.undo()
    assert document.graph == graph


def test_that_save_and_open_give_the_same_flow(qtbot: QtBot, graph: Graph, tmp_path: Path) -> None:
    document = Document()
    document.edit(graph, "Add")
    document.save(tmp_path / "mine")
    assert document.path == tmp_path / "mine.flow"
    assert not document.is_dirty
    other = Document()
    other.open(tmp_path / "mine.flow", catalog())
    assert other.graph == graph
    assert other.title == "mine.flow"


def test_that_a_failed_save_leaves_everything_as_it_was(
    qtbot: QtBot, graph: Graph, tmp_path: Path
) -> None:
    document = Document()
    document.edit(graph, "Add")
    with pytest.raises(DataError, match="Cannot write"):
        document.save(tmp_path / "absent" / "mine.flow")
    assert document.is_dirty
    assert document.path is None
    assert document.graph == graph


def test_that_a_file_that_is_no_flow_leaves_the_open_one(
    qtbot: QtBot, graph: Graph, tmp_path: Path
) -> None:
    document = Document()
    document.edit(graph, "Add")
    (tmp_path / "bad.flow").write_text("{", encoding="utf-8")
    with pytest.raises(FlowError, match="not JSON"):
        document.open(tmp_path / "bad.flow", catalog())
    assert document.graph == graph


def test_that_a_changed_parameter_makes_what_lies_downstream_stale_until_undone(
    graph: Graph,
) -> None:
    view = RunView({i: NodeView("done") for i in graph.nodes})
    standing = Standing().after_view(view, graph)
    changed = graph.with_parameters("folds", {"folds": 5})
    states = {i: n.state for i, n in standing.shown(changed).nodes.items()}
    assert states == {"data": "done", "folds": "stale", "knn": "stale"}
    assert {n.state for n in standing.shown(graph).nodes.values()} == {"done"}


def test_that_an_edit_takes_back_why_a_node_failed(graph: Graph) -> None:
    failed = NodeView("failed", text="no such file", error=DataError("no such file"))
    skipped = NodeView("stale", text="needs 'data', which has no result")
    view = RunView({"data": failed, "folds": skipped})
    known = Standing().after_view(view, graph)
    edited = graph.with_parameters("data", {"path": "resource:data/diabetes.arff"})
    assert known.shown(graph).nodes == view.nodes
    assert set(known.shown(edited).nodes.values()) == {NodeView("stale")}


def test_that_moving_a_node_leaves_its_result_good(graph: Graph) -> None:
    standing = Standing().after_view(RunView({"knn": NodeView("done")}), graph)
    assert standing.shown(graph.moved({"knn": (9.0, 9.0)})).node("knn").state == "done"


def test_that_a_run_of_some_nodes_keeps_what_is_known_of_the_others(graph: Graph) -> None:
    standing = Standing().after_view(RunView({"knn": NodeView("done")}), graph)
    standing = standing.after_results(Results({"knn": 1}))
    standing = standing.after_view(RunView({"data": NodeView("done")}), graph)
    standing = standing.after_results(Results({"data": 2}))
    assert standing.shown(graph).node("knn").state == "done"
    assert standing.results.values == {"knn": 1, "data": 2}


def test_that_the_command_line_names_the_file_and_what_is_not_default(graph: Graph) -> None:
    changed = graph.with_parameters("knn", {"k": 3})
    assert command_line(changed, "knn", None) == (
        "workbench evaluate resource:data/iris.arff --learner knn --set k=3 --test cv:10"
    )
    assert command_line(graph, "folds", Path("a b.flow")) == "workbench run 'a b.flow'"


def test_that_the_command_line_tests_as_the_flow_does(graph: Graph) -> None:
    folds = {"folds": 5, "seed": 7, "shuffling": "weka"}
    changed = graph.with_parameters("folds", folds)
    changed = changed.with_parameters("data", {"class_attribute": "petal length"})
    assert command_line(changed, "knn", None) == (
        "workbench evaluate resource:data/iris.arff --learner knn --class 'petal length'"
        " --test cv:5 --seed 7 --shuffling weka"
    )
    assert command_line(changed, "data", None) == (
        "workbench info resource:data/iris.arff --class 'petal length'"
    )


def test_that_what_evaluate_cannot_be_told_is_run_with_its_flow(graph: Graph) -> None:
    changed = graph.with_parameters("folds", {"stratified": False})
    assert command_line(changed, "knn", Path("a.flow")) == "workbench run a.flow"


def test_that_only_learners_that_leave_the_device_open_get_the_chosen_one(graph: Graph) -> None:
    with_mlp = graph.with_node(Node("mlp", catalog()["mlp"].parse({})))
    on_cpu = on_device(with_mlp, "cpu")
    assert on_cpu.node("mlp").component.device == "cpu"  # type: ignore[union-attr]
    assert on_cpu.node("knn") == with_mlp.node("knn")
    assert on_device(with_mlp, "auto") is with_mlp


def test_that_settings_survive_a_restart(tmp_path: Path) -> None:
    flow = tmp_path / "a.flow"
    flow.write_text("", encoding="utf-8")
    first = Settings(tmp_path / "window.ini")
    first.theme = "dark"
    first.add_recent(flow)
    first.add_recent(flow)
    first.set_layout("flow", QByteArray(b"state"))
    second = Settings(tmp_path / "window.ini")
    assert second.theme == "dark"
    assert second.recent_files == [flow]
    assert second.layout("flow") == QByteArray(b"state")
    flow.unlink()
    assert second.recent_files == []
