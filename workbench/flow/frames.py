"""What lies in the frames of a graph."""

from collections.abc import Collection

from workbench.flow.graph import Frame, Graph, Note
from workbench.flow.layout import NODE_HEIGHT, NODE_WIDTH

TITLE = 28.0  # the height of a frame's bar
ROOM = 24.0  # between a frame and what is in it
Box = tuple[float, float, float, float]  # left, top, width, height


def boxes_of(graph: Graph) -> tuple[Note | Frame, ...]:
    """Every note and frame."""
    return (*graph.notes, *graph.frames)


def box_of(graph: Graph, item_id: str) -> Box | None:
    """Where a node, note or frame lies; None if there is none of that id."""
    if item_id in graph.nodes:
        node = graph.nodes[item_id]
        return node.x, node.y, NODE_WIDTH, NODE_HEIGHT
    found = next((b for b in boxes_of(graph) if b.id == item_id), None)
    return (found.x, found.y, found.width, found.height) if found else None


def inside(graph: Graph, frame: Frame) -> frozenset[str]:
    """The nodes, notes and smaller frames whose middle lies in a frame."""
    found = {i for i in graph.nodes if _holds(frame, box_of(graph, i))}
    size = frame.width * frame.height
    for box in boxes_of(graph):
        is_smaller = box.id != frame.id and box.width * box.height < size
        if is_smaller and _holds(frame, (box.x, box.y, box.width, box.height)):
            found.add(box.id)
    return frozenset(found)


def _holds(frame: Frame, box: Box | None) -> bool:
    if box is None:
        return False
    x, y = box[0] + box[2] / 2, box[1] + box[3] / 2
    return frame.x <= x <= frame.x + frame.width and frame.y <= y <= frame.y + frame.height


def with_contents(graph: Graph, ids: Collection[str]) -> frozenset[str]:
    """Ids with those of all that lies in the frames among them."""
    found = frozenset(ids)
    for frame in graph.frames:  # what lies in one that is in another lies in that one too
        if frame.id in ids:
            found |= inside(graph, frame)
    return found
