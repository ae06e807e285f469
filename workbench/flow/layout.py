"""Tidies a flow: nodes in layers from left to right, few crossings (Sugiyama et al. 1981)."""

from collections.abc import Mapping
from statistics import fmean

from workbench.flow.graph import Graph

NODE_WIDTH = 176.0
NODE_HEIGHT = 56.0
COLUMN = 248.0  # a node's width and room for its links
ROW = 88.0
GRID = 8.0
_SWEEPS = 4  # barycentre sweeps; more change nothing on flows of this size


def layered(graph: Graph) -> dict[str, tuple[float, float]]:
    """A place for every node, the flow's top left corner staying where it is.

    Raises:
        FlowError: the flow has a cycle.
    """
    if not graph.nodes:
        return {}
    before: dict[str, list[str]] = {i: [] for i in graph.nodes}
    after: dict[str, list[str]] = {i: [] for i in graph.nodes}
    for link in graph.links:
        before[link.target].append(link.source)
        after[link.source].append(link.target)
    columns = _columns(graph.order, before, after)
    for _ in range(_SWEEPS):
        _sort(columns, before)
        _sort(columns[::-1], after)
    heights = _heights(columns, before, after)
    left = min(node.x for node in graph.nodes.values())
    top = min(node.y for node in graph.nodes.values()) - min(heights.values())
    return {
        i: (_snapped(left + n * COLUMN), _snapped(top + heights[i]))
        for n, column in enumerate(columns)
        for i in column
    }


def _columns(
    order: tuple[str, ...], before: Mapping[str, list[str]], after: Mapping[str, list[str]]
) -> list[list[str]]:
    """Each node one column right of the last it needs; sources just left of who needs them."""
    column: dict[str, int] = {}
    for i in order:
        column[i] = 1 + max((column[b] for b in before[i]), default=-1)
    for i in order:
        if not before[i] and after[i]:
            column[i] = min(column[a] for a in after[i]) - 1
    columns: list[list[str]] = [[] for _ in range(1 + max(column.values()))]
    for i in order:
        columns[column[i]].append(i)
    return columns


def _sort(columns: list[list[str]], neighbours: Mapping[str, list[str]]) -> None:
    """Order each column by the mean place of its nodes' neighbours."""
    place: dict[str, float] = {}
    for column in columns:
        own = {i: float(n) for n, i in enumerate(column)}
        wanted = {
            i: fmean([place[n] for n in neighbours[i] if n in place] or [own[i]]) for i in column
        }
        column.sort(key=wanted.__getitem__)
        place.update({i: float(n) for n, i in enumerate(column)})


def _heights(
    columns: list[list[str]], before: Mapping[str, list[str]], after: Mapping[str, list[str]]
) -> dict[str, float]:
    """Nodes level with what they hang on, a row apart at least."""
    heights: dict[str, float] = {}
    for column in columns:
        _level(column, before, heights)
    for column in columns[::-1]:
        _level(column, after, heights)
    return heights


def _level(
    column: list[str], neighbours: Mapping[str, list[str]], heights: dict[str, float]
) -> None:
    wanted = [
        fmean([heights[k] for k in neighbours[i] if k in heights] or [heights.get(i, n * ROW)])
        for n, i in enumerate(column)
    ]
    placed: list[float] = []
    for want in wanted:
        placed.append(max(want, placed[-1] + ROW) if placed else want)
    shift = fmean(w - p for w, p in zip(wanted, placed, strict=True)) if placed else 0.0
    heights.update({i: p + shift for i, p in zip(column, placed, strict=True)})


def _snapped(value: float) -> float:
    return round(value / GRID) * GRID
