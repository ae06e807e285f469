"""Parallel coordinates: every sample as a line through the axes of its attributes."""

import numpy as np
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from workbench.data.dataset import Dataset
from workbench.data.profile.axis_values import plottable
from workbench.gui.brush import Brush
from workbench.gui.plots.data.attribute_chooser import AttributeChooser
from workbench.gui.plots.data.class_strip import ClassStrip
from workbench.gui.plots.data.data_figure import DataFigure
from workbench.gui.plots.data.parallel_axes import MOST_LINES, ParallelAxes, laid_out
from workbench.gui.plots.data.parallel_plane import ParallelPlane
from workbench.gui.plots.data.sample_words import cell_text
from workbench.gui.plots.data.step_button import NumberRange, StepButton
from workbench.gui.plots.figure import Rows
from workbench.gui.theme import Theme

_AT_FIRST, _MOST = 10, 24


class ParallelPlot(DataFigure):
    """A line per sample. Ranges dragged on the axes select the samples that are in all of them."""

    def __init__(self, brush: Brush, parent: QWidget | None = None) -> None:
        super().__init__(brush, "parallelPlot", "", parent)
        self.title = self.tr("Parallel coordinates")
        self.setAccessibleName(self.title)
        self.plane = ParallelPlane(brush, self)
        self.set_stage(self.plane)
        self.chooser = AttributeChooser("parallelAttributes", self)
        self.chooser.changed.connect(self._draw)
        self.strip = ClassStrip("parallelClasses", self)
        self.steps = StepButton(brush, "parallelStep", self)
        self.steps.step_wanted.connect(self.step_wanted)
        self.controls.addWidget(self.chooser)
        self.controls.addWidget(self.strip, 1)
        self.controls.addWidget(self.steps)
        self.set_theme(self.theme)

    @override
    def show_dataset(self, dataset: Dataset) -> None:
        names = plottable(dataset.schema)
        if len(names) < 2:
            self.teach(
                self.tr(
                    "There are fewer than two numeric, nominal or date attributes: parallel "
                    "coordinates draw lines from one to the next."
                )
            )
            return
        target = dataset.schema.class_attribute
        if target is not None and target.name in names:  # first, so that it is among the drawn
            names = (target.name, *(name for name in names if name != target.name))
        self.chooser.offer(names, _AT_FIRST)
        self.set_filled(filled=True)
        self._draw()

    @override
    def show_selection(self) -> None:
        self.plane.show_selection()
        self.steps.set_ranges(self._number_ranges())

    @override
    def reset_view(self) -> None:
        self._draw()

    @override
    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        self.plane.theme = self.strip.theme = theme
        self.steps.set_theme(theme)
        self.plane.redraw_all()
        self.strip.update()

    @override
    def numbers(self) -> Rows:
        dataset, names = self.brush.dataset, self.plane.names
        if dataset is None:
            return []
        rows = np.flatnonzero(self.brush.selected) if self.brush.n_selected else self.plane.rows
        return [names, *([cell_text(dataset, n, int(r)) for n in names] for r in np.sort(rows))]

    def _draw(self) -> None:
        dataset = self.brush.dataset
        if dataset is None:
            return
        names = self.chooser.chosen[:_MOST]
        target = dataset.schema.class_attribute
        by = target.name if target and target.kind in {"nominal", "numeric"} else ""
        self.compute(lambda: laid_out(dataset, names, by), len(names), self._show)

    def _show(self, laid: ParallelAxes) -> None:
        dataset = self.brush.dataset
        if dataset is None:
            return
        self.plane.show_axes(laid)
        self.strip.show_colouring(laid.colouring)
        words = [self.tr("Drag on an axis to select a range; drag its name to move it.")]
        if dataset.n_samples > MOST_LINES:
            text = self.tr("{n} of {all} samples are drawn, chosen at random; ranges select all.")
            words.append(text.format(n=f"{MOST_LINES:,}", all=f"{dataset.n_samples:,}"))
        if len(self.chooser.chosen) > _MOST:
            words.append(self.tr("Only the first {n} attributes are drawn.").format(n=_MOST))
        self.tell(" ".join(words))

    def _number_ranges(self) -> tuple[NumberRange, ...]:
        """The ranges as a filter, if all of them are over numbers."""
        found = []
        for axis in self.plane.axes:
            attribute = axis.values.attribute
            bounds = self.plane.ranges.get(attribute.name)
            if bounds is None:
                continue
            if attribute.kind != "numeric":
                return ()
            low, high = axis.values.bounds
            ends = (low + share * (high - low) for share in bounds)
            found.append(NumberRange(attribute.name, *ends))
        return tuple(found)
