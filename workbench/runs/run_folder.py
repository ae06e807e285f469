"""What a run keeps so that it can be gone on with: the folder ``run`` beside its results.

The flow as it is run, the results of nodes that are done, the checkpoints of trainings, and a
record of where it came from. Results and checkpoints are kept under what they depend on, so that
whatever has changed meanwhile is computed anew and nothing else is.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Any, Literal, TypeAlias

from workbench.core.errors import FAILURES, FlowError, Where, WorkbenchError
from workbench.core.files import write_text
from workbench.export.provenance import versions
from workbench.flow import file as flow_file
from workbench.flow.cache import Cache, ReadsFile
from workbench.flow.expand import expanded
from workbench.flow.graph import Graph
from workbench.flow.store.edition import edition_of
from workbench.flow.store.store import Store
from workbench.runs.checkpoints import Checkpoints
from workbench.runs.lock import TakenError, locked

FORMAT = "workbench-run"
VERSION = 1
LIMIT = 2**40  # of the results: as many as the disk takes
LARGEST = 9 * 10**8  # SQLite takes no larger piece

State: TypeAlias = Literal["under way", "finished", "failed"]
_STATES = ("under way", "finished", "failed")


@dataclass(frozen=True)
class RunRecord:
    """Where a run came from and how far it is.

    Args:
        flow: the file that was run.
        edition: of the program, as ``flow/store`` tells programs apart.
        versions: of the program and the libraries, by name.
        files: what each file that is read held, by path.
    """

    flow: str
    begun: str
    edition: str
    state: State = "under way"
    versions: dict[str, str] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)


class RunFolder:
    """The folder of a run.

    Args:
        out: the folder of its results.
        catalog: component classes by key.
    """

    def __init__(self, out: Path, catalog: flow_file.Catalog) -> None:
        self.out = out
        self._catalog = catalog
        self._folder = out / "run"
        self.checkpoints = Checkpoints(self._folder / "checkpoints", lambda: self.edition)

    @cached_property
    def edition(self) -> str:
        """Which program this is."""
        return edition_of(self._catalog.values())

    @contextmanager
    def held(self) -> Iterator[None]:
        """Nobody else runs here for the time of the block.

        Raises:
            FlowError: it is running now.
            DataError: the folder cannot be made.
        """
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            with locked(self._folder / "lock"):
                yield
        except TakenError:
            raise FlowError(
                "A run in this folder is under way.",
                remedy="Wait for its end, or choose another folder.",
                where=Where(file=str(self.out)),
            ) from None

    def cache(self) -> Cache:
        """The results of the nodes that are done."""
        file = self._folder / "results.sqlite"
        return Cache(store=Store(file, self._catalog, limit=LIMIT, largest=LARGEST))

    def clear(self) -> None:
        """Forget results and checkpoints."""
        cache = self.cache()
        cache.clear()
        cache.flush()
        cache.close()
        self.checkpoints.clear()

    def begin(self, graph: Graph, flow: Path) -> None:
        """Write down what is going to be run.

        Args:
            graph: with paths in full.
            flow: the file it came from.

        Raises:
            DataError: the disk does not take it.
        """
        now = datetime.now(UTC).isoformat(timespec="seconds")
        record = RunRecord(
            str(flow.resolve()), now, self.edition, "under way", versions(), fingerprints(graph)
        )
        write_text(self._flow, flow_file.dumps(graph))
        self._write(record)

    def end(self, state: State) -> None:
        """Write down how it ended. What only a run under way needs is dropped.

        Raises:
            DataError: the disk does not take it.
        """
        if state == "finished":
            self.checkpoints.drop_unfinished()
        record = self.record()
        if record is not None:
            self._write(replace(record, state=state))

    def record(self) -> RunRecord | None:
        """Where the run in this folder came from; None if there is none, or none to be read."""
        try:
            return _record(json.loads(self._record.read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError, KeyError, RecursionError):
            return None

    def flow(self) -> Graph:
        """The flow as it was run last.

        Raises:
            FlowError, ParameterError: it cannot be read.
        """
        return flow_file.load(self._flow, self._catalog)

    def opened(self) -> tuple[Graph, RunRecord]:
        """The run that is to be gone on with.

        Raises:
            FlowError, ParameterError: there is none, or it cannot be read.
        """
        where = Where(file=str(self.out))
        if not self._record.exists() or not self._flow.exists():
            raise FlowError(
                "There is no run in this folder to go on with.",
                remedy="Name the folder that 'run FLOW --out' was given.",
                where=where,
            )
        record = self.record()
        if record is None:
            raise FlowError(
                "The record of this run is damaged.", where=Where(file=str(self._record))
            )
        return self.flow(), record

    def changes(self, record: RunRecord, graph: Graph) -> list[str]:
        """What is not as it was when the run was begun, in sentences."""
        told = []
        if record.edition != self.edition:
            told.append(f"{_another(record)}: everything is computed anew.")
        now = fingerprints(graph)
        for file, before in record.files.items():
            if file in now and now[file] != before:
                told.append(f"{file} has changed since: what comes of it is computed anew.")
        return told

    @property
    def _flow(self) -> Path:
        return self._folder / "as-run.flow"

    @property
    def _record(self) -> Path:
        return self._folder / "run.json"

    def _write(self, record: RunRecord) -> None:
        facts = {"format": FORMAT, "version": VERSION, **asdict(record)}
        write_text(self._record, json.dumps(facts, indent=2, ensure_ascii=False) + "\n")


def fingerprints(graph: Graph) -> dict[str, str]:
    """What each file that a flow reads holds, by path; those that cannot be read are left out."""
    found: dict[str, str] = {}
    try:
        nodes = expanded(graph).graph.nodes.values()
    except WorkbenchError:  # running it will say what is wrong
        return found
    for node in nodes:
        component = node.component
        path = _file_of(component)
        if isinstance(component, ReadsFile) and path:
            try:
                found[str(path)] = component.fingerprint()
            except FAILURES:
                continue
    return found


def _file_of(component: object) -> str:
    """The first of the parameters that say where a component's file lies."""
    names = getattr(component, "places", ("path",))
    return next((str(v) for v in (getattr(component, n, "") for n in names) if v), "")


def _another(record: RunRecord) -> str:
    """In which way the program is another one than that of a record."""
    now = versions()
    differing = [
        f"{name} {before} was used, this is {now[name]}"
        for name, before in record.versions.items()
        if name in now and now[name] != before
    ]
    return ", ".join(differing) or "The program has been changed since this run was begun"


def _record(facts: Any) -> RunRecord:
    """A record from its JSON.

    Raises:
        ValueError, TypeError, KeyError: it is none.
    """
    if (facts["format"], facts["version"]) != (FORMAT, VERSION) or facts["state"] not in _STATES:
        raise ValueError("no record of a run")
    texts = (facts["flow"], facts["begun"], facts["edition"])
    if not all(isinstance(text, str) for text in texts):
        raise TypeError("no record of a run")
    return RunRecord(*texts, facts["state"], dict(facts["versions"]), dict(facts["files"]))
