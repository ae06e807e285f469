"""Confusion matrices side by side, each under its learner's name and accuracy."""

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from workbench.data.dataset import BoolArray
from workbench.evaluation.confusion_chart import Confusion
from workbench.gui.plots.confusion_figures import ConfusionFigures, Reading
from workbench.gui.plots.confusion_grid import ConfusionGrid
from workbench.gui.plots.figure import tabular_digits
from workbench.gui.theme import LIGHT, Theme


@dataclass(frozen=True, eq=False)
class Posted:
    """A matrix on the board.

    Args:
        minus: the matrix that it is compared with; their difference is shown then.
        caption: what stands above it; empty for nothing.
    """

    matrix: Confusion
    minus: Confusion | None = None
    caption: str = ""


class ConfusionBoard(QWidget):
    """One grid for each matrix; widgets stay while their number does.

    Signals:
        chosen(str, mask): cells of a learner's matrix, shape (c, c).
        clicked(int, int), reached(int, int): as of a grid, for any of them.
    """

    chosen = Signal(str, object)
    clicked = Signal(int, int)
    reached = Signal(object, int, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("confusionBoard")
        self.theme: Theme = LIGHT
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(8)
        self._posted: tuple[Posted, ...] = ()
        self.grids: list[ConfusionGrid] = []
        self._captions: list[QLabel] = []
        self._columns: list[QWidget] = []  # a caption over a grid
        self._add()

    @property
    def posted(self) -> tuple[Posted, ...]:
        """What is shown."""
        return self._posted

    def show_matrices(self, posted: tuple[Posted, ...], reading: Reading) -> None:
        """Show these, each read alike."""
        while len(self.grids) < len(posted):
            self._add()
        self._posted = posted
        for i, grid in enumerate(self.grids):
            is_shown = i < len(posted)
            self._columns[i].setVisible(is_shown)
            self._captions[i].setVisible(is_shown and bool(posted[i].caption))
            if is_shown:
                one = posted[i]
                self._captions[i].setText(one.caption)
                grid.setAccessibleName(_named(grid, one.matrix.learner))
                minus = one.minus.counts if one.minus else None
                figures = ConfusionFigures(one.matrix.counts, reading, minus)
                grid.show_figures(figures, one.matrix.classes)

    def show_selected(self, learner: str, mask: BoolArray) -> None:
        """Show which cells of a learner's matrix are chosen, and none of the others'."""
        for grid, one in zip(self.grids, self._posted, strict=False):
            is_meant = one.matrix.learner == learner and mask.shape == grid.selected.shape
            grid.show_selected(mask if is_meant else np.zeros_like(grid.selected))

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours."""
        self.theme = theme
        self.setStyleSheet(f"#confusionBoard {{ background: {theme.panel}; }}")
        for grid, caption in zip(self.grids, self._captions, strict=True):
            grid.theme = theme
            grid.update()
            caption.setStyleSheet(f"color: {theme.text}; padding: 2px 8px;")

    def _add(self) -> None:
        number = len(self.grids)
        around = QWidget(self)
        grid, caption = ConfusionGrid(around), QLabel(around)
        if number:
            grid.setObjectName(f"confusionGrid{number + 1}")
        caption.setObjectName(f"confusionCaption{number + 1}")
        caption.setFont(tabular_digits())
        caption.setTextFormat(Qt.TextFormat.PlainText)
        caption.hide()
        grid.cell_clicked.connect(self.clicked)
        grid.cell_chosen.connect(lambda i, j, of=number: self._tell(of, i, j))
        grid.selection_changed.connect(lambda mask, of=number: self._take(of, mask))
        column = QVBoxLayout(around)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(caption)
        column.addWidget(grid, 1)
        self._row.addWidget(around, 1)
        self._columns.append(around)
        self.grids.append(grid)
        self._captions.append(caption)
        self.set_theme(self.theme)

    def _tell(self, number: int, actual: int, predicted: int) -> None:
        self.reached.emit(self.grids[number], actual, predicted)

    def _take(self, number: int, mask: BoolArray) -> None:
        learner = self._posted[number].matrix.learner
        self.show_selected(learner, mask)
        self.chosen.emit(learner, mask)


def _named(widget: QWidget, learner: str) -> str:
    words = widget.tr("Confusion matrix of {learner}: rows actual, columns predicted")
    return words.format(learner=learner)
