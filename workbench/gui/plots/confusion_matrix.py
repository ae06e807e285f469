"""Confusion matrices with their accuracies, and the samples behind the cells that are chosen."""

from typing import get_args

import numpy as np
from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QComboBox, QSplitter, QWidget
from typing_extensions import override

from workbench.data.dataset import BoolArray
from workbench.evaluation.chosen import Choice, cells_of, chosen_samples, mask_of, told_names
from workbench.evaluation.confusion_chart import Confusion, ConfusionChart
from workbench.gui.plots.confusion_board import ConfusionBoard, Posted
from workbench.gui.plots.confusion_figures import Reading
from workbench.gui.plots.confusion_grid import ConfusionGrid
from workbench.gui.plots.confusion_words import accuracy, accuracy_share, cell_words, choice_words
from workbench.gui.plots.elided import ElidedLabel
from workbench.gui.plots.figure import Figure, Rows, labelled, no_classes, tabular_digits
from workbench.gui.plots.samples_panel import SamplesPanel
from workbench.gui.plots.save import rows_of
from workbench.gui.theme import Theme

WIDE = 720  # pixels from which on the samples lie beside the matrix
READINGS: tuple[Reading, ...] = get_args(Reading)


class ConfusionMatrixWidget(Figure):
    """How often each class was taken for each other: rows actual, columns predicted, as in WEKA.

    Signals:
        cell_clicked: actual and predicted class, as indices.
        parameters_wanted(dict): parameters of the node, so that what was chosen flows on.
        explore_wanted(Dataset): samples that are to be selected in the explorer.
    """

    cell_clicked = Signal(int, int)
    parameters_wanted = Signal(object)
    explore_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("confusionMatrix", "", "", parent)
        self.title = self.tr("Confusion matrix")
        self.setAccessibleName(self.title)
        self.message.setText(
            self.tr(
                "How often each class is taken for each other will be shown here.\n"
                "Run the flow to see the confusion matrix."
            )
        )
        self.value = ConfusionChart(())
        self._choice = Choice()
        self._listed: tuple[int, Choice] | None = None  # what the table shows
        self.board = ConfusionBoard(self)
        self.samples = SamplesPanel(self)
        self.splitter = QSplitter(Qt.Orientation.Horizontal, self)
        self.splitter.setObjectName("confusionSplitter")
        self.splitter.setChildrenCollapsible(False)
        self.splitter.addWidget(self.board)
        self.splitter.addWidget(self.samples)
        self.splitter.setSizes([420, 520])
        self.samples.hide()
        self.set_stage(self.splitter)
        self._add_controls()
        self._connect()
        self.set_theme(self.theme)

    # ------------------------------------------------------------------ what is shown

    @override
    def show_value(self, value: object) -> None:
        self.value = value if isinstance(value, ConfusionChart) else ConfusionChart(())
        self.explain_empty(no_classes() if value is self.value else "")
        matrices = self.value.matrices
        names = [matrix.learner for matrix in matrices]
        first = names[0] if names else ""
        items = [(name, (name, "")) for name in names]
        if len(names) > 1:
            items.append((self.tr("All side by side"), ("", "")))
            words = self.tr("{other} − {first}")
            items += [(words.format(other=n, first=first), (n, first)) for n in names[1:]]
        self._fill_box(items)
        self._draw()
        self._show_choice(self.value.choice)

    @property
    def grid(self) -> ConfusionGrid:
        """The first matrix that is shown."""
        return self.board.grids[0]

    @property
    def matrix(self) -> Confusion | None:
        """The first matrix that is shown."""
        posted = self._posted()
        return posted[0].matrix if posted else None

    @override
    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        self.board.set_theme(theme)
        self.samples.set_theme(theme)

    @override
    def numbers(self) -> Rows:
        return rows_of(self.value.to_csv())

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        is_wide = self.width() >= WIDE or self.width() > 2 * self.height()
        self.splitter.setOrientation(
            Qt.Orientation.Horizontal if is_wide else Qt.Orientation.Vertical
        )

    def _fill_box(self, items: list[tuple[str, tuple[str, str]]]) -> None:
        chosen = self.learner_box.currentText()
        texts = [text for text, _ in items]
        with QSignalBlocker(self.learner_box):
            self.learner_box.clear()
            for text, which in items:
                self.learner_box.addItem(text, which)
            self.learner_box.setCurrentIndex(texts.index(chosen) if chosen in texts else 0)
        self.learner_box.setVisible(len(items) > 1)

    def _posted(self) -> tuple[Posted, ...]:
        """The matrices that are to be shown."""
        by_name = {matrix.learner: matrix for matrix in self.value.matrices}
        which = self.learner_box.currentData()
        name, other = which if which is not None else ("", "")
        if name in by_name:
            return (Posted(by_name[name], by_name.get(other)),)
        return tuple(
            Posted(m, caption=f"{m.learner}: {accuracy_share(m)}") for m in by_name.values()
        )

    def _draw(self) -> None:
        posted = self._posted()
        self.set_filled(bool(posted))
        if not posted:
            return
        self.board.show_matrices(posted, READINGS[self.unit_box.currentIndex()])
        is_one = len(posted) == 1 and posted[0].minus is None
        self.headline.setVisible(is_one)
        words = accuracy(posted[0].matrix) if is_one else ""
        self.headline.setText(words)
        how = self.tr("95 % interval (Wilson 1927), half its width after ±")
        self.headline.setToolTip(f"{words}\n{how}")
        self._mark(self._choice)

    # ------------------------------------------------------------------ what is chosen

    def _show_choice(self, choice: Choice) -> None:
        """Mark the chosen cells and list their samples."""
        self._choice = choice
        self._mark(choice)
        predictions = self.value.predictions(choice)
        mask = mask_of(predictions.classes, choice.cells) if predictions else np.zeros((0, 0), bool)
        self.samples.setVisible(bool(mask.any()) and predictions is not None)
        if predictions is None or not mask.any():
            self._listed = None
            return
        if self._listed == (id(predictions.predicted), choice):
            return  # the same samples, sorted and scrolled by the user
        self._listed = (id(predictions.predicted), choice)
        samples = chosen_samples(predictions, mask)
        words = choice_words(samples.n_samples, predictions.name, predictions.classes, mask)
        self.samples.show_samples(samples, told_names(samples, predictions.classes), words)

    def _mark(self, choice: Choice) -> None:
        predictions = self.value.predictions(choice)
        if predictions is not None:
            mask = mask_of(predictions.classes, choice.cells)
            self.board.show_selected(predictions.name, mask)

    def _choose(self, learner: str, mask: BoolArray) -> None:
        matrices = self.value.matrices
        matrix = next(m for m in matrices if m.learner == learner)
        cells = cells_of(matrix.classes, mask)
        choice = Choice(learner if len(matrices) > 1 else "", cells)
        self._show_choice(choice)
        self.parameters_wanted.emit({"learner": choice.learner, "selected": list(cells)})

    def choose_all(self, word: str) -> None:
        """Choose the cells that a word stands for, of the first matrix that is shown; or none."""
        matrix = self.matrix
        if matrix is not None:
            self._choose(matrix.learner, mask_of(matrix.classes, [word] if word else []))

    def _tell(self, grid: ConfusionGrid, actual: int, predicted: int) -> None:
        one = self.board.posted[self.board.grids.index(grid)]
        words = cell_words(one.matrix, actual, predicted)
        grid.setToolTip(words)
        grid.setAccessibleDescription(words)

    # ------------------------------------------------------------------ putting together

    def _connect(self) -> None:
        self.board.clicked.connect(self.cell_clicked)
        self.board.reached.connect(self._tell)
        self.board.chosen.connect(self._choose)
        self.samples.cleared.connect(lambda: self.choose_all(""))
        self.samples.explore_wanted.connect(lambda: self.explore_wanted.emit(self.samples.samples))
        self.learner_box.currentIndexChanged.connect(self._draw)
        self.unit_box.currentIndexChanged.connect(self._draw)
        self.select_box.activated.connect(self._select)

    def _select(self) -> None:
        self.choose_all(str(self.select_box.currentData()))
        self.select_box.setCurrentIndex(0)

    def _add_controls(self) -> None:
        self.learner_box = QComboBox(self)
        self.learner_box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        labelled(
            self.learner_box, "confusionLearner", self.tr("Learner"),
            self.tr("The learner whose matrix is shown, or all of them"),
        )  # fmt: skip
        self.unit_box = QComboBox(self)
        self.unit_box.addItems([self.tr("Counts"), self.tr("Row %"), self.tr("Column %")])
        labelled(
            self.unit_box, "confusionUnit", self.tr("Counts or shares"),
            self.tr("Test rows, or the share of each actual or predicted class in per cent"),
        )  # fmt: skip
        self.select_box = QComboBox(self)
        for text, word in (
            (self.tr("Choose…"), ""),
            (self.tr("Misclassified"), "wrong"),
            (self.tr("Correct"), "correct"),
            (self.tr("None"), ""),
        ):
            self.select_box.addItem(text, word)
        labelled(
            self.select_box, "confusionChoose", self.tr("Choose cells"),
            self.tr("Click a cell to see its samples, a class's name for all of them; "
                    "Ctrl adds, Shift takes a block"),
        )  # fmt: skip
        self.headline = ElidedLabel("confusionHeadline", self)
        self.headline.setFont(tabular_digits(bold=True))
        for widget in (self.learner_box, self.unit_box, self.select_box):
            self.controls.addWidget(widget)
        self.controls.addWidget(self.headline, 1000)
        self.controls.addStretch(1)
