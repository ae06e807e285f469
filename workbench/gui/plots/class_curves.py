"""Curves of one class against the rest, for several learners: pooled, and each fold faintly."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QSignalBlocker
from PySide6.QtGui import QAction, QColor, QPen
from PySide6.QtWidgets import QComboBox, QLabel, QMenu, QPushButton, QWidget
from typing_extensions import override

from workbench.data.dataset import FloatArray
from workbench.gui.plots.chart import Chart
from workbench.gui.plots.elided import ElidedLabel
from workbench.gui.plots.figure import Figure, labelled, no_classes
from workbench.gui.plots.legend import LegendRow
from workbench.gui.theme import Theme

# Learners differ by colour and by dash.
DASHES: tuple[tuple[float, ...], ...] = ((), (6, 3), (2, 2), (8, 3, 2, 3), (4, 4), (1, 2))
_FAINT = 70  # of 255
_REACH = 0.06  # how near the cursor must be to read a point, as a share of what is shown


@dataclass(frozen=True, eq=False)
class Stroke:
    """One curve to be drawn.

    Args:
        learner: whose it is.
        fold: 0-based; None for the learner's strong line.
        x, y: shape (n,).
        words: what the legend says of it; empty for nothing.
        reading: what the cursor reads at a point of it.
    """

    learner: str
    fold: int | None
    x: FloatArray
    y: FloatArray
    words: str = ""
    reading: Callable[[int], str] = field(default=lambda _: "")


@dataclass
class LearnerItems:
    """The strong curve of one learner and, as one item, those of its folds."""

    pooled: pg.PlotCurveItem
    folds: pg.PlotCurveItem
    strong: Stroke | None = None
    faint: list[Stroke] = field(default_factory=list)


class ClassCurvesPlot(Figure):
    """One class against the rest, per learner. Subclasses say which curves there are.

    Args:
        name: begins the object names of all parts ("roc").
        title: what screen readers and file dialogs call it.
        empty: what will appear here and what to do for it.
    """

    def __init__(self, name: str, title: str, empty: str, parent: QWidget | None = None) -> None:
        super().__init__(f"{name}Plot", title, empty, parent)
        self.name = name
        self.chart = Chart(f"{name}Chart", self.title, self)
        self.chart.reads = self._read
        self.set_stage(self.chart)
        self.items: dict[str, LearnerItems] = {}
        self._add_controls()

    # ------------------------------------------------------------------ for subclasses

    @property
    def classes(self) -> tuple[str, ...]:
        """The labels that there are to choose from."""
        raise NotImplementedError

    def strokes(self) -> Sequence[Stroke]:
        """The curves of the chosen class, learners in order, each strong line first."""
        raise NotImplementedError

    def draw_more(self) -> None:
        """Draw what else there is, once the curves are drawn."""

    def more_rows(self) -> Iterable[LegendRow]:
        """What the legend says below the curves."""
        return ()

    def remark(self, is_drawn: bool) -> str:  # noqa: FBT001  a state
        """What stands beside the controls: how to read it, or why there is no curve."""
        if is_drawn:
            return ""
        return self.tr("No test row, or every one, is of class '{label}'.").format(label=self.label)

    # ------------------------------------------------------------------ showing

    @property
    def label(self) -> str:
        """The class that is drawn against the rest."""
        return self.class_box.currentText()

    @property
    def learners(self) -> tuple[str, ...]:
        """Those that are drawn, in order: their place gives colour and dash."""
        return tuple(self.items)

    def show_classes(self, *, has_run: bool) -> None:
        """Offer the value's classes, keep the chosen one, and draw.

        Args:
            has_run: whether there is a result; where it holds no classes, this is said.
        """
        self.explain_empty(no_classes() if has_run else "")
        chosen = self.label
        with QSignalBlocker(self.class_box):
            self.class_box.clear()
            self.class_box.addItems(list(self.classes))
            # With two classes the second is the positive one by custom, so it is shown first.
            first = 1 if len(self.classes) == 2 else 0
            known = chosen in self.classes
            self.class_box.setCurrentIndex(self.classes.index(chosen) if known else first)
        self.redraw()

    @override
    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        self.chart.set_theme(theme)
        self.redraw()

    @override
    def reset_view(self) -> None:
        self.chart.reset()

    def colour(self, learner: str) -> QColor:
        """A learner's colour."""
        index = self.learners.index(learner)
        return self.theme.seen(self.theme.series[index % len(self.theme.series)])

    def redraw(self) -> None:
        """Draw the chosen class."""
        self.set_filled(bool(self.classes))
        strokes = self.strokes() if self.classes else ()
        learners = list(dict.fromkeys(stroke.learner for stroke in strokes))
        for gone in [name for name in self.items if name not in learners]:
            item = self.items.pop(gone)
            self.chart.remove_line(item.pooled)
            self.chart.remove_line(item.folds)
        kept = self.items
        self.items = {name: kept.get(name) or self._made_items() for name in learners}
        for i, name in enumerate(learners):
            self._draw_learner(i, name, [s for s in strokes if s.learner == name])
        self.draw_more()
        self._draw_words()

    def _made_items(self) -> LearnerItems:
        return LearnerItems(self.chart.add_line(z=10), self.chart.add_line(z=1))

    def _draw_learner(self, index: int, name: str, strokes: list[Stroke]) -> None:
        item = self.items[name]
        item.strong = next((stroke for stroke in strokes if stroke.fold is None), None)
        item.faint = [stroke for stroke in strokes if stroke.fold is not None]
        item.pooled.opts["antialias"] = True
        item.pooled.setPen(strong_pen(self.colour(name), index))
        item.folds.setPen(faint_pen(self.colour(name), len(self.items)))
        item.pooled.setData(*joined([item.strong] if item.strong else [])[:2])
        x, y, connect = joined(item.faint)
        item.folds.setData(x, y, connect=connect)
        item.folds.setVisible(self.folds_action.isChecked())

    def _draw_words(self) -> None:
        strong = [item for item in self.items.values() if item.strong is not None]
        rows = [row for item in strong for row in self.rows_of(item)]
        self.chart.legend.set_rows((*rows, *self.more_rows()) if rows else ())
        self.chart.place_legend()
        words = self.remark(bool(rows))
        self.note.setText(words.partition("\n")[0])
        self.note.setToolTip(words)

    def rows_of(self, item: LearnerItems) -> list[LegendRow]:
        """What the legend says of a learner."""
        if item.strong is None:
            return []
        return [LegendRow(item.strong.words, item.pooled.opts["pen"], is_strong=True)]

    # ------------------------------------------------------------------ controls and reading

    def _add_controls(self) -> None:
        self.class_box = QComboBox(self)
        self.class_box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        labelled(
            self.class_box, f"{self.name}Class", self.tr("Positive class"),
            self.tr("The class that is told from the rest"),
        )  # fmt: skip
        word = QLabel(self.tr("Positive class"), self)
        word.setBuddy(self.class_box)
        self.show_menu = QMenu(self)
        self.show_menu.setObjectName(f"{self.name}ShowMenu")
        self.show_button = QPushButton(self.tr("Show"), self)
        self.show_button.setMenu(self.show_menu)
        labelled(
            self.show_button, f"{self.name}Show", self.tr("What is shown"),
            self.tr("Choose what is drawn beside the curves"),
        )  # fmt: skip
        self.folds_action = self.add_choice("Folds", self.tr("Each fold"), is_checked=True)
        self.note = ElidedLabel(f"{self.name}Note", self)
        for widget in (word, self.class_box, self.show_button):
            self.controls.addWidget(widget)
        self.controls.addWidget(self.note, 1)
        self.class_box.currentIndexChanged.connect(self.redraw)

    def add_choice(self, suffix: str, text: str, *, is_checked: bool = False) -> QAction:
        """Something that can be shown or not, in the menu of the button "Show"."""
        action = QAction(text, self)
        action.setObjectName(f"{self.name}{suffix}")
        action.setCheckable(True)
        action.setChecked(is_checked)
        action.toggled.connect(self.redraw)
        self.show_menu.addAction(action)
        return action

    def add_control(self, widget: QWidget) -> None:
        """Put a control before the button "Show"."""
        self.controls.insertWidget(self.controls.indexOf(self.show_button), widget)

    def _read(self, x: float, y: float) -> tuple[float, float, str] | None:
        (x0, x1), (y0, y1) = self.chart.bounds[:2], self.chart.bounds[2:]
        nearest: tuple[float, float, float, str] | None = None
        for item in self.items.values():
            stroke = item.strong
            if stroke is None or not len(stroke.x):
                continue
            distance = np.hypot((stroke.x - x) / (x1 - x0), (stroke.y - y) / (y1 - y0))
            i = int(distance.argmin())
            if distance[i] < (nearest[0] if nearest else _REACH):
                at = float(stroke.x[i]), float(stroke.y[i])
                nearest = (float(distance[i]), *at, stroke.reading(i))
        return nearest[1:] if nearest else None


def strong_pen(colour: QColor, index: int, width: float = 2) -> QPen:
    """The pen of the learner at a place in the list."""
    pen = QPen(colour, width)
    pen.setCosmetic(True)
    dashes = DASHES[index % len(DASHES)]
    if dashes:
        pen.setDashPattern(list(dashes))
    return pen


def faint_pen(colour: QColor, n_learners: int = 1) -> QPen:
    """A pen for what lies behind, the fainter the more there is of it."""
    faint = QColor(colour)
    faint.setAlpha(round(_FAINT * min(1.0, 3 / n_learners)))
    return QPen(faint, 0)


def joined(strokes: Sequence[Stroke]) -> tuple[FloatArray, FloatArray, np.ndarray]:
    """The curves one after the other, and which points are joined to the next."""
    if not strokes:
        return np.empty(0), np.empty(0), np.empty(0, dtype=np.int32)
    x = np.concatenate([stroke.x for stroke in strokes])
    y = np.concatenate([stroke.y for stroke in strokes])
    connect = np.ones(len(x), dtype=np.int32)
    connect[np.cumsum([len(stroke.x) for stroke in strokes]) - 1] = 0
    return x, y, connect
