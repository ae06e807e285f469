"""The threshold explorer: one slider, every curve, the confusion matrix, and what it costs."""

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QComboBox,
    QDoubleSpinBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSlider,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from workbench.evaluation.threshold import (
    Answers,
    Costs,
    Decided,
    Deciding,
    Goal,
    ThresholdChart,
    ThresholdChoice,
    best_threshold,
    decided_at,
)
from workbench.gui.plots.cost_fields import CostFields
from workbench.gui.plots.figure import (
    CONTROL_HEIGHT,
    Figure,
    Rows,
    labelled,
    no_classes,
    tabular_digits,
)
from workbench.gui.plots.save import rows_of
from workbench.gui.plots.threshold_board import ThresholdBoard
from workbench.gui.plots.threshold_words import words_of
from workbench.gui.text_size import scaled
from workbench.gui.theme import Theme

_STEPS = 1000  # of the slider
_WIDE, _NARROW = 860.0, 540.0  # pixels: all controls above; costs and goals in one row


class ThresholdExplorer(Figure):
    """From which probability on one learner had better predict one class.

    Signals:
        threshold_wanted(ThresholdChoice): the threshold is to be kept with the learner's models.
    """

    threshold_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("threshold", "", "", parent)
        self.title = self.tr("Threshold explorer")
        self.setAccessibleName(self.title)
        self.message.setText(
            self.tr(
                "From which probability on a class is best predicted can be explored here.\n"
                "Run the flow with a classifier to begin."
            )
        )
        self.value = ThresholdChart(())
        self.threshold = 0.5
        self._deciding: Deciding | None = None
        self.board = ThresholdBoard(self)
        self._add_controls()
        self.set_stage(self._body())
        self.set_theme(self.theme)

    # ------------------------------------------------------------------ showing

    @override
    def show_value(self, value: object) -> None:
        before, self.value = self.value, value if isinstance(value, ThresholdChart) else _EMPTY
        self.explain_empty(no_classes() if value is self.value else "")
        _fill(self.learner_box, [one.learner for one in self.value.answers])
        if _start(self.value) != _start(before):  # what the node says; else the choice stays
            self.threshold = self.value.threshold
            with QSignalBlocker(self.costs):
                self.costs.set_costs(*_costs(self.value))
        self._show_learner()

    @property
    def answers(self) -> Answers | None:
        """Those of the chosen learner."""
        index = self.learner_box.currentIndex()
        return self.value.answers[index] if 0 <= index < len(self.value.answers) else None

    @property
    def label(self) -> str:
        """The chosen class."""
        return self.class_box.currentText()

    @property
    def decided(self) -> Decided | None:
        """The counts at the threshold."""
        answers = self.answers
        if answers is None or self.label not in answers.classes:
            return None
        return decided_at(answers.rankings[answers.classes.index(self.label)], self.threshold)

    @override
    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        self.board.set_theme(theme)

    @override
    def reset_view(self) -> None:
        self.board.charts.reset()

    @override
    def numbers(self) -> Rows:
        return rows_of(self.value.to_csv())

    # ------------------------------------------------------------------ what is chosen

    def set_threshold(self, value: float) -> None:
        """Decide at another probability."""
        self.threshold = value
        self._move()

    def choose_best(self, goal: Goal) -> None:
        """Go to the threshold that is best for a goal."""
        answers = self.answers
        if answers is not None and self.label in answers.classes:
            of = answers.rankings[answers.classes.index(self.label)]
            self.set_threshold(best_threshold(of, goal, Costs(*self.costs.costs)))

    def keep(self) -> None:
        """Ask for the threshold to be kept."""
        answers = self.answers
        if answers is not None and self.label:
            choice = ThresholdChoice(answers.learner, self.label, self.threshold)
            self.threshold_wanted.emit(choice)

    def _show_learner(self) -> None:
        answers = self.answers
        self.set_filled(answers is not None)
        self.learner_box.setVisible(len(self.value.answers) > 1)
        classes = list(answers.classes) if answers else []
        first = self.value.label if self.value.label in classes else "".join(classes[-1:])
        _fill(self.class_box, classes, first)
        self._show_class()

    def _show_class(self) -> None:
        answers = self.answers
        self._deciding = None
        if answers is None or self.label not in answers.classes:
            return
        self._deciding = answers.deciding(self.label)
        self.board.show_ranking(answers.rankings[answers.classes.index(self.label)])
        self._move()

    def _move(self) -> None:
        with QSignalBlocker(self.slider), QSignalBlocker(self.spin):
            self.slider.setValue(round(self.threshold * _STEPS))
            self.spin.setValue(self.threshold)
        at, answers, costs = self.decided, self.answers, Costs(*self.costs.costs)
        if at is None or answers is None or self._deciding is None:
            return
        self.board.move_points(at, costs)
        self.board.show_matrix(self._deciding.confusion(self.threshold), answers.classes)
        self.board.say(words_of(at, costs, self.label))

    # ------------------------------------------------------------------ putting together

    def _add_controls(self) -> None:
        self.learner_box, self.class_box = QComboBox(self), QComboBox(self)
        rows = (
            (self.learner_box, "thresholdLearner", self.tr("Learner"),
             self.tr("The learner whose threshold is chosen")),
            (self.class_box, "thresholdClass", self.tr("Class that the threshold is for"),
             self.tr("It is predicted from the threshold on, else the most probable other class")),
        )  # fmt: skip
        for box, name, accessible, tip in rows:
            labelled(box, name, accessible, tip)
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
            self.controls.addWidget(box)
        self.extras = self._extras()
        self.controls.addWidget(self.extras)
        self.controls.addStretch(1)
        self.learner_box.currentIndexChanged.connect(self._show_learner)
        self.class_box.currentIndexChanged.connect(self._show_class)
        self.costs.changed.connect(self._move)

    def _extras(self) -> QWidget:
        """Costs, and the ways to the best threshold; a narrow pane has them below."""
        extras = QWidget(self)
        extras.setObjectName("thresholdExtras")
        self._extras_row = QBoxLayout(QBoxLayout.Direction.LeftToRight, extras)
        self._extras_row.setContentsMargins(0, 0, 0, 0)
        self.costs = CostFields("threshold", extras)
        self._extras_row.addWidget(self.costs)
        row = QHBoxLayout()
        row.setSpacing(8)
        self._extras_row.addLayout(row)
        goals: tuple[tuple[Goal, str, str, str], ...] = (
            ("cheapest", "Cheapest", self.tr("Cheapest"), self.tr("Least cost of these test rows")),
            ("f1", "F1", self.tr("Best F1"), self.tr("Largest mean of precision and recall")),
            ("youden", "Youden", self.tr("Youden"),
             self.tr("Farthest above guessing: recall less false positive rate")),
        )  # fmt: skip
        for goal, suffix, text, tip in goals:
            button = QPushButton(text, extras)
            labelled(button, f"threshold{suffix}", text, tip)
            button.clicked.connect(lambda _=False, goal=goal: self.choose_best(goal))
            row.addWidget(button)
        row.addStretch(1)
        return extras

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        width = event.size().width()
        is_below = width < scaled(_WIDE)
        if is_below != (self._column.indexOf(self.extras) >= 0):
            (self._column if is_below else self.controls).insertWidget(2, self.extras)
        across, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._extras_row.setDirection(down if width < scaled(_NARROW) else across)
        is_short = width < scaled(_NARROW)
        self.keep_button.setText(self.tr("Keep") if is_short else self._keep_words)

    def _body(self) -> QWidget:
        body = QWidget(self)
        self._column = column = QVBoxLayout(body)
        column.setContentsMargins(8, 0, 8, 8)
        column.setSpacing(4)
        column.addWidget(self.board, 1)
        column.addLayout(self._slider_row())
        return body

    def _slider_row(self) -> QHBoxLayout:
        self.slider = QSlider(Qt.Orientation.Horizontal, self)
        self.slider.setRange(0, _STEPS)
        self.slider.setPageStep(_STEPS // 20)
        self.spin = QDoubleSpinBox(self)
        self.spin.setRange(0.0, 1.0)
        self.spin.setDecimals(4)
        self.spin.setSingleStep(0.01)
        self.spin.setKeyboardTracking(False)  # not while it is being typed
        self.spin.setFont(tabular_digits())
        self.spin.lineEdit().setTextMargins(6, 0, 0, 0)  # the style sheet's padding misses it
        self._keep_words = self.tr("Keep as the model's threshold")
        self.keep_button = QPushButton(self._keep_words, self)
        rows = (
            (self.slider, "thresholdSlider", self.tr("Threshold"),
             self.tr("The class is predicted from this probability on")),
            (self.spin, "thresholdValue", self.tr("Threshold"),
             self.tr("The class is predicted from this probability on")),
            (self.keep_button, "thresholdKeep", self.keep_button.text(),
             self.tr("Put the node 'Decision threshold' behind the learner; Undo takes it back")),
        )  # fmt: skip
        row = QHBoxLayout()
        row.setSpacing(8)
        word = QLabel(self.tr("Threshold"), self)
        word.setBuddy(self.slider)
        row.addWidget(word)
        for widget, name, accessible, tip in rows:
            labelled(widget, name, accessible, tip)
            row.addWidget(widget, 1 if widget is self.slider else 0)
        self.slider.setFixedHeight(CONTROL_HEIGHT)
        self.slider.setMinimumWidth(80)
        self.slider.valueChanged.connect(lambda step: self.set_threshold(step / _STEPS))
        self.spin.valueChanged.connect(self.set_threshold)
        self.keep_button.clicked.connect(self.keep)
        return row


_EMPTY = ThresholdChart(())


def _start(value: ThresholdChart) -> tuple[object, ...]:
    return value.threshold, value.costs, value.label


def _costs(value: ThresholdChart) -> tuple[float, float]:
    return value.costs.false_positive, value.costs.false_negative


def _fill(box: QComboBox, texts: list[str], first: str = "") -> None:
    """Offer texts; the chosen one stays if it is among them."""
    chosen = box.currentText()
    wanted = chosen if chosen in texts else first
    with QSignalBlocker(box):
        box.clear()
        box.addItems(texts)
        box.setCurrentIndex(texts.index(wanted) if wanted in texts else 0)
