"""The steps of a script that does what a flow does; what a script cannot do is refused."""

from pathlib import Path

from workbench.core.component import Component
from workbench.core.errors import FlowError, Where
from workbench.export.script.pieces import library
from workbench.export.script.script import script_text
from workbench.export.script.step import Step
from workbench.flow.expand import expanded
from workbench.flow.graph import Graph, Node
from workbench.runs.scripting.facts import facts_of
from workbench.runs.scripting.known import Known


def script_of(graph: Graph, base_folder: Path) -> str:
    """The flow as one Python script.

    Args:
        base_folder: where the script is to lie: files below it are named from there.

    Raises:
        WorkbenchError: a node cannot be said in a script, and which; or its data cannot be read.
    """
    steps = steps_of(graph, base_folder)
    return script_text("A flow.", steps)


def steps_of(graph: Graph, folder: Path) -> list[Step]:
    """The nodes that run, in order, as steps.

    Raises:
        WorkbenchError: as ``script_of``.
    """
    flat = expanded(graph).graph
    known = Known(flat)
    return [_step(flat, flat.node(i), known, folder) for i in flat.order]


def _step(graph: Graph, node: Node, known: Known, folder: Path) -> Step:
    component = node.component
    keys = {key.partition("__")[0] for key in library().steps}
    if not isinstance(component, Component) or component.key not in keys:
        raise FlowError(
            f"'{node.name}' cannot be written as Python.",
            remedy="Export a flow without it.",
            where=Where(node=node.id),
        )
    inputs: dict[str, tuple[str, ...]] = {}
    for link in graph.inputs_of(node.id):
        inputs[link.target_port] = (*inputs.get(link.target_port, ()), link.source)
    facts = facts_of(node, known, folder)
    return Step(node.id, component.key, node.name, type(component).help(), facts, inputs)
