"""What went wrong in a run, as problems with the steps that mend them."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from workbench.core.component import Component
from workbench.core.errors import Defect, ParameterError, WorkbenchError
from workbench.flow.check import Problem, Remedy
from workbench.flow.graph import Node
from workbench.flow.paths import path_fields
from workbench.runs.view import RunView

_ORDER = {"failed": 0, "warning": 1, "ahead": 2, "hint": 3}


def problems_of(view: RunView, nodes: Mapping[str, Node] | None = None) -> tuple[Problem, ...]:
    """Errors first, then warnings, each in the order of the nodes.

    Args:
        nodes: that run, by id: for the names of those that did not come to it, and for remedies.
    """
    known = nodes or {}
    found: list[Problem] = []
    for node_id, run in view.nodes.items():
        node = known.get(node_id)
        name = run.name or (node.name if node else node_id)
        if run.error is not None:
            for error in (run.error, *run.error.others):
                remedies = tuple(_remedies(error, node_id, node))
                found.append(
                    Problem("failed", node_id, name, _said(error), error.remedy or "", remedies)
                )
        found += [Problem("warning", node_id, name, n.text) for n in run.notes if n.is_warning]
    return in_order(found)


def in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """The worst first."""
    return tuple(sorted(problems, key=lambda problem: _ORDER[problem.severity]))


def with_ahead(run: tuple[Problem, ...], ahead: Iterable[Problem]) -> tuple[Problem, ...]:
    """The problems of a run and those that are known without one.

    What a run has said of a node already is not said twice; but the steps that mend it are taken
    over. A node that runs several times is named with a number behind "#".
    """
    added = list(ahead)
    told: list[Problem] = []
    for problem in run:
        drawn = problem.node.partition("#")[0]
        same = [p for p in added if p.node == drawn and p.severity == "ahead"]
        if problem.severity == "failed" and same:
            added = [p for p in added if p not in same]
            steps = dict.fromkeys(step for p in (problem, *same) for step in p.remedies)
            told.append(replace(problem, remedies=tuple(steps)))
        else:
            told.append(problem)
    return in_order((*told, *added))


def _remedies(error: WorkbenchError, node_id: str, node: Node | None) -> Iterable[Remedy]:
    if isinstance(error, Defect):
        yield Remedy("report", node_id, f"{error.message}\n\n{error.details}")
        return
    component = node.component if node else None
    if not isinstance(component, Component):
        return
    parameter, files = error.where.parameter, set(path_fields(type(component)))
    if parameter and (
        parameter in type(component).model_fields or isinstance(error, ParameterError)
    ):
        yield Remedy("file" if parameter in files else "parameter", node_id, parameter)
    elif error.where.file and "path" in files:
        yield Remedy("file", node_id, "path")


def _said(error: WorkbenchError) -> str:
    """The message, behind the place in a file; the folder is left out."""
    if error.where.file is None:
        return error.message
    place = replace(error.where, file=Path(error.where.file).name)
    return f"{place}: {error.message}"
