"""The verbs of the terminal, run as a user runs them."""

import csv
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]

Terminal = Callable[..., "subprocess.CompletedProcess[str]"]

PIMA = "resources/data/diabetes.arff"


def evaluated(terminal: Terminal, *arguments: object) -> dict[str, Any]:
    done = terminal("evaluate", *arguments, "--json")
    assert done.returncode == 0, done.stderr
    report: dict[str, Any] = json.loads(done.stdout)
    return report


@pytest.mark.parametrize(
    ("k", "confusion", "auc"),
    [
        (1, [[397, 103], [126, 142]], 0.650),
        (3, [[410, 90], [120, 148]], 0.742),
        (5, [[418, 82], [124, 144]], 0.766),
        (10, [[436, 64], [158, 110]], 0.788),
    ],
)
def test_that_knn_gives_wekas_confusion_matrix(
    terminal: Terminal, k: int, confusion: list[list[int]], auc: float
) -> None:
    report = evaluated(
        terminal, PIMA, "--learner", "knn", "--set", f"k={k}", "--set", "distance=weka",
        "--test", "cv:10", "--seed", 1, "--shuffling", "weka",
    )  # fmt: skip
    assert report["confusion"] == confusion
    assert report["weighted"]["auc"] == pytest.approx(auc, abs=0.0005)
    assert set(report) >= {
        "learner", "parameters", "test", "seed", "instances", "classes", "confusion", "accuracy",
        "kappa", "weighted", "per_class", "seconds",
    }  # fmt: skip
    assert (report["test"], report["instances"]) == ("cv:10", 768)


def test_that_wekas_percentage_split_gives_wekas_count(terminal: Terminal) -> None:
    report = evaluated(
        terminal, PIMA, "--learner", "knn", "--set", "k=1", "--set", "distance=weka",
        "--test", "split:66", "--shuffling", "weka",
    )  # fmt: skip
    right = sum(report["confusion"][i][i] for i in range(2))
    assert (right, report["instances"]) == (190, 261)  # course.md 2.1


def test_that_a_supplied_test_set_and_the_training_set_are_tests(terminal: Terminal) -> None:
    for test in (PIMA, "train"):
        report = evaluated(terminal, PIMA, "--learner", "majority", "--test", test)
        assert report["confusion"] == [[500, 0], [268, 0]]
        assert report["test"] == test


def test_that_regression_has_its_own_scores(terminal: Terminal) -> None:
    report = evaluated(
        terminal, "resources/data/cpu.arff", "--learner", "knn", "--shuffling", "weka"
    )
    assert {"mae", "rmse", "rae", "correlation"} <= set(report)
    assert report["correlation"] > 0.8


def test_that_info_tells_the_schema(terminal: Terminal) -> None:
    done = terminal("info", PIMA, "--json")
    facts = json.loads(done.stdout)
    assert (facts["relation"], facts["instances"]) == ("pima_diabetes", 768)
    assert facts["attributes"][-1] == {
        "name": "class",
        "kind": "nominal",
        "values": ["tested_negative", "tested_positive"],
        "missing": 0,
        "distinct": 2,
        "role": "class",
        "counts": [500, 268],
    }
    assert "768 instances, 9 attributes" in terminal("info", PIMA).stdout


def test_that_a_model_predicts_in_a_fresh_process(terminal: Terminal, tmp_path: Path) -> None:
    model, out = tmp_path / "pima.model", tmp_path / "out.csv"
    done = terminal("train", PIMA, "--learner", "mlp", "--set", "epochs=5", "--out", model)
    assert done.returncode == 0, done.stderr
    done = terminal("predict", model, PIMA, "--out", out)
    assert done.returncode == 0, done.stderr
    with out.open(encoding="utf-8") as file:
        rows = list(csv.reader(file))
    assert rows[0][-3:] == ["predicted", "p(tested_negative)", "p(tested_positive)"]
    assert len(rows) == 769
    assert float(rows[1][-1]) + float(rows[1][-2]) == pytest.approx(1.0, abs=1e-6)


def test_that_a_flow_gives_the_numbers_of_evaluate(terminal: Terminal, tmp_path: Path) -> None:
    done = terminal(
        "run", "resources/flows/pima.flow", "--set", "mlp.epochs=5", "--out", tmp_path / "out"
    )
    assert done.returncode == 0, done.stderr
    (entry,) = json.loads((tmp_path / "out" / "results.json").read_text())
    report = evaluated(
        terminal, PIMA, "--learner", "mlp", "--set", "epochs=5", "--shuffling", "weka"
    )
    for figure in ("learner", "parameters", "confusion", "accuracy", "kappa", "weighted"):
        assert entry[figure] == report[figure]
    names = {path.name for path in (tmp_path / "out").iterdir()}
    assert names == {
        "results.json", "predictions.csv", "learning_curve.csv", "roc.csv", "confusion.csv",
        "scores.csv", "run",
    }  # fmt: skip
    assert len((tmp_path / "out" / "predictions.csv").read_text().splitlines()) == 769


def test_that_nodes_lists_every_component(terminal: Terminal) -> None:
    facts = {fact["key"]: fact for fact in json.loads(terminal("nodes", "--json").stdout)}
    names = [parameter["name"] for parameter in facts["mlp"]["parameters"]]
    assert {
        "hidden", "activation", "initialisation", "optimizer", "learning_rate", "batch_size",
        "epochs", "dropout", "weight_decay", "seed",
    } <= set(names)  # fmt: skip
    assert facts["cross_validation"]["inputs"][0]["type"] == "Dataset"


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        (["info", "none.arff"], 1, "none.arff: "),
        (["evaluate", PIMA, "--learner", "svm"], 1, "There is no learner 'svm'"),
        (["evaluate", PIMA, "--learner", "knn", "--set", "neighbours=3"], 1, "'neighbours'"),
        (["evaluate", PIMA, "--learner", "knn", "--set", "k=0"], 1, "k"),
        (["evaluate", PIMA, "--learner", "knn", "--set", "k"], 1, "--set k=VALUE"),
        (["evaluate", PIMA, "--learner", "knn", "--class", "none_such"], 1, "none_such"),
        (["evaluate", PIMA, "--learner", "knn", "--test", "cv:1"], 1, "folds"),
        (["evaluate", PIMA, "--learner", "knn", "--test", "cv:x"], 1, "folds"),
        (["evaluate", PIMA, "--learner", "knn", "--test", "bogus"], 1, "'bogus' is no test"),
        (["evaluate", PIMA, "--learner", "logistic", "--class", "mass"], 1, "mass"),
        (["evaluate", PIMA], 2, "--learner"),
        (["evaluate", PIMA, "--learner", "knn", "--what"], 2, "--what"),
        (["run", "none.flow"], 1, "none.flow: There is no such file"),
        (["run", "resources/flows/pima.flow", "--set", "mpl.k=1"], 1, "no node 'mpl'"),
        (["predict", PIMA, PIMA, "--out", "x.csv"], 1, "diabetes.arff"),
        (["nothing"], 2, "nothing"),
    ],
)
def test_that_what_is_wrong_is_one_sentence(
    terminal: Terminal, arguments: list[str], code: int, sentence: str
) -> None:
    done = terminal(*arguments)
    assert done.returncode == code, done.stderr
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""
    if code == 1:
        assert len(done.stderr.strip().splitlines()) == 1, done.stderr


def test_that_a_wrong_row_is_named_by_file_and_line(terminal: Terminal, tmp_path: Path) -> None:
    path = tmp_path / "bad.arff"
    path.write_text("@relation r\n@attribute a numeric\n@attribute b {x,y}\n@data\n1,x\n2\n3,z\n")
    done = terminal("evaluate", path, "--learner", "knn")
    assert done.returncode == 1
    assert done.stderr.startswith(f"{path}:6:")
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize("learner", ["knn", "perceptron", "mlp", "logistic", "majority"])
def test_that_a_class_with_one_value_and_an_empty_column_give_a_sentence(
    terminal: Terminal, tmp_path: Path, learner: str
) -> None:
    rows = "".join(f"{i},?,x\n" for i in range(20))
    path = tmp_path / "one.arff"
    path.write_text(
        "@relation r\n@attribute a numeric\n@attribute b numeric\n@attribute c {x,y}\n@data\n"
        + rows
    )
    done = terminal("evaluate", path, "--learner", learner, "--test", "cv:2")
    assert "Traceback" not in done.stderr
    assert done.returncode in {0, 1}
    if done.returncode == 1:
        assert "'x'" in done.stderr or "'c'" in done.stderr


def test_that_a_cycle_in_a_flow_gives_a_sentence(terminal: Terminal, tmp_path: Path) -> None:
    nodes = [{"id": i, "kind": "set_class"} for i in "ab"]
    links = [{"from": "a.data", "to": "b.data"}, {"from": "b.data", "to": "a.data"}]
    path = tmp_path / "cycle.flow"
    path.write_text(
        json.dumps({"format": "workbench-flow", "version": 1, "nodes": nodes, "links": links})
    )
    done = terminal("run", path)
    assert (done.returncode, "cycle" in done.stderr) == (1, True)


def test_that_k_larger_than_the_training_set_is_told(terminal: Terminal) -> None:
    done = terminal(
        "evaluate", "resources/data/weather.nominal.arff", "--learner", "knn", "--set", "k=100"
    )
    assert done.returncode == 0
    assert "warning" in done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX signals")
def test_that_ctrl_c_ends_with_130_and_no_traceback() -> None:
    process = subprocess.Popen(
        [
            sys.executable, "main.py", "evaluate", PIMA, "--learner", "mlp",
            "--set", "epochs=100000",
        ],
        cwd=REPOSITORY, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )  # fmt: skip
    assert process.stderr is not None
    for line in process.stderr:  # the learner says that it has begun
        if "together" in line or "one after" in line:
            break
    started = time.monotonic()
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=30)
    assert process.returncode == 130
    assert err.splitlines()[-1] == "interrupted"
    assert "Traceback" not in err
    assert out == ""
    assert time.monotonic() - started < 30


HEADER = "@relation r\n@attribute x numeric\n@attribute c {a,b}\n@data\n"


def test_that_an_error_is_the_only_line_even_after_notes(
    terminal: Terminal, tmp_path: Path
) -> None:
    rows = "".join(f"?,{'ab'[i % 2]}\n" for i in range(12))
    (tmp_path / "gaps.arff").write_text(HEADER + rows)
    done = terminal("evaluate", tmp_path / "gaps.arff", "--learner", "knn", "--test", "cv:3")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.splitlines() == [
        f"{tmp_path / 'gaps.arff'}: There is no attribute to learn from besides the class."
    ]


def test_that_what_is_wrong_with_a_test_file_names_it(terminal: Terminal, tmp_path: Path) -> None:
    (tmp_path / "train.arff").write_text(HEADER + "1,a\n2,b\n3,a\n")
    (tmp_path / "test.csv").write_text("x,c\n1,zz\n")
    done = terminal(
        "evaluate", tmp_path / "train.arff", "--learner", "knn", "--test", tmp_path / "test.csv"
    )
    assert done.returncode == 1
    assert done.stderr.startswith(f"{tmp_path / 'test.csv'}: Attribute 'c' has the label 'zz'")
    assert len(done.stderr.splitlines()) == 1


def test_that_training_that_diverges_is_told_in_a_sentence(terminal: Terminal) -> None:
    done = terminal(
        "evaluate", "resources/data/cpu.arff", "--learner", "mlp", "--set", "learning_rate=1000",
        "--set", "optimizer=sgd", "--set", "epochs=5", "--test", "split:66",
    )  # fmt: skip
    assert done.returncode == 1
    assert "are no longer numbers" in done.stderr.splitlines()[-1]
    assert "Traceback" not in done.stderr


def test_that_columns_called_like_predictions_are_kept(terminal: Terminal, tmp_path: Path) -> None:
    data, model, out = tmp_path / "d.csv", tmp_path / "m.model", tmp_path / "p.csv"
    data.write_text("predicted,p(a),c\n1,2,a\n2,3,b\n4,4,a\n")
    assert terminal("train", data, "--learner", "majority", "--out", model).returncode == 0
    assert terminal("predict", model, data, "--out", out).returncode == 0
    assert out.read_text().splitlines()[0] == "predicted,p(a),c,predicted',p(a)',p(b)"
