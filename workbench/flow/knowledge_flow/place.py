"""Puts the nodes of an imported flow where WEKA has its steps, if there is room for ours."""

import html
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
NOTE_WIDTH, NOTES_IN_A_ROW = 240.0, 4
_LETTERS, _LINE = 34, 20.0  # how many fit into a line of a note, and its height


def placed(graph: Graph, remarks: Iterable[Remark]) -> Graph:
    """The graph with its nodes as in WEKA, or laid out anew if they would overlap or run back.

    WEKA's notes stand below the flow.

    Raises:
        FlowError: the graph has a cycle.
    """
    graph = graph.moved({i: _scaled(node.x, node.y) for i, node in graph.nodes.items()})
    places = {i: (node.x, node.y) for i, node in graph.nodes.items()}
    if _overlap(places) or _runs_back(graph, places):
        graph = graph.moved(layered(graph))
    texts = [_plain(r.text) for r in sorted(remarks, key=lambda r: (r.y, r.x))]
    return _with_notes(graph, [text for text in texts if text])


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


def _plain(text: str) -> str:
    """A note without HTML, its line breaks kept by Markdown."""
    bare = html.unescape(re.sub(r"<(?:br|/p)\s*/?>", "\n", text, flags=re.IGNORECASE))
    bare = re.sub(r"</?[a-zA-Z][^<>]*>", "", bare)
    return "  \n".join(line.strip() for line in bare.strip().splitlines())


def _with_notes(graph: Graph, texts: Iterable[str]) -> Graph:
    nodes = graph.nodes.values()
    left = min((node.x for node in nodes), default=0.0)
    top = max((node.y for node in nodes), default=-NODE_HEIGHT) + 2 * NODE_HEIGHT
    tallest = 0.0
    for number, text in enumerate(texts):
        column = number % NOTES_IN_A_ROW
        if number and not column:
            top, tallest = top + tallest + GAP, 0.0
        lines = sum(1 + len(line) // _LETTERS for line in text.splitlines())
        height = 2 * GAP + _LINE * lines
        tallest = max(tallest, height)
        x = left + column * (NOTE_WIDTH + GAP)
        graph = graph.with_note(Note(graph.free_id("note"), text, x, top, NOTE_WIDTH, height))
    return graph
