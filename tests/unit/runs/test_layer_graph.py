"""A design drawn as a graph, and back."""

from dataclasses import replace

import pytest

from workbench.flow.graph import Graph, Link, Node
from workbench.flow.layout import NODE_HEIGHT
from workbench.models.networks.design import Design
from workbench.models.networks.layers import Activation
from workbench.models.networks.table import layer_table
from workbench.models.networks.wiring import wired
from workbench.runs.design_edits import NOTHING
from workbench.runs.layer_graph import OUTPUT, design_of, layer_graph, places_of
from workbench.runs.layer_kinds import node_kind

TEXTS = [
    "",
    "flatten; dense classes",
    "c1: conv 6 5x5 same; relu; conv 6 3x3 same; add from=relu1,conv1; flatten; dense classes",
    "conv 8 5x5; auxiliary size=2 stride=2; relu; flatten; dense classes",
    "conv 4 1x1; conv 4 3x3 same from=input; concat from=conv1,conv2; globalpool; dense classes",
]


def wires(design: Design) -> list[tuple[str, tuple[str, ...], str]]:
    steps = wired(design.layers)
    return [(s.name, s.inputs, Design.of(s.layer.bare()).text) for s in steps]


@pytest.mark.parametrize("text", TEXTS)
def test_that_a_design_comes_back_from_its_graph(text: str) -> None:
    design = Design.parse(text) if text else Design()
    back = design_of(layer_graph(design))
    assert wires(back) == wires(design)
    assert design_of(layer_graph(back)) == back
    table, other = (layer_table(each, (1, 12, 12), 3) for each in (design, back))
    assert table.parameters == other.parameters
    assert table.error == other.error


def test_that_a_layer_that_takes_nothing_yet_stays_so() -> None:
    graph = layer_graph(Design.parse("flatten; dense classes"))
    graph = graph.with_node(Node("new", node_kind(Activation).parse({})))
    design = design_of(graph)
    new = next(layer for layer in design.layers if layer.name == "new")
    assert new.inputs == (NOTHING,)
    assert design.names[-1] == "dense1"
    assert not layer_graph(design).inputs_of("new")
    error = layer_table(design, (4,), 2).error
    assert error is not None
    assert NOTHING in error.sentence


def test_that_the_layer_linked_to_the_output_comes_last() -> None:
    graph = layer_graph(Design.parse("flatten; dense 4; dense 5 from=flatten1"))
    design = design_of(graph.with_link(Link("dense1", "out", OUTPUT, "in")))
    assert design.names == ("flatten1", "dense2", "dense1")


def test_that_a_layer_is_called_as_its_node_is() -> None:
    graph = layer_graph(Design.parse("conv 4; relu; add from=conv1,relu1"))
    node = graph.node("conv1")
    design = design_of(graph.with_node(replace(node, title="1st conv!", x=8.0)))
    assert design.names[0] == "st_conv_"
    assert design.layers[2].inputs == ("st_conv_", "relu1")
    assert places_of(graph.with_node(replace(node, title="first", x=8.0)))["first"] == (8.0, node.y)


def test_that_nodes_stay_where_they_were_and_new_ones_come_beside_what_they_take() -> None:
    first = layer_graph(Design.parse("a: relu; b: sigmoid"))
    places = {i: (x + 8.0, y) for i, (x, y) in places_of(first).items()}
    second = layer_graph(Design.parse("a: relu; b: sigmoid; c: tanh"), places)
    assert (second.node("a").x, second.node("a").y) == places["a"]
    assert second.node("c").x > second.node("b").x


def test_that_a_long_row_of_layers_goes_on_below() -> None:
    graph = layer_graph(Design.parse("; ".join(["relu"] * 40)))
    assert max(node.x for node in graph.nodes.values()) < 3000
    assert len({(node.x, node.y) for node in graph.nodes.values()}) == len(graph.nodes) == 42


def test_that_lines_are_broken_between_blocks_rather_than_within() -> None:
    block = "conv 8 3x3 same; relu; conv 8 3x3 same; add from={0},conv{1}"
    layers, before = ["conv 8 3x3 same"], "conv1"
    for number in range(6):
        layers.append(block.format(before, 2 * number + 3))
        before = f"add{number + 1}"
    graph = layer_graph(Design.parse("; ".join(layers)))
    back = [k for k in graph.links if graph.node(k.target).x < graph.node(k.source).x]
    assert len(back) == len({graph.node(k.target).y for k in back}) > 1


def test_that_a_link_that_skips_layers_does_not_pass_behind_them() -> None:
    graph = layer_graph(Design.parse("conv 4; relu; tanh; add from=conv1,tanh1"))
    at = {i: node.y for i, node in graph.nodes.items()}
    assert at["conv1"] == at["add1"]
    assert at["relu1"] == at["tanh1"]
    assert abs(at["relu1"] - at["conv1"]) > NODE_HEIGHT / 2


def test_that_a_graph_without_layers_is_an_empty_design() -> None:
    assert design_of(Graph()) == Design()
