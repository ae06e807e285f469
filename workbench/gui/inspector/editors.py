"""Which editor a parameter gets."""

import typing
from typing import Literal

from workbench.data.schema import Schema
from workbench.gui.inspector.choosers import (
    AttributeEditor,
    AttributeListEditor,
    FileEditor,
    TickListEditor,
)
from workbench.gui.inspector.facts import FieldFacts
from workbench.gui.inspector.field_editor import (
    ChoiceEditor,
    FieldEditor,
    NumberEditor,
    SwitchEditor,
    TextEditor,
)
from workbench.gui.inspector.list_editor import ListEditor
from workbench.gui.inspector.slider import SliderEditor
from workbench.gui.theme import Theme


def made_editor(field: FieldFacts, schema: Schema | None, theme: Theme) -> FieldEditor:
    """The editor that fits a parameter.

    Args:
        schema: of the data that arrive, where they are known.
    """
    if field.editor in {"file", "save-file"}:
        return FileEditor(field, theme)
    if field.editor == "attribute":
        return AttributeEditor(field, schema)
    if field.is_tuple:
        return _list_editor(field, schema, theme)
    return _single_editor(field)


def _single_editor(field: FieldFacts) -> FieldEditor:
    if field.choices:
        return ChoiceEditor(field)
    if field.kind is bool:
        return SwitchEditor(field)
    if field.scale is not None:
        return SliderEditor(field, field.scale)
    return NumberEditor(field) if field.kind in {int, float} else TextEditor(field)


def _list_editor(field: FieldFacts, schema: Schema | None, theme: Theme) -> FieldEditor:
    if field.editor == "attributes" and schema is not None:
        return AttributeListEditor(field, schema)
    if typing.get_origin(field.item_kind) is Literal:
        return TickListEditor(field, dict.fromkeys(typing.get_args(field.item_kind), ""))
    is_plain = field.item_kind in {int, float, str}
    return ListEditor(field, theme) if is_plain else TextEditor(field)
