"""Cells chosen in a confusion matrix: their samples flow on, and the terminal gives the same."""

import csv
import json
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from workbench.core.run import finish
from workbench.data.dataset import Dataset
from workbench.evaluation.confusion_chart import ConfusionChart
from workbench.flow.cache import Cache
from workbench.flow.events import NodeFinished
from workbench.flow.execute import execute
from workbench.flow.file import save
from workbench.flow.graph import Graph, Link, Node
from workbench.flow.node import flowing_out
from workbench.nodes.catalog import catalog


def node(key: str, **values: Any) -> Node:
    return Node(key, catalog()[key].parse(values))


def flow(*behind: Node, selected: tuple[str, ...] = ()) -> Graph:
    nodes = (
        node("arff", path="resource:data/iris.arff"),
        node("cross_validation", folds=5),
        node("knn", k=5),
        node("evaluate"),
        node("confusion_matrix", selected=selected),
        *behind,
    )
    graph = Graph()
    for one in nodes:
        graph = graph.with_node(one)
    for one, other in pairwise(nodes):
        out, into = one.operation.outputs[0].name, other.operation.inputs[0].name
        graph = graph.with_link(Link(one.id, out, other.id, into))
    return graph


def test_that_the_output_port_of_a_confusion_matrix_gives_a_data_set() -> None:
    (port,) = node("confusion_matrix").operation.outputs
    assert (port.name, port.type) == ("samples", Dataset)


def test_that_the_samples_of_the_chosen_cells_flow_on() -> None:
    behind = node(
        "select_attributes", action="keep", attributes=["petallength", "actual", "predicted"]
    )
    graph = flow(behind, selected=("Iris-virginica > Iris-versicolor",))
    values = finish(execute(graph)).values
    chart = values["confusion_matrix"]
    assert isinstance(chart, ConfusionChart)
    kept = values["select_attributes"]
    assert kept.n_samples == chart.matrices[0].counts[2, 1] > 0
    assert set(kept.column("actual")) == {2}
    assert set(kept.column("predicted")) == {1}
    whole = values["arff"]
    lengths = whole.column("petallength")[kept.sample_ids]
    np.testing.assert_array_equal(kept.column("petallength"), lengths)


def test_that_another_choice_runs_only_what_is_behind_the_matrix() -> None:
    cache = Cache()
    behind = node("select_attributes", attributes=["actual"])
    finish(execute(flow(behind, selected=("wrong",)), cache))
    began: list[str] = []

    def note(event: object) -> None:
        if isinstance(event, NodeFinished) and not event.is_remembered:
            began.append(event.node)

    finish(execute(flow(behind, selected=("correct",)), cache), note)
    assert began == ["confusion_matrix", "select_attributes"]


def test_that_the_terminal_saves_the_same_rows(terminal: Any, tmp_path: Path) -> None:
    graph = flow(node("save_data", path=str(tmp_path / "rows.csv")), selected=())
    save(graph, tmp_path / "some.flow")
    done = terminal(
        "run", tmp_path / "some.flow", "--set", "confusion_matrix.selected=wrong", "--json"
    )
    assert done.returncode == 0, done.stderr
    json.loads(done.stdout)
    with (tmp_path / "rows.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    chosen = flowing_out(finish(execute(flow(selected=("wrong",)))).values["confusion_matrix"])
    assert [float(row["petallength"]) for row in rows] == chosen.column("petallength").tolist()
    assert all(row["actual"] != row["predicted"] for row in rows)
    assert [float(row["confidence"]) for row in rows] == chosen.column("confidence").tolist()


def test_that_a_choice_that_names_nothing_is_told_and_gives_no_rows() -> None:
    told: list[str] = []
    results = finish(
        execute(flow(selected=("Iris-virginica > rose",))), lambda e: told.append(str(e))
    )
    assert flowing_out(results.values["confusion_matrix"]).n_samples == 0
    assert any("'Iris-virginica > rose' is no cell" in text for text in told)
