"""Box and violin plots: how an attribute is spread in each class, or how all of them are."""

import numpy as np
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QComboBox, QWidget
from typing_extensions import override

from workbench.data.dataset import Dataset
from workbench.data.profile.axis_values import bounds_of, plottable, telling_first
from workbench.gui.brush import Brush, Mode
from workbench.gui.class_colours import class_colours
from workbench.gui.contrast import blend
from workbench.gui.plots.data.attribute_box import AttributeBox
from workbench.gui.plots.data.data_figure import DataFigure
from workbench.gui.plots.data.plane import Plane, Reading
from workbench.gui.plots.data.region import Region
from workbench.gui.plots.data.series_painter import painted_picture
from workbench.gui.plots.data.spread_items import Spread, SpreadPainter, spreads_by, spreads_of
from workbench.gui.plots.data.ticks import Axis
from workbench.gui.plots.data.viewport import Viewport, with_margin
from workbench.gui.plots.figure import Rows, labelled
from workbench.gui.theme import Theme

_MOST_ATTRIBUTES, _REACH = 60, 6.0


class SpreadPlot(DataFigure):
    """Boxes or violins; a drag selects the samples of that range, a click an outlier."""

    def __init__(self, brush: Brush, parent: QWidget | None = None) -> None:
        super().__init__(brush, "spreadPlot", "", parent)
        self.title = self.tr("Box and violin plots")
        self.setAccessibleName(self.title)
        self.spreads: list[Spread] = []
        self.plane = Plane("spreadPlane", self.title, self)
        self.plane.zooms_x = False
        self.plane.picture = lambda view, ratio: painted_picture(view, ratio, self._paint)
        self.plane.reads = self._read
        self.plane.region_drawn.connect(self._select)
        self.plane.place_clicked.connect(self._on_click)
        self.set_stage(self.plane)
        self._add_controls()
        self.set_theme(self.theme)

    @override
    def show_dataset(self, dataset: Dataset) -> None:
        names = plottable(dataset.schema, frozenset({"numeric", "date"}))
        if not names:
            self.teach(
                self.tr(
                    "There is no numeric attribute: box and violin plots show how numbers are "
                    "spread.\nLabels are counted in “Balance”."
                )
            )
            return
        target = dataset.schema.class_attribute
        groups = plottable(dataset.schema, frozenset({"nominal"}))
        self.value_box.offer(names, telling_first(dataset, names)[0])
        self.by_box.offer(groups, target.name if target and target.name in groups else "")
        self.set_filled(filled=True)
        self._draw()

    @override
    def show_selection(self) -> None:
        self.plane.redraw()

    @override
    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        self.plane.set_theme(theme)

    @override
    def reset_view(self) -> None:
        self.plane.reset()

    @override
    def numbers(self) -> Rows:
        head = ["", "n", "mean", "low", "lower quartile", "median", "upper quartile", "high",
                "outliers"]  # fmt: skip
        rows = [head]
        for spread in self.spreads:
            box = spread.box
            if box is not None:
                figures = (box.n, box.mean, box.low, box.lower_quartile, box.median,
                           box.upper_quartile, box.high, len(box.outliers))  # fmt: skip
                rows.append([spread.label, *(f"{figure:.10g}" for figure in figures)])
        return rows

    def _draw(self) -> None:
        dataset = self.brush.dataset
        if dataset is None:
            return
        name, by = self.value_box.chosen, self.by_box.chosen
        names = plottable(dataset.schema, frozenset({"numeric"}))
        self.by_box.setEnabled(bool(name))
        if name:
            labels = dataset.schema.attribute(by).values if by else (self.tr("all samples"),)
            self.compute(lambda: spreads_by(dataset, name, by, labels), 4, self._show)
        else:
            chosen = list(names[:_MOST_ATTRIBUTES])
            self.compute(lambda: spreads_of(dataset, chosen), 4 * len(chosen), self._show)

    def _show(self, spreads: list[Spread]) -> None:
        dataset = self.brush.dataset
        if dataset is None:
            return
        self.spreads = spreads
        name = self.value_box.chosen
        every = np.concatenate([np.empty(0), *(s.bounds for s in self.spreads if s.box)])
        title = name or self.tr("standard deviations from the mean")
        is_date = bool(name) and dataset.schema.attribute(name).kind == "date"
        labels = tuple(spread.label for spread in self.spreads)
        x_range = (-0.5, max(len(labels), 1) - 0.5)
        self.plane.set_axes(
            Axis(self.by_box.chosen if name else "", labels),
            Axis(title, is_date=is_date),
            (x_range, with_margin(bounds_of(every))),
        )
        n_numeric = len(plottable(dataset.schema, frozenset({"numeric"})))
        self._tell(dataset, n_numeric)

    def _tell(self, dataset: Dataset, n_numeric: int) -> None:
        words = []
        used = sum(spread.box.n for spread in self.spreads if spread.box)
        if self.value_box.chosen and used < dataset.n_samples:
            text = self.tr("{n} samples without a value are not shown.")
            words.append(text.format(n=f"{dataset.n_samples - used:,}"))
        if not self.value_box.chosen and n_numeric > _MOST_ATTRIBUTES:
            text = self.tr("The first {n} of {all} numeric attributes are drawn.")
            words.append(text.format(n=_MOST_ATTRIBUTES, all=n_numeric))
        self.tell(" ".join(words))

    def _paint(self, painter: QPainter, viewport: Viewport) -> None:
        has_selection = self.brush.n_selected > 0
        brushes = SpreadPainter(viewport, self.theme, has_selection)
        colours = class_colours(self.theme, max((s.group for s in self.spreads), default=0) + 1)
        for at, spread in enumerate(self.spreads):
            colour = colours[spread.group]
            shown = self._faded(colour) if has_selection else colour
            if self.kind_box.currentIndex() == 1:
                brushes.paint_violin(painter, at, spread, shown)
            else:
                brushes.paint_box(painter, at, spread, shown)
            if has_selection:
                selected = self.brush.selected
                is_every = len(spread.rows) == len(selected)
                mine = spread.values[selected if is_every else selected[spread.rows]]
                brushes.paint_marks(painter, at, mine, colour)

    def _faded(self, colour: QColor) -> QColor:
        return blend(colour, QColor(self.theme.panel), 0.55)

    # ------------------------------------------------------------------ mouse

    def _select(self, region: Region, mode: Mode) -> None:
        mask = np.zeros(len(self.brush.selected), dtype=bool)
        for at, spread in enumerate(self.spreads):
            if region.x[0] <= at + 0.4 and region.x[1] >= at - 0.4:
                low, high = region.y
                mask[spread.rows[(spread.values >= low) & (spread.values <= high)]] = True
        self.brush.select(mask, mode)

    def _on_click(self, place: QPointF, mode: Mode) -> None:
        found = self._outlier_at(place)
        if found is not None:
            self.brush.select(np.array([found]), mode)
        elif mode == "replace":
            self.brush.clear()

    def _at(self, place: QPointF) -> Spread | None:
        column = round(self.plane.viewport.data(place)[0])
        return self.spreads[column] if 0 <= column < len(self.spreads) else None

    def _outlier_at(self, place: QPointF) -> int | None:
        spread = self._at(place)
        if spread is None or spread.box is None or not len(spread.box.outliers):
            return None
        viewport = self.plane.viewport
        if abs(viewport.at_x(self.spreads.index(spread)) - place.x()) > 2 * _REACH:
            return None
        outliers = spread.box.outliers
        away = np.abs(viewport.down(spread.values[outliers]) - place.y())
        nearest = int(away.argmin())
        return int(spread.rows[outliers[nearest]]) if away[nearest] <= _REACH else None

    def _read(self, place: QPointF) -> Reading | None:
        spread = self._at(place)
        if spread is None or spread.box is None:
            return None
        outlier, box, axis = self._outlier_at(place), spread.box, self.plane.axes.y
        if outlier is not None and self.brush.dataset is not None:
            value = float(spread.values[np.flatnonzero(spread.rows == outlier)[0]])
            words = self.tr("Sample {number}: {value}\noutlier of {label}")
            number = int(self.brush.dataset.sample_ids[outlier]) + 1
            text = words.format(number=number, value=axis.told(value), label=spread.label)
            return place, text
        words = self.tr(
            "{label}: {n} samples\nupper whisker {high}\nupper quartile {third}\n"
            "median {median}\nmean {mean}\nlower quartile {first}\nlower whisker {low}\n"
            "{outliers} outliers"
        )
        text = words.format(
            label=spread.label, n=f"{box.n:,}", high=axis.told(box.high),
            third=axis.told(box.upper_quartile), median=axis.told(box.median),
            mean=axis.told(box.mean), first=axis.told(box.lower_quartile),
            low=axis.told(box.low), outliers=len(box.outliers),
        )  # fmt: skip
        return place, text

    # ------------------------------------------------------------------ controls

    def _add_controls(self) -> None:
        self.kind_box = QComboBox(self)
        labelled(self.kind_box, "spreadKind", self.tr("Kind of plot"))
        self.kind_box.addItems([self.tr("Boxes"), self.tr("Violins")])
        self.controls.addWidget(self.kind_box)
        self.value_box = AttributeBox(
            "spreadAttribute", self.tr("Attribute"), self.tr("Attribute whose values are shown"),
            self.tr("(all)"),
        )  # fmt: skip
        self.by_box = AttributeBox(
            "spreadBy", self.tr("By"), self.tr("Attribute whose labels are told apart"),
            self.tr("(none)"),
        )  # fmt: skip
        self.add_word(self.tr("of"), self.value_box)
        self.add_word(self.tr("by"), self.by_box)
        self.controls.addStretch(1)
        for box in (self.value_box, self.by_box):
            box.currentIndexChanged.connect(self._draw)
        self.kind_box.currentIndexChanged.connect(self.plane.redraw)
