"""``compare``: the Experimenter in the terminal."""

import csv
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from tests.flows.conftest import REPOSITORY, Terminal
from workbench.cli import compare
from workbench.cli.app import app

DATA = REPOSITORY / "resources" / "data"
FEW = ("--repeat", "2", "--folds", "3")


def here(*arguments: object) -> Result:
    """The same in this process, which has what it needs already."""
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def test_that_learners_are_compared_on_one_data_set(terminal: Terminal, tmp_path: Path) -> None:
    out, table = tmp_path / "folds.csv", tmp_path / "table.tex"
    done = terminal(
        "compare", "--learner", "knn:k=3", "--learner", "knn:k=9", "--data", DATA / "iris.arff",
        *FEW, "--csv", out, "--latex", table,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "k-nearest neighbours (k=3)" in done.stdout
    assert "Logistic regression" in done.stdout
    assert "95 % interval" in done.stdout
    with out.open(newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert len(rows) == 4 * 2 * 3
    assert {row["run"] for row in rows} == {"1", "2"}
    assert "\\toprule" in table.read_text("utf-8")


def test_that_several_data_sets_are_one_experiment() -> None:
    done = here(
        "compare", "--learner", "knn", "--data", DATA / "iris.arff", "--data",
        DATA / "contact-lenses.arff", *FEW, "--baseline", "majority", "--score", "auc", "--json",
    )  # fmt: skip
    assert done.exit_code == 0, done.stderr
    facts = json.loads(done.stdout)
    assert facts["learners"] == ["Majority class", "k-nearest neighbours"]
    assert facts["base"] == "Majority class"
    assert [one["name"] for one in facts["data_sets"]] == ["iris", "contact-lenses"]
    assert [one["n"] for one in facts["data_sets"][1]["learners"]] == [6, 6]
    assert any("too few" in limit for limit in facts["limits"])


@pytest.mark.parametrize(("option", "words"), [("--markdown", "| Data set |"), ("--weka", ">-<")])
def test_that_other_forms_are_printed(option: str, words: str) -> None:
    done = here("compare", "--learner", "knn", "--data", DATA / "iris.arff", *FEW, option)
    assert done.exit_code == 0, done.stderr
    assert words in done.stdout


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--learner", "nix", "--data", DATA / "iris.arff"), "There is no learner 'nix'"),
        (("--learner", "knn:k", "--data", DATA / "iris.arff"), "'k' has no value"),
        (("--learner", "knn:k=0", "--data", DATA / "iris.arff"), "k"),
        (("--learner", "knn", "--learner", "knn", "--data", DATA / "iris.arff"), "given twice"),
        (("--learner", "knn", "--data", "nowhere.arff"), "nowhere.arff"),
        (("--learner", "knn", "--data", DATA / "iris.arff", "--score", "x"), "no score 'x'"),
        (("--learner", "knn", "--data", DATA / "iris.arff", "--base", "x"), "no learner 'x'"),
        (("--learner", "knn", "--data", DATA / "iris.arff", "--folds", "1"), "folds"),
    ],
)
def test_that_bad_input_gets_one_sentence(arguments: tuple[object, ...], sentence: str) -> None:
    done = here("compare", *arguments, *(() if "--folds" in arguments else FEW))
    assert done.exit_code == 1
    assert done.stdout == ""
    assert sentence in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


@pytest.mark.parametrize("option", ["--base", "--score"])
def test_that_what_cannot_be_asked_is_refused_before_anything_runs(
    option: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def run(*_: object) -> None:
        pytest.fail("The experiment has begun.")

    monkeypatch.setattr(compare, "execute", run)
    learners = ("--learner", "knn", "--data", DATA / "iris.arff")
    done = here("compare", *learners, *FEW, "--baseline", "majority", option, "nix")
    assert done.exit_code == 1
    assert "'nix'" in done.stderr
    if option == "--base":
        assert "'Majority class', 'k-nearest neighbours'." in done.stderr


def test_that_the_learners_that_are_compared_may_be_the_base() -> None:
    learners = ("--learner", "knn:k=1", "--learner", "knn:k=9", "--data", DATA / "iris.arff")
    for base in ("k-nearest neighbours (k=9)", "Majority class"):
        done = here("compare", *learners, *FEW, "--baseline", "majority", "--base", base, "--json")
        assert json.loads(done.stdout)["base"] == base


def test_that_a_learner_that_fails_leaves_the_others() -> None:
    done = here(
        "compare", "--learner", "knn", "--learner", "logistic", "--data", DATA / "cpu.arff", *FEW
    )
    assert done.exit_code == 1
    assert "k-nearest neighbours" in done.stdout
    assert "Logistic regression predicts classes" in done.stderr


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="sends a signal as POSIX has it")
def test_that_an_interrupt_keeps_what_is_finished(tmp_path: Path) -> None:
    data = tmp_path / "texts.arff"
    rows = "".join(f"{i % 7},'word {i}',{'ab'[i % 2]}\n" for i in range(60))
    head = "@relation texts\n@attribute x numeric\n@attribute t string\n@attribute c {a,b}\n@data\n"
    data.write_text(head + rows)
    command = [
        sys.executable, str(REPOSITORY / "main.py"), "compare", "--learner", "majority",
        "--learner", "mlp:epochs=100000", "--data", str(data), *FEW,
        "--baseline", "none",
    ]  # fmt: skip
    with subprocess.Popen(
        command, cwd=REPOSITORY, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as running:
        assert running.stderr is not None
        line = running.stderr.readline()  # said when the network's folds are about to be trained
        assert "Left out, as they are no numbers" in line
        running.send_signal(signal.SIGINT)
        out, told = running.communicate(timeout=60)
    assert running.returncode == 0, told
    assert "Stopping; what is finished is compared." in told
    assert "Majority class" in out
    assert "Multilayer perceptron" in out


def test_that_one_learner_can_be_tested_several_times() -> None:
    done = here("evaluate", DATA / "iris.arff", "--learner", "knn", "--test", "cv:3x2", "--json")
    assert done.exit_code == 0, done.stderr
    facts = json.loads(done.stdout)
    assert (facts["test"], facts["instances"], len(facts["folds"])) == ("cv:3x2", 300, 6)
    wrong = here("evaluate", DATA / "iris.arff", "--learner", "knn", "--test", "cv:3xmany")
    assert wrong.exit_code == 1
    assert len(wrong.stderr.strip().splitlines()) == 1
