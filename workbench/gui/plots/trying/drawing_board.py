"""A board to draw on with the mouse, and what the model will see of it."""

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from workbench.gui.pictures import picture_of
from workbench.gui.plots.trying.strokes import Pixels, digit_of, pixels_of, resized
from workbench.gui.theme import LIGHT, Theme

SIDE = 280  # pixels of the board's picture
_HINT, _EDGE = "#9AA0A6", "#5F6368"  # on black, whatever the theme
_PREVIEW = 0.24  # of the board: the corner that shows what the model sees


class DrawingBoard(QWidget):
    """White ink on black; the corner shows the picture that is made of it.

    Signals:
        changed(): something else is on the board.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("drawingBoard")
        self.setAccessibleName(self.tr("Drawing board"))
        self.setToolTip(self.tr("Draw with the mouse; the right button rubs out, Delete clears"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setMinimumSize(96, 96)
        self.shape: tuple[int, ...] = (28, 28)
        self.pen = 22  # pixels of the board's picture
        self.is_dark_on_light = False
        self.theme: Theme = LIGHT
        self._ink = QImage(SIDE, SIDE, QImage.Format.Format_Grayscale8)
        self._ink.fill(0)
        self._given: Pixels | None = None  # a picture from elsewhere, as it is
        self._last: QPointF | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing is on the board."""
        return self._given is None and not pixels_of(self._ink, is_grey=True).any()

    def clear(self) -> None:
        """Rub everything out."""
        self._ink.fill(0)
        self._given = None
        self._tell()

    def show_pixels(self, pixels: Pixels) -> None:
        """Show a picture as it is, such as a training sample's."""
        self._ink.fill(0)
        self._given = pixels
        self._tell()

    def show_image(self, image: QImage) -> None:
        """Show a picture from a file, in the size that the model takes."""
        is_grey = len(self.shape) == 2
        pixels = pixels_of(image, is_grey=is_grey)
        self.show_pixels(resized(pixels, self.shape[0], self.shape[1]))

    def pixels(self) -> Pixels:
        """What the model is to see, of its own shape."""
        if self._given is not None:
            return self._given
        digit = digit_of(pixels_of(self._ink, is_grey=True), self.shape[0], self.shape[1])
        if self.is_dark_on_light:
            digit = 255 - digit
        return digit if len(self.shape) == 2 else np.repeat(digit[:, :, None], 3, axis=2)

    # ------------------------------------------------------------------ painting

    @override
    def sizeHint(self) -> QSize:
        return QSize(SIDE, SIDE)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            board = self._board()
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            if self._given is None:
                painter.drawImage(board, self._ink)
                self._paint_preview(painter, board)
            else:
                painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, on=False)
                painter.drawImage(board, picture_of(self._given))
            is_focused = self.hasFocus()
            colour = self.theme.accent if is_focused else self.theme.line
            painter.setPen(QPen(QColor(colour), 2 if is_focused else 1))
            painter.drawRect(board)
            if self.is_empty:
                painter.setPen(QColor(_HINT))
                painter.drawText(board, Qt.AlignmentFlag.AlignCenter, self.tr("Draw here"))

    def _paint_preview(self, painter: QPainter, board: QRectF) -> None:
        side = board.width() * _PREVIEW
        beside = self.width() - board.right() > side + 8
        left = board.right() + 8 if beside else board.right() - side - 4
        corner = QRectF(left, board.top() + (0 if beside else 4), side, side)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, on=False)
        painter.drawImage(corner, picture_of(self.pixels()))
        painter.setPen(QPen(QColor(_EDGE), 1))
        painter.drawRect(corner)

    def _board(self) -> QRectF:
        side = min(self.width(), self.height()) - 2.0
        return QRectF(1, 1, side, side)

    # ------------------------------------------------------------------ drawing

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._given = None
        self._last = self._place(event)
        self._stroke(self._last, event.buttons())

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._last is not None:
            self._stroke(self._place(event), event.buttons())

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._last = None

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Delete, Qt.Key.Key_Backspace}:
            self.clear()
        else:
            super().keyPressEvent(event)

    def _place(self, event: QMouseEvent) -> QPointF:
        board = self._board()
        place = event.position() - board.topLeft()
        return QPointF(place.x() * SIDE / board.width(), place.y() * SIDE / board.height())

    def _stroke(self, place: QPointF, buttons: Qt.MouseButton) -> None:
        rubs = bool(buttons & Qt.MouseButton.RightButton)
        start, self._last = self._last or place, place
        with QPainter(self._ink) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            colour = QColor("#000000" if rubs else "#FFFFFF")
            width = 2 * self.pen if rubs else self.pen
            cap, join = Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin
            painter.setPen(QPen(colour, width, Qt.PenStyle.SolidLine, cap, join))
            # A line of no length paints nothing.
            painter.drawLine(start, place if place != start else place + QPointF(0.1, 0))
        self._tell()

    def _tell(self) -> None:
        self.update()
        self.changed.emit()
