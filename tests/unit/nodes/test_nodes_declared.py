"""What components declare beside their fields: conditions, presets, natural ranges."""

import pytest

from workbench.core.component import Component
from workbench.core.condition import Condition
from workbench.nodes.catalog import catalog
from workbench.nodes.reference import entry

KINDS = list(catalog().values())


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.key)
def test_that_conditions_name_parameters_and_values_that_can_be(kind: type[Component]) -> None:
    for name in (n for base in kind.__mro__ for n in vars(base).get("only_if", {})):
        assert name in kind.model_fields
        for other, condition in kind.conditions(name).items():
            assert other in kind.model_fields
            for value in condition.values:
                entered = (value,) if condition.how == "holds" else value
                assert getattr(kind.parse({other: entered}), other) == entered


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.key)
def test_that_every_preset_is_valid_and_says_something(kind: type[Component]) -> None:
    for name, values in kind.presets.items():
        assert name
        made = kind.parse(dict(values)).parameters()
        assert {n: made[n] for n in values}


def test_that_a_condition_holds_or_not() -> None:
    knn = catalog()["knn"]
    assert not knn.parse({}).unmet("scale")
    assert set(knn.parse({"distance": "weka"}).unmet("scale")) == {"distance"}
    assert set(knn.parse({"prepare": False}).unmet("scale")) == {"prepare"}
    date_parts = catalog()["date_parts"]
    assert set(date_parts.parse({}).unmet("since")) == {"parts"}
    assert not date_parts.parse({"parts": ["year", "days since"]}).unmet("since")


def test_that_the_reference_tells_conditions_in_words() -> None:
    told = {p["name"]: p.get("only_if") for p in entry(catalog()["mlp"])["parameters"]}
    assert told["initial_std"] == {"initialisation": "is normal"}
    assert told["dropout"] == {"hidden": "is not empty"}
    assert told["scale"] == {"prepare": "is on"}
    assert told["epochs"] is None
    assert str(Condition("is", (None, "a"))) == "is none or a"
