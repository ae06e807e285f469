"""What is wrong with a flow before it is run."""

from dataclasses import replace

import pytest

from workbench.core.component import Component
from workbench.data.readers.arff import ArffReader
from workbench.flow.check import Problem, Remedy, is_path_missing, problems
from workbench.flow.graph import Graph, Link, Node, Placeholder, Sweep
from workbench.flow.group import Exposed, Group
from workbench.models.cnn import CNN
from workbench.models.knn import KNN
from workbench.models.networks.design import Design
from workbench.nodes.catalog import catalog as components
from workbench.nodes.save_data import SaveData

Catalog = dict[str, type[Component]]
READER = Node("reader", ArffReader(path="a.arff"))


@pytest.fixture
def flow(graph: Graph) -> Graph:
    """numbers → folds, numbers → count, nothing wrong with it."""
    return graph.with_parameters("numbers", {"path": "a"})


def only(graph: Graph) -> Problem:
    (problem,) = problems(graph)
    return problem


def test_that_a_flow_that_can_run_has_no_problem(flow: Graph) -> None:
    assert problems(flow) == ()
    assert problems(Graph()) == ()


def test_that_an_input_that_nothing_is_linked_to_is_told_with_what_it_needs() -> None:
    problem = only(Graph().with_node(Node("knn", KNN())))
    assert problem.severity == "ahead"
    assert problem.sentence.startswith("Nothing is linked to the input 'splits'; it needs splits")
    assert problem.remedies[0] == Remedy("splitter", "knn", "splits")
    assert Remedy("link", "knn", "splits") in problem.remedies


def test_that_a_link_that_is_switched_off_is_told(flow: Graph) -> None:
    first, *others = flow.links
    off = replace(flow, links=(replace(first, is_enabled=False), *others))
    assert "is switched off" in only(off).sentence


def test_that_a_missing_file_is_told_with_its_parameter() -> None:
    problem = only(Graph().with_node(Node("r", ArffReader())))
    assert problem.remedies == (Remedy("file", "r", "path"),)
    swept = Node("r", ArffReader(), sweeps=(Sweep("path", ("a.arff", "b.arff")),))
    assert problems(Graph().with_node(swept)) == ()


@pytest.mark.parametrize("key", sorted(components()))
def test_that_only_what_reads_or_writes_a_file_misses_one(key: str) -> None:
    kind = components()[key]
    has_path = "path" in kind.model_fields and key != "sample_set"
    assert is_path_missing(kind()) == has_path
    if has_path:
        assert not is_path_missing(kind.parse({"path": "a"}))


def test_that_a_placeholder_is_told() -> None:
    problem = only(Graph().with_node(Node("x", Placeholder("svm"))))
    assert "No component 'svm' is installed" in problem.sentence


def test_that_a_node_by_itself_is_a_hint_only_beside_others() -> None:
    graph = Graph().with_node(READER)
    assert problems(graph) == ()
    two = graph.with_node(replace(READER, id="other"))
    assert {p.severity for p in problems(two)} == {"hint"}
    assert len(problems(two)) == 2


def test_that_nodes_inside_groups_are_named_by_their_paths_and_fed_from_outside() -> None:
    inside = Graph().with_node(Node("knn", KNN())).with_node(Node("save", SaveData()))
    group = Group(inside, inputs=(Exposed("splits", "knn", "splits"),))
    found = problems(Graph().with_node(Node("g", group)))
    told = {(p.node, p.remedies[0].kind, p.remedies[0].of) for p in found}
    assert told == {
        ("g", "splitter", "splits"),
        ("g/save", "link", "data"),
        ("g/save", "file", "path"),
    }


def test_that_too_many_values_are_told_at_their_node(flow: Graph) -> None:
    many = tuple(range(2, 1100))
    folds = replace(flow.node("folds"), sweeps=(Sweep("k", many),))
    problem = only(flow.with_node(folds))
    assert (problem.node, problem.name) == ("folds", "Folds")
    assert "would run 1,098 times" in problem.sentence


def test_that_a_cycle_is_a_problem_of_the_flow(flow: Graph) -> None:
    count = Node("a", flow.node("folds").component), Node("b", flow.node("folds").component)
    links = (Link("a", "splits", "b", "data"), Link("b", "splits", "a", "data"))
    problem = only(Graph({n.id: n for n in count}, links))
    assert problem.node == ""
    assert "cycle" in problem.sentence


def test_that_values_which_do_not_matter_are_a_hint() -> None:
    node = Node("knn", KNN(distance="weka"), sweeps=(Sweep("scale", ("none", "min-max")),))
    hints = [p for p in problems(Graph().with_node(node)) if p.severity == "hint"]
    assert [p.remedies for p in hints] == [(Remedy("parameter", "knn", "scale"),)]
    assert "matters only while 'distance' is not weka" in hints[0].sentence


def test_that_a_value_out_of_bounds_names_node_and_parameter(flow: Graph) -> None:
    folds = replace(flow.node("folds"), sweeps=(Sweep("k", (1, 2)),))
    problem = only(flow.with_node(folds))
    assert problem.remedies == (Remedy("parameter", "folds", "k"),)
    assert "'k' must be greater than or equal to 2" in problem.sentence


def test_that_layers_that_make_no_network_are_told_at_their_node() -> None:
    layers = Design.parse("a: conv 3; relu; add from=a,b; flatten; dense classes")
    graph = Graph().with_node(Node("cnn", CNN(preset="custom", layers=layers)))
    problem = next(p for p in problems(graph) if "Layer" in p.sentence)
    assert (problem.severity, problem.node) == ("ahead", "cnn")
    assert problem.sentence == "Layer 3: it takes “b”, but no layer before it has that name."
    assert problem.remedies == (Remedy("parameter", "cnn", "layers"),)
    none = Graph().with_node(Node("cnn", CNN(preset="custom", layers=Design())))
    assert "The network has no layer." in [p.sentence for p in problems(none)]
    preset = Graph().with_node(Node("cnn", CNN(preset="lenet5", layers=layers)))
    assert not [p for p in problems(preset) if "layer" in p.sentence.lower()]
