"""A note on the canvas: Markdown on a sheet."""

from PySide6.QtCore import QPointF, QRectF, Qt, QUrl
from PySide6.QtGui import (
    QAbstractTextDocumentLayout,
    QImage,
    QPainter,
    QPalette,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
)
from typing_extensions import override

from workbench.flow.graph import Frame, Note
from workbench.gui.editor.box_item import BoxItem
from workbench.gui.editor.look import RADIUS, Look, font

_MARGIN = 8.0
_GRIP = 10.0
_INDENT = 18.0  # of a list


class _Text(QTextDocument):
    """A text that reads no files: a note may come from anywhere."""

    @override
    def loadResource(self, type: int, name: QUrl | str) -> QImage:
        blank = QImage(1, 1, QImage.Format.Format_ARGB32)  # for nothing at all Qt looks itself
        blank.fill(Qt.GlobalColor.transparent)
        return blank


class NoteItem(BoxItem):
    """One note, behind nodes and links. Links in its text are only shown, pictures left out."""

    least = (96.0, 40.0)
    grips = Qt.Edge.RightEdge | Qt.Edge.BottomEdge
    value: Note

    def __init__(self, note: Note, look: Look) -> None:
        self._text = _Text()
        super().__init__(note, look)
        self._text.setDocumentMargin(0.0)
        self._text.setIndentWidth(_INDENT)
        self.setZValue(-1.0)
        self.show_value(note)

    @property
    def note(self) -> Note:
        """The note on show."""
        return self.value

    @override
    def show_value(self, value: Note | Frame) -> None:
        if isinstance(value, Note):
            self._text.setDefaultFont(font(13))
            only_text = QTextDocument.MarkdownFeature.MarkdownNoHTML
            dialect = QTextDocument.MarkdownFeature.MarkdownDialectGitHub
            self._text.setMarkdown(value.text, only_text | dialect)
            self._colour_links()
        super().show_value(value)

    @override
    def set_look(self, look: Look) -> None:
        super().set_look(look)
        self._colour_links()

    def _colour_links(self) -> None:
        """Links are written in the accent colour; Markdown gives them the system's."""
        block = self._text.begin()
        while block.isValid():
            part = block.begin()
            while not part.atEnd():
                fragment = part.fragment()
                if fragment.charFormat().isAnchor():
                    self._colour(fragment.position(), fragment.length())
                part += 1
            block = block.next()

    def _colour(self, start: int, length: int) -> None:
        cursor = QTextCursor(self._text)
        cursor.setPosition(start)
        cursor.setPosition(start + length, QTextCursor.MoveMode.KeepAnchor)
        accent = QTextCharFormat()
        accent.setForeground(self.look.note_link)
        cursor.mergeCharFormat(accent)

    @override
    def set_room(self, room: QRectF) -> None:
        self._text.setTextWidth(room.width() - 2 * _MARGIN)
        needed = self._text.size().height() + 2 * _MARGIN
        height = max(room.height(), needed)
        super().set_room(QRectF(room.x(), room.y(), room.width(), height))

    @override
    def draw(self, painter: QPainter) -> None:
        look, room = self.look, self.room
        painter.setPen(look.selected_border if self.isSelected() else look.note_border)
        painter.setBrush(look.note)
        painter.drawRoundedRect(room, RADIUS, RADIUS)
        painter.setPen(look.note_border)
        for n in (1, 2):  # strokes in the corner that changes its size
            corner, away = room.bottomRight(), n * _GRIP / 2
            painter.drawLine(corner - QPointF(away + 2, 3), corner - QPointF(3, away + 2))
        painter.save()
        painter.translate(room.x() + _MARGIN, room.y() + _MARGIN)
        context = QAbstractTextDocumentLayout.PaintContext()
        context.palette.setColor(QPalette.ColorRole.Text, look.text.color())
        self._text.documentLayout().draw(painter, context)
        painter.restore()
