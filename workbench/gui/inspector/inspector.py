"""The inspector: the selected node's name, help, parameters, messages and what flows out of it."""

from dataclasses import replace
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from workbench.core.component import Component
from workbench.data.schema import Schema
from workbench.flow.graph import Node
from workbench.gui.inspector.form import Form
from workbench.gui.inspector.header import Header
from workbench.gui.inspector.messages import Messages
from workbench.gui.inspector.preview import Preview
from workbench.gui.theme import LIGHT, Theme
from workbench.runs.view import NodeView


class Inspector(QWidget):
    """Shows one node; edits nothing itself.

    Signals:
        changed(node_id, values, merge_key or None): parameters that were entered, valid ones.
        sweep_changed(node_id, parameter, values): it is given several values; none ends that.
        renamed(node_id, title): a name of the user's own; empty for the component's.
        command_line_wanted(node_id): to be copied for a terminal.
    """

    changed = Signal(str, dict, object)
    sweep_changed = Signal(str, str, tuple)
    renamed = Signal(str, str)
    command_line_wanted = Signal(str)

    def __init__(self, theme: Theme = LIGHT, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("inspector")
        self.setAccessibleName(self.tr("Inspector"))
        self._theme = theme
        self._node: Node | None = None
        self._schema: Schema | None = None
        self._view = NodeView()
        self.form: Form | None = None
        self.header = Header(theme, self)
        self.messages = Messages(theme, self)
        self.preview = Preview(self)
        self.help = QLabel(self)
        self.copy_button = QPushButton(self.tr("Copy as command line"), self)
        self.empty = QLabel(self.tr("Select a node to see its parameters."), self)
        self._lay_out()
        self.header.renamed.connect(self._rename)
        self.copy_button.clicked.connect(self._want_command_line)
        self.show_node(None, None, NodeView())

    def show_node(
        self, node: Node | None, schema: Schema | None, view: NodeView, value: Any = None
    ) -> None:
        """Show a node.

        Args:
            node: None where nothing is selected.
            schema: of the data that arrive at it, where they are known.
            view: what is known of its run.
            value: its result, if there is one.
        """
        is_same = self._is_same_form(node, schema)
        self._node, self._schema = node, schema
        self.empty.setVisible(node is None)
        self.area.setVisible(node is not None)
        if node is None:
            return
        self.header.show_node(node)
        if not is_same:
            self._make_form(node, schema)
        elif self.form is not None and isinstance(node.component, Component):
            self.form.show_component(node.component, node.sweeps)
        self.show_run(view, value)

    def show_run(self, view: NodeView, value: Any = None) -> None:
        """Show what a run has to say of the same node."""
        # While it trains only messages matter here; equal ones are not drawn again.
        quiet = replace(view, curve=None, done=0.0, text="", seconds_left=None)
        if quiet != self._view:
            self._view = quiet
            self.messages.show_view(view)
        self.preview.show_value(value)

    def set_theme(self, theme: Theme) -> None:
        """Draw in another theme."""
        self._theme = theme
        self.header.set_theme(theme)
        self.messages.set_theme(theme)
        if self._node is not None:
            self._make_form(self._node, self._schema)

    def _is_same_form(self, node: Node | None, schema: Schema | None) -> bool:
        old = self._node
        if node is None or old is None or schema != self._schema:
            return False
        return node.id == old.id and type(node.component) is type(old.component)

    def _make_form(self, node: Node, schema: Schema | None) -> None:
        if self.form is not None:
            self.form.hide()
            self.form.deleteLater()
            self.form = None
        self.help.clear()
        component = node.component
        self.copy_button.setVisible(isinstance(component, Component))
        if not isinstance(component, Component):
            return
        self.form = Form(component, schema, self._theme, self.content, sweeps=node.sweeps)
        self.form.changed.connect(self._change)
        self.form.sweep_changed.connect(self._change_sweep)
        self.form.help_changed.connect(self.help.setText)
        self._column.insertWidget(self._column.indexOf(self.help), self.form)

    def _change(self, values: dict[str, Any], step_of: str) -> None:
        if self._node is not None:
            merge = f"{self._node.id}.{step_of}" if step_of else None
            self.changed.emit(self._node.id, values, merge)

    def _change_sweep(self, parameter: str, values: tuple[Any, ...]) -> None:
        if self._node is not None:
            self.sweep_changed.emit(self._node.id, parameter, values)

    def _rename(self, title: str) -> None:
        if self._node is not None:
            self.renamed.emit(self._node.id, title)

    def _want_command_line(self) -> None:
        if self._node is not None:
            self.command_line_wanted.emit(self._node.id)

    def _lay_out(self) -> None:
        self.help.setWordWrap(True)
        self.help.setProperty("role", "secondary")
        self.help.setObjectName("parameter_help")
        self.help.setMinimumHeight(40)
        self.help.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.copy_button.setProperty("flat", True)  # noqa: FBT003
        self.copy_button.setObjectName("copy_command_line")
        self.copy_button.setToolTip(self.tr("Copy the command that does the same in a terminal"))
        self.empty.setProperty("role", "secondary")
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty.setWordWrap(True)
        self.content = QWidget(self)
        self._column = QVBoxLayout(self.content)
        self._column.setContentsMargins(16, 12, 16, 12)
        self._column.setSpacing(8)
        for part in (self.header, self.messages, self.help, self.copy_button, self.preview):
            self._column.addWidget(part)
        self._column.addStretch(1)
        self._column.setStretch(self._column.indexOf(self.preview), 1)
        self.area = QScrollArea(self)
        self.area.setWidgetResizable(True)
        self.area.setWidget(self.content)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.empty)
        outer.addWidget(self.area)
