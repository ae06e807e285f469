"""The layers of a design as rows of a list or a table, to be dragged, dropped and copied."""

from collections.abc import Collection, Sequence
from typing import Any, TypeAlias

from PySide6.QtCore import (
    QAbstractTableModel,
    QCoreApplication,
    QMimeData,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from typing_extensions import override

from workbench.gui.component_words import translated
from workbench.gui.icons import Role, icon
from workbench.gui.theme import CATEGORY_COLOURS, Theme
from workbench.models.networks.design import Design
from workbench.runs.layer_kinds import icon_of
from workbench.runs.layer_rows import HEADINGS, LayerRow

Index: TypeAlias = QModelIndex | QPersistentModelIndex

ROWS_MIME = "application/x-workbench-layer-rows"
ROW_ROLE = Qt.ItemDataRole.UserRole
NAME, KIND, WORDS, OUTPUT, WEIGHTS, BIASES, COSTS = range(7)
_ROOT = QModelIndex()
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)


class LayerModel(QAbstractTableModel):
    """One row a layer. It changes nothing: what is dropped on it is told.

    Signals:
        dropped(places, at): rows are to be moved before another one.
        text_dropped(text, at): layers in the short notation are to be put before a row.
    """

    dropped = Signal(object, int)
    text_dropped = Signal(str, int)

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: tuple[LayerRow, ...] = ()
        self.is_read_only = False
        self._theme = theme

    def show_rows(self, rows: Sequence[LayerRow]) -> None:
        """Show other rows; those on show stay selected where there are as many."""
        rows = tuple(rows)
        if rows == self.rows:
            return
        if len(rows) != len(self.rows):
            self.beginResetModel()
            self.rows = rows
            self.endResetModel()
        else:
            self.rows = rows
            self._tell_changed()

    def set_theme(self, theme: Theme) -> None:
        """Draw in another theme."""
        self._theme = theme
        self._tell_changed()

    def text(self, places: Collection[int]) -> str:
        """Some layers in the short notation."""
        chosen = tuple(self.rows[i].layer for i in sorted(places))
        return Design(layers=chosen).text.replace("; ", "\n")

    def _tell_changed(self) -> None:
        if self.rows:
            last = self.index(len(self.rows) - 1, len(HEADINGS) - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    # ------------------------------------------------------------------ what Qt asks

    @override
    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.rows)

    @override
    def columnCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(HEADINGS)

    @override
    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation == Qt.Orientation.Vertical:
            return section + 1 if role == Qt.ItemDataRole.DisplayRole else None
        if role == Qt.ItemDataRole.DisplayRole:
            return QCoreApplication.translate("LayerTable", HEADINGS[section])
        if role == Qt.ItemDataRole.TextAlignmentRole and section >= OUTPUT:
            return _RIGHT
        return None

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row, column = self.rows[index.row()], index.column()
        match role:
            case Qt.ItemDataRole.UserRole:
                return row
            case Qt.ItemDataRole.DisplayRole:
                return self._cell(row, column)
            case Qt.ItemDataRole.TextAlignmentRole:
                return _RIGHT if column >= OUTPUT else None
            case Qt.ItemDataRole.DecorationRole:
                return self._icon(row) if column == NAME else None
            case _:
                return self._words(row, column, role)

    def _words(self, row: LayerRow, column: int, role: int) -> str | None:
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"{row.error} {row.remedy}" if row.error else row.layer.help()
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return spoken(row) if column == NAME else self._cell(row, column)
        return None

    def _icon(self, row: LayerRow) -> Any:
        if row.error:
            return icon("mdi6.alert-circle", self._theme, "failed")
        family: Any = row.layer.family
        role: Role = family if family in CATEGORY_COLOURS else "secondary"
        return icon(icon_of(type(row.layer)), self._theme, role)

    @staticmethod
    def _cell(row: LayerRow, column: int) -> str:
        match column:
            case 1:
                return translated(row.layer.title)
            case 2 if row.error:
                return f"{row.words} · {row.error}" if row.words else row.error
            case 4 | 5 | 6:
                count = (row.weights, row.biases, row.multiply_adds)[column - WEIGHTS]
                return f"{count:,}" if count else ""
            case _:
                return row.cells()[column]

    # ------------------------------------------------------------------ dragging

    @override
    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if not index.isValid():
            return Qt.ItemFlag.ItemIsDropEnabled
        return flags | Qt.ItemFlag.ItemIsDragEnabled

    @override
    def supportedDropActions(self) -> Qt.DropAction:
        return Qt.DropAction.MoveAction | Qt.DropAction.CopyAction

    @override
    def mimeTypes(self) -> list[str]:
        return [ROWS_MIME, "text/plain"]

    @override
    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        places = sorted({index.row() for index in indexes})
        data = QMimeData()
        data.setText(self.text(places))
        data.setData(ROWS_MIME, f"{id(self)}:{','.join(map(str, places))}".encode())
        return data

    @override
    def canDropMimeData(
        self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: Index
    ) -> bool:
        return not self.is_read_only and (data.hasFormat(ROWS_MIME) or data.hasText())

    @override
    def dropMimeData(
        self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: Index
    ) -> bool:
        if self.is_read_only:
            return False
        at = row if row >= 0 else parent.row() if parent.isValid() else len(self.rows)
        owner, _, places = bytes(data.data(ROWS_MIME).data()).decode().partition(":")
        if owner == str(id(self)):
            self.dropped.emit(tuple(int(place) for place in places.split(",") if place), at)
        elif data.text().strip():
            self.text_dropped.emit(data.text(), at)
        return False  # the rows that were dragged stay until the design says otherwise


def spoken(row: LayerRow) -> str:
    """A row as a screen reader says it."""
    tr = QCoreApplication.translate
    parts = [row.name, row.words]
    if row.output:
        parts.append(tr("LayerTable", "gives {}").format(row.output))
    if row.has_parameters:
        words = tr("LayerTable", "{} weights, {} biases")
        parts.append(words.format(f"{row.weights:,}", f"{row.biases:,}"))
    parts.append(f"{row.error} {row.remedy}".strip())
    return ", ".join(part for part in parts if part)
