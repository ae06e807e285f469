"""Scripts of flows that no example is: what is saved, decided, grouped and drawn by epochs."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import nbformat
import numpy as np
import pytest

from tests.flows.scripts import assert_curves, assert_scores, run_alone
from workbench.core.errors import FlowError
from workbench.core.run import finish
from workbench.evaluation.charts import LearningCurves, ScoreTable
from workbench.flow.execute import Results, execute
from workbench.flow.graph import Graph, Link, Node
from workbench.flow.grouping import grouped
from workbench.models.fits import Fits
from workbench.nodes.catalog import component
from workbench.nodes.decision_threshold import ThresholdOfModels
from workbench.runs.scripting.steps import notebook_of, script_of

pytestmark = pytest.mark.slow  # a process that loads torch, pandas and scikit-learn

IRIS = {"path": "resource:data/iris.arff"}


def of_iris(learner: str, splitter: str, **parameters: object) -> Graph:
    """Iris through a splitter to a learner."""
    graph = Graph()
    graph = graph.with_node(Node("data", component("arff")(**IRIS)))
    graph = graph.with_node(Node("split", component(splitter)()))
    graph = graph.with_node(Node("learner", component(learner)(**parameters)))
    graph = graph.with_link(Link("data", "data", "split", "data"))
    return graph.with_link(Link("split", "splits", "learner", "splits"))


def saved(learner: str, **parameters: object) -> Graph:
    """A model of all rows, into a file."""
    graph = of_iris(learner, "all_data", **parameters)
    graph = graph.with_node(Node("save", component("save_model")()))
    return graph.with_link(Link("learner", "fits", "save", "fits"))


def scored(graph: Graph) -> Graph:
    """With a table of scores behind the learner."""
    graph = graph.with_node(Node("evaluate", component("evaluate")()))
    graph = graph.with_node(Node("scores", component("score_table")()))
    graph = graph.with_link(Link("learner", "fits", "evaluate", "fits"))
    return graph.with_link(Link("evaluate", "evaluation", "scores", "evaluation"))


def with_threshold() -> Graph:
    """Iris virginica is predicted from 0.2 on."""
    graph = scored(of_iris("logistic", "cross_validation", ridge=10.0))
    link = next(k for k in graph.links if k.source == "learner")
    chosen = ThresholdOfModels(label="Iris-virginica", threshold=0.2)
    graph = graph.without_link(link).with_node(Node("threshold", chosen))
    graph = graph.with_link(Link("learner", "fits", "threshold", "fits"))
    return graph.with_link(Link("threshold", "fits", "evaluate", "fits"))


def with_group() -> Graph:
    """Scaling and learner in a group."""
    graph = scored(of_iris("knn", "hold_out", scale="none"))
    link = next(k for k in graph.links if k.source == "split")
    graph = graph.without_link(link).with_node(Node("scale", component("min_max")()))
    graph = graph.with_link(Link("split", "splits", "scale", "splits"))
    graph = graph.with_link(Link("scale", "splits", "learner", "splits"))
    return grouped(graph, {"scale", "learner"}, "Prepared neighbours")[0]


def drawn() -> Graph:
    """A perceptron's learning curve."""
    graph = of_iris("perceptron", "cross_validation", epochs=4)
    graph = graph.with_node(Node("curve", component("learning_curve")()))
    return graph.with_link(Link("learner", "fits", "curve", "fits"))


FLOWS: dict[str, Callable[[], Graph]] = {
    "logistic": lambda: saved("logistic"),
    "perceptron": lambda: saved("perceptron", epochs=3),
    "knn": lambda: saved("knn"),
    "curve": drawn,
    "threshold": with_threshold,
    "group": with_group,
    "network": lambda: scored(of_iris("mlp", "hold_out", epochs=5)),
    "regularised": lambda: scored(
        of_iris("mlp", "hold_out", epochs=5, l1=0.002, label_smoothing=0.1, weight_decay=0.01)
    ),
}

# Runs a notebook's cells in order in one namespace, as a kernel does.
CELL_BY_CELL = """
import json
names = {"__name__": "__main__"}
for number, cell in enumerate(json.load(open("cells.json", encoding="utf-8"))):
    exec(compile(cell, f"cell {number}", "exec"), names)
"""


@dataclass(frozen=True)
class Ran:
    """A flow's results, and the folder in which its script has left its own."""

    results: Results
    folder: Path


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Ran]:
    """Each of the flows, run; their scripts all in one process."""
    root = tmp_path_factory.mktemp("scripts")
    found = {}
    for name, made in FLOWS.items():
        folder, graph = root / name, made()
        folder.mkdir()
        (folder / "flow.py").write_text(script_of(graph, folder), encoding="utf-8")
        found[name] = Ran(finish(execute(graph)), folder)
    notebook = found["network"].folder / "notebook"
    write_cells(notebook_of(FLOWS["network"](), notebook), notebook)
    run_alone([*(one.folder for one in found.values()), notebook])
    return found


def write_cells(text: str, folder: Path) -> None:
    """Write a script that runs the cells of a notebook."""
    cells = nbformat.reads(text, as_version=4).cells  # type: ignore[no-untyped-call]
    code = [cell.source for cell in cells if cell.cell_type == "code"]
    folder.mkdir()
    (folder / "cells.json").write_text(json.dumps(code), encoding="utf-8")
    (folder / "flow.py").write_text(CELL_BY_CELL, encoding="utf-8")


def arrays_of(ran: Ran) -> tuple[Mapping[str, np.ndarray], dict[str, np.ndarray]]:
    """What the flow's model has learnt, and what the script has saved."""
    fits = ran.results.values["learner"]
    assert isinstance(fits, Fits)
    with np.load(ran.folder / "save.npz") as file:
        return fits.models[0].state().arrays, dict(file)


def test_that_a_script_saves_what_logistic_regression_has_learnt(ran: dict[str, Ran]) -> None:
    ours, theirs = arrays_of(ran["logistic"])
    expected = np.column_stack([ours["weights"], ours["biases"]])[:-1]
    np.testing.assert_allclose(theirs["weights"], expected, rtol=1e-6, atol=1e-6)


def test_that_a_script_saves_what_a_perceptron_has_learnt(ran: dict[str, Ran]) -> None:
    ours, theirs = arrays_of(ran["perceptron"])
    for name in ("weights", "biases"):
        np.testing.assert_allclose(theirs[name], ours[name], rtol=1e-9, atol=1e-9)


def test_that_a_script_saves_the_rows_of_nearest_neighbours(ran: dict[str, Ran]) -> None:
    ours, theirs = arrays_of(ran["knn"])
    np.testing.assert_allclose(theirs["samples"], ours["samples"], rtol=1e-9, atol=1e-9)
    assert (theirs["targets"] == ours["labels"]).all()


def test_that_saving_a_model_without_weights_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FlowError, match=r"'Save model' .*'Majority class' has no weights"):
        script_of(saved("majority"), tmp_path)


def test_that_a_script_gives_the_learning_curve_of_a_perceptron(ran: dict[str, Ran]) -> None:
    curves = ran["curve"].results.values["curve"]
    assert isinstance(curves, LearningCurves)
    assert len(curves.learners) == 1
    assert_curves(ran["curve"].folder / "curve.csv", curves)


def test_that_a_script_decides_by_the_threshold_of_its_flow(ran: dict[str, Ran]) -> None:
    table = ran["threshold"].results.values["scores"]
    assert isinstance(table, ScoreTable)
    assert_scores(ran["threshold"].folder / "scores.csv", table)


def test_that_a_script_regularises_as_its_flow_does(ran: dict[str, Ran]) -> None:
    table = ran["regularised"].results.values["scores"]
    assert isinstance(table, ScoreTable)
    assert_scores(ran["regularised"].folder / "scores.csv", table)


def test_that_a_script_of_a_group_gives_its_scores(ran: dict[str, Ran]) -> None:
    table = ran["group"].results.values["scores"]
    assert isinstance(table, ScoreTable)
    assert_scores(ran["group"].folder / "scores.csv", table)


def test_that_the_cells_of_a_networks_notebook_give_the_scores_of_its_flow(
    ran: dict[str, Ran],
) -> None:
    table = ran["network"].results.values["scores"]
    assert isinstance(table, ScoreTable)
    assert_scores(ran["network"].folder / "notebook" / "scores.csv", table)
