"""ROC curves: what share of a class is found for what share of false alarms."""

from collections.abc import Iterable, Sequence

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPen
from PySide6.QtWidgets import QComboBox, QWidget
from typing_extensions import override

from workbench.evaluation.intervals import t_interval
from workbench.evaluation.roc_chart import (
    RocAverage,
    RocChart,
    RocLine,
    convex_hull,
    cost_line,
)
from workbench.gui.plots.class_curves import ClassCurvesPlot, LearnerItems, Stroke
from workbench.gui.plots.cost_fields import CostFields
from workbench.gui.plots.figure import Rows, labelled
from workbench.gui.plots.legend import LegendRow
from workbench.gui.plots.save import rows_of
from workbench.gui.theme import Theme

_FEW = 3  # learners whose folds have rows of their own in the legend
_BAND = 45  # opacity, of 255
_KINDS = ("pooled", "vertical", "threshold")


class RocPlot(ClassCurvesPlot):
    """One class against the rest, per learner: pooled or averaged over folds, each fold faintly."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("roc", "", "", parent)
        self.title = self.tr("ROC curve")
        self.setAccessibleName(self.title)
        self.chart.setAccessibleName(self.title)
        self.message.setText(
            self.tr(
                "Each class against the rest will be drawn here.\nRun the flow to see the curve."
            )
        )
        self.value = RocChart((), ())
        self.chart.name_axes(self.tr("False positive rate"), self.tr("True positive rate"))
        self.chart.set_bounds((-0.01, 1.01, -0.01, 1.02))
        self.chart.prefer_corner((1, 1))
        self.diagonal = self.chart.add_line(z=0)
        self.diagonal.setData([0.0, 1.0], [0.0, 1.0])
        self.hulls = self.chart.add_line(z=5)
        self.cost = self.chart.add_line(z=6)
        self.bands: list[pg.FillBetweenItem] = []
        self.decisions = pg.ScatterPlotItem(size=9)
        self.decisions.setZValue(20)
        self.chart.addItem(self.decisions, ignoreBounds=True)
        self._add_choices()
        self.set_theme(self.theme)

    @override
    def show_value(self, value: object) -> None:
        self.value = value if isinstance(value, RocChart) else RocChart((), ())
        self.kind_box.setVisible(bool(self.value.averages))
        self.show_classes(has_run=value is self.value)

    @property
    @override
    def classes(self) -> tuple[str, ...]:
        return self.value.classes

    @property
    def kind(self) -> str:
        """What the strong line is: "pooled", or the folds' "vertical" or "threshold" mean."""
        return _KINDS[self.kind_box.currentIndex()] if self.value.averages else "pooled"

    @override
    def set_theme(self, theme: Theme) -> None:
        dotted = QPen(QColor(theme.secondary), 0, Qt.PenStyle.DotLine)
        self.diagonal.setPen(dotted)
        self.cost.setPen(QPen(QColor(theme.accent), 0, Qt.PenStyle.DashDotLine))
        self.hulls.setPen(QPen(QColor(theme.secondary), 0, Qt.PenStyle.DashLine))
        super().set_theme(theme)

    @override
    def numbers(self) -> Rows:
        return rows_of(self.value.to_csv())

    # ------------------------------------------------------------------ curves

    @override
    def strokes(self) -> Sequence[Stroke]:
        lines = [line for line in self.value.lines if line.label == self.label]
        if self.kind == "pooled":
            return [self._stroke(line) for line in lines]
        means = [a for a in self.value.averages if (a.label, a.how) == (self.label, self.kind)]
        folds = [self._stroke(line) for line in lines if line.fold is not None]
        return [*(self._mean_stroke(mean) for mean in means), *folds]

    def _stroke(self, line: RocLine) -> Stroke:
        curve = line.curve
        words = self.tr("{learner}: AUC {auc}").format(
            learner=line.learner, auc=_with_interval(curve.auc, line.interval)
        )
        return Stroke(
            line.learner,
            line.fold,
            curve.false_positive_rate,
            curve.true_positive_rate,
            words,
            lambda i: self._reading(line, i),
        )

    def _mean_stroke(self, mean: RocAverage) -> Stroke:
        areas = self._areas(mean.learner)
        words = self.tr("{learner}: mean AUC {auc}").format(
            learner=mean.learner,
            auc=_with_interval(float(np.mean(areas)), t_interval(areas, overlap=mean.overlap)),
        )
        x, y = mean.false_positive_rate, mean.true_positive_rate

        def reading(i: int) -> str:
            return self.tr(
                "{learner}, mean of {n} folds\nfalse positive rate {fpr}\n"
                "true positive rate {tpr} ± {sd} (sd)"
            ).format(
                learner=mean.learner,
                n=mean.n_folds,
                fpr=f"{x[i]:.3f}",
                tpr=f"{y[i]:.3f}",
                sd=f"{mean.deviation[i]:.3f}",
            )

        return Stroke(mean.learner, None, x, y, words, reading)

    def _areas(self, learner: str) -> list[float]:
        return [
            line.curve.auc
            for line in self.value.lines
            if (line.learner, line.label) == (learner, self.label) and line.fold is not None
        ]

    # ------------------------------------------------------------------ bands, hulls, costs

    @override
    def draw_more(self) -> None:
        for band in self.bands:
            self.chart.removeItem(band)
        self.bands = []
        pooled = [
            line for line in self.value.lines if line.label == self.label and line.fold is None
        ]
        if self.kind != "pooled" and self.band_action.isChecked():
            self._draw_bands()
        self._draw_hulls(pooled if self.hull_action.isChecked() else [])
        self._draw_cost(pooled if self.cost_action.isChecked() else [])
        self.costs.setVisible(self.cost_action.isChecked() and self.is_filled)
        shown = pooled if self.decided_action.isChecked() and self.kind == "pooled" else []
        self.decisions.setData(
            [
                {"pos": line.decided, "brush": self.colour(line.learner), "pen": self.theme.panel}
                for line in shown
                if line.decided is not None
            ]
        )

    def _draw_bands(self) -> None:
        for mean in self.value.averages:
            if (mean.label, mean.how) != (self.label, self.kind) or mean.learner not in self.items:
                continue
            low, high = mean.band("95 %")
            colour = self.colour(mean.learner)
            colour.setAlpha(_BAND)
            x = mean.false_positive_rate
            edges = (pg.PlotCurveItem(x, low), pg.PlotCurveItem(x, high))
            band = pg.FillBetweenItem(*edges, brush=colour)
            band.setZValue(0.5)
            self.chart.addItem(band, ignoreBounds=True)
            self.bands.append(band)

    def _draw_hulls(self, lines: Sequence[RocLine]) -> None:
        hulls = [convex_hull(line.curve) for line in lines]
        x = np.concatenate([np.empty(0), *(hull[0] for hull in hulls)])
        y = np.concatenate([np.empty(0), *(hull[1] for hull in hulls)])
        connect = np.ones(len(x), dtype=np.int32)
        if hulls:
            connect[np.cumsum([len(hull[0]) for hull in hulls]) - 1] = 0
        self.hulls.setData(x, y, connect=connect)

    def _draw_cost(self, lines: Sequence[RocLine]) -> None:
        """The line of the learner that costs least, and what it costs."""
        self._cost_words = ""
        found = []
        for line in lines:
            share = line.n_positive / (line.n_positive + line.n_negative)
            found.append((cost_line(line.curve, share, *self.costs.costs), line.learner))
        if not found:
            self.cost.setData(np.empty(0), np.empty(0))
            return
        best, learner = min(found, key=lambda one: one[0].cost)
        x = np.array([0.0, 1.0])
        self.cost.setData(x, best.at[1] + best.slope * (x - best.at[0]))
        self._cost_words = self.tr("cheapest: {learner}, {cost} a sample").format(
            learner=learner, cost=f"{best.cost:.3g}"
        )

    # ------------------------------------------------------------------ words

    @override
    def rows_of(self, item: LearnerItems) -> list[LegendRow]:
        """The learner's area, and those of its folds: two short rows, for narrow plots."""
        rows = super().rows_of(item)
        areas = self._areas(item.strong.learner) if item.strong else []
        few = len(self.items) <= _FEW
        if len(areas) > 1 and few and self.folds_action.isChecked():
            folds = self.tr("folds: AUC {low} to {high}").format(
                low=f"{min(areas):.3f}", high=f"{max(areas):.3f}"
            )
            rows.append(LegendRow(folds, item.folds.opts["pen"]))
        return rows

    @override
    def more_rows(self) -> Iterable[LegendRow]:
        if self.hull_action.isChecked():
            yield LegendRow(self.tr("convex hull"), self.hulls.opts["pen"])
        if self._cost_words:
            yield LegendRow(self._cost_words, self.cost.opts["pen"])
        yield LegendRow(self.tr("guessing, AUC 0.5"), self.diagonal.opts["pen"])

    @override
    def remark(self, is_drawn: bool) -> str:
        if not is_drawn:
            return super().remark(is_drawn)
        if self.kind == "pooled":
            return self.tr("AUC with DeLong's 95 % interval, all test rows ranked together")
        return self.tr("Mean of the folds with Student's 95 % interval")

    def _reading(self, line: RocLine, i: int) -> str:
        curve = line.curve
        threshold = curve.thresholds[i]
        return self.tr(
            "{learner}\nthreshold {threshold}\nfalse positive rate {fpr}\ntrue positive rate {tpr}"
        ).format(
            learner=line.learner,
            threshold=f"{threshold:.4g}" if np.isfinite(threshold) else "∞",
            fpr=f"{curve.false_positive_rate[i]:.3f}",
            tpr=f"{curve.true_positive_rate[i]:.3f}",
        )

    def _add_choices(self) -> None:
        self._cost_words = ""
        self.kind_box = QComboBox(self)
        self.kind_box.addItems(
            [self.tr("Pooled"), self.tr("Mean (vertical)"), self.tr("Mean (thresholds)")]
        )
        labelled(
            self.kind_box, "rocKind", self.tr("Pooled or averaged"),
            self.tr("All test rows ranked together, or the mean of the folds' curves: at equal "
                    "false positive rates, or at equal thresholds"),
        )  # fmt: skip
        self.add_control(self.kind_box)
        self.band_action = self.add_choice(
            "Band", self.tr("95 % band of the mean"), is_checked=True
        )
        self.hull_action = self.add_choice("Hull", self.tr("Convex hull"))
        self.cost_action = self.add_choice("Cost", self.tr("Cost line"))
        self.decided_action = self.add_choice(
            "Decided", self.tr("Where the model decides"), is_checked=True
        )
        self.costs = CostFields("roc", self)
        self.controls.insertWidget(self.controls.indexOf(self.note), self.costs)
        self.costs.hide()
        self.costs.changed.connect(self.redraw)
        self.kind_box.currentIndexChanged.connect(self.redraw)


def _with_interval(value: float, interval: tuple[float, float] | None) -> str:
    if interval is None:
        return f"{value:.3f}"
    return f"{value:.3f} [{interval[0]:.3f}, {interval[1]:.3f}]"
