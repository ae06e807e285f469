"""What the page does in the background besides reading: saving, naming rows, making a flow."""

from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from workbench.core.run import Progressed, Run
from workbench.data.dataset import Dataset, IntArray
from workbench.gui.background import Background
from workbench.gui.explorer.saving import saved
from workbench.preprocess.row_range import rows_text
from workbench.runs.exploration import Applied
from workbench.runs.exploration_flow import as_flow


class PageWork(QObject):
    """Three pieces of work that do not get in each other's way.

    Signals:
        saved(Path): the data are written.
        rows_named(dict): the parameters of the step that keeps or removes the rows.
        flow_made(Graph): the steps as a flow.
        failed(WorkbenchError): one of them ended with an error.
    """

    saved = Signal(object)
    rows_named = Signal(dict)
    flow_made = Signal(object)
    failed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._saving, self._naming, self._flowing = (Background(self) for _ in range(3))
        pairs = (
            (self._saving, self.saved),
            (self._naming, self.rows_named),
            (self._flowing, self.flow_made),
        )
        for work, told in pairs:
            work.done.connect(lambda result, _notes, told=told: told.emit(result))
            work.failed.connect(self.failed)

    def save(self, dataset: Dataset, path: Path) -> None:
        """Write the data."""
        self._saving.start(partial(saved, dataset, path))

    def name_rows(self, ids: IntArray, action: str) -> None:
        """Name samples by their rows, which takes half a second for half a million."""
        self._naming.start(partial(_named_rows, ids, action))

    def make_flow(self, applied: Applied) -> None:
        """Make a flow of the steps."""
        self._flowing.start(partial(as_flow, applied))

    def shutdown(self) -> None:
        """End everything; the window is closing."""
        for work in (self._saving, self._naming, self._flowing):
            work.shutdown()


def _named_rows(ids: IntArray, action: str) -> Run[dict[str, Any]]:
    yield Progressed(0, 0)
    return {"rows": rows_text(ids), "action": action}
