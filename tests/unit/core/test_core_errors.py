"""Errors: one line that says where, what and what to do."""

import pickle

import pytest

from workbench.core.errors import DataError, Defect, Where


def test_that_the_place_comes_first_as_compilers_write_it() -> None:
    error = DataError("4 values, 5 attributes.", where=Where(file="iris.arff", line=7))
    assert str(error) == "iris.arff:7: 4 values, 5 attributes."


def test_that_a_place_already_known_is_kept() -> None:
    error = DataError("No.", where=Where(node="a")).at(node="b", file="f.flow")
    assert error.where == Where(node="a", file="f.flow")


@pytest.mark.parametrize(
    "error",
    [
        DataError("What.", remedy="Do.", where=Where(file="f", line=1), others=[DataError("x")]),
        Defect.of(ValueError("bad")),
    ],
)
def test_that_errors_survive_pickling(error: DataError) -> None:
    again = pickle.loads(pickle.dumps(error))  # noqa: S301
    assert (str(again), type(again)) == (str(error), type(error))


def test_that_a_defect_carries_the_traceback() -> None:
    with pytest.raises(KeyError) as caught:
        dict[str, int]()["x"]
    assert "test_core_errors.py" in Defect.of(caught.value).details
