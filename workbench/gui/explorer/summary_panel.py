"""The summary of the chosen attribute: figures, hints, histogram, labels, missing values."""

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QSlider,
    QVBoxLayout,
    QWidget,
)

from workbench.core.component import Component
from workbench.data.dataset import Dataset
from workbench.data.profile.attribute_profile import AttributeProfile, Profile, classes_of
from workbench.data.profile.histogram import MAX_BINS, Histogram, histogram
from workbench.gui.explorer.content_picture import ContentPicture
from workbench.gui.explorer.counts_table import CountsTable
from workbench.gui.explorer.hint_rows import HintRows
from workbench.gui.explorer.histogram_widget import HistogramWidget
from workbench.gui.explorer.kind_words import kind_word, role_word
from workbench.gui.explorer.missing_strip import MissingStrip
from workbench.gui.explorer.summary_figures import figures
from workbench.gui.theme import Theme

COLUMNS = 2  # pairs of words and numbers beside each other
LONGEST = 18  # letters of a number that has another beside it
MANY_ROWS = 200_000  # above, the bins are counted again only when the slider is let go


class SummaryPanel(QScrollArea):
    """Shows one attribute.

    Signals:
        step_wanted(key, values, label): a step that follows from a hint.
    """

    step_wanted = Signal(str, dict, str)

    def __init__(
        self, catalog: Mapping[str, type[Component]], theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("summary")
        self.setAccessibleName(self.tr("Summary of the attribute"))
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._dataset: Dataset | None = None
        self._shown: AttributeProfile | None = None
        self._labels: list[QLabel] = []
        content = QWidget(self)
        self.name = QLabel(content)
        self.name.setProperty("role", "heading")
        self.name.setObjectName("summary_name")
        self.name.setTextFormat(Qt.TextFormat.PlainText)
        self.kind = QLabel(content)
        self.kind.setProperty("role", "secondary")
        self._grid = QGridLayout()
        self.hints = HintRows(catalog, theme, content)
        self.picture = HistogramWidget(theme, content)
        self.content = ContentPicture(theme, content)
        self.bins = self._made_bins(content)
        self.strip = MissingStrip(theme, content)
        self.counts = CountsTable(content)
        self._lay_out(content)
        self.hints.step_wanted.connect(self.step_wanted)
        self.show_attribute(None, None, None)

    def show_attribute(
        self, dataset: Dataset | None, one: AttributeProfile | None, profile: Profile | None
    ) -> None:
        """Show an attribute; nothing is known of it yet where ``one`` is None."""
        is_same = one is self._shown and dataset is self._dataset
        self._dataset, self._shown = dataset, one
        self.hints.show_hints(one, profile)
        if is_same and one is not None:
            return
        self.name.setText(one.attribute.name if one else "")
        self.kind.setText(_told(one))
        self._fill(figures(one) if one else [])
        self.strip.show_shares(one.stripes if one else None)
        self.counts.show_counts(one)
        self.content.show_content(one)
        found = one.histogram if one else None
        is_adjustable = found is not None and not found.labels
        self._bins_row.setVisible(is_adjustable)
        if found is not None and is_adjustable:
            self.bins.blockSignals(True)  # noqa: FBT003
            self.bins.setValue(len(found.counts))
            self.bins.blockSignals(False)  # noqa: FBT003
        self._draw(found)

    def set_theme(self, theme: Theme) -> None:
        """Draw in another theme."""
        self.picture.theme = self.strip.theme = self.hints.theme = self.content.theme = theme
        self.picture.update()
        self.content.update()
        self.strip.update()

    def _draw(self, found: Histogram | None) -> None:
        target = self._dataset.schema.class_attribute if self._dataset else None
        classes = target.values if target is not None and target.kind == "nominal" else ()
        self.picture.setVisible(self._shown is not None and found is not None)
        self.picture.show_histogram(found, classes)

    def _rebin(self) -> None:
        dataset, one = self._dataset, self._shown
        if dataset is None or one is None or one.attribute.name not in dataset.schema:
            return
        column = dataset.column(one.attribute.name)
        classes, n = classes_of(dataset)
        self._draw(histogram(one.attribute, column, classes, n, self.bins.value()))

    def _bins_moved(self) -> None:
        n = self._dataset.n_samples if self._dataset else 0
        if n <= MANY_ROWS or not self.bins.isSliderDown():
            self._rebin()

    def _fill(self, rows: list[tuple[str, str]]) -> None:
        for label in self._labels:
            self._grid.removeWidget(label)
            label.hide()
            label.deleteLater()
        self._labels.clear()
        is_wide = any(len(value) > LONGEST for _, value in rows)
        height = -(-len(rows) // (1 if is_wide else COLUMNS))
        for number, (words, value) in enumerate(rows):
            row, column = number % height, 2 * (number // height)
            term, figure = QLabel(words, self.widget()), QLabel(value, self.widget())
            term.setProperty("role", "secondary")
            figure.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            figure.setAlignment(Qt.AlignmentFlag.AlignRight)
            self._grid.addWidget(term, row, column)
            self._grid.addWidget(figure, row, column + 1)
            self._labels += [term, figure]

    def _made_bins(self, content: QWidget) -> QSlider:
        slider = QSlider(Qt.Orientation.Horizontal, content)
        slider.setObjectName("bins")
        slider.setAccessibleName(self.tr("Number of bars"))
        slider.setToolTip(self.tr("Number of bars"))
        slider.setRange(2, MAX_BINS)
        slider.valueChanged.connect(self._bins_moved)
        slider.sliderReleased.connect(self._rebin)
        return slider

    def _lay_out(self, content: QWidget) -> None:
        head = QHBoxLayout()
        head.addWidget(self.name, 1)
        head.addWidget(self.kind)
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(2)
        self._grid.setColumnStretch(1, 1)
        self._grid.setColumnStretch(3, 1)
        self._bins_row = QFrame(content)
        bins = QHBoxLayout(self._bins_row)
        bins.setContentsMargins(0, 0, 0, 0)
        words = QLabel(self.tr("Bars"), self._bins_row)
        words.setProperty("role", "secondary")
        bins.addWidget(words)
        bins.addWidget(self.bins, 1)
        column = QVBoxLayout(content)
        column.setContentsMargins(12, 8, 12, 8)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(self.hints)
        column.addLayout(self._grid)
        column.addWidget(self.picture)
        column.addWidget(self.content)
        column.addWidget(self._bins_row)
        column.addWidget(self.strip)
        column.addWidget(self.counts)
        column.addStretch(1)
        self.setWidget(content)


def _told(one: AttributeProfile | None) -> str:
    if one is None:
        return ""
    words = (kind_word(one.attribute.kind), role_word(one.attribute.role))
    return " · ".join(word for word in words if word)
