"""Class balance: how many samples each label has."""

import numpy as np
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from workbench.data.dataset import BoolArray, Dataset
from workbench.data.profile.axis_values import plottable
from workbench.data.profile.class_counts import Counts, label_counts
from workbench.gui.brush import Brush
from workbench.gui.plots.data.attribute_box import AttributeBox
from workbench.gui.plots.data.bar_figure import BarFigure
from workbench.gui.plots.data.colouring import colouring_by

_MOST = 500


class BalancePlot(BarFigure):
    """Samples per label, stacked by a second attribute if one is chosen."""

    def __init__(self, brush: Brush, parent: QWidget | None = None) -> None:
        super().__init__(brush, "balancePlot", "", parent)
        self.title = self.tr("Class balance")
        self.setAccessibleName(self.title)
        self.label_box = AttributeBox(
            "balanceAttribute", self.tr("Labels of"), self.tr("Attribute whose labels are counted")
        )
        self.by_box = AttributeBox(
            "balanceBy", self.tr("Stacked by"), self.tr("Attribute that divides each bar"),
            self.tr("(none)"),
        )  # fmt: skip
        self.add_word(self.tr("Labels of"), self.label_box)
        self.add_word(self.tr("stacked by"), self.by_box)
        self.controls.addWidget(self.strip, 1)
        for box in (self.label_box, self.by_box):
            box.currentIndexChanged.connect(self._draw)
        self.set_theme(self.theme)

    @override
    def show_dataset(self, dataset: Dataset) -> None:
        names = plottable(dataset.schema, frozenset({"nominal"}))
        if not names:
            self.teach(
                self.tr(
                    "There is no nominal attribute: bars count labels.\nNumbers become labels "
                    "with the steps “Numeric to nominal” and “Discretise”."
                )
            )
            return
        target = dataset.schema.class_attribute
        self.label_box.offer(names, target.name if target and target.name in names else names[0])
        self.by_box.offer(names)
        self.set_filled(filled=True)
        self._draw()

    @override
    def show_selection(self) -> None:
        dataset = self.brush.dataset
        if dataset is None or not self.brush.n_selected:
            self.bars.show_selected(None)
            return
        shape = self.bars.counts.counts.shape
        selected = np.zeros(shape, dtype=np.int64)
        chosen = np.flatnonzero(self.brush.selected)
        labels = self._codes(self.label_box.chosen)[chosen]
        by = self.by_box.chosen
        groups = self._codes(by)[chosen] if by else np.zeros(len(chosen), np.int64)
        shown = labels < shape[0]
        np.add.at(selected, (labels[shown], groups[shown]), 1)
        self.bars.show_selected(selected)

    @override
    def members(self, label: int, group: int) -> BoolArray:
        found = self._codes(self.label_box.chosen) == label
        if group >= 0 and self.by_box.chosen:
            found = found & (self._codes(self.by_box.chosen) == group)
        return np.asarray(found)

    def _codes(self, name: str) -> np.ndarray:
        """Codes as the bars have them: missing values last."""
        dataset = self.brush.dataset
        assert dataset is not None, "bars are of a data set"  # noqa: S101  a precondition
        codes = dataset.column(name).astype(np.int64)
        return np.where(codes < 0, len(dataset.schema.attribute(name).values), codes)

    def _draw(self) -> None:
        dataset = self.brush.dataset
        if dataset is None or not self.label_box.chosen:
            return
        by = self.by_box.chosen if self.by_box.chosen != self.label_box.chosen else ""
        counts = label_counts(dataset, self.label_box.chosen, by)
        if len(counts.labels) > _MOST:
            counts = Counts(
                counts.labels[:_MOST], counts.groups, counts.counts[:_MOST], counts.total
            )
        self.bars.show_counts(counts, colours_bars=True)
        self.strip.show_colouring(colouring_by(dataset, by))
        self.show_selection()
        self._tell(counts)

    def _tell(self, counts: Counts) -> None:
        totals = counts.counts.sum(axis=1)
        totals = totals[totals > 0]
        words = [self.tr("Click a bar to select its samples.")]
        if len(totals) > 1:
            text = self.tr("The largest has {ratio} times as many as the smallest.")
            equal = self.tr("All are equally frequent.")
            ratio = totals.max() / totals.min()
            words.append(text.format(ratio=f"{ratio:.3g}") if ratio > 1 else equal)
        self.tell(" ".join(words))
