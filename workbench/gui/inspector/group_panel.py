"""A group in the inspector: what it is for, its parameters, and what of it is seen from outside."""

from collections.abc import Iterator
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QLineEdit, QVBoxLayout, QWidget

from workbench.core.component import Component
from workbench.flow.graph import Node
from workbench.flow.group import SEPARATOR, Exposed, Group
from workbench.gui.inspector.exposure_tree import ExposureTree
from workbench.gui.inspector.fold import Fold
from workbench.gui.inspector.form import Form
from workbench.gui.theme import Theme

LONGEST = 500  # characters about a group

Shown = tuple[str, Node, dict[str, str]]
"""The path of a node inside, the node, and its parameters with the names they have outside."""


class GroupPanel(QWidget):
    """The parameters that a group shows, in a section for each node inside; and what it shows.

    Signals:
        changed(path, values, step): as a form's, of the node inside at ``path``.
        sweep_changed(path, parameter, values): as a form's.
        group_changed(Group): the group as it is to be.
        help_changed(str): the description of the parameter that has the focus.
    """

    changed = Signal(str, dict, str)
    sweep_changed = Signal(str, str, tuple)
    group_changed = Signal(object)
    help_changed = Signal(str)

    def __init__(self, group: Group, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._group = group
        self._theme = theme
        self._forms: dict[str, Form] = {}
        self._headings: list[QWidget] = []
        self.about = QLineEdit(self)
        self.empty = QLabel(self.tr("No parameter of the nodes inside is shown."), self)
        self.ports = ExposureTree(("inputs", "outputs"), theme, self)
        self.parameters = ExposureTree(("parameters",), theme, self)
        self._lay_out()
        self.show_group(group)

    def show_group(self, group: Group) -> None:
        """Show the group after an edit."""
        self._group = group
        if self.about.text() != group.about and not self.about.hasFocus():
            self.about.setText(group.about)
        shown = list(shown_parameters(group))
        if {p: tuple(only.items()) for p, _, only in shown} != self._shown:
            self._make_forms(shown)
        for path, node, _ in shown:
            if isinstance(node.component, Component):
                self._forms[path].show_component(node.component, node.sweeps)
        self.ports.show_group(group)
        self.parameters.show_group(group)

    def form(self, path: str) -> Form:
        """The form of the node at a path inside."""
        return self._forms[path]

    # ------------------------------------------------------------------ forms

    _shown: dict[str, tuple[tuple[str, str], ...]] | None = None

    def _make_forms(self, shown: list[Shown]) -> None:
        for old in (*self._forms.values(), *self._headings):
            old.hide()
            old.deleteLater()
        self._forms, self._headings = {}, []
        for path, node, only in shown:
            self._add_form(path, node, only)
        self._shown = {path: tuple(only.items()) for path, _, only in shown}
        self.empty.setVisible(not shown)

    def _add_form(self, path: str, node: Node, only: dict[str, str]) -> None:
        if not isinstance(node.component, Component):
            return
        heading = QLabel(node.name, self)
        heading.setProperty("role", "heading")
        form = Form(node.component, None, self._theme, self, sweeps=node.sweeps, only=only)
        form.changed.connect(lambda values, step: self.changed.emit(path, values, step))
        form.sweep_changed.connect(
            lambda parameter, values: self.sweep_changed.emit(path, parameter, values)
        )
        form.help_changed.connect(self.help_changed)
        self._forms[path] = form
        self._headings.append(heading)
        self._rows.addWidget(heading)
        self._rows.addWidget(form)

    def _finish_about(self) -> None:
        if self.about.text().strip() != self._group.about:
            self.group_changed.emit(replace(self._group, about=self.about.text().strip()))

    # ------------------------------------------------------------------ putting together

    def _lay_out(self) -> None:
        self.about.setObjectName("group_about")
        self.about.setAccessibleName(self.tr("What the group is for"))
        self.about.setToolTip(self.tr("What the group is for, in a sentence"))
        self.about.setPlaceholderText(self.tr("What the group is for"))
        self.about.setMaxLength(LONGEST)
        self.about.editingFinished.connect(self._finish_about)
        self.empty.setProperty("role", "secondary")
        self.empty.setWordWrap(True)
        self.empty.setObjectName("group_empty")
        self._rows = QVBoxLayout()
        self._rows.setSpacing(8)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.about)
        column.addWidget(self.empty)
        column.addLayout(self._rows)
        titles = ((self.ports, self.tr("Ports")), (self.parameters, self.tr("Parameters to show")))
        for tree, title in titles:
            tree.name(title)
            tree.changed.connect(self.group_changed)
            column.addWidget(Fold(title, tree, self._theme, self))
            column.addWidget(tree)


def shown_parameters(group: Group) -> Iterator[Shown]:
    """The nodes inside that have shown parameters, in the order in which these were chosen."""
    found: dict[str, tuple[Node, dict[str, str]]] = {}
    for exposed in group.parameters:
        path, node, of = _resolved(group, exposed)
        if node is not None:
            found.setdefault(path, (node, {}))[1][of] = exposed.name if exposed.name != of else ""
    for path, (node, only) in found.items():
        yield path, node, only


def _resolved(group: Group, exposed: Exposed) -> tuple[str, Node | None, str]:
    """The path, node and parameter that a shown one stands for, however deep it lies."""
    node = group.graph.nodes.get(exposed.node)
    if node is None or not isinstance(node.component, Group):
        return exposed.node, node, exposed.of
    inner = next((e for e in node.component.parameters if e.name == exposed.of), None)
    if inner is None:
        return exposed.node, None, exposed.of
    path, deepest, of = _resolved(node.component, inner)
    return f"{exposed.node}{SEPARATOR}{path}", deepest, of
