"""The one model of a flow in a file: which it is."""

from pathlib import Path

import pytest

from workbench.core.files import resource
from workbench.core.run import finish
from workbench.export.model_file import load_model
from workbench.flow.execute import execute
from workbench.flow.graph import Graph, Link, Node
from workbench.models.threshold import DecisionThreshold
from workbench.nodes.catalog import catalog
from workbench.runs import model_export
from workbench.runs.final_model import model_node
from workbench.runs.model_export import exported


def flow(splitting: str) -> Graph:
    data = catalog()["arff"].parse({"path": str(resource("data", "iris.arff"))})
    graph = Graph().with_node(Node("data", data))
    for key in (splitting, "knn", "decision_threshold"):
        graph = graph.with_node(Node(key, catalog()[key].parse({})))
    for link in (
        Link("data", "data", splitting, "data"),
        Link(splitting, "splits", "knn", "splits"),
        Link("knn", "fits", "decision_threshold", "fits"),
    ):
        graph = graph.with_link(link)
    return graph


@pytest.mark.parametrize("splitting", ["all_data", "cross_validation"])
def test_that_a_threshold_behind_a_learner_leaves_with_its_model(
    splitting: str, tmp_path: Path
) -> None:
    graph, path = flow(splitting), tmp_path / "a.model"
    known = finish(execute(graph)).values["knn"]
    finish(exported(path, graph, "knn", known))
    assert load_model(path).model.threshold == DecisionThreshold("Iris-virginica", 0.5)
    assert model_node(graph, "knn") == "decision_threshold"


def test_that_a_model_of_all_data_is_not_trained_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    graph, path = flow("all_data"), tmp_path / "a.model"
    known = finish(execute(graph)).values["decision_threshold"]
    monkeypatch.setattr(model_export, "final_model", lambda *_: pytest.fail("it was trained"))
    finish(exported(path, graph, "decision_threshold", known))
    assert load_model(path).model.threshold is not None
