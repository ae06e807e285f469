"""The controls above a page: which page, which layer, which row, which unit, which class."""

from PySide6.QtCore import QObject, QSignalBlocker, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QPushButton, QSpinBox, QWidget

from workbench.gui.plots.figure import labelled
from workbench.gui.plots.inside.words import page_title, unit_word
from workbench.models.inside.page import Look, Offer


class Choices(QObject):
    """Controls that say what is to be looked at.

    Signals:
        changed: something else is to be looked at.
        fold_changed: another fold's model is.
    """

    changed = Signal()
    fold_changed = Signal()

    def __init__(self, row: QHBoxLayout, parent: QWidget) -> None:
        super().__init__(parent)
        self._parent = parent
        self.offers: tuple[Offer, ...] = ()
        self.classes: tuple[str, ...] = ()
        self.fold_box = self._box("insideFold", self.tr("Fold"), self.tr("Whose model is shown"))
        self.page_box = self._box("insidePage", self.tr("View"), self.tr("What is shown"))
        self.layer_box = self._box("insideLayer", self.tr("Layer"), self.tr("Of which layer"))
        self.layer_box.setMinimumContentsLength(12)
        self.sample_box = self._spin("insideSample", self.tr("Row"), self.tr("Which row, from 1"))
        self.unit_box = self._spin("insideUnit", self.tr("Unit"), self.tr("Which unit; 0 for all"))
        self.unit_box.setSpecialValueText(self.tr("all"))
        self.label_box = self._box(
            "insideClass", self.tr("Class"), self.tr("Asked about which class")
        )
        self.again = QPushButton(self.tr("Another"), parent)
        labelled(
            self.again, "insideAgain", self.tr("Another"),
            self.tr("The same with other random numbers"),
        )  # fmt: skip
        self._seed = 1
        self._words: dict[QWidget, QLabel] = {}
        for widget in self._widgets:
            word = QLabel(widget.accessibleName(), parent)
            word.setObjectName(f"{widget.objectName()}Word")
            word.setBuddy(widget)
            self._words[widget] = word
            row.addWidget(word)
            row.addWidget(widget)
        row.addWidget(self.again)
        row.addStretch(1)
        self._connect()

    @property
    def _widgets(self) -> tuple[QWidget, ...]:
        return (
            self.fold_box, self.page_box, self.layer_box, self.sample_box, self.unit_box,
            self.label_box,
        )  # fmt: skip

    def _connect(self) -> None:
        self.fold_box.currentIndexChanged.connect(self.fold_changed)
        self.page_box.currentIndexChanged.connect(self._on_page)
        self.layer_box.currentIndexChanged.connect(self._on_layer)
        self.sample_box.valueChanged.connect(self.changed)
        self.unit_box.valueChanged.connect(self.changed)
        self.label_box.currentIndexChanged.connect(self.changed)
        self.again.clicked.connect(self._on_again)

    # ------------------------------------------------------------------ what there is

    def show_folds(self, n_folds: int) -> None:
        """Offer the models of so many folds."""
        with QSignalBlocker(self.fold_box):
            self.fold_box.clear()
            self.fold_box.addItems([str(i + 1) for i in range(n_folds)])
        self._show(self.fold_box, n_folds > 1)

    def show_offers(self, offers: tuple[Offer, ...], n_rows: int, classes: tuple[str, ...]) -> None:
        """Offer a model's pages; what was chosen stays where it is there again."""
        chosen = self.offer.key if self.offer is not None else ""
        self.offers, self.classes = offers, classes
        keys = [offer.key for offer in offers]
        with QSignalBlocker(self.page_box), QSignalBlocker(self.sample_box):
            self.page_box.clear()
            self.page_box.addItems([page_title(key) for key in keys])
            self.page_box.setCurrentIndex(keys.index(chosen) if chosen in keys else 0)
            self.sample_box.setRange(1, max(1, n_rows))
        with QSignalBlocker(self.label_box):
            self.label_box.clear()
            self.label_box.addItems([self.tr("predicted"), *classes])
        self._fit_page(keeps_layer=chosen in keys)

    @property
    def offer(self) -> Offer | None:
        """The page that is chosen."""
        place = self.page_box.currentIndex()
        return self.offers[place] if 0 <= place < len(self.offers) else None

    @property
    def fold(self) -> int:
        """Whose model is looked at, from 0."""
        return max(0, self.fold_box.currentIndex())

    def look(self) -> Look | None:
        """What is to be looked at."""
        offer = self.offer
        if offer is None:
            return None
        unit = self.unit_box.value() - 1 if self.unit_box.isEnabled() else -1
        label = self.label_box.currentIndex() - 1 if "label" in offer.asks else -1
        return Look(
            offer.key,
            max(0, self.layer_box.currentIndex()),
            self.sample_box.value() - 1 if "sample" in offer.asks else 0,
            unit if unit >= 0 else None,
            label if label >= 0 else None,
            self._seed if "seed" in offer.asks else 1,
        )

    # ------------------------------------------------------------------ what is chosen

    def _on_page(self) -> None:
        self._fit_page(keeps_layer=False)
        self.changed.emit()

    def _on_layer(self) -> None:
        self._fit_units()
        self.changed.emit()

    def _on_again(self) -> None:
        self._seed += 1
        self.changed.emit()

    def _fit_page(self, *, keeps_layer: bool) -> None:
        offer = self.offer
        if offer is None:
            return
        before = self.layer_box.currentIndex()
        with QSignalBlocker(self.layer_box):
            self.layer_box.clear()
            self.layer_box.addItems(list(offer.layers))
            known = keeps_layer and 0 <= before < len(offer.layers)
            self.layer_box.setCurrentIndex(before if known else offer.layer)
        self._show(self.layer_box, len(offer.layers) > 1)
        self._show(self.sample_box, "sample" in offer.asks)
        self._show(self.label_box, "label" in offer.asks and len(self.classes) > 1)
        self.again.setVisible("seed" in offer.asks)
        self._fit_units()

    def _fit_units(self) -> None:
        offer, layer = self.offer, max(0, self.layer_box.currentIndex())
        n_units = offer.n_units[layer] if offer is not None and offer.n_units else 0
        with QSignalBlocker(self.unit_box):
            self.unit_box.setRange(0, n_units)
            self.unit_box.setValue(0)
        self.unit_box.setEnabled(n_units > 0)
        self._show(self.unit_box, n_units > 0)
        if offer is not None:
            self._words[self.unit_box].setText(unit_word(offer))

    def _show(self, widget: QWidget, is_shown: bool) -> None:  # noqa: FBT001
        widget.setVisible(is_shown)
        self._words[widget].setVisible(is_shown and widget is not self.page_box)

    def _box(self, name: str, title: str, tip: str) -> QComboBox:
        box = QComboBox(self._parent)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        labelled(box, name, title, tip)
        return box

    def _spin(self, name: str, title: str, tip: str) -> QSpinBox:
        box = QSpinBox(self._parent)
        box.setKeyboardTracking(False)
        labelled(box, name, title, tip)
        return box
