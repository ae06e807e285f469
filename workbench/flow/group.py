"""A sub-flow as one node: which of its ports and parameters are to be seen from outside.

Nodes inside are addressed by paths, ``prepare/scale`` say. A group is only a way to draw: a run
dissolves it (``flow/expand.py``), so that nothing else in the program needs to know of it.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, ClassVar

from typing_extensions import override

from workbench.core.component import Component
from workbench.core.errors import FlowError
from workbench.flow.graph import Graph, Link, Node, Placeholder, StandIn
from workbench.flow.operation import Operation, Port, Unknown
from workbench.flow.parts import no_work

GROUP = "group"  # its kind in flow files; no component has this key
SEPARATOR = "/"


@dataclass(frozen=True)
class Exposed:
    """A port or a parameter of a node inside, as it is seen from outside.

    Args:
        name: outside. Inputs may share one: what arrives there goes to each of them.
        node: the id of the node inside.
        of: the port's or the parameter's own name.
    """

    name: str
    node: str
    of: str


@dataclass(frozen=True)
class Group(StandIn):
    """A graph that is drawn as one node.

    Args:
        inputs, outputs: its ports.
        parameters: what the inspector offers of the nodes inside.
        about: one sentence, shown where a component shows its help.
    """

    graph: Graph
    inputs: tuple[Exposed, ...] = ()
    outputs: tuple[Exposed, ...] = ()
    parameters: tuple[Exposed, ...] = ()
    about: str = ""

    key: str = field(default=GROUP, init=False)
    version: int = field(default=1, init=False)
    icon: ClassVar[str] = "mdi6.select-group"

    @property
    @override
    def title(self) -> str:
        return "Group"

    @cached_property  # groups lie in groups, and each port asked for asks for those inside
    @override
    def operation(self) -> Operation:
        inputs: dict[str, Port] = {}
        for exposed in self.inputs:
            port = _input(self._inner(exposed), exposed.of)
            if port is not None:
                shared = inputs.get(exposed.name, port)
                inputs[exposed.name] = replace(
                    shared,
                    name=exposed.name,
                    is_optional=shared.is_optional and port.is_optional,
                    takes_many=shared.takes_many and port.takes_many,
                )
        outputs: dict[str, Port] = {}
        for exposed in self.outputs:
            port = _output(self._inner(exposed), exposed.of)
            if port is not None:
                outputs[exposed.name] = replace(port, name=exposed.name)
        return Operation(tuple(inputs.values()), tuple(outputs.values()), no_work)

    @override
    def help(self) -> str:
        return self.about or f"A flow of {len(self.graph.nodes)} nodes, drawn as one."

    @override
    def status(self) -> str:
        return f"{len(self.graph.nodes)} nodes"

    def _inner(self, exposed: Exposed) -> Node:
        return self.graph.node(exposed.node)

    def unknown(self) -> Exposed | None:
        """The first port or parameter that is shown and is not there inside; None if all are."""
        known = self.with_graph(self.graph)
        shown = (*self.inputs, *self.outputs, *self.parameters)
        kept = {*known.inputs, *known.outputs, *known.parameters}
        return next((e for e in shown if e not in kept), None)

    def with_graph(self, graph: Graph) -> "Group":
        """The group around another graph; what was exposed of nodes that are gone is gone too."""
        return replace(
            self,
            graph=graph,
            inputs=tuple(e for e in self.inputs if _has_input(graph, e)),
            outputs=tuple(e for e in self.outputs if _has_output(graph, e)),
            parameters=tuple(e for e in self.parameters if _has_parameter(graph, e)),
        )


def _input(node: Node, name: str) -> Port | None:
    """An input of a node inside; a node of a kind that is not known here may have any."""
    is_unknown = isinstance(node.component, Placeholder)
    return _any_port(name) if is_unknown else node.input(name)


def _output(node: Node, name: str) -> Port | None:
    is_unknown = isinstance(node.component, Placeholder)
    return _any_port(name) if is_unknown else node.output(name)


def _any_port(name: str) -> Port:
    return Port(name, Unknown, is_optional=True, takes_many=True)


def _has_input(graph: Graph, exposed: Exposed) -> bool:
    """Whether the input is there, and not taken by a link inside."""
    node = graph.nodes.get(exposed.node)
    port = _input(node, exposed.of) if node is not None else None
    end = (exposed.node, exposed.of)
    is_taken = any((k.target, k.target_port) == end for k in graph.links)
    return port is not None and (port.takes_many or not is_taken)


def _has_output(graph: Graph, exposed: Exposed) -> bool:
    node = graph.nodes.get(exposed.node)
    return node is not None and _output(node, exposed.of) is not None


def _has_parameter(graph: Graph, exposed: Exposed) -> bool:
    node = graph.nodes.get(exposed.node)
    if node is None:
        return False
    if isinstance(node.component, Group):
        return any(e.name == exposed.of for e in node.component.parameters)
    return isinstance(node.component, Component) and exposed.of in type(node.component).model_fields


# -------------------------------------------------------------------- nodes inside, by their paths


def graph_at(graph: Graph, path: str) -> Graph:
    """The graph inside the group at ``path``; the graph itself for the empty path.

    Raises:
        FlowError: there is no such node, or it is no group.
    """
    for step in _steps(path):
        graph = _group(graph, step).graph
    return graph


def with_graph_at(graph: Graph, path: str, inner: Graph) -> Graph:
    """The graph with another one inside the group at ``path``. Links to lost ports go.

    Raises:
        FlowError: as ``graph_at``.
    """
    first, *rest = _steps(path) or ("",)
    if not first:
        return inner
    group = _group(graph, first)
    changed = with_graph_at(group.graph, SEPARATOR.join(rest), inner)
    return with_group(graph, first, group.with_graph(changed))


def with_group(graph: Graph, node_id: str, group: Group) -> Graph:
    """The graph with another group at a node; links follow renamed ports, and go with lost ones.

    Where an input that takes one link comes to have several, the first stays.
    """
    before = graph.node(node_id).component
    node = replace(graph.node(node_id), component=group)
    old_ins, old_outs = (before.inputs, before.outputs) if isinstance(before, Group) else ((), ())
    ins = {p.name: p.name for p in node.operation.inputs}
    outs = {p.name: p.name for p in node.operation.outputs}
    into = _renamed(old_ins, group.inputs) | ins
    out_of = _renamed(old_outs, group.outputs) | outs
    links: list[Link] = []
    for k in graph.links:
        source_port = out_of.get(k.source_port) if k.source == node_id else k.source_port
        target_port = into.get(k.target_port) if k.target == node_id else k.target_port
        if source_port is not None and target_port is not None:
            links.append(replace(k, source_port=source_port, target_port=target_port))
    graph, kept = graph.with_node(node), _as_many_as_fit(node, links)
    return graph if kept == graph.links else replace(graph, links=kept)


def _as_many_as_fit(node: Node, links: Iterable[Link]) -> tuple[Link, ...]:
    """Links without those that an input of a node for one link has besides its first."""
    single = {(node.id, p.name) for p in node.operation.inputs if not p.takes_many}
    taken: set[tuple[str, str]] = set()
    kept: list[Link] = []
    for link in links:
        end = (link.target, link.target_port)
        if end not in taken:
            kept.append(link)
        taken |= {end} & single
    return tuple(kept)


def _renamed(before: tuple[Exposed, ...], after: tuple[Exposed, ...]) -> dict[str, str]:
    """The new names of ports by their old ones."""
    names = {(e.node, e.of): e.name for e in after}
    return {e.name: names[e.node, e.of] for e in before if (e.node, e.of) in names}


def node_at(graph: Graph, path: str) -> Node:
    """The node at a path such as ``prepare/scale``.

    Raises:
        FlowError: there is none.
    """
    outer, _, last = path.rpartition(SEPARATOR)
    return graph_at(graph, outer).node(last)


def with_parameters_at(graph: Graph, path: str, values: dict[str, Any]) -> Graph:
    """Change parameters of the node at a path; a group's go to the nodes inside that have them.

    Raises:
        FlowError, ParameterError: as ``Graph.with_parameters``.
    """
    outer, _, last = path.rpartition(SEPARATOR)
    inner = graph_at(graph, outer)
    component = inner.node(last).component
    if not isinstance(component, Group):
        return with_graph_at(graph, outer, inner.with_parameters(last, values))
    for name, value in values.items():
        target = exposed_parameter(component, name)
        where = f"{path}{SEPARATOR}{target.node}"
        graph = with_parameters_at(graph, where, {target.of: value})
    return graph


def with_sweep_at(graph: Graph, path: str, parameter: str, values: tuple[Any, ...]) -> Graph:
    """Give a parameter of the node at a path several values.

    Raises:
        FlowError, ParameterError: as ``Graph.with_sweep``.
    """
    outer, _, last = path.rpartition(SEPARATOR)
    inner = graph_at(graph, outer)
    component = inner.node(last).component
    if isinstance(component, Group):
        target = exposed_parameter(component, parameter)
        return with_sweep_at(graph, f"{path}{SEPARATOR}{target.node}", target.of, values)
    return with_graph_at(graph, outer, inner.with_sweep(last, parameter, values))


def exposed_parameter(group: Group, name: str) -> Exposed:
    """The parameter that a group shows under a name.

    Raises:
        FlowError: it shows none so called.
    """
    found = next((e for e in group.parameters if e.name == name), None)
    if found is None:
        known = ", ".join(e.name for e in group.parameters) or "none"
        raise FlowError(f"The group has no parameter '{name}'; it has: {known}.")
    return found


def _steps(path: str) -> tuple[str, ...]:
    return tuple(step for step in path.split(SEPARATOR) if step)


def _group(graph: Graph, node_id: str) -> Group:
    node = graph.node(node_id)
    if not isinstance(node.component, Group):
        raise FlowError(f"'{node.name}' is no group, so there is nothing inside it.")
    return node.component


def with_every_component(graph: Graph, change: Callable[[Component], Component]) -> Graph:
    """The graph with each component changed, those inside groups too."""
    nodes = {i: replace(n, component=_changed(n.component, change)) for i, n in graph.nodes.items()}
    return replace(graph, nodes=nodes)


def _changed(
    component: Component | StandIn, change: Callable[[Component], Component]
) -> Component | StandIn:
    if isinstance(component, Group):
        return replace(component, graph=with_every_component(component.graph, change))
    return change(component) if isinstance(component, Component) else component
