"""The layers that follow from a learner's other parameters: folded, and to be looked at only."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from workbench.core.component import Component
from workbench.data.schema import Schema
from workbench.gui.inspector.fold import Fold
from workbench.gui.inspector.layer_panel import LayerPanel
from workbench.gui.theme import Theme
from workbench.models.networks.design import design_of
from workbench.runs.layer_rows import Sizes, sizes_of


class SeenLayers(QWidget):
    """The table of a network whose layers are said by widths and the like.

    Nothing is computed before it is opened.
    """

    def __init__(self, schema: Schema | None, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("seen_layers")
        self._schema = schema
        self._component: Component | None = None
        self._typed: Sizes | None = None
        self.panel = LayerPanel(theme, self, is_large=False, can_be_own=False)
        self.fold = Fold(self.tr("Layers"), self.panel, theme, self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.fold)
        column.addWidget(self.panel)
        self.fold.button.toggled.connect(self._show)
        self.panel.sizes_changed.connect(self._take_sizes)

    def show_component(self, component: Component) -> None:
        """Show the layers of a learner; nothing at all for one that has none."""
        self._component = component
        self.setVisible(design_of(component) is not None)
        self._show()

    def _show(self) -> None:
        design = design_of(self._component)
        if design is None or not self.fold.button.isChecked():
            return
        sizes = sizes_of(self._schema, self._component).or_typed(self._typed)
        self.panel.show_design(design, sizes, self.tr("They follow from the parameters above."))

    def _take_sizes(self, sizes: Sizes) -> None:
        self._typed = sizes
        self._show()
