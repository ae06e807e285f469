"""The data that are open in the explorer: the exploration with its history, and its result."""

from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject, Signal

from workbench.core.errors import WorkbenchError
from workbench.core.run import Noted, Progressed
from workbench.data.dataset import Dataset
from workbench.data.profile.attribute_profile import Profile, Profiled, profiled
from workbench.data.readers.reader import Reader
from workbench.flow.history import History
from workbench.gui.background import Background
from workbench.runs.exploration import Applied, Exploration, StepComponent, applied


@dataclass(frozen=True)
class _Wanted:
    """What is being computed: the history as it will be, and whether a file is being opened."""

    history: History[Exploration]
    is_opening: bool


class OpenData(QObject):
    """One file and the steps taken; reads and applies in the background.

    What is shown stays whole until what replaces it is there: an exploration becomes the present
    one only with its result.

    Signals:
        opened(Reader): another file is open, or the same has been read again.
        changed(): there is another result, or other steps.
        profile_changed(): more is known of the attributes.
        failed(WorkbenchError): a file cannot be read.
        noted(tuple[Noted, ...]): what reading wanted known.
        progressed(Progressed): of reading and applying.
        running_changed(bool): for progress bars.
    """

    opened = Signal(object)
    changed = Signal()
    profile_changed = Signal()
    failed = Signal(object)
    noted = Signal(object)
    progressed = Signal(object)
    running_changed = Signal(bool)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._history: History[Exploration] | None = None
        self._applied: Applied | None = None
        self._wanted: _Wanted | None = None
        self._profile: Profile | None = None
        self._work = Background(self)
        self._work.progressed.connect(self.progressed)
        self._work.running_changed.connect(self.running_changed)
        self._work.done.connect(self._take)
        self._work.failed.connect(self._fail)
        self._counting = Background(self)
        self._counting.progressed.connect(self._take_part)
        self._counting.done.connect(lambda profile, _notes: self._take_profile(profile))

    # ---------------------------------------------------------------- what is open

    @property
    def applied(self) -> Applied | None:
        """The result; None while nothing is open."""
        return self._applied

    @property
    def exploration(self) -> Exploration | None:
        """What was done; None while nothing is open."""
        return self._history.present if self._history else None

    @property
    def dataset(self) -> Dataset | None:
        """The data as they are after the steps."""
        return self._applied.dataset if self._applied else None

    @property
    def profile(self) -> Profile | None:
        """What is known of the attributes of ``dataset``, perhaps not of all as yet."""
        return self._profile

    @property
    def is_running(self) -> bool:
        """Whether something is being read or applied."""
        return self._work.is_running

    @property
    def undo_label(self) -> str:
        """What would be undone; empty if nothing."""
        return self._history.labels[-1] if self._history and self._history.labels else ""

    @property
    def redo_label(self) -> str:
        """What would be done again; empty if nothing."""
        return self._history.undone[0] if self._history and self._history.undone else ""

    # ---------------------------------------------------------------- opening

    def open(self, reader: Reader) -> None:
        """Read a file; on an error what is open stays."""
        self._start(History(Exploration(reader)), None, is_opening=True)

    def reload(self) -> None:
        """Read the file again and apply the steps again."""
        if self._history is not None:
            self._start(self._history, None, is_opening=True)

    def cancel(self) -> None:
        """End what is going on; what is open stays as it was."""
        self._wanted = None
        self._work.cancel()
        if self._applied is not None:
            self.changed.emit()  # an edit that was on its way is not to be seen any longer

    def shutdown(self) -> None:
        """End everything; the window is closing."""
        self._work.shutdown()
        self._counting.shutdown()

    # ---------------------------------------------------------------- steps

    def add(self, component: StepComponent, label: str) -> None:
        """Take one more step."""
        if self.exploration is not None:
            self.edit(self._latest.present.with_step(component), label)

    def edit(self, exploration: Exploration, label: str) -> None:
        """Take an edited exploration."""
        if self._history is not None and exploration != self._latest.present:
            self._start(self._latest.edited(exploration, label), self._applied)

    def undo(self) -> None:
        """One edit back."""
        if self._history is not None and self._latest.past:
            self._start(self._latest.undo(), self._applied)

    def redo(self) -> None:
        """One edit forward again."""
        if self._history is not None and self._latest.future:
            self._start(self._latest.redo(), self._applied)

    # ---------------------------------------------------------------- in the background

    @property
    def _latest(self) -> History[Exploration]:
        """The history with the edit that is on its way, so that quick edits do not get lost."""
        if self._wanted is not None and not self._wanted.is_opening:
            return self._wanted.history
        if self._history is None:
            raise ValueError("nothing is open")
        return self._history

    def _start(
        self, history: History[Exploration], known: Applied | None, *, is_opening: bool = False
    ) -> None:
        self._wanted = _Wanted(history, is_opening)
        self._work.start(partial(applied, history.present, known))

    def _take(self, result: Applied, notes: tuple[Noted, ...]) -> None:
        wanted = self._wanted
        if wanted is None:
            return
        self._wanted = None
        self._history = wanted.history
        is_other = self._applied is None or result.dataset is not self._applied.dataset
        self._applied = result
        known = self._profile
        if is_other:
            self._profile = None
        if wanted.is_opening:
            self.opened.emit(result.exploration.reader)
        self.changed.emit()
        if is_other:  # now that it is shown: the two would wait for each other
            self._counting.start(partial(profiled, result.dataset, known))
        if notes:
            self.noted.emit(notes)

    def _fail(self, error: WorkbenchError) -> None:
        self._wanted = None
        self.failed.emit(error)

    def _take_part(self, progress: Progressed) -> None:
        if isinstance(progress, Profiled):
            self._take_profile(progress.profile)

    def _take_profile(self, profile: Profile | None) -> None:
        self._profile = profile
        self.profile_changed.emit()
