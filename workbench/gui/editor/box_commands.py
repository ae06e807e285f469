"""The editor's commands for notes and frames."""

from PySide6.QtCore import QCoreApplication, QPointF, QRectF

from workbench.flow.graph import Frame, Graph, Note
from workbench.flow.layout import snapped
from workbench.gui.editor import boxes
from workbench.gui.editor.committing import Commit
from workbench.gui.editor.scene import FlowScene


def _tr(text: str) -> str:
    return QCoreApplication.translate("FlowEditor", text)


class BoxCommands:
    """What can be done to the notes and frames on show.

    Args:
        commit: takes each new graph.
    """

    def __init__(self, scene: FlowScene, commit: Commit) -> None:
        self._scene = scene
        self._commit = commit

    @property
    def _graph(self) -> Graph:
        return self._scene.graph

    def add_note(self, place: QPointF) -> str:
        """Add a note; gives its id."""
        x, y = snapped(place.x()), snapped(place.y())
        note = Note(boxes.free_note_id(self._graph), _tr("**Note**"), x, y)
        self._commit(self._graph.with_note(note), _tr("Add note"))
        self._scene.select((note.id,))
        return note.id

    def add_frame(self, place: QPointF) -> str:
        """Draw a frame around the selection, or an empty one at a place; gives its id."""
        chosen, graph = self._scene.selected(), self._graph
        if chosen:
            graph, frame_id = boxes.framed(graph, chosen, _tr("Frame"))
        else:
            x, y = snapped(place.x()), snapped(place.y())
            frame_id = graph.free_id("frame")
            graph = graph.with_frame(Frame(frame_id, _tr("Frame"), x, y))
        self._commit(graph, _tr("Add frame"))
        self._scene.select((frame_id,))
        return frame_id

    def rewrite(self, note: Note, text: str) -> None:
        """Give a note another text."""
        self._commit(boxes.with_note_text(self._graph, note, text), _tr("Edit note"))

    def retitle(self, frame: Frame, title: str) -> None:
        """Give a frame another title."""
        self._commit(boxes.retitled(self._graph, frame, title), _tr("Rename frame"))

    def resize(self, item_id: str, room: QRectF) -> None:
        """Give a note or frame another place and size."""
        box = (room.x(), room.y(), room.width(), room.height())
        self._commit(boxes.resized(self._graph, item_id, box), self._label(item_id))

    def grow(self, dx: float, dy: float) -> None:
        """Make the selected notes and frames larger, or smaller; presses in a row are one step."""
        graph = self._graph
        items = [*self._scene.notes.items(), *self._scene.frames.items()]
        chosen = [(i, item) for i, item in items if item.isSelected()]
        for item_id, item in chosen:
            room, (width, height) = item.room, item.least
            wide, high = max(room.width() + dx, width), max(room.height() + dy, height)
            graph = boxes.resized(graph, item_id, (room.x(), room.y(), wide, high))
        if chosen:
            ids = ",".join(i for i, _ in chosen)
            self._commit(graph, self._label(chosen[0][0]), f"resize:{ids}")

    def _label(self, item_id: str) -> str:
        return _tr("Resize frame") if item_id in self._scene.frames else _tr("Resize note")
