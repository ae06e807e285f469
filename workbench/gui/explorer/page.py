"""The explorer's page: what is open above, attributes left, views in the middle, steps right.

An ``OpenData`` says what there is; everything here shows it, and asks it to change.
"""

from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from workbench.core.component import Component
from workbench.core.errors import WorkbenchError
from workbench.core.run import Noted
from workbench.data.readers.reader import Reader
from workbench.data.writers.open import FILTER
from workbench.flow.graph import Graph
from workbench.gui.brush import Brush
from workbench.gui.explorer.handed import Handed
from workbench.gui.explorer.open_data import OpenData
from workbench.gui.explorer.page_layout import PageLayout
from workbench.gui.explorer.page_work import PageWork
from workbench.gui.explorer.remedies import has_options, remedies
from workbench.gui.theme import Theme
from workbench.runs.exploration import STEP_FAMILIES


class ExplorerPage(PageLayout):
    """Opens data, shows them, changes them step by step.

    Signals:
        open_wanted(): ask for a data file.
        import_wanted(Reader): ask how its file is to be read.
        sample_wanted(str): open a sample by its path.
        opened(Reader): a file is open.
        flow_made(Graph, str): the steps as a flow, and what to call it.
        history_changed(): there is something else to undo or redo.
        told(str): what is shown, for the status bar.
    """

    open_wanted = Signal()
    import_wanted = Signal(object)
    sample_wanted = Signal(str)
    opened = Signal(object)
    flow_made = Signal(object, str)
    history_changed = Signal()
    told = Signal(str)

    def __init__(self, handed: Handed, theme: Theme, parent: QWidget | None = None) -> None:
        self.data = OpenData()
        self.brush = Brush()
        super().__init__(handed, self.data, self.brush, theme)
        self.setParent(parent)
        self.data.setParent(self)
        self.brush.setParent(self)
        self._catalog = handed.catalog
        self._reader: Reader | None = None  # the one that is being read
        self._opened: Reader | None = None
        self.work = PageWork(self)
        self._connect_data()
        self._connect_parts()
        self.show_content(is_open=False)

    # ---------------------------------------------------------------- what the window asks for

    @property
    def is_open(self) -> bool:
        """Whether there are data."""
        return self.data.dataset is not None

    @property
    def file_name(self) -> str:
        """What is open; empty if nothing."""
        exploration = self.data.exploration
        return _name(exploration.reader) if exploration is not None else ""

    @property
    def remembered_reader(self) -> Reader | None:
        """The reader that next time gives these data with this class; None without data."""
        applied = self.data.applied
        if applied is None:
            return None
        target = applied.dataset.schema.class_attribute
        name = target.name if target is not None else "none"
        reader = applied.exploration.reader
        if target is not None and name not in applied.datasets[0].schema:
            return reader
        return reader.with_parameters({"class_attribute": name})

    def open(self, reader: Reader) -> None:
        """Read a file and show it; what is open stays until it is there."""
        self._reader = reader
        self.trouble.clear()
        self.data.open(reader)

    def show_error(self, error: WorkbenchError) -> None:
        """Say what went wrong."""
        self.trouble.show_error(error)

    def undo(self) -> None:
        """One edit back."""
        self.data.undo()

    def redo(self) -> None:
        """One edit forward again."""
        self.data.redo()

    def save_as(self) -> None:
        """Ask for a name and write the data as they are."""
        exploration = self.data.exploration
        if exploration is None or self.data.dataset is None:
            return
        start = Path(exploration.reader.path.removeprefix("resource:data/")).with_suffix(".arff")
        name, _ = QFileDialog.getSaveFileName(
            self, self.tr("Save the data"), str(start), self.tr("Data ({})").format(FILTER)
        )
        if name:
            path = Path(name) if Path(name).suffix else Path(f"{name}.arff")
            self.work.save(self.data.dataset, path)

    def open_as_flow(self) -> None:
        """Make a flow of the steps."""
        if self.data.applied is not None:
            self.work.make_flow(self.data.applied)

    def shutdown(self) -> None:
        """End everything; the window is closing."""
        self.data.shutdown()
        self.work.shutdown()
        self.steps.shutdown()
        self.views.shutdown()

    # ---------------------------------------------------------------- steps

    def want(self, key: str, values: dict[str, Any], label: str) -> None:
        """Take a step by its key."""
        if key == "set_class":
            self.choose_class(values["attribute"])
            return
        try:
            self._add(self._catalog[key].parse(values), label)
        except WorkbenchError as error:
            self.show_error(error)

    def fill_in(self, key: str, values: dict[str, Any]) -> None:
        """Let the user fill in the rest of a step."""
        component = self._catalog[key].parse(values)
        if isinstance(component, STEP_FAMILIES):
            self.show_right.setChecked(True)
            self.steps.open_editor(component)

    def choose_class(self, name: str | None) -> None:
        """Make an attribute the class; None for no class.

        Before any step the reader is told; after some it is a step like any other, as the
        attribute may come of them.
        """
        exploration, label = self.data.exploration, self.tr("Set class")
        if exploration is None or self.data.dataset is None:
            return
        is_first = not any(step.is_enabled for step in exploration.steps)
        if is_first and name != "none":
            self.data.edit(exploration.with_class(name or "none"), label)
        elif name is not None:
            self._add(self._catalog["set_class"].parse({"attribute": name}), label)
        else:
            target = self.data.dataset.schema.class_attribute
            if target is not None:
                values = {"attributes": [target.name], "role": "feature"}
                self._add(self._catalog["set_role"].parse(values), label)

    def change_selected(self, action: str) -> None:
        """Keep, remove, invert or clear the selected rows."""
        dataset = self.brush.dataset
        if dataset is None:
            return
        if action == "invert":
            self.brush.invert()
        elif action == "clear":
            self.brush.clear()
        else:
            self.work.name_rows(dataset.sample_ids[self.brush.selected], action)

    def _take_rows(self, values: dict[str, Any]) -> None:
        is_kept = values["action"] == "keep"
        label = self.tr("Keep rows") if is_kept else self.tr("Remove rows")
        self.want("keep_rows", values, label)

    def _add(self, component: object, label: str) -> None:
        if isinstance(component, STEP_FAMILIES):
            self.data.add(component, label)

    # ---------------------------------------------------------------- showing

    def _show_data(self) -> None:
        applied = self.data.applied
        if applied is None:
            return
        self.show_content(is_open=True)
        reader = applied.exploration.reader
        self.head.show_data(_name(reader), applied.dataset)
        self.head.options.setEnabled(has_options(reader))
        self.attributes.show_schema(applied.dataset.schema)
        self.brush.show_dataset(applied.dataset)
        self.views.fit(applied.dataset)
        self.steps.show_steps()
        self._show_profile()
        self._show_selected()
        if applied.error is not None:
            self.trouble.show_error(applied.error)
        elif self.trouble.is_error:
            self.trouble.clear()
        self.history_changed.emit()

    def _ask_options(self) -> None:
        if self.data.exploration is not None:
            self.import_wanted.emit(self.data.exploration.reader)

    def _take_opened(self, reader: Reader) -> None:
        if self._opened is None or self._opened.path != reader.path:
            self.brush.show_dataset(None)  # rows of another file are no longer selected
        self._opened = reader
        self.opened.emit(reader)

    def _show_profile(self) -> None:
        profile = self.data.profile
        self.attributes.show_profile(profile)
        self._show_attribute(self.attributes.current)

    def _show_attribute(self, name: str) -> None:
        profile = self.attributes.profile(name)
        self.summary.show_attribute(self.data.dataset, profile, self.data.profile)

    def _show_selected(self) -> None:
        self.head.show_selected(self.brush.n_selected)
        self.told.emit(self.head.words(self.brush))

    def _show_failure(self, error: WorkbenchError) -> None:
        offers = remedies(error, self._reader) if self._reader is not None else ()
        self.trouble.show_error(error, offers)
        self.trouble.options.setVisible(has_options(self._reader))

    def _show_notes(self, notes: tuple[Noted, ...]) -> None:
        if notes and self.trouble.isHidden():
            words = "\n".join(note.text for note in notes)
            self.trouble.show_text(words, is_warning=any(note.is_warning for note in notes))

    # ---------------------------------------------------------------- putting together

    def _connect_data(self) -> None:
        self.data.changed.connect(self._show_data)
        self.data.opened.connect(self._take_opened)
        self.data.profile_changed.connect(self._show_profile)
        self.data.failed.connect(self._show_failure)
        self.data.noted.connect(self._show_notes)
        self.data.running_changed.connect(self.loading.show_running)
        self.data.progressed.connect(self.loading.show_progress)
        self.loading.cancelled.connect(self.data.cancel)
        self.brush.selection_changed.connect(self._show_selected)
        self.work.flow_made.connect(self._hand_flow)
        self.work.rows_named.connect(self._take_rows)
        self.work.saved.connect(
            lambda path: self.trouble.show_text(self.tr("Saved: {}").format(path))
        )
        self.work.failed.connect(self.show_error)

    def _connect_parts(self) -> None:
        self.empty.open_wanted.connect(self.open_wanted)
        self.empty.sample_wanted.connect(self.sample_wanted)
        self.head.open_wanted.connect(self.open_wanted)
        self.head.import_wanted.connect(self._ask_options)
        self.trouble.options_wanted.connect(lambda: self.import_wanted.emit(self._reader))
        self.head.reload_wanted.connect(self.data.reload)
        self.head.save_wanted.connect(self.save_as)
        self.head.flow_wanted.connect(self.open_as_flow)
        self.head.class_chosen.connect(self.choose_class)
        self.head.selection_wanted.connect(self.change_selected)
        self.attributes.chosen.connect(self._show_attribute)
        self.attributes.step_wanted.connect(self.want)
        self.attributes.form_wanted.connect(self.fill_in)
        self.summary.step_wanted.connect(self.want)
        self.views.step_wanted.connect(self._take_step)
        self.trouble.remedy_chosen.connect(self.open)

    def _take_step(self, component: Component) -> None:
        self._add(component, component.title)

    def _hand_flow(self, graph: Graph) -> None:
        exploration = self.data.exploration
        if exploration is not None:
            self.flow_made.emit(graph, Path(exploration.reader.path).stem)


def _name(reader: Reader) -> str:
    return Path(reader.path).name
