"""Which of the nodes on show carry a mark: they, or what is inside them, would fail."""

from collections.abc import Iterable

from workbench.flow.check import Problem
from workbench.flow.group import SEPARATOR


def marks(problems: Iterable[Problem], level: str = "") -> dict[str, str]:
    """For each node on show that would fail, the reason.

    Args:
        level: the path of the group that is open; empty for the flow itself.
    """
    before = level + SEPARATOR if level else ""
    found: dict[str, str] = {}
    for problem in problems:
        if problem.severity != "ahead" or not problem.node.startswith(before):
            continue
        node_id, _, within = problem.node[len(before) :].partition(SEPARATOR)
        sentence = f"{problem.name}: {problem.sentence}" if within else problem.sentence
        if node_id:
            found.setdefault(node_id, " ".join(filter(None, (sentence, problem.advice))))
    return found
