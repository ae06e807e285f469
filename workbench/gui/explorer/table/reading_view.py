"""The view of texts for reading: paragraphs with their class, and a field to choose among them."""

import numpy as np
from PySide6.QtCore import QCoreApplication, QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget
from typing_extensions import override

from workbench.core.run import Progressed, Run
from workbench.data.dataset import Column, Dataset, IntArray
from workbench.gui.background import Background
from workbench.gui.brush import Brush
from workbench.gui.data_view import DataView
from workbench.gui.explorer.table.paragraphs import Paragraphs
from workbench.gui.theme import Theme

PAUSE_MS = 200
_BLOCK = 20_000


def reading_view() -> DataView:
    """The reading view as a tab of the explorer."""
    title = QCoreApplication.translate("ReadingView", "Texts")
    return DataView("reading", title, "mdi6.text-long", ReadingView, _fits)


def _fits(dataset: Dataset) -> bool:
    return any(a.kind == "string" for a in dataset.schema.attributes)


def containing(texts: Column, needle: str) -> Run[IntArray]:
    """The row numbers of the texts that contain a word, in letters of either case."""
    wanted, found = needle.casefold(), []
    for start in range(0, len(texts), _BLOCK):
        block = texts[start : start + _BLOCK]
        found += [
            start + i
            for i, text in enumerate(block)
            if text is not None and wanted in text.casefold()
        ]
        yield Progressed(start + len(block), len(texts))
    return np.array(found, dtype=np.int64)


class ReadingView(QWidget):
    """The texts of a data set as paragraphs."""

    def __init__(self, brush: Brush, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._brush = brush
        self._is_stale = True
        self._n_shown = 0
        self.setObjectName("reading_view")
        self.setAccessibleName(self.tr("Texts for reading"))
        self.attribute_box = QComboBox(self)
        self.attribute_box.setObjectName("reading_attribute")
        self.attribute_box.setAccessibleName(self.tr("Attribute with the texts"))
        self.field = QLineEdit(self)
        self.field.setObjectName("reading_filter")
        self.field.setPlaceholderText(self.tr("Show texts that contain …"))
        self.field.setAccessibleName(self.tr("Show texts that contain this"))
        self.field.setClearButtonEnabled(True)
        self.count = QLabel(self)
        self.count.setObjectName("reading_count")
        self.count.setProperty("role", "secondary")
        self.paragraphs = Paragraphs(brush, self)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._work = Background(self)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setContentsMargins(8, 8, 12, 8)
        row.setSpacing(8)
        row.addWidget(self.attribute_box)
        row.addWidget(self.field, 1)
        row.addWidget(self.count)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row)
        column.addWidget(self.paragraphs, 1)

    def _connect(self) -> None:
        self._brush.dataset_changed.connect(self._take_dataset)
        self._brush.selection_changed.connect(self._count)
        self.attribute_box.currentIndexChanged.connect(lambda _: self.choose())
        self.field.textChanged.connect(lambda _: self._pause.start())
        self.field.returnPressed.connect(self.paragraphs.setFocus)
        self._pause.timeout.connect(self.choose)
        self._work.done.connect(lambda rows, _: self._show(rows))

    def set_theme(self, theme: Theme) -> None:
        """Draw in another theme."""
        self.paragraphs.set_theme(theme)

    def shutdown(self) -> None:
        """End the search; the window is closing."""
        self._pause.stop()
        self._work.shutdown()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._is_stale:
            self._take_dataset()

    def choose(self) -> None:
        """Show the texts that contain what is in the field."""
        self._pause.stop()
        self._work.cancel()
        dataset, name = self._brush.dataset, self.attribute_box.currentText()
        if dataset is None or name not in dataset.schema:
            self.paragraphs.show_texts(None, "", np.empty(0, dtype=np.int64))
            return
        texts, needle = dataset.column(name), self.field.text()
        if needle:
            self._work.start(lambda: containing(texts, needle))
        else:
            self._show(np.arange(dataset.n_samples))

    def _show(self, rows: IntArray) -> None:
        self._n_shown = len(rows)
        self.paragraphs.show_texts(self._brush.dataset, self.attribute_box.currentText(), rows)
        self._count()

    def _take_dataset(self) -> None:
        self._is_stale = not self.isVisible()
        if self._is_stale:
            return
        dataset, kept = self._brush.dataset, self.attribute_box.currentText()
        attributes = dataset.schema.attributes if dataset else ()
        names = [a.name for a in attributes if a.kind == "string"]
        self.attribute_box.blockSignals(True)  # noqa: FBT003  Qt's
        self.attribute_box.clear()
        self.attribute_box.addItems(names)
        self.attribute_box.setCurrentIndex(max(self.attribute_box.findText(kept), 0))
        self.attribute_box.blockSignals(False)  # noqa: FBT003
        self.choose()

    def _count(self) -> None:
        words = self.tr("{n} texts · {selected} selected")
        self.count.setText(
            words.format(n=f"{self._n_shown:,}", selected=f"{self._brush.n_selected:,}")
        )
