"""Puts the nodes of an imported flow where WEKA has its steps, if there is room for ours."""

import html
import math
import re
from collections.abc import Iterable, Mapping
from itertools import combinations

from workbench.flow.graph import Graph, Note
from workbench.flow.knowledge_flow.sheet import Remark
from workbench.flow.layout import GRID, NODE_HEIGHT, NODE_WIDTH, layered

Places = Mapping[str, tuple[float, float]]

# WEKA's icons stand some 160 apart from left to right and 100 from row to row.
SCALE_X, SCALE_Y = 1.55, 1.1
GAP = 16.0  # between two nodes at least
FARTHEST = 100_000.0  # from the origin; nobody finds what is farther
NOTE_WIDTH = 232.0
_LETTERS, _LINE, _EDGE = 32, 17.0, 28.0  # how many fit into a note's line; heights


def placed(graph: Graph, remarks: Iterable[Remark]) -> Graph:
    """The graph with its nodes as in WEKA, or laid out anew if they would overlap or run back.

    WEKA's notes stand below the flow, each under the step that it was nearest to.

    Raises:
        FlowError: the graph has a cycle.
    """
    first = next(iter(graph.nodes), "")
    about = [(_nearest(graph, remark) or first, _plain(remark.text)) for remark in remarks]
    graph = graph.moved({i: _scaled(node.x, node.y) for i, node in graph.nodes.items()})
    places = {i: (node.x, node.y) for i, node in graph.nodes.items()}
    if _overlap(places) or _runs_back(graph, places):
        graph = graph.moved(layered(graph))
    return _with_notes(graph, [(node, text) for node, text in about if text])


def _scaled(x: float, y: float) -> tuple[float, float]:
    return _snapped(x * SCALE_X), _snapped(y * SCALE_Y)


def _snapped(value: float) -> float:
    return round(max(-FARTHEST, min(FARTHEST, value)) / GRID) * GRID


def _overlap(places: Places) -> bool:
    """Whether two nodes are nearer than the gap."""
    return any(
        abs(x - u) < NODE_WIDTH + GAP and abs(y - v) < NODE_HEIGHT + GAP
        for (x, y), (u, v) in combinations(places.values(), 2)
    )


def _runs_back(graph: Graph, places: Places) -> bool:
    """Whether a link leads to the left: WEKA's icons have no sides, but nodes have."""
    return any(places[k.target][0] < places[k.source][0] + NODE_WIDTH for k in graph.links)


def _nearest(graph: Graph, remark: Remark) -> str | None:
    """The node whose step a note of WEKA's stands nearest to."""
    return min(
        graph.nodes,
        key=lambda i: math.hypot(graph.nodes[i].x - remark.x, graph.nodes[i].y - remark.y),
        default=None,
    )


def _plain(text: str) -> str:
    """A note without HTML, its line breaks kept by Markdown."""
    if text.lstrip().lower().startswith("<html"):
        text = re.sub(r"<(?:br|p)\s*/?>", "\n", " ".join(text.split()), flags=re.IGNORECASE)
        text = html.unescape(re.sub(r"</?[a-zA-Z][^<>]*>", "", text))
    return "  \n".join(line.strip() for line in text.strip().splitlines())


def _with_notes(graph: Graph, about: Iterable[tuple[str, str]]) -> Graph:
    """The graph with texts below it, each in the column of a node."""
    top = max((node.y for node in graph.nodes.values()), default=-NODE_HEIGHT) + 2 * NODE_HEIGHT
    for node, text in about:
        x = graph.nodes[node].x if node in graph.nodes else 0.0
        lines = sum(1 + len(line) // _LETTERS for line in text.splitlines())
        below = [n.y + n.height + GAP for n in graph.notes if abs(n.x - x) < NOTE_WIDTH + GRID]
        y = _snapped(max([top, *below]))
        note = Note(graph.free_id("note"), text, x, y, NOTE_WIDTH, _EDGE + _LINE * lines)
        graph = graph.with_note(note)
    return graph
