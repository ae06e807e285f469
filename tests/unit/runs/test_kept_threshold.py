"""A threshold chosen in a view becomes a node behind its learner."""

import numpy as np
import pytest

from workbench.core.errors import FitError, FlowError
from workbench.core.run import finish
from workbench.data.dataset import Dataset
from workbench.data.schema import Attribute, Schema
from workbench.data.split import Split, Splits
from workbench.evaluation.threshold import ThresholdChoice
from workbench.flow.expand import expanded
from workbench.flow.graph import Graph, Link, Node
from workbench.flow.group import graph_at, node_at
from workbench.flow.grouping import grouped
from workbench.flow.layout import NODE_WIDTH
from workbench.models.fits import Fits
from workbench.nodes.catalog import catalog
from workbench.nodes.decision_threshold import ThresholdOfModels
from workbench.runs import kept_threshold
from workbench.runs.kept_threshold import n_alike, with_threshold


def node(node_id: str, key: str, title: str = "", **values: object) -> Node:
    return Node(node_id, catalog()[key].parse(values), title=title)


def flow() -> Graph:
    """Two learners of one name at one evaluation, one of them also to be saved."""
    graph = Graph()
    for one in (
        node("folds", "cross_validation"),
        node("a", "majority", "Same"),
        node("b", "knn", "Same"),
        node("evaluate", "evaluate"),
        node("threshold", "threshold"),
        node("curves", "learning_curve"),
    ):
        graph = graph.with_node(one)
    for link in (
        Link("folds", "splits", "a", "splits"),
        Link("folds", "splits", "b", "splits"),
        Link("a", "fits", "evaluate", "fits"),
        Link("b", "fits", "evaluate", "fits"),
        Link("evaluate", "evaluation", "threshold", "evaluation"),
        Link("a", "fits", "curves", "fits"),
    ):
        graph = graph.with_link(link)
    return graph


def kept(graph: Graph, learner: str, value: float = 0.3, label: str = "yes") -> Graph:
    expansion = expanded(graph)
    view = next(i for i in expansion.graph.nodes if i.endswith("threshold"))
    choice = ThresholdChoice(learner, label, value)
    return with_threshold(graph, expansion.graph, expansion.origin, view, choice)


def test_that_the_threshold_stands_between_the_learner_and_its_evaluation() -> None:
    graph = kept(flow(), "Same (2)")
    component = graph.node("decision_threshold").component
    assert component == ThresholdOfModels(label="yes", threshold=0.3)
    assert [link.source for link in graph.inputs_of("decision_threshold")] == ["b"]
    # The order of the learners, and with it their colours and names, stays.
    assert [k.source for k in graph.inputs_of("evaluate")] == ["a", "decision_threshold"]


def test_that_another_threshold_changes_the_node_that_is_there() -> None:
    graph = kept(kept(flow(), "Same (2)"), "Same (2)", 0.7, "no")
    assert len(graph.nodes) == len(flow().nodes) + 1
    component = graph.node("decision_threshold").component
    assert component == ThresholdOfModels(label="no", threshold=0.7)


def test_that_all_that_a_learner_s_models_go_to_gets_the_threshold() -> None:
    graph = kept(flow(), "Same")
    assert [k.source for k in graph.inputs_of("curves")] == ["decision_threshold"]


def test_that_all_that_a_learner_s_models_go_to_stands_right_of_the_threshold() -> None:
    places = {"folds": 0.0, "a": 212.0, "b": 212.0, "evaluate": 424.0, "threshold": 636.0}
    graph = flow().moved({i: (x, 100.0) for i, x in places.items()})
    graph = kept(graph.moved({"curves": (424.0, 40.0), "b": (212.0, 180.0)}), "Same")
    edge = graph.node("decision_threshold").x + NODE_WIDTH
    assert graph.node("a").x + NODE_WIDTH < graph.node("decision_threshold").x
    assert min(graph.node(i).x for i in ("curves", "evaluate")) > edge
    assert graph.node("threshold").x - graph.node("evaluate").x == 212.0


def test_that_each_learner_has_a_threshold_of_its_own() -> None:
    graph = kept(kept(flow(), "Same (2)"), "Same")
    ends = [k.source for k in graph.inputs_of("evaluate")]
    assert ends == ["decision_threshold2", "decision_threshold"]
    assert [k.source for k in graph.inputs_of("decision_threshold2")] == ["a"]


def test_that_the_threshold_goes_into_the_group_of_learner_and_evaluation() -> None:
    graph, group = grouped(flow(), ["a", "b", "evaluate"])
    inside = graph_at(kept(graph, "Same"), group)
    assert [k.source for k in inside.inputs_of("evaluate")] == ["decision_threshold", "b"]


def test_that_the_threshold_stands_behind_a_group_that_holds_the_learner_only() -> None:
    graph, group = grouped(flow(), ["b"])
    after = kept(graph, "Same (2)")
    assert node_at(after, group) == node_at(graph, group)
    assert [k.source for k in after.inputs_of("decision_threshold")] == [group]


def test_that_a_threshold_is_for_all_copies_of_a_swept_learner() -> None:
    graph = flow().with_sweep("b", "k", [1, 3, 5])
    expansion = expanded(graph)
    names = [name for name, _ in kept_threshold.tested_learners(expansion.graph, "threshold")]
    counts = [n_alike(expansion.graph, expansion.origin, "threshold", name) for name in names]
    assert counts == [1, 3, 3, 3]
    after = expanded(kept(graph, names[2]))
    thresholds = [i for i in after.graph.nodes if after.origin(i) == "decision_threshold"]
    assert len(thresholds) == 3


def test_that_a_learner_that_is_gone_is_told_in_a_sentence() -> None:
    with pytest.raises(FlowError, match="No learner 'Other' is tested before this view"):
        kept(flow(), "Other")


def rows(kind: str = "nominal") -> Splits:
    values = ("no", "yes") if kind == "nominal" else ()
    attributes = (Attribute("x", "numeric"), Attribute("class", kind, values, "class"))  # type: ignore[arg-type]
    target = np.array([0, 0, 0, 1] * 5, np.int32 if values else float)
    dataset = Dataset(Schema(attributes), (np.arange(20.0), target))
    return Splits((Split(dataset, np.arange(12), np.arange(12, 20)),), "split:60")


def fits(splits: Splits) -> Fits:
    graph = Graph().with_node(node("m", "majority"))
    work = graph.node("m").operation.run
    found: Fits = finish(work(graph.node("m").component, "Majority", {"splits": splits}))
    return found


def test_that_models_decide_at_the_threshold_and_say_the_same_probabilities() -> None:
    before = fits(rows())
    after = ThresholdOfModels(threshold=0.2).run(before)
    data = before.splits.folds[0].raw_test
    assert set(before.models[0].predict(data)) == {0}
    assert set(after.models[0].predict(data)) == {1}
    np.testing.assert_array_equal(
        before.models[0].predict_proba(data), after.models[0].predict_proba(data)
    )
    assert after.name == before.name


def test_that_no_class_and_an_unknown_class_are_refused() -> None:
    with pytest.raises(FitError, match="'class' is a number"):
        ThresholdOfModels().run(fits(rows("numeric")))
    with pytest.raises(FitError, match="class 'maybe', which the model does not have"):
        ThresholdOfModels(label="maybe").run(fits(rows()))
