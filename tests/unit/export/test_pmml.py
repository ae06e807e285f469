"""What a PMML file says is what the model says; what PMML has no words for is refused."""

from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import numpy as np
import pytest

from tests.unit.export.onnx_cases import behind, data, fitted, trained
from tests.unit.export.pmml_evaluator import NS, Evaluator, Row
from workbench.core.errors import ModelError
from workbench.core.run import finish
from workbench.data.dataset import MISSING_CODE, Dataset
from workbench.export.formats import export_model
from workbench.export.onnx.made_up import spoilt
from workbench.export.pmml.file import pmml_of
from workbench.models.model import Model
from workbench.models.threshold import DecisionThreshold
from workbench.preprocess.discretise import Discretise
from workbench.preprocess.impute import Impute
from workbench.preprocess.normalise_rows import NormaliseRows
from workbench.preprocess.one_hot import OneHot
from workbench.preprocess.pca import Pca
from workbench.preprocess.standardise import Standardise
from workbench.preprocess.transform import Transform
from workbench.preprocess.zero_as_missing import ZeroAsMissing


def raw_rows(rows: Dataset) -> list[Row]:
    """The rows as a stranger has them: numbers, texts, None."""
    made: list[Row] = [{} for _ in range(rows.n_samples)]
    for attribute in rows.schema.features:
        for row, value in zip(made, rows.column(attribute.name).tolist(), strict=True):
            if attribute.kind == "nominal":
                known = value != MISSING_CODE
                row[attribute.name] = attribute.values[value] if known else "never seen"
            else:
                row[attribute.name] = None if np.isnan(value) else float(value)
    return made


def largest_difference(model: Model, rows: Dataset, folder: Path) -> float:
    path = folder / "model.pmml"
    finish(export_model(path, model, {"seed": 1}))
    evaluator = Evaluator(path.read_text(encoding="utf-8"))
    names = model.classes or ("",)
    got = [evaluator.scored(row) for row in raw_rows(rows)]
    answers = np.array([[one.get(name, 0.0) for name in names] for one in got])
    return float(np.abs(answers - finish(model.outputs(rows))).max())


MODELS: list[tuple[str, str, dict[str, Any]]] = [
    ("iris.arff", "majority", {}),
    ("cpu.arff", "majority", {}),
    ("iris.arff", "logistic", {"max_iterations": 8}),
    ("vote.arff", "logistic", {"max_iterations": 8}),
    ("weather.nominal.arff", "perceptron", {"epochs": 2}),
    ("iris.arff", "perceptron", {"epochs": 2}),
    ("iris.arff", "mlp", {"epochs": 2, "activation": "sigmoid"}),
    ("vote.arff", "mlp", {"epochs": 2, "hidden": (5, 4), "batch_norm": True}),
    ("iris.arff", "mlp", {"epochs": 2, "activation": "tanh", "scale": "min-max"}),
    ("diabetes.arff", "mlp", {"epochs": 2, "hidden": ()}),
    ("iris.arff", "knn", {"k": 3}),
    ("weather.nominal.arff", "knn", {"k": 3, "distance": "manhattan"}),
]


@pytest.mark.parametrize(("file", "key", "settings"), MODELS, ids=str)
def test_that_a_document_answers_as_its_model(
    tmp_path: Path, file: str, key: str, settings: dict[str, Any]
) -> None:
    model, rows = fitted(file, key, tuple(settings.items())), data(file)
    few = rows.take(np.arange(0, rows.n_samples, max(1, rows.n_samples // 60)))
    assert largest_difference(model, few, tmp_path) < 1e-5
    for part in spoilt(few):
        assert largest_difference(model, part, tmp_path) < 1e-5


@pytest.mark.parametrize("key", ["mlp", "knn"])
def test_that_a_number_is_predicted_in_its_unit(tmp_path: Path, key: str) -> None:
    settings: tuple[tuple[str, Any], ...] = (("epochs", 2),) if key == "mlp" else (("k", 3),)
    model = fitted("cpu.arff", key, settings)
    assert largest_difference(model, data("cpu.arff"), tmp_path) < 1e-3


def test_that_near_samples_weigh_more(tmp_path: Path) -> None:
    rows = data("iris.arff")
    model = trained(rows.take(np.arange(0, 150, 2)), "knn", {"weights": "distance", "k": 4})
    away = next(part for i, part in enumerate(spoilt(rows)) if i == 1)  # none at a sample
    assert largest_difference(model, away, tmp_path) < 1e-9


CHAINS: list[tuple[str, list[Transform]]] = [
    ("diabetes.arff", [ZeroAsMissing(attributes=("mass",)), Impute(), Standardise()]),
    ("diabetes.arff", [Pca(count=3)]),
    ("diabetes.arff", [Discretise(bins=4, attributes=("age", "mass")), OneHot()]),
    ("vote.arff", [Impute(), OneHot(attributes=("crime",))]),
]


@pytest.mark.parametrize(("file", "steps"), CHAINS, ids=str)
def test_that_steps_become_derived_fields(
    tmp_path: Path, file: str, steps: list[Transform]
) -> None:
    rows = data(file).take(np.arange(60))
    model = behind(data(file), steps, "logistic", {"max_iterations": 6})
    for part in (rows, *spoilt(rows)):
        assert largest_difference(model, part, tmp_path) < 1e-9


def test_that_elements_stand_in_the_order_of_the_standard() -> None:
    document = pmml_of(fitted("vote.arff", "mlp", (("epochs", 1),)), {})
    assert [one.tag for one in document] == [
        "Header",
        "DataDictionary",
        "TransformationDictionary",
        "NeuralNetwork",
    ]
    assert document.get("version") == "4.4"
    kinds = list(dict.fromkeys(one.tag for one in document[-1]))
    assert kinds == ["MiningSchema", "Output", "NeuralInputs", "NeuralLayer", "NeuralOutputs"]
    names = [one.get("name") for one in document[2]]
    assert len(names) == len(set(names))
    assert ET.fromstring(ET.tostring(document)).tag == f"{NS}PMML"  # noqa: S314


REFUSED: list[tuple[str, dict[str, Any], str]] = [
    ("rnn", {"epochs": 1}, "PMML has no words for a model of the learner 'rnn'"),
    ("rbm", {"epochs": 1}, "PMML has no words for a model of the learner 'rbm'"),
    ("mlp", {"epochs": 1, "activation": "elu"}, "PMML has no activation 'elu'"),
    ("knn", {"distance": "weka"}, "no words for the distance of WEKA's IBk"),
]


@pytest.mark.parametrize(("key", "settings", "sentence"), REFUSED, ids=str)
def test_that_what_pmml_has_no_words_for_is_refused(
    tmp_path: Path, key: str, settings: dict[str, Any], sentence: str
) -> None:
    model = fitted("iris.arff", key, tuple(settings.items()))
    with pytest.raises(ModelError, match=sentence):
        finish(export_model(tmp_path / "a.pmml", model, {}))
    assert list(tmp_path.iterdir()) == []


def test_that_a_threshold_and_a_strange_step_are_refused(tmp_path: Path) -> None:
    model = fitted("iris.arff", "majority")
    decided = replace(model, threshold=DecisionThreshold("Iris-setosa", 0.3))
    with pytest.raises(ModelError, match="no words for a decision threshold"):
        finish(export_model(tmp_path / "a.pmml", decided, {}))
    model = behind(data("iris.arff"), [NormaliseRows()], "knn", {})
    with pytest.raises(ModelError, match="'normalise_rows' of this model cannot be put into PMML"):
        finish(export_model(tmp_path / "a.pmml", model, {}))
