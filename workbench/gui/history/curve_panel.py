"""The learning curves of the selected runs over one another."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from workbench.core.errors import WorkbenchError
from workbench.evaluation.charts import LearnerCurves, LearningCurves
from workbench.gui.theme import Theme
from workbench.runs.history.history import History
from workbench.runs.history.records import Row

MOST = 12  # learners whose curves can be told apart


class CurvePanel(QWidget):
    """Draws curves with a plot that is handed in.

    Args:
        make: makes the plot when it is first needed.
    """

    def __init__(
        self, history: History, make: Callable[[], QWidget | None], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("history_curves")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._history = history
        self._make = make
        self._theme: Theme | None = None
        self.plot: QWidget | None = None
        self._shown: tuple[int, ...] | None = ()
        self.words = QLabel(self)
        self.words.setObjectName("history_curves_words")
        self.words.setProperty("role", "secondary")
        self.words.setWordWrap(True)
        self.words.setContentsMargins(16, 6, 16, 6)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(self.words)
        self._column.addStretch(1)

    def show_rows(self, chosen: Sequence[Row], _listed: Sequence[Row]) -> None:
        """Draw the curves of the selected lines."""
        with_curve = [row for row in chosen if row.has_curve]
        drawn = with_curve[:MOST]
        self.words.setText(self._said(len(chosen), len(with_curve)))
        self.words.setVisible(bool(self.words.text()))
        key = tuple(row.result for row in drawn)
        if self.plot is None:
            self._add_plot()
        if self.plot is None:
            return
        self.plot.setVisible(bool(drawn))  # its own words are of a run that goes on
        if key == self._shown:
            return
        self._shown = key
        curves: list[LearnerCurves] = []
        try:
            curves = [LearnerCurves(r.label, self._history.curves(r.result)) for r in drawn]
        except WorkbenchError as error:
            self.words.setText(str(error))
            self.words.show()
            self._shown = None  # read again when it is next asked for
        self.plot.show_value(LearningCurves(tuple(c for c in curves if c.curves)))  # type: ignore[attr-defined]

    def set_theme(self, theme: Theme) -> None:
        """Draw in another theme."""
        self._theme = theme
        if self.plot is not None:
            self.plot.set_theme(theme)  # type: ignore[attr-defined]

    def shutdown(self) -> None:
        """Nothing goes on in the background."""

    def _add_plot(self) -> None:
        self.plot = self._make()
        if self.plot is not None:
            self._column.addWidget(self.plot, 1000)
            if self._theme is not None:
                self.set_theme(self._theme)

    def _said(self, n_chosen: int, n_with_curve: int) -> str:
        if n_chosen == 0:
            return self.tr("Select runs above to lay their learning curves over one another.")
        if n_with_curve == 0:
            return self.tr("No learner that is selected was trained by epochs.")
        if n_with_curve > MOST:
            text = self.tr("The curves of the first {n} of {all} selected runs are drawn.")
            return text.format(n=MOST, all=f"{n_with_curve:,}")
        return ""
