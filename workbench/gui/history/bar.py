"""The line above the table: search, filter, groups, columns."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMenu,
    QSizePolicy,
    QToolButton,
    QWidget,
)
from typing_extensions import override

from workbench.gui.history.words import fact_title, group_title, state_title
from workbench.gui.icons import icon
from workbench.gui.theme import Theme
from workbench.runs.history.columns import GROUPS
from workbench.runs.history.query import parts_of, term
from workbench.runs.history.records import Row

TYPING_MS = 120
MOST_OFFERED = 30  # values in a menu
FIELDS = ("state", "learner", "data", "tag", "flow", "origin")


class RunBar(QWidget):
    """Says which runs are listed.

    Signals:
        searched(str): a query was typed, or put together from the menu.
        grouped(str): by what; empty for nothing.
        left_down(): from the search the arrow leads down, into the table.
    """

    searched = Signal(str)
    grouped = Signal(str)
    left_down = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("run_bar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._rows: Sequence[Row] = ()
        self.search = self._search_field()
        self.filter = self._button("run_filter", self.tr("Filter"), self.tr("Only some runs"))
        self.filter_menu = QMenu(self.filter)
        self.filter_menu.setObjectName("run_filter_menu")
        self.filter_menu.aboutToShow.connect(self._fill_filters)
        self.filter.setMenu(self.filter_menu)
        self.group_box = QComboBox(self)
        self.group_box.setObjectName("run_group")
        self.group_box.setAccessibleName(self.tr("Groups of runs"))
        for by in ("", *GROUPS):
            self.group_box.addItem(group_title(by), by)
        self.columns = self._button("run_columns", self.tr("Columns"), self.tr("Choose columns"))
        self.count = QLabel(self)
        self.count.setObjectName("run_count")
        self.count.setProperty("role", "secondary")
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(TYPING_MS)
        self._typing.timeout.connect(lambda: self.searched.emit(self.search.text()))
        self.search.textChanged.connect(lambda _: self._typing.start())
        self.search.returnPressed.connect(self.apply)
        self.search.left_down.connect(self._leave_down)
        self.group_box.currentIndexChanged.connect(
            lambda _: self.grouped.emit(str(self.group_box.currentData()))
        )
        self._lay_out()

    def _search_field(self) -> "_SearchField":
        field = _SearchField(self)
        field.setObjectName("run_search")
        field.setAccessibleName(self.tr("Search runs"))
        field.setPlaceholderText(self.tr("Search:  words  learner:mlp  accuracy>0.75"))
        field.setToolTip(
            self.tr(
                "Words, or name:value of state, learner, data, tag, flow, test, device, note; or a "
                "score, parameter, run, seconds compared with a number: accuracy>0.75, k<=5"
            )
        )
        field.setClearButtonEnabled(True)
        field.setMinimumWidth(160)
        return field

    def _lay_out(self) -> None:
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(16, 8, 16, 8)
        self.row.setSpacing(8)
        self.row.addWidget(self.search, 1)
        for widget in (self.filter, self.group_box, self.columns, self.count):
            self.row.addWidget(widget)

    def add_actions(self, actions: Sequence[QAction]) -> None:
        """Put buttons at the end of the line."""
        for action in actions:
            button = QToolButton(self)
            button.setDefaultAction(action)
            button.setObjectName(f"button_{action.objectName()}")
            button.setAccessibleName(action.text())
            if action.menu() is None:
                button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            else:
                button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
            self.row.addWidget(button)

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Offer what these lines can be told apart by."""
        self._rows = rows

    def show_count(self, n_listed: int, n_rows: int, n_selected: int) -> None:
        """Say how many there are."""
        words = f"{n_rows:,}" if n_listed == n_rows else f"{n_listed:,} / {n_rows:,}"
        if n_selected > 1:
            words = self.tr("{all} · {n} selected").format(n=f"{n_selected:,}", all=words)
        self.count.setText(words)

    def apply(self) -> None:
        """Search at once for what is typed."""
        self._typing.stop()
        self.searched.emit(self.search.text())

    def set_query(self, query: str) -> None:
        """Search for something else."""
        self.search.setText(query)
        self.apply()

    def shutdown(self) -> None:
        """The window is closing."""
        self._typing.stop()

    def set_theme(self, theme: Theme) -> None:
        """Draw in another theme."""
        self.filter.setIcon(icon("mdi6.filter-outline", theme, "secondary"))
        self.columns.setIcon(icon("mdi6.view-column-outline", theme, "secondary"))

    def _button(self, name: str, text: str, tip: str) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName(name)
        button.setAccessibleName(tip)
        button.setToolTip(tip)
        button.setText(text)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        button.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        return button

    def _fill_filters(self) -> None:
        """Offer, for each field, the values that there are, the most frequent first."""
        self.filter_menu.clear()
        for field in FIELDS:
            counts = _counts(self._rows, field)
            if not counts:
                continue
            menu = self.filter_menu.addMenu(fact_title("name" if field == "learner" else field))
            menu.setObjectName(f"filter_{field}")
            for value, n in counts[:MOST_OFFERED]:
                words = state_title(value) if field == "state" else value
                action = menu.addAction(f"{words}   {n:,}")
                added = term(field, value)
                action.triggered.connect(lambda _=False, added=added: self._add_term(added))
        self.filter_menu.addSeparator()
        everything = self.filter_menu.addAction(self.tr("All runs"))
        everything.setObjectName("filter_none")
        everything.triggered.connect(lambda: self.set_query(""))

    def _leave_down(self) -> None:
        self.apply()
        self.left_down.emit()

    def _add_term(self, added: str) -> None:
        field = added.partition(":")[0]
        parts = parts_of(self.search.text())
        kept = [part for part in parts if not part.startswith(f"{field}:")]
        self.set_query(" ".join([*kept, added]))


class _SearchField(QLineEdit):
    """A field that the arrow leads out of.

    Signals:
        left_down(): the arrow down was pressed.
    """

    left_down = Signal()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down:
            self.left_down.emit()
            return
        super().keyPressEvent(event)


def _counts(rows: Sequence[Row], field: str) -> list[tuple[str, int]]:
    counts: dict[str, int] = {}
    for row in rows:
        for value in _values(row, field):
            if value:
                counts[value] = counts.get(value, 0) + 1
    return sorted(counts.items(), key=lambda pair: -pair[1])


def _values(row: Row, field: str) -> Sequence[str]:
    match field:
        case "tag":
            return row.tags
        case "learner":
            return (row.name,)
        case "data":
            return (row.relation,)
        case "flow":
            return (row.flow_name,)
        case _:
            return (str(getattr(row, field)),)
