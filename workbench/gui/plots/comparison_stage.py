"""What a comparison shows: a verdict, one of three drawings, a note on their figures."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from workbench.gui.plots.comparison_pairs import PairsGrid
from workbench.gui.plots.comparison_table import ComparisonTable
from workbench.gui.plots.critical_difference import CriticalDifferenceDiagram
from workbench.gui.plots.figure import tabular_digits
from workbench.gui.theme import Theme


class ComparisonStage(QWidget):
    """The verdict above, one of three drawings, and what its figures are below."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("comparisonStage")
        self.verdict = QLabel(self)
        self.verdict.setObjectName("comparisonVerdict")
        self.verdict.setAccessibleName(self.tr("Verdict"))
        self.verdict.setWordWrap(True)
        self.verdict.setToolTip(
            self.tr(
                "On one data set this rests on the corrected paired t-test, from five on "
                "Friedman's and Nemenyi's, in between on how many data sets the t-test finds a "
                "difference."
            )
        )
        self.verdict.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.table = ComparisonTable(self)
        self.pairs = PairsGrid(self)
        self.ranks = CriticalDifferenceDiagram(self)
        self.note = QLabel(self)
        self.note.setObjectName("comparisonNote")
        self.note.setWordWrap(True)
        self.drawings = QStackedWidget(self)
        for drawing in (self.table, _scrolled(self.pairs), _scrolled(self.ranks)):
            self.drawings.addWidget(drawing)
        self.fine_bar = QWidget(self)
        self.fine_bar.setObjectName("comparisonFine")
        self.fine = QHBoxLayout(self.fine_bar)
        self.fine.setContentsMargins(0, 0, 0, 0)
        self.fine.setSpacing(8)
        self._column = layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 4, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self.verdict)
        layout.addWidget(self.drawings, 1)
        layout.addWidget(self.note)

    def place_fine(self, row: QHBoxLayout | None) -> None:
        """Put level and equivalence into a row of controls, or above the verdict."""
        if row is not None:
            self.fine.setContentsMargins(0, 0, 0, 0)
            row.insertWidget(row.count() - 1, self.fine_bar)
        else:
            self.fine.setContentsMargins(8, 0, 8, 0)
            self._column.insertWidget(0, self.fine_bar)

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours."""
        self.table.set_theme(theme)
        for drawing in (self.pairs, self.ranks):
            drawing.theme = theme
            drawing.update()
        self.verdict.setFont(tabular_digits(bold=True))
        self.setStyleSheet(
            f"#comparisonStage, QScrollArea {{ background: {theme.panel}; }}"
            f" #comparisonVerdict {{ color: {theme.text}; padding: 0 8px; }}"
            f" #comparisonNote {{ color: {theme.secondary}; padding: 0 8px 4px 8px; }}"
        )


def _scrolled(drawing: QWidget) -> QScrollArea:
    area = QScrollArea()
    area.setObjectName(f"{drawing.objectName()}Scroll")
    area.setFrameShape(QScrollArea.Shape.NoFrame)
    area.setWidgetResizable(True)
    area.setWidget(drawing)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return area
