"""Runs as lines through their parameters and a score: parallel coordinates."""

from collections.abc import Callable, Sequence
from typing import Protocol

import numpy as np
from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from workbench.gui.brush import Brush
from workbench.gui.history.panel import several
from workbench.gui.history.words import score_title
from workbench.gui.theme import Theme
from workbench.runs.history.records import Row
from workbench.runs.history.swept import run_dataset, scores_of

FEWEST = 2


class Spread(Protocol):
    """The plot, which follows a brush."""

    def set_theme(self, theme: Theme) -> None:
        """Draw in another theme."""
        ...

    def shutdown(self) -> None:
        """End background work."""
        ...


class ScoreBox(QComboBox):
    """A choice of the scores that runs have."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(self.tr("Score"))
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)

    @property
    def score(self) -> str:
        """The chosen one; empty if there is none."""
        return str(self.currentData() or "")

    def offer(self, rows: Sequence[Row]) -> None:
        """Offer the scores of some lines; the one that was chosen stays so if it is there."""
        scores = scores_of(rows)
        if scores == tuple(self.itemData(i) for i in range(self.count())):
            return
        before = self.score
        with QSignalBlocker(self):
            self.clear()
            for name in scores:
                self.addItem(score_title(name), name)
            self.setCurrentIndex(max(0, self.findData(before)))


class SpreadPanel(QWidget):
    """Draws runs with a plot of data that is handed in.

    Args:
        make: makes the plot when it is first needed.

    Signals:
        picked(list[Row]): the lines that were selected in the plot are to be selected in the table.
    """

    picked = Signal(object)

    def __init__(self, make: Callable[[Brush], Spread], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("history_spread")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._make = make
        self._theme: Theme | None = None
        self._rows: Sequence[Row] = ()
        self.plot: Spread | None = None
        self.brush = Brush(self)
        self.score_box = ScoreBox("history_spread_score", self)
        self.score_box.currentIndexChanged.connect(lambda _: self._draw())
        self.words = QLabel(self)
        self.words.setObjectName("history_spread_words")
        self.words.setProperty("role", "secondary")
        self.pick = QPushButton(self.tr("Select these runs"), self)
        self.pick.setObjectName("history_pick")
        self.pick.setEnabled(False)
        self.pick.clicked.connect(self._pick)
        self.brush.selection_changed.connect(self._show_pick)
        self.brush.dataset_changed.connect(self._show_pick)
        row = QHBoxLayout()
        row.setContentsMargins(16, 4, 16, 4)
        row.setSpacing(8)
        row.addWidget(self.score_box)
        row.addWidget(self.words, 1)
        row.addWidget(self.pick)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addLayout(row)
        self._column.addStretch(1)

    def show_rows(self, chosen: Sequence[Row], listed: Sequence[Row]) -> None:
        """Draw the selected lines, or all that are listed."""
        rows = several(chosen, listed)
        if len(rows) == len(self._rows) and all(
            a is b for a, b in zip(rows, self._rows, strict=True)
        ):
            return
        self._rows = rows
        self.score_box.offer(rows)
        self._draw()

    def set_theme(self, theme: Theme) -> None:
        """Draw in another theme."""
        self._theme = theme
        if self.plot is not None:
            self.plot.set_theme(theme)

    def shutdown(self) -> None:
        """The window is closing."""
        if self.plot is not None:
            self.plot.shutdown()

    def _draw(self) -> None:
        score = self.score_box.score
        dataset = run_dataset(self._rows, score) if score else None
        n_runs = dataset.n_samples if dataset is not None else 0
        if dataset is None or n_runs < FEWEST or len(dataset.schema.attributes) < 2:
            self.words.setText(
                self.tr("Runs that differ in a parameter and have scores will be drawn here.")
            )
            self.brush.show_dataset(None)  # the lines of other runs are not to be picked
            self._show_plot(on=False)
            return
        text = self.tr("{n} runs: a line each, through what differs among them, to the score.")
        self.words.setText(text.format(n=f"{n_runs:,}"))
        if self.plot is None:
            self._add_plot()
        self._show_plot(on=True)
        self.brush.show_dataset(dataset)

    def _add_plot(self) -> None:
        plot = self.plot = self._make(self.brush)
        if isinstance(plot, QWidget):
            self._column.addWidget(plot, 1000)
        if self._theme is not None:
            plot.set_theme(self._theme)

    def _show_plot(self, *, on: bool) -> None:
        if isinstance(self.plot, QWidget):
            self.plot.setVisible(on)

    def _show_pick(self) -> None:
        self.pick.setEnabled(self.brush.n_selected > 0)

    def _pick(self) -> None:
        dataset = self.brush.dataset
        if dataset is not None:
            places = dataset.sample_ids[np.flatnonzero(self.brush.selected)]
            self.picked.emit([self._rows[int(place)] for place in places])
