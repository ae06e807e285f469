"""What the Help menu opens: the node reference, and the facts on the program."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject

from workbench.core.component import Component
from workbench.gui.menus import show_about
from workbench.gui.node_reference import NodeReference
from workbench.gui.shell import Shell


class Help(QObject):
    """The window's help.

    Attributes:
        reference: None until it is asked for.
    """

    def __init__(
        self,
        shell: Shell,
        catalog: Mapping[str, type[Component]],
        selected_key: Callable[[], str],
    ) -> None:
        super().__init__(shell)
        self._shell = shell
        self._catalog = catalog
        self._selected_key = selected_key
        self.reference: NodeReference | None = None
        shell.themes.changed.connect(self._forget)

    def slots(self) -> dict[str, Callable[[], object]]:
        """What the actions of the Help menu do, by name."""
        return {"reference": self._open_reference, "about": lambda: show_about(self._shell)}

    def _open_reference(self) -> None:
        if self.reference is None:
            self.reference = NodeReference(self._catalog, self._shell.themes.theme, self._shell)
        key = self._selected_key()
        if key:
            self.reference.show_component(key)
        self.reference.show()
        self.reference.raise_()

    def _forget(self) -> None:
        if self.reference is not None:
            self.reference.deleteLater()
            self.reference = None
