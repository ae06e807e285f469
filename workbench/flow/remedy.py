"""What makes a refused link fit: nodes put between its ends, or another way to draw it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from workbench.core.component import Component
from workbench.core.errors import WorkbenchError
from workbench.data.dataset import Dataset
from workbench.data.split import Splits
from workbench.evaluation.predictions import Evaluation
from workbench.flow.graph import Graph, Link, Node, Placeholder
from workbench.flow.layout import COLUMN, NODE_HEIGHT, NODE_WIDTH, ROW
from workbench.flow.operation import Operation, Port, operation
from workbench.models.fits import Fits
from workbench.models.model import Model

# What is put in where the flow has no example: what most people would take first.
_FIRST_CHOICE: Mapping[type, str] = {
    Splits: "cross_validation",
    Fits: "mlp",
    Evaluation: "evaluate",
    Model: "take_model",
    Dataset: "predict",
}

Kinds = tuple[type[Component], ...]


@dataclass(frozen=True)
class Offer:
    """A way out of a refusal.

    Args:
        way: nodes put "between" the two ends; a "link" from a node that is there already; the
            target put "before" a splitter.
        names: of the nodes put in; of the node linked instead; of the splitter.
        graph: the graph with all of that done.
        ids: what is new in it, or was moved.
    """

    way: Literal["between", "link", "before"]
    names: tuple[str, ...]
    graph: Graph
    ids: tuple[str, ...]


def offer(graph: Graph, link: Link, catalog: Mapping[str, type[Component]]) -> Offer | None:
    """The shortest way to what a refused link means; None where there is none.

    A node that is in the flow already comes before new ones: two learners that hang on one
    splitter are tested on the same folds.
    """
    source, target = graph.node(link.source), graph.node(link.target)
    if link.source == link.target or link.source in graph.downstream(link.target):
        return None
    output, input_ = source.output(link.source_port), target.input(link.target_port)
    if output is None or input_ is None or issubclass(output.type, input_.type):
        return None
    if issubclass(output.type, Splits) and issubclass(input_.type, Dataset):
        return _before_splitter(graph, source, target, input_)
    best: Offer | None = None
    for start, port in _starts(graph, source, output, target):
        kinds = chain(port.type, input_.type, catalog, graph)
        if kinds is None or (best is not None and len(kinds) >= len(best.names)):
            continue
        if not kinds:  # what is there already fits
            return _linked(graph, start, port, link)
        best = between(graph, replace(link, source=start.id, source_port=port.name), kinds)
    return best


def chain(
    gives: type, needs: type, catalog: Mapping[str, type[Component]], graph: Graph
) -> Kinds | None:
    """The fewest components that lead from one type to another, the usual ones; None if none do.

    Args:
        graph: whose own kinds are taken before others.
    """
    used = [node.component.key for node in graph.nodes.values()]
    front: list[tuple[type, Kinds]] = [(gives, ())]
    seen = {gives}
    while front:
        reached: list[tuple[type, Kinds]] = []
        for type_, kinds in front:
            if issubclass(type_, needs):
                return kinds
            for next_, kind in _steps(type_, catalog, used):
                if next_ not in seen:
                    seen.add(next_)
                    reached.append((next_, (*kinds, kind)))
        front = reached
    return None


def between(graph: Graph, link: Link, kinds: Sequence[type[Component]]) -> Offer | None:
    """The graph with new nodes of some kinds between two ends; None where they cannot be made."""
    made, at, port = graph, link.source, link.source_port
    ids: list[str] = []
    try:
        for place, kind in zip(_places(graph, link, len(kinds)), kinds, strict=True):
            node = Node(made.free_id(kind.key), kind.parse({}), x=place[0], y=place[1])
            made = made.with_node(node)
            made = made.with_link(Link(at, port, node.id, _needed(node.operation)[0].name))
            at, port = node.id, node.operation.outputs[0].name
            ids.append(node.id)
        made = made.with_link(Link(at, port, link.target, link.target_port))
    except WorkbenchError:
        return None
    names = tuple(made.node(i).name for i in ids)
    return Offer("between", names, _with_room(made, link, ids), tuple(ids))


# ------------------------------------------------------------------------------- ways through types


def _needed(work: Operation) -> list[Port]:
    return [port for port in work.inputs if not port.is_optional]


def _steps(
    gives: type, catalog: Mapping[str, type[Component]], used: Sequence[str]
) -> Iterator[tuple[type, type[Component]]]:
    """Each type that one component makes of another type, with the component to take."""
    found: dict[type, list[type[Component]]] = {}
    for kind in catalog.values():
        work = operation(kind)
        needed = _needed(work)
        if len(needed) != 1 or not work.outputs or not issubclass(gives, needed[0].type):
            continue
        if kind.category == "See":  # what is chosen in a view is no way from here to there
            continue
        if not issubclass(work.outputs[0].type, gives):
            found.setdefault(work.outputs[0].type, []).append(kind)
    for type_, kinds in found.items():
        yield type_, _usual(type_, kinds, used)


def _usual(type_: type, kinds: list[type[Component]], used: Sequence[str]) -> type[Component]:
    """The kind that the flow has most of, else the one that most would take."""
    first = _FIRST_CHOICE.get(type_, "")
    return max(kinds, key=lambda kind: (used.count(kind.key), kind.key == first))


# ------------------------------------------------------------------------- nodes that are there


def _starts(graph: Graph, source: Node, output: Port, target: Node) -> Iterator[tuple[Node, Port]]:
    """The source's own port, and those of what hangs on it and does not need the target."""
    yield source, output
    beyond = {target.id, *graph.downstream(target.id)}
    for node_id in graph.order:
        node = graph.node(node_id)
        if node_id in beyond or node_id not in graph.downstream(source.id):
            continue
        if not isinstance(node.component, Placeholder):
            yield from ((node, port) for port in node.operation.outputs)


def _linked(graph: Graph, start: Node, port: Port, link: Link) -> Offer | None:
    instead = Link(start.id, port.name, link.target, link.target_port)
    if instead in graph.links or graph.refusal(instead) is not None:
        return None
    return Offer("link", (start.name,), graph.with_link(instead), (start.id,))


def _before_splitter(graph: Graph, source: Node, target: Node, input_: Port) -> Offer | None:
    """The target, which changes data sets and is not linked yet, put before the splitter."""
    outputs = [port for port in target.operation.outputs if issubclass(port.type, Dataset)]
    is_linked = any(target.id in {k.source, k.target} for k in graph.links)
    splitter = _splitter(graph, source)
    if is_linked or not outputs or splitter is None or len(_needed(target.operation)) > 1:
        return None  # what needs more than the data is not mended by moving it
    into = graph.inputs_of(splitter.id)[0]
    made = graph.without_link(into)
    made = made.with_link(Link(into.source, into.source_port, target.id, input_.name))
    made = made.with_link(Link(target.id, outputs[0].name, splitter.id, into.target_port))
    x, y = _places(graph, into, 1)[0]
    made = made.with_node(replace(target, x=x, y=y))
    return Offer("before", (splitter.name,), _with_room(made, into, [target.id]), (target.id,))


def _splitter(graph: Graph, node: Node) -> Node | None:
    """The node at or before ``node`` that makes splits of a data set."""
    for node_id in (node.id, *graph.upstream(node.id)):
        found = graph.node(node_id)
        takes = [port.type for port in _needed(found.operation)]
        gives = [port.type for port in found.operation.outputs]
        if takes[:1] == [Dataset] and gives == [Splits] and graph.inputs_of(node_id):
            return found
    return None


# ------------------------------------------------------------------------------- places


def _places(graph: Graph, link: Link, n: int) -> list[tuple[float, float]]:
    """Places for ``n`` nodes in a row right of the source, clear of all others."""
    source, target = graph.node(link.source), graph.node(link.target)
    step = max((target.x - source.x) / (n + 1), COLUMN)
    places: list[tuple[float, float]] = []
    for i in range(1, n + 1):
        x = source.x + step * i
        y = source.y + (target.y - source.y) * i / (n + 1)
        others = [other for other in graph.nodes.values() if other.id != link.target]
        while any(_covers(other, x, y) for other in others):
            y += ROW
        places.append((round(x / 8) * 8.0, round(y / 8) * 8.0))
    return places


def _covers(node: Node, x: float, y: float) -> bool:
    return abs(node.x - x) < NODE_WIDTH and abs(node.y - y) < NODE_HEIGHT


def _with_room(graph: Graph, link: Link, new: Iterable[str]) -> Graph:
    """The target, and what hangs on it, moved right where the new nodes need the place.

    Flows that run from right to left are left as they are.
    """
    source, target = graph.node(link.source), graph.node(link.target)
    way = max(graph.node(i).x for i in new) + COLUMN - target.x
    if target.x <= source.x or way <= 0.0:
        return graph
    behind = [graph.node(i) for i in {target.id, *graph.downstream(target.id)}]
    return graph.moved({node.id: (node.x + way, node.y) for node in behind})
