"""Learners compared: the verdict in words, the table, every two of them, mean ranks."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QSignalBlocker, QThreadPool, Signal
from PySide6.QtGui import QAction, QGuiApplication, QResizeEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QLabel,
    QWidget,
)
from typing_extensions import override

from workbench.core.errors import Defect, WorkbenchError
from workbench.core.files import write_text
from workbench.evaluation.comparison.export import judgement_csv, latex, markdown
from workbench.evaluation.comparison.judgement import Judgement, judged
from workbench.evaluation.comparison.question import Question, asked
from workbench.evaluation.comparison.trials import Comparison
from workbench.evaluation.comparison.verdict import verdict
from workbench.evaluation.comparison.weka_text import weka_text
from workbench.gui.attempt import attempted
from workbench.gui.plots.comparison_stage import ComparisonStage
from workbench.gui.plots.figure import Figure, Rows, labelled
from workbench.gui.plots.save import rows_of
from workbench.gui.text_size import scaled
from workbench.gui.theme import Theme

_ALPHAS = (0.01, 0.05, 0.1)
_ROPES = (0.0, 0.005, 0.01, 0.02, 0.05)
_BESIDE, _LOW = 80, 360  # pixels: what else stands beside the controls; a low pane


class _Judging(QObject):
    """Carries a judgement from the thread that made it; outlives the widget if need be."""

    done = Signal(object, object, object)


class ComparisonPlot(Figure):
    """Which learner is better, and how sure that is: one score, tested against one learner."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("comparison", "", "", parent)
        self.title = self.tr("Comparison")
        self.setAccessibleName(self.title)
        self._empty = self.tr(
            "Which learner is better, and how sure that is, will be said here.\n"
            "Link learners on the same cross-validation to the comparison and run the flow; "
            "repeated ten times it is WEKA's Experimenter."
        )
        self.message.setText(self._empty)
        self.value: Comparison | None = None
        self.judgement: Judgement | None = None
        self._question: Question | None = None
        self._coarse: list[tuple[QLabel, QComboBox]] = []
        self._fine: list[tuple[QLabel, QComboBox]] = []
        self._is_narrow = self._is_low = False
        self._judging = _Judging()
        self._judging.done.connect(self._take)
        self.drawn = ComparisonStage(self)
        self.set_stage(self.drawn)
        self._add_controls()
        self._add_exports()
        self.set_theme(self.theme)

    @override
    def show_value(self, value: object) -> None:
        self.value = value if isinstance(value, Comparison) else None
        score, base = self.score_box.currentData(), self.base_box.currentText()
        with QSignalBlocker(self.score_box), QSignalBlocker(self.base_box):
            self.score_box.clear()
            self.base_box.clear()
            if self.value is not None and self.value.scores:
                self._fill_boxes(self.value, str(score or ""), base)
        if self.value is None or not self.value.scores:
            self.judgement = self._question = None
            self.message.setText(self._empty)
            self.set_filled(False)
            return
        self._ask()

    @override
    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        self.drawn.set_theme(theme)

    @override
    def reset_view(self) -> None:
        self.drawn.table.fit_columns()

    @override
    def numbers(self) -> Rows:
        return rows_of(judgement_csv(self.judgement)) if self.judgement else []

    # ------------------------------------------------------------------ judging

    def _ask(self) -> None:
        """Judge beside the window: with many learners it takes some tenths of a second."""
        if self.value is None:
            return
        alpha, rope = float(self.alpha_box.currentData()), float(self.rope_box.currentData())
        score, base = str(self.score_box.currentData()), max(0, self.base_box.currentIndex())
        question = self._question = Question(score, base, alpha, rope)
        comparison, judging = self.value, self._judging
        if not self.is_filled:
            self.message.setText(self.tr("The comparison is being judged…"))
        QThreadPool.globalInstance().start(
            lambda: judging.done.emit(
                comparison, question, attempted(lambda: judged(comparison, question))
            )
        )

    def _take(self, comparison: object, question: object, judgement: object) -> None:
        is_awaited = comparison is self.value and question is self._question
        if is_awaited and isinstance(judgement, Defect):
            self.message.setText(str(judgement))
            self.set_filled(False)
        if not is_awaited or not isinstance(judgement, Judgement):
            return
        self.judgement = judgement
        self.set_filled(True)
        self.drawn.verdict.setText(verdict(judgement))
        for drawing in (self.drawn.table, self.drawn.pairs, self.drawn.ranks):
            drawing.show_judgement(judgement)
        self._tell()

    def _tell(self) -> None:
        """What the figures mean, below them; and what cannot be judged."""
        judgement = self.judgement
        if judgement is None:
            return
        base = judgement.learners[judgement.question.base]
        level = f"{100 * (1 - judgement.question.alpha):g}"
        table = self.tr(
            "Mean ± standard deviation, below the difference from {base} [{level} % interval]; "
            "v significantly better, * worse (corrected paired t-test)."
        ).format(base=base, level=level)
        pairs = self.tr(
            "Row less column: how likely better, equal, worse in practice; difference, wins/ties/"
            "losses over data sets, p corrected for all pairs (Holm)."
        )
        ranks = self.tr("Learners joined by a bar cannot be told apart. Rank 1 is the best.")
        notes = (table, pairs, ranks if judgement.friedman else "")
        shows_ranks = self.view_box.currentIndex() == 2 and judgement.friedman is None
        limits = () if shows_ranks else judgement.limits  # said in the drawing's place
        note = notes[max(0, self.view_box.currentIndex())]
        self.drawn.drawings.setToolTip(note)
        words = limits if self._is_low and limits else (note, *limits)
        self.drawn.note.setText(" ".join(word for word in words if word))

    # ------------------------------------------------------------------ controls

    def _fill_boxes(self, comparison: Comparison, score: str, base: str) -> None:
        words = _score_words(self)
        for name in comparison.scores:
            self.score_box.addItem(words.get(name, name), name)
        self.base_box.addItems(list(comparison.learners))
        usual = asked(comparison)
        kept_score = score if score in comparison.scores else usual.score
        self.score_box.setCurrentIndex(comparison.scores.index(kept_score))
        known = base in comparison.learners
        self.base_box.setCurrentIndex(comparison.learners.index(base) if known else usual.base)
        self._fit()  # names of other lengths need other room

    def _add_controls(self) -> None:
        self.view_box, self.score_box = QComboBox(self), QComboBox(self)
        self.base_box, self.alpha_box = QComboBox(self), QComboBox(self)
        self.rope_box = QComboBox(self)
        self.view_box.addItems([self.tr("Table"), self.tr("Pairs"), self.tr("Mean ranks")])
        for alpha in _ALPHAS:
            self.alpha_box.addItem(f"{alpha:g}", alpha)
        for rope in _ROPES:
            self.rope_box.addItem(f"{rope:g}", rope)
        self.alpha_box.setCurrentIndex(_ALPHAS.index(0.05))
        self.rope_box.setCurrentIndex(_ROPES.index(0.01))
        for box, name, word, tip in (
            (self.view_box, "View", "", self.tr("Table, every two learners, or mean ranks")),
            (self.score_box, "Score", self.tr("Score"), self.tr("The score that is compared")),
            (self.base_box, "Base", self.tr("against"), self.tr("The learner to be beaten")),
            (self.alpha_box, "Alpha", "α", self.tr("Significance level of the tests")),
            (self.rope_box, "Rope", self.tr("equal within"),
             self.tr("Differences of at most this much do not matter in practice")),
        ):  # fmt: skip
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
            labelled(box, f"comparison{name}", tip, tip)
            label = QLabel(word, self)
            label.setBuddy(box)
            label.setVisible(bool(word))
            is_fine = box in {self.alpha_box, self.rope_box}
            (self._fine if is_fine else self._coarse).append((label, box))
        for label, box in self._coarse:
            self.controls.addWidget(label)
            self.controls.addWidget(box)
        self.controls.addWidget(self.drawn.fine_bar)
        self.controls.addStretch(1)
        for label, box in self._fine:
            self.drawn.fine.addWidget(label)
            self.drawn.fine.addWidget(box)
        self.drawn.fine.addStretch(1)
        self.view_box.currentIndexChanged.connect(self._turn)
        for box in (self.score_box, self.base_box, self.alpha_box, self.rope_box):
            box.currentIndexChanged.connect(self._ask)

    def _turn(self, index: int) -> None:
        self.drawn.drawings.setCurrentIndex(index)
        self._tell()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where it is narrow, level and equivalence stand below and words give way."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        is_narrow, is_low = self.width() < self._needed(), self.height() < scaled(_LOW)
        if (is_narrow, is_low) == (self._is_narrow, self._is_low):
            return
        self._is_narrow, self._is_low = is_narrow, is_low
        for label, _ in self._coarse:
            label.setVisible(bool(label.text()) and not is_narrow)
        self.drawn.place_fine(None if is_narrow else self.controls)
        self._tell()

    def _needed(self) -> int:
        """The width of all controls in one line, none of them cut."""
        pairs = [*self._coarse, *self._fine]
        labels = [label.sizeHint().width() for label, _ in pairs if label.text()]
        boxes = [box.sizeHint().width() for _, box in pairs]
        gap = max(self.controls.spacing(), self.drawn.fine.spacing())
        return sum(labels) + sum(boxes) + gap * (len(labels) + len(boxes)) + scaled(_BESIDE)

    # ------------------------------------------------------------------ taking it away

    def _add_exports(self) -> None:
        rows: tuple[tuple[str, str, Callable[[], None]], ...] = (
            (self.tr("Copy table (Markdown)"), "CopyMarkdown", lambda: self._copy(markdown)),
            (self.tr("Copy table (LaTeX)"), "CopyLatex", lambda: self._copy(latex)),
            (self.tr("Copy as WEKA prints it"), "CopyWeka", lambda: self._copy(weka_text)),
            (self.tr("Save table (LaTeX)…"), "SaveLatex", lambda: self._save_as("tex")),
            (self.tr("Save table (Markdown)…"), "SaveMarkdown", lambda: self._save_as("md")),
            (self.tr("Save every fold (CSV)…"), "SaveFolds", lambda: self._save_as("folds")),
        )
        for text, suffix, slot in rows:
            action = QAction(text, self)
            action.setObjectName(f"comparison{suffix}")
            action.triggered.connect(slot)
            action.setEnabled(False)
            self.addAction(action)
            self._saving.append(action)

    def _copy(self, text: Callable[[Judgement], str]) -> None:
        if self.judgement is not None:
            QGuiApplication.clipboard().setText(text(self.judgement))

    def _save_as(self, kind: str) -> None:
        ending = "csv" if kind == "folds" else kind
        name, _ = QFileDialog.getSaveFileName(
            self, self.tr("Save table"), f"{self.title}.{ending}", f"*.{ending}"
        )
        if name:
            self.write(kind, name)

    def write(self, kind: str, path: str) -> None:
        """Save as ``tex``, ``md`` or, of every fold, ``folds``; what came of it is told below."""
        if self.judgement is None or self.value is None:
            return
        texts = {"tex": latex, "md": markdown}
        text = texts[kind](self.judgement) if kind in texts else self.value.to_csv()
        try:
            write_text(Path(path), text)
        except WorkbenchError as error:
            self.notify(self.tr("Not saved: {reason}").format(reason=error))
        else:
            self.notify(self.tr("Saved to {path}").format(path=path))


def _score_words(of: QObject) -> dict[str, str]:
    return {
        "accuracy": of.tr("Accuracy"),
        "auc": of.tr("ROC area"),
        "kappa": of.tr("Kappa"),
        "f1": of.tr("F1"),
        "precision": of.tr("Precision"),
        "recall": of.tr("Recall (TP rate)"),
        "mcc": of.tr("MCC"),
        "log_loss": of.tr("Log loss (nats)"),
        "rae": of.tr("Relative absolute error"),
        "correlation": of.tr("Correlation"),
        "mae": of.tr("MAE"),
        "rmse": of.tr("RMSE"),
    }
