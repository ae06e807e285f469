"""One end of a link that is being drawn, and what it fits."""

from dataclasses import dataclass

from workbench.flow.graph import Graph, Link, Node, type_refusal
from workbench.flow.operation import Port


@dataclass(frozen=True)
class PortEnd:
    """A port of a node in a graph."""

    node: str
    port: str
    is_output: bool

    def in_graph(self, graph: Graph) -> Port | None:
        """The port itself; None if the node has no such port."""
        node = graph.node(self.node)
        return node.output(self.port) if self.is_output else node.input(self.port)


def ends_of(node: Node) -> tuple[PortEnd, ...]:
    """Every port of a node, inputs first."""
    inputs = tuple(PortEnd(node.id, p.name, is_output=False) for p in node.operation.inputs)
    return inputs + tuple(PortEnd(node.id, p.name, is_output=True) for p in node.operation.outputs)


def link_between(one: PortEnd, other: PortEnd) -> Link | None:
    """The link from the output to the input of two ends; None if both are of the same side."""
    if one.is_output == other.is_output:
        return None
    source, target = (one, other) if one.is_output else (other, one)
    return Link(source.node, source.port, target.node, target.port)


def fitting(graph: Graph, end: PortEnd) -> tuple[PortEnd, ...]:
    """Every port of the graph that ``end`` may be linked to."""
    blocked = graph.upstream(end.node) if end.is_output else graph.downstream(end.node)
    return tuple(
        other
        for node in graph.nodes.values()
        if node.id not in blocked and node.id != end.node
        for other in ends_of(node)
        if _fits(graph, end, other)
    )


def _fits(graph: Graph, end: PortEnd, other: PortEnd) -> bool:
    if end.is_output == other.is_output:
        return False
    source, target = (end, other) if end.is_output else (other, end)
    output, input_ = source.in_graph(graph), target.in_graph(graph)
    if output is None or input_ is None:
        return False
    return type_refusal(graph.node(source.node), output, graph.node(target.node), input_) is None
