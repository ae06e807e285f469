"""What to type in a terminal to do what a node does."""

import shlex
from collections.abc import Collection
from dataclasses import replace
from pathlib import Path
from typing import Any

from workbench.core.component import Component
from workbench.data.readers.reader import Reader
from workbench.flow.graph import Graph, Node
from workbench.flow.group import (
    SEPARATOR,
    Exposed,
    Group,
    exposed_parameter,
    graph_at,
    node_at,
)
from workbench.flow.sweep_text import sweep_text
from workbench.models.learner import Learner
from workbench.nodes.cross_validation import CrossValidation
from workbench.nodes.hold_out import HoldOut
from workbench.nodes.supplied_test_set import SuppliedTestSet
from workbench.nodes.training_set import TrainingSet

PROGRAM = "workbench"


def command_line(graph: Graph, path: str, flow: Path | None) -> str:
    """The command, quoted for a POSIX shell.

    A reader is shown by ``info``; a learner that is fed by a reader and a splitter, as ``evaluate``
    can be told, is evaluated; anything else, such as what has several values, is run with its flow.

    Args:
        path: of the node; "group/knn" for one inside a group.
    """
    around = graph_at(graph, path.rpartition(SEPARATOR)[0])
    node = node_at(graph, path)
    component = node.component
    if isinstance(component, Reader) and not node.sweeps:
        return shlex.join([PROGRAM, "info", component.path or "FILE", *_reading(component)])
    asked = _evaluation(around, node)
    if isinstance(component, Learner) and not node.sweeps and asked is not None:
        reader, test = asked
        words = [PROGRAM, "evaluate", reader.path or "FILE", "--learner", component.key]
        return shlex.join([*words, *_settings(component, ""), *_reading(reader), *test])
    file = str(flow) if flow else "FILE.flow"
    return shlex.join([PROGRAM, "run", file, *_node_settings(node, path)])


def _evaluation(graph: Graph, learner: Node) -> tuple[Reader, list[str]] | None:
    """What a learner is fed with, in ``evaluate``'s words; None where it has none for it."""
    splitter = _source(graph, learner.id)
    reader = _source(graph, splitter.id, "data") if splitter else None
    if splitter is None or reader is None or splitter.sweeps or reader.sweeps:
        return None
    test = _test(graph, splitter)
    return (reader.component, test) if test and isinstance(reader.component, Reader) else None


def _test(graph: Graph, splitter: Node) -> list[str] | None:
    component = splitter.component
    match component:
        case CrossValidation(stratified=True):
            times = f"x{component.repeats}" if component.repeats > 1 else ""
            return ["--test", f"cv:{component.folds}{times}", *_shuffled(component)]
        case HoldOut(stratified=False):
            return ["--test", f"split:{component.percent:g}", *_shuffled(component)]
        case TrainingSet():
            return ["--test", "train"]
        case SuppliedTestSet():
            return _test_file(_source(graph, splitter.id, "test"))
        case _:
            return None


def _test_file(node: Node | None) -> list[str] | None:
    component = node.component if node else None
    return ["--test", component.path] if isinstance(component, Reader) else None


def _source(graph: Graph, node_id: str, port: str = "") -> Node | None:
    """The node whose output arrives, at a port where one is named; None for none or several."""
    links = [x for x in graph.inputs_of(node_id) if x.is_enabled and port in {"", x.target_port}]
    return graph.node(links[0].source) if len(links) == 1 else None


def _reading(reader: Reader) -> list[str]:
    values = _changed(reader)
    values.pop("path", None)
    class_name = values.pop("class_attribute", "")
    words = ["--class", str(class_name)] if class_name else []
    for name in values.pop("nominal", ()):
        words += ["--nominal", str(name)]
    for name, value in values.items():
        words += ["--read", f"{name}={_text(value)}"]
    return words


def _shuffled(splitter: CrossValidation | HoldOut) -> list[str]:
    """The seed and the shuffling, where they are not the defaults."""
    words = ["--seed", str(splitter.seed)] if splitter.seed != 1 else []
    plain = splitter.shuffling == "plain"
    return words if plain else [*words, "--shuffling", splitter.shuffling]


def _node_settings(node: Node, path: str) -> list[str]:
    """What of a node is not as it comes, in ``run``'s words."""
    component = node.component
    if isinstance(component, Group):
        inside = component.parameters
        return [word for shown in inside for word in _shown_settings(component, shown, path)]
    if not isinstance(component, Component):
        return []
    swept = {sweep.parameter for sweep in node.sweeps}
    words = _settings(component, f"{path}.", besides=swept)
    for sweep in node.sweeps:
        words += ["--sweep", f"{path}.{sweep.parameter}={sweep_text(sweep.values)}"]
    return words


def _shown_settings(group: Group, shown: Exposed, path: str) -> list[str]:
    """What a group's shown parameter is, under its name outside, if it is not as it comes."""
    node = group.graph.node(shown.node)
    if isinstance(node.component, Group):
        inner = exposed_parameter(node.component, shown.of)
        return _shown_settings(node.component, replace(inner, name=shown.name), path)
    if not isinstance(node.component, Component):
        return []
    values = node.swept(shown.of)
    if values:
        return ["--sweep", f"{path}.{shown.name}={sweep_text(values)}"]
    changed = _changed(node.component)
    if shown.of not in changed:
        return []
    return ["--set", f"{path}.{shown.name}={_text(changed[shown.of])}"]


def _settings(component: Component, prefix: str, besides: Collection[str] = ()) -> list[str]:
    """``--set name=value`` for each parameter that is not its default."""
    words: list[str] = []
    for name, value in _changed(component).items():
        if name not in besides:
            words += ["--set", f"{prefix}{name}={_text(value)}"]
    return words


def _changed(component: Component) -> dict[str, Any]:
    """The parameters that are not their defaults."""
    defaults = type(component).parse({}).parameters()
    return {n: v for n, v in component.parameters().items() if v != defaults[n]}


def _text(value: object) -> str:
    if isinstance(value, list):
        return ",".join(_text(part) for part in value)
    if isinstance(value, bool):
        return str(value).lower()
    return "none" if value is None else str(value)
