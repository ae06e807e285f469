"""The health of trainings: verdicts in words, and gradients, dead units and steps as lines."""

from dataclasses import replace

import numpy as np
from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QComboBox, QLabel, QVBoxLayout, QWidget
from typing_extensions import override

from workbench.evaluation.health import Course, Health, Level, Verdict
from workbench.gui.plots.figure import Figure, Rows, labelled
from workbench.gui.plots.inside.sheet import Sheet
from workbench.gui.plots.save import rows_of
from workbench.gui.theme import Theme
from workbench.models.inside.page import Floats, HeatMap, Lines, Page, Part

_MARKS: dict[Level, str] = {"fine": "✓", "warning": "⚠", "failed": "✗", "unknown": "–"}
_QUANTITIES = ("gradient_norm", "dead_share", "saturated_share", "update_ratio", "activation_std")
_LOGARITHMIC = {"gradient_norm", "update_ratio", "activation_std"}


class HealthFigure(Figure):
    """One learner's verdicts, and one quantity of its layers over the training."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("health", "", "", parent)
        self.title = self.tr("Training health")
        self.setAccessibleName(self.title)
        self.message.setText(
            self.tr(
                "Whether gradients vanish or explode and units die will be told here.\n"
                "Run the flow to see how the training does."
            )
        )
        self.value = Health()
        self.verdicts = QLabel(self)
        self.verdicts.setObjectName("healthVerdicts")
        self.verdicts.setAccessibleName(self.tr("Verdicts"))
        self.verdicts.setWordWrap(True)
        layout = self.layout()
        if isinstance(layout, QVBoxLayout):
            layout.insertWidget(1, self.verdicts)
        self.sheet = Sheet("healthSheet", self.title, self)
        self.set_stage(self.sheet)
        self._add_controls()
        self.set_theme(self.theme)

    def _add_controls(self) -> None:
        self.box = self._choice("healthLearner", self.tr("Learner"), self.tr("Whose training"))
        self.quantity_box = self._choice(
            "healthQuantity", self.tr("Quantity"), self.tr("What is drawn of each layer")
        )
        self.quantity_box.addItems([self._quantity(name) for name in _QUANTITIES])
        self.controls.addStretch(1)
        self.box.currentIndexChanged.connect(self._draw)
        self.quantity_box.currentIndexChanged.connect(self._draw)

    def _choice(self, name: str, title: str, tip: str) -> QComboBox:
        box = QComboBox(self)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        labelled(box, name, title, tip)
        self.controls.addWidget(box)
        return box

    def _quantity(self, name: str) -> str:
        words = {
            "gradient_norm": self.tr("Gradient norm"),
            "dead_share": self.tr("Units that never fire"),
            "saturated_share": self.tr("Saturated outputs"),
            "update_ratio": self.tr("Step per weight"),
            "activation_std": self.tr("Spread of outputs"),
        }
        return words[name]

    # ------------------------------------------------------------------ what is shown

    @override
    def show_value(self, value: object) -> None:
        new = value if isinstance(value, Health) else Health()
        self.value = _joined(self.value, new)
        names, chosen = [course.learner for course in self.value.courses], self.box.currentText()
        with QSignalBlocker(self.box):
            self.box.clear()
            self.box.addItems(names)
            self.box.setCurrentIndex(names.index(chosen) if chosen in names else 0)
        self.box.setVisible(len(names) > 1)
        self._draw()

    @property
    def course(self) -> Course | None:
        """What is drawn."""
        place = self.box.currentIndex()
        return self.value.courses[place] if 0 <= place < len(self.value.courses) else None

    @override
    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        self._draw()

    @override
    def numbers(self) -> Rows:
        return rows_of(self.value.to_csv())

    @override
    def set_filled(self, filled: bool) -> None:
        super().set_filled(filled)
        self.verdicts.setVisible(filled)

    def _draw(self) -> None:
        course = self.course
        self.set_filled(course is not None)
        if course is None:
            return
        self.verdicts.setText(
            "<br>".join(map(self._told, course.verdicts)) or self._nothing(course)
        )
        self.verdicts.setStyleSheet(f"color: {self.theme.text}; padding: 4px 16px;")
        self.sheet.setVisible(bool(course.looks))
        self.quantity_box.setVisible(bool(course.looks))
        if course.looks:
            self.sheet.show_page(self._page(course), self.theme)

    def _told(self, verdict: Verdict) -> str:
        theme = self.theme
        colours = {"fine": theme.done, "warning": theme.warning, "failed": theme.failed}
        colour = colours.get(verdict.level, theme.secondary)
        remedy = f" <span style='color:{theme.secondary}'>{verdict.remedy}</span>"
        mark = f"<b style='color:{colour}'>{_MARKS[verdict.level]}</b>"
        return f"{mark} {verdict.sentence}{remedy if verdict.remedy else ''}"

    def _nothing(self, course: Course) -> str:
        if course.is_final:
            return self.tr(
                "'{name}' is no network of layers whose gradients could be seen."
            ).format(name=course.learner)
        return self.tr("Nothing has been seen of '{name}' yet.").format(name=course.learner)

    def _page(self, course: Course) -> Page:
        name = _QUANTITIES[self.quantity_box.currentIndex()]
        title = self._quantity(name)
        table = np.stack([getattr(look, name) for look in course.looks])  # (looks, layers)
        shown = np.isfinite(table).any(0)
        if not shown.any():
            return Page(self.tr("No layer of this network has that."), ())
        layers = tuple(w for w, is_shown in zip(course.layers, shown, strict=True) if is_shown)
        parts: list[Part] = []
        in_training = np.array([look.epoch > 0 for look in course.looks])
        if in_training.sum() > 1:  # whose batches are not comparable with all rows at the end
            parts.append(self._over_time(course, table[in_training][:, shown], layers, title))
        parts.append(_by_layer(table[-1:, shown], layers, title, name in _LOGARITHMIC))
        return Page(self._sentence(course), tuple(parts))

    def _over_time(
        self, course: Course, table: Floats, layers: tuple[str, ...], title: str
    ) -> Lines:
        x = _places(np.array([look.epoch for look in course.in_training]))
        is_log = _QUANTITIES[self.quantity_box.currentIndex()] in _LOGARITHMIC
        return Lines(x, table.T, layers, self.tr("Epoch"), title, is_log=is_log, is_ordered=True)

    def _sentence(self, course: Course) -> str:
        if course.is_final and len(course.looks) > 1:
            return self.tr(
                "While it trained, batch by batch; the words and the strip below are of the fitted "
                "network on training rows."
            )
        if course.is_final:
            return self.tr("Of the fitted network, on training rows; live while it trains.")
        return self.tr("Looked at about once a second while it trains.")


def _places(epochs: np.ndarray) -> Floats:
    """Where looks are on the axis: several in one epoch side by side."""
    places = epochs.astype(np.float64)
    for epoch in np.unique(epochs):
        mine = np.flatnonzero(epochs == epoch)
        places[mine] = epoch - 1 + (np.arange(len(mine)) + 1) / len(mine)
    return places


def _by_layer(table: Floats, layers: tuple[str, ...], title: str, is_log: bool) -> HeatMap:  # noqa: FBT001
    """The last look, layer by layer; sizes over many orders as their logarithm."""
    values = table.astype(np.float64)
    if is_log:
        values = np.log10(np.where(values > 0, values, np.nan))
        title = f"log10 {title}"
    return HeatMap(values, (title,), layers, is_signed=False, column_title="")


def _joined(before: Health, after: Health) -> Health:
    """The later value; what was seen while a learner trained stays before its last look."""
    live = {c.learner: c for c in before.courses if len(c.looks) > 1 or not c.is_final}
    return Health(tuple(_behind(live.get(course.learner), course) for course in after.courses))


def _behind(seen: Course | None, course: Course) -> Course:
    """A final course behind what was seen while the same network trained."""
    if course.is_final and not course.looks and seen is not None:
        return seen  # of a kind that cannot be looked at afterwards
    if not course.is_final or seen is None or seen.layers != course.layers:
        return course
    looks = tuple(look for look in seen.looks if look.epoch)
    return replace(course, looks=(*looks, *course.looks))
