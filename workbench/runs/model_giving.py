"""Which drawn nodes give models, and where one of them is tried already."""

from workbench.core.component import Component
from workbench.flow.graph import Graph, Node
from workbench.flow.operation import Port
from workbench.models.fits import Fits
from workbench.models.model import Model
from workbench.nodes.try_it import TryIt


def models_port(node: Node) -> Port | None:
    """The output by which a node gives its models; None for groups and for what gives none."""
    if not isinstance(node.component, Component):
        return None
    ports = node.operation.outputs
    return next((port for port in ports if issubclass(port.type, Fits | Model)), None)


def gives_fits(node: Node) -> bool:
    """Whether a node trains models, or passes on trained ones with the splits they are of."""
    port = models_port(node)
    return port is not None and issubclass(port.type, Fits)


def tried_by(graph: Graph, node_id: str) -> str:
    """The node "Try it" on which a node's models are tried; empty where there is none."""
    ends = (k.target for k in graph.links if k.source == node_id and k.is_enabled)
    return next((i for i in ends if isinstance(graph.node(i).component, TryIt)), "")


def learners_before(graph: Graph, node_id: str) -> tuple[str, ...]:
    """The nodes whose models a result is of: itself, or the last before it that give some."""
    if node_id not in graph.nodes:
        return ()
    if models_port(graph.node(node_id)) is not None:
        return (node_id,)
    before = [i for i in graph.order if i in graph.upstream(node_id) and gives_fits(graph.node(i))]
    return tuple(i for i in before if not graph.downstream(i) & {*before})
