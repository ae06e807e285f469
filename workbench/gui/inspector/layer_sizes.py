"""What a network takes and gives: said by the data, or typed."""

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from workbench.core.errors import WorkbenchError
from workbench.models.networks.layers import Shape
from workbench.models.networks.sizes import written_shape
from workbench.runs.layer_rows import Sizes

MOST_OUTPUTS = 1_000_000


class SizesRow(QWidget):
    """The shape of one sample and the number of outputs.

    Signals:
        changed(Sizes): others were typed.
    """

    changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sizes = Sizes()
        self.shape, self.outputs = QLineEdit(self), QLineEdit(self)
        self.error = QLabel(self)
        self._lay_out()
        self.show_sizes(self.sizes)
        self.shape.editingFinished.connect(self._take)
        self.outputs.editingFinished.connect(self._take)

    def show_sizes(self, sizes: Sizes) -> None:
        """Show sizes; those that the data say cannot be typed over."""
        self.sizes = sizes
        self.shape.setText(written(sizes.input_shape))
        self.outputs.setText(str(sizes.n_outputs))
        tip = self.tr("Known from the data that arrive") if sizes.is_from_data else ""
        for line in (self.shape, self.outputs):
            line.setReadOnly(sizes.is_from_data)
            line.setEnabled(not sizes.is_from_data)
        self.shape.setToolTip(
            tip or self.tr("Channels × height × width of a picture, or a number of values")
        )
        self.outputs.setToolTip(tip or self.tr("Number of classes; 1 to predict a number"))
        self._tell("")

    def _take(self) -> None:
        try:
            shape = written_shape("".join(self.shape.text().split()))
        except WorkbenchError as error:
            self._tell(f"{error.message} {error.remedy or ''}".strip())
            return
        text = self.outputs.text().strip()
        if not (text.isascii() and text.isdigit() and 1 <= int(text[:9]) <= MOST_OUTPUTS):
            self._tell(self.tr("The number of outputs must be 1 or more."))
            return
        self._tell("")
        sizes = replace(self.sizes, input_shape=shape, n_outputs=int(text))
        if sizes != self.sizes:
            self.sizes = sizes
            self.changed.emit(sizes)

    def _tell(self, sentence: str) -> None:
        self.error.setText(f"⚠ {sentence}" if sentence else "")
        self.error.setVisible(bool(sentence))

    def _lay_out(self) -> None:
        self.shape.setObjectName("layers_input")
        self.shape.setAccessibleName(self.tr("Input of the network"))
        self.outputs.setObjectName("layers_outputs")
        self.outputs.setAccessibleName(self.tr("Outputs of the network"))
        self.outputs.setMaximumWidth(64)
        self.error.setProperty("role", "failed")
        self.error.setWordWrap(True)
        row = QHBoxLayout()
        row.setSpacing(8)
        for words, line in ((self.tr("Input"), self.shape), (self.tr("Outputs"), self.outputs)):
            label = QLabel(words, self)
            label.setBuddy(line)
            row.addWidget(label)
            row.addWidget(line, int(line is self.shape))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(row)
        column.addWidget(self.error)


def written(shape: Shape) -> str:
    """A shape as it is typed: "1×28×28"."""
    return "×".join(map(str, shape))
