"""Small pictures side by side, as many in a row as there is room for."""

import numpy as np
from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFontMetricsF,
    QHelpEvent,
    QImage,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget
from typing_extensions import override

from workbench.gui.plots.figure import tabular
from workbench.gui.plots.inside.pixels import heat_over, tile_images
from workbench.gui.text_size import scaled
from workbench.gui.theme import Theme
from workbench.models.inside.page import Tiles

_GAP, _MARGIN = 8, 8
_NARROW = 2  # between pictures that are one surface
_SIDES = ((4, 168), (10, 120), (24, 88), (80, 64))  # of so many pictures the longer side, pixels
_LEAST = 48
_FEW = 10  # so few have room for long captions


class TileGrid(QWidget):
    """Draws ``Tiles``; its height follows from its width."""

    def __init__(
        self, tiles: Tiles, theme: Theme, name: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.tiles, self.theme = tiles, theme
        self.setObjectName(name)
        self.setAccessibleName(tiles.title or self.tr("Pictures"))
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setMouseTracking(True)
        self._images = self._drawn()

    def show_tiles(self, tiles: Tiles) -> None:
        """Draw other pictures of the same size in the same places."""
        self.tiles = tiles
        self._images = self._drawn()
        self.update()

    def _drawn(self) -> list[QImage]:
        tiles = self.tiles
        made = tile_images(tiles.images, tiles.scale, self.theme)
        if tiles.over is None:
            return made
        return [heat_over(one, heat) for one, heat in zip(made, tiles.over, strict=True)]

    # ------------------------------------------------------------------ places

    @property
    def _side(self) -> float:
        n = len(self.tiles.images)
        return float(scaled(next((side for most, side in _SIDES if n <= most), _LEAST)))

    @property
    def _gap(self) -> int:
        return _GAP if self.tiles.captions or not self.tiles.columns else _NARROW

    @property
    def _cell(self) -> tuple[float, float]:
        """Width and height of a place, caption included."""
        height, width = self.tiles.images.shape[1:3]
        side, longer = self._side, max(height, width)
        caption = self._caption_height if self.tiles.captions else 0.0
        across = side * width / longer
        if self.tiles.captions and len(self.tiles.images) <= _FEW:
            across = max(across, scaled(96))
        return across, side * height / longer + caption

    @property
    def _caption_height(self) -> float:
        return QFontMetricsF(tabular(self.font(), scale=0.85)).height() + 2

    def _columns(self, width: int) -> int:
        if self.tiles.columns:
            return self.tiles.columns
        room = width - 2 * _MARGIN + self._gap
        fitting = min(len(self.tiles.images), int(room // (self._cell[0] + self._gap)))
        return max(fitting // self.tiles.together, 1) * self.tiles.together

    @override
    def hasHeightForWidth(self) -> bool:
        return True

    @override
    def heightForWidth(self, width: int) -> int:
        n_rows = -(-len(self.tiles.images) // self._columns(width))
        return round(n_rows * (self._cell[1] + self._gap) - self._gap + 2 * _MARGIN)

    @override
    def sizeHint(self) -> QSize:
        width = max(self.width(), 240)
        return QSize(width, self.heightForWidth(width))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()  # the layout knows the height of another width

    @property
    def natural_width(self) -> int:
        """The width of all pictures in one row."""
        return round(len(self.tiles.images) * (self._cell[0] + self._gap) + 2 * _MARGIN)

    @override
    def minimumSizeHint(self) -> QSize:
        columns = self.tiles.columns or self.tiles.together
        return QSize(round(columns * (self._cell[0] + self._gap) + 2 * _MARGIN), 40)

    def place(self, number: int) -> QRectF:
        """Where a picture is, its caption included."""
        row, column = divmod(number, self._columns(self.width()))
        across, down = self._cell
        return QRectF(
            _MARGIN + column * (across + self._gap),
            _MARGIN + row * (down + self._gap),
            across,
            down,
        )

    # ------------------------------------------------------------------ drawing

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(event.rect(), QColor(self.theme.panel))
        painter.setFont(tabular(self.font(), scale=0.85))
        measure, seen = QFontMetricsF(painter.font()), QRectF(event.rect())
        for number, image in enumerate(self._images):
            place = self.place(number)
            if not place.intersects(seen):
                continue
            box = self._picture_box(place)
            painter.drawImage(box, image, QRectF(image.rect()))
            painter.setPen(QPen(QColor(self.theme.line), 1))
            painter.drawRect(box.adjusted(-0.5, -0.5, 0.5, 0.5))
            if self.tiles.captions:
                self._paint_caption(painter, measure, place, self.tiles.captions[number])

    def _picture_box(self, place: QRectF) -> QRectF:
        height, width = self.tiles.images.shape[1:3]
        side, longer = self._side, max(height, width)
        return QRectF(place.left(), place.top(), side * width / longer, side * height / longer)

    def _paint_caption(
        self, painter: QPainter, measure: QFontMetricsF, place: QRectF, text: str
    ) -> None:
        painter.setPen(QColor(self.theme.secondary))
        area = place.adjusted(0, place.height() - self._caption_height, 0, 0)
        shown = measure.elidedText(text, Qt.TextElideMode.ElideRight, area.width())
        painter.drawText(
            area, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom), shown
        )

    @override
    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            QToolTip.showText(event.globalPos(), self.words(event.pos().x(), event.pos().y()), self)
            return True
        return super().event(event)

    def words(self, x: float, y: float) -> str:
        """What is at a place: the picture's caption, the pixel, its value."""
        for number in range(len(self._images)):
            place = self.place(number)
            if place.contains(x, y):
                return self._told(number, self._picture_box(place), x, y)
        return ""

    def _told(self, number: int, box: QRectF, x: float, y: float) -> str:
        caption = self.tiles.captions[number] if self.tiles.captions else str(number + 1)
        if not box.contains(x, y):
            return caption
        height, width = self.tiles.images.shape[1:3]
        row = int((y - box.top()) / box.height() * height)
        column = int((x - box.left()) / box.width() * width)
        values = self.tiles.images if self.tiles.over is None else self.tiles.over
        value = values[number, min(row, height - 1), min(column, width - 1)]
        told = ", ".join(f"{one:.4g}" for one in np.atleast_1d(value))
        return self.tr("{caption}\nrow {row}, column {column}: {value}").format(
            caption=caption, row=row + 1, column=column + 1, value=told
        )
