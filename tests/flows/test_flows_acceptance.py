"""The figures that the learners are held to, on the shipped samples with WEKA's folds (seed 1).

Sources: WEKA's own runs and the course's numbers; the tolerances are wide enough for another
platform's rounding.
"""

from pathlib import Path
from typing import Any

import pytest

from workbench.evaluation.report import report
from workbench.flow.graph import Graph, Node
from workbench.nodes.evaluate import Evaluate
from workbench.runs import session


def cross_validated(data: Path, key: str, **settings: str) -> dict[str, Any]:
    """10-fold cross-validation through the flow machine, as both faces run it."""
    graph = Graph().with_node(Node("data", session.Source(data).reader()))
    options = {"seed": 1, "shuffling": "weka"}
    graph = session.graph_with_test(graph, session.Source(data), "cv:10", options)
    graph = graph.with_node(Node(key, session.learner(key, settings)))
    graph = graph.with_node(Node("evaluate", Evaluate()))
    graph = session.linked(session.linked(graph, "split", key), key, "evaluate")
    return report(session.evaluated(session.ran(graph), "evaluate"))


def test_that_an_mlp_of_12_and_8_units_reaches_the_courses_figures(resources: Path) -> None:
    figures = cross_validated(resources / "data/diabetes.arff", "mlp", hidden="12,8")
    assert 0.75 <= figures["accuracy"] <= 0.78
    assert figures["weighted"]["auc"] >= 0.81


def test_that_the_default_mlp_does_well_on_pima(resources: Path) -> None:
    figures = cross_validated(resources / "data/diabetes.arff", "mlp")
    assert 0.74 <= figures["accuracy"] <= 0.79


def test_that_logistic_regression_gives_wekas_matrix(resources: Path) -> None:
    figures = cross_validated(resources / "data/diabetes.arff", "logistic")
    assert figures["accuracy"] == pytest.approx(0.772, abs=0.005)
    assert figures["weighted"]["auc"] == pytest.approx(0.832, abs=0.005)
    assert figures["confusion"] == [[440, 60], [115, 153]]


def test_that_the_averaged_perceptron_reaches_76_percent(resources: Path) -> None:
    figures = cross_validated(resources / "data/diabetes.arff", "perceptron", variant="averaged")
    assert figures["accuracy"] >= 0.76


def test_that_the_majority_class_is_always_negative(resources: Path) -> None:
    figures = cross_validated(resources / "data/diabetes.arff", "majority")
    assert figures["confusion"] == [[500, 0], [268, 0]]


def test_that_knn_gives_wekas_count_on_iris(resources: Path) -> None:
    figures = cross_validated(resources / "data/iris.arff", "knn", k="1", distance="weka")
    assert sum(figures["confusion"][i][i] for i in range(3)) == 143


@pytest.mark.parametrize(
    ("name", "k", "correct"),
    # weka.classifiers.lazy.IBk -t NAME.arff -K k -s 1 (WEKA 3.6.14)
    [("vote", 1, 402), ("vote", 4, 404), ("credit-g", 1, 720), ("credit-g", 4, 745),
     ("contact-lenses", 1, 19), ("weather.nominal", 1, 8), ("weather.nominal", 4, 9)],
)  # fmt: skip
def test_that_knn_treats_labels_and_gaps_as_weka_does(
    resources: Path, name: str, k: int, correct: int
) -> None:
    data = resources / "data" / f"{name}.arff"
    figures = cross_validated(data, "knn", k=str(k), distance="weka")
    assert sum(row[i] for i, row in enumerate(figures["confusion"])) == correct
