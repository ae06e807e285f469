"""What gestures do to the notes and frames of a graph, as functions from graph to graph."""

from collections.abc import Collection
from dataclasses import replace

from workbench.flow.frames import ROOM, TITLE, Box, box_of, boxes_of
from workbench.flow.graph import Frame, Graph, Note


def framed(graph: Graph, ids: Collection[str], title: str) -> tuple[Graph, str]:
    """The graph with a frame drawn around some nodes, notes and frames; and its id."""
    boxes = [box for i in ids if (box := box_of(graph, i)) is not None]
    left = min(b[0] for b in boxes) - ROOM
    top = min(b[1] for b in boxes) - ROOM - TITLE
    right = max(b[0] + b[2] for b in boxes) + ROOM
    bottom = max(b[1] + b[3] for b in boxes) + ROOM
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
