"""Networks by torch.export answer as their models do, without Workbench."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from tests.unit.export.onnx_cases import data, fitted, trained
from workbench.core.errors import ModelError
from workbench.core.run import finish
from workbench.export.torch_export import FACTS, save_pt2
from workbench.models.mlp_model import MLPModel
from workbench.preprocess.reshape_to_image import ReshapeToImage

NETWORKS: list[tuple[str, str, dict[str, Any]]] = [
    ("iris.arff", "mlp", {"epochs": 1, "batch_norm": True}),
    ("cpu.arff", "mlp", {"epochs": 1}),
    ("cpu.arff", "cnn", {"epochs": 1}),
    ("vote.arff", "rbm", {"epochs": 1}),
    ("iris.arff", "dbn", {}),
    ("iris.arff", "dbn", {"ending": "labels"}),
]


@pytest.mark.parametrize(("file", "key", "settings"), NETWORKS, ids=str)
def test_that_an_exported_network_answers_alike(
    tmp_path: Path, file: str, key: str, settings: dict[str, Any]
) -> None:
    model = fitted(file, key, tuple(settings.items()))
    told = finish(save_pt2(tmp_path / "a.pt2", model, {}, data(file)))
    assert told.startswith("Checked: largest difference ")
    assert (tmp_path / "a.pt2").exists()


def test_that_it_is_loaded_by_torch_alone_and_says_what_it_is(tmp_path: Path) -> None:
    rows = data("iris.arff")
    model = fitted("iris.arff", "mlp", (("epochs", 2),))
    assert isinstance(model, MLPModel)
    finish(save_pt2(tmp_path / "a.pt2", model, {"seed": 3}))
    facts = {FACTS: ""}
    program = torch.export.load(tmp_path / "a.pt2", extra_files=facts)
    manifest = json.loads(facts[FACTS])
    assert manifest["provenance"] == {"seed": 3}
    prepared = rows
    for step in model.preparation:
        prepared = step.apply(prepared)
    for n in (1, 7, 150):
        inputs = torch.from_numpy(model.inputs(prepared)[:n].copy())
        answers = program.module()(inputs).detach().numpy()
        np.testing.assert_allclose(answers, model.predict_proba(rows)[:n], atol=1e-6)


def test_that_pictures_enter_as_bytes(tmp_path: Path) -> None:
    rows = ReshapeToImage(maximum=16).apply(data("digits8x8.arff").take(np.arange(60)))
    model = trained(rows, "cnn", {"epochs": 1})
    finish(save_pt2(tmp_path / "a.pt2", model, {}, rows))
    program = torch.export.load(tmp_path / "a.pt2")
    pictures = torch.from_numpy(rows.columns[0].copy())
    answers = program.module()(pictures).detach().numpy()
    np.testing.assert_allclose(answers, model.predict_proba(rows), atol=1e-5)


@pytest.mark.parametrize("key", ["knn", "logistic", "rnn"])
def test_that_what_is_no_such_network_is_refused(tmp_path: Path, key: str) -> None:
    more: tuple[tuple[str, Any], ...] = (("epochs", 1),) if key == "rnn" else ()
    model = fitted("iris.arff", key, more)
    with pytest.raises(ModelError, match=rf"'{key}' is no network that torch\.export can hold"):
        finish(save_pt2(tmp_path / "a.pt2", model, {}))
    assert list(tmp_path.iterdir()) == []
