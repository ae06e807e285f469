"""Putting nodes into a group, and taking them out again."""

from collections.abc import Collection, Iterable
from dataclasses import replace

from workbench.core.component import Component
from workbench.core.errors import FlowError
from workbench.flow.graph import Graph, Link, Node
from workbench.flow.group import GROUP, Exposed, Group

_End = tuple[str, str]  # a node and a port


def grouped(graph: Graph, ids: Collection[str], title: str = "") -> tuple[Graph, str]:
    """The graph with some nodes, notes and frames put into a group; and the group's id.

    The group's ports are those that links go through, required inputs that nothing is linked to,
    and outputs that nothing takes; its parameters are those that differ from their defaults.

    Raises:
        FlowError: there is no node among ``ids``, or something outside lies between them.
    """
    members = {i: n for i, n in graph.nodes.items() if i in ids}
    if not members:
        raise FlowError("There is no node to put into a group.", remedy="Select some nodes.")
    inner = Graph(
        members,
        tuple(k for k in graph.links if k.source in members and k.target in members),
        tuple(n for n in graph.notes if n.id in ids),
        tuple(f for f in graph.frames if f.id in ids),
    )
    arriving = [k for k in graph.links if k.target in members and k.source not in members]
    leaving = [k for k in graph.links if k.source in members and k.target not in members]
    inputs, into = _inputs(inner, arriving)
    outputs, out_of = _outputs(inner, leaving)
    outside = graph.without(ids)
    node = Node(
        outside.free_id(GROUP),
        Group(inner, inputs, outputs, _parameters(inner)),
        title,
        *_middle(members.values()),
    )
    links = [
        _crossing(link, node.id, into, out_of) if link.source in ids or link.target in ids else link
        for link in graph.links
        if not (link.source in members and link.target in members)
    ]
    outside = replace(outside.with_node(node), links=tuple(dict.fromkeys(links)))
    try:
        _ = outside.order
    except FlowError:
        raise FlowError(
            "These nodes cannot be one: something outside takes from one of them and gives to "
            "another.",
            remedy="Select what lies between them too.",
        ) from None
    return outside, node.id


def ungrouped(graph: Graph, group_id: str) -> tuple[Graph, tuple[str, ...]]:
    """The graph with a group's nodes, notes and frames in its place; and their ids.

    Raises:
        FlowError: the node is no group.
    """
    node = graph.node(group_id)
    if not isinstance(node.component, Group):
        raise FlowError(f"'{node.name}' is no group.")
    group, outer = node.component, graph.without([group_id])
    names = _fresh_names(outer, group.graph)
    way = _way(group.graph, node)
    for inner in group.graph.nodes.values():
        outer = outer.with_node(
            replace(inner, id=names[inner.id], x=inner.x + way[0], y=inner.y + way[1])
        )
    for note in group.graph.notes:
        outer = outer.with_note(
            replace(note, id=names[note.id], x=note.x + way[0], y=note.y + way[1])
        )
    for frame in group.graph.frames:
        outer = outer.with_frame(
            replace(frame, id=names[frame.id], x=frame.x + way[0], y=frame.y + way[1])
        )
    inside = tuple(
        replace(k, source=names[k.source], target=names[k.target]) for k in group.graph.links
    )
    links = (end for link in graph.links for end in _reconnected(link, node.id, group, names))
    every = dict.fromkeys((*links, *inside))  # a port may have been shown under two names
    return replace(outer, links=tuple(every)), tuple(names.values())


# ------------------------------------------------------------------------------ into a group


def _inputs(inner: Graph, arriving: Iterable[Link]) -> tuple[tuple[Exposed, ...], dict[_End, str]]:
    """The exposed inputs, and through which of them what leaves a node outside comes in.

    Sources that go to the same ports inside share an input, as far as those take several links.
    """
    targets: dict[_End, list[_End]] = {}
    for link in arriving:
        targets.setdefault((link.source, link.source_port), []).append(
            (link.target, link.target_port)
        )
    sharing: dict[tuple[_End, ...], list[_End]] = {}
    for source, ends in targets.items():
        sharing.setdefault(tuple(dict.fromkeys(ends)), []).append(source)
    exposed: list[Exposed] = []
    into: dict[_End, str] = {}
    for shared, sources in sharing.items():
        name = _free_name(shared[0][1], exposed)
        exposed += [Exposed(name, *end) for end in shared]
        into |= dict.fromkeys(sources, name)
    linked = {(k.target, k.target_port) for k in inner.links} | {(e.node, e.of) for e in exposed}
    for node in inner.nodes.values():
        for port in node.operation.inputs:
            if not port.is_optional and (node.id, port.name) not in linked:
                exposed.append(Exposed(_free_name(port.name, exposed), node.id, port.name))
    return tuple(exposed), into


def _outputs(inner: Graph, leaving: Iterable[Link]) -> tuple[tuple[Exposed, ...], dict[_End, str]]:
    exposed: list[Exposed] = []
    out_of: dict[_End, str] = {}
    for link in leaving:
        end = (link.source, link.source_port)
        if end not in out_of:
            out_of[end] = _free_name(link.source_port, exposed)
            exposed.append(Exposed(out_of[end], *end))
    taken = {(k.source, k.source_port) for k in inner.links} | out_of.keys()
    for node in inner.nodes.values():
        for port in node.operation.outputs:
            if (node.id, port.name) not in taken:
                exposed.append(Exposed(_free_name(port.name, exposed), node.id, port.name))
    return tuple(exposed), out_of


def _parameters(inner: Graph) -> tuple[Exposed, ...]:
    exposed: list[Exposed] = []
    for node in inner.nodes.values():
        if isinstance(node.component, Component):
            defaults = type(node.component).parse({}).parameters()
            for name, value in node.component.parameters().items():
                if value != defaults[name] or node.swept(name):
                    exposed.append(Exposed(_free_name(name, exposed), node.id, name))
    return tuple(exposed)


def _crossing(link: Link, group_id: str, into: dict[_End, str], out_of: dict[_End, str]) -> Link:
    """A link between what is inside and what is outside, now at the group."""
    start = (link.source, link.source_port)
    if start in out_of:
        return replace(link, source=group_id, source_port=out_of[start])
    return replace(link, target=group_id, target_port=into[start])


def _free_name(name: str, exposed: Iterable[Exposed]) -> str:
    taken = {e.name for e in exposed}
    n, free = 1, name
    while free in taken:
        n += 1
        free = f"{name}{n}"
    return free


def _middle(nodes: Iterable[Node]) -> tuple[float, float]:
    places = [(n.x, n.y) for n in nodes]
    across, down = zip(*places, strict=True)
    return (min(across) + max(across)) / 2, (min(down) + max(down)) / 2


# ------------------------------------------------------------------------------ out of a group


def _fresh_names(outer: Graph, inner: Graph) -> dict[str, str]:
    names: dict[str, str] = {}
    for old in (*inner.nodes, *(n.id for n in inner.notes), *(f.id for f in inner.frames)):
        names[old] = outer.free_id(old, besides=names.values())
    return names


def _way(inner: Graph, node: Node) -> tuple[float, float]:
    """How far what is inside has to go so that its middle is where the group was."""
    if not inner.nodes:
        return node.x, node.y
    x, y = _middle(inner.nodes.values())
    return node.x - x, node.y - y


def _reconnected(link: Link, group_id: str, group: Group, names: dict[str, str]) -> Iterable[Link]:
    """A link of the graph around a group, at each of the ports that it led to."""
    if link.target == group_id:
        for e in group.inputs:
            if e.name == link.target_port:
                yield replace(link, target=names[e.node], target_port=e.of)
    elif link.source == group_id:
        for e in group.outputs:
            if e.name == link.source_port:
                yield replace(link, source=names[e.node], source_port=e.of)
    else:
        yield link
