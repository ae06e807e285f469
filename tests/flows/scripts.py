"""What tests of exported scripts share: running them alone, and comparing what they leave."""

import csv
import io
import math
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from workbench.core.files import resource
from workbench.evaluation.charts import LearningCurves, ScoreRow, ScoreTable
from workbench.flow.file import load
from workbench.flow.graph import Graph
from workbench.nodes.catalog import catalog

# Runs scripts one after the other, each in its folder, as if the program were not installed.
ALONE = """
import importlib.abc, os, runpy, sys
class Nobody(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path, target=None):
        if name.split(".")[0] == "workbench":
            raise ImportError("a script must not need the program")
sys.meta_path.insert(0, Nobody())
for folder in sys.argv[1:]:
    os.chdir(folder)
    runpy.run_path("flow.py", run_name="__main__")
"""

Place = tuple[str, str, str]  # learner, fold or class, score


def example_names() -> list[str]:
    """The flows that come with the program."""
    files = [*resource("flows").glob("*.flow"), *resource("templates").glob("*.flow")]
    return sorted(file.stem for file in files)


def example(name: str) -> Graph:
    """One of them."""
    folder = "flows" if (resource("flows") / f"{name}.flow").exists() else "templates"
    return load(resource(folder) / f"{name}.flow", catalog())


def run_alone(folders: list[Path]) -> None:
    """Run the scripts in these folders."""
    result = subprocess.run(
        [sys.executable, "-I", "-W", "error", "-c", ALONE, *map(str, folders)],
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )
    assert result.returncode == 0, result.stderr


def rows_of(text: str) -> list[dict[str, str]]:
    """The rows of a CSV file by the names of its columns."""
    return list(csv.DictReader(io.StringIO(text)))


def assert_near(mine: float, value: float | None, what: object) -> None:
    """See that two numbers agree to 1e-6, or that both are undefined."""
    expected = math.nan if value is None else value
    assert mine == pytest.approx(expected, rel=1e-6, abs=1e-6, nan_ok=True), what


def assert_scores(file: Path, table: ScoreTable) -> None:
    """See that a script has written every score of its flow: FILE, and FILE_by_class."""
    theirs = table_of(file)
    if table.by_class is not None:
        theirs |= table_of(file.with_name(f"{file.stem}_by_class.csv"))
    for place, value in scores_of(table):
        assert_near(theirs[place], value, place)


def assert_curves(file: Path, curves: LearningCurves) -> None:
    """See that a script has written the learning curves of its flow."""
    theirs, ours = rows_of(file.read_text(encoding="utf-8")), rows_of(curves.to_csv())
    assert len(theirs) == len(ours) > 0
    for mine, yours in zip(theirs, ours, strict=True):
        assert (mine["learner"], mine["epoch"]) == (yours["learner"], yours["epoch"])
        for column in ("train_loss", "train_score", "validation_loss", "validation_score"):
            value = float(yours[column] or "nan")
            # Sums of float32, which are added up in another order.
            near = pytest.approx(value, rel=1e-5, abs=1e-5, nan_ok=True)
            assert float(mine[column] or "nan") == near, (mine, yours, column)


def table_of(file: Path) -> dict[Place, float]:
    """The scores in a file that a script has written."""
    header, *rows = csv.reader(io.StringIO(file.read_text(encoding="utf-8")))
    return {
        (row[0], row[1], score): float(cell or "nan")
        for row in rows
        for score, cell in zip(header[2:], row[2:], strict=True)
    }


def scores_of(table: ScoreTable) -> Iterator[tuple[Place, float | None]]:
    """The scores of a flow under the same names."""
    yield from _scores(table.rows, table.columns, "all")
    for part in (table.by_fold, table.by_class):
        if part is not None:
            yield from _scores(part.rows, part.columns, "")


def _scores(
    rows: tuple[ScoreRow, ...], columns: tuple[str, ...], part: str
) -> Iterator[tuple[Place, float | None]]:
    for row in rows:
        if row.part != "weighted average":
            for column, value in zip(columns, row.values, strict=True):
                yield (row.learner, part or row.part, column), value
