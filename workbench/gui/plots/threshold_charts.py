"""The four curves of the threshold explorer, each with the point of the threshold."""

from dataclasses import dataclass

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QColor, QPen
from PySide6.QtWidgets import QWidget

from workbench.data.dataset import FloatArray
from workbench.evaluation.cost_curve import CostCurve, cost_curve, probability_cost
from workbench.evaluation.ranking import Ranking
from workbench.evaluation.threshold import Costs, Decided
from workbench.gui.plots.chart import Chart
from workbench.gui.theme import Theme

SMALLEST = 176, 132  # of one chart


@dataclass
class PointChart:
    """A small chart: a curve, what guessing gives, and a point that moves."""

    chart: Chart
    curve: pg.PlotCurveItem
    guess: pg.PlotCurveItem
    line: pg.PlotCurveItem
    point: pg.ScatterPlotItem

    def show(self, curve: tuple[FloatArray, FloatArray], guess: tuple[object, object]) -> None:
        """Draw another curve."""
        self.curve.setData(*curve)
        self.guess.setData(*(np.asarray(side, float) for side in guess))

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours."""
        self.chart.set_theme(theme)
        self.curve.opts["antialias"] = True
        self.curve.setPen(pg.mkPen(theme.seen(theme.series[0]), width=1.5))
        self.guess.setPen(QPen(QColor(theme.secondary), 0, Qt.PenStyle.DotLine))
        self.line.setPen(QPen(QColor(theme.accent), 0, Qt.PenStyle.DashLine))
        self.point.setBrush(QColor(theme.failed))
        self.point.setPen(pg.mkPen(theme.panel))


class ThresholdCharts:
    """ROC, precision and recall, gain, and cost, of one learner and class.

    Args:
        parent: owns the charts.
    """

    def __init__(self, parent: QWidget) -> None:
        rows = (
            ("Roc", _tr("ROC curve"), _tr("False positive rate"), _tr("True positive rate")),
            ("PrecisionRecall", _tr("Precision-recall curve"), _tr("Recall"), _tr("Precision")),
            ("Gain", _tr("Cumulative gain"), _tr("Samples predicted (%)"), _tr("Found (%)")),
            ("Cost", _tr("Cost curve"), _tr("Probability cost"), _tr("Expected cost")),
        )
        self.all = tuple(_made(parent, *row) for row in rows)
        self.roc, self.precision_recall, self.gain, self.cost = self.all
        self.gain.chart.set_bounds((-2.0, 102.0, -2.0, 104.0))
        self._of: Ranking | None = None
        self._envelope: CostCurve | None = None

    def show(self, of: Ranking) -> None:
        """Draw the curves of a ranking; nothing where the class, or any other, does not occur."""
        self._of = of
        found = of.true_positives + of.false_positives
        fpr, tpr = of.false_positive_rate, of.true_positive_rate
        share = of.n_positive / max(of.n, 1)
        self.roc.show((fpr, tpr), ([0, 1], [0, 1]))
        precision = of.true_positives[1:] / np.maximum(found[1:], 1)
        self.precision_recall.show((tpr[1:], precision), ([0, 1], [share, share]))
        chosen = 100 * found / max(of.n, 1)
        self.gain.show((chosen, 100 * tpr), ([0, 100], [0, 100]))
        envelope = cost_curve("", "", None, of)
        self._envelope = envelope
        self.cost.show((envelope.probability_cost, envelope.cost), ([0, 0.5, 1], [0, 0.5, 0]))
        self.cost.chart.set_bounds((-0.02, 1.02, -0.01, 0.55))

    def move(self, at: Decided, costs: Costs) -> None:
        """Move the points to where a threshold leads."""
        if self._of is None or not self._of.is_two_sided:
            for one in self.all:
                one.point.setData([], [])
                one.line.setData([], [])
            return
        fpr, recall = at.false_positive_rate or 0.0, at.recall or 0.0
        place = probability_cost((at.tp + at.fn) / at.n, costs.false_positive, costs.false_negative)
        cost = fpr * (1 - place) + (1 - recall) * place
        self.roc.point.setData([fpr], [recall])
        shown = [] if at.precision is None else [at.precision]
        self.precision_recall.point.setData([recall] * len(shown), shown)
        self.gain.point.setData([100 * (at.chosen or 0.0)], [100 * recall])
        self.cost.point.setData([place], [cost])
        self.cost.line.setData([0.0, 1.0], [fpr, 1 - recall])

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours."""
        for one in self.all:
            one.set_theme(theme)

    def reset(self) -> None:
        """Show all of each chart again."""
        for one in self.all:
            one.chart.reset()


def _made(parent: QWidget, name: str, title: str, x: str, y: str) -> PointChart:
    chart = Chart(f"threshold{name}", title, parent)
    chart.setMinimumSize(*SMALLEST)
    chart.setToolTip(title)
    chart.name_axes(x, y)
    chart.set_bounds((-0.02, 1.02, -0.02, 1.04))
    chart.legend.hide()
    point = pg.ScatterPlotItem(size=11)
    point.setZValue(30)
    chart.addItem(point, ignoreBounds=True)
    return PointChart(chart, chart.add_line(z=10), chart.add_line(z=0), chart.add_line(z=5), point)


def _tr(text: str) -> str:
    return QCoreApplication.translate("ThresholdCharts", text)
