"""Values over time: the numeric attributes of a table whose samples have dates."""

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QCheckBox, QWidget
from typing_extensions import override

from workbench.core.run import Progressed, Run
from workbench.data.dataset import Dataset, FloatArray, IntArray
from workbench.data.profile.axis_values import AxisValues, axis_values, bounds_of, plottable
from workbench.data.profile.courses import thinned
from workbench.gui.brush import Brush, Mode
from workbench.gui.class_colours import class_colours
from workbench.gui.plots.data.attribute_box import AttributeBox
from workbench.gui.plots.data.attribute_chooser import AttributeChooser
from workbench.gui.plots.data.class_strip import ClassStrip
from workbench.gui.plots.data.colouring import Colouring
from workbench.gui.plots.data.plane import Plane, Reading
from workbench.gui.plots.data.plane_figure import PlaneFigure
from workbench.gui.plots.data.region import Region
from workbench.gui.plots.data.sample_words import sample_text
from workbench.gui.plots.data.series_painter import paint_line, painted_picture
from workbench.gui.plots.data.spread_items import standardised
from workbench.gui.plots.data.ticks import Axis
from workbench.gui.plots.data.tool_buttons import ToolButtons
from workbench.gui.plots.data.viewport import Viewport, with_margin
from workbench.gui.plots.figure import Rows, labelled

_MOST, _MOST_MARKED, _MOST_RUNS = 12, 2000, 400
_LOOKS = 4  # at each sample: sorting is the most of it


@dataclass(frozen=True, eq=False)
class Timeline:
    """What is drawn.

    Args:
        order: the samples with a date, the earliest first, shape (k,).
        times: theirs, in milliseconds, shape (k,).
        lines: names and values, shape (k,) each.
        bounds: least and greatest of all values.
    """

    when: AxisValues
    order: IntArray
    times: FloatArray
    lines: list[tuple[str, FloatArray]]
    bounds: tuple[float, float]


class TimePlot(PlaneFigure):
    """Chosen attributes as lines over a date. A drag selects the samples of that time."""

    def __init__(self, brush: Brush, parent: QWidget | None = None) -> None:
        super().__init__(brush, "timePlot", "", parent)
        self.title = self.tr("Over time")
        self.setAccessibleName(self.title)
        self.order: IntArray = np.zeros(0, dtype=np.int64)  # of the samples with a date
        self.times: FloatArray = np.zeros(0)
        self.lines: list[tuple[str, FloatArray]] = []
        self.plane = Plane("timePlane", self.title, self)
        self.plane.picture = lambda view, ratio: painted_picture(view, ratio, self._paint)
        self.plane.reads = self._read
        self.plane.region_drawn.connect(self._select)
        self.plane.place_clicked.connect(self._on_click)
        self.set_stage(self.plane)
        self.date_box = AttributeBox("timeDate", self.tr("Date"), self.tr("Date across"))
        self.chooser = AttributeChooser("timeAttributes", self)
        self.scale_box = QCheckBox(self.tr("Standardise"), self)
        labelled(self.scale_box, "timeStandardise", self.tr("Standardise the attributes"))
        self.strip = ClassStrip("timeNames", self)
        self.controls.addWidget(self.date_box)
        self.controls.addWidget(self.chooser)
        self.controls.addWidget(self.scale_box)
        self.controls.addWidget(self.strip, 1)
        self.tools = ToolButtons(self, self.plane, ("rectangle", "zoom", "pan"))
        self.date_box.currentIndexChanged.connect(self._draw)
        self.chooser.changed.connect(self._draw)
        self.scale_box.toggled.connect(self._draw)
        self.set_theme(self.theme)

    @override
    def show_dataset(self, dataset: Dataset) -> None:
        dates = plottable(dataset.schema, frozenset({"date"}))
        names = plottable(dataset.schema, frozenset({"numeric"}))
        if not dates or not names:
            self.teach(
                self.tr(
                    "Values over time need a date attribute and a numeric one.\nA text becomes a "
                    "date with the step “Change kind”."
                )
            )
            return
        self.date_box.offer(dates, dates[0])
        self.chooser.offer(names, 3)
        self.set_filled(filled=True)
        self._draw()

    @override
    def numbers(self) -> Rows:
        axis = Axis(is_date=True)
        rows = [[self.date_box.chosen, *(name for name, _ in self.lines)]]
        for i, time in enumerate(self.times.tolist()):
            rows.append([axis.told(time), *(f"{values[i]:.8g}" for _, values in self.lines)])
        return rows

    def _draw(self) -> None:
        dataset = self.brush.dataset
        if dataset is None or not self.date_box.chosen:
            return
        names, is_scaled = self.chooser.chosen[:_MOST], self.scale_box.isChecked()
        date = self.date_box.chosen
        self.compute(lambda: _laid_out(dataset, date, names, is_scaled), _LOOKS, self._show)

    def _show(self, laid: Timeline) -> None:
        dataset = self.brush.dataset
        if dataset is None:
            return
        self.order, self.times, self.lines = laid.order, laid.times, laid.lines
        names = [name for name, _ in laid.lines]
        title = self.tr("standard deviations from the mean") if self.scale_box.isChecked() else ""
        if len(names) == 1 and not title:
            title = names[0]
        ranges = with_margin(bounds_of(self.times), 0.01), with_margin(laid.bounds)
        self.plane.set_axes(Axis.of(laid.when), Axis(title), ranges)
        codes = np.zeros(0, dtype=np.int32)
        self.strip.show_colouring(Colouring("lines", codes, (*names, "")))
        self._tell(dataset)

    def _tell(self, dataset: Dataset) -> None:
        words = []
        if len(self.order) < dataset.n_samples:
            text = self.tr("{n} samples without a date are not shown.")
            words.append(text.format(n=f"{dataset.n_samples - len(self.order):,}"))
        if len(self.chooser.chosen) > _MOST:
            words.append(self.tr("Only the first {n} attributes are drawn.").format(n=_MOST))
        self.tell(" ".join(words))

    def _colours(self) -> list[QColor]:
        return class_colours(self.theme, len(self.lines))[:-1]

    def _paint(self, painter: QPainter, viewport: Viewport) -> None:
        has_selection = self.brush.n_selected > 0
        found = np.flatnonzero(self.brush.selected[self.order]) if has_selection else None
        for colour, (_, values) in zip(self._colours(), self.lines, strict=True):
            faint = QColor(colour)
            faint.setAlphaF(0.3 if has_selection else 1.0)
            paint_line(painter, viewport, self.times, values, QPen(faint, 1))
            if found is not None:
                self._paint_selected(painter, viewport, (values, found), colour)

    def _paint_selected(
        self,
        painter: QPainter,
        viewport: Viewport,
        selected: tuple[FloatArray, IntArray],
        colour: QColor,
    ) -> None:
        """Lines through what is selected without a gap, and marks on some of the places."""
        values, found = selected
        breaks = np.flatnonzero(np.diff(found) > 1) + 1
        runs = np.split(found, breaks) if len(found) and len(breaks) < _MOST_RUNS else []
        for run in runs:
            part = slice(int(run[0]), int(run[-1]) + 1)
            paint_line(painter, viewport, self.times[part], values[part], QPen(colour, 2))
        found = found[~np.isnan(values[found])]
        marked = found[thinned(len(found), _MOST_MARKED)]
        across, down = viewport.across(self.times[marked]), viewport.down(values[marked])
        painter.setPen(QPen(colour, 4))
        painter.drawPoints([QPointF(x, y) for x, y in zip(across, down, strict=True)])

    def _select(self, region: Region, mode: Mode) -> None:
        inside = (self.times >= region.x[0]) & (self.times <= region.x[1])
        self.brush.select(self.order[inside], mode)

    def _nearest(self, place: QPointF) -> int | None:
        if not len(self.times):
            return None
        away = np.abs(self.plane.viewport.across(self.times) - place.x())
        nearest = int(away.argmin())
        return int(self.order[nearest]) if away[nearest] <= 8 else None

    def _on_click(self, place: QPointF, mode: Mode) -> None:
        row = self._nearest(place)
        if row is not None:
            self.brush.select(np.array([row]), mode)

    def _read(self, place: QPointF) -> Reading | None:
        row, dataset = self._nearest(place), self.brush.dataset
        if row is None or dataset is None:
            return None
        title = self.tr("Sample {number}").format(number=int(dataset.sample_ids[row]) + 1)
        first = (self.date_box.chosen, *(name for name, _ in self.lines))
        return place, sample_text(dataset, row, title, first)


def _laid_out(dataset: Dataset, date: str, names: list[str], is_scaled: bool) -> Run[Timeline]:  # noqa: FBT001  told by name
    when = axis_values(dataset, date)
    known = np.flatnonzero(when.present)
    yield Progressed(0, 0, date)
    order = known[np.argsort(when.values[known], kind="stable")]
    lines: list[tuple[str, FloatArray]] = []
    bounds: list[float] = []
    for name in names:
        yield Progressed(0, 0, name)
        values = axis_values(dataset, name).values[order]
        lines.append((name, standardised(values) if is_scaled else values))
        bounds += bounds_of(lines[-1][1]) if np.isfinite(values).any() else ()
    return Timeline(when, order, when.values[order], lines, bounds_of(np.array(bounds)))
