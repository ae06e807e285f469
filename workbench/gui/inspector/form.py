"""The form: one row per parameter, in sections, the advanced ones folded."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from workbench.core.component import Component
from workbench.core.errors import ParameterError
from workbench.data.schema import Schema
from workbench.flow.graph import Sweep
from workbench.gui.inspector.condition_words import condition_words
from workbench.gui.inspector.editors import made_editor
from workbench.gui.inspector.facts import FieldFacts, facts_of
from workbench.gui.inspector.field_editor import FieldEditor
from workbench.gui.inspector.fold import Fold
from workbench.gui.inspector.row import Row
from workbench.gui.theme import Theme


class Form(QWidget):
    """The parameters of one component.

    Signals:
        changed(values, step): valid new values; ``step`` is the same for those that are one step
            of undo, such as those that a slider passes over, and else empty.
        sweep_changed(name, values): a parameter is given several values; one or none ends that.
        help_changed(str): the description of the parameter that has the focus.
    """

    changed = Signal(dict, str)
    sweep_changed = Signal(str, tuple)
    help_changed = Signal(str)

    def __init__(
        self,
        component: Component,
        schema: Schema | None,
        theme: Theme,
        parent: QWidget | None = None,
        *,
        sweeps: Sequence[Sweep] | None = None,
        only: Mapping[str, str] | None = None,
    ) -> None:
        """Make the rows.

        Args:
            schema: of the data that arrive, where they are known.
            sweeps: the parameters that have several values; None where none may have.
            only: the parameters to be shown, each with words in place of its name; all if None.
        """
        super().__init__(parent)
        self._schema, self._theme = schema, theme
        self._component = component
        self._labels = only or {}
        self._rows: dict[str, Row] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        fields = [f for f in facts_of(type(component)) if only is None or f.name in only]
        if sweeps is None:
            fields = [replace(f, is_sweepable=False) for f in fields]
        plain = [f for f in fields if not f.is_advanced]
        for section, group in sections(plain):
            self._add_section(section if only is None else "", group, schema, theme)
        advanced = [f for f in fields if f.is_advanced]
        if advanced and only is None:
            self._add_folded(advanced, schema, theme)
        elif advanced:
            self._add_section("", advanced, schema, theme)
        self.show_component(component, sweeps or ())

    def show_component(self, component: Component, sweeps: Sequence[Sweep] = ()) -> None:
        """Show the values of a component of the same kind."""
        self._component = component
        values = {sweep.parameter: sweep.values for sweep in sweeps}
        for name, row in self._rows.items():
            row.show_value(getattr(component, name), values.get(name, ()))
        self._show_conditions()

    def row(self, name: str) -> Row:
        """The row of a parameter."""
        return self._rows[name]

    @property
    def names(self) -> tuple[str, ...]:
        """The parameters shown."""
        return tuple(self._rows)

    def focus(self, name: str) -> bool:
        """Put the keyboard into a parameter's editor; False if it is not here."""
        row = self._rows.get(name)
        if row is None:
            return False
        if self._fold is not None and not row.isVisibleTo(self):
            self._fold.set_open(is_open=True)
        (row.sweep.inner if row.sweep and row.is_swept else row.editor.inner).setFocus()
        return True

    # ------------------------------------------------------------------ rows

    _fold: Fold | None = None

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
        self._fold = Fold(self.tr("Advanced"), rows, theme, self)
        is_changed = any(getattr(self._component, f.name) != f.default for f in fields)
        self._fold.set_open(is_open=is_changed)
        self._column.addWidget(self._fold)
        self._column.addWidget(rows)

    def _made_editor(self, field: FieldFacts, schema: Schema | None, theme: Theme) -> FieldEditor:
        return made_editor(field, schema, theme)

    def _made_row(self, field: FieldFacts, schema: Schema | None, theme: Theme) -> Row:
        label = self._labels.get(field.name, "")
        editor = self._made_editor(field, schema, theme)
        row = Row(type(self._component), field, editor, theme, self)
        if label:
            row.label.setText(label)
        row.editor.edited.connect(lambda value, is_step: self._take(field, value, is_step))
        row.editor.typed.connect(lambda value: self._check(field, value))
        row.reset.clicked.connect(lambda: self._take(field, field.default, is_step=False))
        row.swept.connect(lambda values: self.sweep_changed.emit(field.name, values))
        row.focused.connect(lambda: self._tell_help(field))
        self._rows[field.name] = row
        return row

    # ------------------------------------------------------------------ what is entered

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
        row = self._rows[field.name]
        row.show_value(getattr(changed, field.name))
        if changed == self._component:
            return
        self._component = changed
        self._show_conditions()
        step = ""
        if is_step:
            step = f"{field.name}#{row.editor.gesture}" if row.editor.gesture else field.name
        self.changed.emit({field.name: changed.parameters()[field.name]}, step)

    def _show_conditions(self) -> None:
        for name, row in self._rows.items():
            row.show_reason(condition_words(self._component.unmet(name)))

    def _tell_help(self, field: FieldFacts) -> None:
        conditions = condition_words(type(self._component).conditions(field.name))
        self.help_changed.emit(f"{field.description} {conditions}".strip())


def sections(fields: Sequence[FieldFacts]) -> list[tuple[str, list[FieldFacts]]]:
    """The fields by section, each section once.

    A learner's own fields are declared before those of all networks, whose order of sections
    counts: each stands where the last of its fields does.
    """
    last = {field.section: i for i, field in enumerate(fields)}
    names = sorted(last, key=lambda section: last[section])
    return [(name, [f for f in fields if f.section == name]) for name in names]
