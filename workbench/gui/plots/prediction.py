"""Predicted rows, and how they differ from the rows that the model was trained on."""

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QComboBox, QHeaderView, QLabel, QTableView, QVBoxLayout, QWidget
from typing_extensions import override

from workbench.gui.plots.data_table import DataTable
from workbench.gui.plots.figure import Rows, labelled, tabular_digits
from workbench.gui.theme import LIGHT, Theme
from workbench.models.drift import AttributeDrift
from workbench.models.drift_report import DriftReport, findings
from workbench.nodes.predicted import Predicted

_ROOT = QModelIndex()
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_NUMBERS = 3  # PSI, KS and p stand in the columns from 1 on


class DriftModel(QAbstractTableModel):
    """One row for each attribute, those first of which there is something to be said."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme: Theme = LIGHT
        self.attributes: tuple[AttributeDrift, ...] = ()

    def show_report(self, report: DriftReport | None) -> None:
        """Show another report."""
        self.beginResetModel()
        found = report.attributes if report is not None else ()
        self.attributes = tuple(sorted(found, key=lambda a: (not a.is_notable, -(a.psi or 0.0))))
        self.endResetModel()

    @override
    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.attributes)

    @override
    def columnCount(self, parent: QModelIndex | QPersistentModelIndex = _ROOT) -> int:
        return 0 if parent.isValid() else 5

    @override
    def data(
        self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        drift = self.attributes[index.row()]
        is_number = 1 <= index.column() <= _NUMBERS
        if role == Qt.ItemDataRole.TextAlignmentRole and is_number:
            return _RIGHT
        if role == Qt.ItemDataRole.ForegroundRole and not drift.is_notable:
            return QColor(self.theme.secondary)
        if role == Qt.ItemDataRole.DisplayRole:
            return self.cells(drift)[index.column()]
        return None

    @override
    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation == Qt.Orientation.Vertical:
            return None
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._tips()[section]
        return self.heads()[section] if role == Qt.ItemDataRole.DisplayRole else None

    def heads(self) -> list[str]:
        """What stands above the columns."""
        return [self.tr("Attribute"), "PSI", "KS", "p", self.tr("What is different")]

    def cells(self, drift: AttributeDrift) -> list[str]:
        """One row as text."""
        figures = (drift.psi, drift.ks, drift.ks_p)
        told = ["–" if value is None else f"{value:.3f}" for value in figures]
        return [drift.name, *told, findings(drift) or self.tr("nothing")]

    def _tips(self) -> list[str]:
        return [
            "",
            self.tr(
                "Population stability index of the training rows' tenths, or of labels; "
                "0.1 is some drift, 0.25 much, where chance does not explain it"
            ),
            self.tr("Kolmogorov–Smirnov: the largest distance of the distribution functions"),
            self.tr("How probable as large a KS is by chance"),
            "",
        ]


class PredictionView(DataTable):
    """The predicted rows, or a table of what is different in them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        self.drift = DriftModel()
        super().__init__(parent)
        self.drift.setParent(self)
        self.title = self.tr("Predictions")
        self.setAccessibleName(self.title)
        self.report: DriftReport | None = None
        self.sentence = QLabel(self)
        self.sentence.setObjectName("predictionSentence")
        self.sentence.setWordWrap(True)
        self.sentence.setTextFormat(Qt.TextFormat.PlainText)
        self.sentence.setContentsMargins(8, 4, 8, 4)
        self.table = self._made_table()
        self.set_stage(self.table)
        self.page_box = QComboBox(self)
        self.page_box.addItems([self.tr("Rows"), self.tr("Compared with training")])
        labelled(
            self.page_box, "predictionPage", self.tr("What is shown"),
            self.tr("The rows with their predictions, or how they differ from the training rows"),
        )  # fmt: skip
        self.controls.insertWidget(0, self.page_box)
        self.page_box.currentIndexChanged.connect(self._show_page)
        layout = self.layout()
        if isinstance(layout, QVBoxLayout):
            layout.insertWidget(1, self.sentence)
        self.set_theme(self.theme)

    @override
    def show_value(self, value: object) -> None:
        super().show_value(value)
        self.report = value.drift if isinstance(value, Predicted) else None
        self.drift.show_report(self.report)
        self.sentence.setVisible(self.is_filled)
        self.sentence.setText(
            self.report.sentence
            if self.report is not None
            else self.tr(
                "The model's file does not tell what its training rows were like, so these rows "
                "are compared with none."
            )
        )
        self.page_box.setVisible(self.report is not None)
        if self.report is None:
            self.page_box.setCurrentIndex(0)
        self._colour()
        self._show_page()

    @property
    @override
    def is_filled(self) -> bool:
        return self.stage.currentIndex() >= 1

    @override
    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        self.drift.theme = theme
        self._colour()

    @override
    def numbers(self) -> Rows:
        is_drift = self.stage.currentWidget() is self.table
        return self.report.to_csv_rows() if is_drift and self.report else super().numbers()

    def _colour(self) -> None:
        if hasattr(self, "sentence"):
            is_odd = self.report is not None and bool(self.report.notable)
            colour = self.theme.warning if is_odd else self.theme.secondary
            self.sentence.setStyleSheet(f"color: {colour}; background: {self.theme.panel};")

    def _show_page(self) -> None:
        if self.is_filled:
            self.stage.setCurrentIndex(1 + self.page_box.currentIndex())
            self.count.setVisible(self.page_box.currentIndex() == 0)

    def _made_table(self) -> QTableView:
        table = QTableView(self)
        table.setObjectName("predictionDrift")
        table.setAccessibleName(self.tr("Attributes beside the training rows"))
        table.setModel(self.drift)
        table.setShowGrid(False)
        table.setFont(tabular_digits())
        table.setFrameShape(QTableView.Shape.NoFrame)
        table.verticalHeader().hide()
        table.setStyleSheet("QTableView::item { padding-left: 6px; padding-right: 6px; }")
        header = table.horizontalHeader()
        header.setHighlightSections(False)
        header.setStretchLastSection(True)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        for column, width in enumerate((160, 72, 72, 72)):
            header.resizeSection(column, width)
        return table
