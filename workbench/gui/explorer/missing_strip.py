"""Where in the rows values are missing, as a strip from the first row to the last."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from workbench.data.dataset import FloatArray
from workbench.gui.contrast import blend
from workbench.gui.theme import Theme

HEIGHT = 36
STRIP = 12


class MissingStrip(QWidget):
    """The darker, the more values of a stretch are missing; hidden if none is."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("missing_pattern")
        self.setAccessibleName(self.tr("Where values are missing, from the first row to the last"))
        self.setToolTip(self.accessibleName())
        self.setFixedHeight(HEIGHT)
        self.theme = theme
        self._shares: list[float] = []

    def show_shares(self, shares: FloatArray | None) -> None:
        """Show the share of missing values in each stretch of the rows; None for none."""
        self._shares = [] if shares is None else shares.tolist()
        self.setVisible(bool(self._shares))
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(QColor(self.theme.secondary))
        words = self.tr("Missing, by row")
        painter.drawText(self.rect().adjusted(0, 0, 0, -STRIP), Qt.AlignmentFlag.AlignLeft, words)
        ground, full = QColor(self.theme.grid), QColor(self.theme.warning)
        width = self.width() / max(1, len(self._shares))
        for number, share in enumerate(self._shares):
            place = QRectF(number * width, self.height() - STRIP, width + 0.5, STRIP)
            # Even one missing value in a stretch can be seen.
            painter.fillRect(place, blend(ground, full, 0.2 + 0.8 * share if share else 0.0))
