"""``runs`` in the terminal, and what other verbs leave for it."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from workbench.cli.app import app
from workbench.export.model_file import load_model
from workbench.flow.file import load
from workbench.nodes.catalog import catalog
from workbench.runs.history.history import FILE
from workbench.runs.history.place import VARIABLE

IRIS = "resources/data/iris.arff"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A history of its own."""
    folder = tmp_path / "history"
    monkeypatch.setenv(VARIABLE, str(folder))
    return folder


def said(*arguments: object) -> str:
    done = CliRunner().invoke(app, list(map(str, arguments)))
    assert done.exit_code == 0, done.output
    return done.stdout


def refused(*arguments: object) -> str:
    done = CliRunner().invoke(app, list(map(str, arguments)))
    assert (done.exit_code, done.stdout) == (1, "")
    return done.stderr


def listed(*arguments: object) -> list[dict[str, Any]]:
    lines: list[dict[str, Any]] = json.loads(said("runs", "--json", *arguments))
    return lines


@pytest.fixture
def three(folder: Path, tmp_path: Path) -> Path:
    """Two evaluations and a training."""
    said("evaluate", IRIS, "--learner", "knn", "--set", "k=1", "--test", "cv:3")
    said("evaluate", IRIS, "--learner", "majority", "--test", "split:66")
    said("train", IRIS, "--learner", "knn", "--out", tmp_path / "knn.model")
    return folder


@pytest.mark.usefixtures("three")
def test_that_what_was_run_is_listed_the_latest_first() -> None:
    lines = listed()
    assert [line["run"] for line in lines] == [3, 2, 1]
    assert [line["origin"] for line in lines] == ["train", "evaluate", "evaluate"]
    assert {line["data"] for line in lines} == {"iris"}
    assert lines[2]["parameters"]["k"] == 1
    low, high = lines[2]["intervals"]["accuracy"]
    assert low < lines[2]["scores"]["accuracy"] < high
    assert lines[0]["scores"] == {}
    table = said("runs")
    assert table.splitlines()[0].split()[:3] == ["run", "started", "state"]
    assert len(table.splitlines()) == 4


@pytest.mark.usefixtures("three")
def test_that_runs_are_listed_as_asked_for() -> None:
    said("runs", "tag", 2, "baseline", "weak")
    said("runs", "tag", 2, "--", "-weak")
    assert [line["run"] for line in listed("--sort", "accuracy")] == [1, 2, 3]
    assert [line["run"] for line in listed("--tag", "baseline")] == [2]
    assert listed("--tag", "weak") == []
    assert [line["run"] for line in listed("--learner", "knn")] == [3, 1]
    assert [line["run"] for line in listed("--data", "iris", "--limit", 1)] == [3]
    assert [line["run"] for line in listed("--find", "majority baseline")] == [2]
    assert "'rmse'" in refused("runs", "--sort", "rmse")


@pytest.mark.usefixtures("three")
def test_that_a_run_is_shown_with_its_note() -> None:
    said("runs", "note", 1, "one neighbour is enough")
    text = said("runs", "show", 1)
    assert "one neighbour is enough" in text
    assert "accuracy" in text
    (told,) = json.loads(said("runs", "show", 1, "--json"))
    assert len(told["folds"]) == 3
    assert told["note"] == "one neighbour is enough"


@pytest.mark.usefixtures("three")
def test_that_flow_and_model_of_a_run_come_back(tmp_path: Path) -> None:
    said("runs", "open", 3, tmp_path / "again.flow")
    graph = load(tmp_path / "again.flow", catalog())
    assert graph.node("knn").component.key == "knn"
    said("runs", "open", 3, tmp_path / "again.model")
    assert load_model(tmp_path / "again.model").model.key == "knn"
    assert "3 times" in refused("runs", "open", 1, tmp_path / "none.model")
    assert "neither a flow nor a model" in refused("runs", "open", 1, tmp_path / "x.txt")


@pytest.mark.usefixtures("three")
def test_that_runs_are_deleted() -> None:
    said("runs", "delete", 1, 3)
    assert [line["run"] for line in listed()] == [2]
    assert "no run 1" in refused("runs", "delete", 1)
    said("runs", "clear", "--yes")
    assert listed() == []
    assert "No run is listed" in said("runs")


@pytest.mark.usefixtures("folder")
def test_that_nothing_is_recorded_once_it_is_switched_off(monkeypatch: pytest.MonkeyPatch) -> None:
    said("runs", "switch", "off")
    said("evaluate", IRIS, "--learner", "majority")
    assert listed() == []
    said("runs", "switch", "on")
    said("evaluate", IRIS, "--learner", "majority")
    assert len(listed()) == 1


def test_that_a_run_goes_on_beside_a_damaged_history_and_says_so(folder: Path) -> None:
    folder.mkdir()
    (folder / FILE).write_bytes(b"nonsense" * 100)
    done = CliRunner().invoke(app, ["evaluate", IRIS, "--learner", "majority"])
    assert done.exit_code == 0
    assert done.stderr.count("not in the history") == 1
    assert "is damaged" in refused("runs")
    said("runs", "set-aside")
    assert listed() == []
    assert len(list(folder.glob("*.set-aside-*"))) == 1


@pytest.mark.usefixtures("folder")
def test_that_a_name_from_anywhere_cannot_steer_the_terminal(tmp_path: Path) -> None:
    odd = tmp_path / "odd.arff"
    odd.write_text(
        "@relation 'a\x1b[31mb'\n@attribute x numeric\n@attribute c {a,b}\n@data\n1,a\n2,b\n3,a\n"
    )
    said("evaluate", odd, "--learner", "majority", "--test", "train")
    assert "\x1b" not in said("runs") + said("runs", "show", 1)
