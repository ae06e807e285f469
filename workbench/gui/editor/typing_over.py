"""Typing on the canvas, over what is given another name or text."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, QPoint, QPointF, QRect, QSize

from workbench.gui.editor.commands import Commands
from workbench.gui.editor.inline_edit import InlineEdit
from workbench.gui.editor.keyboard import KeyboardCanvas
from workbench.gui.theme import Theme


class TypingOver(QObject):
    """Opens a field over a node's name, a note's text or a frame's title, one at a time."""

    def __init__(self, canvas: KeyboardCanvas, commands: Commands, theme: Theme) -> None:
        super().__init__(canvas)
        self.theme = theme
        self._canvas = canvas
        self._commands = commands
        self._edit: InlineEdit | None = None

    def open(self, item_id: str) -> None:
        """Open a field over something."""
        scene, commands = self._canvas.flow_scene, self._commands
        if item_id in scene.nodes:
            node = scene.graph.node(item_id)
            title = QRect(0, 0, 152, 30).translated(self._corner(node.x + 16, node.y + 12))
            self._start(title, node.name, partial(commands.rename, item_id))
        elif item_id in scene.notes:
            note = scene.notes[item_id].note
            size = QSize(round(note.width), max(round(note.height), 64))
            area = QRect(self._corner(note.x, note.y), size)
            self._start(area, note.text, partial(commands.boxes.rewrite, note))
        elif item_id in scene.frames:
            frame = scene.frames[item_id].frame
            width = round(min(max(frame.width * self._canvas.scale_now, 120.0), 320.0))
            area = QRect(self._corner(frame.x, frame.y), QSize(width, 30))
            self._start(area, frame.title, partial(commands.boxes.retitle, frame))

    def close(self) -> None:
        """Give up what is being typed."""
        if self._edit is not None:
            self._edit.close(takes=False)

    def _corner(self, x: float, y: float) -> QPoint:
        return self._canvas.mapFromScene(QPointF(x, y))

    def _start(self, area: QRect, text: str, take: Callable[[str], None]) -> None:
        self.close()
        self._edit = InlineEdit(self._canvas.viewport(), area, text, self.theme, take)
        self._edit.closed.connect(self._forget)

    def _forget(self) -> None:
        self._edit = None
        self._canvas.setFocus()
