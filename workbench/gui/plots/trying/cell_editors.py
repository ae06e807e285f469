"""An editor for each attribute of a row, its bounds and first value from the training rows."""

from collections.abc import Callable
from typing import Any

import numpy as np
from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDoubleSpinBox,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QSizePolicy,
    QSlider,
    QToolButton,
    QWidget,
)
from typing_extensions import override

from workbench.data.cell import as_date
from workbench.data.schema import Attribute
from workbench.gui.text_size import scaled
from workbench.models.training_statistics import AttributeStatistics

STEPS = 1000  # of a slider
LARGEST = 1e12
MOST_LABELS = 500


class CellEditor(QWidget):
    """Edits one value.

    Signals:
        changed(): it is another one.
    """

    changed = Signal()

    def __init__(self, attribute: Attribute, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.attribute = attribute
        self.setObjectName(f"try_{attribute.name}")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(0, 0, 0, 0)
        self.row.setSpacing(4)

    def value(self) -> Any:
        """The value as a column holds it; None for missing."""
        raise NotImplementedError

    def show_value(self, value: Any) -> None:
        """Show a value as a column holds it; None for missing. Nothing is told of it."""
        raise NotImplementedError

    def _named(self, widget: QWidget, suffix: str) -> None:
        widget.setObjectName(f"{self.objectName()}_{suffix}")
        widget.setAccessibleName(self.attribute.name)


class NumberEditor(CellEditor):
    """A number: typed, or chosen with a slider from the training rows' range; "?" for none."""

    def __init__(
        self, attribute: Attribute, known: AttributeStatistics | None, parent: QWidget | None = None
    ) -> None:
        super().__init__(attribute, parent)
        has = known is not None and known.n_known > 0
        self._low, self._high = (
            (float(known.points[0]), float(known.points[-1])) if has and known else (0.0, 1.0)
        )
        self._is_whole = has and known is not None and known.is_whole
        self.box = QDoubleSpinBox(self)
        span = self._high - self._low
        digits = 0 if self._is_whole else min(max(0, 3 - int(np.floor(np.log10(span or 1.0)))), 9)
        self.box.setDecimals(digits)
        self.box.setRange(-LARGEST, LARGEST)
        self.box.setSingleStep(1.0 if self._is_whole else span / 50 or 1.0)
        self.box.setMinimumWidth(round(scaled(84)))
        self.slider = QSlider(Qt.Orientation.Horizontal, self)
        self.slider.setRange(0, STEPS)
        self.slider.setMinimumWidth(40)
        self.slider.setToolTip(
            self.tr("{low} to {high} in the training rows").format(
                low=f"{self._low:.6g}", high=f"{self._high:.6g}"
            )
        )
        self.missing = QToolButton(self)
        self.missing.setText("?")
        self.missing.setCheckable(True)
        self.missing.setToolTip(self.tr("No value"))
        for widget, suffix in ((self.box, "box"), (self.slider, "slider"), (self.missing, "none")):
            self._named(widget, suffix)
            self.row.addWidget(widget, 1 if widget is self.slider else 0)
        self.slider.setVisible(has)
        self.show_value(known.typical if has and known else 0.0)
        self.box.valueChanged.connect(self._on_typed)
        self.slider.valueChanged.connect(self._on_slid)
        self.missing.toggled.connect(self._on_missing)

    @override
    def value(self) -> Any:
        return None if self.missing.isChecked() else self.box.value()

    @override
    def show_value(self, value: Any) -> None:
        is_known = value is not None and bool(np.isfinite(value))
        with QSignalBlocker(self.box), QSignalBlocker(self.slider), QSignalBlocker(self.missing):
            self.missing.setChecked(not is_known)
            self.box.setEnabled(is_known)
            self.slider.setEnabled(is_known)
            if is_known:
                self.box.setValue(float(value))
                self._slide()

    def _slide(self) -> None:
        span = (self._high - self._low) or 1.0
        share = (self.box.value() - self._low) / span
        with QSignalBlocker(self.slider):
            self.slider.setValue(round(STEPS * min(max(share, 0.0), 1.0)))

    def _on_typed(self) -> None:
        self._slide()
        self.changed.emit()

    def _on_slid(self, step: int) -> None:
        value = self._low + (self._high - self._low) * step / STEPS
        with QSignalBlocker(self.box):
            self.box.setValue(round(value) if self._is_whole else value)
        self.changed.emit()

    def _on_missing(self, is_missing: bool) -> None:  # noqa: FBT001  a signal's argument
        self.box.setEnabled(not is_missing)
        self.slider.setEnabled(not is_missing)
        self.changed.emit()


class LabelEditor(CellEditor):
    """One of the labels, or "?" for none."""

    def __init__(
        self, attribute: Attribute, known: AttributeStatistics | None, parent: QWidget | None = None
    ) -> None:
        super().__init__(attribute, parent)
        self.box = QComboBox(self)
        self.box.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.box.setMinimumContentsLength(6)
        self.box.addItems([*attribute.values[:MOST_LABELS], "?"])
        self._named(self.box, "box")
        self.row.addWidget(self.box, 1)
        has = known is not None and known.n_known > 0
        self.show_value(int(known.typical) if has and known else 0)
        self.box.currentIndexChanged.connect(self.changed)

    @override
    def value(self) -> Any:
        code = self.box.currentIndex()
        return None if code == self.box.count() - 1 else code

    @override
    def show_value(self, value: Any) -> None:
        is_known = value is not None and 0 <= int(value) < self.box.count() - 1
        with QSignalBlocker(self.box):
            self.box.setCurrentIndex(int(value) if is_known else self.box.count() - 1)


class DateEditor(CellEditor):
    """A date, written as ISO 8601 has it; nothing for none."""

    def __init__(
        self, attribute: Attribute, known: AttributeStatistics | None, parent: QWidget | None = None
    ) -> None:
        super().__init__(attribute, parent)
        self.line = QLineEdit(self)
        self.line.setPlaceholderText("2024-12-31 23:59")
        self._named(self.line, "line")
        self.row.addWidget(self.line, 1)
        has = known is not None and known.n_known > 0
        self.show_value(np.datetime64(int(known.typical), "ms") if has and known else None)
        self.line.textChanged.connect(self.changed)

    @override
    def value(self) -> Any:
        return as_date(self.line.text().strip()) if self.line.text().strip() else None

    @override
    def show_value(self, value: Any) -> None:
        with QSignalBlocker(self.line):
            is_known = value is not None and not np.isnat(value)
            self.line.setText(str(value)[:16].replace("T", " ") if is_known else "")


class TextEditor(CellEditor):
    """A sentence; for token sequences its words, or letters where the tokens are letters."""

    def __init__(self, attribute: Attribute, parent: QWidget | None = None) -> None:
        super().__init__(attribute, parent)
        self.page = QPlainTextEdit(self)
        self.page.setPlaceholderText(self.tr("Write a sentence"))
        self.page.setTabChangesFocus(True)
        self.page.setFixedHeight(round(scaled(72)))
        self._named(self.page, "page")
        self.row.addWidget(self.page, 1)
        letters = sum(len(token) == 1 for token in attribute.values)
        self._by_letter = letters > 0.8 * max(len(attribute.values), 1)
        self._codes = {token: code for code, token in reversed([*enumerate(attribute.values)])}
        self.page.textChanged.connect(self.changed)

    @override
    def value(self) -> Any:
        text = self.page.toPlainText()
        return self._tokens(text) if self.attribute.kind == "array" else text

    @override
    def show_value(self, value: Any) -> None:
        if self.attribute.kind == "array":
            tokens = [self.attribute.values[c] for c in np.ravel(value) if c >= 0]
            value = ("" if self._by_letter else " ").join(tokens)
        with QSignalBlocker(self.page):
            self.page.setPlainText(value or "")

    def _tokens(self, text: str) -> Any:
        """The codes of what is written, as long as the model's sequences; strange tokens left out.

        Words are also tried in small letters.
        """
        parts = list(text) if self._by_letter else text.split()
        found = [self._codes.get(p, self._codes.get(p.lower(), -1)) for p in parts]
        codes = [code for code in found if code >= 0][: self.attribute.shape[0]]
        filled = np.full(self.attribute.shape, -1, dtype=np.int32)
        filled[: len(codes)] = codes
        return filled if codes else None


class FixedEditor(CellEditor):
    """A value that nobody types, such as a series: it comes from a training sample or a file."""

    def __init__(self, attribute: Attribute, parent: QWidget | None = None) -> None:
        super().__init__(attribute, parent)
        self._value: Any = None
        self.line = QLineEdit(self)
        self.line.setReadOnly(True)
        self._named(self.line, "line")
        self.row.addWidget(self.line, 1)
        self.show_value(None)

    @override
    def value(self) -> Any:
        return self._value

    @override
    def show_value(self, value: Any) -> None:
        self._value = value
        size = " × ".join(map(str, np.shape(value))) if value is not None else "?"
        self.line.setText(self.tr("{size}, of a sample or a file").format(size=size))


def editor_for(
    attribute: Attribute, known: AttributeStatistics | None, parent: QWidget | None = None
) -> CellEditor:
    """The editor for an attribute."""
    makers: dict[str, Callable[[], CellEditor]] = {
        "numeric": lambda: NumberEditor(attribute, known, parent),
        "nominal": lambda: LabelEditor(attribute, known, parent),
        "date": lambda: DateEditor(attribute, known, parent),
        "string": lambda: TextEditor(attribute, parent),
    }
    if attribute.kind in makers:
        return makers[attribute.kind]()
    is_text = attribute.kind == "array" and attribute.values and len(attribute.shape) == 1
    return TextEditor(attribute, parent) if is_text else FixedEditor(attribute, parent)
