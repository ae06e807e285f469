"""The catalog, and what every component must say about itself."""

import re

import pytest
from pydantic import ValidationError

from workbench.core.component import Component
from workbench.core.errors import ParameterError
from workbench.flow.operation import PORT_TYPES, operation
from workbench.models.learner import Learner
from workbench.nodes.catalog import CATEGORIES, catalog, component
from workbench.nodes.reference import entry

KINDS = list(catalog().values())


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.key)
def test_that_a_component_says_everything_about_itself(kind: type[Component]) -> None:
    assert kind.title
    assert kind.title[0].isupper() or kind.title.startswith("k-")
    assert kind.category in CATEGORIES
    assert kind.help().endswith(".")
    assert kind.icon.startswith("mdi6.")
    for name, field in kind.model_fields.items():
        assert field.description, f"{kind.key}.{name} has no description"


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.key)
def test_that_ports_carry_known_types(kind: type[Component]) -> None:
    ports = operation(kind)
    for port in (*ports.inputs, *ports.outputs):
        assert port.type in PORT_TYPES
    assert entry(kind)["key"] == kind.key


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.key)
def test_that_a_component_made_with_defaults_is_a_frozen_value(kind: type[Component]) -> None:
    made = kind()
    assert made == kind.parse(made.parameters())
    name = next(iter(kind.model_fields), None)
    if name is not None:
        with pytest.raises(ValidationError):
            setattr(made, name, getattr(made, name))


def test_that_what_the_issue_names_is_there() -> None:
    wanted = {"arff", "csv", "cross_validation", "hold_out", "supplied_test_set", "training_set"}
    wanted |= {"all_data", "standardise", "min_max", "impute", "one_hot", "zero_as_missing"}
    wanted |= {"knn", "perceptron", "mlp", "logistic", "majority", "evaluate"}
    assert wanted <= set(catalog())


def test_that_no_weka_class_is_claimed_by_two_components() -> None:
    claimed = [name for kind in KINDS for name in kind.weka]
    assert len(claimed) == len(set(claimed))


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.key)
def test_that_weka_classes_are_named_in_full(kind: type[Component]) -> None:
    assert all(re.fullmatch(r"weka(\.[A-Za-z]+)+\.[A-Z]\w+", name) for name in kind.weka)


def test_that_a_component_is_known_by_title_key_wekas_name_and_aliases() -> None:
    assert catalog()["knn"].names()[:3] == ("k-nearest neighbours", "knn", "IBk")


def test_that_two_weka_classes_of_one_name_are_said_once() -> None:
    assert catalog()["discretise"].weka_names() == ("Discretize",)


def test_that_an_unknown_learner_is_refused_with_the_known_ones() -> None:
    with pytest.raises(ParameterError, match=r"no learner 'svm'; there are: .*knn"):
        component("svm", Learner)
