"""Every example flow as a script: it gives the flow's own numbers, without the program."""

import csv
import io
import json
import math
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import nbformat
import pytest

from tests.flows.conftest import Terminal
from workbench.core.files import resource
from workbench.core.run import finish
from workbench.data.dataset import Dataset
from workbench.evaluation.charts import LearningCurves, ScoreRow, ScoreTable
from workbench.flow.execute import Results, execute
from workbench.flow.file import load
from workbench.flow.graph import Graph
from workbench.nodes.catalog import catalog
from workbench.runs.scripting.steps import notebook_of, script_of

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
# What trains long in them is trained less here, in the flow and in its script.
EPOCHS = {
    "mlp": 6,
    "cnn": 2,
    "rnn": 5,
    "gan": 8,
    "vae": 20,
    "few": 5,
    "plain": 5,
    "own": 5,
    "raw": 5,
}

Place = tuple[str, str, str]  # learner, fold or class, score


def example_names() -> list[str]:
    """The flows that come with the program."""
    files = [*resource("flows").glob("*.flow"), *resource("templates").glob("*.flow")]
    return sorted(file.stem for file in files)


def example(name: str) -> Graph:
    """One of them, with fewer epochs and folds."""
    folder = "flows" if (resource("flows") / f"{name}.flow").exists() else "templates"
    graph = load(resource(folder) / f"{name}.flow", catalog())
    if name == "experimenter":
        graph = graph.with_parameters("folds", {"folds": 2, "repeats": 2})
    for node, epochs in EPOCHS.items():
        if node in graph.nodes:
            graph = graph.with_parameters(node, {"epochs": epochs})
    return graph


@dataclass(frozen=True)
class Ran:
    """An example flow's results, and the folder in which its script has left its own."""

    results: Results
    folder: Path


@pytest.fixture(scope="module")
def examples(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Ran]:
    """Every example, run as a flow and, all in one process, as scripts."""
    root = tmp_path_factory.mktemp("scripts")
    ran = {}
    for name in example_names():
        folder = root / name
        folder.mkdir()
        graph = example(name)
        (folder / "flow.py").write_text(script_of(graph, folder), encoding="utf-8")
        ran[name] = Ran(finish(execute(graph)), folder)
    run_alone([one.folder for one in ran.values()])
    return ran


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


def assert_near(mine: float, value: float | None, what: object) -> None:
    """See that two numbers agree to 1e-6, or that both are undefined."""
    expected = math.nan if value is None else value
    assert mine == pytest.approx(expected, rel=1e-6, abs=1e-6, nan_ok=True), what


def rows_of(text: str) -> list[dict[str, str]]:
    """The rows of a CSV file by the names of its columns."""
    return list(csv.DictReader(io.StringIO(text)))


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


@pytest.mark.slow
@pytest.mark.timeout(900)  # the first of them runs all examples
@pytest.mark.parametrize("name", example_names())
def test_that_a_script_gives_every_score_of_its_flow(name: str, examples: dict[str, Ran]) -> None:
    ran = examples[name]
    for node, table in ran.results.values.items():
        if not isinstance(table, ScoreTable):
            continue
        theirs = table_of(ran.folder / f"{node}.csv")
        if table.by_class is not None:
            theirs |= table_of(ran.folder / f"{node}_by_class.csv")
        for place, value in scores_of(table):
            assert_near(theirs[place], value, place)


@pytest.mark.slow
@pytest.mark.parametrize("name", example_names())
def test_that_a_script_gives_the_learning_curves_of_its_flow(
    name: str, examples: dict[str, Ran]
) -> None:
    ran = examples[name]
    for node, curves in ran.results.values.items():
        if not isinstance(curves, LearningCurves):
            continue
        theirs = rows_of((ran.folder / f"{node}.csv").read_text(encoding="utf-8"))
        ours = rows_of(curves.to_csv())
        assert len(theirs) == len(ours)
        for mine, yours in zip(theirs, ours, strict=True):
            assert (mine["learner"], mine["epoch"]) == (yours["learner"], yours["epoch"])
            for column in ("train_loss", "train_score", "validation_loss", "validation_score"):
                value = float(yours[column] or "nan")
                # Sums of float32, which are added up in another order.
                near = pytest.approx(value, rel=1e-5, abs=1e-5, nan_ok=True)
                assert float(mine[column] or "nan") == near, (mine, yours, column)


@pytest.mark.slow
def test_that_a_script_predicts_new_rows_as_its_flow_does(examples: dict[str, Ran]) -> None:
    ran = examples["predict-new-data"]
    ours = ran.results.values["predict"]
    assert isinstance(ours, Dataset)
    theirs = rows_of((ran.folder / "save.csv").read_text(encoding="utf-8"))
    labels = ours.schema.attribute("predicted").values
    assert [row["predicted"] for row in theirs] == [labels[i] for i in ours.column("predicted")]
    for row, probability in zip(theirs, ours.column("p(tested_positive)"), strict=True):
        assert_near(float(row["p(tested_positive)"]), float(probability), row)


@pytest.mark.slow
def test_that_a_script_keeps_the_weights_where_the_flow_keeps_the_model(
    examples: dict[str, Ran],
) -> None:
    assert (examples["train-and-save-a-model"].folder / "save.pt").stat().st_size > 0


def test_that_the_cells_of_a_notebook_give_the_scores_of_the_flow(tmp_path: Path) -> None:
    graph = example("cross-validation")
    text = notebook_of(graph, tmp_path)
    notebook = nbformat.reads(text, as_version=4)  # type: ignore[no-untyped-call]
    nbformat.validate(notebook)
    code = [cell.source for cell in notebook.cells if cell.cell_type == "code"]
    (tmp_path / "flow.py").write_text("\n\n".join(code), encoding="utf-8")
    run_alone([tmp_path])
    table = finish(execute(graph)).values["scores"]
    assert isinstance(table, ScoreTable)
    theirs = table_of(tmp_path / "scores.csv")
    for place, value in _scores(table.rows, table.columns, "all"):
        assert_near(theirs[place], value, place)


def test_that_a_notebook_has_a_heading_for_each_node(tmp_path: Path) -> None:
    graph = example("cross-validation")
    cells = json.loads(notebook_of(graph, tmp_path))["cells"]
    words = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown"]
    headings = [text.splitlines()[0] for text in words[1:]]
    assert headings == [f"## {graph.node(i).name}" for i in graph.order]


def test_that_the_terminal_writes_a_script_and_says_where(
    terminal: Terminal, tmp_path: Path
) -> None:
    flow = resource("templates") / "cross-validation.flow"
    result = terminal("export", flow, tmp_path / "mine.py", "--set", "knn.k=3")
    assert result.returncode == 0, result.stderr
    assert "saved" in result.stderr
    assert "K = 3" in (tmp_path / "mine.py").read_text(encoding="utf-8")


def test_that_the_terminal_refuses_what_cannot_be_written_and_writes_nothing(
    terminal: Terminal, tmp_path: Path
) -> None:
    flow = resource("templates") / "cross-validation.flow"
    result = terminal("export", flow, tmp_path / "mine.py", "--set", "knn.distance=weka")
    assert result.returncode == 1
    assert "cannot be written as Python: 'distance' is weka" in result.stderr
    assert not (tmp_path / "mine.py").exists()
