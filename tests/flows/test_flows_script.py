"""Every example flow as a script: its scores are the flow's own, without the program."""

import csv
import math
import subprocess
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from workbench.core.files import resource
from workbench.core.run import finish
from workbench.evaluation.charts import ScoreRow, ScoreTable
from workbench.flow.execute import execute
from workbench.flow.file import load
from workbench.flow.graph import Graph
from workbench.nodes.catalog import catalog
from workbench.runs.scripting.steps import script_of

# Runs a script as if the program were not installed, each warning an error.
ALONE = """
import importlib.abc, runpy, sys, warnings
class Nobody(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path, target=None):
        if name.split(".")[0] == "workbench":
            raise ImportError("a script must not need the program")
sys.meta_path.insert(0, Nobody())
runpy.run_path(sys.argv[1], run_name="__main__")
"""


@dataclass(frozen=True)
class Figure:
    """One score of a table."""

    learner: str
    part: str
    score: str


def example(name: str) -> Graph:
    """A flow that comes with the program."""
    folder = "flows" if (resource("flows") / f"{name}.flow").exists() else "templates"
    return load(resource(folder) / f"{name}.flow", catalog())


def figures_of_script(folder: Path, node: str) -> dict[Figure, float]:
    """What the script has written of the scores of a score table."""
    found: dict[Figure, float] = {}
    for file in (folder / f"{node}.csv", folder / f"{node}_by_class.csv"):
        if file.exists():
            with file.open(encoding="utf-8", newline="") as lines:
                for learner, part, *rest in _columns(lines):
                    found |= {Figure(learner, part, score): v for score, v in rest}
    return found


def _columns(lines: Iterable[str]) -> Iterator[list[Any]]:
    header, *rows = csv.reader(lines)
    for row in rows:
        scores = zip(header[2:], (float(cell or "nan") for cell in row[2:]), strict=True)
        yield [row[0], row[1], *scores]


def figures_of_flow(table: ScoreTable) -> dict[Figure, float]:
    """What the flow says."""
    found = _figures(table.rows, table.columns, "all")
    for part in (table.by_fold, table.by_class):
        if part is not None:
            found |= _figures(part.rows, part.columns, "")
    return {f: v for f, v in found.items() if f.part != "weighted average"}


def _figures(
    rows: tuple[ScoreRow, ...], columns: tuple[str, ...], part: str
) -> dict[Figure, float]:
    return {
        Figure(row.learner, part or row.part, column): math.nan if value is None else value
        for row in rows
        for column, value in zip(columns, row.values, strict=True)
    }


def run_alone(text: str, folder: Path) -> str:
    """Run a script in a folder of its own; what it prints."""
    (folder / "flow.py").write_text(text, encoding="utf-8")
    result = subprocess.run(
        [sys.executable, "-I", "-c", ALONE, "flow.py"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        timeout=250,
    )
    assert result.returncode == 0, result.stderr
    return result.stdout


@pytest.mark.parametrize(
    "name",
    ["cross-validation", "roc-of-two-learners", "supplied-test-set", "percentage-split"],
)
def test_that_a_script_gives_the_scores_of_its_flow(name: str, tmp_path: Path) -> None:
    graph = example(name)
    run_alone(script_of(graph, tmp_path), tmp_path)
    results = finish(execute(graph))
    tables = {i: v for i, v in results.values.items() if isinstance(v, ScoreTable)}
    assert tables
    for node, table in tables.items():
        theirs = figures_of_script(tmp_path, node)
        for figure, value in figures_of_flow(table).items():
            assert theirs[figure] == pytest.approx(value, rel=1e-6, abs=1e-6, nan_ok=True), figure
