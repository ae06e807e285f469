"""The views of the data as tabs; each is made when it is first looked at."""

from collections.abc import Callable, Sequence
from typing import Any, cast

from PySide6.QtCore import Signal
from PySide6.QtGui import QIcon, QResizeEvent
from PySide6.QtWidgets import QTabWidget, QVBoxLayout, QWidget
from typing_extensions import override

from workbench.data.dataset import Dataset
from workbench.gui.brush import Brush
from workbench.gui.data_view import DataView, DataViewWidget
from workbench.gui.icons import icon
from workbench.gui.theme import Theme

ROOMY = 1000  # pixels


class ViewTabs(QTabWidget):
    """Tabs that come and go with what fits the data.

    Signals:
        step_wanted(Component): a view wants a step taken.
    """

    step_wanted = Signal(object)

    def __init__(
        self, brush: Brush, views: Sequence[DataView], theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("data_views")
        self.setAccessibleName(self.tr("Views of the data"))
        self.setDocumentMode(True)
        self.setUsesScrollButtons(True)
        self.tabBar().setStyleSheet("QTabBar::tab { padding: 6px 8px; }")  # there are many
        self._brush = brush
        self._views = tuple(views)
        self._theme = theme
        self._made: dict[str, DataViewWidget] = {}
        self._columns: list[QVBoxLayout] = []
        self._wanted = self._views[0].name if self._views else ""  # what the user looked at last
        self._is_fitting = False
        for view in self._views:
            place = QWidget(self)
            place.setObjectName(f"view_{view.name}")
            column = QVBoxLayout(place)
            column.setContentsMargins(0, 0, 0, 0)
            self._columns.append(column)
            self.addTab(place, view.title)
        self.currentChanged.connect(self._show_chosen)
        self.set_theme(theme)

    @property
    def made(self) -> dict[str, DataViewWidget]:
        """The views that have been looked at, by name."""
        return dict(self._made)

    def fit(self, dataset: Dataset) -> None:
        """Show the tabs that have something to show, and the one that was chosen if it has."""
        self._is_fitting = True
        fitting = [number for number, view in enumerate(self._views) if view.fits(dataset)]
        for number in range(self.count()):
            self.setTabVisible(number, number in fitting)
        wanted = [number for number in fitting if self._views[number].name == self._wanted]
        chosen = [*wanted, *fitting, -1][0]
        self.setCurrentIndex(chosen)
        self._is_fitting = False
        self._show_tab(chosen)

    def show_view(self, name: str) -> None:
        """Look at a view, if it fits the data."""
        for number, view in enumerate(self._views):
            if view.name == name and self.isTabVisible(number):
                self.setCurrentIndex(number)

    def set_theme(self, theme: Theme) -> None:
        """Draw in another theme."""
        self._theme = theme
        self._show_icons()
        for widget in self._made.values():
            widget.set_theme(theme)

    def shutdown(self) -> None:
        """End the views' background work; the window is closing."""
        for widget in self._made.values():
            widget.shutdown()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_icons()

    def _show_icons(self) -> None:
        """Titles alone where there is not room for icons as well."""
        is_roomy = self.width() >= ROOMY
        for number, view in enumerate(self._views):
            drawn = icon(view.icon, self._theme, "secondary") if is_roomy else QIcon()
            self.setTabIcon(number, drawn)

    def _show_chosen(self, number: int) -> None:
        """A tab was chosen by mouse, key or program; Qt's own choice while tabs hide is none."""
        if number >= 0 and not self._is_fitting:
            self._wanted = self._views[number].name
            self._show_tab(number)

    def _show_tab(self, number: int) -> None:
        if number < 0 or self._brush.dataset is None:
            return
        view = self._views[number]
        if view.name in self._made:
            return
        widget = self._made[view.name] = view.make(self._brush)
        widget.set_theme(self._theme)
        self._columns[number].addWidget(cast("QWidget", widget))
        wanted: Any = getattr(widget, "step_wanted", None)
        if wanted is not None:
            take: Callable[[object], None] = self.step_wanted.emit
            wanted.connect(take)
