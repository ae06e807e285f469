"""A card beside the mouse: what flows through the port or link that it rests on."""

from html import escape

from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from workbench.gui.editor.flowing import Flowing
from workbench.gui.theme import Theme

_AWAY = QPoint(14, 18)  # from the mouse
_MARGIN = 8
_WIDEST_CELL = 18  # letters


class HoverCard(QFrame):
    """Lies over the canvas and lets the mouse through."""

    def __init__(self, parent: QWidget, theme: Theme) -> None:
        super().__init__(parent)
        self.setObjectName("hoverCard")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._canvas = parent
        self.words = QLabel(self)
        self.words.setObjectName("hoverWords")
        self.words.setTextFormat(Qt.TextFormat.RichText)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 8, 12, 8)
        layout.addWidget(self.words)
        self.set_theme(theme)
        self.hide()

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours."""
        self._theme = theme
        self.setStyleSheet(
            f"#hoverCard {{ background: {theme.panel}; border: 1px solid {theme.secondary};"
            f" border-radius: 6px; }}"
            f"#hoverWords {{ color: {theme.text}; background: transparent; }}"
        )

    def tell(self, title: str, flow: Flowing, place: QPoint) -> None:
        """Show a title, what flows, and its first rows, beside a place of the parent."""
        self.words.setText(self._html(title, flow))
        self.words.setAccessibleName(title)
        self.resize(self.sizeHint())
        self.move(self._corner(place, self.size()))
        self.show()
        self.raise_()

    def _corner(self, place: QPoint, size: QSize) -> QPoint:
        """Below and right of the mouse; where there is no room, above or left of it."""
        room = self._canvas.rect().adjusted(_MARGIN, _MARGIN, -_MARGIN, -_MARGIN)
        x, y = place.x() + _AWAY.x(), place.y() + _AWAY.y()
        if y + size.height() > room.bottom():
            y = place.y() - _AWAY.y() - size.height()
        x = max(room.left(), min(x, room.right() - size.width()))
        return QPoint(x, max(room.top(), y))

    def _html(self, title: str, flow: Flowing) -> str:
        faint = f'style="color:{self._theme.secondary}"'
        lines = [f"<b>{escape(title)}</b>"]
        lines += [f"<span {faint}>{escape(fact)}</span>" for fact in flow.facts]
        text = "<br>".join(lines)
        if not flow.header:
            return text
        head = "".join(f"<td {faint}>{_cell(name)}</td>" for name in flow.header)
        rows = "".join(
            f"<tr>{''.join(f'<td>{_cell(cell)}</td>' for cell in row)}</tr>" for row in flow.rows
        )
        return f'{text}<table cellspacing="0" cellpadding="3"><tr>{head}</tr>{rows}</table>'


def _cell(text: str) -> str:
    short = text if len(text) <= _WIDEST_CELL else text[: _WIDEST_CELL - 1] + "…"
    return f"<nobr>{escape(short)}</nobr>"
