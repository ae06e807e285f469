"""The sums below a list of layers."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

if TYPE_CHECKING:
    from workbench.models.networks import table as tables


class LayerTotals(QWidget):
    """Parameters, weights and biases apart; how many are trained; multiply–adds."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("layers_totals")
        self.parameters, self.weights, self.biases = QLabel(self), QLabel(self), QLabel(self)
        self.trainable, self.costs = QLabel(self), QLabel(self)
        grid = QGridLayout(self)
        grid.setContentsMargins(8, 4, 8, 4)
        grid.setVerticalSpacing(2)
        grid.setColumnStretch(1, 1)
        rows = {
            self.tr("Parameters"): self.parameters,
            self.tr("Weights"): self.weights,
            self.tr("Biases"): self.biases,
            self.tr("Trainable"): self.trainable,
            self.tr("Multiply–adds"): self.costs,
        }
        for place, (words, number) in enumerate(rows.items()):
            label = QLabel(words, self)
            label.setProperty("role", "secondary")
            font = QFont(number.font())
            font.setFeature(QFont.Tag("tnum"), 1)
            number.setFont(font)
            number.setAccessibleName(words)
            number.setAlignment(Qt.AlignmentFlag.AlignRight)
            number.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            grid.addWidget(label, place, 0)
            grid.addWidget(number, place, 1)

    def show_table(self, table: "tables.LayerTable") -> None:
        """Show the sums of a table, of the layers before the first that cannot be."""
        weights = sum(row.weights for row in table.rows)
        biases = sum(row.biases for row in table.rows)
        numbers = {
            self.parameters: f"{table.parameters:,}",
            self.weights: f"{weights:,}",
            self.biases: f"{biases:,}",
            self.trainable: f"{table.trainable:,}",
            self.costs: f"{table.multiply_adds:,}",
        }
        pattern = self.tr("{} so far") if table.error is not None else "{}"
        for label, number in numbers.items():
            label.setText(pattern.format(number))
