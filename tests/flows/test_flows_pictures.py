"""A picture of ours in the terminal: its flow is run, shown, reported and exported."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from workbench.cli.app import app
from workbench.export.picture_text import png_with, svg_with, xmp_with
from workbench.flow.file import load
from workbench.nodes.catalog import catalog
from workbench.runs.history.place import VARIABLE
from workbench.runs.picture_origin import origin_of
from workbench.runs.session import linked

FLOW = """{"format": "workbench-flow", "version": 1, "nodes": [
{"id": "data", "kind": "arff", "parameters": {"path": "resource:data/iris.arff"}},
{"id": "split", "kind": "hold_out"}, {"id": "knn", "kind": "knn"},
{"id": "evaluate", "kind": "evaluate"}], "links": []}"""
HEAD = b"\x89PNG\r\n\x1a\n" + b"\0\0\0\x0dIHDR" + bytes(17)


def origin(folder: Path) -> str:
    path = folder / "iris.flow"
    path.write_text(FLOW)
    graph = load(path, catalog())
    for source, target in (("data", "split"), ("split", "knn"), ("knn", "evaluate")):
        graph = linked(graph, source, target)
    return origin_of(graph, graph, "evaluate", {}).text()


@pytest.fixture(params=["png", "svg", "pdf"])
def picture(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    text, path = origin(tmp_path), tmp_path / f"roc.{request.param}"
    made = {
        "png": lambda: png_with(HEAD, text),
        "svg": lambda: svg_with(b"<svg xmlns='http://www.w3.org/2000/svg'></svg>", text),
        "pdf": lambda: b"%PDF-1.4\n" + xmp_with(text),
    }
    path.write_bytes(made[request.param]())
    return path


def said(*arguments: object) -> str:
    done = CliRunner().invoke(app, list(map(str, arguments)))
    assert done.exit_code == 0, done.output
    return done.stdout


def refused(*arguments: object) -> str:
    done = CliRunner().invoke(app, list(map(str, arguments)))
    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr.count("\n") == 1
    return done.stderr


def test_that_the_flow_in_a_picture_is_run(picture: Path) -> None:
    [entry] = json.loads(said("run", picture, "--json", "--set", "knn.k=3"))
    assert entry["learner"] == "knn"
    assert entry["instances"] == 51


def test_that_a_picture_tells_where_it_came_from(picture: Path) -> None:
    text = said("show", picture)
    assert "Evaluation (node 'evaluate')" in text
    assert "split 1" in text
    assert "workbench " in text
    assert [line.split()[0] for line in text.splitlines()[-4:]] == [
        "data", "split", "knn", "evaluate",
    ]  # fmt: skip
    told = json.loads(said("show", picture, "--json"))
    assert told["node"] == "evaluate"
    assert json.loads(told["flow"])["format"] == "workbench-flow"


def test_that_the_flow_in_a_picture_becomes_a_script(picture: Path, tmp_path: Path) -> None:
    said("export", picture, tmp_path / "iris.py")
    assert "iris" in (tmp_path / "iris.py").read_text(encoding="utf-8")


def test_that_a_picture_of_others_says_that_it_holds_no_flow(tmp_path: Path) -> None:
    path = tmp_path / "photo.png"
    path.write_bytes(HEAD)
    for verb in ("run", "show", "report"):
        assert "This picture holds no flow." in refused(verb, path)
    assert "photo2.png" in refused("show", tmp_path / "photo2.png")


def test_that_a_report_is_written_into_the_history(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, str(tmp_path / "history"))
    path = tmp_path / "iris.svg"
    path.write_bytes(svg_with(b"<svg></svg>", origin(tmp_path)))
    assert said("report", path).startswith("# iris\n")
    [run] = json.loads(said("runs", "--json"))
    assert (run["origin"], run["state"], run["learner"]) == ("report", "finished", "knn")
