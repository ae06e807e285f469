"""The lines of one learner in a score curve: train, test, the test's band, the folds."""

from collections.abc import Callable

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QColor, QPen

from workbench.data.dataset import FloatArray
from workbench.evaluation.score_curves import Band, Choice, ScoreLine, band
from workbench.gui.plots.chart import Chart
from workbench.gui.plots.legend import LegendRow
from workbench.gui.theme import Theme

_BAND, _FAINT = 38, 70  # of 255
_SYMBOLS = ("o", "s", "t", "d", "p", "x")
_NOTHING = np.empty(0)


class ScoreCurveLines:
    """Items in a chart; the test's mean with its band, the training mean, each fold's test."""

    def __init__(self, chart: Chart) -> None:
        self._chart = chart
        self._train, self._test = chart.add_line(z=9), chart.add_line(z=10)
        self._folds = chart.add_line(z=1)
        self._edges = chart.add_line(z=2), chart.add_line(z=2)
        self._fill = pg.FillBetweenItem(*self._edges)
        self._fill.setZValue(0)
        self._points = pg.ScatterPlotItem(pxMode=True, antialias=True)
        self._points.setZValue(11)
        for item in (self._fill, self._points):
            chart.addItem(item, ignoreBounds=True)
        self._colour, self._symbol, self._name = QColor(), "o", ""
        self._ground = QColor()
        self._placed: Callable[[FloatArray], FloatArray] = np.asarray
        self.x: FloatArray = _NOTHING
        self.train, self.test = (Band(_NOTHING, _NOTHING, _NOTHING) for _ in range(2))
        self.low, self.high = np.inf, -np.inf
        self._shows_train = True

    def style(self, theme: Theme, index: int | None) -> None:
        """Take the colour and the mark of the learner at a place in the list; None: a baseline."""
        wanted = theme.secondary if index is None else theme.series[index % len(theme.series)]
        self._colour = theme.seen(wanted)
        self._ground = QColor(theme.panel)
        self._symbol = _SYMBOLS[(index or 0) % len(_SYMBOLS)]
        self._train.setPen(_pen(self._colour, 1.5, ()))
        self._test.setPen(_pen(self._colour, 2.0, (1.5, 2.5) if index is None else (4.0, 2.5)))
        faint, ground = QColor(self._colour), QColor(self._colour)
        faint.setAlpha(_FAINT)
        ground.setAlpha(_BAND)
        self._folds.setPen(QPen(faint, 0))
        self._fill.setBrush(ground)
        for edge in self._edges:
            edge.setPen(QPen(Qt.PenStyle.NoPen))
        for line in (self._train, self._test):
            line.opts["antialias"] = True

    def draw(self, line: ScoreLine, score: str, placed: Callable[[FloatArray], FloatArray]) -> None:
        """Draw a score along the axis, whose places ``placed`` gives."""
        self._name, self._placed = line.learner, placed
        train, test = line.train.get(score), line.test.get(score)
        if train is None or test is None:
            train = test = np.empty((0, 0))
        self.x = line.x[: len(test)]
        self.train, self.test = band(train), band(test, overlap=line.overlap)
        places = placed(self.x)
        _set(self._train, places, self.train.mean)
        _set(self._test, places, self.test.mean)
        known = np.isfinite(self.test.low)
        for edge, values in zip(self._edges, (self.test.low, self.test.high), strict=True):
            edge.setData(places[known], values[known])
        self._draw_folds(places, test)
        self._draw_points(places)
        self._measure()

    def show(self, *, train: bool, folds: bool) -> None:
        """Show the training score and each fold's test score, or not."""
        self._shows_train = train
        self._train.setVisible(train)
        self._folds.setVisible(folds)
        self._measure()

    def remove(self) -> None:
        """Take all items out of the chart."""
        for line in (self._train, self._test, self._folds, *self._edges):
            self._chart.remove_line(line)
        for item in (self._fill, self._points):
            self._chart.removeItem(item)

    # ------------------------------------------------------------------ words

    def rows(self) -> list[LegendRow]:
        """The legend's row: the learner with its test score at the last value."""
        if not len(self.x):
            return []
        mine = (self._train, self._test, self._folds, self._fill, self._points)
        words = _tr("{learner}: {value}")
        text = words.format(learner=self._name, value=_last(self.test.mean))
        return [LegendRow(text, self._test.opts["pen"], key=self._name, items=mine)]

    def spots(self, choice: Choice) -> list[dict[str, object]]:
        """The marks of the best value and of the one that is chosen, for a scatter item."""
        marks = [(choice.best, "star", 17, self._colour)]
        if choice.chosen != choice.best:
            marks.append((choice.chosen, "o", 17, QColor(Qt.GlobalColor.transparent)))
        places = self._placed(self.x)
        edge = _pen(self._colour, 2.0, ())
        return [
            {"pos": (float(places[i]), float(self.test.mean[i])), "symbol": symbol, "size": size,
             "brush": brush, "pen": edge}
            for i, symbol, size, brush in marks
        ]  # fmt: skip

    def reading(self, x: float) -> list[str]:
        """What the scores are at a value, in words."""
        found = np.flatnonzero(self.x == x)
        if not len(found):
            return []
        i = int(found[0])
        tested = number_text(self.test.mean[i])
        if np.isfinite(self.test.low[i]):
            low, high = number_text(self.test.low[i]), number_text(self.test.high[i])
            tested = _tr("{mean} ({low} to {high})").format(mean=tested, low=low, high=high)
        words = _tr("  test: {value}").format(value=tested)
        trained = _tr("  train: {value}").format(value=number_text(self.train.mean[i]))
        return [self._name, words, *([trained] if self._shows_train else [])]

    # ------------------------------------------------------------------ drawing

    def _draw_folds(self, places: FloatArray, test: FloatArray) -> None:
        """One item with gaps between the folds."""
        n, n_folds = test.shape
        if not n or n_folds < 2:
            self._folds.setData(_NOTHING, _NOTHING)
            return
        x, y = np.tile(places, n_folds), test.T.ravel()
        known = np.isfinite(y)
        joined = known & np.roll(known, -1)
        joined[n - 1 :: n] = False
        self._folds.setData(x[known], y[known], connect=joined[known].astype(np.int32))

    def _draw_points(self, places: FloatArray) -> None:
        known = np.isfinite(self.test.mean)
        edge = _pen(self._ground, 1.0, ())
        self._points.setData(
            x=places[known], y=self.test.mean[known], symbol=self._symbol, size=8,
            brush=self._colour, pen=edge,
        )  # fmt: skip

    def _measure(self) -> None:
        shown = [self.test.mean, self.test.low, self.test.high]
        shown += [self.train.mean] if self._shows_train else []
        values = np.concatenate(shown)
        values = values[np.isfinite(values)]
        self.low = float(values.min()) if len(values) else np.inf
        self.high = float(values.max()) if len(values) else -np.inf


def number_text(value: float) -> str:
    """Three decimals, or five significant digits of large errors."""
    return f"{value:.3f}" if abs(value) < 1_000 else f"{value:.5g}"


def _set(line: pg.PlotCurveItem, x: FloatArray, y: FloatArray) -> None:
    known = np.isfinite(y)
    line.setData(x[known], y[known])


def _last(values: FloatArray) -> str:
    known = values[np.isfinite(values)]
    return number_text(float(known[-1])) if len(known) else "–"


def _pen(colour: QColor, width: float, dashes: tuple[float, ...]) -> QPen:
    pen = QPen(colour, width)
    pen.setCosmetic(True)
    if dashes:
        pen.setDashPattern(list(dashes))
    return pen


def _tr(text: str) -> str:
    return QCoreApplication.translate("ScoreCurvePlot", text)
