"""Series laid over one another: lines of samples, mean and band of each class."""

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QCheckBox, QComboBox, QWidget
from typing_extensions import override

from workbench.core.run import Progressed, Run
from workbench.data.dataset import Dataset, FloatArray, IntArray
from workbench.data.profile.axis_values import bounds_of, sampled_rows
from workbench.data.profile.courses import Band, bands
from workbench.gui.brush import Brush, Mode
from workbench.gui.plots.data.attribute_box import AttributeBox
from workbench.gui.plots.data.class_strip import ClassStrip
from workbench.gui.plots.data.colouring import Colouring, colouring_by
from workbench.gui.plots.data.plane import Plane, Reading
from workbench.gui.plots.data.plane_figure import PlaneFigure
from workbench.gui.plots.data.region import Region
from workbench.gui.plots.data.series_painter import paint_band, paint_line, painted_picture
from workbench.gui.plots.data.ticks import Axis
from workbench.gui.plots.data.tool_buttons import ToolButtons
from workbench.gui.plots.data.viewport import Viewport, with_margin
from workbench.gui.plots.figure import Rows, labelled

MOST_LINES = 120


@dataclass(frozen=True, eq=False)
class Course:
    """One channel of all samples.

    Args:
        series: shape (n, length).
        rows: the samples whose lines are drawn.
    """

    series: FloatArray
    rows: IntArray
    bands: list[Band]
    bounds: tuple[float, float]


class SeriesPlot(PlaneFigure):
    """Series over their steps. A drag selects those that run through the rectangle."""

    def __init__(self, brush: Brush, parent: QWidget | None = None) -> None:
        super().__init__(brush, "seriesPlot", "", parent)
        self.title = self.tr("Series")
        self.setAccessibleName(self.title)
        self.course: Course | None = None
        self.colouring: Colouring | None = None
        self.plane = Plane("seriesPlane", self.title, self)
        self.plane.picture = lambda view, ratio: painted_picture(view, ratio, self._paint)
        self.plane.reads = self._read
        self.plane.region_drawn.connect(self._select)
        self.plane.place_clicked.connect(self._on_click)
        self.set_stage(self.plane)
        self._add_controls()
        self.set_theme(self.theme)

    # ------------------------------------------------------------------ drawing

    @override
    def show_dataset(self, dataset: Dataset) -> None:
        names = [a.name for a in dataset.schema.attributes if is_series(a.kind, a.shape, a.values)]
        names = [name for name in names if dataset.column(name).dtype.kind == "f"]
        if not names:
            self.teach(
                self.tr(
                    "There is no series: open a .ts file, or cut windows out of a table in the "
                    "order of time with the step “Windows of a series”."
                )
            )
            return
        self.name_box.offer(names, names[0])
        self._offer_channels()
        self.set_filled(filled=True)
        self._draw()

    @override
    def numbers(self) -> Rows:
        if self.course is None or self.colouring is None:
            return []
        labels = [self.colouring.labels[b.group] or self.tr("all") for b in self.course.bands]
        head = [self.tr("step")]
        for label in labels:
            head += [self.tr("{label} mean").format(label=label)]
            head += [self.tr("{label} sd").format(label=label)]
        rows = [head]
        for step in range(self.course.series.shape[1]):
            figures = [v for b in self.course.bands for v in (b.mean[step], b.sd[step])]
            rows.append([str(step), *(f"{value:.8g}" for value in figures)])
        return rows

    def _draw(self) -> None:
        dataset = self.brush.dataset
        if dataset is None:
            return
        name, channel = self.name_box.chosen, max(self.channel_box.currentIndex(), 0)
        target = dataset.schema.class_attribute
        by = target.name if target is not None and target.kind == "nominal" else ""
        self.colouring = colouring_by(dataset, by)
        codes, n_groups = self.colouring.codes.astype(np.int64), self.colouring.n_groups
        length = dataset.schema.attribute(name).shape[0]
        self.compute(
            lambda: _course(dataset.column(name), channel, codes, n_groups), length, self._show
        )

    def _show(self, course: Course) -> None:
        if self.colouring is None or self.brush.dataset is None:
            return
        self.course = course
        ranges = with_margin((0.0, max(course.series.shape[1] - 1.0, 1.0)), 0.01)
        title = self.name_box.chosen
        if self.channel_box.count() > 1:
            named = self.tr("{name}, channel {n}")
            title = named.format(name=title, n=self.channel_box.currentIndex() + 1)
        self.plane.set_axes(
            Axis(self.tr("step")), Axis(title), (ranges, with_margin(course.bounds))
        )
        self.strip.show_colouring(self.colouring)
        words = [self.tr("Lines are samples; the band is one standard deviation about the mean.")]
        n = self.brush.dataset.n_samples
        if len(course.rows) < n:
            text = self.tr("{n} of {all} lines are drawn, chosen at random.")
            words.append(text.format(n=len(course.rows), all=f"{n:,}"))
        self.tell(" ".join(words))

    def _paint(self, painter: QPainter, viewport: Viewport) -> None:
        course, colouring = self.course, self.colouring
        if course is None or colouring is None:
            return
        colours = colouring.colours(self.theme)
        selected = self.brush.selected
        has_selection = bool(self.brush.n_selected)
        if self.lines_box.isChecked():
            self._paint_lines(painter, viewport, course.rows, 0.06 if has_selection else 0.25)
        x = np.arange(course.series.shape[1], dtype=np.float64)
        if self.bands_box.isChecked():
            for band in course.bands:
                alpha = 0.06 if has_selection else 0.16
                paint_band(painter, viewport, x, band, (colours[band.group], alpha))
        if has_selection:
            self._paint_lines(painter, viewport, np.flatnonzero(selected)[:MOST_LINES], 0.9)

    def _paint_lines(
        self, painter: QPainter, viewport: Viewport, rows: IntArray, alpha: float
    ) -> None:
        course, colouring = self.course, self.colouring
        if course is None or colouring is None:
            return
        colours = [QColor(colour) for colour in colouring.colours(self.theme)]
        for colour in colours:
            colour.setAlphaF(alpha)
        x = np.arange(course.series.shape[1], dtype=np.float64)
        for row in rows.tolist():
            pen = QPen(colours[int(colouring.codes[row])], 1)
            paint_line(painter, viewport, x, course.series[row], pen)

    # ------------------------------------------------------------------ mouse

    def _select(self, region: Region, mode: Mode) -> None:
        if self.course is None:
            return
        length = self.course.series.shape[1]
        first = min(max(int(np.ceil(region.x[0])), 0), length - 1)
        last = min(max(int(np.floor(region.x[1])), first), length - 1)
        piece = self.course.series[:, first : last + 1]
        inside = (piece >= region.y[0]) & (piece <= region.y[1])
        self.brush.select(np.asarray(inside.any(axis=1)), mode)

    def _nearest(self, place: QPointF) -> int | None:
        """The drawn sample whose line is nearest to a place, within eight pixels."""
        course, viewport = self.course, self.plane.viewport
        if course is None or not len(course.rows):
            return None
        step = min(max(round(viewport.data(place)[0]), 0), course.series.shape[1] - 1)
        away = np.abs(viewport.down(course.series[course.rows, step]) - place.y())
        if np.isnan(away).all() or np.nanmin(away) > 8:
            return None
        return int(course.rows[int(np.nanargmin(away))])

    def _on_click(self, place: QPointF, mode: Mode) -> None:
        row = self._nearest(place)
        if row is not None:
            self.brush.select(np.array([row]), mode)
        elif mode == "replace":
            self.brush.clear()

    def _read(self, place: QPointF) -> Reading | None:
        row, dataset = self._nearest(place), self.brush.dataset
        if row is None or dataset is None or self.course is None or self.colouring is None:
            return None
        step = min(
            max(round(self.plane.viewport.data(place)[0]), 0), self.course.series.shape[1] - 1
        )
        words = self.tr("Sample {number} {label}\nstep {step}: {value}")
        label = self.colouring.labels[int(self.colouring.codes[row])]
        value = f"{self.course.series[row, step]:.6g}"
        number = int(dataset.sample_ids[row]) + 1
        return place, words.format(number=number, label=label, step=step, value=value)

    # ------------------------------------------------------------------ controls

    def _add_controls(self) -> None:
        self.name_box = AttributeBox("seriesAttribute", self.tr("Series"), self.tr("Series drawn"))
        self.channel_box = QComboBox(self)
        labelled(self.channel_box, "seriesChannel", self.tr("Channel"))
        self.lines_box = QCheckBox(self.tr("Lines"), self)
        self.bands_box = QCheckBox(self.tr("Mean and band"), self)
        self.add_word(self.tr("Series"), self.name_box)
        self.controls.addWidget(self.channel_box)
        names = ((self.lines_box, "seriesLines"), (self.bands_box, "seriesBands"))
        for box, name in names:
            labelled(box, name, box.text())
            box.setChecked(True)
            box.toggled.connect(self.plane.redraw)
            self.controls.addWidget(box)
        self.strip = ClassStrip("seriesClasses", self)
        self.controls.addWidget(self.strip, 1)
        self.tools = ToolButtons(self, self.plane, ("rectangle", "zoom", "pan"))
        self.name_box.currentIndexChanged.connect(self._offer_channels)
        self.name_box.currentIndexChanged.connect(self._draw)
        self.channel_box.activated.connect(self._draw)

    def _offer_channels(self) -> None:
        dataset = self.brush.dataset
        if dataset is None:
            return
        n = dataset.schema.attribute(self.name_box.chosen).shape[-1]
        if n != self.channel_box.count():
            self.channel_box.clear()
            words = self.tr("Channel {n}")
            self.channel_box.addItems([words.format(n=i + 1) for i in range(n)])
        self.channel_box.setVisible(n > 1)


def is_series(kind: str, shape: tuple[int, ...], values: tuple[str, ...]) -> bool:
    """Whether an attribute can hold series: arrays of (length, channels)."""
    return kind == "array" and len(shape) == 2 and not values


def _course(column: FloatArray, channel: int, codes: IntArray, n_groups: int) -> Run[Course]:
    yield Progressed(0, 0, "")
    series = np.ascontiguousarray(column[:, :, channel], dtype=np.float64)
    rows = np.random.default_rng(0).permutation(sampled_rows(len(series), MOST_LINES))
    return Course(series, rows, bands(series, codes, n_groups), bounds_of(series))
