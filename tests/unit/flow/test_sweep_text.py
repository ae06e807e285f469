"""Several values of a parameter as one line of text."""

from contextlib import suppress
from typing import Any, ClassVar, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import Field

from workbench.core.component import Category, Component
from workbench.core.errors import ParameterError
from workbench.flow.number_range import MOST_VALUES
from workbench.flow.sweep_text import is_sweepable, sweep_text, sweep_values
from workbench.nodes.catalog import catalog


class Kind(Component):
    """One parameter of each sort."""

    key: ClassVar[str] = "kind"
    title: ClassVar[str] = "Kind"
    category: ClassVar[Category] = "Learn"

    k: int = Field(default=5, ge=1, description="How many.")
    rate: float = Field(default=0.1, description="How fast.")
    way: Literal["left", "right", ","] = Field(default="left", description="Which way.")
    is_on: bool = Field(default=True, description="Whether.")
    hidden: tuple[int, ...] = Field(default=(64,), description="Layers.")
    labels: tuple[str, ...] = Field(default=(), description="Which.")
    limit: int | None = Field(default=None, ge=1, description="At most.")
    text: str = Field(default="", description="Anything.")
    cells: tuple[tuple[int, str], ...] = Field(default=(), description="Edits.")


@pytest.mark.parametrize(
    ("parameter", "text", "values"),
    [
        ("k", "1, 3, 5, 9", (1, 3, 5, 9)),
        ("k", "1;3", (1, 3)),
        ("k", "1..4", (1, 2, 3, 4)),
        ("k", "4..1", (4, 3, 2, 1)),
        ("k", "1..9 step 2", (1, 3, 5, 7, 9)),
        ("k", "1..8 step 3, 20", (1, 4, 7, 20)),
        ("k", "1..1000 log 4", (1, 10, 100, 1000)),
        ("k", "1..2 even 5", (1, 2)),
        ("rate", "0.1..0.5 step 0.1", (0.1, 0.2, 0.3, 0.4, 0.5)),
        ("rate", "0..1 even 5", (0.0, 0.25, 0.5, 0.75, 1.0)),
        ("rate", "0.001..1 log 4", (0.001, 0.01, 0.1, 1.0)),
        ("rate", "-1..1 STEP 1", (-1.0, 0.0, 1.0)),
        ("rate", "1e-3, 1", (0.001, 1.0)),
        ("way", "right, left", ("right", "left")),
        ("way", '","; left', (",", "left")),
        ("is_on", "true, false", (True, False)),
        ("hidden", "16; 32,16; 64; ()", ((16,), (32, 16), (64,), ())),
        ("hidden", "none; 8", ((), (8,))),
        ("hidden", "16, 32", ((16, 32),)),
        ("labels", 'a, "b, c"; d', (("a", "b, c"), ("d",))),
        ("limit", "none, 3", (None, 3)),
        ("text", '"a, b", c', ("a, b", "c")),
    ],
)
def test_that_a_line_names_these_values(parameter: str, text: str, values: tuple[Any, ...]) -> None:
    assert sweep_values(Kind, parameter, text) == values


@pytest.mark.parametrize(
    ("parameter", "text", "told"),
    [
        ("k", "", "needs at least one value"),
        ("k", " , ", "needs at least one value"),
        ("k", "1, 0", "greater than or equal to 1"),
        ("k", "1, two", "must be a whole number; it was 'two'"),
        ("k", "1, 1", "the value 1 twice"),
        ("k", "1..1000000000000", "too many values"),
        ("k", "1..200, 300", "201 values; at most 200"),
        ("k", "1..9 step 0", "must be more than 0"),
        ("k", "1..9 step -1", "must be more than 0"),
        ("k", "1..2 step 0.5", "must be a whole number; it was 1.5"),
        ("k", "1..9 log 1", "from 2 to"),
        ("k", "1..9 often 3", "no range with 'often'"),
        ("k", "1..x", "'x', which is no number"),
        ("k", "..3", "no range '..3'"),
        ("k", "1..1e999", "no number"),
        ("rate", "0..1", "without its steps"),
        ("rate", "0..1 log 3", "not above 0"),
        ("rate", "1..2 step 1e-5000", "too many"),
        ("way", "up", "must be 'left', 'right' or ','"),
        ("is_on", "maybe", "true or false"),
        ("cells", "1", "cannot be given several values"),
        ("depth", "1", "has no parameter 'depth'"),
    ],
)
def test_that_a_sentence_says_what_is_wrong_with_a_line(
    parameter: str, text: str, told: str
) -> None:
    with pytest.raises(ParameterError, match="Kind") as caught:
        sweep_values(Kind, parameter, text)
    assert told in caught.value.message
    assert caught.value.where.parameter == parameter


@given(
    st.lists(st.integers(1, 10**6), min_size=1, max_size=20, unique=True)
    | st.integers(1, 50).map(lambda n: list(range(1, n + 1)))
)
def test_that_whole_numbers_are_read_as_they_were_written(values: list[int]) -> None:
    assert sweep_values(Kind, "k", sweep_text(values)) == tuple(values)


@given(st.lists(st.floats(allow_nan=False, allow_infinity=False), min_size=1, unique=True))
def test_that_numbers_are_read_as_they_were_written(values: list[float]) -> None:
    assert sweep_values(Kind, "rate", sweep_text(values)) == tuple(values)


@given(st.lists(st.text(), min_size=1, max_size=5, unique=True))
def test_that_texts_are_read_as_they_were_written(values: list[str]) -> None:
    assert sweep_values(Kind, "text", sweep_text(values)) == tuple(values)


@given(st.lists(st.lists(st.text(), max_size=3).map(tuple), min_size=1, max_size=4, unique=True))
def test_that_lists_are_read_as_they_were_written(values: list[tuple[str, ...]]) -> None:
    assert sweep_values(Kind, "labels", sweep_text(values)) == tuple(values)


@given(st.sampled_from(sorted(Kind.model_fields)), st.text())
def test_that_any_line_gives_values_or_a_sentence(parameter: str, text: str) -> None:
    with suppress(ParameterError):
        assert 0 < len(sweep_values(Kind, parameter, text)) <= MOST_VALUES


def test_that_a_range_is_written_only_where_it_is_shorter_to_read() -> None:
    assert sweep_text([1, 2, 3]) == "1, 2, 3"
    assert sweep_text([1, 2, 3, 4]) == "1..4"
    assert sweep_text([9, 7, 5, 3]) == "9..3 step 2"
    assert sweep_text([None, True, 0.5, "relu"]) == "none, true, 0.5, relu"


def test_that_the_default_of_every_parameter_is_a_line_of_one_value() -> None:
    for kind in catalog().values():
        for name, value in kind.model_construct().__dict__.items():
            if is_sweepable(kind, name):
                assert sweep_values(kind, name, sweep_text([value])) == (value,)
