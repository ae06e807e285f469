"""From the records of a flow file to a graph."""

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TypeAlias

from workbench.core.component import Component
from workbench.core.errors import FlowError, Where, WorkbenchError
from workbench.flow.graph import Frame, Graph, Link, Node, Note, Placeholder, Sweep, frozen
from workbench.flow.group import Exposed, Group
from workbench.flow.paths import absolute, with_paths
from workbench.flow.records import ContentRecord, GroupRecord, LinkRecord, NodeRecord

Catalog: TypeAlias = Mapping[str, type[Component]]


def graph_of(record: ContentRecord, catalog: Catalog, folder: Path | None) -> Graph:
    """The graph that a record describes.

    Args:
        folder: what relative paths in it are taken from; None leaves them as they are.

    Raises:
        FlowError: the graph cannot be: two nodes of one id, a cycle, a link that fits no port.
        ParameterError: a parameter is unknown or out of bounds.
    """
    graph = Graph(
        notes=tuple(Note(n.id, n.text, *n.position, *n.size) for n in record.notes),
        frames=tuple(Frame(f.id, f.title, *f.position, *f.size) for f in record.frames),
    )
    ids = [n.id for n in record.nodes] + [n.id for n in record.notes]
    doubled = _doubled([*ids, *(f.id for f in record.frames)])
    if doubled is not None:
        raise FlowError(f"Two nodes, notes or frames have the id '{doubled}'.")
    for entry in record.nodes:
        graph = graph.with_node(_node(entry, catalog, folder))
        if isinstance(entry, NodeRecord):
            graph = _with_sweeps(graph, entry)
    for link in record.links:
        graph = _with_link(graph, link)
    return graph


def _doubled(ids: list[str]) -> str | None:
    seen: set[str] = set()
    return next((i for i in ids if i in seen or seen.add(i)), None)  # type: ignore[func-returns-value]


def _node(entry: NodeRecord | GroupRecord, catalog: Catalog, folder: Path | None) -> Node:
    component: Component | Placeholder | Group
    if isinstance(entry, GroupRecord):
        component = _group(entry, catalog, folder)
    else:
        component = _component(entry, catalog, folder)
    return Node(entry.id, component, entry.title, *entry.position)


def _component(entry: NodeRecord, catalog: Catalog, folder: Path | None) -> Component | Placeholder:
    kind = catalog.get(entry.kind)
    if kind is None or entry.version > kind.version:
        return Placeholder(entry.kind, entry.version, _kept(entry))
    try:
        values = kind.upgraded(entry.version, entry.parameters)
        return kind.parse(with_paths(kind, values, folder, absolute))
    except WorkbenchError as error:
        raise error.at(node=entry.id) from None


def _kept(entry: NodeRecord) -> str:
    """The parameters of a kind that is not known here, which nobody has looked at yet."""
    try:
        json.dumps(entry.sweeps, allow_nan=False)
        return json.dumps(entry.parameters, ensure_ascii=False, allow_nan=False)
    except ValueError:  # 1e999: it could not be written again
        raise FlowError(
            f"'{entry.id}' has a parameter that is no finite number.", where=Where(node=entry.id)
        ) from None


def _with_sweeps(graph: Graph, entry: NodeRecord) -> Graph:
    node = graph.node(entry.id)
    if isinstance(node.component, Placeholder):
        kept = tuple(Sweep(name, frozen(values)) for name, values in entry.sweeps.items())
        return graph.with_node(replace(node, sweeps=kept))
    try:
        for parameter, values in entry.sweeps.items():
            graph = graph.with_sweep(entry.id, parameter, values)
    except WorkbenchError as error:
        raise error.at(node=entry.id) from None
    return graph


def _group(entry: GroupRecord, catalog: Catalog, folder: Path | None) -> Group:
    try:
        graph = graph_of(entry.flow, catalog, folder)
    except WorkbenchError as error:
        raise error.at(node=entry.id) from None
    group = Group(
        graph,
        tuple(Exposed(e.name, *e.to.split(".")) for e in entry.inputs),
        tuple(Exposed(e.name, *e.source.split(".")) for e in entry.outputs),
        tuple(Exposed(e.name, *e.of.split(".")) for e in entry.parameters),
        entry.about,
    )
    lost = group.unknown()
    if lost is not None:
        raise FlowError(
            f"The group shows '{lost.of}' of '{lost.node}', which is not inside it, or is "
            "linked there.",
            where=Where(node=entry.id),
        )
    return group


def _with_link(graph: Graph, record: LinkRecord) -> Graph:
    source, source_port = record.start.split(".")
    target, target_port = record.end.split(".")
    for end in (source, target):
        graph.node(end)
    return graph.with_link(Link(source, source_port, target, target_port, record.enabled))
