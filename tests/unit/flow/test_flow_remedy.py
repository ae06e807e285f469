"""What is offered where a link is refused."""

from itertools import pairwise, product

import pytest

from workbench.core.component import Component
from workbench.flow.graph import Graph, Link, Node
from workbench.flow.layout import NODE_HEIGHT, NODE_WIDTH
from workbench.flow.operation import PORT_TYPES
from workbench.flow.remedy import Offer, between, chain, offer
from workbench.nodes.catalog import catalog


def flow(*keys: str) -> Graph:
    """Nodes in a row, not linked."""
    graph = Graph()
    for n, key in enumerate(keys):
        node = Node(graph.free_id(key), catalog()[key].parse({}), x=248.0 * n)
        graph = graph.with_node(node)
    return graph


def offered(graph: Graph, link: Link) -> Offer:
    assert graph.refusal(link) is not None
    found = offer(graph, link, catalog())
    assert found is not None
    return found


def drawn(graph: Graph) -> set[tuple[str, str]]:
    return {(k.source, k.target) for k in graph.links}


@pytest.mark.parametrize(
    ("source", "target", "put_in"),
    [
        ("arff", "mlp", ["cross_validation"]),
        ("arff", "evaluate", ["cross_validation", "mlp"]),
        ("arff", "roc", ["cross_validation", "mlp", "evaluate"]),
        ("cross_validation", "evaluate", ["mlp"]),
        ("knn", "roc", ["evaluate"]),
        ("knn", "predict", ["take_model"]),
    ],
)
def test_that_the_usual_nodes_are_put_between(source: str, target: str, put_in: list[str]) -> None:
    graph = flow(source, target)
    ends = graph.node(source).operation.outputs[0].name, graph.node(target).operation.inputs[0].name
    link = Link(source, ends[0], target, ends[1])
    found = offered(graph, link)
    assert found.way == "between"
    assert [found.graph.node(i).component.key for i in found.ids] == put_in
    row = [source, *found.ids, target]
    assert drawn(found.graph) == set(pairwise(row))
    assert found.graph.order == tuple(row)


def test_that_what_is_put_in_covers_nothing_and_lies_on_the_way() -> None:
    graph = flow("arff", "roc", "knn")
    found = offered(graph, Link("arff", "data", "roc", "evaluation"))
    places = [(n.x, n.y) for n in found.graph.nodes.values()]
    for (x, y), (other_x, other_y) in product(places, places):
        is_same = (x, y) == (other_x, other_y)
        assert is_same or abs(x - other_x) >= NODE_WIDTH or abs(y - other_y) >= NODE_HEIGHT
    row = [found.graph.node(i).x for i in ("arff", *found.ids, "roc")]
    assert row == sorted(row)


def test_that_the_flows_own_splitter_serves_a_second_learner() -> None:
    graph = flow("arff", "hold_out", "knn").with_link(Link("arff", "data", "hold_out", "data"))
    found = offered(graph, Link("arff", "data", "knn", "splits"))
    assert (found.way, found.names) == ("link", ("Percentage split",))
    assert drawn(found.graph) == {("arff", "hold_out"), ("hold_out", "knn")}


def test_that_a_chain_begins_at_what_is_there_already() -> None:
    graph = flow("arff", "cross_validation", "evaluate")
    graph = graph.with_link(Link("arff", "data", "cross_validation", "data"))
    found = offered(graph, Link("arff", "data", "evaluate", "fits"))
    assert drawn(found.graph) == {
        ("arff", "cross_validation"),
        ("cross_validation", "mlp"),
        ("mlp", "evaluate"),
    }


def test_that_what_the_flow_has_most_of_is_taken_first() -> None:
    graph = flow("cross_validation", "evaluate", "knn", "knn")
    found = offered(graph, Link("cross_validation", "splits", "evaluate", "fits"))
    assert found.graph.node(found.ids[0]).component.key == "knn"


def test_that_a_step_that_learns_nothing_goes_before_the_splitter() -> None:
    graph = flow("arff", "cross_validation", "set_class")
    graph = graph.with_link(Link("arff", "data", "cross_validation", "data"))
    found = offered(graph, Link("cross_validation", "splits", "set_class", "data"))
    assert (found.way, found.names) == ("before", ("Cross-validation",))
    assert drawn(found.graph) == {("arff", "set_class"), ("set_class", "cross_validation")}
    row = [found.graph.node(i).x for i in ("arff", "set_class", "cross_validation")]
    assert row == sorted(set(row))


def test_that_what_needs_more_than_the_data_is_not_put_before_the_splitter() -> None:
    graph = flow("csv", "cross_validation", "predict")
    graph = graph.with_link(Link("csv", "data", "cross_validation", "data"))
    link = Link("cross_validation", "splits", "predict", "data")
    assert offer(graph, link, catalog()) is None


def test_that_nothing_is_offered_for_a_cycle_or_a_link_that_fits() -> None:
    graph = flow("arff", "cross_validation", "knn")
    graph = graph.with_link(Link("cross_validation", "splits", "knn", "splits"))
    assert offer(graph, Link("knn", "fits", "cross_validation", "data"), catalog()) is None
    assert offer(graph, Link("arff", "data", "cross_validation", "data"), catalog()) is None
    assert offer(graph, Link("knn", "fits", "knn", "splits"), catalog()) is None


def test_that_every_chain_fits_from_end_to_end() -> None:
    for gives, needs in product(PORT_TYPES, PORT_TYPES):
        kinds = chain(gives, needs, catalog(), Graph())
        if kinds:
            sources = [k for k in catalog().values() if _gives(k, gives)]
            targets = [k for k in catalog().values() if _takes(k, needs)]
            graph = flow(sources[0].key, targets[0].key)
            start, end = graph.nodes.values()
            port = next(p.name for p in end.operation.inputs if p.type is needs)
            link = Link(start.id, start.operation.outputs[0].name, end.id, port)
            assert between(graph, link, kinds) is not None


def _gives(kind: type[Component], type_: type) -> bool:
    return any(p.type is type_ for p in Node("", kind.model_construct()).operation.outputs)


def _takes(kind: type[Component], type_: type) -> bool:
    return any(p.type is type_ for p in Node("", kind.model_construct()).operation.inputs)
