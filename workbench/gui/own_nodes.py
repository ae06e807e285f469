"""The palette's own nodes: groups that the user keeps in a folder."""

from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from workbench.core.component import Component
from workbench.core.errors import DataError, Where, WorkbenchError
from workbench.flow import own
from workbench.flow.graph import Node
from workbench.flow.own import OwnKind

Catalog = Mapping[str, type[Component]]


class OwnNodes(QObject):
    """Reads, saves and removes them.

    Args:
        catalog: the components there are.

    Signals:
        offered(Catalog): components and own nodes, to be shown in palette and search.
        told(str): what has been done.
        failed(WorkbenchError): what is wrong with a file, or why it cannot be written.
    """

    offered = Signal(object)
    told = Signal(str)
    failed = Signal(object)

    def __init__(self, folder: Path, catalog: Catalog, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._folder = folder
        self._catalog = catalog
        self._kinds: dict[str, type[OwnKind]] = {}

    def read(self) -> None:
        """Read the folder and offer what is there."""
        self._kinds, errors = own.saved(self._folder, self._catalog)
        self.offered.emit({**self._catalog, **self._kinds})
        for error in errors:
            self.failed.emit(error)

    def save(self, node: Node) -> None:
        """Keep a group under its name."""
        try:
            own.save(self._folder, node)
        except WorkbenchError as error:
            self.failed.emit(error)
            return
        except OSError as error:
            self.failed.emit(_unusable(self._folder, error))
            return
        self.read()
        self.told.emit(self.tr("“{}” is in the palette now.").format(node.name))

    def remove(self, key: str) -> None:
        """Remove one for good; flows that use it keep their copies."""
        kind = self._kinds.get(key)
        if kind is None:
            return
        try:
            kind.path.unlink(missing_ok=True)
        except OSError as error:
            self.failed.emit(_unusable(kind.path, error))
            return
        self.read()
        self.told.emit(self.tr("“{}” has been removed from the palette.").format(kind.title))


def _unusable(path: Path, error: OSError) -> DataError:
    return DataError(f"Cannot be written: {error.strerror}.", where=Where(file=str(path)))
