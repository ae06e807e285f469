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
        if width >= 5 * least + words and height < 2.4 * SMALLEST[1]:
            columns = 6
        elif width >= 2 * least + max(words, least):
            columns = 3
        else:
            columns = 2 if width >= 2 * least else 1
        if columns != self._columns:
            self._place(columns)
        self._grid.invalidate()  # what was asked of it while it was hidden is lost
        self._grid.activate()

    def _place(self, columns: int) -> None:
        self._columns = columns
        for part in self._parts:
            self._grid.removeWidget(part)
        spans = columns if self.viewport().width() < 2 * self.words.sizeHint().width() else 1
        for i, part in enumerate(self._parts):
            if columns == 2 and i >= 4 and spans == 2:
                self._grid.addWidget(part, i - 2, 0, 1, 2)
            else:
                self._grid.addWidget(part, i // columns, i % columns)
        for i in range(6):
            is_wide = i < columns and (columns != 6 or i < 5)  # the words take what they need
            self._grid.setColumnStretch(i, 1 if is_wide else 0)
            self._grid.setRowStretch(i, 1 if i < self._grid.rowCount() else 0)
