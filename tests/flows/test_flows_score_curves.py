"""Score curves in whole flows: sizes nested, the sweep's own scores, terminal and files."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from typer.testing import CliRunner

from workbench.cli.app import app
from workbench.core.run import finish
from workbench.evaluation.predictions import Predictions
from workbench.evaluation.score_curves import SizeCurves, ValidationCurves, band
from workbench.flow import file as flow_file
from workbench.flow.execute import Results, execute
from workbench.flow.graph import Graph, Link, Node
from workbench.nodes.catalog import catalog

IRIS = "resource:data/iris.arff"


def flow(learners: dict[str, dict[str, Any]], view: str, **parameters: Any) -> Graph:
    kinds = catalog()
    graph = Graph().with_node(Node("data", kinds["arff"].parse({"path": IRIS})))
    graph = graph.with_node(Node("folds", kinds["cross_validation"].parse({"folds": 3})))
    graph = graph.with_link(Link("data", "data", "folds", "data"))
    for key in (view, "evaluate"):
        graph = graph.with_node(Node(key, kinds[key].parse(parameters if key == view else {})))
    for key, values in learners.items():
        graph = graph.with_node(Node(key, kinds[key].parse(values)))
        graph = graph.with_link(Link("folds", "splits", key, "splits"))
        for target in (view, "evaluate"):
            graph = graph.with_link(Link(key, "fits", target, "fits"))
    return graph


def swept(graph: Graph, node: str, **values: tuple[Any, ...]) -> Graph:
    for name, some in values.items():
        graph = graph.with_sweep(node, name, some)
    return graph


def accuracies(predictions: Predictions) -> list[float]:
    """Of each fold, counted."""
    hits = predictions.actual == predictions.predicted
    return [float(hits[predictions.fold == fold].mean()) for fold in range(3)]


def ran(graph: Graph) -> Results:
    return finish(execute(graph))


def test_that_the_largest_size_has_the_scores_of_the_whole_training_part() -> None:
    results = ran(flow({"knn": {"k": 3}}, "size_curve", sizes=4))
    curves = results.values["size_curve"]
    assert isinstance(curves, SizeCurves)
    baseline, line = curves.lines
    assert (baseline.learner, baseline.is_baseline) == ("Majority class", True)
    assert line.x.tolist() == [5, 14, 37, 100]
    expected = accuracies(results.values["evaluate"].results[0])
    np.testing.assert_allclose(line.test["accuracy"][-1], expected, atol=1e-12)
    assert band(line.test["accuracy"]).mean[-1] > band(line.test["accuracy"]).mean[0]
    np.testing.assert_allclose(baseline.test["accuracy"], 1 / 3, atol=0.02)


def test_that_one_neighbour_knows_its_own_rows_at_every_size() -> None:
    results = ran(flow({"knn": {"k": 1}}, "size_curve", sizes=3, baseline="none"))
    (line,) = results.values["size_curve"].lines
    assert (line.train["accuracy"] == 1).all()


def test_that_a_learner_that_cannot_learn_from_few_rows_starts_later() -> None:
    results = ran(flow({"logistic": {}}, "size_curve", sizes=3, smallest=0.005))
    assert not results.errors
    line = results.values["size_curve"].lines[-1]
    assert line.x[-1] == 100


def test_that_a_validation_curve_has_the_scores_of_each_value() -> None:
    graph = swept(flow({"knn": {}}, "validation_curve"), "knn", k=(1, 25, 5))
    results = ran(graph)
    curves = results.values["validation_curve"]
    assert isinstance(curves, ValidationCurves)
    assert curves.axis == "k"
    assert curves.simpler_is_larger
    (line,) = curves.lines
    assert line.x.tolist() == [1, 5, 25]
    for result in results.values["evaluate"].results:
        place = line.x.tolist().index(result.parameters["k"])
        expected = accuracies(result)
        np.testing.assert_allclose(line.test["accuracy"][place], expected, atol=1e-12)


def test_that_the_same_learner_on_two_data_sets_has_two_lines() -> None:
    kinds = catalog()
    graph = flow({"knn": {}}, "validation_curve")
    weather = "resource:data/weather.nominal.arff"
    for node in (
        Node("data2", kinds["arff"].parse({"path": weather})),
        Node("folds2", kinds["cross_validation"].parse({"folds": 3})),
        Node("knn2", kinds["knn"].parse({})),
    ):
        graph = graph.with_node(node)
    for link in (
        Link("data2", "data", "folds2", "data"),
        Link("folds2", "splits", "knn2", "splits"),
        Link("knn2", "fits", "validation_curve", "fits"),
        Link("knn2", "fits", "evaluate", "fits"),
    ):
        graph = graph.with_link(link)
    results = ran(swept(swept(graph, "knn", k=(1, 5)), "knn2", k=(1, 5)))
    lines = results.values["validation_curve"].lines
    assert len({line.learner for line in lines}) == 2
    expected = [accuracies(result) for result in results.values["evaluate"].results]
    shown = [line.test["accuracy"][place] for line in lines for place in range(2)]
    np.testing.assert_allclose(shown, expected, atol=1e-12)


def test_that_repeated_folds_have_their_overlap() -> None:
    graph = flow({"knn": {"k": 3}}, "size_curve", sizes=2)
    once = ran(graph).values["size_curve"].lines[1]
    twice = ran(graph.with_parameters("folds", {"repeats": 2})).values["size_curve"].lines[1]
    assert once.overlap == 0
    assert twice.overlap == 0.5  # 50 test rows for 100 training rows


def test_that_a_second_parameter_tells_lines_apart_and_others_are_constant() -> None:
    graph = flow({"knn": {}, "majority": {}}, "validation_curve")
    graph = swept(graph, "knn", k=(1, 3, 5), weights=("uniform", "distance"))
    curves = ran(graph).values["validation_curve"]
    names = [line.learner for line in curves.lines]
    assert len(names) == 3
    assert "Majority class" in names
    majority = curves.lines[names.index("Majority class")]
    assert majority.is_baseline
    assert majority.x.tolist() == [1, 3, 5]
    assert all(line.x.tolist() == [1, 3, 5] for line in curves.lines)


def test_that_values_that_are_no_numbers_stand_in_their_order() -> None:
    graph = swept(flow({"knn": {}}, "validation_curve"), "knn", weights=("uniform", "distance"))
    curves = ran(graph).values["validation_curve"]
    assert curves.labels == ("uniform", "distance")
    line = curves.lines[0]
    assert line.x.tolist() == [0, 1]
    worse_first = replace(line, test={"accuracy": np.array([[0.8, 0.8], [0.7, 0.95]])})
    choice = curves.choice(worse_first, "accuracy")
    assert choice is not None
    assert (choice.best, choice.chosen) == (1, 1)  # no name is simpler than another


def test_that_a_flow_without_several_values_says_what_to_do() -> None:
    error = ran(flow({"knn": {}}, "validation_curve")).errors["validation_curve"]
    assert "No parameter has several values" in str(error)
    wrong = swept(flow({"knn": {}}, "validation_curve", parameter="kk"), "knn", k=(1, 3))
    assert "these have: k" in str(ran(wrong).errors["validation_curve"])


def test_that_a_sweep_before_the_learner_is_drawn_along_it() -> None:
    kinds = catalog()
    graph = flow({"knn": {}}, "validation_curve")
    graph = graph.without_link(Link("folds", "splits", "knn", "splits"))
    graph = graph.with_node(Node("pca", kinds["pca"]()))
    graph = graph.with_link(Link("folds", "splits", "pca", "splits"))
    graph = graph.with_link(Link("pca", "splits", "knn", "splits"))
    curves = ran(swept(graph, "pca", count=(1, 2, 3))).values["validation_curve"]
    assert curves.axis == "PCA count"
    assert curves.lines[0].x.tolist() == [1, 2, 3]


def test_that_the_terminal_prints_and_writes_them(tmp_path: Path) -> None:
    graph = swept(flow({"knn": {}}, "validation_curve"), "knn", k=(1, 5, 25))
    flow_file.save(graph, tmp_path / "sweep.flow")
    run = ["run", str(tmp_path / "sweep.flow"), "--out", str(tmp_path / "out")]
    result = CliRunner().invoke(app, run)
    assert result.exit_code == 0
    assert "test accuracy" in result.stdout
    assert "best k = " in result.stdout
    written = (tmp_path / "out" / "validation_curve.csv").read_text()
    assert written.startswith("learner,score,k,fold,train,test,test_low,test_high\n")
