"""Steps that mend a flow."""

from dataclasses import replace

import pytest

from workbench.core.component import Component
from workbench.core.errors import FlowError
from workbench.flow.graph import Graph, Link, Node
from workbench.flow.mending import with_only_fit, with_splitter

Catalog = dict[str, type[Component]]


def test_that_an_input_is_linked_to_the_only_thing_that_fits(catalog: Catalog) -> None:
    graph = Graph().with_node(Node("n", catalog["numbers"]()))
    graph = graph.with_node(Node("folds", catalog["folds"]()))
    mended = with_only_fit(graph, "folds", "data")
    assert mended is not None
    assert mended.links == (Link("n", "data", "folds", "data"),)
    two = graph.with_node(Node("m", catalog["numbers"]()))
    assert with_only_fit(two, "folds", "data") is None
    assert with_only_fit(graph.without(["n"]), "folds", "data") is None


def test_that_a_link_that_is_off_is_switched_on(graph: Graph) -> None:
    off = replace(graph, links=tuple(replace(k, is_enabled=False) for k in graph.links))
    mended = with_only_fit(off, "folds", "data")
    assert mended is not None
    assert [k.is_enabled for k in mended.links] == [k.target == "folds" for k in graph.links]


def test_that_a_splitter_comes_before_what_needs_splits_and_takes_the_data(
    catalog: Catalog,
) -> None:
    graph = Graph().with_node(Node("n", catalog["numbers"]()))
    graph = graph.with_node(Node("count", catalog["count"](), x=500.0))
    mended, made = with_splitter(graph, "count", "other", catalog["folds"]())
    assert mended.links == (
        Link(made, "splits", "count", "other"),
        Link("n", "data", made, "data"),
    )
    assert mended.node(made).x < 500.0


def test_that_what_is_no_splitter_is_refused(catalog: Catalog) -> None:
    graph = Graph().with_node(Node("count", catalog["count"]()))
    with pytest.raises(FlowError, match="does not split"):
        with_splitter(graph, "count", "other", catalog["numbers"]())
    with pytest.raises(FlowError, match="needs splits"):
        with_splitter(graph, "count", "other", catalog["failing"]())
