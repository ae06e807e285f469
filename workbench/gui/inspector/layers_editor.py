"""The editor of a network's layers: a list in the inspector, a table in a window of its own."""

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from workbench.core.component import Component
from workbench.data.schema import Schema
from workbench.gui.inspector.facts import FieldFacts
from workbench.gui.inspector.field_editor import FieldEditor
from workbench.gui.inspector.layer_panel import LayerPanel
from workbench.gui.inspector.layers_dialog import LayersDialog
from workbench.gui.theme import Theme
from workbench.models.networks.design import Design
from workbench.runs.layer_rows import Sizes, sizes_of
from workbench.runs.layered import are_own, layers_of, own_layers


class LayersEditor(FieldEditor):
    """Shows the layers of a learner; those of a preset can be looked at, and made one's own.

    Signals:
        several_edited(dict): several parameters are to be changed at once.
        graph_wanted(): the layers are to be drawn as a graph.
    """

    is_wide = True
    several_edited = Signal(dict)
    graph_wanted = Signal()

    def __init__(
        self, field: FieldFacts, schema: Schema | None, theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(field, parent)
        self._schema, self._theme = schema, theme
        self._component: Component | None = None
        self._typed: Sizes | None = None  # where the data do not say them
        self._step = ""
        self.dialog: LayersDialog | None = None
        self.panel = LayerPanel(theme, self, is_large=False)
        self._connect(self.panel)
        self.panel.larger_wanted.connect(self.open_dialog)
        self._hold(self.panel)
        self.setFocusProxy(self.panel.view)
        self.panel.setFocusProxy(self.panel.view)
        self.panel.view.installEventFilter(self)
        self.panel.setToolTip("")

    @override
    def show_value(self, value: Any) -> None:
        if self._component is None and isinstance(value, Design):
            self._show(value, "")

    def show_component(self, component: Component) -> None:
        """Show the layers of a learner; if others than those it holds, they cannot be edited."""
        self._component = component
        words = self.tr("Layers of the preset {}").format(getattr(component, "preset", ""))
        self._show(layers_of(component), "" if are_own(component) else words)

    def open_dialog(self) -> None:
        """Show the layers in a window of their own."""
        if self.dialog is None:
            title = self._component.title if self._component is not None else ""
            self.dialog = LayersDialog(title, self._theme, self)
            self._connect(self.dialog.panel)
            self._show(self.panel.design, self.panel.told.text())
        self.dialog.show()
        self.dialog.raise_()
        self.dialog.panel.view.setFocus()

    def _sizes(self) -> Sizes:
        return sizes_of(self._schema, self._component).or_typed(self._typed)

    def _show(self, design: Design, read_only: str) -> None:
        for panel in self._panels:
            panel.show_design(design, self._sizes(), read_only)

    @property
    def _panels(self) -> tuple[LayerPanel, ...]:
        return (self.panel, *((self.dialog.panel,) if self.dialog is not None else ()))

    # ------------------------------------------------------------------ what is done

    def _edit(self, design: Design, step: str) -> None:
        if step != self._step:
            self._step = step
            self.begin_gesture()
        self.edited.emit(design.values(), bool(step))

    def _take_sizes(self, sizes: Sizes) -> None:
        self._typed = sizes
        self._show(self.panel.design, self.panel.told.text())

    def _make_own(self) -> None:
        if self._component is not None:
            self.several_edited.emit(own_layers(self._component, self.panel.design))
            self.panel.bench.select((0,))
            self.panel.view.setFocus()

    def _want_graph(self) -> None:
        if self.dialog is not None:
            self.dialog.close()
        self.graph_wanted.emit()

    def _connect(self, panel: LayerPanel) -> None:
        panel.edited.connect(self._edit)
        panel.sizes_changed.connect(self._take_sizes)
        panel.own_wanted.connect(self._make_own)
        panel.graph_wanted.connect(self._want_graph)
