"""Cost curves: which learner is cheapest for which costs and class shares."""

from collections.abc import Iterable, Sequence

import numpy as np
from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtGui import QColor, QPen
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from workbench.evaluation.cost_curve import CostChart, CostCurve, probability_cost
from workbench.gui.plots.class_curves import ClassCurvesPlot, Stroke
from workbench.gui.plots.cost_fields import CostFields
from workbench.gui.plots.figure import Rows
from workbench.gui.plots.legend import LegendRow
from workbench.gui.plots.save import rows_of
from workbench.gui.theme import Theme

_N_PLACES = 201  # at which an envelope can be read


class CostCurvePlot(ClassCurvesPlot):
    """The least normalised expected cost per learner; the lower, the better."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("costCurve", "", "", parent)
        self.title = self.tr("Cost curve")
        self.setAccessibleName(self.title)
        self.chart.setAccessibleName(self.title)
        self.message.setText(
            self.tr(
                "What mistakes cost, for every ratio of costs and classes, will be drawn here.\n"
                "Run the flow with a classifier to see the curve."
            )
        )
        self.value = CostChart((), ())
        self.chart.name_axes(self.tr("Probability cost"), self.tr("Normalised expected cost"))
        self.chart.set_bounds((-0.01, 1.01, -0.005, 0.52))
        self.chart.prefer_corner((1, 0))
        self.trivial = self.chart.add_line(z=0)
        self.trivial.setData([0.0, 0.5, 1.0], [0.0, 0.5, 0.0])
        self.lines = self.chart.add_line(z=0.5)
        self.here = self.chart.add_line(z=2)
        self.costs = CostFields("costCurve", self)
        self.add_control(self.costs)
        self.costs.changed.connect(self.redraw)
        self.lines_action = self.add_choice("Lines", self.tr("Line of each threshold"))
        self.set_theme(self.theme)

    @override
    def show_value(self, value: object) -> None:
        is_new = isinstance(value, CostChart) and (
            value.false_positive_cost,
            value.false_negative_cost,
        ) != (self.value.false_positive_cost, self.value.false_negative_cost)
        self.value = value if isinstance(value, CostChart) else CostChart((), ())
        if is_new:  # what the node says; what was entered here stays otherwise
            with QSignalBlocker(self.costs):
                self.costs.set_costs(self.value.false_positive_cost, self.value.false_negative_cost)
        self.show_classes(has_run=value is self.value)

    @property
    @override
    def classes(self) -> tuple[str, ...]:
        return self.value.classes

    @override
    def set_theme(self, theme: Theme) -> None:
        self.trivial.setPen(QPen(QColor(theme.secondary), 0, Qt.PenStyle.DotLine))
        self.lines.setPen(QPen(QColor(theme.line), 0))
        self.here.setPen(QPen(QColor(theme.accent), 0, Qt.PenStyle.DashDotLine))
        super().set_theme(theme)

    @override
    def numbers(self) -> Rows:
        return rows_of(self.value.to_csv())

    # ------------------------------------------------------------------ drawing

    @property
    def _mine(self) -> list[CostCurve]:
        return [line for line in self.value.lines if line.label == self.label]

    @property
    def place(self) -> float:
        """The probability cost of the costs that are entered and the test rows' class share."""
        lines = self._mine
        return probability_cost(lines[0].share if lines else 0.5, *self.costs.costs)

    @override
    def strokes(self) -> Sequence[Stroke]:
        return [self._stroke(line) for line in self._mine]

    def _stroke(self, line: CostCurve) -> Stroke:
        x = np.union1d(np.linspace(0, 1, _N_PLACES), line.probability_cost)
        y = np.interp(x, line.probability_cost, line.cost)
        words = self.tr("{learner}: {cost} here, mean {area}").format(
            learner=line.learner, cost=f"{line.cost_at(self.place):.3f}", area=f"{line.area:.3f}"
        )
        return Stroke(line.learner, line.fold, x, y, words, lambda i: self._reading(line, x[i]))

    def _reading(self, line: CostCurve, place: float) -> str:
        threshold = line.thresholds[line.best_at(place)]
        return self.tr(
            "{learner}\nprobability cost {place}\nnormalised expected cost {cost}\n"
            "best threshold {threshold}"
        ).format(
            learner=line.learner,
            place=f"{place:.3f}",
            cost=f"{line.cost_at(place):.3f}",
            threshold=f"{threshold:.4g}" if np.isfinite(threshold) else "∞",
        )

    @override
    def draw_more(self) -> None:
        self.here.setData([self.place, self.place], [0.0, 1.0] if self._mine else [0.0, 0.0])
        pooled = [line for line in self._mine if line.fold is None]
        if not self.lines_action.isChecked():
            pooled = []
        ends = [
            (left, right)
            for line in pooled
            for left, right in zip(
                line.false_positive_rate.tolist(), line.false_negative_rate.tolist(), strict=True
            )
        ]
        y = np.array(ends).ravel() if ends else np.empty(0)
        x = np.tile([0.0, 1.0], len(ends))
        self.lines.setData(x, y, connect=np.tile([1, 0], len(ends)).astype(np.int32))

    @override
    def more_rows(self) -> Iterable[LegendRow]:
        here = self.tr("these costs, class share {share} %").format(
            share=f"{100 * self._mine[0].share:.1f}"
        )
        yield LegendRow(here, self.here.opts["pen"])
        yield LegendRow(self.tr("always one class"), self.trivial.opts["pen"])
