"""What is in an ONNX file, and when none is written."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import onnxruntime
import pytest

from tests.unit.export.onnx_cases import data, fitted, trained
from workbench.core.errors import DataError, ModelError
from workbench.core.run import finish
from workbench.data.dataset import Dataset
from workbench.data.schema import Attribute, Schema
from workbench.export.onnx.build import onnx_of
from workbench.export.onnx.check import Agreement
from workbench.export.onnx.file import OnnxReport, save_onnx
from workbench.export.onnx.made_up import spoilt
from workbench.models.logistic import LogisticModel
from workbench.models.model import Model
from workbench.models.threshold import DecisionThreshold
from workbench.models.training_statistics import TrainingStatistics

FEW = (("max_iterations", 8),)
FACTS = {"fingerprint": "abc", "seed": 1}


def saved(path: Path, model: Model, rows: Dataset | None = None) -> OnnxReport:
    return finish(save_onnx(path, model, FACTS, rows))


def asked(path: Path, feeds: dict[str, Any]) -> list[Any]:
    session = onnxruntime.InferenceSession(path.read_bytes())
    answers: list[Any] = session.run(None, feeds)
    return answers


def iris_row(n: int = 1, kind: Any = np.float32) -> dict[str, Any]:
    values = {"sepallength": 5.1, "sepalwidth": 3.5, "petallength": 1.4, "petalwidth": 0.2}
    return {name: np.full((n, 1), value, kind) for name, value in values.items()}


def test_that_each_attribute_is_an_input_and_the_answer_a_label_with_probabilities(
    tmp_path: Path,
) -> None:
    path = tmp_path / "iris.onnx"
    report = saved(path, fitted("iris.arff", "mlp", (("epochs", 5),)), data("iris.arff"))
    session = onnxruntime.InferenceSession(path.read_bytes())
    assert [(i.name, i.type, i.shape) for i in session.get_inputs()] == [
        (name, "tensor(float)", ["rows", 1])
        for name in ("sepallength", "sepalwidth", "petallength", "petalwidth")
    ]
    assert [(o.name, o.type, o.shape) for o in session.get_outputs()] == [
        ("label", "tensor(string)", ["rows"]),
        ("probabilities", "tensor(float)", ["rows", 3]),
    ]
    labels, probabilities = session.run(None, iris_row(3))
    assert labels.shape == (3,)
    assert probabilities.shape == (3, 3)
    np.testing.assert_allclose(probabilities.sum(axis=1), 1, rtol=1e-6)
    assert report.agreement.n_rows == 150
    assert not report.is_double
    assert report.sentence.startswith("Checked with onnxruntime: largest difference ")
    assert "over 150 rows" in report.sentence
    onnx.checker.check_model(str(path), full_check=True)


def test_that_labels_are_texts_and_unknown_or_missing_ones_count_as_the_model_has_it(
    tmp_path: Path,
) -> None:
    path, rows = tmp_path / "weather.onnx", data("weather.nominal.arff")
    model = fitted("weather.nominal.arff", "logistic", FEW)
    saved(path, model, rows)
    row = {"outlook": "sunny", "temperature": "hot", "humidity": "high", "windy": "TRUE"}
    texts = ["sunny", "", "?", "snow"]
    feeds = {name: np.array([[value]] * 4, dtype=object) for name, value in row.items()}
    feeds["outlook"] = np.array([[text] for text in texts], dtype=object)
    _, probabilities = asked(path, feeds)
    assert np.array_equal(probabilities[1], probabilities[2])
    assert np.array_equal(probabilities[1], probabilities[3])
    codes = {a.name: a.values.index(row[a.name]) for a in rows.schema.features}
    columns = [np.array([codes[a.name]] * 2, np.int32) for a in rows.schema.features]
    columns[0] = np.array([codes["outlook"], -1], np.int32)
    ours = model.predict_proba(
        Dataset(rows.schema, (*columns, np.zeros(2, np.int32)))  # the class is not looked at
    )
    np.testing.assert_allclose(probabilities[:2], ours, atol=1e-7)


def test_that_a_number_is_one_value_a_row(tmp_path: Path) -> None:
    path = tmp_path / "cpu.onnx"
    saved(path, fitted("cpu.arff", "knn"), data("cpu.arff"))
    session = onnxruntime.InferenceSession(path.read_bytes())
    [output] = session.get_outputs()
    assert (output.name, output.type, output.shape) == ("value", "tensor(float)", ["rows", 1])


@pytest.mark.parametrize("value", [0.0, 0.2, 0.5, 0.9, 1.0])
@pytest.mark.parametrize("label", ["tested_negative", "tested_positive"])
def test_that_the_decision_threshold_is_inside(tmp_path: Path, label: str, value: float) -> None:
    rows = data("diabetes.arff")
    plain = fitted("diabetes.arff", "logistic", FEW)
    model = replace(plain, threshold=DecisionThreshold(label, value))
    path = tmp_path / "pima.onnx"
    report = saved(path, model, rows)
    assert report.agreement.n_wrong == 0
    feeds = {a.name: rows.column(a.name)[:, None].astype(np.float32) for a in rows.schema.features}
    labels, _ = asked(path, feeds)
    wanted = np.array(model.classes, dtype=object)[model.predict(rows)]
    assert labels.tolist() == wanted.tolist()
    told = onnx.load(path).metadata_props
    assert json.loads(next(p.value for p in told if p.key == "threshold"))["value"] == value


def test_that_the_file_says_where_it_comes_from(tmp_path: Path) -> None:
    path = tmp_path / "iris.onnx"
    saved(path, fitted("iris.arff", "majority"))
    proto = onnx.load(path)
    facts = {p.key: p.value for p in proto.metadata_props}
    assert proto.producer_name == "workbench"
    assert facts["program"].startswith("workbench ")
    assert facts["fingerprint"] == "abc"
    assert json.loads(facts["classes"]) == ["Iris-setosa", "Iris-versicolor", "Iris-virginica"]
    assert json.loads(facts["provenance"]) == FACTS
    names = [a["name"] for a in json.loads(facts["schema"])["attributes"]]
    assert names == list(data("iris.arff").schema.names)


def test_that_the_same_model_gives_the_same_bytes(tmp_path: Path) -> None:
    model = fitted("iris.arff", "knn")
    one, other = tmp_path / "1.onnx", tmp_path / "2.onnx"
    saved(one, model)
    saved(other, model)
    assert one.read_bytes() == other.read_bytes()


def around(offset: float) -> Dataset:
    """Numbers that differ only in digits which single precision does not have."""
    random = np.random.default_rng(2)
    values = offset + np.round(random.normal(size=80), 3)
    schema = Schema((Attribute("x", "numeric"), Attribute("y", "nominal", ("a", "b"), "class")))
    return Dataset(schema, (values, (values > offset).astype(np.int32)))


def test_that_numbers_are_double_where_single_precision_would_change_answers(
    tmp_path: Path,
) -> None:
    path, rows = tmp_path / "far.onnx", around(1e9)
    report = saved(path, trained(rows, "logistic", dict(FEW)), rows)
    assert report.is_double
    assert "Its numbers are double" in report.sentence
    assert onnxruntime.InferenceSession(path.read_bytes()).get_inputs()[0].type == "tensor(double)"


def test_that_decimal_numbers_come_through_single_precision_unharmed(tmp_path: Path) -> None:
    """Iris has ties that 5.1 in single precision would break."""
    model, rows = fitted("iris.arff", "knn", (("k", 4),)), data("iris.arff")
    report = saved(tmp_path / "iris.onnx", model, rows)
    assert not report.is_double
    assert report.agreement.largest < 1e-7


def test_that_rows_are_made_up_where_there_are_none(tmp_path: Path) -> None:
    model = fitted("credit-g.arff", "mlp", (("epochs", 1),))
    known = replace(model, statistics=TrainingStatistics.of(data("credit-g.arff")))
    for one in (model, known):
        report = saved(tmp_path / "credit.onnx", one)
        assert report.agreement.n_rows == 200
        assert "over 200 made-up rows and 128 with gaps" in report.sentence


@pytest.mark.parametrize("key", ["knn", "logistic", "majority", "mlp", "perceptron"])
def test_that_no_row_gets_no_answer_and_one_row_one(tmp_path: Path, key: str) -> None:
    path = tmp_path / "iris.onnx"
    saved(path, fitted("iris.arff", key), data("iris.arff"))
    for n in (0, 1):
        label, probabilities = asked(path, iris_row(n))
        assert (label.shape, probabilities.shape) == ((n,), (n, 3))


def test_that_pictures_are_not_said_to_have_been_asked_about_with_gaps() -> None:
    schema = Schema(
        (Attribute("p", "array", shape=(2, 2)), Attribute("y", "numeric", role="class"))
    )
    rows = Dataset(schema, (np.zeros((3, 2, 2), np.uint8), np.zeros(3)))
    assert list(spoilt(rows)) == []
    numbers = data("iris.arff")
    assert [part.n_samples for part in spoilt(numbers)] == [64, 64]


def test_that_attributes_called_as_outputs_keep_their_names(tmp_path: Path) -> None:
    rows = data("iris.arff")
    names = ("label", "/Concat_1", "probabilities", "query", "class")
    attributes = [replace(a, name=n) for a, n in zip(rows.schema.attributes, names, strict=True)]
    renamed = rows.with_columns(attributes, rows.columns)
    path = tmp_path / "iris.onnx"
    saved(path, trained(renamed, "knn"), renamed)
    session = onnxruntime.InferenceSession(path.read_bytes())
    assert [i.name for i in session.get_inputs()] == list(names[:4])
    assert [o.name for o in session.get_outputs()] == ["label'", "probabilities'"]


def test_that_a_graph_that_answers_otherwise_is_not_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, model = tmp_path / "iris.onnx", fitted("iris.arff", "logistic", FEW)
    assert isinstance(model, LogisticModel)
    wrong = replace(model, weights=model.weights + 0.5 * np.eye(*model.weights.shape))

    def graph_of_another(_model: Model, *args: Any, **more: Any) -> Any:
        return onnx_of(wrong, *args, **more)

    monkeypatch.setattr("workbench.export.onnx.file.onnx_of", graph_of_another)
    path.write_bytes(b"what was there")
    with pytest.raises(ModelError, match=r"another class than the model|answers differ by"):
        saved(path, model, data("iris.arff"))
    assert path.read_bytes() == b"what was there"
    assert [p.name for p in tmp_path.iterdir()] == ["iris.onnx"]


def test_that_a_tie_is_told_from_a_wrong_class() -> None:
    tied = Agreement(1e-6, 10, 0, 1, 0)
    assert tied.is_close
    assert not replace(tied, n_wrong=1).is_close
    assert not replace(tied, largest=2e-5).is_close


def test_that_what_has_learnt_no_class_is_refused_in_a_sentence(tmp_path: Path) -> None:
    model = trained(data("iris.arff").with_class(None), "autoencoder", {"epochs": 1})
    with pytest.raises(ModelError, match="no class, so there is no answer"):
        saved(tmp_path / "iris.onnx", model)
    assert list(tmp_path.iterdir()) == []


def test_that_a_missing_extra_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda _name: None)
    with pytest.raises(DataError) as caught:
        saved(tmp_path / "iris.onnx", fitted("iris.arff", "majority"))
    assert 'pip install "neural-workbench[onnx]"' in str(caught.value)


def test_that_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="Cannot write here"):
        saved(tmp_path / "none" / "iris.onnx", fitted("iris.arff", "majority"))
