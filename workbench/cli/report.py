"""The verb ``report``: a flow, run, as a text to read."""

import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from workbench.core.errors import DataError, Where
from workbench.core.files import write_text
from workbench.core.run import Command, Event, finish
from workbench.flow.execute import Results, execute
from workbench.flow.expand import expanded
from workbench.flow.graph import Graph
from workbench.runs.drawn import drawn
from workbench.runs.flow_report import FlowReport
from workbench.runs.session import Around
from workbench.runs.view import RunView


def reported(
    graph: Graph, flow: Path, progress: Callable[[Event], Command | None], around: Around
) -> tuple[str, Results]:
    """Run a flow; its report, and what came out.

    Args:
        around: what the run goes through, to be written down.

    Raises:
        WorkbenchError: the flow cannot run at all; what ends a node is in the report.
    """
    view = RunView()

    def follow(event: Event) -> Command | None:
        nonlocal view
        view = view.after(event)
        return progress(event)

    results = finish(around(execute(graph), graph), follow)
    report = FlowReport(
        flow.stem,
        graph,
        datetime.now(UTC).astimezone(),
        flow,
        drawn(view, expanded(graph)),
        results,
    )
    return report.text(), results


def refuse_unwritable(out: Path | None) -> None:
    """Say before a long run that what comes of it could not be written.

    Raises:
        DataError: there is no such folder, it is read-only, or it is a folder that is named.
    """
    if out is not None and out.is_dir():
        raise DataError("This is a folder, not a file.", where=Where(file=str(out)))
    if out is not None and not out.resolve().parent.is_dir():
        raise DataError(
            "There is no such folder.", remedy="Make it first.", where=Where(file=str(out.parent))
        )
    if out is not None and not os.access(out.resolve().parent, os.W_OK):
        raise DataError(
            "Cannot write here.", remedy="Choose another folder.", where=Where(file=str(out))
        )


def write_report(text: str, out: Path | None) -> None:
    """Write a report to a file, or to standard output.

    Raises:
        DataError: the folder cannot be written to.
    """
    if out is None:
        print(text, end="")
    else:
        write_text(out, text)
