"""The form: one row per parameter, in sections, the advanced ones folded."""

from itertools import groupby
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from workbench.core.component import Component
from workbench.core.errors import ParameterError
from workbench.data.schema import Schema
from workbench.gui.inspector.choosers import AttributeEditor, AttributeListEditor, FileEditor
from workbench.gui.inspector.facts import FieldFacts, facts_of
from workbench.gui.inspector.field_editor import (
    ChoiceEditor,
    FieldEditor,
    NumberEditor,
    SwitchEditor,
    TextEditor,
)
from workbench.gui.inspector.row import Fold, Row
from workbench.gui.theme import Theme


class Form(QWidget):
    """The parameters of one component.

    Signals:
        changed(values, name or ""): valid new values; the name where steps may be merged.
        help_changed(str): the description of the parameter that has the focus.
    """

    changed = Signal(dict, str)
    help_changed = Signal(str)

    def __init__(
        self,
        component: Component,
        schema: Schema | None,
        theme: Theme,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._component = component
        self._rows: dict[str, Row] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        fields = facts_of(type(component))
        plain = [f for f in fields if not f.is_advanced]
        for section, group in groupby(plain, key=lambda f: f.section):
            self._add_section(section, list(group), schema, theme)
        advanced = [f for f in fields if f.is_advanced]
        if advanced:
            self._add_folded(advanced, schema, theme)
        self.show_component(component)

    def show_component(self, component: Component) -> None:
        """Show the values of a component of the same kind."""
        self._component = component
        for name, row in self._rows.items():
            row.show_value(getattr(component, name))

    def row(self, name: str) -> Row:
        """The row of a parameter."""
        return self._rows[name]

    def _add_section(
        self, title: str, fields: list[FieldFacts], schema: Schema | None, theme: Theme
    ) -> None:
        if title:
            heading = QLabel(title, self)
            heading.setProperty("role", "heading")
            self._column.addSpacing(8)
            self._column.addWidget(heading)
        for field in fields:
            self._column.addWidget(self._made_row(field, schema, theme))

    def _add_folded(self, fields: list[FieldFacts], schema: Schema | None, theme: Theme) -> None:
        rows = QWidget(self)
        column = QVBoxLayout(rows)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for field in fields:
            column.addWidget(self._made_row(field, schema, theme))
        fold = Fold(self.tr("Advanced"), rows, theme, self)
        is_changed = any(getattr(self._component, f.name) != f.default for f in fields)
        fold.set_open(is_open=is_changed)
        self._column.addWidget(fold)
        self._column.addWidget(rows)

    def _made_row(self, field: FieldFacts, schema: Schema | None, theme: Theme) -> Row:
        row = Row(field, made_editor(field, schema, theme), theme, self)
        row.editor.edited.connect(lambda value, is_step: self._take(field, value, is_step))
        row.editor.typed.connect(lambda value: self._check(field, value))
        row.reset.clicked.connect(lambda: self._take(field, field.default, is_step=False))
        row.focused.connect(lambda: self.help_changed.emit(field.description))
        self._rows[field.name] = row
        return row

    def _check(self, field: FieldFacts, value: Any) -> Component | None:
        try:
            changed = self._component.with_parameters({field.name: value})
        except ParameterError as error:
            self._rows[field.name].show_error(error.message)
            return None
        self._rows[field.name].show_error("")
        return changed

    def _take(self, field: FieldFacts, value: Any, is_step: bool) -> None:  # noqa: FBT001
        changed = self._check(field, value)
        if changed is None:
            return
        self._rows[field.name].show_value(getattr(changed, field.name))
        if changed != self._component:
            self._component = changed
            value = changed.parameters()[field.name]
            self.changed.emit({field.name: value}, field.name if is_step else "")


def made_editor(field: FieldFacts, schema: Schema | None, theme: Theme) -> FieldEditor:
    """The editor that fits a parameter."""
    if field.editor in {"file", "save-file"}:
        return FileEditor(field, theme)
    if field.editor == "attribute":
        return AttributeEditor(field, schema)
    if field.editor == "attributes" and schema is not None:
        return AttributeListEditor(field, schema)
    if field.choices:
        return ChoiceEditor(field)
    if field.kind is bool:
        return SwitchEditor(field)
    return NumberEditor(field) if field.kind in {int, float} else TextEditor(field)
