"""Two fields for what mistakes cost: one sample found wrongly, one sample missed."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDoubleSpinBox, QHBoxLayout, QLabel, QWidget

from workbench.gui.plots.figure import labelled, tabular_digits

_MOST = 1_000_000.0


class CostFields(QWidget):
    """What a false alarm and a miss cost, in any unit.

    Signals:
        changed: another cost was entered.
    """

    changed = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(f"{name}Costs")
        self.false_positive = QDoubleSpinBox(self)
        self.false_negative = QDoubleSpinBox(self)
        words = (
            (self.false_positive, "Alarm", self.tr("FP costs"), self.tr("Cost of a false positive"),
             self.tr("What it costs to take a sample of another class for this one; any unit")),
            (self.false_negative, "Miss", self.tr("FN costs"), self.tr("Cost of a false negative"),
             self.tr("What it costs to miss a sample of this class; the same unit")),
        )  # fmt: skip
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for box, suffix, short, accessible, tip in words:
            labelled(box, f"{name}{suffix}Cost", accessible, tip)
            box.setDecimals(2)
            box.setRange(0.01, _MOST)
            box.setStepType(QDoubleSpinBox.StepType.AdaptiveDecimalStepType)
            box.setValue(1.0)
            box.setKeyboardTracking(False)
            box.setFont(tabular_digits())
            box.lineEdit().setTextMargins(6, 0, 0, 0)  # the style sheet's padding misses it
            box.setMinimumWidth(72)
            box.setMaximumWidth(84)
            box.valueChanged.connect(self.changed)
            label = QLabel(short, self)
            label.setBuddy(box)
            row.addWidget(label)
            row.addWidget(box)

    @property
    def costs(self) -> tuple[float, float]:
        """Of a false positive and of a false negative."""
        return self.false_positive.value(), self.false_negative.value()

    def set_costs(self, false_positive: float, false_negative: float) -> None:
        """Enter costs."""
        self.false_positive.setValue(false_positive)
        self.false_negative.setValue(false_negative)
