"""Every learner that is found keeps every rule of ``checks.py``; a new one is found by itself."""

from collections.abc import Callable

import pytest

from tests.contracts.checks import LEARNER_RULES
from tests.contracts.parameters import PARAMETER_RULES
from tests.contracts.variant_checks import VARIANT_RULES
from workbench import models
from workbench.core.component import Component
from workbench.core.discover import classes_in, plugged_in
from workbench.models.learner import Learner

KINDS = [*classes_in(models, Learner), *plugged_in(Learner)]
FOUND = [kind for kind in KINDS if hasattr(kind, "key")]

# Settings that lead elsewhere than the defaults do.
FURTHER: dict[str, list[dict[str, object]]] = {
    "knn": [{"weights": "distance", "distance": "manhattan"}],
    "perceptron": [{"variant": "averaged"}, {"variant": "pocket", "start": "random"}],
    "logistic": [{"ridge": 1.0}],
    "rbm": [{"visible": "binary", "sparsity_cost": 0.1, "epochs": 100}],
    "dbn": [{"ending": "labels"}, {"ending": "up-down"}],
    "cnn": [
        {
            "preset": "custom",
            "layers": "conv 8 3x3 same nobias; batchnorm; relu; maxpool 2 ceil=true; flatten; "
            "dropout 0.1; dense 16; tanh; dense classes",
            "augmentation": "noise 0.01",
            "learning_rate": 0.01,
        },
        {
            "preset": "custom",
            "layers": "a: conv 8 1x1; relu; conv 8 1x1; add from=a,conv1; tanh; flatten; "
            "dense classes",
            "learning_rate": 0.02,
            "initialisation": "xavier",
        },
    ],
    "mlp": [
        {
            "hidden": "16,8",
            "activation": "tanh",
            "batch_norm": True,
            "dropout": 0.1,
            "learning_rate": 0.01,
        }
    ],
}
LEARNERS = [kind.parse(values) for kind in FOUND for values in ({}, *FURTHER.get(kind.key, []))]


def _named(value: object) -> str:
    if isinstance(value, Learner):
        return f"{value.key} {value.status()}".strip()
    name = getattr(value, "key", None) or getattr(value, "__name__", "")
    return str(name).removeprefix("check_that_")


def test_that_the_learners_of_the_first_release_are_found() -> None:
    assert {"knn", "perceptron", "mlp", "logistic", "majority"} <= {kind.key for kind in FOUND}


@pytest.mark.parametrize("rule", [*LEARNER_RULES, *VARIANT_RULES], ids=_named)
@pytest.mark.parametrize("learner", LEARNERS, ids=_named)
def test_that_learner(learner: Learner, rule: Callable[[Learner], None]) -> None:
    rule(learner)


@pytest.mark.parametrize("rule", PARAMETER_RULES, ids=_named)
@pytest.mark.parametrize("kind", FOUND, ids=_named)
def test_that_learner_component(
    kind: type[Learner], rule: Callable[[type[Component]], None]
) -> None:
    rule(kind)
