"""The steps of a script that does what a flow does; what a script cannot do is refused."""

from pathlib import Path

from workbench.core.component import Component
from workbench.data.readers.reader import Reader
from workbench.export.notebook import notebook_text
from workbench.export.script.compose import MANY, Composition, composed
from workbench.export.script.pieces import library
from workbench.export.script.script import script_text
from workbench.export.script.step import Step
from workbench.flow.expand import expanded
from workbench.flow.graph import Graph, Node
from workbench.models.learner import Learner
from workbench.runs.scripting.comparison_facts import link_facts
from workbench.runs.scripting.facts import facts_of
from workbench.runs.scripting.known import Known
from workbench.runs.scripting.limits import check_data, check_parameters, check_saving, refused

VIEWS = "See"  # the category of nodes that only show something


def script_of(graph: Graph, base_folder: Path) -> str:
    """The flow as one Python script.

    Args:
        base_folder: where the script is to lie: files below it are named from there.

    Raises:
        WorkbenchError: a node cannot be said in a script, and which; or its data cannot be read.
    """
    flat = expanded(graph).graph
    return script_text(_title(graph), _composition(flat, base_folder), _notes(flat))


def notebook_of(graph: Graph, base_folder: Path) -> str:
    """The flow as a Jupyter notebook: as ``script_of``, with a heading for each node."""
    flat = expanded(graph).graph
    return notebook_text(_title(graph), _composition(flat, base_folder), _notes(flat))


def _composition(flat: Graph, folder: Path) -> Composition:
    nodes = [flat.node(i) for i in flat.order if not _is_left_out(flat.node(i))]
    known = Known(flat)
    for node in nodes:
        if not _is_known(node):
            raise refused(node, "no piece of a script does what it does")
    for node in nodes:
        check_data(node, known.rows(node.id))
    made = composed([_step(flat, node, known, folder) for node in nodes])
    for node in nodes:
        check_parameters(node, made.asked[node.id])
        learner = known.learner(node.id)
        check_saving(node, learner, made.asked[learner.id] if learner else frozenset())
    return made


def _step(graph: Graph, node: Node, known: Known, folder: Path) -> Step:
    inputs: dict[str, tuple[str, ...]] = {}
    for link in graph.inputs_of(node.id):
        inputs[link.target_port] = (*inputs.get(link.target_port, ()), link.source)
    component = node.component
    words = type(component).help() if isinstance(component, Component) else ""
    facts = facts_of(node, known, folder)
    of_links = link_facts(node, known)
    return Step(node.id, component.key, node.name, words, facts, inputs, of_links)


def _is_known(node: Node) -> bool:
    steps = library().steps
    return any(key.split(MANY)[0] == node.component.key for key in steps)


def _is_left_out(node: Node) -> bool:
    """A view that a script has no table for is only left out: no number depends on it."""
    component = node.component
    return isinstance(component, Component) and component.category == VIEWS and not _is_known(node)


def _title(graph: Graph) -> str:
    """Which data, which learners."""
    nodes = [graph.node(i) for i in graph.order]
    data = [n.name for n in nodes if isinstance(n.component, Reader)]
    learners = [n.name for n in nodes if isinstance(n.component, Learner)]
    return f"{_listed(data) or 'A flow'}: {_listed(learners) or 'no learner'}."


def _listed(names: list[str]) -> str:
    shown = list(dict.fromkeys(names))
    return ", ".join(shown if len(shown) <= 3 else [*shown[:2], f"and {len(shown) - 2} more"])


def _notes(flat: Graph) -> tuple[str, ...]:
    left_out = [n.name for i in flat.order if _is_left_out(n := flat.node(i))]
    return (f"Left out, as they only show something: {', '.join(left_out)}.",) if left_out else ()
