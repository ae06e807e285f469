"""The flow's graph: an immutable value. Each edit gives a new one; the old one is the undo.

Everything that a flow file stores is here, and nothing else.
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from typing_extensions import override

from workbench.core.component import Component
from workbench.core.errors import FlowError, ParameterError, Where
from workbench.flow.parts import (
    Frame,
    Link,
    Node,
    Note,
    Placeholder,
    StandIn,
    Sweep,
    frozen,
    settings_of,
    type_refusal,
)

__all__ = [
    "Frame",
    "Graph",
    "Link",
    "Node",
    "Note",
    "Placeholder",
    "StandIn",
    "Sweep",
    "frozen",
    "type_refusal",
]


@dataclass(frozen=True)
class Graph:
    """Nodes and links without a cycle.

    Raises (every edit):
        FlowError: the edit would give a graph that cannot be.
    """

    nodes: Mapping[str, Node] = field(default_factory=dict)
    links: tuple[Link, ...] = ()
    notes: tuple[Note, ...] = ()
    frames: tuple[Frame, ...] = ()

    @override
    def __hash__(self) -> int:
        return hash((tuple(self.nodes.values()), self.links, self.notes, self.frames))

    def node(self, node_id: str) -> Node:
        """The node ``node_id``.

        Raises:
            FlowError: there is none.
        """
        try:
            return self.nodes[node_id]
        except KeyError:
            known = ", ".join(self.nodes) or "none"
            raise FlowError(f"The flow has no node '{node_id}'; it has: {known}.") from None

    # ------------------------------------------------------------------ edits

    def with_node(self, node: Node) -> "Graph":
        """Add a node, or replace the one of the same id."""
        return replace(self, nodes={**self.nodes, node.id: node})

    def without(self, node_ids: Iterable[str]) -> "Graph":
        """Remove nodes with all their links, and notes and frames of those ids."""
        gone = set(node_ids)
        return Graph(
            {i: n for i, n in self.nodes.items() if i not in gone},
            tuple(k for k in self.links if k.source not in gone and k.target not in gone),
            tuple(n for n in self.notes if n.id not in gone),
            tuple(f for f in self.frames if f.id not in gone),
        )

    def with_parameters(self, node_id: str, values: dict[str, Any]) -> "Graph":
        """Change parameters of a node.

        Raises:
            FlowError: there is no such node, or it is of a kind that is not known here.
            ParameterError: a parameter is unknown or out of bounds.
        """
        node, component = self._component(node_id)
        return self.with_node(replace(node, component=component.with_parameters(values)))

    def with_sweep(self, node_id: str, parameter: str, values: Sequence[Any]) -> "Graph":
        """Give a parameter several values, each as the component takes it; none ends the sweep.

        One value only is set as the parameter's own.

        Raises:
            FlowError: as ``with_parameters``.
            ParameterError: the parameter is unknown, a value is out of bounds, or comes twice.
        """
        node, component = self._component(node_id)
        taken = [component.with_parameters({parameter: v}).parameters()[parameter] for v in values]
        doubled = next((v for i, v in enumerate(taken) if v in taken[:i]), None)
        if doubled is not None:
            raise ParameterError(
                f"{component.title}: '{parameter}' is given the value {doubled!r} twice.",
                where=Where(parameter=parameter),
            )
        if len(taken) == 1:
            component = component.with_parameters({parameter: taken[0]})
        sweep = (Sweep(parameter, frozen(taken)),) if len(taken) > 1 else ()
        before = [s.parameter for s in node.sweeps]
        at = before.index(parameter) if parameter in before else len(before)
        sweeps = (*node.sweeps[:at], *sweep, *node.sweeps[at + 1 :])
        return self.with_node(replace(node, component=component, sweeps=sweeps))

    def renamed(self, node_id: str, title: str) -> "Graph":
        """Give a node another name; the component's own name, or none, takes the name away."""
        node, title = replace(self.node(node_id), title=""), title.strip()
        return self.with_node(node if title == node.name else replace(node, title=title))

    def _component(self, node_id: str) -> tuple[Node, Component]:
        node = self.node(node_id)
        if isinstance(node.component, Placeholder):
            raise FlowError(f"'{node.name}' is of a kind that is not installed here.")
        if isinstance(node.component, StandIn):
            raise FlowError(f"'{node.name}' is a group; its nodes have the parameters.")
        return node, node.component

    def moved(self, places: Mapping[str, tuple[float, float]]) -> "Graph":
        """Put nodes, notes and frames at new places."""
        nodes = dict(self.nodes)
        for i, (x, y) in places.items():
            if i in nodes:
                nodes[i] = replace(nodes[i], x=x, y=y)
        notes = tuple(
            replace(n, x=places[n.id][0], y=places[n.id][1]) if n.id in places else n
            for n in self.notes
        )
        frames = tuple(
            replace(f, x=places[f.id][0], y=places[f.id][1]) if f.id in places else f
            for f in self.frames
        )
        return Graph(nodes, self.links, notes, frames)

    def with_link(self, link: Link) -> "Graph":
        """Add a link; one that already ends at a port for one link is replaced.

        How many links an unknown node's port takes nobody knows: all are kept.

        Raises:
            FlowError: as ``refusal`` says it.
        """
        reason = self.refusal(link)
        if reason:
            raise FlowError(reason, where=Where(node=link.target))
        port = self.node(link.target).input(link.target_port)
        kept = tuple(
            k
            for k in self.links
            if k != link
            and (
                (k.target, k.target_port) != (link.target, link.target_port)
                or port is None
                or port.takes_many
            )
        )
        return replace(self, links=(*kept, link))

    def without_link(self, link: Link) -> "Graph":
        """Remove a link."""
        return replace(self, links=tuple(k for k in self.links if k != link))

    def with_note(self, note: Note) -> "Graph":
        """Add a note, or replace the one of the same id."""
        kept = tuple(n for n in self.notes if n.id != note.id)
        return replace(self, notes=(*kept, note))

    def with_frame(self, frame: Frame) -> "Graph":
        """Add a frame, or put it in the place of the one of the same id."""
        if any(f.id == frame.id for f in self.frames):
            frames = tuple(frame if f.id == frame.id else f for f in self.frames)
            return replace(self, frames=frames)
        return replace(self, frames=(*self.frames, frame))

    # ---------------------------------------------------------------- questions

    def refusal(self, link: Link) -> str | None:
        """Why ``link`` cannot be, in words; None if it can.

        A placeholder may have any port; at its other end a link must fit a port that there is.
        """
        source, target = self.node(link.source), self.node(link.target)
        if link.source == link.target or link.source in self.downstream(link.target):
            return (
                f"'{source.name}' already depends on '{target.name}'; "
                "this link would close a cycle."
            )
        output, input_ = source.output(link.source_port), target.input(link.target_port)
        if output is None and not isinstance(source.component, Placeholder):
            return f"'{source.name}' has no output '{link.source_port}'."
        if input_ is None and not isinstance(target.component, Placeholder):
            return f"'{target.name}' has no input '{link.target_port}'."
        if output is None or input_ is None:
            return None
        return type_refusal(source, output, target, input_)

    def inputs_of(self, node_id: str) -> tuple[Link, ...]:
        """The enabled links that end at a node, in the order they were drawn."""
        return self._arriving.get(node_id, ())

    @cached_property
    def _arriving(self) -> dict[str, tuple[Link, ...]]:
        found: dict[str, list[Link]] = {}
        for link in self.links:
            if link.is_enabled:
                found.setdefault(link.target, []).append(link)
        return {target: tuple(links) for target, links in found.items()}

    @cached_property
    def sources(self) -> dict[str, int]:
        """For each node a hash of all that its result comes from; 0 for all where a cycle is."""
        found: dict[str, int] = {}
        try:
            order = self.order
        except FlowError:
            return dict.fromkeys(self.nodes, 0)
        for node_id in order:
            node = self.nodes[node_id]
            inputs = tuple((k.target_port, found[k.source]) for k in self.inputs_of(node_id))
            found[node_id] = hash((settings_of(node.component), node.name, inputs))
        return found

    def downstream(self, node_id: str) -> frozenset[str]:
        """Every node that depends on ``node_id``, itself left out."""
        return self._reached(node_id, {k: (k.source, k.target) for k in self.links})

    def upstream(self, node_id: str) -> frozenset[str]:
        """Every node that ``node_id`` depends on, itself left out."""
        return self._reached(node_id, {k: (k.target, k.source) for k in self.links})

    @cached_property
    def order(self) -> tuple[str, ...]:
        """Node ids so that each comes after all it depends on (Kahn), else in insertion order.

        Raises:
            FlowError: there is a cycle (a file made elsewhere).
        """
        waiting: dict[str, set[str]] = {i: set() for i in self.nodes}
        for link in self.links:
            if link.target in waiting:
                waiting[link.target].add(link.source)
        done: list[str] = []
        while waiting:
            ready = [i for i, needs in waiting.items() if not needs & waiting.keys()]
            if not ready:
                names = ", ".join(sorted(self.nodes[i].name for i in waiting))
                raise FlowError(
                    f"The flow has a cycle through: {names}.", remedy="Remove a link of it."
                )
            for i in ready:
                del waiting[i]
            done += ready
        return tuple(done)

    def free_id(self, key: str, besides: Collection[str] = ()) -> str:
        """An id for something new of the kind ``key``: the key itself, or with a number.

        What no id may hold, in the key of a kind that is not known here, becomes a hyphen.

        Args:
            besides: ids that are not to be taken either.
        """
        taken = {*self.nodes, *besides, *(n.id for n in self.notes), *(f.id for f in self.frames)}
        key = re.sub(r"[^\w-]", "-", key) or "node"
        if key not in taken:
            return key
        n = 2
        while f"{key}{n}" in taken:
            n += 1
        return f"{key}{n}"

    @staticmethod
    def _reached(start: str, ends: Mapping[Link, tuple[str, str]]) -> frozenset[str]:
        step: dict[str, set[str]] = {}
        for near, far in ends.values():
            step.setdefault(near, set()).add(far)
        found: set[str] = set()
        front = {start}
        while front:
            front = {far for near in front for far in step.get(near, ())} - found
            found |= front
        return frozenset(found)
