"""Showing and hiding ports and parameters of a group."""

from dataclasses import replace

import pytest

from workbench.core.component import Component
from workbench.core.errors import FlowError
from workbench.flow.exposure import hidden, offered, shown
from workbench.flow.graph import Graph, Link, Node
from workbench.flow.group import Exposed, Group, with_group

Catalog = dict[str, type[Component]]


@pytest.fixture
def group(catalog: Catalog) -> Group:
    """folds → count; only the folds' output is shown."""
    graph = Graph().with_node(Node("folds", catalog["folds"]()))
    graph = graph.with_node(Node("count", catalog["count"]()))
    graph = graph.with_link(Link("folds", "splits", "count", "other"))
    return Group(graph, outputs=(Exposed("parts", "folds", "splits"),))


def test_that_all_but_inputs_linked_inside_can_be_shown(group: Group) -> None:
    assert offered(group, "inputs") == (Exposed("", "folds", "data"), Exposed("", "count", "data"))
    assert offered(group, "outputs") == (Exposed("parts", "folds", "splits"),)
    assert offered(group, "parameters") == (Exposed("", "folds", "k"),)


def test_that_what_is_shown_has_its_own_name_or_a_numbered_one(group: Group) -> None:
    once = shown(group, "inputs", "folds", "data")
    twice = shown(once, "inputs", "count", "data")
    assert [e.name for e in twice.inputs] == ["data", "data2"]
    assert hidden(twice, "inputs", "folds", "data").inputs == (Exposed("data2", "count", "data"),)


def test_that_inputs_of_one_type_may_share_a_name_and_others_not(group: Group) -> None:
    both = shown(shown(group, "inputs", "folds", "data", "rows"), "inputs", "count", "data", "rows")
    assert [p.name for p in both.operation.inputs] == ["rows"]
    graph = Graph().with_node(Node("count", group.graph.node("count").component))
    other = shown(Group(graph), "inputs", "count", "other", "rows")
    with pytest.raises(FlowError, match="an input that needs splits"):
        shown(other, "inputs", "count", "data", "rows")


def test_that_no_two_parameters_have_one_name(group: Group, catalog: Catalog) -> None:
    graph = group.graph.with_node(Node("more", catalog["folds"]()))
    made = shown(Group(graph), "parameters", "folds", "k", "parts")
    with pytest.raises(FlowError, match="'parts' is the name of 'k' of 'Folds' already"):
        shown(made, "parameters", "more", "k", "parts")
    assert shown(made, "parameters", "folds", "k", "parts") == made


def test_that_a_shown_parameter_of_an_inner_group_can_be_shown_again(group: Group) -> None:
    inner = shown(group, "parameters", "folds", "k", "parts")
    outer = Group(Graph().with_node(Node("g", inner)))
    assert offered(outer, "parameters") == (Exposed("", "g", "parts"),)


def test_that_links_follow_a_port_to_its_new_name(group: Group, catalog: Catalog) -> None:
    open_group = shown(group, "inputs", "folds", "data")
    graph = (
        Graph().with_node(Node("numbers", catalog["numbers"]())).with_node(Node("g", open_group))
    )
    graph = graph.with_link(Link("numbers", "data", "g", "data"))
    renamed = with_group(graph, "g", shown(open_group, "inputs", "folds", "data", "rows"))
    assert renamed.links == (Link("numbers", "data", "g", "rows"),)
    assert with_group(graph, "g", hidden(open_group, "inputs", "folds", "data")).links == ()


def test_that_a_shared_input_asks_for_what_each_of_its_ports_asks_for(
    catalog: Catalog,
) -> None:
    graph = Graph().with_node(Node("count", catalog["count"]()))
    graph = graph.with_node(Node("folds", catalog["folds"]()))
    for ids in (("count", "folds"), ("folds", "count")):
        made = Group(graph, inputs=tuple(Exposed("rows", i, "data") for i in ids))
        (port,) = made.operation.inputs
        assert not port.takes_many  # as "folds"
        assert not port.is_optional


def test_that_an_input_for_one_link_keeps_one_when_two_inputs_become_one(
    group: Group, catalog: Catalog
) -> None:
    two = shown(shown(group, "inputs", "folds", "data", "a"), "inputs", "count", "data", "b")
    graph = Graph().with_node(Node("g", two))
    for source, port in (("numbers", "a"), ("others", "b")):
        graph = graph.with_node(Node(source, catalog["numbers"]()))
        graph = graph.with_link(Link(source, "data", "g", port))
    joined = with_group(graph, "g", shown(two, "inputs", "count", "data", "a"))
    assert joined.links == (Link("numbers", "data", "g", "a"),)


def test_that_a_port_with_two_names_has_one_once_it_is_renamed(group: Group) -> None:
    ends = (Exposed("a", "count", "data"), Exposed("b", "count", "data"))
    made = shown(replace(group, inputs=ends), "inputs", "count", "data", "c")
    assert made.inputs == (Exposed("c", "count", "data"),)
