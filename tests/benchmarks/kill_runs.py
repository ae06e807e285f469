"""Kills runs at random moments, goes on with them, and compares what comes out.

``python tests/benchmarks/kill_runs.py [KILLS] [LEARNER …]`` runs a flow of each learner once as it
is, then kills the same run again and again (20 times by default) with the signal that no process
can catch, resuming it each time, until it is done. Every second kill waits until a checkpoint is
being written. The flow cross-validates the learner and saves one trained on all rows: what the
model file holds, ``predictions.csv`` and ``results.json`` must be the same byte for byte, times
aside.

The processes are forked from one that has imported everything, as a start takes seconds.
"""

import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import IO, Any

from workbench.core.component import Component
from workbench.flow.file import save
from workbench.flow.graph import Graph, Node
from workbench.nodes.catalog import catalog, component
from workbench.runs.checkpoint_file import has_ended
from workbench.runs.session import linked

KILLS = 20
REPOSITORY = Path(__file__).resolve().parents[2]
POLL_S = 0.0005
WAITS_S = 3.0  # for a checkpoint that is being written
OUTPUTS = ("predictions.csv", "results.json", "arrays", "manifest")

# Reads arguments of the terminal program, one JSON list a line, runs each in a process of its own,
# says the process's number at once and its exit status when it has ended.
_NURSERY = """
import json, os, sys
from workbench.cli.app import app
import pandas, torch, sklearn.metrics
import workbench.models.networks.mlp, workbench.training.loop
from workbench.flow.store.edition import edition_of
from workbench.nodes.catalog import catalog
edition_of(catalog().values())  # remembered: an edit meanwhile makes no other program of this one
for line in sys.stdin:
    child = os.fork()
    if not child:
        os.dup2(2, 1)
        os.close(0)
        code = 1
        try:
            app(json.loads(line), prog_name="workbench", standalone_mode=False)
            code = 0
        except BaseException as error:
            print(repr(error), file=sys.stderr)
            code = getattr(error, "exit_code", 1)
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(code)
    print(child, flush=True)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""


@dataclass(frozen=True)
class Case:
    """What is run.

    Args:
        learner: its key.
        parameters: which make it train for some seconds.
        reader, read: the data's reader and its parameters.
    """

    name: str
    learner: str
    parameters: dict[str, Any]
    reader: str = "arff"
    read: dict[str, Any] = field(default_factory=lambda: {"path": "resource:data/iris.arff"})

    def flow(self, path: Path) -> Path:
        """Write the flow to a file."""
        learner = _made(self.learner, **self.parameters)
        nodes = {
            "data": _made(self.reader, **self.read),
            "folds": _made("cross_validation", folds=3),
            "net": learner,
            "evaluate": _made("evaluate"),
            "all": _made("all_data"),
            "final": learner,
            "save": _made("save_model", path="net.model"),
        }
        graph = Graph()
        for key, node in nodes.items():
            graph = graph.with_node(Node(key, node))
        for way in (["data", "folds", "net", "evaluate"], ["data", "all", "final", "save"]):
            for source, target in pairwise(way):
                graph = linked(graph, source, target)
        save(graph, path)
        return path


def _made(key: str, **values: Any) -> Component:
    return component(key, Component)().with_parameters(values)


class Nursery:
    """A process that forks others."""

    def __init__(self) -> None:
        self._said = tempfile.TemporaryFile("w+", encoding="utf-8")  # noqa: SIM115  closed below
        self._n_said = 0
        self._process = subprocess.Popen(
            [sys.executable, "-c", _NURSERY],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._said,
            text=True,
            cwd=REPOSITORY,
        )

    def begin(self, *arguments: object) -> int:
        """Begin a run of the terminal program; the process's number."""
        stdin = self._pipe(self._process.stdin)
        stdin.write(json.dumps([str(a) for a in arguments]) + "\n")
        stdin.flush()
        return int(self._pipe(self._process.stdout).readline())

    def end(self) -> int:
        """Wait for the run's end; its exit status, negative for a signal."""
        return int(self._pipe(self._process.stdout).readline())

    def said(self) -> str:
        """What runs have said on standard error since this was last asked."""
        self._said.seek(self._n_said)
        text = self._said.read()
        self._n_said = self._said.tell()
        return text

    def close(self) -> None:
        """End it."""
        for pipe in (self._process.stdin, self._process.stdout):
            self._pipe(pipe).close()
        self._process.wait()
        self._said.close()

    @staticmethod
    def _pipe(pipe: "IO[str] | None") -> "IO[str]":
        assert pipe is not None
        return pipe


@contextmanager
def nursery() -> Iterator[Nursery]:
    """A nursery for the time of the block."""
    made = Nursery()
    try:
        yield made
    finally:
        made.close()


@dataclass
class Killed:
    """How a run went that was killed.

    Args:
        n_kills: so often a process was killed before it had ended.
        n_writing: so often while a checkpoint was being written.
        n_halfway: so often a training was left half-way, with a checkpoint to go on from.
    """

    n_kills: int = 0
    n_writing: int = 0
    n_halfway: int = 0


def run_whole(nursery: Nursery, flow: Path, out: Path) -> float:
    """Run a flow as it is; the seconds it took."""
    nursery.begin("run", flow, "--out", out, "--checkpoints", 0)
    began = time.monotonic()
    code = nursery.end()
    assert code == 0, nursery.said()
    return time.monotonic() - began


def run_killed(
    nursery: Nursery, flow: Path, out: Path, n_kills: int, within: float, seed: int
) -> Killed:
    """Run a flow, kill it up to so many times, and go on with it until it is done.

    Args:
        within: seconds after its start that a process is killed at the latest.
    """
    chance = random.Random(seed)  # noqa: S311
    killed = Killed()
    code = -1
    while code:
        has_begun = (out / "run" / "run.json").exists()
        what = ("run", "--resume", out) if has_begun else ("run", flow, "--out", out)
        child, is_writing = nursery.begin(*what, "--checkpoints", 0), False
        if killed.n_kills < n_kills:
            time.sleep(chance.uniform(0.0, within))
            is_writing = killed.n_kills % 2 == 1 and _wait_for_writing(out, child)
            _kill(child)
        code = nursery.end()
        said = nursery.said()
        assert code in {0, -signal.SIGKILL}, said
        if code:
            killed.n_kills += 1
            killed.n_writing += is_writing
            kept = (out / "run" / "checkpoints").glob("*.checkpoint")
            killed.n_halfway += not all(map(has_ended, kept))
    return killed


def _wait_for_writing(out: Path, child: int) -> bool:
    """Wait until a checkpoint is being written."""
    folder = out / "run" / "checkpoints"
    until = time.monotonic() + WAITS_S
    while time.monotonic() < until and _is_alive(child):
        if folder.exists() and any(path.name.startswith(".") for path in folder.iterdir()):
            return True
        time.sleep(POLL_S)
    return False


def _is_alive(child: int) -> bool:
    return Path(f"/proc/{child}").exists() or not Path("/proc").exists()


def _kill(child: int) -> None:
    try:
        os.kill(child, signal.SIGKILL)
    except ProcessLookupError:
        return


def outputs(out: Path) -> dict[str, Any]:
    """What a run has given, times left out."""
    with zipfile.ZipFile(out / "net.model") as archive:
        manifest = json.loads(archive.read("manifest.json"))
        arrays = archive.read("arrays.safetensors")
    results = json.loads((out / "results.json").read_text(encoding="utf-8"))
    return {
        "predictions.csv": (out / "predictions.csv").read_bytes(),
        "results.json": _without_times(results),
        "arrays": arrays,
        "manifest": _without_times(manifest),
    }


def _without_times(value: Any) -> Any:
    if isinstance(value, dict):
        return {n: _without_times(v) for n, v in value.items() if n not in {"seconds", "created"}}
    return [_without_times(part) for part in value] if isinstance(value, list) else value


CASES = (
    Case(
        "mlp: dropout, batch norm, early stopping",
        "mlp",
        {
            "hidden": (64, 32),
            "dropout": 0.3,
            "batch_norm": True,
            "validation_share": 0.2,
            "early_stopping": 60,
            "epochs": 120,
            "schedule": "plateau",
        },
    ),
    Case("cnn", "cnn", {"epochs": 40}),
    Case("dbn", "dbn", {"epochs": 60}),
    Case("rbm", "rbm", {"epochs": 100}),
    Case("rnn", "rnn", {"epochs": 40}),
    Case("autoencoder", "autoencoder", {"epochs": 60}),
    Case("vae", "vae", {"epochs": 60}),
    Case("gan", "gan", {"epochs": 40}),
)


def main(n_kills: int, wanted: list[str]) -> None:
    """Kill a run of each learner there is; print a table."""
    print(f"{'learner':42}{'whole':>9}{'kills':>7}{'writing':>9}{'half-way':>10}   the same")
    with nursery() as made:
        for case in CASES:
            if case.learner in catalog() and case.learner in (wanted or {case.learner}):
                with tempfile.TemporaryDirectory() as folder:
                    _report(made, case, Path(folder), n_kills)


def _report(made: Nursery, case: Case, folder: Path, n_kills: int) -> None:
    flow = case.flow(folder / "killed.flow")
    seconds = run_whole(made, flow, folder / "whole")
    expected = outputs(folder / "whole")
    total, differing = Killed(), set[str]()
    for number in range(n_kills):  # a run may be done before it has been killed so often
        out, left = folder / f"killed{number}", n_kills - total.n_kills
        killed = run_killed(made, flow, out, left, seconds * 0.5, seed=number)
        found = outputs(out)
        differing |= {name for name in OUTPUTS if found[name] != expected[name]}
        total.n_kills += killed.n_kills
        total.n_writing += killed.n_writing
        total.n_halfway += killed.n_halfway
        if total.n_kills == n_kills:
            break
    print(
        f"{case.name:42}{seconds:7.1f} s{total.n_kills:7}{total.n_writing:9}"
        f"{total.n_halfway:10}   {'NO: ' + ', '.join(sorted(differing)) if differing else 'yes'}",
        flush=True,
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else KILLS, sys.argv[2:])
