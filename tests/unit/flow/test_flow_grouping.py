"""Into a group and out again: the flow computes what it did."""

import pytest

from workbench.core.component import Component
from workbench.core.errors import FlowError
from workbench.core.run import finish
from workbench.flow.execute import execute
from workbench.flow.file import dumps, loads
from workbench.flow.graph import Frame, Graph, Link, Node, Note, Placeholder
from workbench.flow.group import Group, graph_at, with_graph_at
from workbench.flow.grouping import grouped, ungrouped

Catalog = dict[str, type[Component]]


def group_of(graph: Graph, node_id: str) -> Group:
    component = graph.node(node_id).component
    assert isinstance(component, Group)
    return component


def test_that_a_group_has_the_ports_that_links_go_through(graph: Graph) -> None:
    made, group_id = grouped(graph, {"folds", "count"})
    group = group_of(made, group_id)
    assert {(e.name, e.node) for e in group.inputs} == {("data", "folds"), ("data", "count")}
    assert [(e.name, e.node) for e in group.outputs] == [("splits", "folds")]
    assert made.links == (Link("numbers", "data", group_id, "data"),)


def test_that_a_grouped_flow_gives_the_same_results(graph: Graph) -> None:
    made, group_id = grouped(graph, {"numbers", "count"})
    results = finish(execute(made))
    assert results.values[f"{group_id}/count"] == 20
    assert len(results.values["folds"].folds) == 2


def test_that_ungrouping_gives_the_flow_back(graph: Graph) -> None:
    graph = graph.with_note(Note("n", "text", 3, 4)).with_frame(Frame("f", "title", 5, 6))
    made, group_id = grouped(graph, {"folds", "count", "n", "f"})
    back, ids = ungrouped(made, group_id)
    assert set(ids) == {"folds", "count", "n", "f"}
    assert back.nodes == graph.nodes
    assert set(back.links) == set(graph.links)
    assert (back.notes, back.frames) == (graph.notes, graph.frames)


def test_that_the_order_of_links_at_a_port_for_several_is_kept(
    graph: Graph, catalog: Catalog
) -> None:
    graph = graph.with_node(Node("more", catalog["numbers"]()))
    graph = graph.with_link(Link("more", "data", "count", "data"))
    made, group_id = grouped(graph, {"numbers"})
    assert [k.source for k in made.links if k.target == "count"] == [group_id, "more"]


def test_that_parameters_that_were_changed_are_shown(graph: Graph) -> None:
    made, group_id = grouped(graph.with_parameters("folds", {"k": 3}), {"folds"})
    assert [(e.name, e.node, e.of) for e in group_of(made, group_id).parameters] == [
        ("k", "folds", "k")
    ]


def test_that_a_group_cannot_be_made_around_something_outside(
    graph: Graph, catalog: Catalog
) -> None:
    graph = graph.with_node(Node("failing", catalog["failing"]()))
    graph = graph.with_link(Link("numbers", "data", "failing", "data"))
    graph = graph.with_link(Link("failing", "data", "count", "data"))
    with pytest.raises(FlowError, match="cannot be one"):
        grouped(graph, {"numbers", "count"})


def test_that_links_at_a_node_of_unknown_kind_survive_grouping(graph: Graph) -> None:
    graph = graph.with_node(Node("odd", Placeholder("som")))
    graph = graph.with_link(Link("numbers", "data", "odd", "whatever"))
    made, group_id = grouped(graph, {"odd"})
    link = Link("numbers", "data", group_id, "whatever")
    assert link in made.links
    assert made.without_link(link).refusal(link) is None
    back, _ = ungrouped(made, group_id)
    assert set(back.links) == set(graph.links)


def test_that_no_node_makes_no_group(graph: Graph) -> None:
    with pytest.raises(FlowError, match="no node to put"):
        grouped(graph, {"note"})


def test_that_groups_frames_and_sweeps_survive_a_file(graph: Graph, catalog: Catalog) -> None:
    made, group_id = grouped(graph.with_sweep("folds", "k", [2, 3]), {"folds", "count"})
    made = made.with_frame(Frame("f", "제목", 1, 2, 300, 100))
    outer, _ = grouped(made, {group_id})
    assert loads(dumps(outer), catalog) == outer
    assert dumps(loads(dumps(outer), catalog)) == dumps(outer)


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ('"to": "folds.data"', '"to": "folds.nothing"', "shows 'nothing' of 'folds'"),
        ('"to": "folds.data"', '"to": "lost.data"', "shows 'data' of 'lost'"),
        ('"id": "folds"', '"id": "count"', "have the id 'count'"),
        ('"kind": "group"', '"kind": "groupe"', "flow"),
    ],
)
def test_that_a_wrong_group_is_one_sentence(
    graph: Graph, catalog: Catalog, old: str, new: str, sentence: str
) -> None:
    text = dumps(grouped(graph, {"folds", "count"})[0])
    assert old in text
    with pytest.raises(FlowError, match=sentence):
        loads(text.replace(old, new), catalog)


def test_that_an_input_that_is_linked_inside_is_no_longer_shown(
    graph: Graph, catalog: Catalog
) -> None:
    made, group_id = grouped(graph, {"folds"})
    inside = graph_at(made, group_id).with_node(Node("more", catalog["numbers"]()))
    inside = inside.with_link(Link("more", "data", "folds", "data"))
    changed = with_graph_at(made, group_id, inside)
    assert group_of(changed, group_id).inputs == ()
    assert all(k.target != group_id for k in changed.links)
    assert finish(execute(changed)).values[f"{group_id}/folds"].dataset.n_samples == 20
