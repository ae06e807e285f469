"""Class probabilities as bars: the predicted class stands out, a threshold is marked."""

import numpy as np
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from workbench.data.dataset import FloatArray
from workbench.gui.plots.figure import tabular
from workbench.gui.text_size import scaled
from workbench.gui.theme import LIGHT, Theme
from workbench.models.threshold import DecisionThreshold

ROW = 24  # pixels
MOST = 12  # classes; of more the most probable ones


class ProbabilityBars(QWidget):
    """One bar for each class, in declared order."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("probabilityBars")
        self.setAccessibleName(self.tr("Class probabilities"))
        self.theme: Theme = LIGHT
        self.labels: tuple[str, ...] = ()
        self.probabilities: FloatArray = np.empty(0)
        self.predicted = -1
        self.threshold: DecisionThreshold | None = None

    def show_probabilities(
        self,
        labels: tuple[str, ...],
        probabilities: FloatArray,
        predicted: int,
        threshold: DecisionThreshold | None,
    ) -> None:
        """Show what a model says.

        Args:
            probabilities: shape (c,).
            predicted: the class's code.
        """
        self.labels, self.probabilities = labels, probabilities
        self.predicted, self.threshold = predicted, threshold
        told = [f"{labels[i]} {self.percent(i)}" for i in np.argsort(-probabilities)[:3]]
        self.setAccessibleDescription(", ".join(told))
        self.updateGeometry()
        self.update()

    def percent(self, code: int) -> str:
        """A class's probability as text."""
        return f"{100 * self.probabilities[code]:.1f} %"

    @property
    def shown(self) -> list[int]:
        """The codes of the classes that there is room for, the most probable ones, in order."""
        most = max(2, min(MOST, int((self.height() - 4) // (QFontMetricsF(self.font()).height()))))
        found = np.argsort(-self.probabilities, kind="stable")[:most]
        return sorted(int(code) for code in found)

    @override
    def sizeHint(self) -> QSize:
        return QSize(260, round(scaled(ROW) * max(2, min(len(self.labels), MOST))) + 8)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(160, min(self.sizeHint().height(), round(scaled(ROW) * 4)))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), QColor(self.theme.panel))
            if not self.labels:
                return
            plain = QFontMetricsF(tabular(self.font(), bold=True))
            widest = max(plain.horizontalAdvance(self.labels[code]) for code in self.shown)
            left = min(widest + 16, self.width() / 2.5)
            right = plain.horizontalAdvance("100.0 %") + 16
            high = min(scaled(ROW), (self.height() - 4) / len(self.shown))
            for place, code in enumerate(self.shown):
                bar = QRectF(left, 4 + place * high + 3, self.width() - left - right, high - 6)
                self._paint(painter, bar, code)

    def _paint(self, painter: QPainter, bar: QRectF, code: int) -> None:
        is_chosen = code == self.predicted
        font = tabular(self.font(), bold=is_chosen)
        painter.setFont(font)
        painter.setPen(QColor(self.theme.text if is_chosen else self.theme.secondary))
        label = QFontMetricsF(font).elidedText(
            self.labels[code], Qt.TextElideMode.ElideRight, bar.left() - 12
        )
        right = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        line = bar.adjusted(0, -3, 0, 3)
        painter.drawText(QRectF(0, line.top(), bar.left() - 8, line.height()), right, label)
        painter.drawText(
            QRectF(bar.right() + 8, line.top(), self.width() - bar.right() - 12, line.height()),
            right,
            self.percent(code),
        )
        painter.fillRect(bar, QColor(self.theme.grid))
        share = float(self.probabilities[code])
        filled = QRectF(bar.left(), bar.top(), share * bar.width(), bar.height())
        painter.fillRect(filled, QColor(self.theme.accent if is_chosen else self.theme.secondary))
        if self.threshold is not None and self.threshold.label == self.labels[code]:
            x = bar.left() + self.threshold.value * bar.width()
            painter.setPen(QPen(QColor(self.theme.text), 2))
            painter.drawLine(round(x), round(line.top()), round(x), round(line.bottom()))
