"""What the threshold explorer shows: four charts, the confusion matrix and the rates, in a grid."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QScrollArea, QWidget
from typing_extensions import override

from workbench.data.dataset import IntArray
from workbench.evaluation.ranking import Ranking
from workbench.evaluation.threshold import Costs, Decided
from workbench.gui.plots.confusion_grid import ConfusionGrid
from workbench.gui.plots.figure import tabular_digits
from workbench.gui.plots.threshold_charts import SMALLEST, ThresholdCharts
from workbench.gui.theme import Theme


class ThresholdBoard(QScrollArea):
    """Six parts in one, two or three rows, as the room is; it scrolls where there is too little."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("thresholdBoard")
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inside = QWidget(self)
        inside.setObjectName("thresholdInside")
        self._grid = QGridLayout(inside)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(4)
        self.charts = ThresholdCharts(inside)
        self.matrix = ConfusionGrid(inside)
        self.matrix.setObjectName("thresholdMatrix")
        self.matrix.setMinimumSize(*SMALLEST)
        self.words = QLabel(inside)
        self.words.setObjectName("thresholdRates")
        self.words.setAccessibleName(self.tr("Rates at the threshold"))
        self.words.setFont(tabular_digits())
        self.words.setTextFormat(Qt.TextFormat.RichText)
        self.words.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self.words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.words.setContentsMargins(8, 8, 8, 8)
        self._parts: tuple[QWidget, ...] = (
            *(one.chart for one in self.charts.all),
            self.matrix,
            self.words,
        )
        self._columns = 0
        self.setWidget(inside)
        self._arrange()

    # ------------------------------------------------------------------ showing

    def show_ranking(self, of: Ranking) -> None:
        """Draw the curves of a ranking."""
        self.charts.show(of)

    def move_points(self, at: Decided, costs: Costs) -> None:
        """Move the points to where a threshold leads."""
        self.charts.move(at, costs)

    def show_matrix(self, counts: IntArray, classes: tuple[str, ...]) -> None:
        """Show how often each class is taken for each other."""
        self.matrix.show_counts(counts, classes)

    def say(self, text: str) -> None:
        """Show the rates."""
        self.words.setText(text)
        self._arrange()

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours."""
        self.charts.set_theme(theme)
        self.matrix.theme = theme
        self.matrix.update()
        self.setStyleSheet(
            f"#thresholdBoard, #thresholdInside {{ background: {theme.panel}; }}"
            f" #thresholdRates {{ color: {theme.text}; }}"
        )

    # ------------------------------------------------------------------ arranging

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        width, height = self.viewport().width(), self.viewport().height()
        least, words = SMALLEST[0] + 4, self.words.sizeHint().width() + 4
        if height >= 2 * SMALLEST[1] + 4:  # two rows are seen at once
            columns = 3 if width >= 2 * least + max(words, least) else 2
        else:
            columns = next((n for n in (6, 4, 3) if width >= (n - 1) * least + words), 2)
        columns = columns if width >= 2 * least else 1
        if columns != self._columns:
            self._place(columns)
        self._grid.invalidate()  # what was asked of it while it was hidden is lost
        self._grid.activate()

    def _place(self, columns: int) -> None:
        """Lay the parts out; what is looked at first comes into the row that is always seen."""
        self._columns = columns
        for part in self._parts:
            self._grid.removeWidget(part)
        roc, precision_recall, gain, cost, matrix, words = self._parts
        order = self._parts
        if columns == 4:
            order = (roc, precision_recall, matrix, words, gain, cost)
        elif columns < 4:
            order = (roc, matrix, words, precision_recall, gain, cost)
        n_rows = -(-len(order) // columns)
        if columns == 2:  # the words are wider than half a narrow pane
            order = (roc, matrix, precision_recall, gain, cost, words)
            n_rows = 4
        for i, part in enumerate(order):
            if columns == 2 and i >= 4:
                self._grid.addWidget(part, i - 2, 0, 1, 2)
            else:
                self._grid.addWidget(part, i // columns, i % columns)
        for i in range(len(order)):
            is_of_words = columns in {4, 6} and order[i] is words  # they take what they need
            self._grid.setColumnStretch(i, 1 if i < columns and not is_of_words else 0)
            self._grid.setRowStretch(i, 1 if i < n_rows else 0)
