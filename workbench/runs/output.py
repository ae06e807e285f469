"""What ``run --out`` writes: scores, predictions, the numbers behind each view, saved files."""

import json
from pathlib import Path
from typing import Any

from workbench.core.component import Component
from workbench.core.errors import DataError, Where
from workbench.core.files import write_text
from workbench.evaluation.predictions import Evaluation
from workbench.evaluation.report import report
from workbench.evaluation.table import predictions_csv
from workbench.flow.execute import Results
from workbench.flow.graph import Graph
from workbench.flow.group import SEPARATOR, with_every_component
from workbench.flow.node import Shown


def write_results(folder: Path, results: Results) -> tuple[Path, ...]:
    """Write ``results.json``, ``predictions.csv`` and one CSV for each view node.

    A node inside a group is called GROUP.NODE, the copies of a swept one NODE#1, NODE#2, ….

    Raises:
        DataError: the folder cannot be made or written to.
    """
    _made(folder)
    graph = results.graph
    evaluations = {
        i: value for i in graph.order if isinstance(value := results.values.get(i), Evaluation)
    }
    written = [folder / "results.json", folder / "predictions.csv"]
    write_text(written[0], as_json(reports(evaluations)))
    everything = [result for e in evaluations.values() for result in e.results]
    write_text(written[1], predictions_csv(everything))
    for node_id in graph.order:
        value = results.values.get(node_id)
        if isinstance(value, Shown):
            written.append(folder / f"{node_id.replace(SEPARATOR, '.')}.csv")
            write_text(written[-1], value.to_csv())
    return tuple(written)


def reports(evaluations: dict[str, Evaluation]) -> list[dict[str, Any]]:
    """One report for each evaluation node and learner, with the node's id and learner's name."""
    return [
        {"node": node_id, "name": result.name, **report(result)}
        for node_id, evaluation in evaluations.items()
        for result in evaluation.results
    ]


def as_json(value: object) -> str:
    """JSON without a bare NaN."""
    return json.dumps(value, indent=2, ensure_ascii=False, allow_nan=False) + "\n"


def saving_into(graph: Graph, flow_folder: Path, out: Path) -> Graph:
    """The flow with what its save nodes write below its own folder going below ``out`` instead.

    The folders that this needs are made.

    Raises:
        DataError: one of them cannot be.
    """

    def moved(component: Component) -> Component:
        return _moved(component, flow_folder, out) if component.category == "Save" else component

    return with_every_component(graph, moved)


def _moved(component: Component, flow_folder: Path, out: Path) -> Component:
    text = component.parameters().get("path", "")
    path = Path(text)
    if not text or (path.is_absolute() and not path.is_relative_to(flow_folder)):
        return component
    inside = path.relative_to(flow_folder) if path.is_absolute() else path
    _made((out / inside).parent)
    return component.with_parameters({"path": str(out / inside)})


def _made(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DataError(
            f"This folder cannot be made: {error.strerror}.", where=Where(file=str(folder))
        ) from error
