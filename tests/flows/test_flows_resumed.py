"""Runs that are broken off in a terminal, and gone on with."""

import json
import os
from functools import partial
from pathlib import Path

import pytest

from tests.benchmarks.kill_runs import OUTPUTS, Case, nursery, outputs, run_killed, run_whole
from workbench.cli import running
from workbench.cli.running import Changes
from workbench.core.errors import DataError, FlowError
from workbench.core.files import resource
from workbench.core.run import Command, Event, Run
from workbench.flow.cache import Cache
from workbench.flow.events import NodeStarted
from workbench.flow.execute import Results, execute
from workbench.flow.graph import Graph
from workbench.nodes.catalog import catalog
from workbench.runs import checkpoint_file, run_folder
from workbench.runs.run_folder import RunFolder

MLP = {"dropout": 0.3, "batch_norm": True, "validation_share": 0.2, "early_stopping": 6}
PLAIN = Changes({})


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "fork"), reason="no processes are forked on this system")
def test_that_killed_runs_come_to_the_same_results_byte_for_byte(tmp_path: Path) -> None:
    changes = {"early_stopping": 40, "epochs": 50}
    case = Case("mlp", "mlp", {**MLP, **changes})
    flow = case.flow(tmp_path / "killed.flow")
    with nursery() as made:
        seconds = run_whole(made, flow, tmp_path / "whole")
        killed = run_killed(made, flow, tmp_path / "killed", 4, seconds * 0.4, seed=3)
    assert killed.n_kills > 1
    found, expected = outputs(tmp_path / "killed"), outputs(tmp_path / "whole")
    assert [name for name in OUTPUTS if found[name] != expected[name]] == []


@pytest.fixture
def flow(tmp_path: Path) -> Path:
    data = tmp_path / "rows.arff"
    data.write_bytes(resource("data", "iris.arff").read_bytes())
    case = Case("mlp", "mlp", {**MLP, "epochs": 8}, read={"path": str(data)})
    return case.flow(tmp_path / "small.flow")


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The nodes that have been run so far."""
    nodes: list[str] = []

    def noted(graph: Graph, cache: Cache) -> Run[Results]:
        command: Command | None = None
        run = execute(graph, cache)
        while True:
            try:
                event: Event = run.send(command)
            except StopIteration as end:
                results: Results = end.value
                return results
            nodes.extend([event.node] if isinstance(event, NodeStarted) else [])
            command = yield event

    monkeypatch.setattr(running, "execute", noted)
    return nodes


@pytest.fixture(autouse=True)
def steady_edition(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    editions = ["this one"]
    monkeypatch.setattr(run_folder, "edition_of", lambda _kinds: editions[-1])
    monkeypatch.setattr("workbench.flow.store.store.edition_of", lambda _kinds: editions[-1])
    return editions


def run(flow: Path, out: Path, **settings: str) -> None:
    changes = Changes({f"net.{name}": value for name, value in settings.items()})
    running.run_into(flow, changes, out, 0.0, shows_json=True)


def resume(out: Path, changes: Changes = PLAIN) -> None:
    running.resume(out, changes, 0.0, shows_json=True)


def test_that_a_finished_run_is_gone_on_with_without_training(
    flow: Path, tmp_path: Path, started: list[str]
) -> None:
    out = tmp_path / "out"
    run(flow, out)
    assert set(started) == {"data", "folds", "net", "evaluate", "all", "final", "save"}
    before = outputs(out)
    for name in ("predictions.csv", "results.json", "net.model"):
        (out / name).unlink()
    started.clear()
    resume(out)
    assert "net" not in started
    assert "final" not in started
    assert outputs(out) == before
    started.clear()
    run(flow, out)  # anew, as it was finished
    assert {"net", "final"} <= set(started)
    assert outputs(out) == before


def test_that_a_failed_run_goes_on_where_it_failed(
    flow: Path, tmp_path: Path, started: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    out = tmp_path / "two words"
    with monkeypatch.context() as patch:
        patch.setattr(running, "write_results", interrupted)
        with pytest.raises(KeyboardInterrupt):
            run(flow, out)
    started.clear()
    run(flow, out)  # which was forgotten to be a resumption
    assert "net" not in started
    assert (out / "predictions.csv").exists()


def test_that_an_interrupted_run_says_how_to_go_on(
    flow: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(running, "write_results", interrupted)
    with pytest.raises(KeyboardInterrupt):
        run(flow, tmp_path / "two words")
    line = f"To go on from here: workbench run --resume '{tmp_path}/two words'\n"
    assert line in capsys.readouterr().err


def test_that_a_finished_training_goes_on_for_further_epochs(
    flow: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(flow, tmp_path / "at once", early_stopping="0", further_epochs="10")
    run(flow, tmp_path / "in turn", early_stopping="0")
    assert "checkpoints are kept to train on from" in capsys.readouterr().err
    for n in ("4", "10"):
        resume(tmp_path / "in turn", Changes({"net.further_epochs": n}))
    said = capsys.readouterr().err
    assert "Goes on from epoch 8." in said
    assert "Goes on from epoch 12." in said
    found, expected = (
        (tmp_path / name / "predictions.csv").read_bytes() for name in ("in turn", "at once")
    )
    assert found == expected


def test_that_what_has_changed_since_is_said(
    flow: Path,
    tmp_path: Path,
    started: list[str],
    steady_edition: list[str],
    capsys: pytest.CaptureFixture[str],
) -> None:
    out, data = tmp_path / "out", tmp_path / "rows.arff"
    run(flow, out)
    data.write_text(data.read_text().replace("5.1,", "5.2,", 1))
    started.clear()
    resume(out)
    assert f"{data} has changed since: what comes of it is" in capsys.readouterr().err
    assert "net" in started
    started.clear()
    resume(out)
    assert "has changed" not in capsys.readouterr().err
    assert "net" not in started
    steady_edition.append("another one")
    resume(out)
    said = capsys.readouterr().err
    assert "The program has been changed since this run was begun: everything is" in said
    assert "net" in started
    record = json.loads((out / "run" / "run.json").read_text())
    record["versions"]["torch"] = "0.4"
    (out / "run" / "run.json").write_text(json.dumps({**record, "edition": "old"}))
    resume(out)
    assert "torch 0.4 was used, this is " in capsys.readouterr().err


def test_that_a_folder_in_use_a_strange_or_a_damaged_one_is_refused(
    flow: Path, tmp_path: Path
) -> None:
    with pytest.raises(FlowError, match="There is no run in this folder"):
        resume(tmp_path / "nowhere")
    assert not (tmp_path / "nowhere").exists()
    out = tmp_path / "out"
    run(flow, out)
    with RunFolder(out, catalog()).held():
        for again in (partial(resume, out), partial(run, flow, out)):
            with pytest.raises(FlowError, match="A run in this folder is under way"):
                again()
    (out / "run" / "as-run.flow").write_text("{")
    with pytest.raises(FlowError, match="not JSON"):
        resume(out)
    for text in ("", "[]", '{"format": 1}', "{" * 5000):
        (out / "run" / "run.json").write_text(text)
        with pytest.raises(FlowError, match="record of this run is damaged"):
            resume(out)
    (out / "run" / "lock").write_text("no lock of ours, however long it may be" * 100)
    with pytest.raises(DataError, match="cannot be used"):
        run(flow, out)


def test_that_a_run_goes_on_without_checkpoints_where_the_disk_is_full(
    flow: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    run(flow, tmp_path / "whole")
    capsys.readouterr()

    def full(*_: object) -> None:
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr(checkpoint_file, "write", full)
    run(flow, tmp_path / "full")
    assert capsys.readouterr().err.count("No space left on device") == 2  # once for each learner
    assert outputs(tmp_path / "full") == outputs(tmp_path / "whole")
