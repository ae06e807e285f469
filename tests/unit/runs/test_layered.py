import pytest

from workbench.models.cnn import CNN
from workbench.models.mlp import MLP
from workbench.runs.layered import are_own, layers_field, layers_of, own_layers


@pytest.mark.parametrize(("preset", "size"), [("lenet5", "1x32x32"), ("small", "")])
def test_that_a_presets_layers_made_ones_own_see_what_the_preset_saw(
    preset: str, size: str
) -> None:
    before = CNN.parse({"preset": preset})
    after = before.with_parameters(own_layers(before, layers_of(before)))
    assert are_own(after)
    assert layers_of(after) == layers_of(before)
    assert after.brought_to == size


def test_that_further_edits_leave_the_size_as_it_is() -> None:
    own = CNN.parse({"preset": "custom", "brought_to": "1x16x16"})
    assert "brought_to" not in own_layers(own, layers_of(own))


def test_that_a_learner_without_layers_has_no_field_of_them() -> None:
    assert layers_field(MLP()) == ""
