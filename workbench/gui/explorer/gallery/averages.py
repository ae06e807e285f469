"""The average picture of each class, side by side."""

import numpy as np
from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from workbench.data.dataset import FloatArray
from workbench.gui.pictures import picture_of
from workbench.gui.theme import LIGHT, Theme

SIDE, CAPTION, GAP = 144, 44, 16


class Averages(QWidget):
    """One picture per class with its label and how many it is the average of."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = LIGHT
        self._means: FloatArray = np.empty((0, 1, 1))
        self._captions: tuple[tuple[str, str], ...] = ()
        self.setObjectName("gallery_averages")
        self.setAccessibleName(self.tr("Average picture of each class"))

    @property
    def means(self) -> FloatArray:
        """What is shown, shape (n_classes, h, w) or (n_classes, h, w, 3)."""
        return self._means

    def set_theme(self, theme: Theme) -> None:
        """Paint in another theme."""
        self._theme = theme
        self.update()

    def show_means(self, means: FloatArray, titles: tuple[str, ...], counts: list[int]) -> None:
        """Show the average pictures, NaN for a class without one."""
        words = self.tr("{n} pictures")
        self._means = means
        self._captions = tuple(
            (title, words.format(n=f"{n:,}")) for title, n in zip(titles, counts, strict=True)
        )
        self._set_height()
        self.update()

    def _n_columns(self) -> int:
        return max(1, (self.width() - GAP) // (SIDE + GAP))

    def _set_height(self) -> None:
        lines = -(-len(self._means) // self._n_columns())
        self.setMinimumHeight(GAP + lines * (SIDE + CAPTION + GAP))

    @override
    def sizeHint(self) -> QSize:
        return QSize(4 * (SIDE + GAP) + GAP, self.minimumHeight())

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        self._set_height()
        painter = QPainter(self)
        for i, (mean, (title, count)) in enumerate(zip(self._means, self._captions, strict=True)):
            line, column = divmod(i, self._n_columns())
            x, y = GAP + column * (SIDE + GAP), GAP + line * (SIDE + CAPTION + GAP)
            if not np.isnan(mean).any():
                picture = picture_of(np.rint(mean).astype(np.uint8))
                size = picture.size().scaled(SIDE, SIDE, Qt.AspectRatioMode.KeepAspectRatio)
                painter.drawImage(QRect(x, y, size.width(), size.height()), picture)
            painter.setPen(QColor(self._theme.text))
            metrics = painter.fontMetrics()
            shown = metrics.elidedText(title, Qt.TextElideMode.ElideRight, SIDE)
            painter.drawText(x, y + SIDE + 18, shown)
            painter.setPen(QColor(self._theme.secondary))
            painter.drawText(x, y + SIDE + 36, count)
        painter.end()
