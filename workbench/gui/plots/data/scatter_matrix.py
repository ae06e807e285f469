"""The scatter-plot matrix: every pair of some attributes, small and side by side."""

from PySide6.QtWidgets import QWidget
from typing_extensions import override

from workbench.data.dataset import Dataset
from workbench.data.profile.axis_values import plottable
from workbench.gui.brush import Brush
from workbench.gui.plots.data.attribute_chooser import AttributeChooser
from workbench.gui.plots.data.class_strip import ClassStrip
from workbench.gui.plots.data.matrix_grid import MOST_ROWS, MatrixAttributes, MatrixGrid, laid_out
from workbench.gui.plots.data.pair_figure import PairFigure
from workbench.gui.plots.data.sample_words import cell_text
from workbench.gui.plots.figure import Rows
from workbench.gui.theme import Theme

_AT_FIRST, _MOST = 6, 12


class ScatterMatrix(PairFigure):
    """Every pair of the chosen attributes; the same samples are selected in each."""

    def __init__(self, brush: Brush, parent: QWidget | None = None) -> None:
        super().__init__(brush, "scatterMatrix", "", parent)
        self.title = self.tr("Scatter-plot matrix")
        self.setAccessibleName(self.title)
        self.grid = MatrixGrid(brush, self)
        self.grid.pair_clicked.connect(self.open_pair)
        self.set_stage(self.grid)
        self.add_pair()
        self.chooser = AttributeChooser("scatterMatrixAttributes", self)
        self.chooser.changed.connect(self._draw)
        self.controls.addWidget(self.chooser)
        self.strip = ClassStrip("scatterMatrixClasses", self)
        self.controls.addWidget(self.strip, 1)
        self.set_theme(self.theme)

    @override
    def show_dataset(self, dataset: Dataset) -> None:
        names = plottable(dataset.schema)
        if len(names) < 2:
            self.teach(
                self.tr(
                    "There are fewer than two numeric, nominal or date attributes: a matrix of "
                    "scatter plots needs pairs of them."
                )
            )
            return
        order = sorted(names, key=lambda n: dataset.schema.attribute(n).kind != "numeric")
        self.chooser.offer(order, _AT_FIRST)
        self.set_filled(filled=True)
        self.close_pair()
        self._draw()

    @override
    def show_selection(self) -> None:
        super().show_selection()
        self.grid.redraw()

    @override
    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        self.grid.theme = self.strip.theme = theme
        self.strip.update()
        self.grid.redraw()

    @override
    def numbers(self) -> Rows:
        dataset, names = self.brush.dataset, self.grid.names
        if dataset is None:
            return []
        return [
            names,
            *([cell_text(dataset, n, r) for n in names] for r in range(dataset.n_samples)),
        ]

    def _draw(self) -> None:
        dataset = self.brush.dataset
        names = self.chooser.chosen[:_MOST]
        if dataset is None or not names:
            return
        by = self.colour_name
        self.compute(lambda: laid_out(dataset, names, by), len(names), self._show)

    def _show(self, laid: MatrixAttributes) -> None:
        dataset = self.brush.dataset
        if dataset is None:
            return
        self.grid.show_attributes(laid)
        self.strip.show_colouring(laid.colouring)
        words = [self.tr("Click a plot to enlarge it, drag in one to select.")]
        if dataset.n_samples > MOST_ROWS:
            text = self.tr(
                "{n} of {all} samples are drawn, chosen at random; selecting is for all."
            )
            words.append(text.format(n=f"{MOST_ROWS:,}", all=f"{dataset.n_samples:,}"))
        if len(self.chooser.chosen) > _MOST:
            words.append(self.tr("Only the first {n} attributes are drawn.").format(n=_MOST))
        self.tell(" ".join(words))
