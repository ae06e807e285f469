"""Tidies a flow: nodes in layers from left to right, few crossings (Sugiyama et al. 1981)."""

from collections.abc import Iterable, Mapping, Sequence
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
    sizes = dict.fromkeys(graph.nodes, (NODE_WIDTH, NODE_HEIGHT))
    places = arranged(graph.order, [(k.source, k.target) for k in graph.links], sizes)
    left = min(node.x for node in graph.nodes.values())
    top = min(node.y for node in graph.nodes.values())
    return {i: (snapped(left + x), snapped(top + y)) for i, (x, y) in places.items()}


def arranged(
    order: Sequence[str], links: Iterable[tuple[str, str]], sizes: Mapping[str, tuple[float, float]]
) -> dict[str, tuple[float, float]]:
    """A place for each of some boxes, from (0, 0).

    Args:
        order: the boxes so that each comes after all it depends on.
        links: from box to box.
        sizes: widths and heights.
    """
    before: dict[str, list[str]] = {i: [] for i in order}
    after: dict[str, list[str]] = {i: [] for i in order}
    for source, target in links:
        before[target].append(source)
        after[source].append(target)
    columns = _columns(tuple(order), before, after)
    for _ in range(_SWEEPS):
        _sort(columns, before)
        _sort(columns[::-1], after)
    middles = _heights(columns, before, after, sizes)
    top = min(middles[i] - sizes[i][1] / 2 for i in order)
    places: dict[str, tuple[float, float]] = {}
    x = 0.0
    for column in columns:
        places.update({i: (x, middles[i] - sizes[i][1] / 2 - top) for i in column})
        x += max(sizes[i][0] for i in column) + COLUMN - NODE_WIDTH
    return places


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
    columns: list[list[str]],
    before: Mapping[str, list[str]],
    after: Mapping[str, list[str]],
    sizes: Mapping[str, tuple[float, float]],
) -> dict[str, float]:
    """The boxes' middles: level with what they hang on, clear of each other."""
    heights: dict[str, float] = {}
    for column in columns:
        _level(column, before, heights, sizes)
    for column in columns[::-1]:
        _level(column, after, heights, sizes)
    return heights


def _level(
    column: list[str],
    neighbours: Mapping[str, list[str]],
    heights: dict[str, float],
    sizes: Mapping[str, tuple[float, float]],
) -> None:
    wanted = [
        fmean([heights[k] for k in neighbours[i] if k in heights] or [heights.get(i, n * ROW)])
        for n, i in enumerate(column)
    ]
    placed: list[float] = []
    for n, want in enumerate(wanted):
        least = want
        if placed:
            both = (sizes[column[n - 1]][1] + sizes[column[n]][1]) / 2
            least = placed[-1] + both + ROW - NODE_HEIGHT
        placed.append(max(want, least))
    shift = fmean(w - p for w, p in zip(wanted, placed, strict=True)) if placed else 0.0
    heights.update({i: p + shift for i, p in zip(column, placed, strict=True)})


def snapped(value: float) -> float:
    """The nearest place on the grid."""
    return round(value / GRID) * GRID
