"""The lines of one learner in a learning curve: folds and mean, train and validation."""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QColor, QPen

from workbench.data.dataset import FloatArray
from workbench.gui.plots.chart import Chart
from workbench.gui.plots.fold_lines import FoldLines, mean_of_folds
from workbench.gui.plots.legend import LegendRow
from workbench.gui.theme import Theme
from workbench.runs.live_curve import LiveCurve

PARTS = ("train", "validation")
FIGURES = ("loss", "score")
_SYMBOLS = ("o", "s", "t", "d", "star", "p", "x")
_FAINT = 70  # of 255


@dataclass
class _Part:
    """Train or validation: its items, its buffers and the mean as it was drawn."""

    folds: pg.PlotCurveItem
    mean: pg.PlotCurveItem
    buffers: FoldLines = field(default_factory=FoldLines)
    values: FloatArray = field(default_factory=lambda: np.empty(0))  # the mean, not its logarithm


class LearnerLines:
    """Four items in a chart, whatever the number of folds and epochs."""

    def __init__(self, chart: Chart) -> None:
        self._chart = chart
        self._parts = {p: _Part(chart.add_line(z=1), chart.add_line(z=10)) for p in PARTS}
        self._look: tuple[Theme, int] | None = None
        self._colour = QColor()
        self._symbol = "o"
        self.low, self.high, self.n_epochs = np.inf, -np.inf, 0
        self._watched = "validation"
        self._figure = "loss"
        self._is_logarithmic = False

    def style(self, theme: Theme, index: int) -> None:
        """Take the colour and the mark of the learner at this place in the list."""
        if self._look == (theme, index):
            return
        self._look = (theme, index)
        self._colour = theme.seen(theme.series[index % len(theme.series)])
        self._symbol = _SYMBOLS[index % len(_SYMBOLS)]
        faint = QColor(self._colour)
        faint.setAlpha(_FAINT)
        for name, part in self._parts.items():
            part.mean.setPen(_pen(self._colour, name, 2))
            part.folds.setPen(QPen(faint, 0))

    def smooth(self, *, on: bool) -> None:
        """Smooth the means' edges, which live curves are too quick for."""
        for part in self._parts.values():
            part.mean.opts["antialias"] = on

    def draw(
        self, curve: LiveCurve, figure: str, scale: Callable[[FloatArray], FloatArray] | None
    ) -> None:
        """Draw a curve's losses, scores or a monitor, perhaps as logarithms."""
        self._watched, self._figure, self._is_logarithmic = curve.watched, figure, bool(scale)
        self.low, self.high = np.inf, -np.inf
        self.n_epochs = max(curve.lengths, default=0)
        for name, part in self._parts.items():
            values = curve.lines(line_of(figure, name))
            part.values = mean_of_folds(values)
            self._draw_part(part, scale(values) if scale else values, scale)

    def _draw_part(
        self, part: _Part, values: FloatArray, scale: Callable[[FloatArray], FloatArray] | None
    ) -> None:
        strokes = part.buffers.strokes(values)
        if len(values) > 1:
            part.folds.setData(strokes.x, strokes.y, connect=strokes.joined)
        else:
            part.folds.setData(np.empty(0), np.empty(0))
        mean = scale(part.values) if scale else part.values
        known = np.isfinite(mean)
        part.mean.setData(np.flatnonzero(known) + 1.0, mean[known])
        if len(strokes.y):
            self.low = min(self.low, float(strokes.y.min()))
            self.high = max(self.high, float(strokes.y.max()))

    def show_folds(self, shown: bool) -> None:  # noqa: FBT001  a setter of a state
        """Show the faint lines, or only the mean."""
        for part in self._parts.values():
            part.folds.setVisible(shown)

    def remove(self) -> None:
        """Take all items out of the chart."""
        for part in self._parts.values():
            self._chart.remove_line(part.folds)
            self._chart.remove_line(part.mean)

    # ------------------------------------------------------------------ words

    @property
    def best_epoch(self) -> int | None:
        """The 1-based epoch of the lowest mean loss or highest mean score that was watched."""
        values = self._decisive.values
        if self._figure not in FIGURES:  # nobody says whether more of it is better
            return None
        if not np.isfinite(values).any():
            return None
        return 1 + int(np.nanargmin(values) if self._figure == "loss" else np.nanargmax(values))

    @property
    def best(self) -> str:
        """The best figure in words: "lowest validation loss 0.4711 at epoch 42"."""
        epoch = self.best_epoch
        if epoch is None:
            return ""
        words = {
            ("loss", "train"): _tr("lowest train loss {value} at epoch {epoch}"),
            ("loss", "validation"): _tr("lowest validation loss {value} at epoch {epoch}"),
            ("loss", "held-out"): _tr("lowest held-out loss {value} at epoch {epoch}"),
            ("score", "train"): _tr("highest train score {value} at epoch {epoch}"),
            ("score", "validation"): _tr("highest validation score {value} at epoch {epoch}"),
            ("score", "held-out"): _tr("highest held-out score {value} at epoch {epoch}"),
        }
        has_watched = self._decisive is self._parts["validation"]
        key = (self._figure, self._watched if has_watched else "train")
        return words[key].format(value=_number(self._decisive.values[epoch - 1]), epoch=epoch)

    def rows(self) -> list[LegendRow]:
        """The legend's rows: what is drawn and its last value."""
        texts = [
            (name, self._with_value(name, _last(part.values)))
            for name, part in self._parts.items()
            if np.isfinite(part.values).any()
        ]
        rows = [LegendRow(text, _pen(self._colour, name, 2)) for name, text in texts]
        return [*rows, LegendRow(self.best, is_strong=True)] if self.best else rows

    def spots(self) -> list[dict[str, object]]:
        """The mark of the best epoch, for a scatter item."""
        epoch = self.best_epoch
        if epoch is None:
            return []
        value = self._decisive.values[epoch - 1]
        y = np.log10(value) if self._is_logarithmic and value > 0 else value
        pen = QPen(QColor(self._look[0].panel if self._look else "#FFFFFF"), 1)
        pen.setCosmetic(True)  # otherwise as wide as the mark itself
        return [{"pos": (float(epoch), float(y)), "symbol": self._symbol, "size": 11,
                 "brush": self._colour, "pen": pen}]  # fmt: skip

    def reading(self, epoch: int) -> list[str]:
        """What an epoch's means are, in words."""
        return [
            self._with_value(name, part.values[epoch - 1])
            for name, part in self._parts.items()
            if epoch <= len(part.values) and np.isfinite(part.values[epoch - 1])
        ]

    @property
    def _decisive(self) -> _Part:
        watched = self._parts["validation"]
        return watched if np.isfinite(watched.values).any() else self._parts["train"]

    def _with_value(self, name: str, value: float) -> str:
        words = {
            "train": _tr("train: {value}"),
            "validation": _tr("validation: {value}"),
            "held-out": _tr("held out, watched only: {value}"),
        }
        if self._figure not in FIGURES:
            return f"{self._figure}: {_number(value)}"
        key = name if name == "train" else self._watched
        return words.get(key, words["validation"]).format(value=_number(value))


def line_of(figure: str, part: str) -> str:
    """What a figure's line of a part is called in a curve: monitors have one line."""
    if figure in FIGURES:
        return f"{part}_{figure}"
    return figure if part == "train" else ""


def _pen(colour: QColor, part: str, width: int) -> QPen:
    pen = QPen(colour, width)
    pen.setCosmetic(True)
    if part == "validation":
        pen.setStyle(Qt.PenStyle.CustomDashLine)
        pen.setDashPattern([4, 2.5])
    return pen


def _last(values: FloatArray) -> float:
    known = values[np.isfinite(values)]
    return float(known[-1]) if len(known) else np.nan


def _number(value: float) -> str:
    return f"{value:.4f}" if abs(value) < 1_000 else f"{value:.4g}"


def _tr(text: str) -> str:
    return QCoreApplication.translate("LearningCurvePlot", text)
