"""The reliability diagram: what happened against what was promised, with how many samples."""

from collections.abc import Iterable, Sequence

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPen, QResizeEvent
from PySide6.QtWidgets import QSplitter, QWidget
from typing_extensions import override

from workbench.evaluation.calibration import CalibrationChart, CalibrationLine
from workbench.gui.plots.chart import Chart
from workbench.gui.plots.class_curves import ClassCurvesPlot, Stroke, strong_pen
from workbench.gui.plots.figure import Rows
from workbench.gui.plots.legend import LegendRow
from workbench.gui.plots.save import rows_of
from workbench.gui.text_size import scaled
from workbench.gui.theme import Theme

_HIGH = 320.0  # pixels that both charts need


class CalibrationPlot(ClassCurvesPlot):
    """Each learner's line with the intervals of its bins; below, how many samples they hold."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("calibration", "", "", parent)
        self.title = self.tr("Calibration")
        self.setAccessibleName(self.title)
        self.chart.setAccessibleName(self.title)
        self.message.setText(
            self.tr(
                "Whether probabilities can be taken at their word will be drawn here.\n"
                "Run the flow with a classifier to see it."
            )
        )
        self.value = CalibrationChart((), ())
        self.chart.name_axes(self.tr("Predicted probability"), self.tr("Share of the class"))
        self.chart.set_bounds((-0.01, 1.01, -0.01, 1.02))
        self.chart.prefer_corner((0, 0))
        self.diagonal = self.chart.add_line(z=0)
        self.diagonal.setData([0.0, 1.0], [0.0, 1.0])
        self.whiskers: dict[str, pg.PlotCurveItem] = {}
        self.dots = pg.ScatterPlotItem(size=7)
        self.dots.setZValue(11)
        self.chart.addItem(self.dots, ignoreBounds=True)
        self.counts = Chart("calibrationCounts", self.tr("Samples in each bin"), self)
        self.counts.name_axes("", self.tr("Samples"))
        self.bars: dict[str, pg.PlotCurveItem] = {}
        self._stack()
        self.folds_action.setVisible(False)
        self.whiskers_action = self.add_choice(
            "Intervals", self.tr("95 % interval of each bin"), is_checked=True
        )
        self.counts_action = self.add_choice(
            "Bins", self.tr("Samples in each bin"), is_checked=True
        )
        self.set_theme(self.theme)

    def _stack(self) -> None:
        """The diagram above the counts."""
        both = QSplitter(Qt.Orientation.Vertical, self)
        both.setObjectName("calibrationStack")
        both.setChildrenCollapsible(False)
        both.addWidget(self.chart)
        both.addWidget(self.counts)
        both.setStretchFactor(0, 3)
        both.setStretchFactor(1, 1)
        self.chart.show()  # the stage has hidden it as it was taken out
        self.counts.setMinimumHeight(76)
        self.counts.legend.hide()
        self.set_stage(both)

    @override
    def show_value(self, value: object) -> None:
        self.value = value if isinstance(value, CalibrationChart) else CalibrationChart((), ())
        self.show_classes(has_run=value is self.value)

    @property
    @override
    def classes(self) -> tuple[str, ...]:
        return self.value.classes

    @override
    def set_theme(self, theme: Theme) -> None:
        self.diagonal.setPen(QPen(QColor(theme.secondary), 0, Qt.PenStyle.DotLine))
        self.counts.set_theme(theme)
        super().set_theme(theme)

    @override
    def reset_view(self) -> None:
        super().reset_view()
        self.counts.reset()

    @override
    def numbers(self) -> Rows:
        return rows_of(self.value.to_csv())

    # ------------------------------------------------------------------ drawing

    @property
    def _mine(self) -> list[CalibrationLine]:
        return [line for line in self.value.lines if line.label == self.label]

    @override
    def strokes(self) -> Sequence[Stroke]:
        return [self._stroke(line) for line in self._mine]

    def _stroke(self, line: CalibrationLine) -> Stroke:
        words = self.tr("{learner}: ECE {ece}, Brier {brier}").format(
            learner=line.learner, ece=f"{line.ece:.3f}", brier=f"{line.brier.score:.3f}"
        )
        x, y = line.predicted, line.observed
        return Stroke(line.learner, None, x, y, words, lambda i: self._reading(line, i))

    def _reading(self, line: CalibrationLine, i: int) -> str:
        return self.tr(
            "{learner}\n{n} samples\nmean probability {predicted}\n"
            "share of the class {observed} [{low}, {high}]"
        ).format(
            learner=line.learner,
            n=f"{line.counts[i]:,}",
            predicted=f"{line.predicted[i]:.3f}",
            observed=f"{line.observed[i]:.3f}",
            low=f"{line.low[i]:.3f}",
            high=f"{line.high[i]:.3f}",
        )

    @override
    def draw_more(self) -> None:
        for item in self.whiskers.values():
            self.chart.remove_line(item)
        for item in self.bars.values():
            self.counts.remove_line(item)
        self.whiskers, self.bars = {}, {}
        spots = []
        for index, line in enumerate(self._mine):
            colour = self.colour(line.learner)
            spots += [
                {"pos": at, "brush": colour, "pen": self.theme.panel}
                for at in zip(line.predicted.tolist(), line.observed.tolist(), strict=True)
            ]
            self._draw_whiskers(line, colour)
            self._draw_counts(line, index)
        self.dots.setData(spots)
        self._show_counts()
        most = max((int(line.counts.max()) for line in self._mine), default=1)
        self.counts.set_bounds((-0.01, 1.01, 0.0, 1.05 * most))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_counts()

    def _show_counts(self) -> None:
        """The counts give way where the pane is low."""
        is_high = self.height() >= scaled(_HIGH)
        self.counts.setVisible(self.counts_action.isChecked() and is_high)

    def _draw_whiskers(self, line: CalibrationLine, colour: QColor) -> None:
        item = self.whiskers[line.learner] = self.chart.add_line(z=4)
        item.setPen(QPen(colour, 0))
        if self.whiskers_action.isChecked():
            x = np.repeat(line.predicted, 2)
            y = np.column_stack([line.low, line.high]).ravel()
            item.setData(x, y, connect=np.tile([1, 0], len(line.counts)).astype(np.int32))

    def _draw_counts(self, line: CalibrationLine, index: int) -> None:
        """A step for each bin, from its left edge to its right one."""
        item = self.bars[line.learner] = self.counts.add_line(z=4)
        item.setPen(strong_pen(self.colour(line.learner), index, 1.5))
        edges, heights = line.edges, np.zeros(len(line.edges) - 1)
        bins = np.searchsorted(edges[1:-1], line.predicted)
        heights[bins] = line.counts
        x = np.concatenate([[edges[0]], np.repeat(edges, 2)[1:-1], [edges[-1]]])
        item.setData(x, np.concatenate([[0.0], np.repeat(heights, 2), [0.0]]))

    @override
    def more_rows(self) -> Iterable[LegendRow]:
        yield LegendRow(self.tr("perfect"), self.diagonal.opts["pen"])

    @override
    def remark(self, is_drawn: bool) -> str:
        if not is_drawn:
            return self.tr("There are no test rows.")
        told = []
        for line in self._mine:
            parts = line.brier
            told.append(
                self.tr(
                    "{learner}: Brier {score} = reliability {rel} − resolution {res} + "
                    "uncertainty {unc} + within bins {within}"
                ).format(
                    learner=line.learner,
                    score=f"{parts.score:.4f}",
                    rel=f"{parts.reliability:.4f}",
                    res=f"{parts.resolution:.4f}",
                    unc=f"{parts.uncertainty:.4f}",
                    within=f"{parts.within:.4f}",
                )
            )
        return "\n".join(told)
