"""Sweeps and groups from a terminal, with real components: the numbers are those of single runs."""

import json
import subprocess
import sys
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from workbench.core.run import finish
from workbench.evaluation.predictions import Evaluation
from workbench.flow.execute import execute
from workbench.flow.graph import Graph, Link, Node
from workbench.flow.group import Exposed, Group
from workbench.nodes.catalog import catalog

ROOT = Path(__file__).parents[2]


def node(key: str, **values: Any) -> Node:
    return Node(key, catalog()[key].parse(values))


def chain(*nodes: Node) -> Graph:
    """The nodes, each linked to the next."""
    graph = Graph()
    for one in nodes:
        graph = graph.with_node(one)
    for one, other in pairwise(nodes):
        out, into = one.operation.outputs[0].name, other.operation.inputs[0].name
        graph = graph.with_link(Link(one.id, out, other.id, into))
    return graph


def knn_flow(k: int = 5, distance: str = "euclidean") -> Graph:
    return chain(
        node("arff", path="resource:data/iris.arff"),
        node("cross_validation", folds=5),
        node("knn", k=k, distance=distance),
        node("evaluate"),
    )


def evaluation(graph: Graph) -> Evaluation:
    found = finish(execute(graph)).values["evaluate"]
    assert isinstance(found, Evaluation)
    return found


def test_that_a_sweep_gives_the_predictions_of_its_single_runs() -> None:
    swept = evaluation(knn_flow().with_sweep("knn", "k", [1, 3, 9]))
    names = [result.name for result in swept.results]
    assert names == [f"k-nearest neighbours (k = {k})" for k in (1, 3, 9)]
    for k, result in zip((1, 3, 9), swept.results, strict=True):
        alone = evaluation(knn_flow(k)).results[0]
        assert (result.predicted == alone.predicted).all()


def test_that_a_swept_splitter_makes_a_result_for_each_of_its_values() -> None:
    swept = evaluation(knn_flow().with_sweep("cross_validation", "folds", [2, 10]))
    assert [len(set(result.fold.tolist())) for result in swept.results] == [2, 10]


def test_that_one_value_that_cannot_be_leaves_the_others_results() -> None:
    graph = chain(
        node("arff", path="resource:data/iris.arff"),
        node("cross_validation", folds=3),
        node("mlp", epochs=2),
    )
    results = finish(execute(graph.with_sweep("mlp", "early_stopping", [0, 3])))
    assert len(results.values["mlp#1"].models) == 3
    assert "Early stopping needs samples" in str(results.errors["mlp#2"])


def test_that_an_mlp_is_trained_for_all_values_together_as_it_is_alone() -> None:
    def flow(rate: float) -> Graph:
        return chain(
            node("arff", path="resource:data/iris.arff"),
            node("cross_validation", folds=3),
            node("mlp", epochs=5, learning_rate=rate),
            node("evaluate"),
        )

    swept = evaluation(flow(0.01).with_sweep("mlp", "learning_rate", [0.001, 0.01]))
    for rate, result in zip((0.001, 0.01), swept.results, strict=True):
        alone = evaluation(flow(rate)).results[0]
        assert result.probabilities == pytest.approx(alone.probabilities, abs=1e-5)


def test_that_a_group_with_a_splitter_and_a_learner_gives_the_same_numbers() -> None:
    plain = knn_flow(3)
    inside = chain(node("cross_validation", folds=5), node("knn", k=3))
    group = Group(
        inside,
        (Exposed("data", "cross_validation", "data"),),
        (Exposed("fits", "knn", "fits"),),
        (Exposed("k", "knn", "k"),),
    )
    graph = Graph().with_node(plain.node("arff")).with_node(Node("test", group))
    graph = graph.with_node(plain.node("evaluate"))
    graph = graph.with_link(Link("arff", "data", "test", "data"))
    graph = graph.with_link(Link("test", "fits", "evaluate", "fits"))
    assert (evaluation(graph).results[0].predicted == evaluation(plain).results[0].predicted).all()


def run_flow(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(ROOT / "main.py"), "run", "resources/flows/pima.flow"]
    return subprocess.run(
        [*command, *arguments], cwd=ROOT, capture_output=True, text=True, check=False
    )


def test_that_the_terminal_takes_several_values(tmp_path: Path) -> None:
    done = run_flow(
        "--sweep", "mlp.hidden=4; 8,8", "--set", "mlp.epochs=2", "--out", str(tmp_path), "--json"
    )
    assert done.returncode == 0, done.stderr
    entries = json.loads(done.stdout)
    assert [entry["parameters"]["hidden"] for entry in entries if entry["learner"] == "mlp"] == [
        [4],
        [8, 8],
    ]


def test_that_results_of_a_sweep_are_told_apart_in_the_terminal() -> None:
    done = run_flow("--sweep", "mlp.epochs=1, 2")
    assert "Multilayer perceptron (epochs = 1), test cv:10" in done.stdout
    assert "Multilayer perceptron (epochs = 2), test cv:10" in done.stdout


@pytest.mark.parametrize(
    ("sweep", "sentence"),
    [
        ("mlp.epochs=1,0", "greater than or equal to 1"),
        ("epochs=1,2", "names no node"),
        ("mpl.epochs=1,2", "no node 'mpl'"),
        ("mlp.epochs=1..", "epochs"),
    ],
)
def test_that_a_wrong_sweep_is_one_sentence(sweep: str, sentence: str) -> None:
    done = run_flow("--sweep", sweep)
    assert done.returncode == 1
    assert sentence in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
