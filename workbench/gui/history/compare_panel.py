"""The selected runs side by side: scores, parameters, data; what differs stands out."""

import html
from collections.abc import Sequence
from typing import Any, TypeAlias

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor, QFont
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QTableView,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from workbench.gui.history import cells
from workbench.gui.history.words import fact_title, state_title
from workbench.gui.theme import LIGHT, Theme, mixed
from workbench.runs.history.comparing import Comparison, Line, compared
from workbench.runs.history.records import Row

Index: TypeAlias = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_ROLE = Qt.ItemDataRole
MOST = 40  # columns
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class ComparisonModel(QAbstractTableModel):
    """A comparison, a line for each fact, a column for each run."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.comparison = Comparison((), ())
        self.lines: tuple[Line, ...] = ()
        self.theme: Theme = LIGHT
        self.strong = QFont()
        self.strong.setBold(True)

    def show(self, comparison: Comparison, *, only_differences: bool) -> None:
        """Show another comparison."""
        self.beginResetModel()
        self.comparison = comparison
        lines = comparison.lines
        self.lines = tuple(line for line in lines if line.differs or not only_differences)
        self.endResetModel()

    @override
    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.lines)

    @override
    def columnCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.comparison.labels)

    @override
    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = _ROLE.DisplayRole
    ) -> Any:
        if role == _ROLE.DisplayRole:
            if orientation == Qt.Orientation.Horizontal:
                return " ".join(self.comparison.labels[section].split())
            return fact_title(self.lines[section].name)
        if role == _ROLE.ToolTipRole and orientation == Qt.Orientation.Horizontal:
            return html.escape(self.comparison.labels[section])
        if role == _ROLE.TextAlignmentRole and orientation == Qt.Orientation.Vertical:
            return _LEFT
        return None

    @override
    def data(self, index: Index, role: int = _ROLE.DisplayRole) -> Any:
        line = self.lines[index.row()]
        value = line.values[index.column()]
        if role == _ROLE.DisplayRole:
            return _text(line, value)
        if role == _ROLE.TextAlignmentRole:
            return _RIGHT if any(isinstance(v, float) for v in line.values) else _LEFT
        if role == _ROLE.BackgroundRole and line.differs and line.part != "score":
            return QColor(mixed(self.theme.panel, self.theme.warning, 0.14))
        if role == _ROLE.FontRole and line.best == index.column():
            return self.strong
        if role == _ROLE.ForegroundRole and value is None:
            return QColor(self.theme.secondary)
        return None


class ComparePanel(QWidget):
    """Runs beside one another."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("history_compare")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.model = ComparisonModel(self)
        self.words = QLabel(self)
        self.words.setObjectName("history_compare_words")
        self.words.setProperty("role", "secondary")
        self.only_differences = QCheckBox(self.tr("Only what differs"), self)
        self.only_differences.setObjectName("history_only_differences")
        self.only_differences.setChecked(True)
        self.only_differences.toggled.connect(self._show)
        self.view = QTableView(self)
        self.view.setObjectName("history_comparison")
        self.view.setAccessibleName(self.tr("Selected runs side by side"))
        self.view.setModel(self.model)
        self.view.setFrameShape(QTableView.Shape.NoFrame)
        self.view.setHorizontalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
        self.view.verticalHeader().setDefaultSectionSize(28)
        self.view.verticalHeader().setDefaultAlignment(_LEFT)
        header = self.view.horizontalHeader()
        header.setDefaultSectionSize(208)
        header.setDefaultAlignment(_LEFT)
        header.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self._rows: Sequence[Row] = ()
        self._lay_out()

    def show_rows(self, chosen: Sequence[Row], _listed: Sequence[Row]) -> None:
        """Compare the selected lines."""
        self._rows = chosen[:MOST]
        self._show()
        self.words.setText(self._said(len(chosen)))

    def set_theme(self, theme: Theme) -> None:
        """Draw in another theme."""
        self.model.theme = theme
        self.model.layoutChanged.emit()

    def shutdown(self) -> None:
        """Nothing goes on in the background."""

    def _show(self) -> None:
        only = self.only_differences.isChecked() and len(self._rows) > 1
        self.model.show(compared(self._rows), only_differences=only)
        self.only_differences.setEnabled(len(self._rows) > 1)

    def _said(self, n_chosen: int) -> str:
        if n_chosen < 2:
            return self.tr("Select several runs above to see in what they differ.")
        if n_chosen > MOST:
            text = self.tr("The first {n} of {all} selected runs.")
            return text.format(n=MOST, all=f"{n_chosen:,}")
        return self.tr("The best of each score is bold; parameters that differ are shaded.")

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setContentsMargins(16, 4, 16, 4)
        row.addWidget(self.words, 1)
        row.addWidget(self.only_differences)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row)
        column.addWidget(self.view, 1)


def _text(line: Line, value: float | str | None) -> str:
    if value is None:
        return cells.NOTHING
    if line.part == "score" and isinstance(value, float):
        return cells.figure(value)
    if line.name == "state":
        return state_title(str(value))
    return cells.shown_value(value)
