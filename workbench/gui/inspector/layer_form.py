"""The parameters of one layer, edited in place."""

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from workbench.gui.component_words import translated
from workbench.gui.inspector.form import Form
from workbench.gui.theme import Theme
from workbench.models.networks.layers import Layer
from workbench.runs.layer_kinds import LayerKind, row_kind


class LayerForm(QWidget):
    """A heading and a form; empty where no layer, or several, are selected.

    Signals:
        edited(Layer, step): the layer as it is to be; ``step`` as in ``Form.changed``.
    """

    edited = Signal(object, str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("layer_form")
        self._theme = theme
        self._component: LayerKind | None = None
        self.form: Form | None = None
        self.heading = QLabel(self)
        self.heading.setProperty("role", "heading")
        self.help = QLabel(self)
        self.help.setProperty("role", "secondary")
        self.help.setWordWrap(True)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 8, 0, 0)
        self._column.setSpacing(8)
        self._column.addWidget(self.heading)
        self._column.addWidget(self.help)
        self._column.addStretch(1)
        self.show_layer(None)

    def show_layer(
        self, layer: Layer | None, name: str = "", *, is_read_only: bool = False
    ) -> None:
        """Show a layer called ``name``."""
        self.setVisible(layer is not None)
        if layer is None:
            return
        component = row_kind(type(layer)).of(layer)
        if self.form is None or type(component) is not type(self._component):
            self._make_form(component)
        elif component != self._component:
            self.form.show_component(component)
        self._component = component
        title = translated(layer.title)
        self.heading.setText(f"{name} · {title}" if name != title else name)
        self.help.setText(translated(layer.help()))
        if self.form is not None:
            self.form.setEnabled(not is_read_only)

    def focus(self) -> None:
        """Put the keyboard into the first parameter."""
        if self.form is not None and not self.isHidden():
            self.form.focus(self.form.names[0])

    def _make_form(self, component: LayerKind) -> None:
        if self.form is not None:
            self.form.hide()
            self.form.deleteLater()
        self.form = Form(component, None, self._theme, self)
        self.form.changed.connect(self._take)
        self._column.insertWidget(2, self.form)

    def _take(self, values: dict[str, Any], step: str) -> None:
        if self._component is not None:
            self._component = self._component.with_parameters(values)
            self.edited.emit(self._component.layer, step)
