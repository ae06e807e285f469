"""A note on the canvas: Markdown in a frame."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QTextDocument
from PySide6.QtWidgets import QGraphicsItem, QGraphicsTextItem, QStyleOptionGraphicsItem, QWidget
from typing_extensions import override

from workbench.flow.graph import Note
from workbench.gui.editor.look import RADIUS, Look, font

_MARGIN = 8.0


class NoteItem(QGraphicsItem):
    """One note, behind nodes and links."""

    def __init__(self, note: Note, look: Look) -> None:
        super().__init__()
        self.look = look
        self.note = note
        self._text = QGraphicsTextItem(self)
        self._text.setPos(_MARGIN, _MARGIN / 2)
        self._text.setAcceptedMouseButtons(Qt.MouseButton.NoButton)
        flags = QGraphicsItem.GraphicsItemFlag
        self.setFlags(flags.ItemIsMovable | flags.ItemIsSelectable)
        self.setZValue(-1.0)
        self.show_note(note)

    def show_note(self, note: Note) -> None:
        """Show another value of the same note."""
        self.prepareGeometryChange()
        self.note = note
        self.setPos(note.x, note.y)
        document = self._text.document()
        document.setDefaultFont(font(13))
        features = QTextDocument.MarkdownFeature.MarkdownNoHTML
        document.setMarkdown(
            note.text, features | QTextDocument.MarkdownFeature.MarkdownDialectGitHub
        )
        self._text.setTextWidth(note.width - 2 * _MARGIN)
        self._text.setDefaultTextColor(self.look.text.color())
        self.setToolTip("")

    def set_look(self, look: Look) -> None:
        """Draw with other colours."""
        self.look = look
        self._text.setDefaultTextColor(look.text.color())
        self.update()

    @override
    def boundingRect(self) -> QRectF:
        height = max(self.note.height, self._text.boundingRect().height() + _MARGIN)
        return QRectF(-1.0, -1.0, self.note.width + 2.0, height + 2.0)

    @override
    def shape(self) -> QPainterPath:
        path = QPainterPath()
        path.addRect(self.boundingRect())
        return path

    @override
    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        painter.setPen(self.look.selected_border if self.isSelected() else self.look.border)
        painter.setBrush(self.look.note)
        painter.drawRoundedRect(self.boundingRect().adjusted(1, 1, -1, -1), RADIUS, RADIUS)
