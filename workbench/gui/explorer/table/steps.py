"""What is done in the table as steps on the data: edits, pasted blocks, rows to be kept."""

from PySide6.QtCore import QObject, Signal

from workbench.core.errors import DataError
from workbench.gui.explorer.table.grid import SampleGrid
from workbench.gui.explorer.table.model import SampleModel
from workbench.gui.explorer.table.paste import pasted_edits
from workbench.preprocess.edit_cells import EditCells
from workbench.preprocess.filter_rows import FilterRows


class TableSteps(QObject):
    """Makes steps of what the user does; nothing is written into the data here.

    Signals:
        wanted(Component): a step to be applied.
        refused(str): why there is none; empty when there is one.
    """

    wanted = Signal(object)
    refused = Signal(str)

    def __init__(self, grid: SampleGrid, model: SampleModel) -> None:
        super().__init__(grid)
        self._grid = grid
        self._model = model
        grid.pasted.connect(self.paste)
        model.edited.connect(self.edit)

    def keep(self, expression: str) -> None:
        """Keep the rows for which a condition holds."""
        self.wanted.emit(FilterRows(expression=expression, action="keep"))

    def edit(self, row: int, name: str, text: str | None) -> None:
        """Give one cell another value; None is missing."""
        dataset = self._model.dataset
        if dataset is not None:
            self.wanted.emit(EditCells(edits=((int(dataset.sample_ids[row]), name, text),)))

    def paste(self, row: int, column: int, text: str) -> None:
        """Put a block of cells in, its upper left cell at a row as shown and a column."""
        dataset, head = self._model.dataset, self._grid.head
        if dataset is None:
            return
        below = dataset.sample_ids[self._model.rows[row:]]
        order = (head.logicalIndex(v) for v in range(head.visualIndex(column), head.count()))
        shown = [self._model.attributes[c] for c in order if not head.isSectionHidden(c)]
        try:
            edits = pasted_edits(text, below, shown)
        except DataError as error:
            self.refused.emit(error.message)
            return
        self.refused.emit("")
        if edits:
            self.wanted.emit(EditCells(edits=edits))
