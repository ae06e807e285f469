"""Which lines of a chart are hidden by the user, and which items belong to a row of its legend."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from workbench.gui.plots.legend import Legend


class ShownLines(QObject):
    """Hides items by making them transparent, so that views may show and hide them as before.

    Args:
        lines: the lines of the chart, a list that changes with it, for rows that name no items.

    Signals:
        changed: the user has hidden or shown something.
    """

    changed = Signal()

    def __init__(self, legend: Legend, lines: Sequence[Any], parent: QObject) -> None:
        super().__init__(parent)
        self._legend = legend
        self._lines = lines
        self._faded: list[Any] = []
        legend.toggled.connect(self.toggle)

    @property
    def hidden(self) -> frozenset[str]:
        """The keys of the rows whose lines are hidden."""
        return self._legend.hidden

    def toggle(self, key: str) -> None:
        """Hide what belongs to a row, or show it again."""
        self._legend.set_hidden(self.hidden ^ {key})
        self.apply()
        self.changed.emit()

    def toggle_number(self, number: int) -> None:
        """``toggle`` the row that is the n-th (from 1) of those that can be hidden; 0 shows all."""
        keys = [key for key, _ in self._rows()]
        if number == 0 and self.hidden:
            self._legend.set_hidden(frozenset())
            self.apply()
            self.changed.emit()
        elif 1 <= number <= len(keys):
            self.toggle(keys[number - 1])

    def apply(self) -> None:
        """Hide what is to be hidden, after the rows or the lines have changed."""
        if not self.hidden and not self._faded:
            return
        for item in self._faded:
            item.setOpacity(1.0)
        self._faded = [
            item
            for number, row in enumerate(self._legend.rows)
            if row.key_at(number) in self.hidden
            for item in (row.items or self._with_pen(row.pen))
        ]
        for item in self._faded:
            item.setOpacity(0.0)

    def offer(self, menu: QMenu) -> None:
        """Add a submenu of the lines, for those who use no mouse."""
        rows = self._rows()
        if not rows:
            return
        lines = menu.addMenu(self.tr("Lines"))
        lines.setObjectName("plotLines")
        for number, (key, text) in enumerate(rows, start=1):
            action = QAction(text.replace("&", "&&"), lines)
            if number < 10:
                action.setText(f"{action.text()}\t{number}")
            action.setCheckable(True)
            action.setChecked(key not in self.hidden)
            action.triggered.connect(lambda _checked, key=key: self.toggle(key))
            lines.addAction(action)

    def _rows(self) -> list[tuple[str, str]]:
        """Key and words of each row that can be hidden."""
        rows = enumerate(self._legend.rows)
        return [(row.key_at(number), row.text) for number, row in rows if row.can_hide]

    def _with_pen(self, pen: Any) -> list[Any]:
        return [line for line in self._lines if pen is not None and line.opts["pen"] == pen]
