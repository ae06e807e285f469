"""The node Save model writes what the file's ending says."""

from pathlib import Path

import pytest

from tests.unit.export.onnx_cases import data
from workbench.core.errors import ParameterError
from workbench.core.run import Event, Noted, finish
from workbench.data.folds import all_rows
from workbench.export.model_file import load_model
from workbench.models.fits import Fits, fit_splits
from workbench.models.majority import Majority
from workbench.nodes.save_model import FILTER, SaveModel


def fits() -> Fits:
    learner, splits = Majority(), all_rows(data("iris.arff"))
    return Fits(learner, "Majority", splits, finish(fit_splits(learner, splits)), 0.0)


@pytest.mark.parametrize("name", ["a.model", "a", "a.anything"])
def test_that_other_names_are_those_of_model_files(tmp_path: Path, name: str) -> None:
    finish(SaveModel(path=str(tmp_path / name)).run(fits()))
    assert load_model(tmp_path / name).model.key == "majority"


def test_that_a_graph_is_checked_and_said_so(tmp_path: Path) -> None:
    events: list[Event] = []
    saved = finish(SaveModel(path=str(tmp_path / "a.onnx")).run(fits()), events.append)
    [note] = [event for event in events if isinstance(event, Noted)]
    assert "over 150 rows" in note.text
    assert saved.path.read_bytes().find(b"workbench") > 0


def test_that_every_format_can_be_chosen_in_the_dialog() -> None:
    assert FILTER.split() == ["*.model", "*.onnx", "*.pt2", "*.safetensors", "*.pmml"]


def test_that_a_file_must_be_named() -> None:
    with pytest.raises(ParameterError, match="No file is named"):
        finish(SaveModel().run(fits()))
