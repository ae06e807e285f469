"""The classes and their colours in one row, for plots that have no room for a key inside."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from workbench.gui.plots.data.colouring import Colouring
from workbench.gui.plots.figure import CONTROL_HEIGHT, tabular
from workbench.gui.theme import LIGHT, Theme

_SIDE, _GAP, _APART, _MOST = 10.0, 5.0, 14.0, 12
_WIDEST = 480


class ClassStrip(QWidget):
    """Squares and words; those that do not fit are left to the tool tip.

    Signals:
        group_clicked(int, modifiers): the group that was clicked.
    """

    group_clicked = Signal(int, object)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(self.tr("Colours of the classes"))
        self.setFixedHeight(CONTROL_HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.theme: Theme = LIGHT
        self._colouring: Colouring | None = None
        self._boxes: list[QRectF] = []

    def show_colouring(self, colouring: Colouring) -> None:
        """Show these classes."""
        self._colouring = colouring
        self.updateGeometry()
        self.setToolTip("\n".join(label for label in colouring.labels if label))
        self.update()

    @override
    def sizeHint(self) -> QSize:
        labels = self._colouring.labels[:_MOST] if self._colouring else ()
        measure = QFontMetricsF(tabular(self.font(), scale=0.92))
        wide = (_SIDE + _GAP + _APART + measure.horizontalAdvance(label) + 2 for label in labels)
        return QSize(min(round(sum(wide)), _WIDEST), CONTROL_HEIGHT)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        self._boxes = []
        colouring = self._colouring
        if colouring is None or not colouring.name or colouring.values is not None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(tabular(self.font(), scale=0.92))
        measure = QFontMetricsF(painter.font())
        left = 0.0
        colours = colouring.colours(self.theme)
        for label, colour in zip(colouring.labels[:_MOST], colours, strict=False):
            width = _SIDE + _GAP + measure.horizontalAdvance(label) + 2
            if not label or left + width > self.width():
                break
            self._paint_one(painter, left, label, colour)
            self._boxes.append(QRectF(left, 0, width, self.height()))
            left += width + _APART

    def _paint_one(self, painter: QPainter, left: float, label: str, colour: QColor) -> None:
        square = QRectF(left, (self.height() - _SIDE) / 2, _SIDE, _SIDE)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawRoundedRect(square, 2, 2)
        painter.setPen(QColor(self.theme.text))
        words = QRectF(left + _SIDE + _GAP, 0, self.width(), self.height())
        painter.drawText(words, int(Qt.AlignmentFlag.AlignVCenter), label)

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        for group, box in enumerate(self._boxes):
            if box.contains(event.position()):
                self.group_clicked.emit(group, event.modifiers())
