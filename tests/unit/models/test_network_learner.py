"""What all learners of networks have in common."""

import pytest

from tests.unit.models.test_rbm_learner import digits
from workbench.core.run import finish
from workbench.models.cnn import CNN
from workbench.models.learner import Fold
from workbench.models.mlp import MLP
from workbench.models.network_learner import NetworkLearner


@pytest.mark.parametrize("kind", [MLP, CNN])
def test_that_networks_whose_steps_may_be_left_out_are_trained_one_by_one(
    kind: type[NetworkLearner],
) -> None:
    learner = kind.parse({"precision": "fp16"})
    ready = finish(learner.ready(Fold(digits(slice(0, 40)))))
    plan = learner.grouping(ready, 5)
    assert (plan.size, plan.is_open) == (1, False)
    assert "in fp16" in str(plan)
    whole = kind.parse({"precision": "bf16"}).grouping(ready, 5)
    assert whole.size == 5
