"""What is wrong with a flow as it is drawn: known without running it.

Each problem names the node, and where there is one also the step that mends it, as a value: the
window makes a button of it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

from workbench.core.component import Component
from workbench.core.errors import WorkbenchError
from workbench.data.split import Splits
from workbench.flow.expand import expanded
from workbench.flow.graph import Graph, Node, Placeholder
from workbench.flow.group import SEPARATOR, Group
from workbench.flow.operation import TYPE_WORDS, Port
from workbench.flow.paths import path_fields
from workbench.models.networks.design import HasDesign
from workbench.models.networks.wiring import WiringError, wired

Severity: TypeAlias = Literal["failed", "warning", "ahead", "hint"]


@dataclass(frozen=True)
class Remedy:
    """A step that mends a problem, to be offered as a button.

    Args:
        kind: "link" something to an input; put a "splitter" before it; choose a "file" for a
            parameter; look at a "parameter", or at all of the node's ("inspect"); send a "report".
        node: the path of the node it is about.
        of: the input's or the parameter's name; of a report its text.
    """

    kind: Literal["link", "splitter", "file", "parameter", "inspect", "report"]
    node: str
    of: str = ""


@dataclass(frozen=True)
class Problem:
    """One thing that calls for attention.

    Args:
        severity: "failed" or with a "warning" in a run; "ahead" if it will fail; else a "hint".
        node: the path of the node; empty for the flow as a whole.
        name: what the node is called.
        advice: what the user can do, in words.
        remedies: the steps that do it, the best first.
    """

    severity: Severity
    node: str
    name: str
    sentence: str
    advice: str = ""
    remedies: tuple[Remedy, ...] = ()


def problems(graph: Graph) -> tuple[Problem, ...]:
    """What will fail in a run of the graph, then hints, each in the order of the nodes.

    Nodes inside groups are named by their paths. Whether a file exists is not asked: a drive may
    be slow.
    """
    found = [*_of_nodes(Group(graph), ""), *_of_run(graph)]
    return tuple(sorted(found, key=lambda problem: problem.severity == "hint"))


def _of_nodes(group: Group, before: str) -> Iterator[Problem]:
    """Problems of the nodes in a group.

    Args:
        before: the path of the group, with a separator behind; empty for the flow itself.
    """
    graph = group.graph
    given = {(k.target, k.target_port) for k in graph.links if k.is_enabled}
    given |= {(e.node, e.of) for e in group.inputs}
    off = {(k.target, k.target_port) for k in graph.links if not k.is_enabled}
    ends = {end for link in graph.links for end in (link.source, link.target)}
    ends |= {e.node for e in (*group.inputs, *group.outputs)}
    for node in graph.nodes.values():
        path = before + node.id
        missing = [
            port
            for port in node.operation.inputs
            if not port.is_optional and (node.id, port.name) not in given
        ]
        for port in missing:
            yield _unlinked(node, path, port, is_off=(node.id, port.name) in off)
        yield from _of_component(node, path)
        if len(graph.nodes) > 1 and node.id not in ends and not missing:
            yield from _lonely(node, path)
        if isinstance(node.component, Group):
            yield from _of_nodes(node.component, path + SEPARATOR)


def _unlinked(node: Node, path: str, port: Port, *, is_off: bool) -> Problem:
    remedies: tuple[Remedy, ...] = (Remedy("link", path, port.name), Remedy("inspect", path))
    if is_off:
        sentence = f"The link to the input '{port.name}' is switched off."
        return Problem("ahead", path, node.name, sentence, "Switch it on, or draw another.")
    sentence = f"Nothing is linked to the input '{port.name}'; it needs {TYPE_WORDS[port.type]}."
    if port.type is Splits:
        remedies = (Remedy("splitter", path, port.name), *remedies)
        advice = "Put a splitter before it, such as cross-validation."
    else:
        advice = "Draw a link to it."
    return Problem("ahead", path, node.name, sentence, advice, remedies)


def _of_component(node: Node, path: str) -> Iterator[Problem]:
    component = node.component
    if isinstance(component, Placeholder):
        sentence = f"No component '{component.key}' is installed, so it cannot run."
        advice = "Put another node in its place, or install what it comes from."
        remedies = (Remedy("inspect", path),)
        yield Problem("ahead", path, node.name, sentence, advice, remedies)
    if not isinstance(component, Component):
        return
    yield from _of_layers(node, component, path)
    if is_path_missing(component) and not node.swept("path"):
        remedies = (Remedy("file", path, "path"),)
        yield Problem("ahead", path, node.name, "No file is chosen.", "Choose a file.", remedies)
    for sweep in node.sweeps:
        for other, condition in component.unmet(sweep.parameter).items():
            sentence = (
                f"'{sweep.parameter}' matters only while '{other}' {condition}: "
                f"its {len(sweep.values)} values give the same results."
            )
            remedies = (Remedy("parameter", path, sweep.parameter),)
            yield Problem("hint", path, node.name, sentence, remedies=remedies)


def _of_layers(node: Node, component: Component, path: str) -> Iterator[Problem]:
    """Layers that do not make a network, whatever the data; sizes are seen once data are there."""
    if not isinstance(component, HasDesign) or getattr(component, "preset", "custom") != "custom":
        return
    remedies = (Remedy("parameter", path, "layers"),)
    design = component.design
    if design is None:
        return
    layers = design.layers
    try:
        wired(layers)
    except WiringError as error:
        sentence = f"Layer {error.number}: {error.sentence}"
        yield Problem("ahead", path, node.name, sentence, error.remedy, remedies)
    if not layers:
        advice = "Add layers; the last is “dense classes”."
        yield Problem("ahead", path, node.name, "The network has no layer.", advice, remedies)


def is_path_missing(component: Component) -> bool:
    """Whether it reads or writes a file and none is chosen."""
    return "path" in path_fields(type(component)) and not getattr(component, "path", "")


def _lonely(node: Node, path: str) -> Iterator[Problem]:
    if node.operation.inputs or node.operation.outputs:
        sentence, advice = "It is linked to no other node.", "Draw a link from or to it."
        yield Problem("hint", path, node.name, sentence, advice, (Remedy("inspect", path),))


def _of_run(graph: Graph) -> Iterator[Problem]:
    """Why no run can begin at all: a cycle, too many values."""
    try:
        _ = expanded(graph).graph.order
    except WorkbenchError as error:
        path = error.where.node or ""
        parameter = error.where.parameter or ""
        remedy = Remedy("parameter" if parameter else "inspect", path, parameter)
        remedies = (remedy,) if path else ()
        name = _name(graph, path)
        yield Problem("ahead", path, name, error.message, error.remedy or "", remedies)


def _name(graph: Graph, path: str) -> str:
    first, _, rest = path.partition(SEPARATOR)
    node = graph.nodes.get(first)
    if node is None or not rest:
        return node.name if node else path
    return _name(node.component.graph, rest) if isinstance(node.component, Group) else node.name
