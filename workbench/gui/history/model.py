"""The runs as Qt's tables ask for them: flat, or in groups."""

from collections.abc import Callable, Collection, Sequence
from typing import Any, TypeAlias

from PySide6.QtCore import (
    QAbstractItemModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QGuiApplication, QPixmap
from typing_extensions import override

from workbench.gui.history import cells
from workbench.gui.history.words import STATE_ICONS, title_of
from workbench.gui.icons import icon
from workbench.gui.text_size import TEXT_SIZE
from workbench.gui.theme import LIGHT, Theme
from workbench.runs.history.columns import Column, columns_of, grouped, ordered
from workbench.runs.history.query import found, texts_of
from workbench.runs.history.records import Row

Index: TypeAlias = QModelIndex | QPersistentModelIndex
Key: TypeAlias = tuple[int, int]  # numbers of a run and of a result
_ROOT = QModelIndex()
_ROLE = Qt.ItemDataRole
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
MARK = 16
# Made once: they are asked for twice a line, and joining flags in Python takes its time.
_GROUP = Qt.ItemFlag.ItemIsEnabled
_LINE = _GROUP | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren
_FIELD = _LINE | Qt.ItemFlag.ItemIsEditable
EDITABLE = frozenset({"tags", "note"})


def _pixel_ratio() -> float:
    app = QGuiApplication.instance()
    return app.devicePixelRatio() if isinstance(app, QGuiApplication) else 1.0


class RunModel(QAbstractItemModel):
    """Lines of the history, searched, in order, in groups.

    Signals:
        edited(int, str, str): the tags or the note of a run are to be others.
    """

    edited = Signal(int, str, str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: list[Row] = []
        self.columns: tuple[Column, ...] = columns_of(())
        self.query = self.by = ""
        self.sorting = Column("run"), True  # by which column, and whether the largest is first
        self.listed: list[int] = []  # places of the lines that are found, in order
        self.groups: list[tuple[str, list[int]]] = []
        self.strong = QFont()
        self._texts: list[str] | None = None
        self._theme: Theme = LIGHT
        self._marks: dict[str, QPixmap] = {}
        self.set_theme(LIGHT)

    # ---------------------------------------------------------------- what is shown

    def show_rows(self, rows: list[Row]) -> None:
        """Show other lines."""
        self.beginResetModel()
        self.rows, self._texts = rows, None
        self.columns = columns_of(rows)
        self._arrange()
        self.endResetModel()

    def find(self, query: str) -> None:
        """Show only the lines that a query finds."""
        self._rearranged(lambda: setattr(self, "query", query))

    def group(self, by: str) -> None:
        """Put lines into groups; an empty word for none."""
        self._rearranged(lambda: setattr(self, "by", by))

    @override
    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        if 0 <= column < len(self.columns):
            wanted = self.columns[column], order == Qt.SortOrder.DescendingOrder
            self._rearranged(lambda: setattr(self, "sorting", wanted))

    def change(self, runs: Collection[int], edit: Callable[[Row], Row]) -> None:
        """Show some runs as they are after an edit, where they are."""
        self.rows = [edit(row) if row.run in runs else row for row in self.rows]
        self._texts = None
        self.layoutChanged.emit()

    def set_theme(self, theme: Theme) -> None:
        """Draw in another theme."""
        self._theme = theme
        # Pictures: icons that are kept in Python crash its collector, as their engine is ours.
        size, ratio = QSize(MARK, MARK) * TEXT_SIZE.scale, _pixel_ratio()
        self._marks = {
            state: icon(name, theme, role).pixmap(size, ratio)
            for state, (name, role) in STATE_ICONS.items()
        }
        self.layoutChanged.emit()

    def _rearranged(self, change: Callable[[], object]) -> None:
        self.beginResetModel()
        change()
        self._arrange()
        self.endResetModel()

    def _arrange(self) -> None:
        column, descending = self.sorting
        order = ordered(self.rows, column, descending=descending)
        if self.query:
            if self._texts is None:
                self._texts = texts_of(self.rows)
            wanted = set(found(self.rows, self._texts, self.query))
            order = [place for place in order if place in wanted]
        self.listed = order
        self.groups = grouped(self.rows, order, self.by) if self.by else []

    # ---------------------------------------------------------------- places

    def place(self, index: Index) -> int | None:
        """The place of a line among all; None for a group."""
        if not index.isValid():
            return None
        group = index.internalId()
        if group:
            return self.groups[group - 1][1][index.row()]
        return None if self.by else self.listed[index.row()]

    def row(self, index: Index) -> Row | None:
        """The line at an index; None for a group."""
        place = self.place(index)
        return None if place is None else self.rows[place]

    def indexes(self, keys: Collection[Key]) -> list[QModelIndex]:
        """Where lines are shown, each once.

        A run that had no learner's line yet is found by the first that it has now.
        """
        wanted, found_ones = set(keys), []
        parts: Sequence[tuple[int, list[int]]] = [(0, self.listed)]
        if self.by:
            parts = [(i + 1, places) for i, (_, places) in enumerate(self.groups)]
        for group, places in parts:
            for number, place in enumerate(places):
                run, result = self.rows[place].run, self.rows[place].result
                if (run, result) in wanted or (run, 0) in wanted:
                    wanted -= {(run, result), (run, 0)}
                    found_ones.append(self.createIndex(number, 0, group))
        return found_ones

    # ---------------------------------------------------------------- what Qt asks

    @override
    def index(self, row: int, column: int, parent: Index = _ROOT) -> QModelIndex:
        # Asked once for each line: not by hasIndex, which asks back three times.
        is_there = 0 <= row < self.rowCount(parent) and 0 <= column < len(self.columns)
        if not is_there:
            return QModelIndex()
        return self.createIndex(row, column, parent.row() + 1 if parent.isValid() else 0)

    @override
    def hasChildren(self, parent: Index = _ROOT) -> bool:
        if parent.isValid():
            return bool(self.by) and not parent.internalId() and parent.column() == 0
        return bool(self.rows)

    @override
    def parent(self, child: Index = _ROOT) -> Any:
        group = child.internalId() if child.isValid() else 0
        return self.createIndex(group - 1, 0, 0) if group else QModelIndex()

    @override
    def rowCount(self, parent: Index = _ROOT) -> int:
        if not parent.isValid():
            return len(self.groups) if self.by else len(self.listed)
        if self.by and not parent.internalId() and parent.column() == 0:
            return len(self.groups[parent.row()][1])
        return 0

    @override
    def columnCount(self, parent: Index = _ROOT) -> int:
        return len(self.columns)

    @override
    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = _ROLE.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        column = self.columns[section]
        if role == _ROLE.DisplayRole:
            return title_of(column)
        if role == _ROLE.TextAlignmentRole:
            return _RIGHT if column.is_number else _LEFT
        return None

    @override
    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid() or (self.by and not index.internalId()):
            return _GROUP
        return _FIELD if self.columns[index.column()].key in EDITABLE else _LINE

    @override
    def data(self, index: Index, role: int = _ROLE.DisplayRole) -> Any:
        row = self.row(index)
        if row is None:
            return self._group_data(index, role)
        column = self.columns[index.column()]
        if role == _ROLE.DisplayRole:
            return cells.cell(row, column)
        if role == _ROLE.TextAlignmentRole:
            is_right = column.is_number or isinstance(column.value(row), float)
            return _RIGHT if is_right else _LEFT
        if role == _ROLE.ToolTipRole:
            return cells.tip(row, column) or None
        if role == _ROLE.EditRole and column.key in EDITABLE:
            return str(column.value(row) or "")
        return self._look(row, column, role)

    def _look(self, row: Row, column: Column, role: int) -> Any:
        if role == _ROLE.DecorationRole and column.key == "state":
            return self._marks.get(row.state)
        if role == _ROLE.ForegroundRole and column.key in {"started", "test", "run"}:
            return QColor(self._theme.secondary)
        return None

    def _group_data(self, index: Index, role: int) -> Any:
        if not index.isValid() or index.column() != 0:
            return None
        name, places = self.groups[index.row()]
        if role == _ROLE.DisplayRole:
            return f"{' '.join(name.split()) or cells.NOTHING}   {len(places):,}"
        return self.strong if role == _ROLE.FontRole else None

    @override
    def setData(self, index: Index, value: Any, role: int = _ROLE.EditRole) -> bool:
        row = self.row(index)
        if row is None or role != _ROLE.EditRole or value == self.data(index, role):
            return False
        self.edited.emit(row.run, self.columns[index.column()].key, str(value))
        return True
