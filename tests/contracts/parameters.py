"""The rules for parameters, of whatever component."""

from collections.abc import Iterator
from typing import Any

import pytest
from annotated_types import Ge, Gt, Le, Lt
from pydantic.fields import FieldInfo

from workbench.core.component import Component, choices, unwrapped
from workbench.core.errors import ParameterError


def check_that_it_is_described(kind: type[Component]) -> None:
    """The component has help in whole sentences, and each of its parameters says what it is."""
    assert kind.help().endswith("."), f"{kind.__name__} has no docstring that ends in a stop"
    assert kind.title
    assert kind.icon.startswith("mdi6.")
    for name, field in kind.model_fields.items():
        assert field.description, f"{kind.__name__}.{name} has no description"


def check_that_every_number_is_bounded(kind: type[Component]) -> None:
    """A number without a lower bound is one that nobody has thought about; infinity is none."""
    for name, field in kind.model_fields.items():
        if unwrapped(field.annotation) in {int, float}:
            bounds = [m for m in field.metadata if isinstance(m, Ge | Gt | Le | Lt)]
            is_finite = any(getattr(m, "allow_inf_nan", None) is False for m in field.metadata)
            assert bounds or is_finite, f"{kind.__name__}.{name} has no bounds"


def check_that_wrong_values_are_refused_by_name(kind: type[Component]) -> None:
    """Out of bounds, of the wrong type or not among the choices: one sentence, with the name."""
    for name, field in kind.model_fields.items():
        for value in _wrong(field):
            with pytest.raises(ParameterError) as caught:
                kind.parse({name: value})
            assert caught.value.where.parameter == name
            assert name in caught.value.message


def check_that_unknown_parameters_are_refused_by_name(kind: type[Component]) -> None:
    """An unknown name is told together with the known ones."""
    with pytest.raises(ParameterError, match="no parameter 'colour_of_my_hat'"):
        kind.parse({"colour_of_my_hat": 1})


def check_that_parameters_come_back(kind: type[Component]) -> None:
    """What a flow file stores gives the same component."""
    component = kind()
    assert kind.parse(component.parameters()) == component
    assert hash(kind.parse(component.parameters())) == hash(component)


def _wrong(field: FieldInfo) -> Iterator[Any]:
    for bound in field.metadata:
        if isinstance(bound, Ge):
            yield _float(bound.ge) - 1
        if isinstance(bound, Gt):
            yield bound.gt
        if isinstance(bound, Le):
            yield _float(bound.le) + 1
        if isinstance(bound, Lt):
            yield bound.lt
    if choices(field):
        yield "colour_of_my_hat"
    if unwrapped(field.annotation) in {int, float, bool}:
        yield "plenty"


def _float(bound: Any) -> float:
    return int(bound) if float(bound).is_integer() else float(bound)


PARAMETER_RULES = (
    check_that_it_is_described,
    check_that_every_number_is_bounded,
    check_that_wrong_values_are_refused_by_name,
    check_that_unknown_parameters_are_refused_by_name,
    check_that_parameters_come_back,
)
