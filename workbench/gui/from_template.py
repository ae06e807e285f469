"""New from template: the gallery, and what is chosen in it, on the home page or in the search."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from workbench.core.errors import WorkbenchError
from workbench.flow.file import Catalog
from workbench.gui.component_words import translated
from workbench.gui.document import Document
from workbench.gui.shell import Shell
from workbench.gui.template_gallery import TemplateGallery
from workbench.runs.templates import Template


class FromTemplate(QObject):
    """Opens templates as new flows without a file.

    Signals:
        opened(): one is the document now.
        wanted(Template): one is to be opened in another window.
        failed(WorkbenchError): the program's own file is damaged.
    """

    opened = Signal()
    wanted = Signal(object)
    failed = Signal(object)

    def __init__(
        self, shell: Shell, document: Document, catalog: Catalog, may_leave: Callable[[], bool]
    ) -> None:
        super().__init__(shell)
        self._shell = shell
        self._document = document
        self._catalog = catalog
        self._may_leave = may_leave

    def ask(self) -> None:
        """Open the gallery."""
        gallery = TemplateGallery(self._catalog, self._shell.themes.theme, self._shell)
        gallery.chosen.connect(self.open)
        gallery.wanted.connect(self.wanted)
        gallery.finished.connect(gallery.deleteLater)
        gallery.open()

    def open(self, template: Template) -> None:
        """Make it this window's flow, once the one that is open is safe."""
        if not self._may_leave():
            return
        try:
            graph = template.graph(self._catalog)
        except WorkbenchError as error:
            self.failed.emit(error)
            return
        self._document.open_made(graph, translated(template.title))
        self.opened.emit()
