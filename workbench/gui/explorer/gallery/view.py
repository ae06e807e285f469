"""The view of pictures: thumbnails by class, and the average picture of each class."""

import numpy as np
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QSlider,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from workbench.core.errors import WorkbenchError
from workbench.data.dataset import Column, Dataset, FloatArray
from workbench.data.profile.average_image import average_images
from workbench.gui.background import Background
from workbench.gui.brush import Brush
from workbench.gui.data_view import DataView
from workbench.gui.explorer.gallery.averages import Averages
from workbench.gui.explorer.gallery.closeup import CloseUp
from workbench.gui.explorer.gallery.sections import classes_of, sections_of
from workbench.gui.explorer.gallery.thumbnails import Thumbnails
from workbench.gui.pictures import picture_names
from workbench.gui.theme import LIGHT, Theme

MIN_SIDE, MAX_SIDE, SIDE = 16, 192, 48


def gallery_view() -> DataView:
    """The gallery of pictures as a tab of the explorer."""
    title = QCoreApplication.translate("GalleryView", "Pictures")
    return DataView("gallery", title, "mdi6.image-multiple-outline", GalleryView, _fits)


def _fits(dataset: Dataset) -> bool:
    return bool(picture_names(dataset))


class GalleryView(QWidget):
    """Thumbnails and average pictures of a data set."""

    def __init__(self, brush: Brush, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._brush = brush
        self._theme = LIGHT
        self._is_stale = True
        self._averaged: Column | None = None  # the pictures the averages are of
        self.setObjectName("gallery_view")
        self.setAccessibleName(self.tr("Gallery of the pictures"))
        self.attribute_box = self._box("gallery_attribute", self.tr("Attribute with the pictures"))
        self.order_box = self._box("gallery_order", self.tr("Order of the pictures"))
        for text, key in (
            (self.tr("A few of each class"), "few"),
            (self.tr("All, by class"), "class"),
            (self.tr("All, as in the file"), "file"),
        ):
            self.order_box.addItem(text, key)
        self.slider = QSlider(Qt.Orientation.Horizontal, self)
        self.slider.setObjectName("gallery_size")
        self.slider.setAccessibleName(self.tr("Size of the thumbnails"))
        self.slider.setToolTip(self.slider.accessibleName())
        self.slider.setRange(MIN_SIDE, MAX_SIDE)
        self.slider.setValue(SIDE)
        self.slider.setFixedWidth(160)
        self.count = QLabel(self)
        self.count.setObjectName("gallery_count")
        self.count.setProperty("role", "secondary")
        self.thumbnails = Thumbnails(brush, self)
        self.thumbnails.set_side(SIDE)
        self.averages = Averages(self)
        self.message = QLabel(self)
        self._work = Background(self)
        self._lay_out()
        self._connect()

    def _box(self, name: str, words: str) -> QComboBox:
        box = QComboBox(self)
        box.setObjectName(name)
        box.setAccessibleName(words)
        box.setToolTip(words)
        return box

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setContentsMargins(8, 8, 8, 8)
        row.setSpacing(8)
        for widget in (self.attribute_box, self.order_box, self.slider):
            row.addWidget(widget)
        row.addStretch(1)
        row.addWidget(self.count)
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setWidget(self.averages)
        self.tabs = QTabWidget(self)
        self.tabs.setObjectName("gallery_tabs")
        self.tabs.setDocumentMode(True)
        self.tabs.addTab(self.thumbnails, self.tr("Thumbnails"))
        self.tabs.addTab(area, self.tr("Average of each class"))
        self.message.setObjectName("gallery_message")
        self.message.setProperty("role", "secondary")
        self.message.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.message.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row)
        column.addWidget(self.tabs, 1)
        column.addWidget(self.message, 1)

    def _connect(self) -> None:
        self._brush.dataset_changed.connect(self._take_dataset)
        self._brush.selection_changed.connect(self._count)
        self.attribute_box.currentIndexChanged.connect(lambda _: self._show_pictures())
        self.order_box.currentIndexChanged.connect(lambda _: self._show_pictures())
        self.slider.valueChanged.connect(self.thumbnails.set_side)
        self.tabs.currentChanged.connect(lambda _: self._show_averages())
        self.thumbnails.opened.connect(self.enlarge)
        self._work.done.connect(lambda means, _: self._take_means(means))
        self._work.failed.connect(self._fail)

    def set_theme(self, theme: Theme) -> None:
        """Draw in another theme."""
        self._theme = theme
        self.thumbnails.set_theme(theme)
        self.averages.set_theme(theme)

    def shutdown(self) -> None:
        """End background work; the window is closing."""
        self._work.shutdown()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._is_stale:
            self._take_dataset()

    @property
    def pictures(self) -> Column | None:
        """The pictures of the chosen attribute, shape (n, h, w) or (n, h, w, 3)."""
        dataset, name = self._brush.dataset, self.attribute_box.currentText()
        return dataset.column(name) if dataset and name in dataset.schema else None

    def enlarge(self, row: int) -> None:
        """Show the picture of the sample of a row number as large as fits."""
        pictures, dataset = self.pictures, self._brush.dataset
        if pictures is None or dataset is None:
            return
        title = self.tr("Row {row}").format(row=f"{int(dataset.sample_ids[row]) + 1:,}")
        classes, labels = classes_of(dataset)
        if labels[0] and classes[row] >= 0:
            words = self.tr("Row {row} · {label}")
            title = words.format(
                row=f"{int(dataset.sample_ids[row]) + 1:,}", label=labels[int(classes[row])]
            )
        CloseUp(title, pictures[row], self._theme, self).show()

    def _take_dataset(self) -> None:
        self._is_stale = not self.isVisible()
        if self._is_stale:
            return
        dataset = self._brush.dataset
        names, kept = picture_names(dataset) if dataset else [], self.attribute_box.currentText()
        self.attribute_box.blockSignals(True)  # noqa: FBT003  Qt's
        self.attribute_box.clear()
        self.attribute_box.addItems(names)
        self.attribute_box.setCurrentIndex(max(self.attribute_box.findText(kept), 0))
        self.attribute_box.blockSignals(False)  # noqa: FBT003
        self.attribute_box.setVisible(len(names) > 1)
        self.tabs.setVisible(bool(names))
        self.message.setVisible(not names)
        self.message.setText(
            self.tr("Pictures will be shown here.\nNo attribute of these data holds any.")
        )
        self._averaged = None
        self._show_pictures()

    def _show_pictures(self) -> None:
        dataset, pictures = self._brush.dataset, self.pictures
        titles = (self.tr("All pictures"), self.tr("Without a class"))
        sections = sections_of(dataset, self.order_box.currentData(), titles) if dataset else ()
        self.thumbnails.show_pictures(pictures, sections if pictures is not None else ())
        self._show_averages()
        self._count()

    def _show_averages(self) -> None:
        """Work the averages out once their tab is looked at."""
        dataset, pictures = self._brush.dataset, self.pictures
        is_seen = self.tabs.currentWidget() is not self.thumbnails
        if not is_seen or dataset is None or pictures is None or pictures is self._averaged:
            return
        self._averaged = pictures
        classes, labels = classes_of(dataset)
        self._work.start(lambda: average_images(pictures, classes, len(labels)))

    def _take_means(self, means: FloatArray) -> None:
        if self._brush.dataset is None:
            return
        classes, labels = classes_of(self._brush.dataset)
        counts = np.bincount(classes[classes >= 0], minlength=len(labels)).tolist()
        titles = labels if labels != ("",) else (self.tr("All pictures"),)
        self.averages.show_means(means, titles, counts)

    def _fail(self, error: WorkbenchError) -> None:
        self.count.setText(error.message)

    def _count(self) -> None:
        dataset = self._brush.dataset
        words = self.tr("{n} pictures · {selected} selected")
        n_samples = dataset.n_samples if dataset else 0
        self.count.setText(words.format(n=f"{n_samples:,}", selected=f"{self._brush.n_selected:,}"))
