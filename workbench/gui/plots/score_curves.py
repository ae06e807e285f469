"""Scores along the number of training rows, or along the values of a parameter."""

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QCoreApplication, QSignalBlocker
from PySide6.QtWidgets import QCheckBox, QComboBox, QWidget
from typing_extensions import override

from workbench.evaluation.score_curves import (
    Choice,
    ScoreCurves,
    ScoreLine,
    SizeCurves,
    ValidationCurves,
)
from workbench.gui.plots.chart import Chart
from workbench.gui.plots.figure import Figure, Rows, labelled
from workbench.gui.plots.fold_lines import grown
from workbench.gui.plots.legend import LegendRow
from workbench.gui.plots.save import rows_of
from workbench.gui.plots.score_curve_lines import ScoreCurveLines, number_text
from workbench.gui.theme import Theme

_MOST_TICKS = 24  # values that are each written at the axis
_MARGIN = 0.04  # of the axis, beyond its first and last value


class ScoreCurvePlot(Figure):
    """Train solid, test dashed with its 95 % band; the best value and the simplest near it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("scoreCurvePlot", "", "", parent)
        self.title = self.tr("Score curve")
        self.setAccessibleName(self.title)
        self.message.setText(
            self.tr(
                "Scores by the number of training rows, or by the values of a parameter, will be\n"
                "drawn here. Run the flow to see them."
            )
        )
        self.value = ScoreCurves("", (), ())
        self.chart = Chart("scoreCurveChart", self.title, self)
        self.chart.reads = self._read
        self.chart.prefer_corner((1, 1))
        self.marks = pg.ScatterPlotItem(pxMode=True, antialias=True)
        self.marks.setZValue(20)
        self.chart.addItem(self.marks, ignoreBounds=True)
        self.set_stage(self.chart)
        self.lines: list[ScoreCurveLines] = []
        self._add_controls()
        self.set_theme(self.theme)

    @override
    def show_value(self, value: object) -> None:
        self.value = value if isinstance(value, ScoreCurves) else ScoreCurves("", (), ())
        self.title = (
            self.tr("Learning curve by size")
            if isinstance(value, SizeCurves)
            else self.tr("Validation curve")
        )
        chosen = self.score
        with QSignalBlocker(self.score_box), QSignalBlocker(self.log_box):
            self.score_box.clear()
            for name in self.value.scores:
                self.score_box.addItem(_score_words(name), name)
            self.score_box.setCurrentIndex(max(0, self.score_box.findData(chosen)))
            self.log_box.setChecked(self.value.is_geometric)
            positive = all((line.x > 0).all() for line in self.value.lines)
            self.log_box.setEnabled(positive and not self.value.labels)
        for lines in self.lines:
            lines.remove()
        self.lines = [ScoreCurveLines(self.chart) for _ in self.value.lines]
        self._draw()

    @property
    def score(self) -> str:
        """The score that is drawn."""
        return str(self.score_box.currentData() or "")

    @property
    def is_logarithmic(self) -> bool:
        """Whether the values lie on a logarithmic axis."""
        return self.log_box.isChecked() and self.log_box.isEnabled()

    @property
    def choice(self) -> Choice | None:
        """The best value of the first learner, and the simplest within one standard error."""
        line = next((one for one in self.value.lines if not one.is_baseline), None)
        if line is None or not isinstance(self.value, ValidationCurves):
            return None
        return self.value.choice(line, self.score)

    @override
    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        self.chart.set_theme(theme)
        self._draw()

    @override
    def reset_view(self) -> None:
        self.chart.reset()

    @override
    def numbers(self) -> Rows:
        return rows_of(self.value.to_csv())

    # ------------------------------------------------------------------ drawing

    def _draw(self) -> None:
        drawn = [line for line in self.value.lines if self.score in line.test]
        self.set_filled(any(len(line.x) for line in drawn))
        n_learners = 0
        for lines, line in zip(self.lines, self.value.lines, strict=True):
            lines.style(self.theme, None if line.is_baseline else n_learners)
            n_learners += not line.is_baseline
            lines.draw(line, self.score, self._placed)
            lines.show(train=self.train_box.isChecked(), folds=self.folds_box.isChecked())
        self._draw_frame()
        self._draw_words()

    def _placed(self, x: np.ndarray) -> np.ndarray:
        return np.log10(x) if self.is_logarithmic else x

    def _draw_frame(self) -> None:
        values = np.unique(np.concatenate([np.empty(0), *(line.x for line in self.value.lines)]))
        places = self._placed(values)
        axis = self.chart.getAxis("bottom")
        if 0 < len(values) <= _MOST_TICKS:
            texts = [self.value.value_text(float(v)) for v in values]
            axis.setTicks([list(zip(places.tolist(), texts, strict=True))])
        else:
            axis.setTicks(None)
        axis.setLogMode(self.is_logarithmic)
        self.chart.name_axes(self._axis_words(), _score_words(self.score))
        if not len(places):
            return
        low = min((lines.low for lines in self.lines), default=0.0)
        high = max((lines.high for lines in self.lines), default=1.0)
        y0, y1 = grown(None, low, high) if low <= high else (0.0, 1.0)
        room = max(float(places[-1] - places[0]), 1e-3) * _MARGIN
        self.chart.set_bounds((float(places[0]) - room, float(places[-1]) + room, y0, y1))

    def _axis_words(self) -> str:
        if isinstance(self.value, SizeCurves):
            return self.tr("Training rows")
        axis = self.value.axis
        return axis[:1].upper() + axis[1:] if len(axis) > 1 else axis

    def _draw_words(self) -> None:
        rows = [row for lines in self.lines for row in lines.rows()]
        folds = [_folds(line, self.score) for line in self.value.lines]
        rows += self._key_rows(max((v.shape[1] for v in folds), default=0))
        spots: list[dict[str, object]] = []
        choice = self.choice
        if choice is not None:
            marked = next(
                lines for lines, line in zip(self.lines, self.value.lines, strict=True)
                if not line.is_baseline
            )  # fmt: skip
            spots = marked.spots(choice)
            rows += self._choice_rows(choice, marked)
        self.marks.setData(spots)
        self.chart.legend.set_rows(tuple(rows) if self.is_filled else ())
        self.chart.place_legend()

    def _key_rows(self, n_folds: int) -> list[LegendRow]:
        """How test, train and band are told apart, and what the band is."""
        test = (
            self.tr("dashed: test, band 95 % ({n} folds)") if n_folds > 1 else _tr("dashed: test")
        )
        rows = [LegendRow(test.format(n=n_folds))]
        return [*rows, LegendRow(self.tr("solid: train"))] if self.train_box.isChecked() else rows

    def _choice_rows(self, choice: Choice, marked: ScoreCurveLines) -> list[LegendRow]:
        def words(text: str, place: int) -> LegendRow:
            at = self.value.value_text(float(marked.x[place]))
            score = number_text(float(marked.test.mean[place]))
            told = text.format(parameter=self.value.axis, value=at, score=score)
            return LegendRow(told, is_strong=True)

        rows = [words(self.tr("★ best: {parameter} = {value} ({score})"), choice.best)]
        if choice.chosen != choice.best:
            text = self.tr("○ simplest within one standard error: {parameter} = {value} ({score})")
            rows.append(words(text, choice.chosen))
        return rows

    # ------------------------------------------------------------------ controls and reading

    def _add_controls(self) -> None:
        self.score_box = QComboBox(self)
        self.score_box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        labelled(self.score_box, "scoreCurveScore", self.tr("Score"), self.tr("What is drawn"))
        self.log_box = QCheckBox(self.tr("Logarithmic"), self)
        labelled(
            self.log_box, "scoreCurveLog", self.tr("Logarithmic axis"),
            self.tr("Space the values by factors"),
        )  # fmt: skip
        self.train_box = QCheckBox(self.tr("Training score"), self)
        self.train_box.setChecked(True)
        labelled(
            self.train_box, "scoreCurveTrain", self.tr("Show the training score"),
            self.tr("Draw the score on the rows that were learnt from, too"),
        )  # fmt: skip
        self.folds_box = QCheckBox(self.tr("Each fold"), self)
        labelled(
            self.folds_box, "scoreCurveFolds", self.tr("Show each fold"),
            self.tr("Draw a faint line for each fold's test score"),
        )  # fmt: skip
        for widget in (self.score_box, self.log_box, self.train_box, self.folds_box):
            self.controls.addWidget(widget)
        self.controls.addStretch(1)
        self.score_box.currentIndexChanged.connect(self._draw)
        for box in (self.log_box, self.train_box, self.folds_box):
            box.toggled.connect(self._draw)

    def _read(self, x: float, y: float) -> tuple[float, float, str] | None:
        values = np.unique(np.concatenate([np.empty(0), *(line.x for line in self.value.lines)]))
        if not len(values):
            return None
        places = self._placed(values)
        nearest = int(np.abs(places - x).argmin())
        at = self.value.value_text(float(values[nearest]))
        words = [self.tr("{axis}: {value}").format(axis=self._axis_words(), value=at)]
        words += [text for lines in self.lines for text in lines.reading(float(values[nearest]))]
        return float(places[nearest]), y, "\n".join(words)


def _folds(line: ScoreLine, score: str) -> np.ndarray:
    return line.test.get(score, np.empty((0, 0)))


def _score_words(name: str) -> str:
    words = {
        "accuracy": _tr("Accuracy"),
        "auc": _tr("ROC area"),
        "kappa": _tr("Kappa"),
        "f1": _tr("F1"),
        "precision": _tr("Precision"),
        "recall": _tr("Recall (TP rate)"),
        "mcc": _tr("MCC"),
        "log_loss": _tr("Log loss (nats)"),
        "rae": _tr("Relative absolute error"),
        "correlation": _tr("Correlation"),
        "mae": _tr("MAE (units of the target)"),
        "rmse": _tr("RMSE (units of the target)"),
    }
    return words.get(name, name)


def _tr(text: str) -> str:
    return QCoreApplication.translate("ScoreCurvePlot", text)
