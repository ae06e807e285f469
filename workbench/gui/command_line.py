"""What to type in a terminal to do what a node does."""

import shlex
from pathlib import Path

from workbench.core.component import Component
from workbench.data.readers.reader import Reader
from workbench.flow.graph import Graph, Node
from workbench.models.learner import Learner

PROGRAM = "workbench"


def command_line(graph: Graph, node_id: str, flow: Path | None) -> str:
    """The command, quoted for a POSIX shell.

    A reader is shown by ``info``, a learner evaluated with ten folds, any other node run with its
    flow.
    """
    node = graph.node(node_id)
    component = node.component
    if isinstance(component, Reader):
        return shlex.join([PROGRAM, "info", component.path])
    reader = _reader_above(graph, node_id)
    if isinstance(component, Learner) and reader is not None:
        test = ["--test", "cv:10"]
        words = [PROGRAM, "evaluate", reader.path, "--learner", component.key]
        return shlex.join([*words, *_settings(component, ""), *test])
    file = str(flow) if flow else "FILE.flow"
    return shlex.join([PROGRAM, "run", file, *_node_settings(node)])


def _reader_above(graph: Graph, node_id: str) -> Reader | None:
    above = (graph.node(i).component for i in sorted(graph.upstream(node_id)))
    return next((c for c in above if isinstance(c, Reader)), None)


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
