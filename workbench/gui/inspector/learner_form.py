"""The form of a component that may have layers: as any other, with an editor of theirs."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Signal
from typing_extensions import override

from workbench.core.component import Component
from workbench.core.errors import ParameterError
from workbench.data.schema import Schema
from workbench.flow.graph import Sweep
from workbench.gui.inspector.facts import FieldFacts
from workbench.gui.inspector.field_editor import FieldEditor
from workbench.gui.inspector.form import Form
from workbench.gui.inspector.layers_editor import LayersEditor
from workbench.gui.inspector.seen_layers import SeenLayers
from workbench.gui.theme import Theme
from workbench.models.networks.design import Design, design_of


class LearnerForm(Form):
    """A form in which layers are edited as layers.

    Signals:
        graph_wanted(): the layers are to be drawn as a graph.
    """

    graph_wanted = Signal()
    _seen: SeenLayers | None = None  # of a learner whose layers follow from its parameters

    @override
    def show_component(self, component: Component, sweeps: Sequence[Sweep] = ()) -> None:
        super().show_component(component, sweeps)
        for editor in self._layers:
            editor.show_component(component)
        if self._seen is None and not self._layers and design_of(component) is not None:
            self._seen = SeenLayers(self._schema, self._theme, self)
            self._column.addWidget(self._seen)
        if self._seen is not None:
            self._seen.show_component(component)

    @override
    def _made_editor(self, field: FieldFacts, schema: Schema | None, theme: Theme) -> FieldEditor:
        if field.kind is not Design:
            return super()._made_editor(field, schema, theme)
        editor = LayersEditor(field, schema, theme)
        editor.several_edited.connect(self._take_several)
        editor.graph_wanted.connect(self.graph_wanted)
        return editor

    @property
    def _layers(self) -> list[LayersEditor]:
        editors = [row.editor for row in self._rows.values()]
        return [editor for editor in editors if isinstance(editor, LayersEditor)]

    @override
    def _show_conditions(self) -> None:
        super()._show_conditions()
        for editor in self._layers:
            editor.setEnabled(True)  # a preset's layers can be scrolled and copied
            editor.show_component(self._component)
        if self._seen is not None:
            self._seen.show_component(self._component)

    def _take_several(self, values: dict[str, Any]) -> None:
        try:
            changed = self._component.with_parameters(values)
        except ParameterError as error:
            self._rows[str(error.where.parameter)].show_error(error.message)
            return
        self.show_component(changed)
        told = changed.parameters()
        self.changed.emit({name: told[name] for name in values}, "")
