"""Makes a step of a selection: keep or remove the selected samples, or a filter by ranges."""

from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from workbench.core.component import Component
from workbench.gui.brush import Brush
from workbench.gui.icons import icon
from workbench.gui.plots.figure import labelled
from workbench.gui.theme import Theme
from workbench.preprocess.filter_rows import FilterRows
from workbench.preprocess.keep_rows import KeepRows
from workbench.preprocess.row_range import rows_text

_GLYPH = "mdi6.filter-plus-outline"


@dataclass(frozen=True)
class NumberRange:
    """From where to where an attribute's values go."""

    attribute: str
    low: float
    high: float

    def expression(self) -> str:
        """The range as ``filter_rows`` reads it, with no more digits than the picture shows."""
        digits = 4
        while float(f"{self.low:.{digits}g}") >= float(f"{self.high:.{digits}g}") and digits < 17:
            digits += 1
        name = self.attribute.replace("`", "``")
        return f"{self.low:.{digits}g} <= `{name}` <= {self.high:.{digits}g}"


class StepButton(QToolButton):
    """A button with a menu of the steps that a selection can become.

    Signals:
        step_wanted(Component): one was chosen.
    """

    step_wanted = Signal(object)

    def __init__(self, brush: Brush, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._brush = brush
        self._ranges: tuple[NumberRange, ...] = ()
        labelled(
            self, name, self.tr("Make a step of the selection"),
            self.tr("Keep or remove the selected samples, as a step that can be undone"),
        )  # fmt: skip
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(self)
        menu.setObjectName(f"{name}Menu")
        self.setMenu(menu)
        self.filter_action = self._added(menu, "Filter", "", self._filter)
        self.keep_action = self._added(
            menu, "Keep", self.tr("Keep only the selected samples"), lambda: self._rows("keep")
        )
        self.remove_action = self._added(
            menu, "Remove", self.tr("Remove the selected samples"), lambda: self._rows("remove")
        )
        menu.aboutToShow.connect(self.refresh)
        brush.selection_changed.connect(self.refresh)
        brush.dataset_changed.connect(lambda: self.set_ranges(()))
        self.refresh()

    def set_ranges(self, ranges: tuple[NumberRange, ...]) -> None:
        """Offer a filter by these ranges; none: only the samples themselves."""
        self._ranges = ranges
        self.refresh()

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours."""
        self.setIcon(icon(_GLYPH, theme))

    @property
    def expression(self) -> str:
        """What the filter keeps; "" if there is no range."""
        return " and ".join(one.expression() for one in self._ranges)

    def refresh(self) -> None:
        """Enable what can be done."""
        has_selection = self._brush.n_selected > 0
        words = self.tr("Filter: {expression}").format(expression=self.expression)
        self.filter_action.setText(words)
        self.filter_action.setVisible(bool(self._ranges))
        for action in (self.keep_action, self.remove_action):
            action.setEnabled(has_selection)
        self.setEnabled(has_selection or bool(self._ranges))

    def _filter(self) -> None:
        self.step_wanted.emit(FilterRows(expression=self.expression))

    def _rows(self, action: str) -> None:
        dataset = self._brush.dataset
        if dataset is not None:
            rows = rows_text(dataset.sample_ids[self._brush.selected])
            step: Component = KeepRows.parse({"action": action, "rows": rows})
            self.step_wanted.emit(step)

    def _added(self, menu: QMenu, suffix: str, text: str, slot: object) -> QAction:
        action = menu.addAction(text)
        action.setObjectName(f"{self.objectName()}{suffix}")
        action.triggered.connect(slot)
        return action
