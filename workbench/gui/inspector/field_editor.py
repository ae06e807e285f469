"""The contract of an editor, and the editors of single values: number, choice, switch, text."""

import math
from typing import Any, ClassVar

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QValidator, QWheelEvent
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from workbench.gui.inspector.facts import FieldFacts
from workbench.models.networks.design import Design

MAX_TEXT = 20_000  # characters; Qt cuts a line off at 32,767 and grows slow before


class FieldEditor(QWidget):
    """Shows one value and says what it should become.

    Signals:
        edited(value, is_step): a value was entered, as the component's ``parse`` takes it;
            ``is_step`` for one of many in a row (an arrow held down), which undo takes as one.
        typed(value): it is being typed; to be checked, not taken.
    """

    edited = Signal(object, bool)
    typed = Signal(str)
    is_wide: ClassVar[bool] = False  # whether it needs the inspector's whole width
    is_small: ClassVar[bool] = False  # whether it fits beside its label, however little room

    def __init__(self, field: FieldFacts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = field
        self.gesture = 0  # steps of one belong together in undo
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)
        self._row = QHBoxLayout()
        self._row.setSpacing(4)
        self._column.addLayout(self._row)
        self.inner: QWidget = self

    def show_value(self, value: Any) -> None:
        """Show a value that is valid."""
        raise NotImplementedError

    def begin_gesture(self) -> None:
        """What is stepped through from now on is another step of undo."""
        self.gesture += 1

    def set_invalid(self, is_invalid: bool) -> None:  # noqa: FBT001
        """Mark what was entered, or take the mark away."""
        inner = self.inner
        if bool(inner.property("invalid")) == is_invalid:
            return
        inner.setProperty("invalid", is_invalid)
        inner.style().unpolish(inner)
        inner.style().polish(inner)

    def _hold(self, inner: QWidget, *, stretch: int = 1) -> None:
        """Take ``inner`` as the widget that has the focus and the name."""
        self._row.addWidget(inner, stretch)
        self.setFocusProxy(inner)
        self.inner = inner
        inner.setObjectName(self.field.name)
        inner.setAccessibleName(self.field.label)
        inner.setAccessibleDescription(self.field.description)
        inner.setToolTip(self.field.description)
        inner.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        inner.installEventFilter(self)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusIn:
            self.begin_gesture()
        # Scrolling the inspector must not change a value under the pointer.
        if isinstance(event, QWheelEvent) and not self.inner.hasFocus():
            event.ignore()
            return True
        return super().eventFilter(watched, event)


class TextEditor(FieldEditor):
    """A line of text; several values are separated by commas.

    What is very long, such as the numbers of half a million rows, is told of and not shown: a
    line would cut it off.
    """

    def __init__(self, field: FieldFacts, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self.line = QLineEdit(self)
        self._shown = ""
        self.line.editingFinished.connect(self._finish)
        self.line.textEdited.connect(self.typed)
        self._usual = ""
        if field.is_tuple:
            self._usual = self.tr("separated by commas")
        elif field.is_optional:
            self._usual = self.tr("none")
        self._usual = field.empty or self._usual
        self._hold(self.line)

    @override
    def show_value(self, value: Any) -> None:
        text = text_of(value)
        is_long = len(text) > MAX_TEXT
        told = self.tr("{} characters, too long to be shown").format(f"{len(text):,}")
        self._shown = "" if is_long else text
        self.line.setPlaceholderText(told if is_long else self._usual)
        self.line.setReadOnly(is_long)
        if self.line.text() != self._shown:
            self.line.setText(self._shown)
            if not self.line.hasFocus():
                self.line.setCursorPosition(0)  # of a long text the beginning is seen

    def _finish(self) -> None:
        if self.line.text() != self._shown:
            self.edited.emit(self.line.text(), False)  # noqa: FBT003


class ChoiceEditor(FieldEditor):
    """One of a few values."""

    def __init__(self, field: FieldFacts, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self.box = QComboBox(self)
        self.box.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        if field.is_optional:
            self.box.addItem(self.tr("none"), None)
        for value in field.choices:
            self.box.addItem(str(value), value)
        self.box.activated.connect(self._choose)
        self._hold(self.box)

    @override
    def show_value(self, value: Any) -> None:
        with QSignalBlocker(self.box):
            self.box.setCurrentIndex(self.box.findData(value))

    def _choose(self, index: int) -> None:
        self.edited.emit(self.box.itemData(index), False)  # noqa: FBT003


class SwitchEditor(FieldEditor):
    """Yes or no."""

    is_small = True

    def __init__(self, field: FieldFacts, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self.check = QCheckBox(self)
        self.check.clicked.connect(self._click)
        self._hold(self.check)

    @override
    def show_value(self, value: Any) -> None:
        with QSignalBlocker(self.check):
            self.check.setChecked(bool(value))

    def _click(self, is_checked: bool) -> None:  # noqa: FBT001  Qt's signal gives it so
        self.edited.emit(is_checked, False)  # noqa: FBT003


class NumberEditor(FieldEditor):
    """A whole or real number."""

    def __init__(self, field: FieldFacts, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self.box = NumberBox(field, self)
        self._shown = ""
        self.box.editingFinished.connect(self._finish)
        self.box.stepped.connect(self._step)
        self.box.lineEdit().textEdited.connect(self.typed)
        if field.is_optional:
            self.box.lineEdit().setPlaceholderText(self.tr("none"))
        self._hold(self.box)

    @override
    def show_value(self, value: Any) -> None:
        self._shown = text_of(value)
        if self.box.text() != self._shown:
            self.box.lineEdit().setText(self._shown)

    def _finish(self) -> None:
        if self.box.text() != self._shown:
            self.edited.emit(self.box.text(), False)  # noqa: FBT003

    def _step(self, text: str) -> None:
        self.edited.emit(text, True)  # noqa: FBT003


class NumberBox(QAbstractSpinBox):
    """A spin box that takes any text, 1e-3 too, and leaves judgement to the component.

    Signals:
        stepped(str): the arrows have made this of the number.
    """

    stepped = Signal(str)

    def __init__(self, field: FieldFacts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._field = field
        self.lineEdit().setTextMargins(6, 0, 0, 0)  # the style sheet's padding does not reach it
        self.setCorrectionMode(QAbstractSpinBox.CorrectionMode.CorrectToPreviousValue)

    @override
    def stepEnabled(self) -> QAbstractSpinBox.StepEnabledFlag:
        return (
            QAbstractSpinBox.StepEnabledFlag.StepUpEnabled
            | QAbstractSpinBox.StepEnabledFlag.StepDownEnabled
        )

    @override
    def stepBy(self, steps: int) -> None:
        try:
            value = float(self.text() or self._field.lowest or 0)
        except ValueError:
            return
        if not math.isfinite(value):
            return
        stepped = value + steps * self._step_size(value, steps)
        low, high = self._field.lowest, self._field.highest
        if low is not None:
            stepped = max(low, stepped)
        if high is not None:
            stepped = min(high, stepped)
        text = str(round(stepped)) if self._field.kind is int else f"{stepped:.10g}"
        self.lineEdit().setText(text)
        self.stepped.emit(text)

    @override
    def validate(self, text: str, position: int) -> tuple[QValidator.State, str, int]:
        return QValidator.State.Acceptable, text, position

    def _step_size(self, value: float, steps: int) -> float:
        """One in the leading digit: 0.001 goes to 0.002 and to 0.0009."""
        if self._field.kind is int:
            return 1.0
        if value == 0:
            return 0.1
        exponent = math.floor(math.log10(abs(value)))
        is_towards_zero = (steps < 0) == (value > 0)
        if is_towards_zero and math.isclose(abs(value), 10.0**exponent):
            exponent -= 1
        return 10.0**exponent


def text_of(value: Any) -> str:
    """A value as it stands in a line."""
    if value is None:
        return ""
    if isinstance(value, Design):
        return value.text
    if isinstance(value, tuple | list):
        return ", ".join(text_of(v) for v in value)
    return f"{value:.10g}" if isinstance(value, float) else str(value)
