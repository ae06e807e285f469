"""Cumulative gain and lift: how much is found by looking at the most probable samples first."""

from collections.abc import Iterable, Sequence

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPen
from PySide6.QtWidgets import QComboBox, QWidget
from typing_extensions import override

from workbench.evaluation.lift import LiftChart, LiftLine
from workbench.gui.plots.class_curves import ClassCurvesPlot, Stroke
from workbench.gui.plots.figure import Rows, labelled
from workbench.gui.plots.legend import LegendRow
from workbench.gui.plots.save import rows_of
from workbench.gui.theme import Theme

_DECILE = 0.1  # the legend tells what the first tenth gives


class LiftPlot(ClassCurvesPlot):
    """Gain or lift of one class, per learner: pooled over the folds, and each fold faintly."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("lift", "", "", parent)
        self.title = self.tr("Lift and gain")
        self.setAccessibleName(self.title)
        self.chart.setAccessibleName(self.title)
        self.message.setText(
            self.tr(
                "How much of each class is found in the most probable samples will be drawn here.\n"
                "Run the flow with a classifier to see the curve."
            )
        )
        self.value = LiftChart((), ())
        self.random = self.chart.add_line(z=0)
        self.best = self.chart.add_line(z=0)
        self.kind_box = QComboBox(self)
        self.kind_box.addItems([self.tr("Cumulative gain"), self.tr("Lift")])
        labelled(
            self.kind_box, "liftKind", self.tr("Gain or lift"),
            self.tr("The share of the class that is found, or how many times more than by chance"),
        )  # fmt: skip
        self.add_control(self.kind_box)
        self.kind_box.currentIndexChanged.connect(self._change_kind)
        self.set_theme(self.theme)

    @override
    def show_value(self, value: object) -> None:
        self.value = value if isinstance(value, LiftChart) else LiftChart((), ())
        self.show_classes(has_run=value is self.value)

    @property
    @override
    def classes(self) -> tuple[str, ...]:
        return self.value.classes

    @property
    def shows_lift(self) -> bool:
        """Whether lift is drawn, not gain."""
        return self.kind_box.currentIndex() == 1

    @override
    def set_theme(self, theme: Theme) -> None:
        self.random.setPen(QPen(QColor(theme.secondary), 0, Qt.PenStyle.DotLine))
        self.best.setPen(QPen(QColor(theme.secondary), 0, Qt.PenStyle.DashLine))
        super().set_theme(theme)

    @override
    def numbers(self) -> Rows:
        return rows_of(self.value.to_csv())

    def _change_kind(self) -> None:
        self.chart.reset()
        self.redraw()

    @override
    def strokes(self) -> Sequence[Stroke]:
        return [self._stroke(line) for line in self.value.lines if line.label == self.label]

    def _stroke(self, line: LiftLine) -> Stroke:
        gain = line.gain_at(_DECILE)
        words = self.tr("{learner}: lift {lift} at 10 %").format(
            learner=line.learner, lift=f"{gain / _DECILE:.2f}"
        )
        x, y = (line.chosen[1:], line.lift[1:]) if self.shows_lift else (line.chosen, line.gain)
        first = 1 if self.shows_lift else 0
        return Stroke(
            line.learner,
            line.fold,
            100 * x,
            y if first else 100 * y,
            words,
            lambda i: self._reading(line, i + first),
        )

    def _reading(self, line: LiftLine, i: int) -> str:
        threshold = line.thresholds[i]
        return self.tr(
            "{learner}\nthreshold {threshold}\n{chosen} % of the samples\n"
            "{gain} % of the class\nlift {lift}"
        ).format(
            learner=line.learner,
            threshold=f"{threshold:.4g}" if np.isfinite(threshold) else "∞",
            chosen=f"{100 * line.chosen[i]:.1f}",
            gain=f"{100 * line.gain[i]:.1f}",
            lift=f"{line.lift[i]:.2f}",
        )

    @override
    def draw_more(self) -> None:
        lines = [line for line in self.value.lines if line.label == self.label]
        share = lines[0].share if lines else 1.0
        x = np.array([0.0, 100 * share, 100.0])
        self.chart.name_axes(
            self.tr("Samples looked at, most probable first (%)"),
            self.tr("Lift (times chance)") if self.shows_lift else self.tr("Share found (%)"),
        )
        if not self.shows_lift:
            self.chart.prefer_corner((1, 1))
            self.random.setData([0.0, 100.0], [0.0, 100.0])
            self.best.setData(x, [0.0, 100.0, 100.0])
            self.chart.set_bounds((-1.0, 101.0, -1.0, 102.0))
            return
        self.chart.prefer_corner((1, 0))
        fall = np.linspace(max(share, 1e-6), 1, 100)
        self.random.setData([0.0, 100.0], [1.0, 1.0])
        self.best.setData(100 * np.append(0, fall), np.append(1 / fall[0], 1 / fall))
        top = max((float(line.lift.max()) for line in lines if line.fold is None), default=1.0)
        self.chart.set_bounds((-1.0, 101.0, 0.0, 1.1 * top))

    @override
    def more_rows(self) -> Iterable[LegendRow]:
        yield LegendRow(self.tr("perfect"), self.best.opts["pen"])
        yield LegendRow(self.tr("at random"), self.random.opts["pen"])

    @override
    def remark(self, is_drawn: bool) -> str:
        if not is_drawn:
            return self.tr("No test row is of class '{label}'.").format(label=self.label)
        return self.tr("Lift at 10 %: how many times more the most probable tenth finds")
