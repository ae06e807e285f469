"""Every example flow as a script: it gives the flow's own numbers, without the program."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import nbformat
import pytest

from tests.flows.conftest import Terminal
from tests.flows.scripts import (
    Place,
    assert_curves,
    assert_near,
    assert_scores,
    example,
    example_names,
    rows_of,
    run_alone,
    table_of,
)
from workbench.core.files import resource
from workbench.core.run import finish
from workbench.data.dataset import Dataset
from workbench.evaluation.charts import LearningCurves, ScoreTable
from workbench.evaluation.comparison.paired import paired_test
from workbench.evaluation.comparison.trials import Comparison
from workbench.export.script.formulas import ADAM, CROSS_ENTROPY
from workbench.flow.execute import Results, execute
from workbench.flow.graph import Graph
from workbench.runs.scripting.steps import notebook_of, script_of

# What trains long in them is trained less here, in the flow and in its script.
EPOCHS = {"mlp": 4, "cnn": 2, "rnn": 5, "gan": 4, "vae": 10, "perceptron": 4}


def shortened(name: str) -> Graph:
    """An example with fewer epochs and folds."""
    graph = example(name)
    for node in graph.nodes.values():
        kind = node.component.key
        if kind == "cross_validation":
            repeats = 2 if name == "experimenter" else 1
            graph = graph.with_parameters(node.id, {"folds": 3, "repeats": repeats})
        if kind in EPOCHS:
            graph = graph.with_parameters(node.id, {"epochs": EPOCHS[kind]})
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
        graph = shortened(name)
        (folder / "flow.py").write_text(script_of(graph, folder), encoding="utf-8")
        ran[name] = Ran(finish(execute(graph)), folder)
    run_alone([one.folder for one in ran.values()])
    return ran


@pytest.mark.slow
@pytest.mark.timeout(900)  # the first of them runs all examples
@pytest.mark.parametrize("name", example_names())
def test_that_a_script_gives_every_score_of_its_flow(name: str, examples: dict[str, Ran]) -> None:
    ran = examples[name]
    for node, table in ran.results.values.items():
        if isinstance(table, ScoreTable):
            assert_scores(ran.folder / f"{node}.csv", table)


@pytest.mark.slow
@pytest.mark.parametrize("name", example_names())
def test_that_a_script_gives_the_learning_curves_of_its_flow(
    name: str, examples: dict[str, Ran]
) -> None:
    ran = examples[name]
    for node, curves in ran.results.values.items():
        if isinstance(curves, LearningCurves):
            assert_curves(ran.folder / f"{node}.csv", curves)


def comparison_of(ran: Ran) -> Comparison:
    """What the node that compares learners gave in the flow."""
    value = ran.results.values["comparison"]
    assert isinstance(value, Comparison)
    return value


@pytest.mark.slow
@pytest.mark.parametrize("name", ["compare-learners", "experimenter"])
def test_that_a_script_gives_every_fold_of_a_comparison_with_its_baselines(
    name: str, examples: dict[str, Ran]
) -> None:
    ours = comparison_of(examples[name])
    theirs = table_of(examples[name].folder / "comparison.csv")
    n_compared = 0
    for learner, data, row in learners_of(ours, theirs):
        for score, values in zip(ours.scores, ours.data_sets[data].values[row], strict=True):
            for fold, value in enumerate(values, start=1):
                assert_near(theirs[learner, str(fold), score], float(value), (learner, score))
                n_compared += 1
    assert n_compared == sum(data.values.size for data in ours.data_sets)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["compare-learners", "experimenter"])
def test_that_a_script_gives_the_corrected_t_tests_of_a_comparison(
    name: str, examples: dict[str, Ran]
) -> None:
    ours, folder = comparison_of(examples[name]), examples[name].folder
    theirs = rows_of((folder / "comparison_tests.csv").read_text(encoding="utf-8"))
    places = {at[0]: at[1:] for at in learners_of(ours, table_of(folder / "comparison.csv"))}
    n = len(ours.learners)
    assert len(theirs) == len(ours.data_sets) * n * (n - 1) // 2
    for one in theirs:
        (data, first), (other_data, second) = places[one["first"]], places[one["second"]]
        assert data == other_data
        values = ours.values(data, "accuracy")
        test = paired_test(values[first], values[second], ours.data_sets[data].test_per_train)
        assert_near(float(one["difference in accuracy"]), test.difference, one)
        assert_near(float(one["p"]), test.p, one)


def learners_of(ours: Comparison, table: Iterable[Place]) -> list[tuple[str, int, int]]:
    """What a script calls a learner, its data set and its row in the flow's comparison."""
    data_sets = [data.name for data in ours.data_sets]
    of_flow = {ours.learners[row] for _, row in ours.places}
    found, arrived = [], []
    for name in dict.fromkeys(place[0] for place in table):
        title, _, data = name.partition(" (")
        if title in ours.learners and title not in of_flow:  # a baseline on one of the data sets
            found.append((name, data_sets.index(data.strip(")")), ours.learners.index(title)))
        else:
            arrived.append(name)
    return found + [(name, *place) for name, place in zip(arrived, ours.places, strict=True)]


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
    assert_scores(tmp_path / "scores.csv", table)


def test_that_a_notebook_has_a_heading_for_each_node(tmp_path: Path) -> None:
    graph = example("cross-validation")
    cells = json.loads(notebook_of(graph, tmp_path))["cells"]
    words = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown"]
    headings = [text.splitlines()[0] for text in words[1:]]
    assert headings == [f"## {graph.node(i).name}" for i in graph.order]


def test_that_a_notebook_has_the_formulas_of_loss_and_optimizer(tmp_path: Path) -> None:
    cells = json.loads(notebook_of(example("percentage-split"), tmp_path))["cells"]
    words = "".join("".join(c["source"]) for c in cells if c["cell_type"] == "markdown")
    assert CROSS_ENTROPY in words
    assert ADAM in words


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
