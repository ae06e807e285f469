"""A design as a graph of nodes and links, as a canvas shows it, and such a graph as a design.

Each layer is a node whose id is the layer's name; two more stand for what the network takes and
what it gives. Where nodes lie is no part of a design: the canvas remembers it.
"""

import math
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import ClassVar

from typing_extensions import override

from workbench.flow.graph import Graph, Link, Node
from workbench.flow.layout import COLUMN, NODE_HEIGHT, NODE_WIDTH, ROW, arranged, snapped
from workbench.flow.operation import Described, LayerValues, Operation, Port
from workbench.flow.parts import no_work
from workbench.models.networks.design import Design
from workbench.models.networks.layers import INPUT, Layer
from workbench.models.networks.wiring import names
from workbench.runs.design_edits import NOTHING, free_name
from workbench.runs.layer_kinds import IN, OUT, LayerKind, node_kind

OUTPUT = "output"
LONGEST = 40  # letters of a name
LEAST_PER_LINE = 5  # layers of a long network that stand side by side
BETWEEN = 1.5 * ROW  # from a line of layers to the next
GAP_HEIGHT = 24.0  # of the room that is left for a link that passes by
SHAPE = 1.3  # a canvas is wider than high
Place = tuple[float, float]


class NetworkInput(Described):
    """What the network takes: a picture, or a row of values."""

    key: ClassVar[str] = "network_input"
    title: ClassVar[str] = "Input"
    category = "Data"
    icon: ClassVar[str] = "mdi6.import"
    ports: ClassVar[Operation] = Operation((), (Port(OUT, LayerValues),), no_work)


class NetworkOutput(Described):
    """What the network gives: one value a class, or one number."""

    key: ClassVar[str] = "network_output"
    title: ClassVar[str] = "Output"
    category = "Save"
    icon: ClassVar[str] = "mdi6.export"
    ports: ClassVar[Operation] = Operation((Port(IN, LayerValues),), (), no_work)

    @override
    def status(self) -> str:
        return ""


def layer_graph(design: Design, places: Mapping[str, Place] | None = None) -> Graph:
    """The design as a graph.

    Args:
        places: of nodes by their names, where they are known.
    """
    known = dict(places or {})
    steps = _steps(design)
    nodes = {INPUT: Node(INPUT, NetworkInput())}
    for layer, name, _ in steps:
        nodes[name] = Node(name, node_kind(type(layer)).of(layer), name)
    nodes[OUTPUT] = Node(OUTPUT, NetworkOutput())
    links = [
        Link(source, OUT, name, IN)
        for _, name, inputs in steps
        for source in dict.fromkeys(inputs)
        if source in nodes and source != name
    ]
    links.append(Link(_end(steps), OUT, OUTPUT, IN))
    return _placed(Graph(nodes, tuple(links)), known)


def design_of(graph: Graph) -> Design:
    """The design that a graph shows; layers take each other by name where they must."""
    layers = {i: n for i, n in graph.nodes.items() if isinstance(n.component, LayerKind)}
    called = _names(layers)
    called[INPUT] = INPUT
    inputs: dict[str, list[str]] = {i: [] for i in layers}
    for link in graph.links:
        if link.is_enabled and link.target in layers and link.source in called:
            inputs[link.target].append(link.source)
    order = _order(graph, layers, inputs)
    made: list[Layer] = []
    before = INPUT
    for i in order:
        takes = tuple(called[source] for source in inputs[i]) or (NOTHING,)
        component = layers[i].component
        if isinstance(component, LayerKind):
            layer = component.layer
            given = () if takes == (before,) and not layer.is_join else takes
            made.append(layer.model_copy(update={"name": called[i], "inputs": given}))
            before = before if layer.is_side else called[i]
    return Design(layers=tuple(made))


def with_ends(graph: Graph, before: Graph) -> Graph:
    """The graph with its input and output, and their links, as they were if they were removed."""
    gone = {i for i in (INPUT, OUTPUT) if i in before.nodes and i not in graph.nodes}
    if not gone:
        return graph
    nodes = {**graph.nodes, **{i: before.nodes[i] for i in gone}}
    links = [k for k in before.links if {k.source, k.target} & gone]
    back = (k for k in links if k.source in nodes and k.target in nodes)
    return Graph(nodes, (*graph.links, *back))


def strangers(graph: Graph) -> tuple[Node, ...]:
    """The nodes that are no layers; copies of the network's ends are passed over."""
    ends = {NetworkInput.key, NetworkOutput.key}
    return tuple(
        node
        for node in graph.nodes.values()
        if not isinstance(node.component, LayerKind) and node.component.key not in ends
    )


def places_of(graph: Graph) -> dict[str, Place]:
    """Where the nodes lie, by the names that they have in ``design_of``."""
    layers = {i: n for i, n in graph.nodes.items() if isinstance(n.component, LayerKind)}
    called = _names(layers) | {INPUT: INPUT, OUTPUT: OUTPUT}
    return {called[i]: (n.x, n.y) for i, n in graph.nodes.items() if i in called}


def _names(nodes: Mapping[str, Node]) -> dict[str, str]:
    """A name for each layer: its node's title where that may be one, else its id."""
    called: dict[str, str] = {}
    taken = {INPUT, OUTPUT, NOTHING}
    for i, node in nodes.items():
        wanted = [name for name in (_plain(node.title), _plain(i)) if name]
        free = [name for name in wanted if name not in taken]
        called[i] = free[0] if free else free_name(wanted[0] if wanted else "layer", taken)
        taken.add(called[i])
    return called


def _plain(text: str) -> str:
    letters = "".join(c if (c.isascii() and c.isalnum()) or c == "-" else "_" for c in text.strip())
    return letters.lstrip("-_0123456789")[: LONGEST - 4]


def _order(
    graph: Graph, layers: Mapping[str, Node], inputs: Mapping[str, Sequence[str]]
) -> list[str]:
    """Layers after all that they take, else as they are; the one that gives the output last."""
    waiting = list(layers)
    last = next((k.source for k in graph.links if k.target == OUTPUT and k.is_enabled), "")
    if last in waiting:
        waiting.append(waiting.pop(waiting.index(last)))
    order: list[str] = []
    done = {INPUT}
    while waiting:
        ready = next((i for i in waiting if done.issuperset(inputs[i])), waiting[0])
        waiting.remove(ready)
        order.append(ready)
        done.add(ready)
    return order


def _steps(design: Design) -> list[tuple[Layer, str, tuple[str, ...]]]:
    """Layers with names that differ, and what each takes, whether that is there or not."""
    found: list[tuple[Layer, str, tuple[str, ...]]] = []
    taken = {OUTPUT}
    before = INPUT
    for layer, name in zip(design.layers, names(design.layers), strict=True):
        own = free_name(name, taken | {INPUT})
        taken.add(own)
        found.append((layer, own, layer.inputs or (before,)))
        before = before if layer.is_side else own
    return found


def _end(steps: Sequence[tuple[Layer, str, tuple[str, ...]]]) -> str:
    return next((name for layer, name, _ in reversed(steps) if not layer.is_side), INPUT)


def _placed(graph: Graph, known: Mapping[str, Place]) -> Graph:
    """The graph with nodes where they were; new ones beside what they take, or all laid out."""
    if 2 * sum(i in known for i in graph.nodes) <= len(graph.nodes):
        return _laid_out(graph)
    places = {i: known[i] for i in graph.nodes if i in known}
    taken = set(places.values())
    for link in graph.links:
        if link.target in places or link.source not in places:
            continue
        x, y = places[link.source][0] + COLUMN, places[link.source][1]
        while (x, y) in taken:
            y += ROW
        places[link.target] = (x, y)
        taken.add((x, y))
    return graph.moved(places)


def _laid_out(graph: Graph) -> Graph:
    """From left to right; a long row goes on below, as a text does."""
    at = _columns_of(graph)
    columns = sorted({x for x, _ in at.values()})
    per_line = max(LEAST_PER_LINE, round(math.sqrt(SHAPE * len(columns))))
    if len(columns) <= per_line + 2:
        return graph.moved(at)
    number = {x: i for i, x in enumerate(columns)}
    ends = [(number[at[k.source][0]], number[at[k.target][0]]) for k in graph.links]
    line: dict[float, int] = {}
    place: dict[float, float] = {}
    for each, (start, end) in enumerate(pairwise(_breaks(len(columns), per_line, ends))):
        line |= dict.fromkeys(columns[start:end], each)
        place |= {x: i * COLUMN for i, x in enumerate(columns[start:end])}
    shift, below = {}, 0.0
    for each in range(max(line.values()) + 1):
        heights = [y for x, y in at.values() if line[x] == each]
        shift[each] = below - min(heights)
        below += max(heights) - min(heights) + BETWEEN
    places = {i: (place[x], y + shift[line[x]]) for i, (x, y) in at.items()}
    return graph.moved(places)


def _breaks(n_columns: int, per_line: int, ends: Sequence[tuple[int, int]]) -> list[int]:
    """Where each line of columns begins, and where the last ends: where little is cut.

    Args:
        ends: the columns of each link's source and target.
    """
    cut = [len({a for a, b in ends if a < column <= b}) for column in range(n_columns)]
    breaks = [0]
    while n_columns - breaks[-1] > per_line + 1:
        usual = breaks[-1] + per_line
        near = range(max(breaks[-1] + 2, usual - 2), min(usual + 2, n_columns - 1))
        breaks.append(min(near, key=lambda column: (cut[column], abs(column - usual))))
    return [*breaks, n_columns]


def _columns_of(graph: Graph) -> dict[str, Place]:
    """A place for each node, so that links that skip others pass beside them."""
    column: dict[str, int] = {}
    for i in graph.order:
        before = (column[k.source] for k in graph.inputs_of(i))
        column[i] = 1 + max(before, default=-1)
    steps: list[tuple[str, str]] = []
    for link in graph.links:
        way = [link.source]
        for passed in range(column[link.source] + 1, column[link.target]):
            gap = f"{link.source}>{link.target}:{passed}"  # no name of a layer has such signs
            column[gap] = passed
            way.append(gap)
        steps += pairwise([*way, link.target])
    order = sorted(column, key=column.__getitem__)
    sizes = {i: (NODE_WIDTH, NODE_HEIGHT if i in graph.nodes else GAP_HEIGHT) for i in order}
    places = arranged(order, steps, sizes)
    return {i: (snapped(x), snapped(y)) for i, (x, y) in places.items() if i in graph.nodes}
