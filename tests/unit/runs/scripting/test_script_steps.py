"""Which flows become scripts, what is refused with which sentence, and how scripts look."""

import subprocess
import sys
from pathlib import Path

import pytest

from workbench.core.errors import FlowError
from workbench.core.files import resource
from workbench.flow.file import load
from workbench.flow.graph import Graph, Link, Node, Placeholder
from workbench.nodes.catalog import catalog, component
from workbench.runs.scripting.steps import notebook_of, script_of


def example(name: str) -> Graph:
    folder = "flows" if (resource("flows") / f"{name}.flow").exists() else "templates"
    return load(resource(folder) / f"{name}.flow", catalog())


def all_examples() -> list[str]:
    files = [*resource("flows").glob("*.flow"), *resource("templates").glob("*.flow")]
    return sorted(file.stem for file in files)


def ruff(folder: Path, *arguments: str) -> str:
    """What ruff says of the scripts in a folder; nothing if they are fine."""
    command = [sys.executable, "-m", "ruff", *arguments, str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return "" if done.returncode == 0 else done.stdout


@pytest.fixture(scope="module")
def scripts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("scripts")
    for name in all_examples():
        text = script_of(example(name), folder)
        (folder / f"{name.replace('-', '_')}.py").write_text(text, encoding="utf-8")
    return folder


@pytest.mark.slow
def test_that_scripts_are_laid_out_as_black_lays_them_out(scripts: Path) -> None:
    assert ruff(scripts, "format", "--isolated", "--diff") == ""


@pytest.mark.slow
def test_that_a_linter_finds_nothing_in_scripts(scripts: Path) -> None:
    assert ruff(scripts, "check", "--isolated", "--select", "E,F,I,UP,B") == ""


@pytest.mark.slow
def test_that_no_script_knows_the_program_or_an_option(scripts: Path) -> None:
    for file in scripts.glob("*.py"):
        text = file.read_text(encoding="utf-8")
        assert "import workbench" not in text
        assert "from options" not in text


def test_that_a_script_has_no_function_that_its_flow_does_not_need() -> None:
    text = script_of(example("cross-validation"), Path.cwd())
    assert "import torch" not in text
    assert "java" not in text
    assert "def fit_knn" in text


def test_that_files_below_the_folder_of_a_script_are_named_from_there(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    file = tmp_path / "data" / "mine.arff"
    file.write_bytes(resource("data", "iris.arff").read_bytes())
    graph = example("cross-validation").with_parameters("data", {"path": str(file)})
    assert 'PATH = "data/mine.arff"' in script_of(graph, tmp_path)


@pytest.mark.parametrize(
    ("node", "values", "sentence"),
    [
        ("knn", {"distance": "weka"}, "'distance' is weka"),
        (
            "data",
            {"path": "resource:data/weather.nominal.arff", "class_attribute": "none"},
            "is the class",
        ),
    ],
)
def test_that_what_no_piece_can_do_is_refused_by_the_name_of_the_node(
    node: str, values: dict[str, str], sentence: str
) -> None:
    graph = example("cross-validation").with_parameters(node, values)
    with pytest.raises(Exception, match=sentence) as raised:
        script_of(graph, Path.cwd())
    assert type(raised.value).__module__ == "workbench.core.errors"


def test_that_a_parameter_that_has_no_say_is_refused() -> None:
    graph = example("percentage-split").with_parameters("mlp", {"dropout": 0.5})
    with pytest.raises(FlowError, match=r"'Multilayer perceptron' cannot .* 'dropout' is 0\.5"):
        script_of(graph, Path.cwd())


def test_that_a_parameter_that_changes_nothing_on_the_processor_may_be_set() -> None:
    graph = example("percentage-split").with_parameters("mlp", {"device": "cpu"})
    assert script_of(graph, Path.cwd())


def test_that_a_kind_that_is_not_known_here_is_refused() -> None:
    graph = example("cross-validation").with_node(Node("mine", Placeholder("my_kind"), "Mine"))
    with pytest.raises(FlowError, match="'Mine' cannot be written as Python"):
        script_of(graph, Path.cwd())


def test_that_a_step_without_a_piece_is_refused() -> None:
    graph = example("cross-validation").with_node(Node("own", component("balance")()))
    with pytest.raises(FlowError, match="no piece of a script does what it does"):
        script_of(graph, Path.cwd())


def test_that_a_view_without_a_table_is_left_out_with_a_note() -> None:
    graph = example("cross-validation").with_node(Node("bent", component("calibration")()))
    graph = graph.with_link(Link("evaluate", "evaluation", "bent", "evaluation"))
    text = script_of(graph, Path.cwd())
    assert f"Left out, as they only show something: {graph.node('bent').name}." in text


def test_that_a_notebook_is_refused_where_its_script_is() -> None:
    graph = example("cross-validation").with_parameters("knn", {"distance": "weka"})
    with pytest.raises(FlowError, match="cannot be written as Python"):
        notebook_of(graph, Path.cwd())
