"""The pane under the table that shows the current cell in full, long texts wrapped."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QPlainTextEdit, QVBoxLayout, QWidget

from workbench.data.dataset import Dataset
from workbench.gui.cell_text import cell_text
from workbench.gui.explorer.table.model import SampleModel

_MAX_LETTERS = 100_000
_MAX_ROWS = 200


class ReadingPane(QFrame):
    """One cell in full: a long text, the rows of a nested data set."""

    def __init__(self, model: SampleModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._model = model
        self.setObjectName("table_reading_pane")
        self.setMinimumHeight(72)
        self.heading = QLabel(self)
        self.heading.setProperty("role", "secondary")
        self.heading.setObjectName("table_reading_heading")
        self.words = QPlainTextEdit(self)
        self.words.setObjectName("table_reading_text")
        self.words.setAccessibleName(self.tr("The current cell in full"))
        self.words.setReadOnly(True)
        self.words.setFrameShape(QFrame.Shape.NoFrame)
        self.words.setTabChangesFocus(True)
        self.words.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 8, 8)
        column.setSpacing(4)
        column.addWidget(self.heading)
        column.addWidget(self.words, 1)

    def show_cell(self, row: int, column: int) -> None:
        """Show a cell, by the sample's row number in the data set; nothing for −1."""
        dataset = self._model.dataset
        if dataset is None or row < 0 or column < 0:
            self.heading.setText(self.tr("Choose a cell to read it here in full."))
            self.words.clear()
            return
        attribute = dataset.schema.attributes[column]
        words = self.tr("Row {row} · {name}")
        self.heading.setText(words.format(row=self._model.row_name(row), name=attribute.name))
        value = dataset.columns[column][row]
        text = _table(value) if isinstance(value, Dataset) else self._model.text(row, column)
        self.words.setPlainText(text[:_MAX_LETTERS])


def _table(bag: Dataset) -> str:
    """The first rows of a nested data set as text, a line each."""
    names = " · ".join(bag.schema.names)
    rows = range(min(bag.n_samples, _MAX_ROWS))
    pairs = list(zip(bag.schema.attributes, bag.columns, strict=True))
    lines = (" · ".join(cell_text(a, c, row) for a, c in pairs) for row in rows)
    return "\n".join([names, *lines])
