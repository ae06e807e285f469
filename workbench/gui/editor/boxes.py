"""What gestures do to the notes and frames of a graph, as functions from graph to graph."""

from collections.abc import Collection
from dataclasses import replace

from workbench.flow.graph import Frame, Graph, Note
from workbench.flow.layout import GRID, NODE_HEIGHT, NODE_WIDTH

TITLE = 28.0  # the height of a frame's bar
_ROOM = 24.0  # between a frame and what it is drawn around
Box = tuple[float, float, float, float]  # left, top, width, height


def box_of(graph: Graph, item_id: str) -> Box | None:
    """Where a node, note or frame lies; None if there is none of that id."""
    if item_id in graph.nodes:
        node = graph.nodes[item_id]
        return node.x, node.y, NODE_WIDTH, NODE_HEIGHT
    found = next((b for b in boxes_of(graph) if b.id == item_id), None)
    return (found.x, found.y, found.width, found.height) if found else None


def boxes_of(graph: Graph) -> tuple[Note | Frame, ...]:
    """Every note and frame."""
    return (*graph.notes, *graph.frames)


def inside(graph: Graph, frame: Frame) -> frozenset[str]:
    """The nodes, notes and other frames whose middle lies in a frame."""
    others = (*graph.nodes, *(b.id for b in boxes_of(graph)))
    size = frame.width * frame.height
    return frozenset(
        i
        for i in others
        if i != frame.id
        and (box := box_of(graph, i)) is not None
        and _holds(frame, box)
        and (i in graph.nodes or box[2] * box[3] < size)
    )


def _holds(frame: Frame, box: Box) -> bool:
    x, y = box[0] + box[2] / 2, box[1] + box[3] / 2
    return frame.x <= x <= frame.x + frame.width and frame.y <= y <= frame.y + frame.height


def with_contents(graph: Graph, ids: Collection[str]) -> frozenset[str]:
    """Ids with those of all that lies in the frames among them."""
    found = frozenset(ids)
    for frame in graph.frames:  # one in another lies with its contents in that one too
        if frame.id in ids:
            found |= inside(graph, frame)
    return found


def framed(graph: Graph, ids: Collection[str], title: str) -> tuple[Graph, str]:
    """The graph with a frame drawn around some nodes, notes and frames; and its id."""
    boxes = [box for i in ids if (box := box_of(graph, i)) is not None]
    left = min(b[0] for b in boxes) - _ROOM
    top = min(b[1] for b in boxes) - _ROOM - TITLE
    right = max(b[0] + b[2] for b in boxes) + _ROOM
    bottom = max(b[1] + b[3] for b in boxes) + _ROOM
    frame = Frame(graph.free_id("frame"), title, left, top, right - left, bottom - top)
    return graph.with_frame(frame), frame.id


def resized(graph: Graph, item_id: str, box: Box) -> Graph:
    """The graph with a note or frame in another place and size."""
    x, y, width, height = box
    for note in graph.notes:
        if note.id == item_id:
            changed = replace(note, x=x, y=y, width=width, height=height)
            notes = tuple(changed if n.id == item_id else n for n in graph.notes)
            return replace(graph, notes=notes)
    for frame in graph.frames:
        if frame.id == item_id:
            return graph.with_frame(replace(frame, x=x, y=y, width=width, height=height))
    return graph


def retitled(graph: Graph, frame: Frame, title: str) -> Graph:
    """A frame with another title."""
    return graph.with_frame(replace(frame, title=title.strip()))


def with_note_text(graph: Graph, note: Note, text: str) -> Graph:
    """A note with another text; one without text is removed."""
    return graph.with_note(replace(note, text=text)) if text.strip() else graph.without([note.id])


def free_note_id(graph: Graph) -> str:
    """An id for a new note, numbered from 1."""
    taken = {*graph.nodes, *(b.id for b in boxes_of(graph))}
    n = 1
    while f"note{n}" in taken:
        n += 1
    return f"note{n}"


def on_grid(value: float) -> float:
    """The nearest place on the grid."""
    return round(value / GRID) * GRID
