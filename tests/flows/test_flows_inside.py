"""Views inside a network in a flow: from file to CSV, kept in the store and found again."""

from pathlib import Path

import numpy as np
import pytest

from workbench.core.errors import FlowError
from workbench.core.files import resource
from workbench.core.run import finish
from workbench.data.readers.arff import ArffReader
from workbench.evaluation.health import Health
from workbench.evaluation.surface import Surfaces
from workbench.flow.cache import Cache
from workbench.flow.execute import Results, execute, recall
from workbench.flow.graph import Graph, Link, Node
from workbench.flow.store.store import Store
from workbench.models.inside.inside import Inside
from workbench.models.inside.page import Look
from workbench.models.mlp import MLP
from workbench.nodes.catalog import catalog
from workbench.nodes.decision_boundary_view import DecisionBoundaryView
from workbench.nodes.health_view import HealthView
from workbench.nodes.hold_out import HoldOut
from workbench.nodes.inside_view import InsideView
from workbench.nodes.take_model import TakeModel
from workbench.runs.output import write_results


def flow() -> Graph:
    graph = Graph()
    reader = ArffReader(path=str(resource("data/iris.arff")))
    learner = MLP.parse({"hidden": "4", "epochs": 2})
    for node in (Node("data", reader), Node("split", HoldOut()), Node("mlp", learner)):
        graph = graph.with_node(node)
    graph = graph.with_node(Node("inside", InsideView()))
    graph = graph.with_node(Node("boundary", DecisionBoundaryView()))
    graph = graph.with_node(Node("health", HealthView()))
    graph = graph.with_link(Link("data", "data", "split", "data"))
    graph = graph.with_link(Link("split", "splits", "mlp", "splits"))
    for view in ("inside", "boundary", "health"):
        graph = graph.with_link(Link("mlp", "fits", view, "fits"))
    return graph


def views(results: Results) -> tuple[Inside, Surfaces, Health]:
    inside, boundary, health = (results.values[i] for i in ("inside", "boundary", "health"))
    assert isinstance(inside, Inside)
    assert isinstance(boundary, Surfaces)
    assert isinstance(health, Health)
    return inside, boundary, health


def test_that_the_terminal_writes_a_csv_for_each_view(tmp_path: Path) -> None:
    results = finish(execute(flow()))
    assert not results.errors
    written = {path.name for path in write_results(tmp_path, results)}
    assert {"inside.csv", "boundary.csv", "health.csv"} <= written
    assert "weights of Layer 1" in (tmp_path / "inside.csv").read_text(encoding="utf-8")
    assert (tmp_path / "boundary.csv").read_text(encoding="utf-8").startswith("learner,fold,sepal")
    assert "Linear" in (tmp_path / "health.csv").read_text(encoding="utf-8")


def test_that_what_the_views_hold_comes_back_from_the_store(tmp_path: Path) -> None:
    file = tmp_path / "results.sqlite"
    store = Store(file, catalog())
    fresh = views(finish(execute(flow(), Cache(store=store))))
    store.close()
    again = Store(file, catalog())
    inside, boundary, health = views(finish(recall(flow(), Cache(store=again))))
    again.close()
    ours, theirs = (
        finish(value.page(0, Look("maps", 1, 2))).cells() for value in (fresh[0], inside)
    )
    assert ours == theirs
    np.testing.assert_array_equal(boundary.surfaces[0].outputs, fresh[1].surfaces[0].outputs)
    assert health.courses[0].verdicts == fresh[2].courses[0].verdicts


def test_that_other_rows_can_be_looked_at_and_a_single_model_too() -> None:
    graph = flow().with_link(Link("data", "data", "inside", "data"))
    results = finish(execute(graph, only=("inside",)))
    assert views_of(results).rows(0).n_samples == 150  # type: ignore[union-attr]
    graph = flow().with_node(Node("final", TakeModel())).with_node(Node("look", InsideView()))
    graph = graph.with_link(Link("mlp", "fits", "final", "fits"))
    graph = graph.with_link(Link("final", "model", "look", "model"))
    alone = finish(execute(graph, only=("look",))).values["look"]
    assert isinstance(alone, Inside)
    assert alone.rows(0) is None
    assert [offer.key for offer in alone.offers(0)] == ["weights", "wanted"]


def views_of(results: Results) -> Inside:
    value = results.values["inside"]
    assert isinstance(value, Inside)
    return value


def test_that_a_view_without_a_network_says_what_to_link() -> None:
    with pytest.raises(FlowError, match="no network to look into"):
        InsideView().run()
