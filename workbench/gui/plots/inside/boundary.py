"""Decision boundaries of models over two attributes, and every hidden unit's picture beside."""

import numpy as np
from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import QComboBox, QLabel, QSplitter, QVBoxLayout, QWidget
from typing_extensions import override

from workbench.evaluation.surface import Surface, Surfaces
from workbench.gui.plots.figure import Figure, Rows, labelled
from workbench.gui.plots.inside.pace import Pace
from workbench.gui.plots.inside.plane_chart import PlaneChart
from workbench.gui.plots.inside.sheet import Sheet
from workbench.gui.plots.save import rows_of
from workbench.gui.theme import Theme
from workbench.models.inside.page import Page, Part, Tiles


class BoundaryFigure(Figure):
    """The regions of one learner's fold; a box chooses where there are several."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("boundary", "", "", parent)
        self.title = self.tr("Decision boundary")
        self.setAccessibleName(self.title)
        self.message.setText(
            self.tr(
                "Which class is predicted where will be drawn here, over two attributes.\n"
                "Run the flow to see the decision boundary."
            )
        )
        self.value = Surfaces()
        self.pace = Pace(self._draw, self)
        self.chart = PlaneChart("boundaryChart", self.title, self)
        self.units = Sheet("boundaryUnits", self.tr("Hidden units"), self)
        self.split = QSplitter(Qt.Orientation.Horizontal, self)
        self.split.setObjectName("boundarySplit")
        self.split.setChildrenCollapsible(False)
        self.split.addWidget(self.chart)
        self.split.addWidget(self.units)
        self.split.setStretchFactor(0, 3)
        self.split.setStretchFactor(1, 2)
        self.note = QLabel(self)
        self.note.setObjectName("boundaryNote")
        self.note.setWordWrap(True)
        layout = self.layout()
        if isinstance(layout, QVBoxLayout):
            layout.insertWidget(1, self.note)
        self.set_stage(self.split)
        self._add_controls()
        self.set_theme(self.theme)

    def _add_controls(self) -> None:
        self.box = QComboBox(self)
        self.box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        labelled(
            self.box, "boundaryModel", self.tr("Model"),
            self.tr("The model whose regions are shown"),
        )  # fmt: skip
        self.told = QLabel(self)
        self.told.setObjectName("boundaryTold")
        self.controls.addWidget(self.box)
        self.controls.addWidget(self.told)
        self.controls.addStretch(1)
        self.box.currentIndexChanged.connect(self._draw)

    @override
    def show_value(self, value: object) -> None:
        self.value = value if isinstance(value, Surfaces) else Surfaces()
        surfaces, chosen = self.value.surfaces, self.box.currentText()
        folds = {(one.learner, one.fold) for one in surfaces}
        names = [self._name(one, is_alone=_is_alone(one, folds)) for one in surfaces]
        with QSignalBlocker(self.box):
            self.box.clear()
            self.box.addItems(names)
            self.box.setCurrentIndex(names.index(chosen) if chosen in names else 0)
        self.box.setVisible(len(names) > 1)
        is_growing = any(one.epoch for one in surfaces)
        (self.pace.ask if is_growing else self.pace.draw_at_once)()

    def _name(self, surface: Surface, *, is_alone: bool) -> str:
        if is_alone:
            return surface.learner
        return self.tr("{learner}, fold {fold}").format(
            learner=surface.learner, fold=surface.fold + 1
        )

    @property
    def surface(self) -> Surface | None:
        """What is drawn."""
        place = self.box.currentIndex()
        return self.value.surfaces[place] if 0 <= place < len(self.value.surfaces) else None

    @override
    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        self.chart.set_theme(theme)
        self.note.setStyleSheet(f"color: {theme.secondary}; padding: 0 16px;")
        self._draw()

    @override
    def reset_view(self) -> None:
        self.chart.reset()

    @override
    def numbers(self) -> Rows:
        return rows_of(self.value.to_csv())

    def _draw(self) -> None:
        surface = self.surface
        self.set_filled(surface is not None)
        self.note.setVisible(surface is not None and bool(surface.held))
        if surface is None:
            return
        self.note.setText(surface.held)
        self.told.setText(self._words(surface))
        self.chart.show_surface(surface, self.theme)
        self.units.setVisible(bool(surface.units))
        if surface.units:
            self.units.show_page(_units_page(surface, self._unit_words()), self.theme)

    def _words(self, surface: Surface) -> str:
        if surface.epoch:
            return self.tr("after epoch {epoch}").format(epoch=f"{surface.epoch:,}")
        if not surface.classes:
            return ""
        n, wrong = len(surface.points), int(surface.is_wrong.sum())
        return self.tr("{right} of {n} training rows are in their class's region").format(
            right=f"{n - wrong:,}", n=f"{n:,}"
        )

    def _unit_words(self) -> str:
        return self.tr("What each hidden unit gives over the plane: blue above 0, orange below.")


def _is_alone(surface: Surface, folds: set[tuple[str, int]]) -> bool:
    return sum(learner == surface.learner for learner, _ in folds) == 1


def _units_page(surface: Surface, words: str) -> Page:
    parts: list[Part] = []
    for maps in surface.units:
        captions = tuple(str(i + 1) for i in range(len(maps.values)))
        upwards = np.flip(maps.values, 1)  # pictures are drawn from the top
        parts.append(Tiles(upwards, captions, title=maps.layer))
    return Page(words, tuple(parts))
