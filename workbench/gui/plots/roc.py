"""ROC curves: what share of a class is found for what share of false alarms."""

from dataclasses import dataclass, field

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtGui import QColor, QPen
from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel, QWidget
from typing_extensions import override

from workbench.evaluation.charts import RocChart, RocLine
from workbench.gui.plots.chart import Chart
from workbench.gui.plots.figure import Figure, Rows, labelled
from workbench.gui.plots.legend import LegendRow
from workbench.gui.plots.save import rows_of
from workbench.gui.theme import Theme

# Learners differ by colour and by dash.
_DASHES: tuple[tuple[float, ...], ...] = ((), (6, 3), (2, 2), (8, 3, 2, 3), (4, 4), (1, 2))
_FAINT = 70  # of 255
_REACH = 0.06  # how near, in rates, the cursor must be to read a point


@dataclass
class _LearnerRoc:
    """The pooled curve of one learner and, as one item, those of its folds."""

    pooled: pg.PlotCurveItem
    folds: pg.PlotCurveItem
    line: RocLine | None = None
    fold_lines: list[RocLine] = field(default_factory=list)


class RocPlot(Figure):
    """One class against the rest, per learner: pooled over the folds, and each fold faintly."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("rocPlot", "", "", parent)
        self.title = self.tr("ROC curve")
        self.setAccessibleName(self.title)
        self.message.setText(
            self.tr(
                "Each class against the rest will be drawn here.\nRun the flow to see the ROC curve"
            )
        )
        self.value = RocChart((), ())
        self.chart = Chart("rocChart", self.title, self)
        self.chart.reads = self._read
        self.chart.name_axes(self.tr("False positive rate"), self.tr("True positive rate"))
        self.chart.set_bounds((-0.01, 1.01, -0.01, 1.02))
        self.chart.prefer_corner((1, 1))
        self.diagonal = self.chart.add_line(z=0)
        self.diagonal.setData([0.0, 1.0], [0.0, 1.0])
        self.set_stage(self.chart)
        self.items: dict[str, _LearnerRoc] = {}
        self._add_controls()
        self.set_theme(self.theme)

    @override
    def show_value(self, value: object) -> None:
        self.value = value if isinstance(value, RocChart) else RocChart((), ())
        chosen = self.class_box.currentText()
        with QSignalBlocker(self.class_box):
            self.class_box.clear()
            self.class_box.addItems(list(self.value.classes))
            # With two classes the second is the positive one by custom, so it is shown first.
            first = 1 if len(self.value.classes) == 2 else 0
            known = chosen in self.value.classes
            self.class_box.setCurrentIndex(self.value.classes.index(chosen) if known else first)
        self._draw()

    @property
    def label(self) -> str:
        """The class that is drawn against the rest."""
        return self.class_box.currentText()

    @override
    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        self.chart.set_theme(theme)
        self.diagonal.setPen(QPen(QColor(theme.secondary), 0, Qt.PenStyle.DotLine))
        self._draw()

    @override
    def reset_view(self) -> None:
        self.chart.reset()

    @override
    def numbers(self) -> Rows:
        return rows_of(self.value.to_csv())

    # ------------------------------------------------------------------ drawing

    def _draw(self) -> None:
        self.set_filled(bool(self.value.classes))
        mine = [line for line in self.value.lines if line.label == self.label]
        learners = list(dict.fromkeys(line.learner for line in self.value.lines))
        for gone in [name for name in self.items if name not in learners]:
            item = self.items.pop(gone)
            self.chart.remove_line(item.pooled)
            self.chart.remove_line(item.folds)
        for i, name in enumerate(learners):
            if name not in self.items:
                self.items[name] = _LearnerRoc(self.chart.add_line(z=10), self.chart.add_line(z=1))
            self._draw_learner(i, name, [line for line in mine if line.learner == name])
        self._draw_words(bool(mine))

    def _draw_learner(self, index: int, name: str, lines: list[RocLine]) -> None:
        item = self.items[name]
        item.line = next((line for line in lines if line.fold is None), None)
        item.fold_lines = [line for line in lines if line.fold is not None]
        colour = self.theme.seen(self.theme.series[index % len(self.theme.series)])
        item.pooled.opts["antialias"] = True
        item.pooled.setPen(_pen(colour, index))
        faint = QColor(colour)
        faint.setAlpha(_FAINT)
        item.folds.setPen(QPen(faint, 0))
        item.pooled.setData(*_points([item.line] if item.line else [])[:2])
        x, y, joined = _points(item.fold_lines)
        item.folds.setData(x, y, connect=joined)
        item.folds.setVisible(self.folds_box.isChecked())

    def _draw_words(self, is_drawn: bool) -> None:  # noqa: FBT001
        rows = [row for item in self.items.values() if item.line for row in self._rows(item)]
        guess = LegendRow(self.tr("guessing, AUC 0.5"), self.diagonal.opts["pen"])
        self.chart.legend.set_rows((*rows, guess) if rows else ())
        self.chart.place_legend()
        self.note.setVisible(not is_drawn)
        self.note.setText(
            self.tr("No test row, or every one, is of class '{label}'.").format(label=self.label)
        )

    def _rows(self, item: _LearnerRoc) -> list[LegendRow]:
        """The learner's area, and those of its folds: two short rows, for narrow plots."""
        line = item.line
        if line is None:
            return []
        words = self.tr("{learner}: AUC {auc}").format(
            learner=line.learner, auc=f"{line.curve.auc:.3f}"
        )
        rows = [LegendRow(words, item.pooled.opts["pen"], is_strong=True)]
        areas = [one.curve.auc for one in item.fold_lines]
        if len(areas) > 1 and self.folds_box.isChecked():
            folds = self.tr("folds: AUC {low} to {high}").format(
                low=f"{min(areas):.3f}", high=f"{max(areas):.3f}"
            )
            rows.append(LegendRow(folds, item.folds.opts["pen"]))
        return rows

    # ------------------------------------------------------------------ controls and reading

    def _add_controls(self) -> None:
        self.class_box = QComboBox(self)
        self.class_box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        labelled(
            self.class_box, "rocClass", self.tr("Positive class"),
            self.tr("The class that is told from the rest"),
        )  # fmt: skip
        word = QLabel(self.tr("Positive class"), self)
        word.setBuddy(self.class_box)
        self.folds_box = QCheckBox(self.tr("Each fold"), self)
        self.folds_box.setChecked(True)
        labelled(
            self.folds_box, "rocFolds", self.tr("Show each fold"),
            self.tr("Draw a faint line for each fold beside the pooled one"),
        )  # fmt: skip
        self.note = QLabel(self)
        self.note.setObjectName("rocNote")
        for widget in (word, self.class_box, self.folds_box):
            self.controls.addWidget(widget)
        self.controls.addStretch(1)
        self.controls.addWidget(self.note)
        self.class_box.currentIndexChanged.connect(self._draw)
        self.folds_box.toggled.connect(self._draw)

    def _read(self, x: float, y: float) -> tuple[float, float, str] | None:
        nearest: tuple[float, float, float, str] | None = None
        for item in self.items.values():
            if item.line is None:
                continue
            curve = item.line.curve
            distance = np.hypot(curve.false_positive_rate - x, curve.true_positive_rate - y)
            i = int(distance.argmin())
            if distance[i] < (nearest[0] if nearest else _REACH):
                at = float(curve.false_positive_rate[i]), float(curve.true_positive_rate[i])
                words = self._reading(item.line, i)
                nearest = (float(distance[i]), *at, words)
        return nearest[1:] if nearest else None

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


def _pen(colour: QColor, index: int) -> QPen:
    pen = QPen(colour, 2)
    pen.setCosmetic(True)
    dashes = _DASHES[index % len(_DASHES)]
    if dashes:
        pen.setDashPattern(list(dashes))
    return pen


def _points(lines: list[RocLine]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The curves one after the other, and which points are joined to the next."""
    if not lines:
        return np.empty(0), np.empty(0), np.empty(0, dtype=np.int32)
    x = np.concatenate([line.curve.false_positive_rate for line in lines])
    y = np.concatenate([line.curve.true_positive_rate for line in lines])
    joined = np.ones(len(x), dtype=np.int32)
    joined[np.cumsum([len(line.curve.thresholds) for line in lines]) - 1] = 0
    return x, y, joined
