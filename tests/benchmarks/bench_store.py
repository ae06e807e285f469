"""Results from the store on disk, beside computing them again.

Run it alone on a quiet machine: ``python tests/benchmarks/bench_store.py [ROWS]``. Two flows: the
shipped Pima flow (10-fold cross-validation of an MLP, four views), and a table of a million rows ×
20 columns that is read from CSV and split. Each is computed without a store and with a new one in
turn, then taken from the store, opened anew with nothing in memory; the best of five rounds counts.
The hash of the file's content is measured by itself and is part of the store's time. Printed are
seconds and ratios, what the results take on the disk, and how long after the run they are written.
"""

import sys
import tempfile
import time
from pathlib import Path

from tests.benchmarks.bench_load import write_files
from workbench.core import content
from workbench.core.files import resource
from workbench.core.run import Event, finish
from workbench.data.readers.csv import CsvReader
from workbench.flow.cache import Cache
from workbench.flow.events import NodeFinished
from workbench.flow.execute import execute
from workbench.flow.file import load
from workbench.flow.graph import Graph, Link, Node
from workbench.flow.store.store import Store
from workbench.nodes.catalog import catalog
from workbench.nodes.hold_out import HoldOut

ROUNDS = 5


def main() -> None:
    n_rows = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        compare("Pima, 10-fold MLP", load(resource("flows", "pima.flow"), catalog()), folder / "a")
        write_files(folder / "t.csv", folder / "t.arff", n_rows)
        size = (folder / "t.csv").stat().st_size
        seconds = min(_hash_seconds(folder / "t.csv") for _ in range(ROUNDS))
        print(
            f"content hash of {size / 1e6:.0f} MB: {seconds:.2f} s, {size / seconds / 1e6:.0f} MB/s"
        )
        compare(f"CSV of {n_rows:,} × 20, split", _table(folder / "t.csv"), folder / "b")


def _table(path: Path) -> Graph:
    graph = Graph().with_node(Node("data", CsvReader(path=str(path))))
    graph = graph.with_node(Node("split", HoldOut()))
    return graph.with_link(Link("data", "data", "split", "data"))


def _hash_seconds(path: Path) -> float:
    content._remembered.cache_clear()
    started = time.perf_counter()
    content.content_hash(path)
    return time.perf_counter() - started


def compare(name: str, graph: Graph, folder: Path) -> None:
    """Print how long the flow takes without results and with those in the store."""
    _run(graph, Cache())  # loads the libraries
    files = [folder / f"{number}.sqlite" for number in range(ROUNDS)]
    computed, with_store, written = (
        min(seconds) for seconds in zip(*(_computed(graph, file) for file in files), strict=True)
    )
    size = files[-1].stat().st_size
    loaded, again = min(_recalled(graph, file) for file in files)
    print(
        f"{name}: computed {computed:.3f} s, from the store {loaded:.3f} s "
        f"({computed / loaded:.1f} × faster; {again} nodes computed); "
        f"while it is written {with_store:.3f} s, and {written:.2f} s after that; "
        f"{size / 1e6:.1f} MB on disk"
    )


def _computed(graph: Graph, file: Path) -> tuple[float, float, float]:
    """Seconds without a store, with one, and until all is written after that."""
    without, _ = _run(graph, Cache())
    cache = Cache(store=Store(file, catalog()))
    seconds, _ = _run(graph, cache)
    started = time.perf_counter()
    cache.flush()
    written = time.perf_counter() - started
    cache.close(60)
    return without, seconds, written


def _recalled(graph: Graph, file: Path) -> tuple[float, int]:
    content._remembered.cache_clear()
    cache = Cache(store=Store(file, catalog()))
    seconds, computed = _run(graph, cache)
    cache.close()
    return seconds, computed


def _run(graph: Graph, cache: Cache) -> tuple[float, int]:
    """Seconds, and how many nodes were computed."""
    computed: list[str] = []

    def note(event: Event) -> None:
        if isinstance(event, NodeFinished) and not event.is_remembered:
            computed.append(event.node)

    started = time.perf_counter()
    results = finish(execute(graph, cache), note)
    seconds = time.perf_counter() - started
    assert not results.errors
    return seconds, len(computed)


if __name__ == "__main__":
    main()
