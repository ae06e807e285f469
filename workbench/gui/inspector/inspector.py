"""The inspector: the selected node's name, help, parameters, messages and what flows out of it."""

from dataclasses import replace
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from workbench.core.component import Component
from workbench.core.errors import ParameterError
from workbench.data.schema import Schema
from workbench.flow.graph import Node, Placeholder
from workbench.flow.group import SEPARATOR, Group
from workbench.flow.operation import Described
from workbench.gui.inspector.choosers import FileEditor
from workbench.gui.inspector.form import Form
from workbench.gui.inspector.group_panel import GroupPanel
from workbench.gui.inspector.header import Header
from workbench.gui.inspector.learner_form import LearnerForm
from workbench.gui.inspector.messages import Messages
from workbench.gui.inspector.placeholder_panel import PlaceholderPanel
from workbench.gui.inspector.presets import PresetStore
from workbench.gui.inspector.preview import Preview
from workbench.gui.inspector.training_table import TrainingTable
from workbench.gui.theme import LIGHT, Theme
from workbench.runs.further import EPOCHS, can_train_further
from workbench.runs.view import NodeView


class Inspector(QWidget):
    """Shows one node; edits nothing itself.

    Signals:
        changed(node_id, values, merge_key or None): parameters that were entered, valid ones; of
            a node inside a group by its path, "group/knn".
        sweep_changed(node_id, parameter, values): it is given several values; none ends that.
        group_changed(node_id, Group): what the group shows of its inside, or says of itself.
        renamed(node_id, title): a name of the user's own; empty for the component's.
        command_line_wanted(node_id): to be copied for a terminal.
        further_wanted(node_id): its network is to be trained for some epochs more.
        layers_wanted(node_id): its layers are to be drawn as a graph.
    """

    changed = Signal(str, dict, object)
    sweep_changed = Signal(str, str, tuple)
    group_changed = Signal(str, object)
    renamed = Signal(str, str)
    command_line_wanted = Signal(str)
    further_wanted = Signal(str)
    layers_wanted = Signal(str)

    def __init__(
        self,
        theme: Theme = LIGHT,
        presets: PresetStore | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("inspector")
        self.setAccessibleName(self.tr("Inspector"))
        self._theme = theme
        self._node: Node | None = None
        self._schema: Schema | None = None
        self._view = NodeView()
        self.form: Form | None = None
        self.group: GroupPanel | None = None
        self._body: QWidget | None = None  # the form, the group's panel or the placeholder's
        self.header = Header(theme, presets or PresetStore(), self)
        self.messages = Messages(theme, self)
        self.training = TrainingTable(theme, self)
        self.preview = Preview(self)
        self.help = QLabel(self)
        self.further_button = QPushButton(self)
        self.copy_button = QPushButton(self.tr("Copy as command line"), self)
        self.empty = QLabel(self.tr("Select a node to see its parameters."), self)
        self._lay_out()
        self.header.renamed.connect(self._rename)
        self.header.presets.chosen.connect(self._take_preset)
        self.further_button.clicked.connect(self._want_further)
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
            self._make_body(node, schema)
        elif self.form is not None and isinstance(node.component, Component):
            self.form.show_component(node.component, node.sweeps)
        elif self.group is not None and isinstance(node.component, Group):
            self.group.show_group(node.component)
        self.show_run(view, value)

    def show_none(self, n_selected: int = 0) -> None:
        """Say that no node is selected, or how many are."""
        several = self.tr("{} nodes are selected.").format(n_selected)
        none = self.tr("Select a node to see its parameters.")
        self.empty.setText(several if n_selected else none)
        self.show_node(None, None, NodeView())

    def show_run(self, view: NodeView, value: Any = None) -> None:
        """Show what a run has to say of the same node."""
        # While it trains only messages matter here; equal ones are not drawn again.
        quiet = replace(view, curve=None, diagnosed=(), done=0.0, text="", seconds_left=None)
        if quiet != self._view:
            self._view = quiet
            self.messages.show_view(view)
        node = self._node
        is_offered = node is not None and can_train_further(node, view)
        if not is_offered and self.further_button.hasFocus():
            self.area.setFocus()  # else a parameter far below would take it, and be scrolled to
        self.further_button.setVisible(is_offered)
        self.training.show_diagnosed(view.diagnosed)
        self.preview.show_value(value)

    def set_theme(self, theme: Theme) -> None:
        """Draw in another theme."""
        self._theme = theme
        self.header.set_theme(theme)
        self.messages.set_theme(theme)
        self.training.set_theme(theme)
        if self._node is not None:
            self._make_body(self._node, self._schema)

    def focus_parameter(self, name: str) -> bool:
        """Put the keyboard into a parameter's editor and scroll to it; False if it is not here."""
        if self.form is None or not self.form.focus(name):
            return False
        self.area.ensureWidgetVisible(self.form.row(name))
        return True

    def choose_file(self, name: str) -> None:
        """Open the dialog that chooses the file of a parameter."""
        editor = self.form.row(name).editor if self.form is not None else None
        if isinstance(editor, FileEditor):
            editor.browse()

    def _is_same_form(self, node: Node | None, schema: Schema | None) -> bool:
        old = self._node
        if node is None or old is None or schema != self._schema:
            return False
        if isinstance(node.component, Placeholder) and node.component != old.component:
            return False
        return node.id == old.id and type(node.component) is type(old.component)

    def _make_body(self, node: Node, schema: Schema | None) -> None:
        if self._body is not None:
            self._body.hide()
            self._body.deleteLater()
        self._body = self.form = self.group = None
        self.help.clear()
        component = node.component
        is_layer = isinstance(component, Described)
        self.copy_button.setVisible(not is_layer and not isinstance(component, Placeholder))
        self.help.setVisible(not isinstance(component, Placeholder))
        if isinstance(component, Component):
            self._body = self.form = self._made_form(component, node, schema)
        elif isinstance(component, Group):
            self._body = self.group = self._made_group(component)
        elif isinstance(component, Placeholder):
            self._body = PlaceholderPanel(component, self.content)
        if self._body is not None:
            self._column.insertWidget(self._column.indexOf(self.help), self._body)

    def _made_form(self, component: Component, node: Node, schema: Schema | None) -> Form:
        sweeps = None if isinstance(component, Described) else node.sweeps  # a layer has one value
        form = LearnerForm(component, schema, self._theme, self.content, sweeps=sweeps)
        form.graph_wanted.connect(lambda: self.layers_wanted.emit(node.id))
        form.changed.connect(lambda values, step: self._change("", values, step))
        form.sweep_changed.connect(lambda name, values: self._change_sweep("", name, values))
        form.help_changed.connect(self.help.setText)
        return form

    def _made_group(self, group: Group) -> GroupPanel:
        panel = GroupPanel(group, self._theme, self.content)
        panel.changed.connect(self._change)
        panel.sweep_changed.connect(self._change_sweep)
        panel.group_changed.connect(self._change_group)
        panel.help_changed.connect(self.help.setText)
        return panel

    def _path(self, inner: str) -> str:
        node_id = self._node.id if self._node is not None else ""
        return f"{node_id}{SEPARATOR}{inner}" if inner else node_id

    def _change(self, inner: str, values: dict[str, Any], step_of: str) -> None:
        path = self._path(inner)
        self.changed.emit(path, values, f"{path}.{step_of}" if step_of else None)

    def _change_sweep(self, inner: str, parameter: str, values: tuple[Any, ...]) -> None:
        self.sweep_changed.emit(self._path(inner), parameter, values)

    def _change_group(self, group: Group) -> None:
        if self._node is not None:
            self.group_changed.emit(self._node.id, group)

    def _take_preset(self, values: dict[str, Any]) -> None:
        component = self._node.component if self._node is not None else None
        if not isinstance(component, Component):
            return
        try:
            changed = component.with_parameters(values).parameters()
        except ParameterError as error:
            self.header.presets.tell(error.message)
            return
        differing = {n: v for n, v in changed.items() if v != component.parameters()[n]}
        if differing:
            self._change("", differing, "")

    def _rename(self, title: str) -> None:
        if self._node is not None:
            self.renamed.emit(self._node.id, title)

    def _want_further(self) -> None:
        if self._node is not None:
            self.further_wanted.emit(self._node.id)

    def _want_command_line(self) -> None:
        if self._node is not None:
            self.command_line_wanted.emit(self._node.id)

    def _lay_out(self) -> None:
        self.help.setWordWrap(True)
        self.help.setProperty("role", "secondary")
        self.help.setObjectName("parameter_help")
        self.help.setMinimumHeight(40)
        self.help.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.further_button.setText(self.tr("Train {} more epochs").format(EPOCHS))
        self.further_button.setObjectName("train_further")
        self.further_button.setToolTip(self.tr("Go on from the weights that it has now"))
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
        told = (self.header, self.messages, self.further_button, self.training)
        for part in (*told, self.help, self.copy_button, self.preview):
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
