"""Views inside a fitted network: one page at a time, computed beside the window."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget
from typing_extensions import override

from workbench.core.errors import WorkbenchError
from workbench.core.run import Progressed, Run
from workbench.gui.background import Background
from workbench.gui.plots.figure import Figure, Rows, labelled
from workbench.gui.plots.inside.choices import Choices
from workbench.gui.plots.inside.sheet import Sheet
from workbench.gui.theme import Theme
from workbench.models.inside.inside import Inside
from workbench.models.inside.page import Look, Offer, Page

_KEPT = 24  # pages that are drawn again at once


class InsideFigure(Figure):
    """The pages of a model that can be looked into.

    Signals:
        drawn: a page has been drawn, or it was said why there is none.
    """

    drawn = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("inside", "", "", parent)
        self.title = self.tr("Inside the network")
        self.setAccessibleName(self.title)
        self._invitation = self.tr(
            "Weights, feature maps and what the network looks at will be drawn here.\n"
            "Run the flow to look inside the network."
        )
        self.message.setText(self._invitation)
        self.value: Inside | None = None
        self.page: Page | None = None
        self._pages: dict[tuple[int, Look], Page] = {}
        self._asked: tuple[int, Look] | None = None
        self.sheet = Sheet("insideSheet", self.title, self)
        self.set_stage(self.sheet)
        self.choices = Choices(self.controls, self)
        self.choices.changed.connect(self._ask)
        self.choices.fold_changed.connect(self._ask_offers)
        self._add_progress()
        self.background = Background(self)
        self.background.done.connect(self._on_done)
        self.background.failed.connect(self._on_failed)
        self.background.progressed.connect(self._on_progressed)
        self.background.running_changed.connect(self.progress.setVisible)
        self.set_theme(self.theme)

    def _add_progress(self) -> None:
        self.progress = QWidget(self)
        self.progress.setObjectName("insideProgress")
        row = QHBoxLayout(self.progress)
        row.setContentsMargins(8, 4, 8, 4)
        self.told = QLabel(self.progress)
        self.told.setObjectName("insideTold")
        self.stop = QPushButton(self.tr("Stop"), self.progress)
        labelled(self.stop, "insideStop", self.tr("Stop"), self.tr("Stop computing this page"))
        self.stop.clicked.connect(self._on_stop)
        row.addWidget(self.told)
        row.addWidget(self.stop)
        row.addStretch(1)
        self.progress.hide()
        layout = self.layout()
        if isinstance(layout, QVBoxLayout):
            layout.addWidget(self.progress)

    # ------------------------------------------------------------------ what is shown

    @override
    def show_value(self, value: object) -> None:
        self.background.cancel()
        self.value = value if isinstance(value, Inside) and value.models else None
        self._pages.clear()
        self.page = None
        if self.value is None:
            self.message.setText(self._invitation)
            self.set_filled(filled=False)
            return
        self.choices.show_folds(len(self.value.models))
        self._ask_offers()

    @override
    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        if self.page is not None:
            self.sheet.show_page(self.page, theme)

    @override
    def reset_view(self) -> None:
        self.sheet.verticalScrollBar().setValue(0)

    @override
    def numbers(self) -> Rows:
        return self.page.cells() if self.page is not None else []

    # ------------------------------------------------------------------ asking

    def _ask_offers(self) -> None:
        value, fold = self.value, self.choices.fold
        if value is None:
            return

        def offers() -> Run[tuple[Offer, ...]]:
            yield Progressed(0, 0)
            return value.offers(fold)

        self._asked = None
        self.told.setText(self.tr("Looking inside…"))
        self.background.start(offers)

    def _ask(self) -> None:
        value, look, fold = self.value, self.choices.look(), self.choices.fold
        if value is None or look is None:
            return
        self._asked = (fold, look)
        if self._asked in self._pages:
            self.background.cancel()
            self._draw(self._pages[self._asked])
            return
        self.told.setText(self.tr("Computing…"))
        self.background.start(lambda: value.page(fold, look))

    def _on_done(self, result: object, _notes: object) -> None:
        if isinstance(result, Page):
            if self._asked is not None:
                self._pages[self._asked] = result
                while len(self._pages) > _KEPT:
                    del self._pages[next(iter(self._pages))]
            self._draw(result)
        elif isinstance(result, tuple):
            self._take_offers(result)

    def _take_offers(self, offers: tuple[Offer, ...]) -> None:
        value, fold = self.value, self.choices.fold
        if value is None:
            return
        if not offers:
            self._teach(
                self.tr(
                    "'{name}' has no inside that could be drawn: it is no network.\n"
                    "Look inside a perceptron, an MLP, a CNN, an RNN, an RBM or an autoencoder."
                ).format(name=value.name)
            )
            return
        rows, model = value.rows(fold), value.models[fold]
        classes = model.classes if model.schema.class_attribute is not None else ()
        self.choices.show_offers(offers, rows.n_samples if rows is not None else 0, classes)
        self._ask()

    def _draw(self, page: Page) -> None:
        self.page = page
        self.sheet.show_page(page, self.theme)
        self.set_filled(filled=True)
        self.drawn.emit()

    def _teach(self, text: str) -> None:
        self.page = None
        self.message.setText(text)
        self.set_filled(filled=False)
        self.drawn.emit()

    def _on_failed(self, error: WorkbenchError) -> None:
        if self.page is None and not self.choices.offers:
            self._teach(str(error))
            return
        self.set_filled(filled=self.page is not None)
        self.bar.show()
        self.notice.setText(str(error))
        self.notice.show()
        self.drawn.emit()

    def _on_progressed(self, progress: Progressed) -> None:
        if progress.total:
            self.told.setText(
                self.tr("Computing… {share} %").format(
                    share=f"{100 * progress.done / progress.total:.0f}"
                )
            )

    def _on_stop(self) -> None:
        self.background.cancel()
        self.drawn.emit()
