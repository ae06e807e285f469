"""What can be done with a column: the menu of the table's header."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QPoint, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from workbench.core.component import Component
from workbench.gui.explorer.table.grid import SampleGrid
from workbench.gui.explorer.table.model import SampleModel
from workbench.preprocess.select_attributes import SelectAttributes
from workbench.preprocess.set_class import SetClass


class HeaderMenu(QObject):
    """Sort, hide and widen a column; make it the class or remove it, as steps.

    Signals:
        step_wanted(Component): a step on the data.
    """

    step_wanted = Signal(object)

    def __init__(self, grid: SampleGrid, model: SampleModel) -> None:
        super().__init__(grid)
        self._grid = grid
        self._model = model
        grid.head.customContextMenuRequested.connect(self._open)

    def made(self, column: int) -> QMenu:
        """The menu for one column."""
        menu = QMenu(self._grid)
        menu.setObjectName("table_header_menu")
        head, attribute = self._grid.head, self._model.attributes[column]
        ascending, descending = Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder
        self._add(menu, self.tr("Sort ascending"), lambda: head.setSortIndicator(column, ascending))
        self._add(
            menu, self.tr("Sort descending"), lambda: head.setSortIndicator(column, descending)
        )
        file_order = self._add(
            menu, self.tr("Order of the file"), lambda: head.setSortIndicator(-1, ascending)
        )
        file_order.setEnabled(head.sortIndicatorSection() >= 0)
        menu.addSeparator()
        self._add(menu, self.tr("Fit width to contents"), lambda: self._grid.fit_column(column))
        hide = self._add(menu, self.tr("Hide column"), lambda: head.hideSection(column))
        hide.setEnabled(head.count() - head.hiddenSectionCount() > 1)
        show = self._add(menu, self.tr("Show all columns"), self._show_all)
        show.setEnabled(head.hiddenSectionCount() > 0)
        menu.addSeparator()
        target = self._add(
            menu, self.tr("Use as class"), lambda: self._want(SetClass(attribute=attribute.name))
        )
        target.setEnabled(attribute.role != "class" and attribute.kind in {"nominal", "numeric"})
        self._add(
            menu,
            self.tr("Remove attribute"),
            lambda: self._want(SelectAttributes(attributes=(attribute.name,))),
        )
        return menu

    def _open(self, place: QPoint) -> None:
        column = self._grid.head.logicalIndexAt(place)
        if column >= 0:
            menu = self.made(column)
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            menu.popup(self._grid.head.viewport().mapToGlobal(place))

    @staticmethod
    def _add(menu: QMenu, text: str, action: Callable[[], None]) -> QAction:
        made = menu.addAction(text)
        made.triggered.connect(action)
        return made

    def _want(self, step: Component) -> None:
        self.step_wanted.emit(step)

    def _show_all(self) -> None:
        for column in range(self._grid.head.count()):
            self._grid.head.showSection(column)
