"""A model into files of other programs, by their endings."""

import importlib
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest
import safetensors

from tests.unit.export.onnx_cases import data, fitted, trained
from workbench.core.errors import DataError, ModelError, WorkbenchError
from workbench.core.run import finish
from workbench.data.dataset import Dataset
from workbench.data.schema import Attribute, Schema
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


def _named(name: str, label: str) -> Dataset:
    target = Attribute("class", "nominal", (label, "other"), "class")
    values = np.arange(20) % 7.0
    schema = Schema((Attribute(name, "numeric"), target))
    return Dataset(schema, (values, (values > 3).astype(np.int32)))


@pytest.mark.parametrize(
    ("ending", "name", "label", "sentence"),
    [
        (".pmml", "a\x01", "x", "XML has no sign for"),
        (".pmml", "a", "x\ufffe", "XML has no sign for"),
        (".pmml", "a\ud800", "x", "XML has no sign for"),
        (".onnx", "a\ud800", "x", "half a character"),
        (".safetensors", "a", "x\udfff", "half a character"),
        (".model", "a", "x\udfff", "half a character"),
    ],
)
def test_that_what_a_format_cannot_hold_is_said_and_the_old_file_stays(
    ending: str, name: str, label: str, sentence: str, tmp_path: Path
) -> None:
    rows, out = _named(name, label), tmp_path / f"a{ending}"
    out.write_bytes(b"old")
    with pytest.raises(ModelError, match=sentence):
        finish(export_model(out, trained(rows, "logistic"), {}, rows))
    assert out.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [out]


def test_that_a_label_that_ends_in_a_zero_stays_itself_in_a_graph(tmp_path: Path) -> None:
    rows, out = _named("a", "x\0"), tmp_path / "a.onnx"
    assert "over 20 rows" in finish(export_model(out, trained(rows, "logistic"), {}, rows))


@pytest.mark.skipif(sys.platform == "win32", reason="no limits of a process on this system")
@pytest.mark.parametrize("ending", sorted(TITLES))
def test_that_a_disk_that_fills_up_leaves_the_old_file(ending: str, tmp_path: Path) -> None:
    rows, out = data("iris.arff"), tmp_path / f"a{ending}"
    out.write_bytes(b"old")
    with _room_for(1000), pytest.raises(WorkbenchError) as caught:
        finish(export_model(out, fitted("iris.arff", "mlp"), {}, rows))
    assert "\n" not in caught.value.message
    assert out.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [out]


@contextmanager
def _room_for(n_bytes: int) -> Iterator[None]:
    """Files of this process can have no more bytes."""
    resource = importlib.import_module("resource")  # not on Windows
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (n_bytes, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
