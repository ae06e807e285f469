"""The map: all samples on a plane, like ones near one another."""

import numpy as np
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QSpinBox,
    QWidget,
)
from typing_extensions import override

from workbench.core.run import Progressed
from workbench.data.dataset import Dataset
from workbench.data.profile.axis_values import bounds_of, plottable
from workbench.data.profile.embedding import Embedding, embedded
from workbench.gui.brush import Brush
from workbench.gui.plots.data.attribute_box import AttributeBox
from workbench.gui.plots.data.colouring import colouring_by
from workbench.gui.plots.data.data_figure import DataFigure
from workbench.gui.plots.data.point_plane import PointPlane
from workbench.gui.plots.data.sample_words import sample_text
from workbench.gui.plots.data.step_button import StepButton
from workbench.gui.plots.data.ticks import Axis
from workbench.gui.plots.data.tool_buttons import ToolButtons
from workbench.gui.plots.data.viewport import with_margin
from workbench.gui.plots.figure import Rows, labelled
from workbench.gui.theme import Theme

_LEAST = 3  # samples


class MapPlot(DataFigure):
    """Principal components or t-SNE in two dimensions, computed in the background."""

    def __init__(self, brush: Brush, parent: QWidget | None = None) -> None:
        super().__init__(brush, "mapPlot", "", parent)
        self.title = self.tr("Map")
        self.setAccessibleName(self.title)
        self.found: Embedding | None = None
        self.plane = PointPlane(brush, "mapPlane", self.title, self)
        self.plane.describes = self._described
        self.set_stage(self.plane)
        self._add_controls()
        self.background.running_changed.connect(self._on_running)
        self.set_theme(self.theme)

    # ------------------------------------------------------------------ drawing

    @override
    def show_dataset(self, dataset: Dataset) -> None:
        self.found = None
        usable = [a for a in dataset.schema.features if a.kind in {"numeric", "nominal", "date"}]
        usable += [a for a in dataset.schema.features if a.kind == "array" and not a.values]
        if not usable or dataset.n_samples < _LEAST:
            self.teach(
                self.tr(
                    "A map lays samples out by what they have in common: it needs at least three "
                    "samples and a numeric, nominal or picture attribute besides the class.\n"
                    "Texts become numbers with the step “String to words”."
                )
            )
            return
        names = plottable(dataset.schema)
        target = dataset.schema.class_attribute
        self.colour_box.offer(names, target.name if target and target.name in names else "")
        self.set_filled(filled=True)
        self._compute()

    @override
    def show_selection(self) -> None:
        if self.found is not None:
            self.plane.show_selection()

    @override
    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        self.plane.set_theme(theme)
        self.steps.set_theme(theme)

    @override
    def reset_view(self) -> None:
        self.plane.reset()

    @override
    def numbers(self) -> Rows:
        dataset = self.brush.dataset
        if self.found is None or dataset is None:
            return []
        head = [self.tr("row"), *self._axis_titles(self.found)]
        ids = dataset.sample_ids[self.found.rows] + 1
        return [
            head,
            *([str(i), f"{x:.8g}", f"{y:.8g}"]
              for i, (x, y) in zip(ids, self.found.places, strict=True)),
        ]  # fmt: skip

    def _compute(self) -> None:
        dataset = self.brush.dataset
        if dataset is None:
            return
        method = self.method_box.currentData()
        seed, perplexity = self.seed_box.value(), float(self.perplexity_box.value())
        for widget in self._for_tsne:
            widget.setVisible(method == "tsne")
        self.fit_controls()
        self._then = self._show
        self.compute_in_background(
            lambda: embedded(dataset, method, perplexity=perplexity, seed=seed)
        )
        self.tell("")

    def _show(self, found: Embedding) -> None:
        dataset = self.brush.dataset
        if dataset is None:
            return
        self.found = found
        x, y = (np.full(dataset.n_samples, np.nan) for _ in range(2))
        x[found.rows], y[found.rows] = found.places.T
        titles = self._axis_titles(found)
        ranges = with_margin(bounds_of(x)), with_margin(bounds_of(y))
        self.plane.set_axes(Axis(titles[0]), Axis(titles[1]), ranges)
        self.plane.set_points(x, y, colouring_by(dataset, self.colour_box.chosen))
        self._tell(dataset, found)

    def _axis_titles(self, found: Embedding) -> list[str]:
        if found.method == "tsne":
            return [self.tr("t-SNE 1 (no unit)"), self.tr("t-SNE 2 (no unit)")]
        words = self.tr("component {n}, {share} % of the variance")
        shares = (*found.explained, 0.0)[:2]
        return [words.format(n=i + 1, share=f"{100 * s:.1f}") for i, s in enumerate(shares)]

    def _tell(self, dataset: Dataset, found: Embedding) -> None:
        one = self.tr("One standardised column: all samples lie on a line.")
        many = self.tr("{n} standardised columns.").format(n=f"{found.n_features:,}")
        words = [one if found.n_features == 1 else many]
        if len(found.rows) < dataset.n_samples:
            text = self.tr("{n} of {all} samples are on the map, chosen at random.")
            words.append(text.format(n=f"{len(found.rows):,}", all=f"{dataset.n_samples:,}"))
        if found.method == "tsne":
            words.append(self.tr("Near means alike; distances between groups mean little."))
        self.tell(" ".join(words))

    def _colour(self) -> None:
        if self.brush.dataset is not None and self.found is not None:
            colouring = colouring_by(self.brush.dataset, self.colour_box.chosen)
            self.plane.set_colouring(colouring)

    def _described(self, row: int) -> str:
        dataset = self.brush.dataset
        if dataset is None:
            return ""
        title = self.tr("Sample {number}").format(number=int(dataset.sample_ids[row]) + 1)
        return sample_text(dataset, row, title, (self.colour_box.chosen,))

    # ------------------------------------------------------------------ progress

    @override
    def _on_progressed(self, progress: Progressed) -> None:
        self.progress.setRange(0, round(progress.total))
        self.progress.setValue(round(progress.done))
        self.progress_word.setText(progress.text)

    def _on_running(self, is_running: bool) -> None:  # noqa: FBT001  Qt's signal
        self.progress_row.setVisible(is_running)
        if is_running:
            self.progress.setRange(0, 0)
            self.progress_word.setText(self.tr("computing"))

    def _cancel(self) -> None:
        self.background.cancel()
        self.tell(self.tr("Cancelled. Choose a method to compute the map again."))

    # ------------------------------------------------------------------ controls

    def _add_controls(self) -> None:
        self.method_box = QComboBox(self)
        labelled(
            self.method_box, "mapMethod", self.tr("Method"),
            self.tr("PCA keeps distances as well as a plane can; t-SNE keeps neighbours together"),
        )  # fmt: skip
        self.method_box.addItem("PCA", "pca")
        self.method_box.addItem("t-SNE", "tsne")
        self.controls.addWidget(self.method_box)
        self.perplexity_box = self._number("mapPerplexity", self.tr("Perplexity"), (2, 200, 30))
        word = self.add_word(self.tr("Perplexity"), self.perplexity_box)
        self.seed_box = self._number("mapSeed", self.tr("Seed"), (0, 9999, 1))
        seed_word = self.add_word(self.tr("Seed"), self.seed_box)
        self._for_tsne = (word, self.perplexity_box, seed_word, self.seed_box)
        self.colour_box = AttributeBox(
            "mapColour", self.tr("Colour"), self.tr("Attribute that colours the samples"),
            self.tr("(none)"),
        )  # fmt: skip
        self.add_word(self.tr("Colour"), self.colour_box)
        self._add_progress()
        self.controls.addStretch(1)
        self.tools = ToolButtons(self, self.plane)
        self.steps = StepButton(self.brush, "mapStep", self)
        self.steps.step_wanted.connect(self.step_wanted)
        self.controls.addWidget(self.steps)
        self.method_box.currentIndexChanged.connect(self._compute)
        self.colour_box.currentIndexChanged.connect(self._colour)
        for box in (self.perplexity_box, self.seed_box):
            box.editingFinished.connect(self._on_number)

    def _add_progress(self) -> None:
        self.progress_row = QWidget(self)
        self.progress = QProgressBar(self)
        self.progress.setObjectName("mapProgress")
        self.progress.setAccessibleName(self.tr("Progress of the map"))
        self.progress.setTextVisible(False)
        self.progress.setFixedWidth(200)
        self.progress_word = QLabel(self)
        self.progress_word.setObjectName("mapProgressWord")
        self.cancel = QPushButton(self.tr("Cancel"), self)
        labelled(self.cancel, "mapCancel", self.tr("Cancel the map"))
        self.cancel.clicked.connect(self._cancel)
        line = QHBoxLayout(self.progress_row)
        line.setContentsMargins(8, 4, 8, 8)
        for widget in (self.progress, self.progress_word, self.cancel):
            line.addWidget(widget)
        line.addStretch(1)
        self.progress_row.hide()
        layout = self.layout()
        if layout is not None:
            layout.addWidget(self.progress_row)

    def _number(self, name: str, title: str, bounds: tuple[int, int, int]) -> QSpinBox:
        box = QSpinBox(self)
        labelled(box, name, title)
        box.setRange(bounds[0], bounds[1])
        box.setValue(bounds[2])
        box.setKeyboardTracking(False)
        return box

    def _on_number(self) -> None:
        wanted = (self.seed_box.value(), self.perplexity_box.value())
        if wanted != getattr(self, "_computed", (1, 30)):
            self._computed = wanted
            self._compute()
