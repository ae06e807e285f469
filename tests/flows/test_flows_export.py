"""Taking a model away in the terminal, and using it where there is no Workbench."""

import csv
import subprocess
import sys
import zipfile
from pathlib import Path

import numpy as np
import pytest

from tests.flows.conftest import REPOSITORY, Terminal
from tests.unit.export.onnx_cases import data, fitted
from workbench.core.run import finish
from workbench.data.readers.open import reader_for
from workbench.data.writers.csv import write_csv
from workbench.export.formats import export_model
from workbench.export.onnx.file import save_onnx

PIMA_CSV = REPOSITORY / "resources" / "data" / "diabetes.csv"
TEMPLATES = REPOSITORY / "resources" / "templates"

# All that a stranger has: onnxruntime, numpy and a table.
STRANGER = """
import csv, sys
import numpy as np
import onnxruntime

session = onnxruntime.InferenceSession(sys.argv[1])
with open(sys.argv[2], encoding="utf-8", newline="") as file:
    rows = list(csv.DictReader(file))
feeds = {}
for one in session.get_inputs():
    texts = [row[one.name] for row in rows]
    if one.type == "tensor(string)":
        feeds[one.name] = np.array(texts, dtype=object)[:, None]
    else:
        numbers = [float(t) if t not in ("", "?") else float("nan") for t in texts]
        feeds[one.name] = np.array(numbers, dtype=np.float32)[:, None]
labels, probabilities = session.run(None, feeds)
assert not [m for m in sys.modules if m.split(".")[0] in ("torch", "workbench", "pandas", "onnx")]
for label, row in zip(labels, probabilities):
    print(label, *row, sep=",")
"""


def strange_answers(model: Path, table: Path) -> tuple[list[str], np.ndarray]:
    done = subprocess.run(
        [sys.executable, "-c", STRANGER, str(model), str(table)],
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
        cwd=model.parent,
    )
    lines = list(csv.reader(done.stdout.splitlines()))
    return [line[0] for line in lines], np.array([line[1:] for line in lines], np.float64)


STRANGERS = [("diabetes.arff", "mlp"), ("diabetes.arff", "knn"), ("credit-g.arff", "logistic")]


@pytest.mark.parametrize(("file", "key"), STRANGERS, ids=str)
def test_that_a_stranger_gets_the_same_labels_from_raw_rows(
    tmp_path: Path, file: str, key: str
) -> None:
    rows = data(file)
    model = fitted(file, key, (("epochs", 3),) if key == "mlp" else ())
    finish(save_onnx(tmp_path / "a.onnx", model, {}, rows))
    write_csv(rows, tmp_path / "rows.csv")
    labels, probabilities = strange_answers(tmp_path / "a.onnx", tmp_path / "rows.csv")
    assert labels == [model.classes[code] for code in model.predict(rows)]
    np.testing.assert_allclose(probabilities, model.predict_proba(rows), atol=1e-5)


@pytest.mark.slow
def test_that_terminal_and_stranger_agree_on_every_row(terminal: Terminal, tmp_path: Path) -> None:
    model, graph = tmp_path / "a.model", tmp_path / "a.onnx"
    predicted = tmp_path / "p.csv"
    for arguments in (
        ("train", PIMA_CSV, "--learner", "mlp", "--set", "epochs=3", "--out", model),
        ("export", model, graph),
        ("predict", model, PIMA_CSV, "--out", predicted),
    ):
        done = terminal(*arguments)
        assert done.returncode == 0, done.stderr
    with predicted.open(encoding="utf-8", newline="") as file:
        ours = list(csv.DictReader(file))
    labels, _ = strange_answers(graph, PIMA_CSV)
    assert labels == [row["predicted"] for row in ours]


def test_that_a_flows_learner_is_trained_on_all_rows_first(
    terminal: Terminal, tmp_path: Path
) -> None:
    out = tmp_path / "pima.onnx"
    flow = TEMPLATES / "compare-learners.flow"
    asked = terminal("export", flow, out)
    assert asked.returncode == 1
    assert "5 learners to choose from: majority, knn, logistic, perceptron, mlp" in asked.stderr
    assert len(asked.stderr.splitlines()) == 1
    done = terminal("export", flow, out, "--learner", "logistic")
    assert done.returncode == 0, done.stderr
    assert "Logistic regression was trained on all 768 rows." in done.stderr
    assert "over 768 rows" in done.stderr
    labels, _ = strange_answers(out, PIMA_CSV)
    assert set(labels) == {"tested_negative", "tested_positive"}


def test_that_what_cannot_be_written_is_said_before_anything_is_trained(
    terminal: Terminal, tmp_path: Path
) -> None:
    train = ("train", REPOSITORY / "resources" / "data" / "iris.arff", "--learner", "logistic")
    done = terminal(*train, "--out", tmp_path / "absent" / "iris.model")
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)  # no word of a training
    assert "There is no such folder." in done.stderr
    done = terminal("export", TEMPLATES / "compare-learners.flow", tmp_path / "iris.xyz")
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert "A model is not written as '.xyz'" in done.stderr
    done = terminal(
        "export", TEMPLATES / "roc-of-two-learners.flow", tmp_path / "a.py", "--learner", "mlp"
    )
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert "--learner is for models" in done.stderr


def test_that_a_malicious_model_is_refused_as_when_it_is_loaded(
    terminal: Terminal, tmp_path: Path
) -> None:
    evil, out = tmp_path / "evil.model", tmp_path / "evil.onnx"
    with zipfile.ZipFile(evil, "w") as archive:
        archive.writestr("../../evil.pkl", b"cos\nsystem\n(S'touch /tmp/evil'\ntR.")
    done = terminal("export", evil, out)
    assert done.returncode == 1
    assert "model file" in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert [p.name for p in tmp_path.iterdir()] == ["evil.model"]


def test_that_predictions_are_written_as_the_files_ending_says(
    terminal: Terminal, tmp_path: Path
) -> None:
    model, out = tmp_path / "a.model", tmp_path / "p.arff"
    finish(export_model(model, fitted("iris.arff", "knn"), {}))
    done = terminal("predict", model, REPOSITORY / "resources/data/iris.arff", "--out", out)
    assert done.returncode == 0, done.stderr
    again = finish(reader_for(out).read())
    assert again.n_samples == 150
    unknown = out.with_suffix(".xyz")
    done = terminal("predict", model, REPOSITORY / "resources/data/iris.arff", "--out", unknown)
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert not unknown.exists()
    assert again.schema.attribute("predicted").values == data("iris.arff").schema.target.values
