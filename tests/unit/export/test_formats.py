"""A model into files of other programs, by their endings."""

import json
from pathlib import Path

import pytest
import safetensors

from tests.unit.export.onnx_cases import data, fitted
from workbench.core.errors import DataError
from workbench.core.run import finish
from workbench.export.formats import TITLES, export_model
from workbench.export.model_file import load_model


def test_that_arrays_and_their_meaning_go_into_safetensors(tmp_path: Path) -> None:
    model, out = fitted("iris.arff", "mlp", (("epochs", 1),)), tmp_path / "a.safetensors"
    finish(export_model(out, model, {"seed": 1}))
    with safetensors.safe_open(out, "numpy") as file:
        assert file.get_tensor("model/0.weight").shape[1] == 4
        assert file.get_tensor("preparation/1/offsets").shape == (4,)
        manifest = json.loads(file.metadata()["manifest"])
    assert manifest["model"]["key"] == "mlp"
    assert manifest["provenance"] == {"seed": 1}


def test_that_a_model_file_is_a_format_as_well(tmp_path: Path) -> None:
    model, out = fitted("iris.arff", "knn"), tmp_path / "a.model"
    finish(export_model(out, model, {}))
    again = load_model(out).model
    assert (again.predict(data("iris.arff")) == model.predict(data("iris.arff"))).all()


def test_that_the_onnx_writer_tells_what_it_checked(tmp_path: Path) -> None:
    out = tmp_path / "A.ONNX"
    told = finish(export_model(out, fitted("iris.arff", "knn"), {}, data("iris.arff")))
    assert "over 150 rows" in told
    assert out.exists()


@pytest.mark.parametrize("ending", [".exe", "", ".py"])
def test_that_an_ending_that_is_none_is_said(tmp_path: Path, ending: str) -> None:
    with pytest.raises(DataError, match=r"must be one of: \.onnx, "):
        finish(export_model(tmp_path / f"a{ending}", fitted("iris.arff", "majority"), {}))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("ending", [".ts", ".pt", ".pth"])
def test_that_torch_script_is_refused_with_its_successor(tmp_path: Path, ending: str) -> None:
    with pytest.raises(DataError, match="TorchScript is deprecated"):
        finish(export_model(tmp_path / f"a{ending}", fitted("iris.arff", "majority"), {}))
    assert TITLES
