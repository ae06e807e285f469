"""Components: parsing untrusted values, and the sentences that refuse them."""

from typing import ClassVar, Literal

import pytest
from pydantic import Field

from workbench.core.component import Category, Component, choices
from workbench.core.errors import ParameterError
from workbench.models.cnn import CNN


class Sample(Component):
    """Does nothing.

    Only here to be parsed.
    """

    key: ClassVar[str] = "sample"
    title: ClassVar[str] = "Sample"
    category: ClassVar[Category] = "Learn"

    k: int = Field(default=5, ge=1, description="Count.")
    rate: float = Field(default=0.1, gt=0, description="Rate.")
    hidden: tuple[int, ...] = Field(default=(64,), min_length=1, description="Units.")
    weights: Literal["uniform", "distance"] = Field(default="uniform", description="Votes.")
    limit: int | None = Field(default=None, description="Limit.")
    bias: bool = Field(default=True, description="Bias.")


def test_that_texts_are_read_as_the_fields_types() -> None:
    made = Sample.parse(
        {"k": "7", "rate": "1e-3", "hidden": "128, 64", "limit": "none", "bias": "false"}
    )
    assert made == Sample(k=7, rate=1e-3, hidden=(128, 64), limit=None, bias=False)


def test_that_an_unknown_parameter_is_refused_with_the_known_ones() -> None:
    with pytest.raises(ParameterError, match="has no parameter 'neighbours'; it has: k, rate"):
        Sample.parse({"neighbours": 3})


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"k": 0}, "'k' must be greater than or equal to 1; it was 0."),
        ({"k": "many"}, "'k' must be a whole number; it was 'many'."),
        ({"rate": "fast"}, "'rate' must be a number; it was 'fast'."),
        ({"bias": "perhaps"}, "'bias' must be true or false; it was 'perhaps'."),
        ({"weights": "none"}, "'weights' must be 'uniform' or 'distance'; it was 'none'."),
        ({"hidden": "64,x"}, "'hidden' must .* it was 'x'."),
        ({"hidden": ""}, r"^hidden: Sample: 'hidden' must have at least 1 item; it was \[\]\.$"),
    ],
)
def test_that_a_value_out_of_bounds_is_refused_in_words(
    values: dict[str, object], sentence: str
) -> None:
    with pytest.raises(ParameterError, match=sentence):
        Sample.parse(values)


def test_that_a_component_is_a_value() -> None:
    changed = Sample().with_parameters({"k": 9})
    assert changed == Sample(k=9)
    assert hash(changed) == hash(Sample(k=9))
    assert Sample().k == 5


def test_that_help_is_the_first_paragraph() -> None:
    assert Sample.help() == "Does nothing."


def test_that_choices_are_those_of_a_literal() -> None:
    assert choices(Sample.model_fields["weights"]) == ("uniform", "distance")
    assert choices(Sample.model_fields["k"]) == ()


def test_that_trailing_parameters_of_a_base_class_are_listed_last() -> None:
    class Longer(Sample):
        """Does more."""

        trailing: ClassVar[tuple[str, ...]] = ("k", "bias")

        depth: int = Field(default=1, description="Depth.")

    assert list(Longer.model_fields)[-3:] == ["depth", "k", "bias"]
    assert Longer.parse({"k": "7"}) == Longer(k=7)


def test_that_of_many_values_those_are_named_that_are_near() -> None:
    with pytest.raises(ParameterError, match="one of 35 values, such as 'lenet5'") as caught:
        CNN.parse({"preset": "lenet-5"})
    assert "inception" not in caught.value.message
    with pytest.raises(ParameterError, match="such as 'custom', 'small'"):
        CNN.parse({"preset": "qqq"})
