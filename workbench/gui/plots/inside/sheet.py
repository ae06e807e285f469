"""A page from top to bottom: its sentence, then its parts; scrolled where there is little room."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from workbench.gui.plots.figure import tabular_digits
from workbench.gui.plots.inside.heat_view import HeatView
from workbench.gui.plots.inside.line_view import LineView
from workbench.gui.plots.inside.points_view import PointsView
from workbench.gui.plots.inside.tile_grid import TileGrid
from workbench.gui.theme import Theme
from workbench.models.inside.page import HeatMap, Lines, Page, Part, Points, Texts, Tiles


class Sheet(QScrollArea):
    """Draws a ``Page``."""

    def __init__(self, name: str, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(title)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.parts: list[QWidget] = []
        self._name = name
        self._page: Page | None = None
        self._theme: Theme | None = None

    def show_page(self, page: Page, theme: Theme) -> None:
        """Draw another page; where the same kind was drawn, it stays scrolled."""
        if theme is self._theme and self._shows_same(page):
            return
        self._page, self._theme = page, theme
        place = self.verticalScrollBar().value()
        sheet = QWidget(self)
        sheet.setObjectName(f"{self._name}Sheet")
        sheet.setStyleSheet(f"#{sheet.objectName()} {{ background: {theme.panel}; }}")
        layout = QVBoxLayout(sheet)
        layout.setContentsMargins(8, 4, 8, 8)
        layout.setSpacing(4)
        layout.addWidget(self._line(page.sentence, f"{self._name}Sentence", theme.secondary))
        self.parts = []
        beside: QHBoxLayout | None = None
        for number, part in enumerate(page.parts):
            if part.title:
                layout.addWidget(
                    self._line(part.title, f"{self._name}Title{number}", theme.text, bold=True)
                )
            made = self._drawn(part, theme, f"{self._name}Part{number}")
            self.parts.append(made)
            beside = self._placed(made, beside, layout)
        if beside is not None:
            beside.addStretch(1)
        if not any(isinstance(part, LineView | PointsView) for part in self.parts):
            layout.addStretch(1)
        self.setWidget(sheet)  # deletes the one before
        self.setStyleSheet(f"#{self._name} {{ background: {theme.panel}; }}")
        self.verticalScrollBar().setValue(place)

    def _shows_same(self, page: Page) -> bool:
        """Draw a page of the same pictures that look otherwise now; False if it is another."""
        before, self._page = self._page, page
        is_same = before is not None and _form(before) == _form(page)
        if is_same:
            for widget, part in zip(self.parts, page.parts, strict=True):
                if isinstance(widget, TileGrid) and isinstance(part, Tiles):
                    widget.show_tiles(part)
        return is_same

    @staticmethod
    def _placed(
        made: QWidget, beside: QHBoxLayout | None, layout: QVBoxLayout
    ) -> QHBoxLayout | None:
        """Put a part below the others; single pictures, and what follows them, side by side.

        Returns:
            The row that goes on, if it does.
        """
        is_single = isinstance(made, TileGrid) and len(made.tiles.images) == 1
        if beside is None:
            if not is_single:
                layout.addWidget(made)
                return None
            beside = QHBoxLayout()
            beside.setSpacing(0)
            layout.addLayout(beside)
        top = Qt.AlignmentFlag.AlignTop
        if isinstance(made, TileGrid) and is_single:
            made.setFixedWidth(made.natural_width)
            beside.addWidget(made, 0, top)
            return beside
        beside.addWidget(made, 1)
        return None

    def _line(self, text: str, name: str, colour: str, *, bold: bool = False) -> QLabel:
        line = QLabel(text)
        line.setObjectName(name)
        line.setWordWrap(True)
        line.setFont(tabular_digits(bold=bold))
        line.setStyleSheet(f"color: {colour}; padding: 2px 8px;")
        line.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        return line

    def _drawn(self, part: Part, theme: Theme, name: str) -> QWidget:
        match part:
            case Tiles():
                return TileGrid(part, theme, name)
            case HeatMap():
                return HeatView(part, theme, name)
            case Lines():
                return LineView(part, theme, name)
            case Points():
                return PointsView(part, theme, name)
            case Texts():
                return self._line("\n".join(part.lines), name, theme.text)


def _form(page: Page) -> object:
    """What a page of pictures looks like but for their pixels; of others itself."""
    tiles = [part for part in page.parts if isinstance(part, Tiles)]
    if len(tiles) < len(page.parts):
        return page
    return page.sentence, [(t.images.shape, t.captions, t.columns, t.title) for t in tiles]
