"""Draws nodes and links for WEKA's steps, and keeps what there is to tell."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from typing_extensions import override

from workbench.core.component import Component
from workbench.core.errors import FlowError, WorkbenchError
from workbench.core.run import finish
from workbench.data.dataset import Dataset
from workbench.data.readers.reader import Reader
from workbench.data.split import Splits
from workbench.flow.cache import Cache
from workbench.flow.execute import execute
from workbench.flow.graph import Graph, Link, Node, Placeholder
from workbench.flow.knowledge_flow.part import Late, Part, Unknown
from workbench.flow.knowledge_flow.paths import found, placed
from workbench.flow.knowledge_flow.placeholder import placeholder
from workbench.flow.knowledge_flow.sheet import Step
from workbench.flow.knowledge_flow.streams import Unit

LARGEST = 64_000_000  # bytes of a data file that is read while a flow is imported


@dataclass(frozen=True)
class Message:
    """Something about the import that the user is to know.

    Args:
        step: what WEKA calls the step.
        text: a sentence or two.
        node: the id of the node it is about; empty if it is about none.
    """

    step: str
    text: str
    node: str = ""

    @override
    def __str__(self) -> str:
        """Give step and text in one line."""
        return f"{self.step}: {self.text}"


@dataclass(frozen=True)
class End:
    """Where a link begins: a node, and WEKA's word for what leaves it."""

    node: str
    kind: str


class Canvas:
    """The graph so far.

    Args:
        folder: of the KnowledgeFlow file, which relative paths are taken from.
    """

    def __init__(self, catalog: Mapping[str, type[Component]], folder: Path) -> None:
        self.graph = Graph()
        self.messages: list[Message] = []
        self.catalog = catalog
        self.counterparts = {weka: kind for kind in catalog.values() for weka in kind.weka}
        self._folder = folder
        self._cache = Cache()
        self._made: dict[tuple[tuple[str, int], tuple[str, ...]], str] = {}

    def tell(self, step: Step, text: str, node: str = "") -> None:
        """Note something about a step, once."""
        message = Message(step.name, text, node)
        if message not in self.messages:
            self.messages.append(message)

    def kind_of(self, part: Part | Unknown) -> type[Component] | None:
        """The component a part becomes; None if there is none."""
        if isinstance(part, Unknown):
            return None
        return self.catalog.get(part.key) if part.key else self.counterparts.get(part.weka)

    def is_made(self, unit: Unit) -> bool:
        """Whether there is a node for a unit."""
        return any(key == unit.key for key, _ in self._made)

    def node(self, unit: Unit, *sources: End) -> str:
        """The node of a unit behind some others; made when it is first asked for."""
        sources = tuple(end for end in sources if end.node)
        key = (unit.key, tuple(end.node for end in sources))
        if key not in self._made:
            self._made[key] = self._added(unit, sources)
        return self._made[key]

    def link(self, source: End, target: str, kind: str) -> None:
        """Draw a link if it can be, and say so if it cannot.

        Args:
            kind: what WEKA calls what arrives.
        """
        link = self._link(source, self.graph.node(target), kind)
        try:
            self.graph = self.graph.with_link(link)
        except FlowError as error:
            self.messages.append(Message(self.graph.node(target).name, error.message, target))

    def data(self, node_id: str) -> Dataset | None:
        """The samples that leave a node, if they can be had at once."""
        if not node_id or not self._is_small(node_id):
            return None
        value = finish(execute(self.graph, self._cache, [node_id])).values.get(node_id)
        if isinstance(value, Splits):
            return value.folds[0].train
        return value if isinstance(value, Dataset) else None

    # ------------------------------------------------------------------ making

    def _added(self, unit: Unit, sources: Sequence[End]) -> str:
        step = unit.step
        kind = self.kind_of(unit.part)
        name = kind.key if kind else re.sub(r"[^\w-]", "", unit_name(unit)) or "step"
        node_id = self.graph.free_id(name)
        component = self._component(unit, kind, node_id, sources[0].node if sources else "")
        is_plain = re.fullmatch(re.escape(step.short) + r"\d*", step.name) is not None
        title = "" if is_plain or not unit.is_main else step.name
        if isinstance(component, Placeholder):
            title = step.name if unit.is_main else unit_name(unit)
        self.graph = self.graph.with_node(Node(node_id, component, title, step.x, step.y))
        for source in sources:
            self.link(source, node_id, source.kind)
        return node_id

    def _component(
        self, unit: Unit, kind: type[Component] | None, node_id: str, source: str
    ) -> Component | Placeholder:
        part, step = unit.part, unit.step
        if isinstance(part, Unknown) or kind is None:
            self.tell(step, _missing(unit), node_id)
            return placeholder(step, part.scheme if isinstance(part, Unknown) else step.scheme)
        for remark in part.remarks:
            self.tell(step, remark, node_id)
        values = {**part.values, **self._late(unit, part.late, node_id, source)}
        if issubclass(kind, Reader):
            values["path"], remark = found(str(values.get("path", "")), self._folder)
            if remark:
                self.tell(step, remark, node_id)
        elif "path" in values:
            values["path"] = placed(str(values["path"]), self._folder)
        try:
            return kind.parse(values)
        except WorkbenchError as error:
            self.tell(step, f"Its settings do not fit: {error.message}", node_id)
            return placeholder(step, step.scheme)

    def _late(
        self, unit: Unit, late: Mapping[str, Late], node_id: str, source: str
    ) -> dict[str, Any]:
        """The parameters that only the data tell, as far as the data can be looked at."""
        values: dict[str, Any] = {}
        data = self.data(source) if late else None
        for name, asked in late.items():
            try:
                if data is None:
                    raise FlowError("the data cannot be looked at now.")
                values[name] = asked.of(data)
            except WorkbenchError as error:
                if asked.otherwise is not None:
                    values[name] = asked.otherwise
                    continue
                why = f"{error.message[:1].lower()}{error.message[1:]}"
                text = f"'{name}' is to be set by hand ({asked.about} in WEKA): {why}"
                self.tell(unit.step, text, node_id)
        return values

    def _is_small(self, node_id: str) -> bool:
        """Whether all the files that a node's data come from are there, and are soon read."""
        for each in (node_id, *self.graph.upstream(node_id)):
            component = self.graph.node(each).component
            if isinstance(component, Placeholder):
                return False
            try:
                if isinstance(component, Reader) and component.file.stat().st_size > LARGEST:
                    return False
            except (OSError, WorkbenchError):
                return False
        return True

    def _link(self, end: End, target: Node, kind: str) -> Link:
        """The link, at the first free ports that fit; an unknown node's ports are WEKA's words."""
        source = self.graph.node(end.node)
        outputs, inputs = source.operation.outputs, target.operation.inputs
        taken = {link.target_port for link in self.graph.inputs_of(target.id)}
        free = [p for p in inputs if p.takes_many or p.name not in taken] or list(inputs)
        for output in outputs:
            for port in free:
                if issubclass(output.type, port.type):
                    return Link(source.id, output.name, target.id, port.name)
        leaves = outputs[0].name if outputs else end.kind
        return Link(source.id, leaves, target.id, free[0].name if free else kind)


def _missing(unit: Unit) -> str:
    """Why there is only a placeholder for a unit."""
    if isinstance(unit.part, Unknown) and unit.part.reason:
        return f"{unit.part.reason} Its settings are kept."
    name = unit_name(unit)
    what = "It" if name == unit.step.short else f"WEKA's {name}"
    return f"{what} has no counterpart here; its settings are kept."


def unit_name(unit: Unit) -> str:
    """WEKA's name of what a unit is."""
    part = unit.part
    if isinstance(part, Unknown):
        return part.scheme.short
    return part.weka.rpartition(".")[2]
