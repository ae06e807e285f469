"""The correlation heat map, and beside it what is most related to the class."""

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from workbench.data.dataset import Dataset
from workbench.data.profile.correlation import Correlations, columns_for, correlations
from workbench.gui.brush import Brush
from workbench.gui.plots.data.heat_grid import HeatGrid
from workbench.gui.plots.data.pair_figure import PairFigure
from workbench.gui.plots.figure import Rows, labelled, tabular_digits
from workbench.gui.theme import Theme

_MOST = 250


class CorrelationPlot(PairFigure):
    """Every two numeric attributes; a click on a cell draws that scatter plot."""

    def __init__(self, brush: Brush, parent: QWidget | None = None) -> None:
        super().__init__(brush, "correlationPlot", "", parent)
        self.title = self.tr("Correlations")
        self.setAccessibleName(self.title)
        self.found: Correlations | None = None
        self.grid = HeatGrid()
        self.grid.cell_clicked.connect(self._open)
        self._ranked: list[str] = []
        self.set_stage(self._overview())
        self.add_pair()
        self.method_box = QComboBox(self)
        labelled(
            self.method_box, "correlationMethod", self.tr("Kind of correlation"),
            self.tr("Pearson: along a straight line. Spearman: of the ranks, along any rise"),
        )  # fmt: skip
        self.method_box.addItem("Pearson", "pearson")
        self.method_box.addItem("Spearman", "spearman")
        self.method_box.currentIndexChanged.connect(self._compute)
        self.controls.addWidget(self.method_box)
        self.controls.addStretch(1)
        self.set_theme(self.theme)

    @override
    def show_dataset(self, dataset: Dataset) -> None:
        if len(columns_for(dataset)) < 2:
            self.teach(
                self.tr(
                    "There are fewer than two numeric attributes: correlations are between "
                    "numbers (labels count as numbers if there are two of them)."
                )
            )
            return
        self.set_filled(filled=True)
        self.close_pair()
        self._compute()

    @override
    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        self.grid.theme = theme
        self.grid.update()
        self.area.setStyleSheet(f"QScrollArea {{ background: {theme.panel}; border: none; }}")
        self.heading.setStyleSheet(f"color: {theme.secondary}; padding: 8px 4px 0 4px;")

    @override
    def numbers(self) -> Rows:
        if self.found is None:
            return []
        names = list(self.found.names)
        rows = [[n, *(f"{v:.10g}" for v in row)] for n, row in zip(names, self.found.values,
                                                                   strict=True)]  # fmt: skip
        return [["", *names], *rows]

    def _compute(self) -> None:
        dataset = self.brush.dataset
        if dataset is None:
            return
        names = columns_for(dataset)[:_MOST]
        method = self.method_box.currentData()
        self.compute(lambda: correlations(dataset, names, method), len(names) ** 2, self._show)

    def _show(self, found: Correlations) -> None:
        self.found = found
        self.grid.show_matrix(found.names, found.values)
        dataset = self.brush.dataset
        if dataset is None:
            return
        target = dataset.schema.class_attribute
        relations = found.relations
        order = [
            i
            for i in np.argsort(-np.nan_to_num(relations, nan=-1.0)).tolist()
            if not np.isnan(relations[i]) and target and found.names[i] != target.name
        ]
        self.ranking.clear()
        self.ranking.addItems([f"{relations[i]:.2f}   {found.names[i]}" for i in order])
        self._ranked = [found.names[i] for i in order]
        self.side.setVisible(bool(order))
        if target is not None:
            self.heading.setText(self.tr("Most related to\n{name}").format(name=target.name))
        left_out = len(columns_for(dataset)) - len(found.names)
        words = [self.tr("Click a cell to see the two attributes.")]
        if left_out:
            words.append(self.tr("Only the first {n} attributes are drawn.").format(n=_MOST))
        self.tell(" ".join(words))

    def _open(self, row: int, column: int) -> None:
        self.open_pair(self.grid.names[column], self.grid.names[row])

    def _open_ranked(self, row: int) -> None:
        dataset = self.brush.dataset
        target = dataset.schema.class_attribute if dataset else None
        if target is not None and 0 <= row < len(self._ranked):
            self.open_pair(self._ranked[row], target.name)

    def _overview(self) -> QWidget:
        overview = QWidget(self)
        layout = QHBoxLayout(overview)
        layout.setContentsMargins(0, 0, 0, 0)
        self.area = QScrollArea(overview)
        self.area.setObjectName("correlationScroll")
        self.area.setWidgetResizable(True)
        self.area.setWidget(self.grid)
        layout.addWidget(self.area, 1)
        self.side = QWidget(overview)
        self.side.setFixedWidth(200)
        column = QVBoxLayout(self.side)
        column.setContentsMargins(0, 0, 8, 0)
        self.heading = QLabel(self.side)
        self.heading.setWordWrap(True)
        self.heading.setToolTip(
            self.tr("Absolute correlation with a numeric class, correlation ratio with labels")
        )
        self.ranking = QListWidget(self.side)
        self.ranking.setObjectName("correlationRanking")
        self.ranking.setAccessibleName(self.tr("Attributes by how related they are to the class"))
        self.ranking.setFont(tabular_digits())
        self.ranking.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.ranking.itemActivated.connect(lambda _: self._open_ranked(self.ranking.currentRow()))
        self.ranking.itemClicked.connect(lambda _: self._open_ranked(self.ranking.currentRow()))
        column.addWidget(self.heading)
        column.addWidget(self.ranking, 1)
        layout.addWidget(self.side)
        return overview
