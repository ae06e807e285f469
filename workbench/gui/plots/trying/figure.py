"""Try it: what goes in on the left, what the model answers on the right, while one types."""

from pathlib import Path
from typing import Any

import numpy as np
from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QResizeEvent
from PySide6.QtWidgets import QFileDialog, QSplitter, QWidget
from typing_extensions import override

from workbench.core.errors import WorkbenchError
from workbench.data.dataset import Dataset
from workbench.gui.background import Background
from workbench.gui.plots.figure import Figure, Rows
from workbench.gui.plots.trying.answer_panel import AnswerPanel
from workbench.gui.plots.trying.files import image_in, is_picture_file, rows_in
from workbench.gui.plots.trying.input_panel import InputPanel
from workbench.gui.theme import Theme
from workbench.models.conform import conform
from workbench.models.trying import Answer, Trying, TryOut, row_of

WAIT_MS = 5  # for further changes of the same moment
DRAIN_MS = 6  # an answer is there in a moment
WIDE = 560  # pixels from which on the answer stands beside the input


class TryItFigure(Figure):
    """A row, a drawing or a sentence, and at once the model's answer to it.

    Signals:
        answered(Answer): the model has answered.
    """

    answered = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("tryIt", "", "", parent)
        self.title = self.tr("Try it")
        self.setAccessibleName(self.title)
        self.message.setText(
            self.tr("Here a trained model will answer to what you type or draw.\nRun the flow.")
        )
        self.setAcceptDrops(True)
        self.value: TryOut | None = None
        self.answer: Answer | None = None
        self._trying: Trying | None = None
        self._waits = False  # something has changed while the model was answering
        self._rows: Dataset | None = None  # of the file that was opened
        self._random = np.random.default_rng(0)
        self.input = InputPanel(self)
        self.panel = AnswerPanel(self)
        self.splitter = QSplitter(Qt.Orientation.Horizontal, self)
        self.splitter.setObjectName("trySplitter")
        self.splitter.setChildrenCollapsible(False)
        self.splitter.addWidget(self.input)
        self.splitter.addWidget(self.panel)
        self.splitter.setSizes([380, 520])
        self.set_stage(self.splitter)
        for control in self.input.controls:
            self.controls.addWidget(control)
        self.controls.addStretch(1)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(WAIT_MS)
        self.background = Background(self, DRAIN_MS)
        self.reading = Background(self)
        self._connect()
        self.set_theme(self.theme)

    # ------------------------------------------------------------------ what is shown

    @override
    def show_value(self, value: object) -> None:
        before = self.value
        self.value = value if isinstance(value, TryOut) else None
        self.set_filled(self.value is not None)
        self.background.cancel()
        self._waits = False
        self.answer, self._trying, self._rows = None, None, None
        if self.value is None:
            return
        self._trying = Trying(self.value)
        schema = self.value.model.schema
        if before is None or before.model.schema != schema:
            self.input.show_model(self.value)
            self._timer.stop()  # what changed there is asked about below
        self.input.show_source(self.value.name, has_rows=self.value.dataset is not None)
        self._ask()

    @override
    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        self.input.set_theme(theme)
        self.panel.set_theme(theme)

    @override
    def numbers(self) -> Rows:
        if self.value is None or self.answer is None:
            return []
        target = self.value.model.schema.target
        if not target.values:
            return [[target.name], [f"{self.answer.predicted:.10g}"]]
        pairs = zip(target.values, self.answer.outputs.tolist(), strict=True)
        return [["class", "probability"], *([label, f"{p:.10g}"] for label, p in pairs)]

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        sides = Qt.Orientation.Horizontal, Qt.Orientation.Vertical
        self.splitter.setOrientation(sides[self.width() < WIDE])

    # ------------------------------------------------------------------ asking

    def _ask(self) -> None:
        """Ask the model about what is entered, after what is being asked."""
        if self._trying is None or self.value is None:
            return
        if self.input.is_empty:
            self._ask_for_drawing()
            return
        if self.background.is_running:
            self._waits = True
            return
        self._waits = False
        trying, row = self._trying, row_of(self.value.model.schema, self.input.values())
        self.background.start(lambda: trying.answer(row))

    def _ask_for_drawing(self) -> None:
        """Say that there is nothing yet that a model could answer to."""
        self.background.cancel()
        self._waits, self.answer = False, None
        self.panel.show_words(self.tr("Draw something"))

    def _take(self, answer: object, _notes: object) -> None:
        if isinstance(answer, Answer) and self.value is not None:
            self.answer = answer
            self.panel.show_answer(self.value, answer, self.input.place)
            self.answered.emit(answer)
        if self._waits:
            self._ask()

    def _fail(self, error: WorkbenchError) -> None:
        self.answer = None
        self.panel.show_words(str(error))
        if self._waits:
            self._ask()

    # ------------------------------------------------------------------ what comes from elsewhere

    def show_row(self, row: Dataset) -> None:
        """Enter a row of a data set that fits the model."""
        if self.value is None:
            return
        try:
            schema = self.value.model.schema
            fitting = conform(
                row, schema, {a.name for a in schema.attributes} - set(row.schema.names)
            )
        except WorkbenchError as error:
            self.panel.show_words(str(error))
            return
        self.input.show_values(_values(fitting))
        self._ask()

    def choose_random(self) -> None:
        """Enter a training sample."""
        if self.value is None or self.value.dataset is None or self.value.rows is None:
            return
        if len(self.value.rows):
            place = int(self._random.integers(len(self.value.rows)))
            self.show_row(self.value.dataset.take(self.value.rows[place : place + 1]))

    def open_file(self, path: Path) -> None:
        """Enter a picture, or the first row of a data file."""
        if not is_picture_file(path):
            self.reading.start(lambda: rows_in(path))
            return
        try:
            image = image_in(path)
        except WorkbenchError as error:
            self.panel.show_words(str(error))
            return
        if not self.input.show_image(image):
            self.panel.show_words(self.tr("This model takes no pictures."))

    def _take_rows(self, rows: object, _notes: object) -> None:
        if isinstance(rows, Dataset) and rows.n_samples:
            self._rows = rows
            self.input.show_file(rows.n_samples)
            self._show_file_row(1)
        else:
            self.panel.show_words(self.tr("This file holds no rows."))

    def _show_file_row(self, number: int) -> None:
        if self._rows is not None:
            self.show_row(self._rows.take(slice(number - 1, number)))

    def _choose_file(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, self.tr("Try a file"))
        if name:
            self.open_file(Path(name))

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls() and self.value is not None:
            event.acceptProposedAction()

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if paths:
            event.acceptProposedAction()
            self.open_file(paths[0])

    def _connect(self) -> None:
        self._timer.timeout.connect(self._ask)
        self.input.changed.connect(self._timer.start)
        self.input.random_wanted.connect(self.choose_random)
        self.input.file_wanted.connect(self._choose_file)
        self.input.row_chosen.connect(self._show_file_row)
        self.background.done.connect(self._take)
        self.background.failed.connect(self._fail)
        self.reading.done.connect(self._take_rows)
        self.reading.failed.connect(lambda error: self.panel.show_words(str(error)))


def _values(row: Dataset) -> dict[str, Any]:
    """One row, by attribute, as editors take it; None for missing."""
    gaps = {a.name: bool(row.missing(a.name)[0]) for a in row.schema.features}
    return {name: None if gap else row.column(name)[0] for name, gap in gaps.items()}
