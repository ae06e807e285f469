"""Scores of several learners in one table: over everything, by class, by fold."""

from typing import Any, TypeAlias

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSignalBlocker,
    Qt,
    QThreadPool,
    Signal,
)
from PySide6.QtGui import QAction, QColor, QFont, QKeySequence
from PySide6.QtWidgets import QComboBox, QHeaderView, QTableView, QWidget
from typing_extensions import override

from workbench.core.errors import Defect
from workbench.core.run import finish
from workbench.evaluation.charts import ScoreRow, ScoreTable, score_table
from workbench.evaluation.explain import Explanation, explain
from workbench.evaluation.predictions import Evaluation, Predictions
from workbench.gui.attempt import attempted
from workbench.gui.give_way import give_way
from workbench.gui.plots.elided import ElidedLabel
from workbench.gui.plots.explanation import ExplanationPopup
from workbench.gui.plots.figure import Figure, Rows, labelled, tabular_digits
from workbench.gui.theme import LIGHT, Theme

Index: TypeAlias = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_EMPTY = ScoreTable((), ())
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_UNDEFINED = "–"


class ScoreModel(QAbstractTableModel):
    """A table of scores: learner, class or fold, then one column for each score."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.table = _EMPTY
        self.theme: Theme = LIGHT
        self.strong_font = QFont()
        self.words = _words(self)

    def show_table(self, table: ScoreTable) -> None:
        """Show another table."""
        self.beginResetModel()
        self.table = table
        self.endResetModel()

    @property
    def heads(self) -> int:
        """How many columns come before the scores."""
        return 2 if any(row.part for row in self.table.rows) else 1

    @override
    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.table.rows)

    @override
    def columnCount(self, parent: Index = _ROOT) -> int:
        return (
            0 if parent.isValid() or not self.table.rows else self.heads + len(self.table.columns)
        )

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row, column = self.table.rows[index.row()], index.column() - self.heads
        if role == Qt.ItemDataRole.DisplayRole:
            return self.text(row, column)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if column >= 0 else _LEFT
        if role == Qt.ItemDataRole.ToolTipRole and column >= 0:
            return self._explained(row, column)
        if role == Qt.ItemDataRole.ForegroundRole and column >= 0 and row.values[column] is None:
            return QColor(self.theme.secondary)
        if role == Qt.ItemDataRole.FontRole and row.part == "weighted average":
            return self.strong_font
        return None

    @override
    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        column = section - self.heads
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if column >= 0 else _LEFT
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        if column >= 0:
            name = self.table.columns[column]
            return self.words.get(name, name)
        return self.words["learner"] if section == 0 else self.words["part"]

    def text(self, row: ScoreRow, column: int) -> str:
        """A cell; columns before the scores have negative numbers."""
        if column < 0:
            return row.part if self.heads == 2 and column == -1 else row.learner
        value, interval = row.values[column], row.intervals[column]
        if value is None:
            return _UNDEFINED
        if interval is None:
            return _number(value)
        return f"{_number(value)}  [{_number(interval[0])}, {_number(interval[1])}]"

    def explanation(self, index: Index) -> Explanation | None:
        """What a cell's score is made of; None where that is not known, or for no score."""
        if not index.isValid() or index.column() < self.heads:
            return None
        score = self.table.columns[index.column() - self.heads]
        return explain(self.table, self.table.rows[index.row()], score)

    def _explained(self, row: ScoreRow, column: int) -> str | None:
        told = explain(self.table, row, self.table.columns[column])
        if told is not None:
            return told.formula
        if row.values[column] is None:
            return self.tr("Undefined: there is nothing to divide by.")
        if row.intervals[column] is None:
            return None
        return self.tr("In brackets: the 95 % interval.")


class _Scoring(QObject):
    """Carries scores from the thread that computed them; outlives the widget if need be."""

    done = Signal(object, object)


class ScoreTableWidget(Figure):
    """The scores with their intervals; numbers stand under each other."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("scoreTable", "", "", parent)
        self.title = self.tr("Scores")
        self.setAccessibleName(self.title)
        self.message.setText(
            self.tr("The scores of each learner will be listed here.\nRun the flow to see them.")
        )
        self.value = _EMPTY
        self._awaited: object = None
        self._scoring = _Scoring()
        self._scoring.done.connect(self._take)
        self.model = ScoreModel(self)
        self.view = QTableView(self)
        self._set_up_view()
        self.set_stage(self.view)
        self._add_controls()
        self.popup: ExplanationPopup | None = None
        self._add_explaining()
        self.set_theme(self.theme)

    def _set_up_view(self) -> None:
        self.view.setObjectName("scoreTableView")
        self.view.setAccessibleName(self.tr("Scores of each learner"))
        self.view.setModel(self.model)
        self.view.setFrameShape(QTableView.Shape.NoFrame)
        self.view.setShowGrid(False)
        self.view.setStyleSheet("QTableView::item { padding-left: 6px; padding-right: 6px; }")
        self.view.setFont(tabular_digits())
        self.model.strong_font = tabular_digits(bold=True)
        self.view.verticalHeader().hide()
        self.view.verticalHeader().setDefaultSectionSize(28)
        self.view.horizontalHeader().setHighlightSections(False)
        self.view.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.view.clicked.connect(self.explain)

    def _add_controls(self) -> None:
        self.part_box = QComboBox(self)
        labelled(
            self.part_box, "scoreTablePart", self.tr("Which scores"),
            self.tr("Over all test rows, by class or by fold"),
        )  # fmt: skip
        self.controls.addWidget(self.part_box)
        self.hint = ElidedLabel("scoreTableHint", self)
        self.hint.setText(
            self.tr("In brackets: the 95 % interval. Click a number to see what it is made of.")
        )
        self.controls.addWidget(self.hint, 1)
        self.part_box.currentIndexChanged.connect(self._draw)

    def _add_explaining(self) -> None:
        action = QAction(self.tr("Explain this number"), self)
        action.setObjectName("scoreTableExplain")
        action.setShortcuts([QKeySequence("Return"), QKeySequence("Enter")])
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        action.triggered.connect(lambda: self.explain(self.view.currentIndex()))
        self.addAction(action)

    def explain(self, index: Index) -> None:
        """Open what a cell's score is made of beside it."""
        told = self.model.explanation(index)
        if told is None:
            return
        popup = self.popup = ExplanationPopup(told, self.theme, self)
        popup.destroyed.connect(self._forget_popup)
        cell = self.view.visualRect(self.model.index(index.row(), index.column()))
        popup.open_at(self.view.viewport().mapToGlobal(cell.bottomLeft()))

    def _forget_popup(self) -> None:
        self.popup = None

    @override
    def show_value(self, value: object) -> None:
        if isinstance(value, Predictions):
            value = Evaluation((value,))
        self._awaited = value
        if isinstance(value, Evaluation):
            self._compute(value)
            return
        self.value = value if isinstance(value, ScoreTable) else _EMPTY
        chosen = self.part_box.currentText()
        with QSignalBlocker(self.part_box):
            self.part_box.clear()
            for words, table in (
                (self.tr("All test rows"), self.value),
                (self.tr("By class"), self.value.by_class),
                (self.tr("By fold"), self.value.by_fold),
            ):
                if table is not None:
                    self.part_box.addItem(words, table)
            self.part_box.setCurrentIndex(max(0, self.part_box.findText(chosen)))
        self._draw()

    def _compute(self, evaluation: Evaluation) -> None:
        """Compute the scores beside the window: half a second for two learners and ten folds."""
        if not self.is_filled:
            self.message.setText(self.tr("The scores are being computed…"))
        scoring = self._scoring
        QThreadPool.globalInstance().start(
            lambda: scoring.done.emit(
                evaluation, attempted(lambda: finish(score_table(evaluation), give_way))
            )
        )

    def _take(self, evaluation: object, table: object) -> None:
        if evaluation is not self._awaited:  # of an earlier run
            return
        self.show_value(table)
        if isinstance(table, Defect):
            self.message.setText(str(table))

    @override
    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        self.model.theme = theme
        self.view.viewport().update()

    @override
    def reset_view(self) -> None:
        self.view.resizeColumnsToContents()
        for column in range(self.model.columnCount()):
            self.view.setColumnWidth(column, max(self.view.columnWidth(column) + 16, 80))

    @override
    def numbers(self) -> Rows:
        table, heads = self.model.table, ["learner", "part"]
        rows = [heads[: self.model.heads] + list(table.columns)]
        for row in table.rows:
            cells = [row.learner, row.part][: self.model.heads]
            rows.append(cells + ["" if v is None else f"{v:.10g}" for v in row.values])
        return rows

    def _draw(self) -> None:
        table = self.part_box.currentData()
        self.model.show_table(table if isinstance(table, ScoreTable) else _EMPTY)
        self.set_filled(bool(self.model.table.rows))
        self.reset_view()


def _number(value: float) -> str:
    """Four decimals, or five significant digits of large errors."""
    return f"{value:.4f}" if abs(value) < 1_000 else f"{value:.5g}"


def _words(of: ScoreModel) -> dict[str, str]:
    return {
        "learner": of.tr("Learner"),
        "part": of.tr("Part"),
        "accuracy": of.tr("Accuracy"),
        "kappa": of.tr("Kappa"),
        "auc": of.tr("ROC area"),
        "pr_auc": of.tr("PRC area"),
        "f1": of.tr("F1"),
        "precision": of.tr("Precision"),
        "recall": of.tr("Recall (TP rate)"),
        "false_positive_rate": of.tr("FP rate"),
        "mcc": of.tr("MCC"),
        "log_loss": of.tr("Log loss (nats)"),
        "mae": of.tr("MAE"),
        "rmse": of.tr("RMSE"),
        "rae": of.tr("Relative absolute error"),
        "correlation": of.tr("Correlation"),
    }
