"""What a run makes of a drawn flow: groups dissolved, and a copy of a node for each swept value.

A parameter with several values makes as many copies of its node, and of all that needs it, up to
the next input that takes several links: there the copies come together, so that a table or a plot
shows them side by side. Everything that runs, remembers or shows results works on this graph and
knows of neither groups nor sweeps.
"""

import itertools
import math
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from operator import attrgetter
from pathlib import Path, PurePosixPath
from typing import Any, TypeAlias

from workbench.core.component import Component
from workbench.core.errors import FlowError, Where, WorkbenchError
from workbench.flow.graph import Graph, Link, Node
from workbench.flow.group import SEPARATOR, Exposed, Group
from workbench.flow.paths import path_fields

MAX_COPIES = 1000

Swept: TypeAlias = tuple[str, str]  # the path of a node and its parameter
Choice: TypeAlias = dict[Swept, Any]  # one value of each


@dataclass(frozen=True, eq=False)
class Expansion:
    """A graph that can run as it is.

    Args:
        graph: without groups and sweeps.
        origins: for each of its nodes the path of the drawn node it comes from.
    """

    graph: Graph
    origins: Mapping[str, str] = field(default_factory=dict)

    def origin(self, node_id: str) -> str:
        """The path of the drawn node that a node comes from."""
        return self.origins.get(node_id, node_id)

    @cached_property
    def copies(self) -> Mapping[str, tuple[str, ...]]:
        """The nodes that come from each drawn node, by its path; a group's are all inside it."""
        found: dict[str, list[str]] = {}
        for node_id in self.graph.nodes:
            steps = self.origin(node_id).split(SEPARATOR)
            for end in range(1, len(steps) + 1):
                found.setdefault(SEPARATOR.join(steps[:end]), []).append(node_id)
        return {path: tuple(ids) for path, ids in found.items()}

    def of(self, paths: Collection[str]) -> tuple[str, ...]:
        """The nodes that come from some drawn nodes.

        Raises:
            FlowError: a path names no node.
        """
        for path in paths:
            if path not in self.copies:
                known = ", ".join(self.copies) or "none"
                raise FlowError(f"The flow has no node '{path}'; it has: {known}.")
        return tuple(i for path in paths for i in self.copies[path])


def expanded(graph: Graph) -> Expansion:
    """The graph that a run of ``graph`` runs.

    Raises:
        FlowError: a node would come more than a thousand times, or there is a cycle.
        ParameterError: values of two sweeps do not go together.
    """
    flat = _without_groups(graph)
    return _Copying(flat).expansion() if _is_swept(flat) else Expansion(flat)


def _is_swept(graph: Graph) -> bool:
    return any(isinstance(n.component, Component) and n.sweeps for n in graph.nodes.values())


# ------------------------------------------------------------------------------ groups


def _without_groups(graph: Graph) -> Graph:
    if not any(isinstance(n.component, Group) for n in graph.nodes.values()):
        return graph
    nodes: dict[str, Node] = {}
    links: list[Link] = []
    _dissolve(graph, "", nodes, links)
    return Graph(nodes, tuple(links))


def _dissolve(graph: Graph, before: str, nodes: dict[str, Node], links: list[Link]) -> None:
    for node in graph.nodes.values():
        path = before + node.id
        if isinstance(node.component, Group):
            _dissolve(node.component.graph, path + SEPARATOR, nodes, links)
        else:
            nodes[path] = replace(node, id=path)
    for link in graph.links:
        starts = _ends(graph, link.source, link.source_port, is_output=True)
        ends = _ends(graph, link.target, link.target_port, is_output=False)
        for (source, out), (target, into) in itertools.product(starts, ends):
            links.append(Link(before + source, out, before + target, into, link.is_enabled))


def _ends(graph: Graph, node_id: str, port: str, *, is_output: bool) -> list[tuple[str, str]]:
    """The nodes and ports, as deep as they lie, that a port stands for."""
    component = graph.node(node_id).component
    if not isinstance(component, Group):
        return [(node_id, port)]
    shown: tuple[Exposed, ...] = component.outputs if is_output else component.inputs
    return [
        (f"{node_id}{SEPARATOR}{inner}", of)
        for exposed in shown
        if exposed.name == port
        for inner, of in _ends(component.graph, exposed.node, exposed.of, is_output=is_output)
    ]


# ------------------------------------------------------------------------------ sweeps


class _Copying:
    """Copies the nodes of a graph without groups, in the order in which they run."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self._choices: dict[str, list[Choice]] = {}  # of each node, one a copy
        self._nodes: dict[str, Node] = {}
        self._links: list[Link] = []
        self._origins: dict[str, str] = {}

    def expansion(self) -> Expansion:
        for node_id in self._graph.order:
            self._copy(self._graph.node(node_id))
        in_order = {i: n for origin in self._graph.nodes for i, n in self._copies(origin)}
        return Expansion(Graph(in_order, tuple(self._links)), self._origins)

    def _copies(self, node_id: str) -> list[tuple[str, Node]]:
        names = (_copy_id(node_id, n, c) for n, c in enumerate(self._choices[node_id]))
        return [(name, self._nodes[name]) for name in names]

    def _copy(self, node: Node) -> None:
        links = self._graph.inputs_of(node.id)
        together = {p.name for p in node.operation.inputs if p.takes_many}
        single = [k.source for k in links if k.target_port not in together]
        values: dict[Swept, list[Any]] = {}
        for source in single:
            for choice in self._choices[source]:
                for swept, value in choice.items():
                    if value not in values.setdefault(swept, []):
                        values[swept].append(value)
        if isinstance(node.component, Component):
            values |= {(node.id, s.parameter): list(s.values) for s in node.sweeps}
        self._refuse_too_many(node, values)
        self._choices[node.id] = [
            dict(zip(values, chosen, strict=True)) for chosen in itertools.product(*values.values())
        ]
        for number, choice in enumerate(self._choices[node.id]):
            made = _copy_of(node, number, choice, self._graph)
            self._nodes[made.id] = made
            self._origins[made.id] = node.id
            self._links += [copy for link in links for copy in self._linked(link, made.id, choice)]

    def _linked(self, link: Link, target: str, choice: Choice) -> list[Link]:
        """The link from every copy of its source whose values go with these."""
        return [
            replace(link, source=_copy_id(link.source, number, other), target=target)
            for number, other in enumerate(self._choices[link.source])
            if all(choice.get(swept, value) == value for swept, value in other.items())
        ]

    @staticmethod
    def _refuse_too_many(node: Node, values: Mapping[Swept, list[Any]]) -> None:
        n_copies = math.prod(len(some) for some in values.values())
        if n_copies > MAX_COPIES:
            raise FlowError(
                f"'{node.name}' would run {n_copies:,} times, once for each combination of the "
                f"values given; {MAX_COPIES:,} are the most.",
                remedy="Give a parameter fewer values.",
                where=Where(node=node.id),
            )


def _copy_id(node_id: str, number: int, choice: Choice) -> str:
    return f"{node_id}#{number + 1}" if choice else node_id


def _copy_of(node: Node, number: int, choice: Choice, graph: Graph) -> Node:
    component = node.component
    if not choice:
        return replace(node, sweeps=())
    words = label(node.id, choice, graph)
    if isinstance(component, Component):
        own = {parameter: value for (i, parameter), value in choice.items() if i == node.id}
        try:
            component = _saving_beside(component.with_parameters(own), words)
        except WorkbenchError as error:
            raise error.at(node=node.id) from None
    return Node(
        _copy_id(node.id, number, choice), component, f"{node.name} ({words})", node.x, node.y
    )


def label(node_id: str, choice: Choice, graph: Graph) -> str:
    """What tells a copy from the others: "k = 3, PCA components = 2", of a file only its name."""
    return ", ".join(
        file_words(value, _values_of(graph.node(i), parameter))
        if _names_file(graph.node(i), parameter)
        else ("" if i == node_id else f"{graph.node(i).name} ")
        + f"{parameter.replace('_', ' ')} = {value_text(value)}"
        for (i, parameter), value in choice.items()
    )


def file_words(value: Any, among: Collection[Any]) -> str:
    """A file by as little as tells it from the others: "iris", "iris.csv", or the whole path."""
    path = PurePosixPath(str(value).replace("\\", "/"))
    others = [PurePosixPath(str(v).replace("\\", "/")) for v in among if v != value]
    for of in (attrgetter("stem"), attrgetter("name")):
        if of(path) and of(path) not in map(of, others):
            return str(of(path))
    return value_text(value)


def _names_file(node: Node, parameter: str) -> bool:
    component = node.component
    return isinstance(component, Component) and parameter in path_fields(type(component))


def _values_of(node: Node, parameter: str) -> tuple[Any, ...]:
    return next((s.values for s in node.sweeps if s.parameter == parameter), ())


def value_text(value: Any) -> str:
    """A parameter's value in a few characters: 0.01, 64-32, yes."""
    if isinstance(value, tuple | list):
        return "-".join(map(value_text, value)) or "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if value is None:
        return "none"
    return repr(value) if isinstance(value, float) else str(value)  # two values never look alike


def _saving_beside(component: Component, words: str) -> Component:
    """A component that writes a file, writing one of its own for each copy."""
    text = component.parameters().get("path", "") if component.category == "Save" else ""
    if not text:
        return component
    path = Path(text)
    added = re.sub(r"[^\w.,=-]+", "_", words.replace(" = ", "="))
    named = path.with_name(f"{path.stem} {added}{path.suffix}")
    return component.with_parameters({"path": str(named)})
