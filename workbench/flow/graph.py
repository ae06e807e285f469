"""The flow's graph: an immutable value. Each edit gives a new one; the old one is the undo.

Everything that a flow file stores is here, and nothing else.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from workbench.core.component import Component
from workbench.core.errors import FlowError, Where
from workbench.flow.operation import TYPE_WORDS, Operation, Port, operation


@dataclass(frozen=True)
class Placeholder:
    """A node of a kind this program does not know; kept, with its parameters, never run."""

    key: str
    version: int = 1
    values: str = "{}"  # JSON, so that the node stays a hashable value


@dataclass(frozen=True)
class Node:
    """One node: a component, its name and its place.

    Args:
        id: unique in the graph; used by links, results and ``--set ID.PARAM=VALUE``.
        title: the user's name for it; empty for the component's own.
        x, y: the top left corner on the canvas, in scene pixels.
    """

    id: str
    component: Component | Placeholder
    title: str = ""
    x: float = 0.0
    y: float = 0.0

    @property
    def name(self) -> str:
        """What the node is called in the window."""
        if isinstance(self.component, Placeholder):
            return self.title or self.component.key
        return self.title or self.component.title

    @property
    def operation(self) -> Operation:
        """Ports and work; a placeholder has neither."""
        if isinstance(self.component, Placeholder):
            return _NOTHING
        return operation(type(self.component))

    def input(self, name: str) -> Port | None:
        """The input port called ``name``."""
        return next((p for p in self.operation.inputs if p.name == name), None)

    def output(self, name: str) -> Port | None:
        """The output port called ``name``."""
        return next((p for p in self.operation.outputs if p.name == name), None)


@dataclass(frozen=True)
class Link:
    """What leaves ``source`` at ``source_port`` arrives at ``target_port`` of ``target``."""

    source: str
    source_port: str
    target: str
    target_port: str
    is_enabled: bool = True


@dataclass(frozen=True)
class Note:
    """A text on the canvas (Markdown) that nothing runs."""

    id: str
    text: str
    x: float = 0.0
    y: float = 0.0
    width: float = 240.0
    height: float = 80.0


@dataclass(frozen=True)
class Graph:
    """Nodes and links without a cycle.

    Raises (every edit):
        FlowError: the edit would give a graph that cannot be.
    """

    nodes: Mapping[str, Node] = field(default_factory=dict)
    links: tuple[Link, ...] = ()
    notes: tuple[Note, ...] = ()

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
        """Remove nodes with all their links, and notes of those ids."""
        gone = set(node_ids)
        return Graph(
            {i: n for i, n in self.nodes.items() if i not in gone},
            tuple(k for k in self.links if k.source not in gone and k.target not in gone),
            tuple(n for n in self.notes if n.id not in gone),
        )

    def with_parameters(self, node_id: str, values: dict[str, Any]) -> "Graph":
        """Change parameters of a node.

        Raises:
            FlowError: there is no such node, or it is of a kind that is not known here.
            ParameterError: a parameter is unknown or out of bounds.
        """
        node = self.node(node_id)
        if isinstance(node.component, Placeholder):
            raise FlowError(f"'{node.name}' is of a kind that is not installed here.")
        return self.with_node(replace(node, component=node.component.with_parameters(values)))

    def moved(self, places: Mapping[str, tuple[float, float]]) -> "Graph":
        """Put nodes and notes at new places."""
        nodes = dict(self.nodes)
        for i, (x, y) in places.items():
            if i in nodes:
                nodes[i] = replace(nodes[i], x=x, y=y)
        notes = tuple(
            replace(n, x=places[n.id][0], y=places[n.id][1]) if n.id in places else n
            for n in self.notes
        )
        return Graph(nodes, self.links, notes)

    def with_link(self, link: Link) -> "Graph":
        """Add a link; one that already ends at a port for one link is replaced.

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
                or (port is not None and port.takes_many)
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

    # ---------------------------------------------------------------- questions

    def refusal(self, link: Link) -> str | None:
        """Why ``link`` cannot be, in words; None if it can.

        Links from or to a placeholder are kept as they are.
        """
        source, target = self.node(link.source), self.node(link.target)
        if link.source == link.target or link.source in self.downstream(link.target):
            return (
                f"'{source.name}' already depends on '{target.name}'; "
                "this link would close a cycle."
            )
        if isinstance(source.component, Placeholder) or isinstance(target.component, Placeholder):
            return None
        output, input_ = source.output(link.source_port), target.input(link.target_port)
        if output is None:
            return f"'{source.name}' has no output '{link.source_port}'."
        if input_ is None:
            return f"'{target.name}' has no input '{link.target_port}'."
        return type_refusal(source, output, target, input_)

    def inputs_of(self, node_id: str) -> tuple[Link, ...]:
        """The enabled links that end at a node, in the order they were drawn."""
        return tuple(k for k in self.links if k.target == node_id and k.is_enabled)

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
        waiting = {i: {k.source for k in self.links if k.target == i} for i in self.nodes}
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

    def free_id(self, key: str) -> str:
        """An id for a new node of the kind ``key``: the key itself, or with a number."""
        if key not in self.nodes:
            return key
        n = 2
        while f"{key}{n}" in self.nodes:
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


def type_refusal(source: Node, output: Port, target: Node, input_: Port) -> str | None:
    """Why what leaves ``output`` does not fit ``input_``, in words; None if it does."""
    if issubclass(output.type, input_.type):
        return None
    needs, gives = TYPE_WORDS[input_.type], TYPE_WORDS[output.type]
    sentence = f"'{target.name}' needs {needs}, but '{source.name}' gives {gives}."
    return f"{sentence} {_WAY_OUT.get((output.type.__name__, input_.type.__name__), '')}".rstrip()


_WAY_OUT = {
    ("Dataset", "Splits"): "Put a splitter between them, such as cross-validation.",
    ("Dataset", "Fits"): "Put a splitter and a learner between them.",
    ("Dataset", "Evaluation"): "Put a splitter, a learner and an evaluation between them.",
    ("Splits", "Fits"): "Put a learner between them.",
    ("Splits", "Evaluation"): "Put a learner and an evaluation between them.",
    ("Fits", "Evaluation"): "Put an evaluation between them.",
    ("Splits", "Dataset"): "Put this step before the splitter.",
}

_NOTHING = Operation((), (), lambda *_: iter(()))  # type: ignore[arg-type]
