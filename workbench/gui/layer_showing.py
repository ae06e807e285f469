"""What is shown beside the layers of a learner while they are drawn as a graph."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from workbench.core.component import Component
from workbench.gui.editor.editor import FlowEditor
from workbench.gui.editor.flowing import Flowing
from workbench.gui.editor.palette import Palette
from workbench.gui.flow_runs import FlowRuns
from workbench.gui.inspector.layer_tables import LayerTables
from workbench.gui.level import Level
from workbench.models.networks.layers import INPUT
from workbench.models.networks.layers.layer import told as shape_words
from workbench.runs.layer_graph import OUTPUT
from workbench.runs.layer_kinds import layer_catalog, told
from workbench.runs.layer_rows import plain_fault, sizes_of
from workbench.runs.layered import layers_of
from workbench.runs.view import NodeView, RunView

if TYPE_CHECKING:
    from workbench.models.networks import table as tables

Catalog = Mapping[str, type[Component]]
OF_FLOWS = ("add_note", "add_frame", "disable_link", "group", "ungroup", "save_to_palette")


class LayerShowing(QObject):
    """Offers layers instead of nodes, and tells of each what it gives, costs, and lacks.

    Signals:
        changed(): ``view`` and ``problems`` are others.

    Attributes:
        view: of the layers, by name.
        problems: why a layer cannot be, by name.
    """

    changed = Signal()

    def __init__(self, level: Level, runs: FlowRuns, editor: FlowEditor, palette: Palette) -> None:
        super().__init__(level)
        self._level, self._runs = level, runs
        self._editor, self._palette = editor, palette
        self._catalog: Catalog = {}
        self._outputs: dict[str, Flowing] = {}
        self._tables = LayerTables(self)
        self._is_shown = False
        self.view = RunView()
        self.problems: Mapping[str, str] = {}
        self._tables.made.connect(self._take)
        level.changed.connect(self._follow)

    @property
    def is_shown(self) -> bool:
        """Whether layers are on show."""
        return self._level.learner is not None

    def offer(self, catalog: Catalog) -> None:
        """Take the components that may be nodes of a flow."""
        self._catalog = catalog
        self._show_offer()

    def flowing(self, name: str) -> Flowing | None:
        """What a layer gives, for who asks what flows."""
        return self._outputs.get(name)

    def _follow(self) -> None:
        if self.is_shown != self._is_shown:
            self._is_shown = self.is_shown
            self._show_offer()
        learner = self._level.learner
        if learner is None:
            self._tables.cancel()
            return
        sizes = sizes_of(self._runs.schema_at(self._level.path), learner)
        self._tables.ask(layers_of(learner), sizes.input_shape, sizes.n_outputs)

    def _show_offer(self) -> None:
        catalog = layer_catalog() if self.is_shown else self._catalog
        self._editor.set_catalog(catalog)
        self._palette.set_catalog(catalog)
        for name in OF_FLOWS:
            self._editor.actions_by_name[name].setEnabled(not self.is_shown)

    def _take(self, table: "tables.LayerTable") -> None:
        learner = self._level.learner
        if learner is None:
            return
        design = layers_of(learner)
        nodes = {INPUT: NodeView(text=shape_words(table.input_shape))}
        self._outputs = {INPUT: Flowing((shape_words(table.input_shape),))}
        for row in table.rows:
            gives = shape_words(row.output)
            said = told(design.layers[row.number - 1])
            nodes[row.name] = NodeView(text=f"{gives} · {said}" if said else gives)
            self._outputs[row.name] = Flowing((gives, *self._costs(row)))
        if table.error is None:
            nodes[OUTPUT] = NodeView(text=shape_words(table.output))
        self.view = RunView(nodes)
        fault = plain_fault(design, table.error)
        self.problems = {}
        if fault is not None:
            at = design.names[fault.number - 1] if fault.number else OUTPUT
            self.problems = {at: f"{fault.sentence} {fault.remedy}"}
        self.changed.emit()

    def _costs(self, row: "tables.Row") -> list[str]:
        if not (row.weights or row.biases):
            return []
        words = self.tr("{weights} weights, {biases} biases, {costs} multiply–adds a row")
        numbers = {"weights": row.weights, "biases": row.biases, "costs": row.multiply_adds}
        return [words.format(**{name: f"{number:,}" for name, number in numbers.items()})]
