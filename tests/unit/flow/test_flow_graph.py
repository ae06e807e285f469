"""The graph: a value that cannot hold what cannot be."""

import pytest

from workbench.core.component import Component
from workbench.core.errors import FlowError, ParameterError
from workbench.flow.file import dumps, loads
from workbench.flow.graph import Graph, Link, Node, Note, Placeholder
from workbench.flow.operation import operation
from workbench.preprocess.min_max import MinMax

Catalog = dict[str, type[Component]]


def test_that_ports_are_read_off_the_signature_of_run(catalog: Catalog) -> None:
    ports = operation(catalog["count"])
    data, other = ports.inputs
    assert (data.name, data.takes_many, data.is_optional) == ("data", True, False)
    assert (other.name, other.takes_many, other.is_optional) == ("other", False, True)
    assert ports.outputs == ()
    assert [p.name for p in operation(catalog["folds"]).outputs] == ["splits"]


def test_that_an_edit_leaves_the_old_graph_as_it_was(graph: Graph) -> None:
    before = dict(graph.nodes)
    graph.with_parameters("folds", {"k": 5})
    graph.without(["numbers"])
    assert graph.nodes == before


def test_that_preprocessing_that_needs_splits_cannot_be_linked_to_a_data_set(
    graph: Graph, catalog: Catalog
) -> None:
    graph = graph.with_node(Node("failing", catalog["failing"]()))
    reason = graph.refusal(Link("folds", "splits", "failing", "data"))
    assert reason is not None
    assert "needs a data set, but 'Folds' gives splits" in reason
    assert "before the splitter" in reason


def test_that_a_link_that_closes_a_cycle_is_refused(graph: Graph, catalog: Catalog) -> None:
    graph = graph.with_node(Node("f", catalog["failing"]())).with_node(
        Node("g", catalog["failing"]())
    )
    graph = graph.with_link(Link("f", "data", "g", "data"))
    with pytest.raises(FlowError, match="would close a cycle"):
        graph.with_link(Link("g", "data", "f", "data"))
    with pytest.raises(FlowError, match="would close a cycle"):
        graph.with_link(Link("f", "data", "f", "data"))


def test_that_a_new_link_replaces_the_one_at_a_port_for_one(graph: Graph, catalog: Catalog) -> None:
    graph = graph.with_node(Node("more", catalog["numbers"]()))
    graph = graph.with_link(Link("more", "data", "folds", "data"))
    assert [k.source for k in graph.inputs_of("folds")] == ["more"]
    graph = graph.with_link(Link("more", "data", "count", "data"))
    assert [k.source for k in graph.inputs_of("count")] == ["numbers", "more"]


def test_that_removing_a_node_removes_its_links(graph: Graph) -> None:
    assert graph.without(["numbers"]).links == ()


def test_that_order_puts_sources_first(graph: Graph) -> None:
    order = graph.order
    assert order.index("numbers") < order.index("folds")
    assert order.index("numbers") < order.index("count")


def test_that_a_bad_parameter_leaves_the_graph(graph: Graph) -> None:
    with pytest.raises(ParameterError, match="'k' must be greater than or equal to 2"):
        graph.with_parameters("folds", {"k": 1})


def test_that_an_unknown_node_is_named_with_the_known_ones(graph: Graph) -> None:
    with pytest.raises(FlowError, match="no node 'mlp'; it has: numbers, folds, count"):
        graph.node("mlp")


def test_that_moving_changes_places_only(graph: Graph) -> None:
    graph = graph.with_note(Note("n", "text"))
    moved = graph.moved({"folds": (1.0, 2.0), "n": (3.0, 4.0)})
    assert (moved.node("folds").x, moved.notes[0].y) == (1.0, 4.0)
    assert moved.links == graph.links


def test_that_links_to_an_unknown_kind_are_kept(graph: Graph) -> None:
    graph = graph.with_node(Node("som", Placeholder("som")))
    graph = graph.with_link(Link("folds", "splits", "som", "anything"))
    assert graph.inputs_of("som")[0].target_port == "anything"


def test_that_free_ids_are_free(graph: Graph) -> None:
    assert graph.free_id("folds") == "folds2"
    assert graph.free_id("mlp") == "mlp"


def test_that_a_free_id_of_any_kind_can_be_written_to_a_file(catalog: Catalog) -> None:
    graph = Graph()
    for key in ("acme/layer.v1 é", "acme/layer.v1 é", ""):
        graph = graph.with_node(Node(graph.free_id(key), Placeholder(key)))
    assert loads(dumps(graph), catalog) == graph
    assert list(graph.nodes) == ["acme-layer-v1-é", "acme-layer-v1-é2", "node"]


def test_that_every_value_of_a_parameter_is_told_apart_in_what_results_come_from() -> None:
    scaled = Graph().with_node(Node("scale", MinMax(low=-1.0)))
    assert scaled.sources != scaled.with_parameters("scale", {"low": -2.0}).sources
    assert scaled.sources == scaled.moved({"scale": (8.0, 8.0)}).sources
