"""Results side by side: up to three groups of tabs, as many as there is room for."""

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QWidget
from typing_extensions import override

from workbench.gui.drawings import Draws, PlotFor
from workbench.gui.results.tabs import ResultTabs
from workbench.gui.theme import LIGHT, Theme
from workbench.runs.live_curve import LiveCurve

MOST = 3
NARROWEST = 320  # pixels in which a plot can be read
WIDE = 1200  # from this width on results lie side by side unless the user wants otherwise


class ResultPanes(QSplitter):
    """Tabs by key, one after the other or side by side.

    Side by side, the first results get a pane each; all others are in the first pane.

    Signals:
        closed: the key of a tab that the user has closed.
        arranged: whether results lie side by side now.
        menu_wanted(str, QPoint): the key of a tab whose menu is asked for, and where.

    Args:
        draws: as for ``ResultTabs``.

    Attributes:
        choice: whether the user wants them side by side; None where the width decides.
    """

    closed = Signal(str)
    arranged = Signal(bool)
    menu_wanted = Signal(str, QPoint)

    def __init__(
        self, plot_for: PlotFor, parent: QWidget | None = None, draws: Draws | None = None
    ) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._draws = draws
        self.setObjectName("resultPanes")
        self.setChildrenCollapsible(False)
        self.choice: bool | None = None
        self.theme: Theme = LIGHT
        self._plot_for = plot_for
        self._keys: list[str] = []  # in the order in which they came
        self.panes: list[ResultTabs] = []
        self.first = self._added_pane()

    # ------------------------------------------------------------------ result tabs, by key

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of all result tabs."""
        return tuple(self._keys)

    @property
    def is_side_by_side(self) -> bool:
        """Whether results are to lie side by side."""
        return self.width() >= WIDE if self.choice is None else self.choice

    def choose(self, choice: bool | None) -> None:  # noqa: FBT001  a setter of a state
        """Lay results side by side, or one over the other; None lets the width decide."""
        self.choice = choice
        self._arrange()

    def widget_of(self, key: str) -> QWidget | None:
        """What draws a key's result."""
        return self._pane(key).widget_of(key)

    def show_value(self, key: str, title: str, value: object) -> bool:
        """Show a value in the key's tab, made if needed; False if nothing draws such values."""
        is_drawn = self._pane(key).show_value(key, title, value)
        self._note(key)
        return is_drawn

    def show_live(self, key: str, title: str, name: str, curve: LiveCurve) -> None:
        """Show a growing curve in the key's tab, made if needed."""
        self._pane(key).show_live(key, title, name, curve)
        self._note(key)

    def keep_only_curves(self, key: str, names: frozenset[str]) -> None:
        """Forget the curves of learners that are gone."""
        self._pane(key).keep_only_curves(key, names)

    def rename(self, key: str, title: str) -> None:
        """Give a tab another title."""
        self._pane(key).rename(key, title)

    def remove(self, key: str) -> None:
        """Remove a tab and its widget."""
        self._pane(key).remove(key)
        self._forget(key)

    def bring_to_front(self, key: str) -> None:
        """Show a key's tab."""
        self._pane(key).bring_to_front(key)

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours."""
        self.theme = theme
        for pane in self.panes:
            pane.set_theme(theme)

    # ------------------------------------------------------------------ arranging

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _pane(self, key: str) -> ResultTabs:
        return next((pane for pane in self.panes if key in pane.keys), self.first)

    def _note(self, key: str) -> None:
        if key not in self._keys and key in self.first.keys:
            self._keys.append(key)
            self._arrange()

    def _forget(self, key: str) -> None:
        self._keys.remove(key)
        self._arrange()

    def _on_closed(self, key: str) -> None:
        self._forget(key)
        self.closed.emit(key)

    def _n_panes(self) -> int:
        if not self.is_side_by_side:
            return 1
        return max(1, min(MOST, len(self._keys), self.width() // NARROWEST))

    def _arrange(self) -> None:
        wanted = self._n_panes()
        while len(self.panes) < wanted:
            self._added_pane()
        for place, key in enumerate(self._keys):
            self._move(key, self.panes[place if place < wanted else 0])
        if len(self.panes) > wanted:
            for pane in self.panes[wanted:]:
                pane.hide()
                pane.setParent(None)
                pane.deleteLater()
            del self.panes[wanted:]
        self.arranged.emit(self.is_side_by_side)

    def _move(self, key: str, pane: ResultTabs) -> None:
        old = self._pane(key)
        if old is not pane:
            pane.put(key, *old.take(key))

    def _added_pane(self) -> ResultTabs:
        pane = ResultTabs(self._plot_for, self, self._draws)
        pane.set_theme(self.theme)
        pane.setMinimumWidth(min(240, NARROWEST))
        pane.closed.connect(self._on_closed)
        pane.menu_wanted.connect(self.menu_wanted)
        self.addWidget(pane)
        self.panes.append(pane)
        self.setSizes([1] * len(self.panes))
        return pane
