"""The explorer in the window: what it is handed, and what comes of it for files and flows."""

from collections.abc import Mapping

import numpy as np
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from workbench.core.component import Component
from workbench.core.errors import WorkbenchError
from workbench.data.dataset import IntArray
from workbench.data.readers.csv import CsvReader
from workbench.data.readers.reader import Reader
from workbench.data.schema import Schema
from workbench.flow.graph import Graph
from workbench.gui.document import Document
from workbench.gui.explorer.gallery.view import gallery_view
from workbench.gui.explorer.handed import Handed
from workbench.gui.explorer.import_dialog import ImportDialog
from workbench.gui.explorer.page import ExplorerPage
from workbench.gui.explorer.table.reading_view import reading_view
from workbench.gui.explorer.table.view import table_view
from workbench.gui.inspector.form import Form
from workbench.gui.opening import Files
from workbench.gui.plots.data_views import data_views
from workbench.gui.settings import Settings
from workbench.gui.theme import ThemeSource

LAYOUT = "explorer"


class ExploreMode(QObject):
    """Makes the explorer's page and brings it together with the rest of the window.

    Signals:
        wanted(): the page is to be shown.
        flow_opened(): the steps have become the open flow, which is to be shown.
    """

    wanted = Signal()
    flow_opened = Signal()

    def __init__(
        self,
        catalog: Mapping[str, type[Component]],
        themes: ThemeSource,
        files: Files,
        document: Document,
        settings: Settings,
    ) -> None:
        super().__init__(files)
        self._themes = themes
        self._files = files
        self._document = document
        self._settings = settings
        views = (table_view(), gallery_view(), reading_view(), *data_views())
        self.page = ExplorerPage(Handed(catalog, views, self._form), themes.theme)
        self._awaited: IntArray | None = None  # ids of samples that are to be selected
        self.page.brush.dataset_changed.connect(self._select_awaited)
        state = settings.layout(LAYOUT)
        if state is not None:
            self.page.restore_layout(state)
        page = self.page
        page.open_wanted.connect(files.ask_explore)
        page.sample_wanted.connect(files.explore)
        page.import_wanted.connect(self._ask_options)
        page.flow_made.connect(self._open_flow)
        page.history_changed.connect(self._remember)
        files.data_wanted.connect(self._show)
        files.samples_wanted.connect(self._show_samples)
        files.data_refused.connect(self._refuse)

    def end(self) -> None:
        """The window is closing."""
        self._settings.set_layout(LAYOUT, self.page.layout_state())
        self.page.shutdown()

    def _form(self, component: Component, schema: Schema | None) -> QWidget:
        return Form(component, schema, self._themes.theme)

    def _show(self, reader: Reader) -> None:
        self.wanted.emit()
        self.page.open(reader)

    def _show_samples(self, reader: Reader, ids: IntArray) -> None:
        """Show samples of a file, selected; what is open of it already is not read again."""
        self.wanted.emit()
        self._awaited = ids
        exploration = self.page.data.exploration
        if exploration is not None and exploration.reader.path == reader.path:
            self._select_awaited()
        else:
            self.page.open(reader)

    def _select_awaited(self) -> None:
        dataset = self.page.brush.dataset
        if dataset is not None and self._awaited is not None:
            ids, self._awaited = self._awaited, None
            self.page.brush.select(np.isin(dataset.sample_ids, ids))
            for view in ("table", "reading", "gallery"):  # the last that fits: single samples
                self.page.views.show_view(view)

    def _ask_options(self, reader: Reader) -> None:
        if not isinstance(reader, CsvReader):
            return
        dialog = ImportDialog(reader, self._themes.theme, self.page)
        dialog.imported.connect(self._show)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _refuse(self, error: WorkbenchError) -> None:
        self.wanted.emit()
        self.page.show_error(error)

    def _remember(self) -> None:
        reader = self.page.remembered_reader
        if reader is not None:
            self._files.remember_reader(reader)

    def _open_flow(self, graph: Graph, name: str) -> None:
        if self._files.may_leave():
            self._document.open_made(graph, name)
            self.flow_opened.emit()
