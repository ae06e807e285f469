"""Opening and saving: flows, data files, models; by dialog, drop or command line."""

from collections.abc import Callable, Iterable
from pathlib import Path

from PySide6.QtCore import QObject, QPointF, Signal
from PySide6.QtWidgets import QFileDialog, QMessageBox

from workbench.core.errors import DataError, Where, WorkbenchError
from workbench.core.files import resource
from workbench.data.readers.open import known_endings, reader_for
from workbench.data.readers.reader import RESOURCE, Reader
from workbench.export.picture_text import PICTURES, is_picture
from workbench.flow.knowledge_flow import load as knowledge_flow
from workbench.gui.document import SUFFIX, Document
from workbench.gui.flow_page import FlowPage
from workbench.gui.from_picture import open_picture
from workbench.gui.from_template import FromTemplate
from workbench.gui.settings import Settings
from workbench.gui.shell import Shell

MODEL_SUFFIX = ".model"
MODEL_KEY = "load_model"
N_TOLD = 5  # of the differences of a flow of WEKA's
EXAMPLE = ("flows", "pima.flow")


class Files(QObject):
    """What the File menu does.

    Signals:
        opened(): something has been opened; the flow is to be shown.
        data_wanted(Reader): data are to be read and shown in the explorer.
        samples_wanted(Reader, ids): samples of what it reads are to be shown there, selected.
        data_refused(WorkbenchError): a file that nothing reads was to be shown there.
        recent_changed(): there are other recent files.
        window_wanted(object): a window is to be opened with this path, or with what a crash has
            left; None for an empty flow.

    Attributes:
        explores: whether data are opened in the explorer just now; on the canvas otherwise.
        templates: New from template.
    """

    opened = Signal()
    data_wanted = Signal(object)
    samples_wanted = Signal(object, object)
    data_refused = Signal(object)
    recent_changed = Signal()
    window_wanted = Signal(object)

    def __init__(
        self, window: Shell, document: Document, page: FlowPage, settings: Settings
    ) -> None:
        super().__init__(window)
        self._window = window
        self._document = document
        self._page = page
        self._settings = settings
        self.explores: Callable[[], bool] = lambda: False
        self.templates = FromTemplate(window, document, page.catalog, self.may_leave)
        self.templates.opened.connect(self.opened)
        self.templates.wanted.connect(self.window_wanted)
        self.templates.failed.connect(page.show_error)
        page.choices.samples_wanted.connect(self.samples_wanted)

    def slots(self) -> dict[str, Callable[[], object]]:
        """What the actions of the File menu do, by name."""
        return {
            "new": self.new,
            "new_template": self.templates.ask,
            "new_window": lambda: self.window_wanted.emit(None),
            "open": self.ask_open,
            "open_in_window": self.ask_open_in_window,
            "example": self.open_example,
        }

    # ---------------------------------------------------------------- opening

    def new(self) -> None:
        """An empty flow, once the old one is safe."""
        if self.may_leave():
            self._document.new()
            self.opened.emit()

    def open_example(self) -> None:
        """The Pima flow, once the old one is safe."""
        if not self.may_leave():
            return
        try:
            self._document.open_example(resource(*EXAMPLE), self._page.catalog, self.tr("Pima"))
        except WorkbenchError as error:
            self._page.show_error(error)
        self.opened.emit()

    def ask_open(self) -> None:
        """Ask for a file and open it."""
        path = self.ask_file()
        if path is not None:
            self.open([path])

    def ask_open_in_window(self) -> None:
        """Ask for a file and open it in a window of its own."""
        path = self.ask_file()
        if path is not None:
            self.window_wanted.emit(path)

    def ask_file(self) -> Path | None:
        """Ask for a file of any kind we know; None if none was chosen."""
        name, _ = QFileDialog.getOpenFileName(
            self._window, self.tr("Open"), self._folder(), self._filters()
        )
        return Path(name) if name else None

    def open(self, paths: Iterable[Path | str], place: QPointF | None = None) -> None:
        """Open files of any kind we know; what is wrong with one is said, the others open.

        Args:
            place: where on the canvas the nodes for data and models come to lie.
        """
        to_canvas = []
        for path in map(Path, paths):
            if place is None and self.explores() and is_data(path):
                self.explore(path)
            else:
                to_canvas.append(path)
        for path in to_canvas:
            try:
                self._open(path, place)
            except WorkbenchError as error:
                self._page.show_error(error)
        if to_canvas:
            self.opened.emit()

    def ask_explore(self) -> None:
        """Ask for a data file and show it in the explorer."""
        name, _ = QFileDialog.getOpenFileName(
            self._window, self.tr("Open data"), self._folder(), self._data_filters()
        )
        if name:
            self.explore(Path(name))

    def explore(self, path: Path | str) -> None:
        """Show a data file in the explorer, read as it was read before."""
        try:
            reader = reader_for(path)
        except WorkbenchError as error:
            self.data_refused.emit(error)
            return
        self.data_wanted.emit(self._read_as_before(reader))

    def remember_reader(self, reader: Reader) -> None:
        """Read the file in the same way the next time; it is one of the recent ones."""
        values = {n: v for n, v in reader.parameters().items() if n != "path"}
        self._settings.set_reader_values(reader.file, reader.key, values)
        if not reader.path.startswith(RESOURCE):
            self._remember(reader.file)

    def _read_as_before(self, reader: Reader) -> Reader:
        values = self._settings.reader_values(reader.file, reader.key)
        try:
            return reader.with_parameters(values)
        except WorkbenchError:  # the reader has other parameters by now
            return reader

    def _open(self, path: Path, place: QPointF | None) -> None:
        suffix = path.suffix.lower()
        if suffix == SUFFIX:
            if not self.may_leave():
                return
            self._document.open(path, self._page.catalog)
        elif knowledge_flow.is_knowledge_flow(path):
            if not self.may_leave():
                return
            self._import(path)
        elif is_picture(path):
            self._open_picture(path)
            return  # no file of ours to be opened again: the flow is a new one
        elif suffix == MODEL_SUFFIX:
            self._page.add_component(MODEL_KEY, {"path": str(path)}, place)
        else:
            kind = type(reader_for(path))
            is_first = not self._document.graph.nodes
            self._page.add_component(kind.key, {"path": str(path)}, place)
            if is_first:
                self._page.message_bar.show_text(
                    self.tr("Next: add a splitter, such as cross-validation, and link it.")
                )
        self._remember(path)

    def _open_picture(self, path: Path) -> None:
        words = open_picture(path, self._document, self._page.catalog, self.may_leave)
        if words:
            self._page.message_bar.show_text(words)

    def _import(self, path: Path) -> None:
        """Open one of WEKA's flows as a new one of ours, and say what is different."""
        imported = knowledge_flow.load(path, self._page.catalog)
        self._document.open_made(imported.graph, path.stem)
        told = [str(message) for message in imported.messages]
        words = self.tr("“{}” was opened as a new flow; save it to keep it.").format(path.name)
        if told:
            n_more = len(told) - N_TOLD
            more = [self.tr("… and {} more; copy the report to read them.").format(n_more)]
            lines = [words, *told[:N_TOLD], *(more if n_more > 0 else [])]
            self._page.message_bar.show_warning("\n".join(lines), "\n".join(told))
        else:
            self._page.message_bar.show_text(words)

    # ---------------------------------------------------------------- saving

    def save(self) -> bool:
        """Save, asking for a name if there is none; whether it is saved."""
        if self._document.path is None:
            return self.save_as()
        return self._save(self._document.path)

    def save_as(self) -> bool:
        """Ask for a name and save; whether it is saved."""
        name = self._document.title.replace("/", "-").replace("\\", "-")
        start = self._document.path or Path(self._folder()) / f"{name}{SUFFIX}"
        name, _ = QFileDialog.getSaveFileName(
            self._window, self.tr("Save the flow"), str(start), self.tr("Flows (*.flow)")
        )
        return bool(name) and self._save(Path(name))

    def may_leave(self) -> bool:
        """Whether the open flow is saved, or may be lost; asks if it is not."""
        if not self._document.is_dirty:
            return True
        buttons = QMessageBox.StandardButton
        answer = QMessageBox.question(
            self._window,
            self.tr("Save changes?"),
            self.tr("“{}” has changes that are not saved.").format(self._document.title),
            buttons.Save | buttons.Discard | buttons.Cancel,
            buttons.Save,
        )
        if answer == buttons.Save:
            return self.save()
        return answer == buttons.Discard

    def _save(self, path: Path) -> bool:
        try:
            self._document.save(path)
        except WorkbenchError as error:
            self._page.show_error(error)
            return False
        except OSError as error:
            self._page.show_error(_unwritable(path, error))
            return False
        self._page.message_bar.clear()
        self._remember(self._document.path or path)
        return True

    def _remember(self, path: Path) -> None:
        self._settings.add_recent(path)
        self.recent_changed.emit()

    def _folder(self) -> str:
        return str(self._document.path.parent if self._document.path else Path.home())

    def _data_filters(self) -> str:
        every = self.tr("All files (*)")
        return f"{self.tr('Data ({})').format(_data_names())};;{every}"

    def _filters(self) -> str:
        weka = " ".join(f"*{suffix}" for suffix in knowledge_flow.SUFFIXES)
        pictures = " ".join(f"*{suffix}" for suffix in PICTURES)
        everything = f"*{SUFFIX} *{MODEL_SUFFIX} {weka} {_data_names()} {pictures}"
        return ";;".join(
            [
                self.tr("Flows, data and models ({})").format(everything),
                self.tr("All files (*)"),
            ]
        )


def _data_names() -> str:
    return " ".join(f"*{ending}" for ending in known_endings())


def is_data(path: Path) -> bool:
    """Whether a file is neither a flow, ours or WEKA's, nor a model, nor a picture."""
    others = {SUFFIX, MODEL_SUFFIX, *knowledge_flow.SUFFIXES, *PICTURES}
    return path.suffix.lower() not in others


def _unwritable(path: Path, error: OSError) -> DataError:
    return DataError(
        f"Cannot be written: {error.strerror}.",
        remedy="The flow is still open; save it under another name.",
        where=Where(file=str(path)),
    )
