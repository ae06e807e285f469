"""Tables of layers, made without letting the window wait."""

from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import QObject, Signal

from workbench.core.deferred import deferred
from workbench.core.run import Progressed, Run
from workbench.gui.background import Background
from workbench.models.networks.design import Design
from workbench.models.networks.layers import Shape

if TYPE_CHECKING:
    from workbench.models.networks import table as tables
else:
    tables = deferred("workbench.models.networks.table")  # needs torch, whose import takes seconds


class LayerTables(QObject):
    """Makes the table of a design: on a thread of its own until torch is there, then at once.

    Signals:
        made(LayerTable): of the design that was asked about last.
    """

    made = Signal(object)
    is_warm: ClassVar[bool] = False  # whether what tables need has been imported

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._work = Background(self)
        self._work.done.connect(self._take)

    def ask(self, design: Design, input_shape: Shape, n_outputs: int) -> None:
        """Make a table; ``made`` brings it."""
        if LayerTables.is_warm:
            self._work.cancel()
            self.made.emit(tables.layer_table(design, input_shape, n_outputs))
        else:
            self._work.start(lambda: _table(design, input_shape, n_outputs))

    def cancel(self) -> None:
        """Make no table any more."""
        self._work.cancel()

    def _take(self, table: object, _notes: object) -> None:
        LayerTables.is_warm = True
        self.made.emit(table)


def _table(design: Design, input_shape: Shape, n_outputs: int) -> "Run[tables.LayerTable]":
    yield Progressed(0, 1)
    return tables.layer_table(design, input_shape, n_outputs)
