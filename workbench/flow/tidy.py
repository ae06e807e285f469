"""Tidies a flow, frames and all: what a frame holds is laid out in it, and it among the rest."""

from collections.abc import Iterable
from dataclasses import replace

from workbench.core.errors import FlowError
from workbench.flow.frames import ROOM, TITLE, box_of, inside
from workbench.flow.graph import Frame, Graph
from workbench.flow.layout import NODE_HEIGHT, NODE_WIDTH, arranged, layered, snapped

_OUTSIDE = ""  # what holds all that lies in no frame
_HEAD = 56.0  # above what is in a frame: its bar, and room
_BELOW = 16.0  # between notes and what they stand below
Place = tuple[float, float]


def tidied(graph: Graph) -> Graph:
    """The flow laid out from left to right, its top left corner staying where it is.

    Frames keep what is in them and are drawn anew around it; notes in them come to stand below.
    Where that cannot be, as a frame both takes from and gives to something outside, nodes are
    laid out as without frames. Empty frames, and notes in none, stay where they are.

    Raises:
        FlowError: the flow has a cycle.
    """
    _ = graph.order  # raises
    if not any(inside(graph, frame) & graph.nodes.keys() for frame in graph.frames):
        return graph.moved(layered(graph))
    nest = _Nest(graph)
    try:
        places, sizes = nest.laid_out()
    except FlowError:
        return _around(graph, graph.moved(layered(graph)))
    boxes = [box for i in nest.held[_OUTSIDE] if (box := box_of(graph, i)) is not None]
    left, top = min(box[0] for box in boxes), min(box[1] for box in boxes)
    left, top = snapped(left), snapped(top)
    moved = graph.moved({i: (left + x, top + y) for i, (x, y) in places.items()})
    frames = tuple(
        replace(f, width=sizes[f.id][0], height=sizes[f.id][1]) if f.id in sizes else f
        for f in moved.frames
    )
    return replace(moved, frames=frames)


class _Nest:
    """Which frame holds what, each thing in the smallest that does."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        within = {f.id: inside(graph, f) for f in graph.frames}
        by_size = sorted(graph.frames, key=lambda f: f.width * f.height)
        self._holder: dict[str, str] = {}
        self.held: dict[str, list[str]] = {_OUTSIDE: [], **{f.id: [] for f in graph.frames}}
        notes = [n.id for n in graph.notes]
        frames = [f.id for f in graph.frames if within[f.id] & graph.nodes.keys()]
        for i in (*graph.nodes, *frames, *notes):
            holder = next((f.id for f in by_size if i in within[f.id]), _OUTSIDE)
            self._holder[i] = holder
            if holder or i not in notes:  # notes outside stay where they are
                self.held[holder].append(i)

    def laid_out(self) -> tuple[dict[str, Place], dict[str, Place]]:
        """Places from (0, 0) of all that moves, and the sizes of the frames.

        Raises:
            FlowError: a frame would have to stand both before and after something.
        """
        sizes: dict[str, Place] = {}
        return self._lay(_OUTSIDE, sizes), sizes

    def _lay(self, holder: str, sizes: dict[str, Place]) -> dict[str, Place]:
        graph = self._graph
        notes = {n.id: n for n in graph.notes}
        held = [i for i in self.held[holder] if i not in notes]
        within = {i: self._lay(i, sizes) for i in held if i not in graph.nodes}
        wide = {i: sizes.get(i, (NODE_WIDTH, NODE_HEIGHT)) for i in held}
        links = self._links(holder)
        free = arranged(_ordered(held, links), links, wide)
        at = {i: (snapped(x), snapped(y)) for i, (x, y) in free.items()}
        right = max(at[i][0] + wide[i][0] for i in held)
        bottom = max(at[i][1] + wide[i][1] for i in held)
        for note in (notes[i] for i in self.held[holder] if i in notes):
            at[note.id] = (0.0, bottom + _BELOW)
            right, bottom = max(right, note.width), bottom + _BELOW + note.height
        for frame, inner in within.items():
            x, y = at[frame]
            at.update({i: (x + ROOM + dx, y + _HEAD + dy) for i, (dx, dy) in inner.items()})
        if holder:
            sizes[holder] = (snapped(right + 2 * ROOM), snapped(bottom + _HEAD + ROOM))
        return at

    def _links(self, holder: str) -> list[tuple[str, str]]:
        """Links among what a frame holds, those of things deeper inside taken as their frames'."""
        ends = [(self._in(holder, k.source), self._in(holder, k.target)) for k in self._graph.links]
        return [(a, b) for a, b in dict.fromkeys(ends) if a and b and a != b]

    def _in(self, holder: str, item_id: str) -> str:
        """What of the things that a frame holds a node is, or lies in; empty if none."""
        while item_id and self._holder[item_id] != holder:
            item_id = self._holder[item_id]
        return item_id


def _ordered(ids: Iterable[str], links: Iterable[tuple[str, str]]) -> list[str]:
    """Ids so that each comes after all that links lead from.

    Raises:
        FlowError: there is a cycle.
    """
    waiting: dict[str, set[str]] = {i: set() for i in ids}
    for source, target in links:
        waiting[target].add(source)
    done: list[str] = []
    while waiting:
        ready = [i for i, needs in waiting.items() if not needs & waiting.keys()]
        if not ready:
            raise FlowError("A frame stands in a cycle.")
        done += ready
        for i in ready:
            del waiting[i]
    return done


def _around(before: Graph, after: Graph) -> Graph:
    """Frames drawn anew around the nodes that lay in them, which have been moved."""
    frames = tuple(_fitted(frame, before, after) for frame in after.frames)
    return replace(after, frames=frames)


def _fitted(frame: Frame, before: Graph, after: Graph) -> Frame:
    nodes = [after.nodes[i] for i in inside(before, frame) if i in after.nodes]
    if not nodes:
        return frame
    left, top = min(n.x for n in nodes) - ROOM, min(n.y for n in nodes) - ROOM - TITLE
    right = max(n.x for n in nodes) + NODE_WIDTH + ROOM
    bottom = max(n.y for n in nodes) + NODE_HEIGHT + ROOM
    return replace(frame, x=left, y=top, width=right - left, height=bottom - top)
