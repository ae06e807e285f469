"""What gestures do to a graph, and the tidy layout; no window."""

from dataclasses import replace
from itertools import pairwise

import pytest

from workbench.core.errors import FlowError
from workbench.flow.graph import Graph, Link, Node, Note, Placeholder
from workbench.flow.layout import COLUMN, NODE_HEIGHT, NODE_WIDTH, layered
from workbench.gui.editor import edits
from workbench.gui.editor.port_end import PortEnd, fitting, link_between
from workbench.nodes.catalog import catalog


def chain(*keys: str) -> Graph:
    graph = Graph()
    for n, key in enumerate(keys):
        graph = graph.with_node(Node(key, catalog()[key].parse({}), x=10.0 * n))
    for source, target in pairwise(keys):
        port = graph.node(source).operation.outputs[0].name
        into = graph.node(target).operation.inputs[0].name
        graph = graph.with_link(Link(source, port, target, into))
    return graph


PIMA = chain("arff", "cross_validation", "knn", "evaluate", "roc")


def test_that_fitting_ports_are_exactly_those_the_graph_does_not_refuse() -> None:
    graph = PIMA.with_node(Node("mlp", catalog()["mlp"].parse({})))
    for node in graph.nodes.values():
        for port in node.operation.outputs:
            start = PortEnd(node.id, port.name, is_output=True)
            fits = {(end.node, end.port) for end in fitting(graph, start)}
            allowed = {
                (other.id, into.name)
                for other in graph.nodes.values()
                for into in other.operation.inputs
                if graph.refusal(Link(node.id, port.name, other.id, into.name)) is None
            }
            assert fits == allowed


def test_that_two_outputs_make_no_link() -> None:
    one = PortEnd("arff", "data", is_output=True)
    assert link_between(one, replace(one, node="knn")) is None


def test_that_pasted_nodes_keep_names_parameters_and_inner_links() -> None:
    graph = PIMA.renamed("knn", "Neighbours").with_parameters("knn", {"k": 7})
    piece = edits.part(graph, {"cross_validation", "knn"})
    pasted, new = edits.pasted(graph, piece, (8.0, 16.0))
    assert new == ("cross_validation2", "knn2")
    assert pasted.node("knn2").component == graph.node("knn").component
    assert pasted.node("knn2").title == "Neighbours"
    assert pasted.node("knn2").x == graph.node("knn").x + 8.0
    assert pasted.links[-1] == Link("cross_validation2", "splits", "knn2", "splits")


def test_that_notes_are_pasted_under_ids_of_their_own() -> None:
    graph = Graph(notes=(Note("note1", "a"),))
    pasted, new = edits.pasted(graph, graph, (0.0, 0.0))
    assert new == ("note2",)
    assert len(pasted.notes) == 2


def test_that_only_a_node_without_links_is_inserted() -> None:
    link = PIMA.links[0]
    assert edits.inserted(PIMA, "roc", link) is None
    assert edits.inserted(PIMA, "arff", link) is None


def test_that_only_kinds_that_fit_are_offered() -> None:
    end = PortEnd("cross_validation", "splits", is_output=True)
    kinds = {kind.key for kind in edits.kinds_that_fit(PIMA, end, catalog().values())}
    assert {"knn", "mlp", "standardise"} <= kinds
    assert not kinds & {"arff", "evaluate", "roc"}
    back = PortEnd("knn", "splits", is_output=False)
    kinds = {kind.key for kind in edits.kinds_that_fit(PIMA, back, catalog().values())}
    assert {"cross_validation", "hold_out"} <= kinds
    assert not kinds & {"arff", "knn", "evaluate"}


def test_that_the_components_own_name_takes_a_title_away() -> None:
    named = PIMA.renamed("knn", "Neighbours")
    assert named.renamed("knn", "k-nearest neighbours") == PIMA
    assert named.renamed("knn", "  ") == PIMA


def test_that_links_are_disabled_together_and_enabled_together() -> None:
    off = edits.switched(PIMA, PIMA.links[:2])
    assert [k.is_enabled for k in off.links] == [False, False, True, True]
    assert edits.switched(off, off.links[:2]) == PIMA


def test_that_tidy_goes_from_left_to_right_and_covers_nothing() -> None:
    graph = PIMA
    for key in ("mlp", "logistic", "majority"):
        graph = graph.with_node(Node(key, catalog()[key].parse({})))
        graph = graph.with_link(Link("cross_validation", "splits", key, "splits"))
    graph = graph.with_node(Node("odd", Placeholder("unknown")))
    places = layered(graph)
    for link in graph.links:
        assert places[link.target][0] >= places[link.source][0] + COLUMN
    seen = list(places.values())
    for n, (x, y) in enumerate(seen):
        for other_x, other_y in seen[n + 1 :]:
            assert x != other_x or abs(y - other_y) >= NODE_HEIGHT


def test_that_tidying_twice_changes_nothing() -> None:
    once = PIMA.moved(layered(PIMA))
    assert layered(once) == {i: (n.x, n.y) for i, n in once.nodes.items()}


def test_that_a_chain_is_laid_out_on_one_line() -> None:
    assert len({y for _, y in layered(PIMA).values()}) == 1


def test_that_a_cycle_is_not_laid_out() -> None:
    back = Link("roc", "data", "arff", "data")
    with pytest.raises(FlowError, match="cycle"):
        layered(replace(PIMA, links=(*PIMA.links, back)))


def test_that_an_empty_flow_is_tidy() -> None:
    assert layered(Graph()) == {}


def test_that_a_node_put_into_a_short_link_makes_room_for_itself() -> None:
    kind = catalog()["select_attributes"]
    link = PIMA.inputs_of("cross_validation")[0]
    source, target = PIMA.node(link.source), PIMA.node(link.target)
    graph, node_id = edits.added(PIMA, kind, source.x + 120.0, source.y)
    made = edits.inserted(graph, node_id, link)
    assert made is not None
    new, moved = made.node(node_id), made.node(target.id)
    assert new.x >= source.x + NODE_WIDTH
    assert moved.x >= new.x + NODE_WIDTH
    ways = {i: made.node(i).x - PIMA.node(i).x for i in PIMA.nodes}
    assert ways[source.id] == 0.0
    behind = {ways[i] for i in PIMA.downstream(target.id)}
    assert behind <= {moved.x - target.x}
