"""The steps that were taken, as a list to be edited; a new one is chosen and filled in here."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from workbench.core.errors import WorkbenchError
from workbench.gui.component_words import translated
from workbench.gui.explorer.handed import Handed
from workbench.gui.explorer.open_data import OpenData
from workbench.gui.explorer.step_chooser import StepChooser
from workbench.gui.explorer.step_editor import StepEditor
from workbench.gui.icons import icon
from workbench.gui.theme import Theme
from workbench.runs.exploration import Applied, Exploration, Step, StepComponent

ROW_HEIGHT = 44
ICON = QSize(18, 18)


class StepsPanel(QWidget):
    """Shows the open data's steps and asks them to be changed."""

    def __init__(
        self,
        data: OpenData,
        handed: Handed,
        theme: Theme,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("steps_panel")
        self._data = data
        self._theme = theme
        self._position: int | None = None  # of the step that is edited; None for a new one
        self.list = QListWidget(self)
        self.add = QPushButton(self.tr("Add step…"), self)
        self.buttons: dict[str, QToolButton] = {}
        self.empty = QLabel(self)
        self.chooser = StepChooser(handed.catalog, theme, self)
        self.editor = StepEditor(handed.form_for, theme, self)
        self.pages = QStackedWidget(self)
        self._lay_out()
        self._connect()
        self.set_theme(theme)
        self.show_steps()

    # ---------------------------------------------------------------- showing

    def show_steps(self) -> None:
        """Show the steps as they are now."""
        applied = self._data.applied
        row, n_before = self.list.currentRow(), self.list.count()
        self.list.blockSignals(True)  # noqa: FBT003
        self.list.clear()
        for number, step in enumerate(applied.exploration.steps if applied else ()):
            self._add_row(number, step, applied)
        last = self.list.count() - 1
        self.list.setCurrentRow(last if last + 1 > n_before else min(row, last))  # a new one
        self.list.blockSignals(False)  # noqa: FBT003
        self.list.setVisible(self.list.count() > 0)
        self.empty.setVisible(self.list.count() == 0)
        self.add.setEnabled(applied is not None)
        self._show_buttons()
        self.close_editor()

    def set_theme(self, theme: Theme) -> None:
        """Draw in another theme."""
        self._theme = theme
        for name, glyph in _GLYPHS.items():
            self.buttons[name].setIcon(icon(glyph, theme))
        self.add.setIcon(icon("mdi6.plus", theme))
        self.chooser.set_theme(theme)
        self.editor.set_theme(theme)
        self.show_steps()

    def shutdown(self) -> None:
        """End background work; the window is closing."""
        self.editor.shutdown()

    # ---------------------------------------------------------------- choosing and editing

    def open_chooser(self) -> None:
        """Show all steps there are."""
        self.chooser.open()
        self.pages.setCurrentWidget(self.chooser)

    def open_editor(self, component: StepComponent, position: int | None = None) -> None:
        """Fill in a step's parameters: a new one at the end, or the one at ``position``."""
        applied = self._data.applied
        if applied is None:
            return
        self._position = position
        at = len(applied.exploration.steps) if position is None else position
        self.editor.open(component, applied.before(at), is_new=position is None)
        self.pages.setCurrentWidget(self.editor)

    def close_editor(self) -> None:
        """Show the list again."""
        self.editor.close_step()
        self.pages.setCurrentIndex(0)

    def _apply(self, component: StepComponent) -> None:
        title = translated(component.title)
        exploration = self._data.exploration
        if exploration is None:
            return
        if self._position is None:
            self._data.add(component, title)
        else:
            self._edit(exploration.with_component(self._position, component), title)
        self.close_editor()

    # ---------------------------------------------------------------- changing the list

    def _edit(self, exploration: Exploration, label: str) -> None:
        self._data.edit(exploration, label)

    def _edit_current(self) -> None:
        exploration, row = self._data.exploration, self.list.currentRow()
        if exploration is not None and row >= 0:
            self.open_editor(exploration.steps[row].component, row)

    def _remove(self) -> None:
        exploration, row = self._data.exploration, self.list.currentRow()
        if exploration is not None and row >= 0:
            self._edit(exploration.without_step(row), self.tr("Remove step"))

    def _move(self, by: int) -> None:
        exploration, row = self._data.exploration, self.list.currentRow()
        if exploration is None or not 0 <= row + by < len(exploration.steps):
            return
        self._edit(exploration.with_moved(row, row + by), self.tr("Move step"))
        self.list.setCurrentRow(row + by)

    def _tick(self, item: QListWidgetItem) -> None:
        exploration, row = self._data.exploration, self.list.row(item)
        if exploration is None:
            return
        is_enabled = item.checkState() == Qt.CheckState.Checked
        if exploration.steps[row].is_enabled != is_enabled:
            words = self.tr("Switch step on") if is_enabled else self.tr("Switch step off")
            self._edit(exploration.with_enabled(row, is_enabled=is_enabled), words)

    def _show_buttons(self) -> None:
        row, n = self.list.currentRow(), self.list.count()
        self.buttons["edit_step"].setEnabled(row >= 0)
        self.buttons["remove_step"].setEnabled(row >= 0)
        self.buttons["step_up"].setEnabled(row > 0)
        self.buttons["step_down"].setEnabled(0 <= row < n - 1)

    # ---------------------------------------------------------------- rows

    def _add_row(self, number: int, step: Step, applied: Applied | None) -> None:
        component, failed = step.component, applied.failed if applied else None
        status = component.status()
        role = "text" if step.is_enabled else "secondary"
        glyph = icon(component.icon, self._theme, "Prepare" if step.is_enabled else "secondary")
        tip = translated(component.help())
        if failed is not None and number == failed and applied is not None:
            error: WorkbenchError | None = applied.error
            glyph = icon("mdi6.alert-circle-outline", self._theme, "failed")
            status = tip = error.message if error else ""
        elif failed is not None and number > failed:
            glyph = icon(component.icon, self._theme, "secondary")
            status = self.tr("waits for the step above")
        item = QListWidgetItem(glyph, f"{translated(component.title)}\n{status}".rstrip())
        item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
        item.setCheckState(Qt.CheckState.Checked if step.is_enabled else Qt.CheckState.Unchecked)
        item.setToolTip(tip)
        item.setForeground(self.palette().text() if role == "text" else self.palette().mid())
        item.setSizeHint(QSize(0, ROW_HEIGHT if status else ROW_HEIGHT - 14))
        self.list.addItem(item)

    # ---------------------------------------------------------------- putting together

    def _lay_out(self) -> None:
        self.list.setObjectName("steps")
        self.list.setAccessibleName(self.tr("Steps taken, in order"))
        self.list.setIconSize(ICON)
        self.list.setWordWrap(False)
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.add.setObjectName("add_step")
        self.empty.setText(
            self.tr(
                "No steps yet. Add one, or change attributes and rows where you see them; "
                "each change is listed here and can be edited, moved, or switched off."
            )
        )
        self.empty.setObjectName("no_steps")
        self.empty.setWordWrap(True)
        self.empty.setProperty("role", "secondary")
        self.empty.setAlignment(Qt.AlignmentFlag.AlignTop)
        page = QWidget(self.pages)
        column = QVBoxLayout(page)
        column.setContentsMargins(12, 8, 12, 8)
        column.setSpacing(8)
        column.addLayout(self._made_head(page))
        column.addWidget(self.empty)
        column.addWidget(self.list, 1)
        column.addWidget(self.add)
        column.addStretch(0)
        for widget in (page, self.chooser, self.editor):
            self.pages.addWidget(widget)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.pages)

    def _made_head(self, page: QWidget) -> QHBoxLayout:
        words = QLabel(self.tr("Steps"), page)
        words.setProperty("role", "heading")
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addWidget(words, 1)
        tips = {
            "edit_step": self.tr("Edit the step"),
            "step_up": self.tr("Move the step up"),
            "step_down": self.tr("Move the step down"),
            "remove_step": self.tr("Remove the step"),
        }
        for name, tip in tips.items():
            button = QToolButton(page)
            button.setObjectName(name)
            button.setAccessibleName(tip)
            button.setToolTip(tip)
            button.setIconSize(QSize(16, 16))
            self.buttons[name] = button
            row.addWidget(button)
        return row

    def _connect(self) -> None:
        slots: dict[str, Callable[[], Any]] = {
            "edit_step": self._edit_current,
            "step_up": lambda: self._move(-1),
            "step_down": lambda: self._move(1),
            "remove_step": self._remove,
        }
        for name, slot in slots.items():
            self.buttons[name].clicked.connect(lambda _checked=False, slot=slot: slot())
        self.add.clicked.connect(self.open_chooser)
        self.list.itemActivated.connect(lambda _item: self._edit_current())
        self.list.itemChanged.connect(self._tick)
        self.list.currentRowChanged.connect(lambda _row: self._show_buttons())
        remove = QAction(self.list)
        remove.setShortcut("Del")
        remove.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        remove.triggered.connect(lambda _checked=False: self._remove())
        self.list.addAction(remove)
        self.chooser.chosen.connect(self.open_editor)
        self.chooser.cancelled.connect(self.close_editor)
        self.editor.applied.connect(self._apply)
        self.editor.cancelled.connect(self.close_editor)


_GLYPHS = {
    "edit_step": "mdi6.pencil-outline",
    "step_up": "mdi6.arrow-up",
    "step_down": "mdi6.arrow-down",
    "remove_step": "mdi6.trash-can-outline",
}
