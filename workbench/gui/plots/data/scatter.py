"""The scatter plot: any two attributes, coloured by a third, with selection by hand."""

from dataclasses import dataclass
from typing import TypeAlias

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSlider, QWidget
from typing_extensions import override

from workbench.core.run import Progressed, Run
from workbench.data.dataset import Dataset, FloatArray
from workbench.data.profile.axis_values import (
    AxisValues,
    axis_values,
    has_few_values,
    jittered,
    plottable,
    telling_first,
)
from workbench.gui.brush import Brush, Mode
from workbench.gui.plots.data.attribute_box import AttributeBox
from workbench.gui.plots.data.colouring import Colouring, colouring_by
from workbench.gui.plots.data.data_figure import DataFigure
from workbench.gui.plots.data.point_plane import PointPlane
from workbench.gui.plots.data.region import Region
from workbench.gui.plots.data.sample_words import cell_text, sample_text
from workbench.gui.plots.data.step_button import NumberRange, StepButton
from workbench.gui.plots.data.ticks import Axis
from workbench.gui.plots.data.tool_buttons import ToolButtons
from workbench.gui.plots.data.viewport import with_margin
from workbench.gui.plots.figure import Rows, labelled
from workbench.gui.theme import Theme

Axes: TypeAlias = tuple[AxisValues, AxisValues]
_NOMINAL_JITTER = 60  # per cent: labels would lie on top of one another
_LOOKS = 2  # at each sample: one per axis
_SIZES = 3, 16, 8  # pixels: least, largest, at first


@dataclass(frozen=True, eq=False)
class Placed:
    """Samples on the plane.

    Args:
        x, y: with jitter, NaN missing, shape (n,).
    """

    axes: Axes
    x: FloatArray
    y: FloatArray
    colouring: Colouring


class ScatterPlot(DataFigure):
    """Two attributes against each other. Above 30,000 points in the window their density."""

    def __init__(self, brush: Brush, parent: QWidget | None = None) -> None:
        super().__init__(brush, "scatterPlot", "", parent)
        self.title = self.tr("Scatter plot")
        self.setAccessibleName(self.title)
        self.plane = PointPlane(brush, "scatterPlane", self.title, self)
        self.plane.layer.size = _SIZES[2]
        self.plane.describes = self._described
        self.plane.region_drawn.connect(self._offer_step)
        self.plane.viewport_changed.connect(self._tell)
        self.set_stage(self.plane)
        self._axes: Axes | None = None
        self._is_jitter_set = False
        self._add_controls()
        self.set_theme(self.theme)

    # ------------------------------------------------------------------ drawing

    @override
    def show_dataset(self, dataset: Dataset) -> None:
        names = plottable(dataset.schema)
        if len(names) < 2:
            self.teach(
                self.tr(
                    "There are fewer than two numeric, nominal or date attributes: a scatter plot "
                    "needs one across and one up.\nTexts become numbers with the step "
                    "“String to words”, pictures with “Flatten image”."
                )
            )
            return
        first = telling_first(dataset, names)
        self.x_box.offer(names, first[0])
        self.y_box.offer(names, first[1])
        target = dataset.schema.class_attribute
        self.colour_box.offer(names, target.name if target else "")
        self.set_filled(filled=True)
        self._draw()

    @override
    def show_selection(self) -> None:
        self.plane.show_selection()
        self._tell()

    @override
    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        self.plane.set_theme(theme)
        self.steps.set_theme(theme)

    @override
    def reset_view(self) -> None:
        self.plane.reset()

    def show_pair(self, x: str, y: str) -> None:
        """Draw these two attributes."""
        self.x_box.choose(x)
        self.y_box.choose(y)

    @override
    def numbers(self) -> Rows:
        dataset = self.brush.dataset
        if dataset is None:
            return []
        names = [self.x_box.chosen, self.y_box.chosen]
        names += [self.colour_box.chosen] if self.colour_box.chosen else []
        rows = self.plane.layer.rows
        shown = self.brush.selected if self.brush.n_selected else None
        chosen = rows if shown is None else rows[shown[rows]]
        return [names, *([cell_text(dataset, n, int(row)) for n in names] for row in chosen)]

    def _draw(self) -> None:
        dataset = self.brush.dataset
        if dataset is None or not self.x_box.chosen:
            return
        self._axes = None
        if not self._is_jitter_set:
            names = self.x_box.chosen, self.y_box.chosen
            is_crowded = any(has_few_values(dataset, name) for name in names)
            self.jitter.blockSignals(True)  # noqa: FBT003  Qt's own
            self.jitter.setValue(_NOMINAL_JITTER if is_crowded else 0)
            self.jitter.blockSignals(False)  # noqa: FBT003
        self._place()

    def _place(self) -> None:
        dataset = self.brush.dataset
        if dataset is None:
            return
        axes, names = self._axes, (self.x_box.chosen, self.y_box.chosen)
        share, by = self.jitter.value() / 100, self.colour_box.chosen
        self.compute(lambda: _placed(dataset, axes or names, share, by), _LOOKS, self._show)

    def _show(self, found: Placed) -> None:
        x, y = found.axes
        if self._axes is None:
            self._axes = x, y
            self.steps.set_ranges(())
            ranges = with_margin(x.bounds), with_margin(y.bounds)
            self.plane.set_axes(Axis.of(x), Axis.of(y), ranges)
        self.plane.set_points(found.x, found.y, found.colouring)
        self._tell()

    def _colour(self) -> None:
        dataset = self.brush.dataset
        if self.background.is_running:
            self._place()
        elif dataset is not None:
            self.plane.set_colouring(colouring_by(dataset, self.colour_box.chosen))

    # ------------------------------------------------------------------ words

    def _described(self, row: int) -> str:
        dataset = self.brush.dataset
        if dataset is None:
            return ""
        title = self.tr("Sample {number}").format(number=int(dataset.sample_ids[row]) + 1)
        boxes = (self.x_box, self.y_box, self.colour_box)
        return sample_text(dataset, row, title, tuple(box.chosen for box in boxes))

    def _tell(self) -> None:
        """Say what is selected and what is left out."""
        if self._axes is None or self.brush.dataset is None:
            return
        words = []
        n, n_selected = self.brush.dataset.n_samples, self.brush.n_selected
        if n_selected:
            text = self.tr("{selected} of {all} samples selected.")
            words.append(text.format(selected=f"{n_selected:,}", all=f"{n:,}"))
        x, y = self._axes
        missing = n - len(self.plane.layer.rows)
        if missing:
            names = dict.fromkeys(a.attribute.name for a in (x, y) if not a.is_whole)
            text = self.tr("{n} samples without a value for {names} are not shown.")
            words.append(text.format(n=f"{missing:,}", names=", ".join(names)))
        if self.plane.layer.is_density:
            words.append(self.tr("So many samples are drawn as a density; zoom in for points."))
        self.tell(" ".join(words))

    def _offer_step(self, region: Region, mode: Mode) -> None:
        """Let a rectangle over numbers become a filter."""
        if self._axes is None or region.corners or mode != "replace":
            self.steps.set_ranges(())
            return
        bounds = region.x, region.y
        ranges = [
            NumberRange(axis.attribute.name, *bound)
            for axis, bound in zip(self._axes, bounds, strict=True)
            if axis.attribute.kind == "numeric"
        ]
        self.steps.set_ranges(tuple(ranges) if len(ranges) == 2 else ())

    # ------------------------------------------------------------------ controls

    def _add_controls(self) -> None:
        self.x_box = AttributeBox("scatterX", self.tr("Across"), self.tr("Attribute across"))
        self.y_box = AttributeBox("scatterY", self.tr("Up"), self.tr("Attribute up"))
        self.colour_box = AttributeBox(
            "scatterColour", self.tr("Colour"), self.tr("Attribute that colours the samples"),
            self.tr("(none)"),
        )  # fmt: skip
        for word, box in (
            (self.tr("Across"), self.x_box),
            (self.tr("Up"), self.y_box),
            (self.tr("Colour"), self.colour_box),
        ):
            self.add_word(word, box)
        self.swap = self.add_button(
            "Swap", "mdi6.swap-horizontal", self.tr("Swap the axes"), self.tr("Swap the two axes")
        )
        self.jitter = self._slider("scatterJitter", self.tr("Jitter"), (0, 100, 0))
        self.jitter.setToolTip(self.tr("Move samples a little, so that equal ones are all seen"))
        self.marker_size = self._slider("scatterSize", self.tr("Size"), _SIZES)
        self.marker_size.setToolTip(self.tr("Size of the markers"))
        self.controls.addStretch(1)
        self.tools = ToolButtons(self, self.plane)
        self.steps = StepButton(self.brush, "scatterStep", self)
        self.controls.addWidget(self.steps)
        self.steps.step_wanted.connect(self.step_wanted)
        for box in (self.x_box, self.y_box):
            box.currentIndexChanged.connect(self._draw)
        self.colour_box.currentIndexChanged.connect(self._colour)
        self.swap.clicked.connect(self._swap)
        self.jitter.valueChanged.connect(self._on_jitter)
        self.marker_size.valueChanged.connect(self.plane.set_size)

    def _slider(self, name: str, title: str, bounds: tuple[int, int, int]) -> QSlider:
        slider = QSlider(Qt.Orientation.Horizontal, self)
        labelled(slider, name, title)
        slider.setRange(*bounds[:2])
        slider.setValue(bounds[2])
        slider.setFixedWidth(64)
        self.add_word(title, slider)
        return slider

    def _swap(self) -> None:
        self.show_pair(self.y_box.chosen, self.x_box.chosen)

    def _on_jitter(self) -> None:
        self._is_jitter_set = True
        self._place()


def _placed(dataset: Dataset, axes: Axes | tuple[str, str], share: float, by: str) -> Run[Placed]:
    yield Progressed(0, 0)
    x, y = (axis_values(dataset, one) if isinstance(one, str) else one for one in axes)
    for axis in (x, y):
        yield Progressed(0, 0, axis.attribute.name)
        _ = axis.bounds, axis.is_whole  # kept by the axis
    # Two seeds, so that one attribute against itself is no diagonal line.
    across = jittered(x, share, 1)
    yield Progressed(0, 0)
    up = jittered(y, share, 2)
    yield Progressed(0, 0)
    return Placed((x, y), across, up, colouring_by(dataset, by))
