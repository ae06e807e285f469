"""What the model answers: probabilities, and the training samples that are nearest."""

import numpy as np
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QBoxLayout,
    QHeaderView,
    QLabel,
    QTableView,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from workbench.data.dataset import Dataset
from workbench.data.schema import Attribute
from workbench.gui.pictures import picture_names
from workbench.gui.plots.data_table import PICTURE, ROW, DatasetModel
from workbench.gui.plots.figure import tabular_digits
from workbench.gui.plots.trying.board_place import BoardPlace
from workbench.gui.plots.trying.probability_bars import ProbabilityBars
from workbench.gui.text_size import scaled
from workbench.gui.theme import Theme
from workbench.models.trying import Answer, TryOut

WIDEST = 200
WIDE = 480  # pixels from which on the neighbours stand beside the probabilities


class AnswerPanel(QWidget):
    """Probabilities above, neighbours below."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("tryAnswer")
        self.said = QLabel(self)
        self.said.setObjectName("trySaid")
        self.said.setTextFormat(Qt.TextFormat.PlainText)
        self.said.setWordWrap(True)
        self.said.setFont(tabular_digits(bold=True))
        self.bars = ProbabilityBars(self)
        self.near = QLabel(self)
        self.near.setObjectName("tryNear")
        self.near.setTextFormat(Qt.TextFormat.PlainText)
        self.near.setWordWrap(True)
        self.model = DatasetModel(self)
        self.view = self._made_view()
        self._sides = QBoxLayout(QBoxLayout.Direction.TopToBottom, self)
        self._sides.setContentsMargins(8, 4, 8, 8)
        self._sides.setSpacing(12)
        above, below = QVBoxLayout(), QVBoxLayout()
        above.addWidget(self.said)
        above.addWidget(self.bars, 1)
        above.addStretch(0)
        below.addWidget(self.near)
        below.addWidget(self.view, 1)
        self._sides.addLayout(above, 1)
        self._sides.addLayout(below, 1)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        is_wide = self.width() >= WIDE and self.width() > self.height()
        sides = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        self._sides.setDirection(sides[is_wide])

    def show_answer(self, tried: TryOut, answer: Answer, place: BoardPlace | None = None) -> None:
        """Show what a model says.

        Args:
            place: where pictures are in its rows.
        """
        schema = tried.model.schema
        is_classification = schema.task == "classification"
        self.bars.setVisible(is_classification)
        if is_classification:
            code = int(answer.predicted)
            labels, threshold = schema.target.values, tried.model.threshold
            self.bars.show_probabilities(labels, answer.outputs, code, threshold)
            words = _tr("{target}: {label}")
            self.said.setText(words.format(target=schema.target.name, label=labels[code]))
            if threshold is not None:
                more = _tr(" (threshold {value} for '{label}')")
                told = more.format(value=f"{threshold.value:.3g}", label=threshold.label)
                self.said.setText(self.said.text() + told)
        else:
            words = _tr("{target}: {value}")
            self.said.setText(
                words.format(target=schema.target.name, value=f"{answer.predicted:.6g}")
            )
        self._show_near(answer, place)

    def show_words(self, words: str) -> None:
        """Say something in place of an answer."""
        self.said.setText(words)
        self.bars.hide()
        self.near.setText("")
        self.model.show_dataset(None)

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours."""
        self.bars.theme = self.model.theme = theme
        self.bars.update()
        self.near.setStyleSheet(f"color: {theme.secondary};")
        self.setStyleSheet(f"#tryAnswer {{ background: {theme.panel}; }}")

    def _show_near(self, answer: Answer, place: BoardPlace | None) -> None:
        nearest, near = answer.nearest, answer.near
        self.view.setVisible(near is not None)
        if nearest is None or near is None:
            self.near.setText(
                _tr("A model from a file has no training rows, so nothing near can be shown.")
            )
            return
        spaces = {
            "code": _tr("Nearest of {n} training samples, by their codes in the network"),
            "inputs": _tr("Nearest of {n} training samples, by the model's scaled inputs"),
        }
        self.near.setText(spaces[nearest.space].format(n=f"{nearest.n_searched:,}"))
        near = _with_picture(near, place)
        first = [near.schema.class_attribute] if near.schema.class_attribute else []
        names = picture_names(near)
        rest = [a for a in near.schema.attributes if a not in first and a.name not in names]
        ahead = [*(near.schema.attribute(name) for name in names), *first]
        distance = Attribute(near.schema.free_name("distance"), "numeric")
        shown = near.with_columns(
            [*ahead, distance, *rest],
            [
                *(near.column(a.name) for a in ahead),
                np.array([float(f"{d:.4g}") for d in nearest.distances]),
                *(near.column(a.name) for a in rest),
            ],
        )
        self._show_table(shown, has_pictures=bool(names))

    def _show_table(self, shown: Dataset, *, has_pictures: bool) -> None:
        high = scaled(PICTURE + 8 if has_pictures else ROW)
        self.view.verticalHeader().setDefaultSectionSize(round(high))
        is_other = self.model.dataset is None or self.model.dataset.schema != shown.schema
        self.model.show_dataset(shown)
        if is_other:
            self.view.resizeColumnsToContents()
            for column in range(self.model.columnCount()):
                wanted = self.view.columnWidth(column) + 12
                self.view.setColumnWidth(column, min(max(wanted, 56), WIDEST))

    def _made_view(self) -> QTableView:
        view = QTableView(self)
        view.setObjectName("tryNearest")
        view.setAccessibleName(_tr("Nearest training samples"))
        view.setModel(self.model)
        view.setShowGrid(False)
        view.setWordWrap(False)
        view.setFont(tabular_digits())
        view.setFrameShape(QTableView.Shape.NoFrame)
        view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        view.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        view.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        view.horizontalHeader().setHighlightSections(False)
        return view


def _with_picture(near: Dataset, place: BoardPlace | None) -> Dataset:
    """The rows with a picture in place of the numbers that are its pixels."""
    if place is None or len(place.names) == 1:
        return near
    columns = {name: near.column(name) for name in place.names}
    rows = [{n: column[i] for n, column in columns.items()} for i in range(near.n_samples)]
    pictures = np.array([place.pixels(row) for row in rows], np.uint8).reshape(-1, *place.shape)
    kept = [a for a in near.schema.attributes if a.name not in columns]
    name = near.schema.free_name("picture")
    attributes = [Attribute(name, "array", shape=place.shape), *kept]
    return near.with_columns(attributes, [pictures, *(near.column(a.name) for a in kept)])


def _tr(text: str) -> str:
    return QCoreApplication.translate("TryItFigure", text)
