"""The lines of one learner in a learning curve: folds and mean, train and validation."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QColor, QPen

from workbench.data.dataset import FloatArray
from workbench.evaluation.curve_lines import BandKind
from workbench.gui.plots.chart import Chart
from workbench.gui.plots.learning_look import Look
from workbench.gui.plots.legend import LegendRow
from workbench.gui.plots.part_lines import PartLines
from workbench.gui.theme import Theme
from workbench.runs.live_curve import LiveCurve

PARTS = ("train", "validation")
FIGURES = ("loss", "score")
_SYMBOLS = ("o", "s", "t", "d", "star", "p", "x")


class LearnerLines:
    """Eight items in a chart, whatever the number of folds and epochs."""

    def __init__(self, chart: Chart) -> None:
        self._parts = {part: PartLines(chart) for part in PARTS}
        self._style: tuple[Theme, int] | None = None
        self._colour = QColor()
        self._symbol = "o"
        self._curve = LiveCurve()
        self._look = Look()

    @property
    def n_epochs(self) -> int:
        """Epochs that the longest fold has done."""
        return max(self._curve.lengths, default=0)

    @property
    def low(self) -> float:
        """The lowest figure that is drawn, on the axis; infinite if none is."""
        return min(part.low for part in self._parts.values())

    @property
    def high(self) -> float:
        """The highest figure that is drawn, on the axis."""
        return max(part.high for part in self._parts.values())

    @property
    def has_band(self) -> bool:
        """Whether a band is drawn."""
        return any(part.has_band for part in self._parts.values())

    def style(self, theme: Theme, index: int) -> None:
        """Take the colour and the mark of the learner at this place in the list."""
        if self._style == (theme, index):
            return
        self._style = (theme, index)
        self._colour = theme.seen(theme.series[index % len(theme.series)])
        self._symbol = _SYMBOLS[index % len(_SYMBOLS)]
        for name, part in self._parts.items():
            part.style(self._colour, _pen(self._colour, name, 2))

    def smooth_edges(self, *, on: bool) -> None:
        """Smooth the means' edges, which live curves are too quick for."""
        for part in self._parts.values():
            part.mean.opts["antialias"] = on

    def draw(self, curve: LiveCurve, look: Look) -> None:
        """Draw a curve's losses, scores or a monitor."""
        self._curve, self._look = curve, look
        for name, part in self._parts.items():
            part.draw(curve.lines(line_of(look.figure, name)), look, curve.overlap)

    def remove(self) -> None:
        """Take all items out of the chart."""
        for part in self._parts.values():
            part.remove()

    # ------------------------------------------------------------------ words

    @property
    def best_epoch(self) -> int | None:
        """The 1-based epoch of the lowest mean loss or highest mean score that was watched."""
        values, figure = self._decisive.values, self._look.figure
        if figure not in FIGURES:  # nobody says whether more of it is better
            return None
        if not np.isfinite(values).any():
            return None
        return 1 + int(np.nanargmin(values) if figure == "loss" else np.nanargmax(values))

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
        key = (self._look.figure, self._curve.watched if has_watched else "train")
        return words[key].format(value=_number(self._decisive.values[epoch - 1]), epoch=epoch)

    @property
    def parts_shown(self) -> tuple[str, ...]:
        """The parts that there is something of, "held-out" for rows that were only watched."""
        names = {"train": "train", "validation": self._curve.watched}
        shown = (n for n, lines in self._parts.items() if np.isfinite(lines.values).any())
        return tuple(names[name] for name in shown)

    @property
    def stops(self) -> tuple[tuple[int, int], ...]:
        """Of each fold that was stopped early: the epoch whose weights it kept, and its last."""
        pairs = zip(self._curve.kept, self._curve.lengths, strict=False)
        return tuple((kept, last) for kept, last in pairs if kept is not None and kept < last)

    @property
    def stopped(self) -> str:
        """The early stop in words; empty where no fold was stopped."""
        if not self.stops:
            return ""
        kept, last = (_range([pair[i] for pair in self.stops]) for i in range(2))
        return _tr("▲ weights kept of epoch {kept}, stopped after {last}").format(
            kept=kept, last=last
        )

    def rows(self, name: str) -> list[LegendRow]:
        """The legend's rows where the learner is alone: each part with its last value."""
        rows = [
            LegendRow(
                self._with_value(part, _last(lines.values)),
                _pen(self._colour, part, 2),
                key=f"{name}/{part}",
                items=lines.items,
            )
            for part, lines in self._parts.items()
            if np.isfinite(lines.values).any()
        ]
        told = [LegendRow(self.best, is_strong=True)] if self.best else []
        told += [LegendRow(self.stopped)] if self.stopped else []
        return [*rows, *told]

    def named_rows(self, name: str) -> list[LegendRow]:
        """The legend's rows where there are several learners: the name, and what was best."""
        items = tuple(item for lines in self._parts.values() for item in lines.items)
        pen = _pen(self._colour, "train", 2)
        row = LegendRow(name, pen, is_strong=True, key=name, items=items)
        return [row, LegendRow(self.best)] if self.best else [row]

    def spots(self) -> list[dict[str, object]]:
        """The marks of the best epoch, and of what each fold kept, for a scatter item."""
        spots = [self._spot(*self._place_of_best, self._symbol, 11)] if self.best_epoch else []
        folds = self._decisive.folds
        for fold, (kept, last) in enumerate(
            zip(self._curve.kept, self._curve.lengths, strict=False)
        ):
            if kept is not None and kept < last and fold < len(folds):
                spots.append(self._spot(kept, folds[fold, kept - 1], "t1", 8))
        return [spot for spot in spots if spot]

    def reading(self, epoch: int) -> list[str]:
        """What an epoch's means are, in words."""
        return [
            self._with_value(name, part.values[epoch - 1])
            for name, part in self._parts.items()
            if epoch <= len(part.values) and np.isfinite(part.values[epoch - 1])
        ]

    def fold_reading(self, epoch: int, y: float) -> tuple[float, str] | None:
        """The fold nearest to a place on the axis: how far away it is, and what it is."""
        found = [
            (*near, name) for name, part in self._parts.items()
            if (near := part.nearest_fold(epoch, y)) is not None
        ]  # fmt: skip
        if not found:
            return None
        away, fold, name = min(found)
        value = self._with_value(name, self._parts[name].folds[fold, epoch - 1])
        return away, _tr("fold {fold}, {value}").format(fold=fold + 1, value=value)

    @property
    def _decisive(self) -> PartLines:
        watched = self._parts["validation"]
        return watched if np.isfinite(watched.values).any() else self._parts["train"]

    @property
    def _place_of_best(self) -> tuple[int, float]:
        epoch = self.best_epoch or 1
        return epoch, float(self._decisive.values[epoch - 1])

    def _spot(self, epoch: int, value: float, symbol: str, size: int) -> dict[str, object]:
        part = self._decisive
        x, y = part.x_of(np.array([float(epoch)])), part.y_of(np.array([float(value)]))
        if not np.isfinite(y[0]):
            return {}
        pen = QPen(QColor(self._style[0].panel if self._style else "#FFFFFF"), 1)
        pen.setCosmetic(True)  # otherwise as wide as the mark itself
        return {"pos": (float(x[0]), float(y[0])), "symbol": symbol, "size": size,
                "brush": self._colour, "pen": pen}  # fmt: skip

    def _with_value(self, name: str, value: float) -> str:
        words = {
            "train": _tr("train: {value}"),
            "validation": _tr("validation: {value}"),
            "held-out": _tr("held out, watched only: {value}"),
        }
        if self._look.figure not in FIGURES:
            return f"{self._look.figure}: {_number(value)}"
        key = name if name == "train" else self._curve.watched
        return words.get(key, words["validation"]).format(value=_number(value))


def key_rows(learners: Sequence[LearnerLines], band: BandKind) -> list[LegendRow]:
    """How the parts of several learners are told apart, and what the bands are."""
    shown = {part for lines in learners for part in lines.parts_shown}
    words = {
        "train": _tr("solid: train"),
        "validation": _tr("dashed: validation"),
        "held-out": _tr("dashed: held out, watched only"),
    }
    rows: list[LegendRow] = []
    if len(learners) > 1:
        rows = [LegendRow(text) for part, text in words.items() if part in shown]
        if any(lines.stops for lines in learners):
            rows.append(LegendRow(_tr("▲ epoch whose weights a fold kept")))
    bands = {
        "interval": _tr("band: 95 % interval of the folds' mean"),
        "deviation": _tr("band: ± 1 standard deviation of the folds"),
    }
    has_band = any(lines.has_band for lines in learners)
    return [*rows, LegendRow(bands[band])] if has_band and band in bands else rows


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


def _range(numbers: list[int]) -> str:
    low, high = min(numbers), max(numbers)
    return str(low) if low == high else f"{low}–{high}"


def _last(values: FloatArray) -> float:
    known = values[np.isfinite(values)]
    return float(known[-1]) if len(known) else np.nan


def _number(value: float) -> str:
    return f"{value:.4f}" if abs(value) < 1_000 else f"{value:.4g}"


def _tr(text: str) -> str:
    return QCoreApplication.translate("LearningCurvePlot", text)
