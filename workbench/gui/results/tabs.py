"""The tabs of the dock: one per result, kept while its node is there, filled when looked at."""

from dataclasses import dataclass

from PySide6.QtCore import QPoint, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QTabBar, QTabWidget, QWidget
from typing_extensions import override

from workbench.evaluation.charts import LearningCurves
from workbench.gui.drawings import Draws, PlotFor
from workbench.gui.results.drawing import Drawing, LiveDrawing
from workbench.gui.theme import LIGHT, Theme
from workbench.models.fits import Fits
from workbench.runs.live_curve import LiveCurve

_NOTHING = object()


@dataclass
class ResultTab:
    """A result's tab.

    Args:
        widget: what draws; an empty page until somebody looks, as drawings are slow to make.
        kind: the type whose values the widget draws.
        is_made: whether the widget is what draws.
        waiting: a value not drawn yet, because nobody looks.
        shown: the value that is drawn.
    """

    widget: QWidget
    kind: type
    is_made: bool = True
    waiting: object = _NOTHING
    shown: object = _NOTHING


class ResultTabs(QTabWidget):
    """Tabs by key (a node's id). A value is drawn only once its tab is in front.

    Args:
        draws: whether a value can be drawn, where that can be said without making what draws it;
            then that is made when its tab comes to the front.

    Signals:
        closed: the key of a tab that the user has closed.
        menu_wanted(str, QPoint): the key of a tab whose menu is asked for, and where.
    """

    closed = Signal(str)
    menu_wanted = Signal(str, QPoint)

    def __init__(
        self, plot_for: PlotFor, parent: QWidget | None = None, draws: Draws | None = None
    ) -> None:
        super().__init__(parent)
        self._draws = draws
        self.setObjectName("resultTabs")
        self.setAccessibleName(self.tr("Results, problems and log"))
        self.setDocumentMode(True)
        self.setMovable(True)
        self.setTabsClosable(True)
        self.setElideMode(Qt.TextElideMode.ElideNone)  # many tabs scroll, readable
        self.setUsesScrollButtons(True)
        self.tabBar().setObjectName("resultTabBar")
        self.tabBar().setAccessibleName(self.tr("Results"))
        self.tabBar().setExpanding(False)
        self.tabBar().setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.tabBar().customContextMenuRequested.connect(self._ask_for_menu)
        self._plot_for = plot_for
        self._tabs: dict[str, ResultTab] = {}
        self.theme: Theme = LIGHT
        self.currentChanged.connect(self._draw_current)
        self.tabCloseRequested.connect(self._on_close)
        shortcut = QShortcut(QKeySequence("Ctrl+F4"), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(lambda: self._on_close(self.currentIndex()))

    # ------------------------------------------------------------------ fixed tabs

    def add_fixed(self, widget: QWidget, title: str) -> None:
        """Add a tab that cannot be closed."""
        index = self.addTab(widget, title)
        for side in (QTabBar.ButtonPosition.LeftSide, QTabBar.ButtonPosition.RightSide):
            button = self.tabBar().tabButton(index, side)
            if button is not None:
                button.hide()
                button.resize(0, 0)

    # ------------------------------------------------------------------ result tabs

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of all result tabs."""
        return tuple(self._tabs)

    def widget_of(self, key: str) -> QWidget | None:
        """What draws a key's result, made if needed."""
        return self._made(key).widget if key in self._tabs else None

    def show_value(self, key: str, title: str, value: object) -> bool:
        """Show a value in the key's tab, made if needed; False if nothing draws such values."""
        tab = self._tab(key, title, value)
        if tab is None:
            return False
        if value is tab.shown:
            tab.waiting = _NOTHING  # what came between was never looked at, and holds no more
        else:
            tab.waiting = value
            self._draw_current()
        return True

    def show_live(self, key: str, title: str, name: str, curve: LiveCurve) -> None:
        """Show a growing curve in the key's tab, made if needed."""
        tab = self._tab(key, title, curve)
        widget = None if tab is None else self._made(key).widget
        if tab is not None and isinstance(widget, LiveDrawing):
            tab.waiting = tab.shown = _NOTHING
            widget.show_live(name, curve)

    def keep_only_curves(self, key: str, names: frozenset[str]) -> None:
        """Forget the curves of learners that are gone."""
        widget = self._tabs[key].widget if key in self._tabs else None
        if isinstance(widget, LiveDrawing):
            widget.keep_only(names)

    def rename(self, key: str, title: str) -> None:
        """Give a tab another title."""
        index = self.indexOf(self._tabs[key].widget)
        if self.tabText(index) != title:
            self.setTabText(index, title)
            self.setTabToolTip(index, title)

    def remove(self, key: str) -> None:
        """Remove a tab and its widget."""
        tab = self._tabs.pop(key)
        self.removeTab(self.indexOf(tab.widget))
        tab.widget.deleteLater()

    def take(self, key: str) -> tuple[str, ResultTab]:
        """Give a tab away, with its title and its widget."""
        tab = self._tabs.pop(key)
        index = self.indexOf(tab.widget)
        title, was_current = self.tabText(index), index == self.currentIndex()
        self.removeTab(index)
        if was_current and self._tabs:
            self.setCurrentWidget(next(iter(self._tabs.values())).widget)
        return title, tab

    def put(self, key: str, title: str, tab: ResultTab) -> None:
        """Take a tab that others gave away, behind the results that are here."""
        place = len(self._tabs)
        self._tabs[key] = tab
        self.setTabToolTip(self.insertTab(place, tab.widget, title), title)
        if not place:
            self.setCurrentIndex(0)
        self._draw_current()

    def bring_to_front(self, key: str) -> None:
        """Show a key's tab."""
        self.setCurrentWidget(self._tabs[key].widget)

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours."""
        self.theme = theme
        for tab in self._tabs.values():
            if isinstance(tab.widget, Drawing):
                tab.widget.set_theme(theme)

    def _tab(self, key: str, title: str, value: object) -> ResultTab | None:
        kind = _kind(value)
        tab = self._tabs.get(key)
        if tab is not None and tab.kind is kind:
            self.rename(key, title)
            return tab
        page = self._page(key, value)
        if page is None:
            return None
        place, was_current = len(self._tabs), False
        if tab is not None:
            place, was_current = self.indexOf(tab.widget), self.currentWidget() is tab.widget
            self.remove(key)
        tab = self._tabs[key] = ResultTab(page, kind, is_made=self._draws is None)
        index = self.insertTab(place, page, title)
        self.setTabToolTip(index, title)
        if was_current:
            self.setCurrentIndex(index)
        return tab

    def _page(self, key: str, value: object) -> QWidget | None:
        """What a new tab begins with; None if nothing draws such values."""
        if self._draws is None:
            return self._drawing(key, value)
        return QWidget(self) if self._draws(value) else None

    def _drawing(self, key: str, value: object) -> QWidget | None:
        widget = self._plot_for(value)
        if isinstance(widget, Drawing):
            widget.set_theme(self.theme)
        if widget is not None:
            widget.setProperty("resultKey", key)  # what its pictures are of
        return widget

    def _made(self, key: str) -> ResultTab:
        """The key's tab, with what draws in the place of the empty page."""
        tab = self._tabs[key]
        widget = None if tab.is_made else self._drawing(key, tab.kind)
        if widget is None:
            return tab
        page, tab.widget, tab.is_made = tab.widget, widget, True
        index, was_current = self.indexOf(page), self.currentWidget() is page
        title = self.tabText(index)
        with QSignalBlocker(self):  # the same tab stays in front
            self.setTabToolTip(self.insertTab(index + 1, widget, title), title)
            if was_current:
                self.setCurrentIndex(index + 1)
            self.removeTab(index)
        page.deleteLater()
        return tab

    # ------------------------------------------------------------------ what the user does

    def _ask_for_menu(self, place: QPoint) -> None:
        """Ask for the menu of the tab at a place; of the front one where the keyboard asks."""
        index = self.tabBar().tabAt(place)
        widget = self.widget(index if index >= 0 else self.currentIndex())
        for key, tab in self._tabs.items():
            if tab.widget is widget:
                self.menu_wanted.emit(key, self.tabBar().mapToGlobal(place))

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._draw_current()

    def _draw_current(self) -> None:
        """Draw what the front tab has been waiting to show."""
        front = self.currentWidget()
        for key, tab in self._tabs.items():
            if tab.widget is front and tab.waiting is not _NOTHING:
                value, tab.waiting = tab.waiting, _NOTHING
                tab.shown = value
                widget = self._made(key).widget
                if isinstance(widget, Drawing):
                    widget.show_value(value)
                return

    def _on_close(self, index: int) -> None:
        widget = self.widget(index)
        key = next((k for k, tab in self._tabs.items() if tab.widget is widget), None)
        if key is not None:
            self.remove(key)
            self.closed.emit(key)


def _kind(value: object) -> type:
    """The type of a value; everything that is a learning curve is one kind."""
    return LearningCurves if isinstance(value, LiveCurve | Fits | LearningCurves) else type(value)
