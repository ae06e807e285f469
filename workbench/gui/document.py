"""The flow that is open: its history, its file, whether it has changed since it was saved."""

from pathlib import Path

from PySide6.QtCore import QObject, Signal

from workbench.flow import file as flow_file
from workbench.flow.graph import Graph
from workbench.flow.history import History

SUFFIX = ".flow"


class Document(QObject):
    """One flow with its undo history and its file.

    Signals:
        changed(Graph): the graph is another one, by an edit, undo, redo or opening a file.
        opened(): the graph has come from elsewhere; what was shown of the old one is void.
        dirty_changed(bool): it differs from the file, or no longer.
        title_changed(str): the name to be shown.
        history_changed(): there is something else to undo or redo.
    """

    changed = Signal(object)
    opened = Signal()
    dirty_changed = Signal(bool)
    title_changed = Signal(str)
    history_changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._history = _fresh(Graph())
        self._name = ""
        self.path: Path | None = None

    @property
    def graph(self) -> Graph:
        """The flow as it is now."""
        return self._history.present

    @property
    def is_dirty(self) -> bool:
        """Whether it differs from what is on disk."""
        return self._history.is_dirty

    @property
    def title(self) -> str:
        """The file's name, or what it is called until it has one."""
        return self.path.name if self.path else self._name or self.tr("Untitled")

    @property
    def undo_label(self) -> str:
        """What would be undone; empty if nothing."""
        return self._history.labels[-1] if self._history.labels else ""

    @property
    def redo_label(self) -> str:
        """What would be done again; empty if nothing."""
        return self._history.undone[0] if self._history.undone else ""

    def edit(self, graph: Graph, label: str, merge: str | None = None) -> None:
        """Take an edited graph; edits in a row with the same ``merge`` are one step of undo."""
        self._become(self._history.edited(graph, label, merge))

    def settle(self) -> None:
        """The next edit starts a step of its own."""
        self._history = self._history.settled()

    def undo(self) -> None:
        """One step back."""
        self._become(self._history.undo())

    def redo(self) -> None:
        """One step forward again."""
        self._become(self._history.redo())

    def new(self) -> None:
        """Start an empty flow."""
        self._replace(Graph(), None)

    def open(self, path: Path, catalog: flow_file.Catalog) -> None:
        """Open a flow file; on an error the flow that is open stays.

        Raises:
            FlowError: the file is missing, or is no flow.
            ParameterError: a parameter in it is out of bounds.
        """
        self._replace(flow_file.load(path, catalog), path)

    def open_example(self, path: Path, catalog: flow_file.Catalog, name: str) -> None:
        """Open a flow that comes with the program as a new one without a file.

        Raises:
            FlowError: as ``open``.
        """
        self._replace(flow_file.load(path, catalog), None, name)

    def open_made(self, graph: Graph, name: str) -> None:
        """Open a flow that was made elsewhere in the program, without a file."""
        self._replace(graph, None, name)

    def open_unsaved(self, graph: Graph, path: Path | None, name: str) -> None:
        """Open a flow that differs from its file, or has none: one that a crash has left."""
        self._replace(graph, path, name, is_saved=False)

    def save(self, path: Path | None = None) -> None:
        """Write the file, whole or not at all; a failure leaves flow, path and dirty mark.

        Args:
            path: another file than before.

        Raises:
            DataError: the folder cannot be written to.
        """
        target = path or self.path
        if target is None:
            raise ValueError("a flow without a file needs a path")
        if not target.suffix:
            target = target.with_suffix(SUFFIX)
        flow_file.save(self.graph, target)
        self.path = target
        self._history = self._history.marked_saved()
        self._tell()

    def _replace(
        self, graph: Graph, path: Path | None, name: str = "", *, is_saved: bool = True
    ) -> None:
        self.path, self._name = path, name
        self._history = _fresh(graph) if is_saved else History(graph)
        self.opened.emit()
        self.changed.emit(graph)
        self._tell()

    def _become(self, history: History[Graph]) -> None:
        if history is self._history:
            return
        is_changed = history.present is not self._history.present
        self._history = history
        if is_changed:
            self.changed.emit(history.present)
        self._tell()

    def _tell(self) -> None:
        self.dirty_changed.emit(self.is_dirty)
        self.title_changed.emit(self.title)
        self.history_changed.emit()


def _fresh(graph: Graph) -> History[Graph]:
    return History(graph, saved=graph)
