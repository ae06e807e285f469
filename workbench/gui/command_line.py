"""What to type in a terminal to do what a node does."""

import shlex
from pathlib import Path

from workbench.core.component import Component
from workbench.data.readers.reader import Reader
from workbench.flow.graph import Graph, Node
from workbench.models.learner import Learner
from workbench.nodes.cross_validation import CrossValidation
from workbench.nodes.hold_out import HoldOut
from workbench.nodes.supplied_test_set import SuppliedTestSet
from workbench.nodes.training_set import TrainingSet

PROGRAM = "workbench"


def command_line(graph: Graph, node_id: str, flow: Path | None) -> str:
    """The command, quoted for a POSIX shell.

    A reader is shown by ``info``; a learner that is fed by a reader and a splitter, as ``evaluate``
    can be told, is evaluated; anything else is run with its flow.
    """
    node = graph.node(node_id)
    component = node.component
    if isinstance(component, Reader):
        return shlex.join([PROGRAM, "info", component.path, *_reading(component)])
    asked = _evaluation(graph, node)
    if isinstance(component, Learner) and asked is not None:
        reader, test = asked
        words = [PROGRAM, "evaluate", reader.path, "--learner", component.key]
        return shlex.join([*words, *_settings(component, ""), *_reading(reader), *test])
    file = str(flow) if flow else "FILE.flow"
    return shlex.join([PROGRAM, "run", file, *_node_settings(node)])


def _evaluation(graph: Graph, learner: Node) -> tuple[Reader, list[str]] | None:
    """What a learner is fed with, in ``evaluate``'s words; None where it has none for it."""
    splitter = _source(graph, learner.id)
    reader = _source(graph, splitter.id, "data") if splitter else None
    if splitter is None or reader is None or not _is_plain(reader.component):
        return None
    test = _test(graph, splitter)
    return (reader.component, test) if test and isinstance(reader.component, Reader) else None


def _test(graph: Graph, splitter: Node) -> list[str] | None:
    component = splitter.component
    match component:
        case CrossValidation(stratified=True):
            return ["--test", f"cv:{component.folds}", *_shuffled(component)]
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


def _is_plain(component: object) -> bool:
    """Whether a reader says no more than the command line can."""
    if not isinstance(component, Reader):
        return False
    defaults = type(component).parse({}).parameters()
    differing = {n for n, v in component.parameters().items() if v != defaults[n]}
    return differing <= {"path", "class_attribute", "nominal"}


def _reading(reader: Reader) -> list[str]:
    values = reader.parameters()
    words = ["--class", str(values["class_attribute"])] if values.get("class_attribute") else []
    for name in values.get("nominal") or ():
        words += ["--nominal", str(name)]
    return words


def _shuffled(splitter: CrossValidation | HoldOut) -> list[str]:
    """The seed and the shuffling, where they are not the defaults."""
    words = ["--seed", str(splitter.seed)] if splitter.seed != 1 else []
    plain = splitter.shuffling == "plain"
    return words if plain else [*words, "--shuffling", splitter.shuffling]


def _node_settings(node: Node) -> list[str]:
    component = node.component
    return _settings(component, f"{node.id}.") if isinstance(component, Component) else []


def _settings(component: Component, prefix: str) -> list[str]:
    """``--set name=value`` for each parameter that is not its default."""
    defaults = type(component).parse({}).parameters()
    words: list[str] = []
    for name, value in component.parameters().items():
        if value != defaults[name]:
            words += ["--set", f"{prefix}{name}={_text(value)}"]
    return words


def _text(value: object) -> str:
    if isinstance(value, list):
        return ",".join(_text(part) for part in value)
    if isinstance(value, bool):
        return str(value).lower()
    return "none" if value is None else str(value)
