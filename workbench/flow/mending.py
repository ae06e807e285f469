"""Steps that mend a flow, as functions from graph to graph."""

from dataclasses import replace

from workbench.core.component import Component
from workbench.core.errors import FlowError
from workbench.flow.graph import Graph, Link, Node
from workbench.flow.layout import COLUMN


def with_only_fit(graph: Graph, node_id: str, port: str) -> Graph | None:
    """The graph with an input linked to what fits it and is taken by nothing yet.

    A link that is switched off is switched on instead. None if there are several or none.
    """
    off = [k for k in graph.links if (k.target, k.target_port) == (node_id, port)]
    if off:
        on = {k: replace(k, is_enabled=True) for k in off}
        return replace(graph, links=tuple(on.get(k, k) for k in graph.links))
    taken = {(k.source, k.source_port) for k in graph.links}
    fits = [
        link
        for node in graph.nodes.values()
        for output in node.operation.outputs
        if (node.id, output.name) not in taken
        and graph.refusal(link := Link(node.id, output.name, node_id, port)) is None
    ]
    return graph.with_link(fits[0]) if len(fits) == 1 else None


def with_splitter(graph: Graph, node_id: str, port: str, splitter: Component) -> tuple[Graph, str]:
    """The graph with a splitter before an input, and the splitter's id.

    It is linked to the data if there is one node only whose data nothing takes.

    Raises:
        FlowError: the splitter's output does not fit the input.
    """
    target = graph.node(node_id)
    made = Node(graph.free_id(splitter.key), splitter, x=target.x - COLUMN, y=target.y)
    if not made.operation.outputs or not made.operation.inputs:
        raise FlowError(f"'{made.name}' does not split data.")
    added = graph.with_node(made)
    linked = added.with_link(Link(made.id, made.operation.outputs[0].name, node_id, port))
    fed = with_only_fit(linked, made.id, made.operation.inputs[0].name)
    return fed or linked, made.id
