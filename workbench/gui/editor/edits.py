"""What the editor's gestures do to a graph, as functions from graph to graph."""

from collections.abc import Collection, Iterable
from dataclasses import replace

from workbench.core.component import Component
from workbench.core.errors import FlowError
from workbench.flow.frames import boxes_of, with_contents
from workbench.flow.graph import Graph, Link, Node, type_refusal
from workbench.flow.group import GROUP
from workbench.flow.layout import COLUMN, NODE_HEIGHT, NODE_WIDTH, ROW
from workbench.flow.own import OwnKind, node_of
from workbench.gui.editor.boxes import free_note_id
from workbench.gui.editor.port_end import PortEnd, ends_of, link_between


def added(graph: Graph, kind: type[Component], x: float, y: float) -> tuple[Graph, str]:
    """The graph with a new node, and the node's id.

    Raises:
        ParameterError: the component cannot be made from its defaults.
    """
    if issubclass(kind, OwnKind):
        node = node_of(kind, graph.free_id(GROUP), x, y)
    else:
        node = Node(graph.free_id(kind.key), kind.parse({}), x=x, y=y)
    return graph.with_node(node), node.id


def linked_to_new(graph: Graph, end: PortEnd, node_id: str) -> Graph:
    """``end`` linked to the first port of a new node that fits.

    Raises:
        FlowError: none fits.
    """
    for other in ends_of(graph.node(node_id)):
        link = link_between(end, other)
        if link is not None and graph.refusal(link) is None:
            return graph.with_link(link)
    raise FlowError(f"No port of '{graph.node(node_id).name}' fits here.")


def kinds_that_fit(
    graph: Graph, end: PortEnd, kinds: Iterable[type[Component]]
) -> tuple[type[Component], ...]:
    """The components of which a new node could be linked to ``end``."""
    port, near = end.in_graph(graph), graph.node(end.node)
    if port is None:
        return ()
    found = []
    for kind in kinds:
        far = Node("", kind.model_construct())
        if end.is_output:
            fits = any(type_refusal(near, port, far, p) is None for p in far.operation.inputs)
        else:
            fits = any(type_refusal(far, p, near, port) is None for p in far.operation.outputs)
        if fits:
            found.append(kind)
    return tuple(found)


def inserted(graph: Graph, node_id: str, link: Link) -> Graph | None:
    """The graph with a node put into a link; None where types or links already there forbid it."""
    if link not in graph.links or node_id in {link.source, link.target}:
        return None
    if any(node_id in {k.source, k.target} for k in graph.links):
        return None
    without = graph.without_link(link)
    start = PortEnd(link.source, link.source_port, is_output=True)
    end = PortEnd(link.target, link.target_port, is_output=False)
    try:
        linked = linked_to_new(linked_to_new(without, start, node_id), end, node_id)
    except FlowError:
        return None
    return _with_room(linked, node_id, link)


def _with_room(graph: Graph, node_id: str, link: Link) -> Graph:
    """What lies behind a node that was put into a link moved right, if the node covers something.

    Flows that run from right to left are left as they are.
    """
    new, source, target = (graph.node(i) for i in (node_id, link.source, link.target))
    if target.x <= source.x or not (_is_covered(new, source) or _is_covered(new, target)):
        return graph
    x = max(new.x, source.x + COLUMN)
    way = max(0.0, x + COLUMN - target.x)
    behind = [graph.node(i) for i in {target.id, *graph.downstream(target.id)}]
    return graph.moved({node_id: (x, new.y), **{n.id: (n.x + way, n.y) for n in behind}})


def _is_covered(one: Node, other: Node) -> bool:
    return abs(one.x - other.x) < NODE_WIDTH and abs(one.y - other.y) < NODE_HEIGHT


def without(graph: Graph, ids: Collection[str], links: Iterable[Link]) -> Graph:
    """The graph without some nodes, notes, frames and links. What lies in a frame stays."""
    for link in links:
        graph = graph.without_link(link)
    return graph.without(ids)


def switched(graph: Graph, links: Collection[Link]) -> Graph:
    """Some links disabled, or enabled again if all of them are disabled."""
    turns_on = all(not k.is_enabled for k in links)
    changed = tuple(replace(k, is_enabled=turns_on) if k in links else k for k in graph.links)
    return replace(graph, links=changed)


def part(graph: Graph, ids: Collection[str]) -> Graph:
    """Some nodes, notes and frames with the links among them."""
    return Graph(
        {i: n for i, n in graph.nodes.items() if i in ids},
        tuple(k for k in graph.links if k.source in ids and k.target in ids),
        tuple(n for n in graph.notes if n.id in ids),
        tuple(f for f in graph.frames if f.id in ids),
    )


def pasted(graph: Graph, piece: Graph, by: tuple[float, float]) -> tuple[Graph, tuple[str, ...]]:
    """The graph with ``piece`` added under new ids, moved ``by`` (x, y); and those ids."""
    names: dict[str, str] = {}
    for node in piece.nodes.values():
        names[node.id] = graph.free_id(node.component.key)
        moved = replace(node, id=names[node.id], x=node.x + by[0], y=node.y + by[1])
        graph = graph.with_node(moved)
    copies = tuple(replace(k, source=names[k.source], target=names[k.target]) for k in piece.links)
    graph = replace(graph, links=graph.links + copies)
    for note in piece.notes:
        names[note.id] = free_note_id(graph)
        moved_note = replace(note, id=names[note.id], x=note.x + by[0], y=note.y + by[1])
        graph = graph.with_note(moved_note)
    for frame in piece.frames:
        names[frame.id] = graph.free_id("frame")
        moved_frame = replace(frame, id=names[frame.id], x=frame.x + by[0], y=frame.y + by[1])
        graph = graph.with_frame(moved_frame)
    return graph, tuple(names.values())


def nudged(graph: Graph, ids: Collection[str], dx: float, dy: float) -> Graph:
    """Some nodes, notes and frames moved by the same way, and what lies in the frames."""
    ids = with_contents(graph, ids)
    places = {n.id: (n.x + dx, n.y + dy) for n in graph.nodes.values() if n.id in ids}
    places |= {b.id: (b.x + dx, b.y + dy) for b in boxes_of(graph) if b.id in ids}
    return graph.moved(places)


def free_place(graph: Graph, x: float, y: float) -> tuple[float, float]:
    """The first place at or below (x, y) where a new node covers no other."""

    def is_taken(y: float) -> bool:
        return any(
            abs(n.x - x) < NODE_WIDTH and abs(n.y - y) < NODE_HEIGHT for n in graph.nodes.values()
        )

    while is_taken(y):
        y += ROW
    return x, y


def box(graph: Graph) -> tuple[float, float, float, float] | None:
    """Left, top, right and bottom of all nodes, notes and frames; None if there are none."""
    boxes: list[tuple[float, float, float, float]] = [
        (n.x, n.y, n.x + NODE_WIDTH, n.y + NODE_HEIGHT) for n in graph.nodes.values()
    ]
    boxes += [(b.x, b.y, b.x + b.width, b.y + b.height) for b in boxes_of(graph)]
    if not boxes:
        return None
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)
