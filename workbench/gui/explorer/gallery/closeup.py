"""One picture enlarged, with the value of the pixel under the pointer."""

import numpy as np
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QColor, QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QDialog, QLabel, QVBoxLayout, QWidget
from typing_extensions import override

from workbench.data.dataset import Column
from workbench.gui.pictures import picture_of
from workbench.gui.theme import Theme

_SIDE = 448


class CloseUp(QDialog):
    """A picture, shape (h, w) or (h, w, 3), as large as fits; each pixel a square."""

    def __init__(self, title: str, pixels: Column, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("gallery_close_up")
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.sheet = _Sheet(pixels, theme, self)
        self.words = QLabel(self.tr("Point at a pixel to read its value."), self)
        self.words.setObjectName("gallery_pixel_value")
        self.words.setProperty("role", "secondary")
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 8)
        column.addWidget(self.sheet, 1)
        column.addWidget(self.words)

    def show_pixel(self, x: int, y: int) -> None:
        """Say the value of a pixel."""
        pixel = self.sheet.pixels[y, x]
        value = ", ".join(str(int(v)) for v in np.atleast_1d(pixel))
        words = self.tr("Row {y}, column {x}: {value} of 255")
        self.words.setText(words.format(x=x, y=y, value=value))


class _Sheet(QWidget):
    def __init__(self, pixels: Column, theme: Theme, dialog: CloseUp) -> None:
        super().__init__(dialog)
        self.pixels = pixels
        self._dialog = dialog
        self._theme = theme
        self._picture: QImage = picture_of(pixels)
        self._at = (0, 0)
        self.setObjectName("gallery_close_up_sheet")
        self.setAccessibleName(self.tr("The picture, enlarged"))
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(_SIDE, _SIDE)

    def _area(self) -> QRect:
        size = self._picture.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        area = QRect(QPoint(0, 0), size)
        area.moveCenter(self.rect().center())
        return area

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter, area = QPainter(self), self._area()
        painter.drawImage(area, self._picture)
        height, width = self.pixels.shape[:2]
        x, y = self._at
        left, top = (
            area.left() + x * area.width() // width,
            area.top() + y * area.height() // height,
        )
        painter.setPen(QColor(self._theme.accent))
        painter.drawRect(left, top, max(area.width() // width, 1), max(area.height() // height, 1))
        painter.end()

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        area, place = self._area(), event.position().toPoint()
        if area.contains(place):
            height, width = self.pixels.shape[:2]
            x = (place.x() - area.left()) * width // area.width()
            self._point_at(x, (place.y() - area.top()) * height // area.height())

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {
            Qt.Key.Key_Left: (-1, 0),
            Qt.Key.Key_Right: (1, 0),
            Qt.Key.Key_Up: (0, -1),
            Qt.Key.Key_Down: (0, 1),
        }
        step = steps.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
            return
        self._point_at(self._at[0] + step[0], self._at[1] + step[1])

    def _point_at(self, x: int, y: int) -> None:
        height, width = self.pixels.shape[:2]
        self._at = (min(max(x, 0), width - 1), min(max(y, 0), height - 1))
        self._dialog.show_pixel(*self._at)
        self.update()
