"""What a step changes, in figures."""

from typing import Any

import numpy as np

from workbench.core.run import finish
from workbench.data.dataset import Dataset
from workbench.data.readers.open import reader_for
from workbench.nodes.catalog import catalog
from workbench.runs.exploration import Exploration, applied
from workbench.runs.step_change import StepChange, ValueChange, n_different, step_change


def change(key: str, **values: Any) -> StepChange:
    made: Any = catalog()[key].parse(values)
    exploration = Exploration(reader_for("resource:data/diabetes.arff")).with_step(made)
    result = finish(applied(exploration))
    return step_change(result.datasets[0], result.dataset)


def test_that_removed_attributes_and_rows_are_told() -> None:
    found = change("select_attributes", attributes=["skin"])
    assert (found.before, found.after) == ((768, 9), (768, 8))
    assert found.removed == ("skin",)
    assert not found.values
    kept = change("keep_rows", rows="1-100")
    assert kept.after == (100, 9)
    assert not kept.values


def test_that_values_that_become_missing_are_counted() -> None:
    found = change("zero_as_missing", attributes=["insu", "mass"])
    assert found.values == (ValueChange("insu", 374, 374), ValueChange("mass", 11, 11))
    assert not found.is_nothing


def test_that_kinds_and_names_are_told_and_nothing_is_nothing() -> None:
    assert change("change_kind", attributes=["preg"], kind="nominal").retold == ("preg",)
    renamed = change("rename_attribute", attribute="preg", name="n")
    assert (renamed.removed, renamed.added) == (("preg",), ("n",))
    assert change("select_attributes").is_nothing
    assert not change("set_class", attribute="preg").is_nothing


def test_that_two_missing_values_are_equal() -> None:
    nan = np.nan
    assert n_different(np.array([1.0, nan, nan]), np.array([1.0, nan, 2.0])) == 1
    assert (
        n_different(np.array(["a", None], dtype=object), np.array(["a", None], dtype=object)) == 0
    )
    assert isinstance(
        finish(applied(Exploration(reader_for("resource:data/iris.arff")))).dataset, Dataset
    )
