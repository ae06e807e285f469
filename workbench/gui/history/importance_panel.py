"""Which parameters a score depends on, among the runs that are chosen."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from workbench.core.errors import WorkbenchError
from workbench.core.run import Noted
from workbench.gui.background import Background
from workbench.gui.history.panel import several
from workbench.gui.history.spread_panel import ScoreBox
from workbench.gui.history.words import score_title
from workbench.gui.theme import Theme
from workbench.runs.history.importance import FEWEST, Importances, importances
from workbench.runs.history.records import Row
from workbench.runs.history.swept import run_dataset


class ImportancePanel(QWidget):
    """Computes in the background, draws with a plot that is handed in.

    Args:
        make: makes the plot when it is first needed.
    """

    def __init__(self, make: Callable[[], QWidget | None], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("history_importance")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._make = make
        self._theme: Theme | None = None
        self._rows: Sequence[Row] = ()
        self.plot: QWidget | None = None
        self.score_box = ScoreBox("history_importance_score", self)
        self.score_box.currentIndexChanged.connect(lambda _: self._compute())
        self.words = QLabel(self)
        self.words.setObjectName("history_importance_words")
        self.words.setProperty("role", "secondary")
        self.words.setWordWrap(True)
        self.background = Background(self)
        self.background.done.connect(self._show)
        self.background.failed.connect(self._refuse)
        row = QHBoxLayout()
        row.setContentsMargins(16, 4, 16, 4)
        row.setSpacing(8)
        row.addWidget(self.score_box)
        row.addWidget(self.words, 1)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addLayout(row)
        self._column.addStretch(1)

    def show_rows(self, chosen: Sequence[Row], listed: Sequence[Row]) -> None:
        """Compute it for the selected lines, or all that are listed."""
        rows = several(chosen, listed)
        if len(rows) == len(self._rows) and all(
            a is b for a, b in zip(rows, self._rows, strict=True)
        ):
            return
        self._rows = rows
        self.score_box.offer(rows)
        self._compute()

    def set_theme(self, theme: Theme) -> None:
        """Draw in another theme."""
        self._theme = theme
        if self.plot is not None:
            self.plot.set_theme(theme)  # type: ignore[attr-defined]

    def shutdown(self) -> None:
        """The window is closing."""
        self.background.shutdown()

    def _compute(self) -> None:
        self.background.cancel()
        score, rows = self.score_box.score, self._rows
        if not score:
            text = self.tr("It takes {n} runs with scores to tell which parameters matter.")
            self._say(text.format(n=FEWEST))
            return
        n = sum(score in row.scores for row in rows)
        if n < FEWEST:
            text = self.tr("{n} runs have {score}; it takes {fewest} to tell what it depends on.")
            self._say(text.format(n=n, score=score_title(score), fewest=FEWEST))
            return
        self.words.setText(self.tr("Computing…"))
        self.background.start(lambda: importances(run_dataset(rows, score)))

    def _show(self, found: Importances, _notes: tuple[Noted, ...]) -> None:
        if self.plot is None:
            self.plot = self._make()
            if self.plot is not None:
                self._column.addWidget(self.plot, 1000)
                if self._theme is not None:
                    self.set_theme(self._theme)
        if self.plot is not None:
            self.plot.show()
            self.plot.show_value(found)  # type: ignore[attr-defined]
        self.words.setText(self._said(found))

    def _refuse(self, error: WorkbenchError) -> None:
        self._say(str(error))

    def _say(self, sentence: str) -> None:
        if self.plot is not None:
            self.plot.hide()
        self.words.setText(sentence)

    def _said(self, found: Importances) -> str:
        n, score = f"{found.n_runs:,}", score_title(found.score)
        if found.explained < 0.1:
            text = self.tr(
                "Among {n} runs, {score} cannot be told from the parameters: do not trust the bars."
            )
            return text.format(n=n, score=score)
        text = self.tr("Among {n} runs, the parameters explain {share} of the variance of {score}.")
        return text.format(n=n, share=f"{100 * found.explained:.0f} %", score=score)
