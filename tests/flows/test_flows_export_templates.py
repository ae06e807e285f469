"""Every learner of every template leaves as an ONNX graph that answers as it does."""

from collections.abc import Iterator

import pytest

from tests.unit.export.onnx_cases import agreed
from workbench.core.errors import FlowError, ModelError
from workbench.core.files import resource
from workbench.core.run import finish
from workbench.export.onnx.check import TOLERANCE
from workbench.flow.expand import expanded
from workbench.flow.file import load
from workbench.flow.graph import Graph, Link, Node
from workbench.models.learner import Learner
from workbench.models.threshold import DecisionThreshold
from workbench.nodes.catalog import catalog
from workbench.runs.final_model import chosen_learner, final_model

TEMPLATES = sorted(resource("templates").glob("*.flow"))
WITHOUT_CLASS = {"gan-normal-distribution"}


def quick(name: str) -> Graph:
    """A template's flow that runs, each learner trained for an epoch only."""
    path = next(path for path in TEMPLATES if path.stem == name)
    graph = expanded(load(path, catalog())).graph
    for node_id, node in graph.nodes.items():
        if isinstance(node.component, Learner) and "epochs" in type(node.component).model_fields:
            graph = graph.with_parameters(node_id, {"epochs": 1})
    return graph


def learners() -> Iterator[tuple[str, str]]:
    """A template and a learner of it; of several that differ in a swept value, the first."""
    for path in TEMPLATES:
        graph = load(path, catalog())
        expansion = expanded(graph)
        found = [i for i, n in expansion.graph.nodes.items() if isinstance(n.component, Learner)]
        seen: set[str] = set()
        for node_id in found:
            if expansion.origin(node_id) not in seen and path.stem not in WITHOUT_CLASS:
                seen.add(expansion.origin(node_id))
                yield path.stem, node_id


@pytest.mark.parametrize(("template", "learner"), list(learners()))
def test_that_a_templates_learner_leaves_as_a_graph(template: str, learner: str) -> None:
    found = finish(final_model(quick(template), learner))
    assert found.rows is not None
    agreement = agreed(found.model, found.rows)
    assert agreement.largest <= TOLERANCE
    assert agreement.n_wrong == 0
    assert agreement.n_rows == found.rows.n_samples
    assert found.provenance["instances"] == found.rows.n_samples


def test_that_a_model_without_class_is_refused() -> None:
    found = finish(final_model(quick("gan-normal-distribution")))
    assert found.rows is not None
    with pytest.raises(ModelError, match="predicts no class"):
        agreed(found.model, found.rows)


def test_that_a_threshold_behind_the_learner_comes_along() -> None:
    graph = quick("predict-new-data")
    node = Node("cut", catalog()["decision_threshold"].parse({"threshold": 0.2}))
    graph = graph.with_node(node).with_link(Link("logistic", "fits", "cut", "fits"))
    found = finish(final_model(graph, "logistic"))
    assert found.model.threshold == DecisionThreshold("tested_positive", 0.2)
    assert found.rows is not None
    assert agreed(found.model, found.rows).n_wrong == 0


def test_that_it_must_be_said_which_of_several_is_meant() -> None:
    graph = quick("compare-learners")
    with pytest.raises(FlowError, match="5 learners to choose from: majority, knn") as caught:
        chosen_learner(graph)
    assert caught.value.remedy == "Say which with --learner, such as --learner majority."
    with pytest.raises(FlowError, match="no node 'tree'; its learners are: majority"):
        chosen_learner(graph, "tree")
    with pytest.raises(FlowError, match="is no learner; it gives no models"):
        chosen_learner(graph, "evaluate")
    with pytest.raises(FlowError, match="no learner, so there is no model"):
        chosen_learner(Graph())
