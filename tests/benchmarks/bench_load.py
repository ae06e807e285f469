"""Loading a million rows × 20 columns from CSV and ARFF, beside pandas' C reader.

Run it alone on a quiet machine: ``python tests/benchmarks/bench_load.py [ROWS]``. The file holds
twelve columns of six decimals, four of whole numbers, three of ten digits and one of labels. Every
reader reads the same file in turn, and the best of five rounds counts; pyarrow and polars take part
where they are installed. pandas 3.1 reads in several threads, as this program does. Printed are
seconds, CPU seconds and ratios to pandas; and the peak memory (``ru_maxrss``) of a fresh process
that reads the file once, interpreter and pandas included, beside the numbers' size as float64.
"""

import importlib
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd

from workbench.core.run import Event, finish
from workbench.data.readers.open import read, reader_for

ROUNDS, N_COLUMNS, ROWS_AT_ONCE = 5, 20, 10_000
LABELS = np.array(["setosa", "versicolor", "virginica"])
Reading = Callable[[Path], object]


def main() -> None:
    n_rows = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    with tempfile.TemporaryDirectory() as folder:
        table, arff = Path(folder) / "t.csv", Path(folder) / "t.arff"
        write_files(table, arff, n_rows)
        size = table.stat().st_size / 1e6
        print(f"{n_rows:,} × {N_COLUMNS}, {size:.0f} MB, best of {ROUNDS} rounds")
        readings = {
            "pandas, C engine": (table, _pandas),
            "workbench, CSV": (table, read),
            "workbench, ARFF": (arff, read),
            **{name: (table, reading) for name, reading in _others().items()},
        }
        # First of all, as a new process takes over the peak of the one that starts it.
        for path in (table, arff):
            _print_memory(path, n_rows)
        print(f"peak memory, pandas: {_peak_megabytes(_PANDAS, table):.0f} MB")
        _compare(readings)
        for path in (table, arff):
            print(f"longest wait between two events of {path.suffix}: {_longest_wait(path):.3f} s")


def write_files(table: Path, arff: Path, n_rows: int) -> None:
    """The same rows as CSV and as ARFF."""
    rng = np.random.default_rng(0)
    names = [f"x{i}" for i in range(N_COLUMNS - 1)]
    declared = "".join(f"@attribute {name} numeric\n" for name in names)
    with table.open("w") as csv_file, arff.open("w") as arff_file:
        csv_file.write(",".join([*names, "class"]) + "\n")
        arff_file.write(f"@relation t\n{declared}@attribute class {{{','.join(LABELS)}}}\n@data\n")
        for start in range(0, n_rows, ROWS_AT_ONCE):
            rows = _rows(rng, min(ROWS_AT_ONCE, n_rows - start))
            csv_file.write(rows)
            arff_file.write(rows)


def _rows(rng: np.random.Generator, n: int) -> str:
    columns = [np.char.mod("%.6f", rng.normal(size=n)) for _ in range(12)]
    columns += [rng.integers(0, 1000, n).astype(str) for _ in range(4)]
    columns += [np.char.mod("%.10g", 1000 * rng.normal(size=n)) for _ in range(3)]
    columns.append(LABELS[rng.integers(0, len(LABELS), n)])
    return "".join(",".join(row) + "\n" for row in zip(*(c.tolist() for c in columns), strict=True))


def _pandas(path: Path) -> object:
    return pd.read_csv(path, engine="c")


def _others() -> dict[str, Reading]:
    found: dict[str, Reading] = {}
    for name, module in (("pyarrow", "pyarrow.csv"), ("polars", "polars")):
        try:
            found[name] = importlib.import_module(module).read_csv
        except ImportError:
            print(f"{name} is not installed")
    return found


def _compare(readings: dict[str, tuple[Path, Reading]]) -> None:
    wall = {name: [] for name in readings}  # type: dict[str, list[float]]
    cpu = {name: [] for name in readings}  # type: dict[str, list[float]]
    for _ in range(ROUNDS):
        for name, (path, reading) in readings.items():
            start, started = time.perf_counter(), time.process_time()
            reading(path)
            wall[name].append(time.perf_counter() - start)
            cpu[name].append(time.process_time() - started)
    beside, beside_cpu = (min(times["pandas, C engine"]) for times in (wall, cpu))
    for name in readings:
        seconds, cpu_seconds = min(wall[name]), min(cpu[name])
        print(
            f"{name:18} {seconds:5.2f} s ({cpu_seconds:.2f} CPU s), "
            f"{seconds / beside:.2f} × pandas ({cpu_seconds / beside_cpu:.2f} CPU)"
        )


def _longest_wait(path: Path) -> float:
    times = [time.perf_counter()]

    def note(_event: Event) -> None:
        times.append(time.perf_counter())

    finish(reader_for(path).read(), note)
    return float(max(np.diff([*times, time.perf_counter()])))


_OURS = "from workbench.data.readers.open import read; d = read(sys.argv[1])"
_PANDAS = "import pandas; d = pandas.read_csv(sys.argv[1])"


def _print_memory(path: Path, n_rows: int) -> None:
    peak, size = _peak_megabytes(_OURS, path), n_rows * N_COLUMNS * 8 / 1e6
    print(f"peak memory, {path.suffix}: {peak:.0f} MB = {peak / size:.2f} × the numbers' size")


def _peak_megabytes(program: str, path: Path) -> float:
    told = "; print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
    command = [sys.executable, "-c", f"import resource, sys; {program}{told}", str(path)]
    shown = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return int(shown) * (1 if sys.platform == "darwin" else 1024) / 1e6


if __name__ == "__main__":
    main()
