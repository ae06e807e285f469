"""What a run makes of groups and sweeps."""

import pytest

from workbench.core.component import Component
from workbench.core.errors import FlowError, ParameterError
from workbench.core.run import Event, finish
from workbench.data.readers.arff import ArffReader
from workbench.flow.cache import Cache
from workbench.flow.events import NodeFinished
from workbench.flow.execute import Results, execute, recall
from workbench.flow.expand import expanded, file_words
from workbench.flow.graph import Graph, Link, Node
from workbench.flow.group import Exposed, Group, with_parameters_at

Catalog = dict[str, type[Component]]


def ran(graph: Graph, cache: Cache | None = None) -> tuple[Results, list[Event]]:
    events: list[Event] = []
    return finish(execute(graph, cache), events.append), events


@pytest.fixture
def grouped(catalog: Catalog) -> Graph:
    """numbers → group(folds, count), count taking the numbers and the folds."""
    inside = Graph().with_node(Node("folds", catalog["folds"]()))
    inside = inside.with_node(Node("count", catalog["count"]()))
    inside = inside.with_link(Link("folds", "splits", "count", "other"))
    group = Group(
        inside,
        inputs=(Exposed("rows", "folds", "data"), Exposed("rows", "count", "data")),
        parameters=(Exposed("k", "folds", "k"),),
    )
    graph = Graph().with_node(Node("numbers", catalog["numbers"]())).with_node(Node("g", group))
    return graph.with_link(Link("numbers", "data", "g", "rows"))


def test_that_a_graph_without_groups_and_sweeps_runs_as_it_is(graph: Graph) -> None:
    assert expanded(graph).graph is graph


def test_that_a_group_runs_as_its_nodes_would(grouped: Graph) -> None:
    results, _ = ran(grouped)
    assert len(results.values["g/folds"].folds) == 2
    assert expanded(grouped).copies["g"] == ("g/folds", "g/count")


def test_that_an_input_of_a_group_reaches_every_node_inside_that_shares_it(grouped: Graph) -> None:
    ends = {(k.target, k.target_port) for k in expanded(grouped).graph.links}
    assert ends == {("g/folds", "data"), ("g/count", "data"), ("g/count", "other")}


def test_that_a_shown_parameter_changes_the_node_inside(grouped: Graph) -> None:
    changed = with_parameters_at(grouped, "g", {"k": 5})
    assert len(ran(changed)[0].values["g/folds"].folds) == 5
    assert changed == with_parameters_at(grouped, "g/folds", {"k": 5})


def test_that_groups_inside_groups_dissolve(grouped: Graph) -> None:
    inner = grouped.node("g").component
    assert isinstance(inner, Group)
    outer = Group(
        Graph().with_node(Node("deep", inner)),
        inputs=(Exposed("data", "deep", "rows"),),
    )
    graph = Graph().with_node(grouped.node("numbers")).with_node(Node("o", outer))
    graph = graph.with_link(Link("numbers", "data", "o", "data"))
    assert ran(graph)[0].values["o/deep/count"] == 22
    assert expanded(graph).copies["o/deep"] == ("o/deep/folds", "o/deep/count")


def test_that_groups_may_lie_in_groups_as_deep_as_one_likes(grouped: Graph) -> None:
    """Were ports not remembered, each level would ask for those inside twice: 2³⁰ questions."""
    inner, graph = grouped.node("g"), grouped
    for depth in range(30):
        name = f"g{depth}"
        port = Exposed("rows", inner.id, "rows")
        inner = Node(name, Group(Graph().with_node(inner), inputs=(port,)))
    graph = graph.without(["g"]).with_node(inner)
    graph = graph.with_link(Link("numbers", "data", inner.id, "rows"))
    assert len(expanded(graph).graph.links) == 3


def test_that_a_swept_node_and_what_needs_it_come_once_for_each_value(graph: Graph) -> None:
    swept = graph.with_sweep("numbers", "rows", [6, 10])
    results, _ = ran(swept)
    assert [v.n_samples for v in map(results.values.get, ("numbers#1", "numbers#2")) if v] == [
        6,
        10,
    ]
    assert {"folds#1", "folds#2"} <= results.values.keys()


def test_that_an_input_for_several_links_takes_all_copies(graph: Graph) -> None:
    results, _ = ran(graph.with_sweep("numbers", "rows", [6, 10]))
    assert results.values["count"] == 16


def test_that_two_sweeps_give_every_combination(graph: Graph) -> None:
    swept = graph.with_sweep("numbers", "rows", [6, 10]).with_sweep("folds", "k", [2, 3])
    found = ran(swept)[0].values
    sizes = {
        (found[i].dataset.n_samples, len(found[i].folds)) for i in found if i.startswith("folds#")
    }
    assert sizes == {(6, 2), (6, 3), (10, 2), (10, 3)}


def test_that_copies_are_named_by_their_values(graph: Graph) -> None:
    swept = graph.with_sweep("numbers", "rows", [6, 10]).with_sweep("folds", "k", [2, 3])
    assert expanded(swept).graph.node("folds#2").name == "Folds (Numbers rows = 6, k = 3)"


def test_that_another_value_runs_only_its_own_copies(graph: Graph) -> None:
    cache = Cache()
    ran(graph.with_sweep("folds", "k", [2, 3]), cache)
    _, events = ran(graph.with_sweep("folds", "k", [2, 3, 4]), cache)
    again = [e.node for e in events if isinstance(e, NodeFinished) and not e.is_remembered]
    assert again == ["folds#3"]


def test_that_one_value_is_set_and_none_ends_the_sweep(graph: Graph) -> None:
    one = graph.with_sweep("folds", "k", [7])
    assert one == graph.with_parameters("folds", {"k": 7})
    assert graph.with_sweep("folds", "k", [2, 3]).with_sweep("folds", "k", []) == graph


def test_that_values_of_a_sweep_are_checked(graph: Graph) -> None:
    with pytest.raises(ParameterError, match="greater than or equal to 2"):
        graph.with_sweep("folds", "k", [2, 1])
    with pytest.raises(ParameterError, match="twice"):
        graph.with_sweep("folds", "k", [2, "2"])


def test_that_too_many_combinations_are_refused_in_words(graph: Graph) -> None:
    swept = graph.with_sweep("numbers", "rows", range(1, 41)).with_sweep("folds", "k", range(2, 42))
    with pytest.raises(FlowError, match="'Folds' would run 1,600 times"):
        expanded(swept)


def test_that_a_part_of_a_flow_is_asked_for_by_paths(grouped: Graph) -> None:
    results = finish(execute(grouped, only=("g/folds",)))
    assert results.values.keys() == {"numbers", "g/folds"}
    with pytest.raises(FlowError, match="no node 'g/nothing'"):
        finish(execute(grouped, only=("g/nothing",)))


def test_that_what_is_remembered_is_recalled_without_running(
    graph: Graph, catalog: Catalog
) -> None:
    cache = Cache()
    ran(graph, cache)
    changed = graph.with_parameters("folds", {"k": 3})
    assert finish(recall(changed, cache)).values.keys() == {"numbers", "count"}
    assert catalog["numbers"].asked == [20]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("value", "among", "words"),
    [
        ("resource:data/iris.arff", ("resource:data/vote.arff",), "iris"),
        ("C:\\rows\\iris.csv", ("/a/iris.arff",), "iris.csv"),
        ("/a/iris.csv", ("/b/iris.csv",), "/a/iris.csv"),
        ("iris.arff", (), "iris"),
    ],
)
def test_that_a_file_is_named_by_as_little_as_tells_it_from_the_others(
    value: str, among: tuple[str, ...], words: str
) -> None:
    assert file_words(value, (*among, value)) == words


def test_that_copies_over_files_are_named_by_the_files_names() -> None:
    graph = Graph().with_node(Node("data", ArffReader(path="a.arff"), "Data"))
    swept = graph.with_sweep("data", "path", ["resource:data/iris.arff", "/x/vote.arff"])
    names = [node.name for node in expanded(swept).graph.nodes.values()]
    assert names == ["Data (iris)", "Data (vote)"]
