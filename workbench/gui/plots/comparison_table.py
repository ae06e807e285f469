"""Learners × data sets: means with marks and intervals; on one data set with p and chances."""

from typing import Any, TypeAlias

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import (
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)
from typing_extensions import override

from workbench.evaluation.comparison.judgement import Cell, Judgement
from workbench.evaluation.comparison.words import number, p_value, signed
from workbench.gui.plots.chances_bar import paint_chances
from workbench.gui.plots.figure import tabular, tabular_digits
from workbench.gui.text_size import scaled
from workbench.gui.theme import LIGHT, Theme

Index: TypeAlias = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_ROW = 44  # two lines
_BAR_WIDTH = 190


class ComparisonModel(QAbstractTableModel):
    """A row for each learner: its name, how often it is better, a column for each data set."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.judgement: Judgement | None = None
        self.theme: Theme = LIGHT

    def show_judgement(self, judgement: Judgement | None) -> None:
        """Show another one."""
        self.beginResetModel()
        self.judgement = judgement
        self.endResetModel()

    @property
    def n_data_sets(self) -> int:
        """Columns in the middle."""
        return len(self.judgement.data_sets) if self.judgement else 0

    @property
    def headings(self) -> tuple[str, ...]:
        """Of each column."""
        if self.judgement is None or not self.n_data_sets:
            return ()
        names = self.judgement.data_sets
        if len(names) == 1:
            return (self.tr("Learner"), *names, self.tr("p"), self.tr("Better, equal, worse"))
        counts = ("(v/ /*)", self.tr("Wins − losses"))  # WEKA's words
        return (self.tr("Learner"), *counts, *names)

    def is_bar(self, column: int) -> bool:
        """Whether a column shows chances."""
        return self.n_data_sets == 1 and column == 3

    def data_set(self, column: int) -> int | None:
        """The data set of a column; None for the columns that are about others."""
        number = column - (1 if self.n_data_sets == 1 else 3)
        return number if 0 <= number < self.n_data_sets else None

    def cell(self, index: Index) -> Cell | None:
        """The learner on the data set; the only one where the column is about p or chances."""
        if self.judgement is None or index.column() == 0 or not self.n_data_sets:
            return None
        data_set = 0 if self.n_data_sets == 1 else self.data_set(index.column())
        return None if data_set is None else self.judgement.cells[data_set][index.row()]

    @override
    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() or not self.judgement else len(self.judgement.learners)

    @override
    def columnCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.headings)

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.DisplayRole:
            return self.text(index.row(), index.column())
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if index.column() else _LEFT
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._explained(index)
        if role == Qt.ItemDataRole.FontRole and self._is_base(index.row()) and not index.column():
            return tabular_digits(bold=True)
        if role == Qt.ItemDataRole.ForegroundRole:
            return self._ink(index)
        return None

    @override
    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal or self.judgement is None:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if section else _LEFT
        if role == Qt.ItemDataRole.ToolTipRole and self.n_data_sets > 1:
            return self._heading_told(section)
        return self.headings[section] if role == Qt.ItemDataRole.DisplayRole else None

    def _heading_told(self, section: int) -> str | None:
        counts = self.tr("On how many data sets it is better than the base, neither, worse")
        wins = self.tr("Significant wins against all others less losses, over all data sets")
        return {1: counts, 2: wins}.get(section)

    def text(self, row: int, column: int) -> str:
        """What stands in a cell; a bar's is read by screen readers."""
        judgement = self.judgement
        if judgement is None:
            return ""
        if column == 0:
            name = judgement.learners[row]
            return self.tr("{learner} (base)").format(learner=name) if self._is_base(row) else name
        data_set = self.data_set(column)
        if data_set is not None:
            return self._figures(data_set, row)
        return self._one(row, column) if self.n_data_sets == 1 else self._several(row, column)

    def _figures(self, data_set: int, row: int) -> str:
        """Mean, deviation and mark; below them the difference with its interval."""
        if self.judgement is None:
            return ""
        cell, mark = self.judgement.cells[data_set][row], self.judgement.mark(data_set, row)
        first = number(cell.mean)
        if cell.n > 1:
            first = f"{first} ± {number(cell.deviation)} {mark or chr(0x2007)}"
        test = cell.test
        if test is None or test.n == 0:
            return first
        second = signed(test.difference)
        if test.n > 1:
            second += f" [{signed(test.low)}, {signed(test.high)}]"
        return f"{first}\n{second}"

    def _one(self, row: int, column: int) -> str:
        if self.judgement is None:
            return ""
        cell = self.judgement.cells[0][row]
        if column == 2:
            return "" if cell.test is None else p_value(cell.test.p if cell.test.n > 1 else None)
        if cell.chances is None:
            return ""
        c = cell.chances
        return self.tr("better {better}, equal {equal}, worse {worse}").format(
            better=f"{c.better:.2f}", equal=f"{c.equal:.2f}", worse=f"{c.worse:.2f}"
        )

    def _several(self, row: int, column: int) -> str:
        if self.judgement is None:
            return ""
        if column == 1:
            counts = "/".join(map(str, self.judgement.counts(row)))
            return "" if self._is_base(row) else counts
        standing = next(s for s in self.judgement.ranking if s.learner == row)
        return f"{standing.wins - standing.losses:+d}".replace("-", "−").replace("+0", "0")

    def _is_base(self, row: int) -> bool:
        return self.judgement is not None and row == self.judgement.question.base

    def _ink(self, index: Index) -> QColor | None:
        """Colour for what is significantly better or worse, beside its mark."""
        data_set = self.data_set(index.column())
        if self.judgement is None or data_set is None:
            return None
        mark = self.judgement.mark(data_set, index.row())
        colours = {"v": self.theme.done, "*": self.theme.failed}
        return QColor(colours[mark]) if mark else None

    def _explained(self, index: Index) -> str | None:
        judgement, cell = self.judgement, self.cell(index)
        if judgement is None or cell is None or cell.test is None:
            return None
        test, base = cell.test, judgement.learners[judgement.question.base]
        words = self.tr(
            "{n} folds. Difference from {base}: {difference}, {level} % interval {low} to {high}, "
            "p = {p} (corrected paired t-test)"
        )
        return words.format(
            n=test.n,
            base=base,
            difference=signed(test.difference),
            level=f"{100 * (1 - test.alpha):g}",
            low=signed(test.low),
            high=signed(test.high),
            p=p_value(test.p),
        )


class _Bars(QStyledItemDelegate):
    """Draws chances as bars, and all else as it comes."""

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        shows_bar = isinstance(model, ComparisonModel) and model.is_bar(index.column())
        cell = model.cell(index) if isinstance(model, ComparisonModel) and shows_bar else None
        if not isinstance(model, ComparisonModel) or cell is None or cell.chances is None:
            super().paint(painter, option, index)
            return
        painter.save()
        painter.setFont(tabular(option.font, scale=0.92))
        high = min(20.0, option.rect.height() - 8.0)
        box = QRectF(option.rect)
        bar = QRectF(box.left() + 8, box.center().y() - high / 2, box.width() - 16, high)
        paint_chances(painter, bar, cell.chances, model.theme)
        painter.restore()

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        model, size = index.model(), super().sizeHint(option, index)
        if isinstance(model, ComparisonModel) and model.is_bar(index.column()):
            size.setWidth(round(scaled(_BAR_WIDTH)))
        return size


class ComparisonTable(QTableView):
    """The table of a judgement."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("comparisonTable")
        self.setAccessibleName(self.tr("Scores of each learner on each data set"))
        self.values = ComparisonModel(self)
        self.setModel(self.values)
        self.setItemDelegate(_Bars(self))
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setShowGrid(False)
        self.setStyleSheet("QTableView::item { padding-left: 6px; padding-right: 6px; }")
        self.setFont(tabular_digits())
        self.setHorizontalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.horizontalHeader().setHighlightSections(False)

    def show_judgement(self, judgement: Judgement | None) -> None:
        """Show another judgement."""
        self.values.show_judgement(judgement)
        self.verticalHeader().setDefaultSectionSize(round(scaled(_ROW)))
        self.fit_columns()

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours."""
        self.values.theme = theme
        self.viewport().update()

    def fit_columns(self) -> None:
        """Make each column as wide as it needs to be."""
        self.resizeColumnsToContents()
        for column in range(self.values.columnCount()):
            self.setColumnWidth(column, self.columnWidth(column) + 16)
