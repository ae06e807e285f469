"""Which drawn nodes give models, and which of them a result is of."""

from workbench.flow.graph import Graph, Link, Node
from workbench.nodes.catalog import catalog
from workbench.runs.model_giving import gives_fits, learners_before, models_port, tried_by


def flow(*keys: str) -> Graph:
    graph = Graph()
    for key in keys:
        graph = graph.with_node(Node(key, catalog()[key].parse({})))
    return graph


def test_that_learners_thresholds_and_models_give_models_and_evaluations_do_not() -> None:
    keys = ("knn", "decision_threshold", "take_model", "evaluate", "cross_validation")
    graph = flow(*keys)
    assert [k for k in keys if models_port(graph.node(k))] == [*keys[:3]]
    assert [k for k in keys if gives_fits(graph.node(k))] == [*keys[:2]]


def test_that_a_result_is_of_the_last_nodes_before_it_that_give_models() -> None:
    graph = flow("knn", "majority", "decision_threshold", "evaluate", "score_table")
    for link in (
        Link("knn", "fits", "decision_threshold", "fits"),
        Link("decision_threshold", "fits", "evaluate", "fits"),
        Link("majority", "fits", "evaluate", "fits"),
        Link("evaluate", "evaluation", "score_table", "evaluation"),
    ):
        graph = graph.with_link(link)
    assert set(learners_before(graph, "score_table")) == {"decision_threshold", "majority"}
    assert learners_before(graph, "knn") == ("knn",)
    assert learners_before(graph, "live curves") == ()


def test_that_a_model_is_tried_where_an_enabled_link_says_so() -> None:
    link = Link("knn", "fits", "try_it", "fits")
    graph = flow("knn", "try_it").with_link(link)
    assert tried_by(graph, "knn") == "try_it"
    assert tried_by(graph.without_link(link), "knn") == ""
