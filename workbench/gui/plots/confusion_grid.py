"""The cells of a confusion matrix, painted and chosen: rows actual, columns predicted."""

from dataclasses import replace

import numpy as np
from PySide6.QtCore import QPointF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from workbench.data.dataset import BoolArray, IntArray
from workbench.gui.plots.colour import blue, orange, text_on
from workbench.gui.plots.confusion_figures import ConfusionFigures
from workbench.gui.plots.confusion_frame import Frame
from workbench.gui.plots.confusion_painting import painted
from workbench.gui.plots.figure import tabular
from workbench.gui.theme import LIGHT, Theme

_MOVES = {
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
}
_OPENS = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space})
_CONTROL, _SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


class ConfusionGrid(QWidget):
    """Counts or shares; arrows go to a cell, Enter or a click chooses it.

    With Ctrl cells are added or taken away, with Shift a block is chosen; a heading chooses the
    whole class. What is chosen already and alone is let go by choosing it again.

    Signals:
        cell_clicked: actual and predicted class, as indices.
        cell_chosen: the same, for the cell the keyboard or mouse is on.
        selection_changed: which cells are chosen, a mask of shape (c, c).
    """

    cell_clicked = Signal(int, int)
    cell_chosen = Signal(int, int)
    selection_changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("confusionGrid")
        self.setAccessibleName(self.tr("Confusion matrix: rows actual, columns predicted"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setMinimumSize(160, 120)
        self.figures = ConfusionFigures(np.zeros((0, 0), dtype=np.int64))
        self.labels: tuple[str, ...] = ()
        self.selected: BoolArray = np.zeros((0, 0), dtype=bool)
        self.current = (0, 0)  # −1: a heading
        self._anchor = (0, 0)
        self.theme: Theme = LIGHT

    def show_counts(self, counts: IntArray, labels: tuple[str, ...]) -> None:
        """Draw ``counts[actual, predicted]``, shape (c, c)."""
        self.show_figures(replace(self.figures, counts=counts, minus=None), labels)

    def show_figures(self, figures: ConfusionFigures, labels: tuple[str, ...]) -> None:
        """Draw a matrix as it is to be read; what is chosen stays if its classes do."""
        if labels != self.labels:
            self.selected = np.zeros((len(labels), len(labels)), dtype=bool)
        self.figures, self.labels = figures, labels
        last = max(0, len(labels) - 1)
        self.current = (min(self.current[0], last), min(self.current[1], last))
        self.update()

    def show_selected(self, mask: BoolArray) -> None:
        """Show which cells are chosen; nothing is told of it."""
        self.selected = mask
        self.update()

    def text(self, actual: int, predicted: int) -> str:
        """What stands in a cell."""
        return self.figures.text(actual, predicted)

    def ground(self, actual: int, predicted: int) -> QColor:
        """The colour of a cell; less than in the other matrix is orange."""
        share = float(self.figures.shares[actual, predicted])
        return blue(share, self.theme) if share >= 0 else orange(-share, self.theme)

    def ink(self, actual: int, predicted: int) -> QColor:
        """The colour of a cell's text: always readable on its ground."""
        return text_on(self.ground(actual, predicted))

    # ------------------------------------------------------------------ painting

    @override
    def sizeHint(self) -> QSize:
        n = max(2, len(self.labels))
        return QSize(round(220 + n * 72), round(82 + n * 48))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), QColor(self.theme.panel))
            if self.labels:
                painted(painter, self, self._frame())

    def _frame(self) -> Frame:
        measure = QFontMetricsF(tabular(self.font()))
        heads = (*self.labels, self.tr("Actual"))
        label = max(measure.horizontalAdvance(head) for head in heads)
        total = measure.horizontalAdvance(self.figures.total)
        return Frame.of((self.width(), self.height()), len(self.labels), label, total)

    # ------------------------------------------------------------------ mouse and keys

    def cell_at(self, place: QPointF) -> tuple[int, int] | None:
        """The cell at a place as (actual, predicted); −1 for a heading."""
        return self._frame().at(place) if self.labels else None

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        cell = self.cell_at(event.position())
        if cell is not None and -1 not in cell:
            self.cell_chosen.emit(*cell)
        shape = Qt.CursorShape.PointingHandCursor if cell else Qt.CursorShape.ArrowCursor
        self.setCursor(shape)

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        cell = self.cell_at(event.position())
        if cell is not None and event.button() == Qt.MouseButton.LeftButton:
            self._go(cell)
            self._choose(event.modifiers())

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, modifiers = Qt.Key(event.key()), event.modifiers()
        if self.labels and key in _MOVES:
            step = _MOVES[key]
            self._go((self.current[0] + step[0], self.current[1] + step[1]))
            if modifiers & _SHIFT:
                self._choose(modifiers)
        elif self.labels and key in _OPENS:
            self._choose(modifiers)
        else:
            super().keyPressEvent(event)

    def _go(self, cell: tuple[int, int]) -> None:
        last = len(self.labels) - 1
        row, column = (min(max(place, -1), last) for place in cell)
        if (row, column) != (-1, -1):  # no class has its heading there
            self.current = (row, column)
        if -1 not in self.current:
            self.cell_chosen.emit(*self.current)
        self.update()

    def _choose(self, modifiers: Qt.KeyboardModifier) -> None:
        mask = self._block(self._anchor if modifiers & _SHIFT else self.current)
        if modifiers & _CONTROL:
            is_taken = bool(self.selected[mask].all())
            mask = self.selected & ~mask if is_taken else self.selected | mask
        elif not modifiers & _SHIFT and np.array_equal(mask, self.selected):
            mask = np.zeros_like(mask)
        if not modifiers & _SHIFT:
            self._anchor = self.current
        self.selected = mask
        self.update()
        if -1 not in self.current:
            self.cell_clicked.emit(*self.current)
        self.selection_changed.emit(mask)

    def _block(self, other: tuple[int, int]) -> BoolArray:
        """The cells between two cells; a heading stands for its whole row or column."""
        mask = np.zeros_like(self.selected)
        mask[_between(self.current[0], other[0]), _between(self.current[1], other[1])] = True
        return mask


def _between(one: int, other: int) -> slice:
    low, high = sorted((one, other))
    return slice(None) if high < 0 else slice(max(low, 0), high + 1)
