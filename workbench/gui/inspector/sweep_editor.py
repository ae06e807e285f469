"""Several values of one parameter: a line of them, or boxes to tick where there are few."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QCoreApplication, QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from workbench.core.component import Component
from workbench.core.errors import ParameterError
from workbench.flow.sweep_text import sweep_text, sweep_values
from workbench.gui.icons import icon
from workbench.gui.inspector.facts import FieldFacts
from workbench.gui.theme import Theme

ROW_HEIGHT = 28
VISIBLE_ROWS = 8


class SweepEditor(QWidget):
    """Takes several values of a parameter; what is downstream comes once for each.

    Signals:
        edited(tuple): valid values, at least one.
        refused(str): why what was entered is not valid; empty when it is again.
        single_wanted(): back to one value.
    """

    edited = Signal(tuple)
    refused = Signal(str)
    single_wanted = Signal()

    def __init__(
        self,
        kind: type[Component],
        field: FieldFacts,
        theme: Theme,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._kind, self._field = kind, field
        self._shown = ""
        self.line = QLineEdit(self)
        self.list = QListWidget(self)
        self.count = QLabel(self)
        self.back = QToolButton(self)
        self.inner: QWidget = self.list if self._options else self.line
        self._name(theme)
        self._lay_out()
        self._fill()
        self.line.textEdited.connect(lambda _text: self._values())
        self.line.editingFinished.connect(self._finish)
        self.list.itemChanged.connect(lambda _item: self._tick())
        self.back.clicked.connect(self.single_wanted)

    def show_values(self, values: Sequence[Any]) -> None:
        """Show values that are valid."""
        self.refused.emit("")
        self._count(len(values))
        if self._options:
            with QSignalBlocker(self.list):
                for row, option in enumerate(self._options):
                    state = Qt.CheckState.Checked if option in values else Qt.CheckState.Unchecked
                    self.list.item(row).setCheckState(state)
            return
        self._shown = sweep_text(values)
        if self.line.text() != self._shown:
            self.line.setText(self._shown)

    # ------------------------------------------------------------------ what is entered

    @property
    def _options(self) -> tuple[Any, ...]:
        """What can be ticked; nothing where values are written."""
        field = self._field
        if field.kind is bool:
            return (True, False)
        return (*([None] if field.is_optional and field.choices else []), *field.choices)

    def _values(self) -> tuple[Any, ...] | None:
        """What the line says; None, with a sentence, where it says nothing valid."""
        try:
            values = sweep_values(self._kind, self._field.name, self.line.text())
        except ParameterError as error:
            self.refused.emit(error.message)
            return None
        self.refused.emit("")
        self._count(len(values))
        return values

    def _finish(self) -> None:
        if self.line.text() == self._shown:
            return
        values = self._values()
        if values is not None:
            self._shown = self.line.text()
            self.edited.emit(values)

    def _tick(self) -> None:
        chosen = tuple(
            option
            for row, option in enumerate(self._options)
            if self.list.item(row).checkState() == Qt.CheckState.Checked
        )
        self._count(len(chosen))
        if chosen:
            self.refused.emit("")
            self.edited.emit(chosen)
        else:
            self.refused.emit(self.tr("Tick at least one value."))

    # ------------------------------------------------------------------ putting together

    def _count(self, n: int) -> None:
        if n == 1:
            words = self.tr("1 value; separate several by {}").format(
                ";" if self._field.is_tuple else ","
            )
            words = self.tr("1 value; tick more") if self._options else words
        else:
            words = self.tr("{} values; what is downstream comes once for each").format(n)
        self.count.setText(words)

    def _fill(self) -> None:
        for option in self._options:
            item = QListWidgetItem(sweep_text([option]))
            item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Unchecked)
            self.list.addItem(item)
        rows = min(VISIBLE_ROWS, self.list.count())
        self.list.setFixedHeight(rows * ROW_HEIGHT + 4)
        self.list.setVisible(bool(self._options))
        self.line.setVisible(not self._options)

    def _name(self, theme: Theme) -> None:
        name, label = self._field.name, self._field.label
        self.inner.setObjectName(f"{name}_values")
        self.inner.setAccessibleName(self.tr("Values of {}").format(label))
        self.inner.setToolTip(grammar(self._field))
        self.list.setProperty("role", "field")
        self.line.setPlaceholderText(self.tr("such as {}").format(_example(self._field)))
        self.count.setProperty("role", "secondary")
        self.count.setWordWrap(True)
        self.count.setObjectName(f"{name}_count")
        self.back.setObjectName(f"{name}_single")
        self.back.setProperty("role", "small")
        self.back.setIcon(icon("mdi6.close", theme, "secondary"))
        self.back.setToolTip(self.tr("Back to one value"))
        self.back.setAccessibleName(self.tr("Back to one value"))

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(4)
        row.addWidget(self.line, 1)
        row.addWidget(self.list, 1)
        row.addWidget(self.back, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(row)
        column.addWidget(self.count)
        self.setFocusProxy(self.inner)


def _example(field: FieldFacts) -> str:
    if field.is_tuple:
        return "16; 32, 16; 64" if field.item_kind is int else "a; b, c"
    if field.kind is int:
        return "1, 3, 5, 9"
    return "0.001..1 log 4" if field.kind is float else "a, b"


def grammar(field: FieldFacts) -> str:
    """How several values of a parameter are written, in a tool tip's words."""
    if field.is_tuple:
        return _tr("Lists, separated by semicolons: 16; 32, 16; 64. () is the empty list.")
    if field.kind is int:
        return _tr("Numbers and ranges: 1, 3, 5, 9 · 1..9 · 1..9 step 2 · 1..1000 log 4")
    if field.kind is float:
        return _tr("Numbers and ranges: 0.1, 0.5 · 0..1 even 5 · 0..1 step 0.25 · 0.001..1 log 4")
    if field.kind is bool or field.choices:
        return _tr("Tick the values that are to be tried.")
    return _tr('Separated by commas; one that holds a comma in double quotes: a, "b, c".')


def _tr(text: str) -> str:
    return QCoreApplication.translate("SweepEditor", text)
