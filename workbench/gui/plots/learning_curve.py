"""Loss and score by epoch, while a network trains and afterwards."""

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QElapsedTimer, QSignalBlocker, QTimer
from PySide6.QtGui import QHideEvent, QShowEvent, QStandardItemModel
from PySide6.QtWidgets import QComboBox, QWidget
from typing_extensions import override

from workbench.gui.component_words import translated
from workbench.gui.plots.chart import Chart
from workbench.gui.plots.curves_of import curves_of, numbers_of
from workbench.gui.plots.figure import Figure, Rows, labelled
from workbench.gui.plots.fold_lines import grown, grown_end
from workbench.gui.plots.learner_lines import FIGURES, LearnerLines, key_rows
from workbench.gui.plots.learning_look import Look, LookControls
from workbench.gui.plots.legend import LegendRow
from workbench.gui.theme import Theme
from workbench.runs.live_curve import LiveCurve

REDRAW_MS = 100  # while training: more often costs the training more than it tells
SETTLED_MS = 800  # without news: then there is time to draw smooth lines
_REACH = 12.0  # pixels between the cursor and a fold's line that is read


class LearningCurvePlot(Figure):
    """Train solid, validation dashed; a faint line per fold, their mean with a band.

    Learners differ by colour. Live curves are drawn at most every 100 ms, and only while the plot
    can be seen.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("learningCurvePlot", "", "", parent)
        self.title = self.tr("Learning curve")
        self.setAccessibleName(self.title)
        self.message.setText(
            self.tr(
                "Loss and score of each epoch will be drawn here while a network trains.\n"
                "Run a flow with a learner that is trained by epochs."
            )
        )
        self.n_redraws = 0
        self.chart = Chart("learningCurveChart", self.title, self)
        self.chart.reads = self._read
        self.marks = pg.ScatterPlotItem(pxMode=True, antialias=True)
        self.marks.setZValue(20)
        self.chart.addItem(self.marks, ignoreBounds=True)
        self.set_stage(self.chart)
        self._add_controls()
        self._curves: dict[str, LiveCurve] = {}
        self._lines: dict[str, LearnerLines] = {}
        self._y_bounds: tuple[float, float] | None = None
        self._x_end = 10.0
        self._monitors: tuple[str, ...] = ()  # that can be chosen
        self._is_due = False  # a curve has grown since it was drawn
        self._is_growing = False  # a learner is training
        self._since = QElapsedTimer()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._draw_due)
        self._settled = QTimer(self)
        self._settled.setSingleShot(True)
        self._settled.setInterval(SETTLED_MS)
        self._settled.timeout.connect(self._draw_settled)
        self.set_theme(self.theme)

    # ------------------------------------------------------------------ what is shown

    @override
    def show_value(self, value: object) -> None:
        self._curves = curves_of(value)
        self._is_growing = False
        self._settled.stop()
        self._forget_bounds()
        self._draw()

    def show_live(self, name: str, curve: LiveCurve) -> None:
        """Show a learner's curve as it is now; drawn soon, and only if it can be seen."""
        before = self._curves.get(name)
        if before is not None and max(curve.lengths, default=0) < max(before.lengths, default=0):
            self._forget_bounds()  # trained anew
        self._curves[name] = curve
        if curve.place is not None:  # in the order in which they will be listed at the end
            self._curves = dict(sorted(self._curves.items(), key=_place))
        self._is_due = self._is_growing = True
        self._settled.start()
        if self.isVisible() and not self._timer.isActive():
            waited = self._since.elapsed() if self._since.isValid() else REDRAW_MS
            self._timer.start(max(0, REDRAW_MS - int(waited)))

    def keep_only(self, names: frozenset[str]) -> None:
        """Forget the curves of all other learners."""
        gone = self._curves.keys() - names
        if gone:
            self._curves = {n: c for n, c in self._curves.items() if n in names}
            self._forget_bounds()
            self._draw()

    @property
    def figure(self) -> str:
        """What is drawn: "loss", "score", or a monitor by its name."""
        return str(self.figure_box.currentData())

    @property
    def look(self) -> Look:
        """How it is drawn."""
        return self.choices.look(self.figure)

    @override
    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        self.chart.set_theme(theme)
        self._draw()

    @override
    def reset_view(self) -> None:
        self.chart.is_zoomed = False
        self._forget_bounds()
        self._draw()

    @override
    def numbers(self) -> Rows:
        return numbers_of(self._curves)

    # ------------------------------------------------------------------ drawing

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._is_due:
            self._draw()

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        self._timer.stop()
        self._settled.stop()
        self._is_growing = False
        super().hideEvent(event)

    def _draw_due(self) -> None:
        if self._is_due and self.isVisible():
            self._draw()

    def _draw_settled(self) -> None:
        self._is_growing = False
        if self.isVisible():
            self._draw()

    def _draw(self) -> None:
        self._is_due = False
        self._since.restart()
        self.n_redraws += 1
        self.set_filled(any(max(c.lengths, default=0) for c in self._curves.values()))
        self._keep_lines()
        look = self.look
        for i, (name, curve) in enumerate(self._curves.items()):
            lines = self._lines[name]
            lines.style(self.theme, i if curve.place is None else curve.place)
            lines.smooth_edges(on=not self._is_growing)
            lines.draw(curve, look)
        self._draw_frame()
        self._draw_words()

    def _keep_lines(self) -> None:
        for name in [n for n in self._lines if n not in self._curves]:
            self._lines.pop(name).remove()
        self._lines = {n: self._lines.get(n) or LearnerLines(self.chart) for n in self._curves}

    def _draw_frame(self) -> None:
        low, high = np.inf, -np.inf
        for lines in self._lines.values():
            low, high = min(low, lines.low), max(high, lines.high)
            self._x_end = grown_end(self._x_end, lines.n_epochs)
        if low <= high:
            self._y_bounds = grown(self._y_bounds, low, high)
        y0, y1 = self._y_bounds or (0.0, 1.0)
        look = self.look
        self.chart.getAxis("left").setLogMode(look.log_y)
        self.chart.getAxis("bottom").setLogMode(look.log_x)
        self.chart.name_axes(self.tr("Epoch"), self._figure_words())
        end = float(np.log10(self._x_end)) if look.log_x else self._x_end
        self.chart.set_bounds((0.0, end, y0, y1))

    def _draw_words(self) -> None:
        several = len(self._lines) > 1
        rows: list[LegendRow] = []
        spots: list[dict[str, object]] = []
        for name, lines in self._lines.items():
            rows += lines.named_rows(name) if several else lines.rows(name)
            spots += [] if name in self.chart.shown_lines.hidden else lines.spots()
        rows += key_rows(list(self._lines.values()), self.look.band)
        self.chart.legend.set_rows(tuple(rows))
        self.chart.place_legend()
        self.marks.setData(spots)
        self._offer_figures()

    def _figure_words(self) -> str:
        """What is drawn, as the axis says it: by the name that the learners give it."""
        shown = self._curves.values()
        if self.figure == "loss":
            names, usual = {curve.loss_name for curve in shown}, self.tr("Loss per sample")
        elif self.figure == "score":
            names, usual = {c.score_name for c in shown if c.score_name}, self.tr("Accuracy or R²")
        else:
            return _capital(translated(self.figure))
        if len(names) != 1 or names == {"loss"}:
            return usual  # of several learners' losses none names the axis for all
        return _capital(translated(names.pop()))

    def _offer_figures(self) -> None:
        """Let the score be chosen where there is one, and every monitor that there is."""
        shown = self._curves.values()
        known = any(np.isfinite(curve.lines("train_score")).any() for curve in shown)
        model = self.figure_box.model()
        if isinstance(model, QStandardItemModel):
            model.item(1).setEnabled(known)
        monitors = tuple(dict.fromkeys(name for curve in shown for name in curve.monitors))
        if monitors == self._monitors:
            return
        self._monitors, chosen = monitors, self.figure
        with QSignalBlocker(self.figure_box):
            while self.figure_box.count() > len(FIGURES):
                self.figure_box.removeItem(self.figure_box.count() - 1)
            for name in monitors:
                self.figure_box.addItem(_capital(translated(name)), name)
            self.figure_box.setCurrentIndex(max(0, self.figure_box.findData(chosen)))
        if self.figure != chosen:
            self._on_figure()

    def _forget_bounds(self) -> None:
        self._y_bounds, self._x_end = None, 10.0

    # ------------------------------------------------------------------ controls and reading

    def _add_controls(self) -> None:
        self.figure_box = QComboBox(self)
        for words, figure in ((self.tr("Loss"), "loss"), (self.tr("Score"), "score")):
            self.figure_box.addItem(words, figure)
        self.figure_box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        labelled(
            self.figure_box,
            "learningCurveFigure",
            self.tr("What is drawn"),
            self.tr("Loss, score, or what else the training watches"),
        )
        self.choices = LookControls(self)
        self.log_box, self.folds_box = self.choices.log_box, self.choices.folds_box
        for widget in (self.figure_box, self.log_box, self.folds_box, self.choices.more):
            self.controls.addWidget(widget)
        self.controls.addStretch(1)
        self.figure_box.currentIndexChanged.connect(self._on_figure)
        self.choices.changed.connect(self._on_look)
        self.chart.lines_shown.connect(self._draw_words)

    def _on_look(self) -> None:
        self._y_bounds = None
        self._draw()

    def _on_figure(self) -> None:
        self.chart.prefer_corner((1, 0) if self.figure == "loss" else (1, 1))
        self._y_bounds = None
        self._draw()

    def _read(self, x: float, y: float) -> tuple[float, float, str] | None:
        n_epochs = max((lines.n_epochs for lines in self._lines.values()), default=0)
        if not n_epochs:
            return None
        is_log = self.look.log_x
        epoch = int(np.clip(round(10**x if is_log else x), 1, n_epochs))
        words = [self.tr("Epoch {epoch}").format(epoch=epoch)]
        several = len(self._lines) > 1
        hidden = self.chart.shown_lines.hidden
        seen = {name: lines for name, lines in self._lines.items() if name not in hidden}
        for name, lines in seen.items():
            told = lines.reading(epoch)
            words += [" · ".join([name, *told])] if several and told else told
        near = [found for lines in seen.values() if (found := lines.fold_reading(epoch, y))]
        (_, (y0, y1)), height = (
            self.chart.getViewBox().viewRange(),
            self.chart.getViewBox().height(),
        )
        if near and min(near)[0] * height / (y1 - y0) <= _REACH:
            words.append(min(near)[1])
        return float(np.log10(epoch) if is_log else epoch), y, "\n".join(words)


def _place(named: tuple[str, LiveCurve]) -> float:
    place = named[1].place
    return np.inf if place is None else place


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
