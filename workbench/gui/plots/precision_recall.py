"""Precision against recall: how pure what is found is, for how much of the class is found."""

from collections.abc import Iterable, Sequence

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPen
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from workbench.evaluation.precision_recall_chart import PrecisionRecallChart, PrecisionRecallLine
from workbench.gui.plots.class_curves import ClassCurvesPlot, Stroke
from workbench.gui.plots.figure import Rows
from workbench.gui.plots.legend import LegendRow
from workbench.gui.plots.save import rows_of
from workbench.gui.theme import Theme


class PrecisionRecallPlot(ClassCurvesPlot):
    """One class against the rest, per learner: pooled over the folds, and each fold faintly."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("precisionRecall", "", "", parent)
        self.title = self.tr("Precision-recall curve")
        self.setAccessibleName(self.title)
        self.chart.setAccessibleName(self.title)
        self.message.setText(
            self.tr(
                "Precision against recall of each class will be drawn here.\n"
                "Run the flow with a classifier to see the curve."
            )
        )
        self.value = PrecisionRecallChart((), ())
        self.chart.name_axes(self.tr("Recall"), self.tr("Precision"))
        self.chart.set_bounds((-0.01, 1.01, -0.01, 1.02))
        self.chart.prefer_corner((0, 1))
        self.guess = self.chart.add_line(z=0)
        self.set_theme(self.theme)

    @override
    def show_value(self, value: object) -> None:
        self.value = (
            value if isinstance(value, PrecisionRecallChart) else PrecisionRecallChart((), ())
        )
        self.show_classes(has_run=value is self.value)

    @property
    @override
    def classes(self) -> tuple[str, ...]:
        return self.value.classes

    @override
    def set_theme(self, theme: Theme) -> None:
        self.guess.setPen(QPen(QColor(theme.secondary), 0, Qt.PenStyle.DotLine))
        super().set_theme(theme)

    @override
    def numbers(self) -> Rows:
        return rows_of(self.value.to_csv())

    @override
    def strokes(self) -> Sequence[Stroke]:
        return [self._stroke(line) for line in self.value.lines if line.label == self.label]

    def _stroke(self, line: PrecisionRecallLine) -> Stroke:
        area = f"{line.curve.auc:.3f}"
        if line.interval is not None:
            area += f" [{line.interval[0]:.3f}, {line.interval[1]:.3f}]"
        words = self.tr("{learner}: AP {area}").format(learner=line.learner, area=area)
        x, y = line.curve.recall, line.curve.precision
        return Stroke(line.learner, line.fold, x, y, words, lambda i: self._reading(line, i))

    def _reading(self, line: PrecisionRecallLine, i: int) -> str:
        thresholds = line.curve.thresholds
        return self.tr(
            "{learner}\nthreshold {threshold}\nrecall {recall}\nprecision {precision}"
        ).format(
            learner=line.learner,
            threshold=f"{thresholds[i]:.4g}" if i < len(thresholds) else "∞",
            recall=f"{line.curve.recall[i]:.3f}",
            precision=f"{line.curve.precision[i]:.3f}",
        )

    @property
    def _share(self) -> float | None:
        shares = [line.share for line in self.value.lines if line.label == self.label]
        return shares[0] if shares else None

    @override
    def draw_more(self) -> None:
        share = self._share
        y = np.empty(0) if share is None else np.array([share, share])
        self.guess.setData(np.linspace(0, 1, len(y)), y)

    @override
    def more_rows(self) -> Iterable[LegendRow]:
        share = self._share
        if share is not None:
            words = self.tr("guessing, precision {share}").format(share=f"{share:.3f}")
            yield LegendRow(words, self.guess.opts["pen"])

    @override
    def remark(self, is_drawn: bool) -> str:
        if not is_drawn:
            return self.tr("No test row is of class '{label}'.").format(label=self.label)
        return self.tr("Average precision with its 95 % interval (logit method)")
