"""The most frequent tokens of a text, by the classes."""

import numpy as np
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from workbench.data.dataset import BoolArray, Dataset, IntArray
from workbench.data.profile.class_counts import Counts, frequent_tokens
from workbench.gui.brush import Brush
from workbench.gui.plots.data.attribute_box import AttributeBox
from workbench.gui.plots.data.bar_figure import BarFigure
from workbench.gui.plots.data.colouring import colouring_by


class TokenPlot(BarFigure):
    """The most frequent tokens of a text that was split into tokens, by the classes."""

    def __init__(self, brush: Brush, parent: QWidget | None = None) -> None:
        super().__init__(brush, "tokenPlot", "", parent)
        self.title = self.tr("Frequent tokens")
        self.setAccessibleName(self.title)
        self.text_box = AttributeBox(
            "tokenAttribute", self.tr("Tokens of"), self.tr("Attribute whose tokens are counted")
        )
        self.add_word(self.tr("Tokens of"), self.text_box)
        self.controls.addWidget(self.strip, 1)
        self.text_box.currentIndexChanged.connect(self._draw)
        self.set_theme(self.theme)

    @override
    def show_dataset(self, dataset: Dataset) -> None:
        names = [a.name for a in dataset.schema.attributes if a.kind == "array" and a.values]
        if not names:
            self.teach(
                self.tr("There are no tokens: split a text into tokens to see which are frequent.")
            )
            return
        self.text_box.offer(names, names[0])
        self.set_filled(filled=True)
        self._draw()

    @override
    def show_selection(self) -> None:
        self._draw()

    @override
    def members(self, label: int, group: int) -> BoolArray:
        dataset = self.brush.dataset
        assert dataset is not None, "bars are of a data set"  # noqa: S101  a precondition
        token = self.bars.counts.labels[label]
        code = dataset.schema.attribute(self.text_box.chosen).values.index(token)
        tokens = dataset.column(self.text_box.chosen)
        found = np.any(tokens == code, axis=tuple(range(1, tokens.ndim)))
        if group >= 0 and dataset.schema.class_attribute is not None:
            found &= dataset.labels == group
        return np.asarray(found)

    def _draw(self) -> None:
        dataset, name = self.brush.dataset, self.text_box.chosen
        if dataset is None or name not in dataset.schema:  # the choices are of data before
            return
        length = int(np.prod(dataset.schema.attribute(name).shape))
        selected = self.brush.selected if self.brush.n_selected else None
        self.compute(
            lambda: frequent_tokens(dataset, name, selected=selected), max(length, 1), self._show
        )

    def _show(self, found: tuple[Counts, IntArray | None]) -> None:
        counts, selected = found
        self.bars.show_counts(counts, colours_bars=False)
        dataset = self.brush.dataset
        if dataset is not None:
            target = dataset.schema.class_attribute
            is_split = target is not None and target.kind == "nominal"
            by = target.name if target and is_split else ""
            self.strip.show_colouring(colouring_by(dataset, by))
        self.bars.show_selected(selected)
        self.tell(self.tr("Occurrences. Click a bar to select the samples with that token."))
