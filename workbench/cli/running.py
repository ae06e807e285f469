"""The verb ``run``: a flow to its end, or one that was broken off from there."""

import shlex
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import typer

from workbench.cli import text
from workbench.cli.changes import on_device, with_settings, with_sweeps
from workbench.cli.compare_text import comparison_text
from workbench.cli.flows import opened
from workbench.cli.progress import shown_progress
from workbench.cli.recording import recording
from workbench.cli.score_curve_text import score_curves_text
from workbench.cli.sentences import complain
from workbench.core.run import finish
from workbench.evaluation.comparison.judgement import judged
from workbench.evaluation.comparison.question import asked
from workbench.evaluation.comparison.trials import Comparison
from workbench.evaluation.predictions import Evaluation
from workbench.evaluation.score_curves import ScoreCurves
from workbench.flow.execute import Results, execute
from workbench.flow.graph import Graph
from workbench.nodes.catalog import catalog
from workbench.runs.output import as_json, reports, saving_into, write_results
from workbench.runs.resuming import resumable
from workbench.runs.run_folder import RunFolder

FLUSH_SECONDS = 60.0


@dataclass(frozen=True)
class Changes:
    """What the command line asks for besides what is in the flow.

    Args:
        settings: values by ``NODE.NAME``.
        sweeps: ``NODE.NAME=VALUES``.
        device: where networks train; None = as the flow says.
    """

    settings: dict[str, str]
    sweeps: tuple[str, ...] = ()
    device: str | None = None

    def made(self, graph: Graph) -> Graph:
        """The flow with them.

        Raises:
            ParameterError, FlowError: they do not fit.
        """
        graph = with_sweeps(with_settings(graph, self.settings), self.sweeps)
        return graph if self.device is None else on_device(graph, self.device)


def run_flow(flow: Path, changes: Changes, *, shows_json: bool) -> None:
    """Run a flow and print what comes of it.

    Raises:
        WorkbenchError: it cannot be run.
        Exit: a node has failed, which has been told.
    """
    graph = changes.made(opened(flow))
    with recording("run", flow.stem, flow) as recorded, shown_progress() as progress:
        _show(finish(recorded(execute(graph), graph), progress), shows_json=shows_json)


def run_into(flow: Path, changes: Changes, out: Path, seconds: float, *, shows_json: bool) -> None:
    """Run a flow into a folder, in which it can be gone on with.

    What an earlier run in the folder had not finished is gone on with; after a finished one all is
    computed anew.

    Raises:
        WorkbenchError, Exit: as ``run_flow``.
    """
    graph = changes.made(opened(flow))
    folder = RunFolder(out, catalog())
    with folder.held():
        before = folder.record()
        if before is not None and before.state == "finished":
            folder.clear()
        elif before is not None and before.state == "under way":
            _say(f"{out} holds a run that was broken off: what is done is taken from there.")
        _run_here(folder, graph, flow, seconds, shows_json=shows_json)


def resume(out: Path, changes: Changes, seconds: float, *, shows_json: bool) -> None:
    """Go on with the run in a folder.

    Raises:
        WorkbenchError, Exit: as ``run_flow``; or there is no run.
    """
    folder = RunFolder(out, catalog())
    folder.opened()  # that there is none is said before a lock is made
    with folder.held():
        graph, record = folder.opened()
        graph = changes.made(graph)
        for sentence in folder.changes(record, graph):
            _say(f"warning: {sentence}")
        _run_here(folder, graph, Path(record.flow), seconds, shows_json=shows_json)


def _run_here(
    folder: RunFolder, graph: Graph, flow: Path, seconds: float, *, shows_json: bool
) -> None:
    placed = saving_into(graph, flow.resolve().parent, folder.out)
    folder.begin(graph, flow)
    cache = folder.cache()
    try:
        with (
            recording("run", flow.stem, flow) as recorded,
            _told_how_to_go_on(folder),
            shown_progress() as progress,
        ):
            run = resumable(execute(placed, cache), folder.checkpoints, seconds)
            results = finish(recorded(run, placed), progress)
            write_results(folder.out, results)
            folder.end("failed" if results.errors else "finished")
            _say_kept(folder)
            _show(results, shows_json=shows_json)
    finally:
        cache.close(FLUSH_SECONDS)
        for message in cache.messages():
            _say(f"warning: {message}")


@contextmanager
def _told_how_to_go_on(folder: RunFolder) -> Iterator[None]:
    try:
        yield
    except KeyboardInterrupt:
        command = shlex.join(["workbench", "run", "--resume", str(folder.out)])
        _say(f"To go on from here: {command}")
        raise


def _say_kept(folder: RunFolder) -> None:
    n = len(folder.checkpoints)
    if n:
        what = "checkpoint is" if n == 1 else "checkpoints are"
        size = _size(folder.checkpoints.size)
        _say(f"{n} {what} kept to train on from ({size}, in {folder.checkpoints.folder}).")


def _size(n_bytes: int) -> str:
    if n_bytes < 10**6:
        return f"{max(1, round(n_bytes / 1000))} kB"
    return f"{n_bytes / 10**6:,.1f} MB"


def _say(sentence: str) -> None:
    print(sentence, file=sys.stderr)


def _show(results: Results, *, shows_json: bool) -> None:
    """Print the evaluations, and on standard error what has failed.

    Raises:
        Exit: something has.
    """
    evaluations = {i: v for i, v in results.values.items() if isinstance(v, Evaluation)}
    entries = reports(evaluations)
    print(as_json(entries) if shows_json else "\n".join(map(text.evaluation, entries)), end="")
    curves = [v for v in results.values.values() if isinstance(v, ScoreCurves)]
    if not shows_json:
        print("\n".join(map(score_curves_text, curves)), end="")
        compared = [v for v in results.values.values() if isinstance(v, Comparison)]
        print("\n".join(f"\n{comparison_text(judged(v, asked(v)))}" for v in compared), end="")
    for node_id, error in results.errors.items():
        complain(error.at(node=node_id))
    if results.errors:
        raise typer.Exit(1)
