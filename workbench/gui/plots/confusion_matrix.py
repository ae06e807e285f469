"""The confusion matrix of each learner, with its accuracy written beside it."""

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QComboBox, QLabel, QWidget
from typing_extensions import override

from workbench.evaluation.charts import Confusion, ConfusionChart
from workbench.evaluation.intervals import wilson
from workbench.gui.plots.confusion_grid import ConfusionGrid
from workbench.gui.plots.figure import Figure, Rows, labelled, tabular_digits
from workbench.gui.plots.save import rows_of
from workbench.gui.theme import Theme


class ConfusionMatrixWidget(Figure):
    """How often each class was taken for each other: rows actual, columns predicted, as in WEKA.

    Signals:
        cell_clicked: actual and predicted class, as indices.
    """

    cell_clicked = Signal(int, int)

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
        self.grid = ConfusionGrid(self)
        self.grid.cell_clicked.connect(self.cell_clicked)
        self.grid.cell_chosen.connect(self._tell)
        self.set_stage(self.grid)
        self._add_controls()
        self.set_theme(self.theme)

    @override
    def show_value(self, value: object) -> None:
        self.value = value if isinstance(value, ConfusionChart) else ConfusionChart(())
        names = [matrix.learner for matrix in self.value.matrices]
        chosen = self.learner_box.currentText()
        with QSignalBlocker(self.learner_box):
            self.learner_box.clear()
            self.learner_box.addItems(names)
            self.learner_box.setCurrentIndex(names.index(chosen) if chosen in names else 0)
        self.learner_box.setVisible(len(names) > 1)
        self._draw()

    @property
    def matrix(self) -> Confusion | None:
        """The matrix that is shown."""
        index = self.learner_box.currentIndex()
        return self.value.matrices[index] if 0 <= index < len(self.value.matrices) else None

    @override
    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        self.grid.theme = theme
        self.grid.update()

    @override
    def numbers(self) -> Rows:
        return rows_of(self.value.to_csv())

    def _draw(self) -> None:
        matrix = self.matrix
        self.set_filled(matrix is not None)
        if matrix is None:
            return
        self.grid.shows_shares = self.unit_box.currentIndex() == 1
        self.grid.show_counts(matrix.counts, matrix.classes)
        self.headline.setFont(tabular_digits(bold=True))
        self.headline.setText(self._accuracy(matrix))

    def _accuracy(self, matrix: Confusion) -> str:
        right, n = int(matrix.counts.trace()), int(matrix.counts.sum())
        interval = wilson(right, n)
        if interval is None:
            return self.tr("no test rows")
        low, high = interval
        return self.tr("accuracy {share} % ± {half} ({right} of {n})").format(
            share=f"{100 * right / n:.2f}",
            half=f"{50 * (high - low):.2f}",
            right=f"{right:,}",
            n=f"{n:,}",
        )

    def _tell(self, actual: int, predicted: int) -> None:
        matrix = self.matrix
        if matrix is None:
            return
        words = self.tr("{count} of class '{actual}' were taken for '{predicted}'").format(
            count=f"{matrix.counts[actual, predicted]:,}",
            actual=matrix.classes[actual],
            predicted=matrix.classes[predicted],
        )
        self.grid.setToolTip(words)
        self.grid.setAccessibleDescription(words)

    def _add_controls(self) -> None:
        self.learner_box = QComboBox(self)
        self.learner_box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        labelled(
            self.learner_box, "confusionLearner", self.tr("Learner"),
            self.tr("The learner whose matrix is shown"),
        )  # fmt: skip
        self.unit_box = QComboBox(self)
        self.unit_box.addItems([self.tr("Counts"), self.tr("Row %")])
        labelled(
            self.unit_box, "confusionUnit", self.tr("Counts or row shares"),
            self.tr("Test rows, or the share of each actual class in per cent"),
        )  # fmt: skip
        self.headline = QLabel(self)
        self.headline.setObjectName("confusionHeadline")
        self.headline.setToolTip(self.tr("95 % interval (Wilson 1927), half its width after ±"))
        self.controls.addWidget(self.learner_box)
        self.controls.addWidget(self.unit_box)
        self.controls.addWidget(self.headline)
        self.controls.addStretch(1)
        self.learner_box.currentIndexChanged.connect(self._draw)
        self.unit_box.currentIndexChanged.connect(self._draw)
