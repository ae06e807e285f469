"""The samples behind what was chosen in a plot: what is true of them, what was said, the rows."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QMenu,
    QPlainTextEdit,
    QPushButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from workbench.data.dataset import Dataset
from workbench.data.schema import Attribute
from workbench.gui.pictures import is_picture
from workbench.gui.plots.data_table import PICTURE, ROW, DatasetModel
from workbench.gui.plots.figure import labelled, tabular_digits
from workbench.gui.text_size import scaled
from workbench.gui.theme import LIGHT, Theme

WIDEST, NARROWEST = 260, 56
MOST_COPIED = 20_000  # rows as text


class SamplesPanel(QWidget):
    """A table of samples, the surest first; the text of the one that is looked at below it.

    Signals:
        explore_wanted(): these samples are to be selected in the explorer.
        cleared(): nothing is to be chosen.
    """

    explore_wanted = Signal()
    cleared = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("samplesPanel")
        self.setAccessibleName(self.tr("Chosen samples"))
        self.theme: Theme = LIGHT
        self.samples: Dataset | None = None
        self.model = DatasetModel(self)
        self.heading = QLabel(self)
        self.heading.setObjectName("samplesHeading")
        self.heading.setWordWrap(True)
        self.heading.setTextFormat(Qt.TextFormat.PlainText)
        self.explore = QPushButton(self.tr("Show in explorer"), self)
        labelled(
            self.explore,
            "samplesExplore",
            self.tr("Show in explorer"),
            self.tr("Open the data in the explorer with these samples selected"),
        )
        self.clear = QPushButton(self.tr("Clear"), self)
        labelled(self.clear, "samplesClear", self.tr("Clear"), self.tr("Choose no cell"))
        self.view = self._made_view()
        self.text = QPlainTextEdit(self)
        self.text.setObjectName("samplesText")
        self.text.setAccessibleName(self.tr("Text of the sample"))
        self.text.setReadOnly(True)
        self.text.setFixedHeight(scaled(64))
        self._lay_out()
        self.explore.clicked.connect(self.explore_wanted)
        self.clear.clicked.connect(self.cleared)
        self.view.selectionModel().currentChanged.connect(self._show_text)

    def show_samples(self, samples: Dataset, told: tuple[str, ...], words: str) -> None:
        """Show samples.

        Args:
            told: the attributes that were told of them; the second last says which learner's.
            words: what they are, in a line.
        """
        self.samples = samples
        self.heading.setText(words)
        attributes = _in_order(samples, told)
        columns = [samples.column(a.name) for a in attributes]
        has_pictures = any(map(is_picture, attributes, columns))
        self.view.verticalHeader().setDefaultSectionSize(
            scaled(PICTURE + 8 if has_pictures else ROW)
        )
        shown = samples.with_columns(attributes, columns)
        self.model.show_dataset(shown)
        confidence = 2 if len(attributes) > 2 else -1
        self.view.sortByColumn(confidence, Qt.SortOrder.DescendingOrder)  # anew, for other rows
        self.text.setVisible(any(a.kind == "string" for a in attributes))
        self._fit_columns()
        if samples.n_samples:
            self.view.setCurrentIndex(self.model.index(0, 0))

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours."""
        self.theme = self.model.theme = theme
        self.setStyleSheet(f"#samplesPanel {{ background: {theme.panel}; }}")
        self.view.viewport().update()

    def offer(self, menu: QMenu) -> None:
        """What the figure's menu has of the samples."""
        action = QAction(self.tr("Copy chosen samples"), menu)
        action.setObjectName("samplesCopy")
        action.triggered.connect(self.copy)
        menu.addAction(action)

    def copy(self) -> None:
        """Put the samples on the clipboard, tab between cells."""
        dataset = self.model.dataset
        if dataset is None:
            return
        columns = range(len(dataset.schema.names))
        rows = range(min(self.model.rowCount(), MOST_COPIED))
        lines = ["\t".join(dataset.schema.names)]
        lines += ["\t".join(self.model.cell(r, c) for c in columns) for r in rows]
        QGuiApplication.clipboard().setText("\n".join(lines) + "\n")

    def _show_text(self) -> None:
        dataset, row = self.model.dataset, self.view.currentIndex().row()
        if dataset is None or row < 0:
            return
        texts = [i for i, a in enumerate(dataset.schema.attributes) if a.kind == "string"]
        self.text.setPlainText("\n".join(self.model.cell(row, i) for i in texts))

    def _fit_columns(self) -> None:
        self.view.resizeColumnsToContents()
        for column in range(self.model.columnCount()):
            wanted = self.view.columnWidth(column) + 12
            self.view.setColumnWidth(column, min(max(wanted, NARROWEST), WIDEST))

    def _made_view(self) -> QTableView:
        view = QTableView(self)
        view.setObjectName("samplesTable")
        view.setAccessibleName(self.tr("Rows of the chosen samples"))
        view.setModel(self.model)
        view.setSortingEnabled(True)
        view.setShowGrid(False)
        view.setWordWrap(False)
        view.setFrameShape(QTableView.Shape.NoFrame)
        view.setFont(tabular_digits())
        view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        view.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        view.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        view.horizontalHeader().setResizeContentsPrecision(60)
        view.horizontalHeader().setHighlightSections(False)
        return view

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(8, 4, 8, 4)
        head.addWidget(self.heading, 1)
        head.addWidget(self.explore)
        head.addWidget(self.clear)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.view, 1)
        column.addWidget(self.text)

    @override
    def showEvent(self, event: object) -> None:
        super().showEvent(event)  # type: ignore[arg-type]
        self._fit_columns()


def _in_order(samples: Dataset, told: tuple[str, ...]) -> list[Attribute]:
    """What was told first, then pictures and texts, then the rest; the class only as "actual"."""
    first, probabilities, fold = told[:3], told[3:-2], told[-1:]
    own = [a for a in samples.schema.attributes if a.name not in told and a.role != "class"]
    seen = [a for a in own if a.kind in {"array", "string"}]
    names = [*first, *(a.name for a in seen), *probabilities]
    names += [a.name for a in own if a not in seen]
    return [samples.schema.attribute(name) for name in (*names, *fold)]
