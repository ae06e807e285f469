"""Verdicts in words: each rule at its threshold, and the sentences that are said."""

import numpy as np
import pytest

from workbench.evaluation.health import (
    EXPLODED,
    MANY_DEAD,
    SATURATED,
    SHRINKS,
    VANISHED,
    Course,
    Health,
    LayerLook,
    factor,
    layer_words,
)

LAYERS = ("layer 1 (Linear)", "layer 1 (ReLU)", "layer 2 (Linear)")
NAN = float("nan")


def look(
    first: float = 0.1,
    last: float = 0.2,
    dead: float = 0.1,
    saturated: float = NAN,
    ratio: float = 1e-3,
    epoch: int = 3,
) -> LayerLook:
    return LayerLook(
        epoch,
        np.array([first, NAN, last]),
        np.array([NAN, dead, NAN]),
        np.array([NAN, saturated, NAN]),
        np.array([ratio, NAN, ratio]),
        np.array([1.0, 0.5, 1.0]),
    )


def told(*looks: LayerLook, final: bool = False) -> list[tuple[str, str]]:
    course = Course("mlp", LAYERS, looks, is_final=final)
    return [(verdict.level, verdict.sentence) for verdict in course.verdicts]


def test_that_all_is_said_to_be_well_where_it_is() -> None:
    [(level, sentence)] = told(look())
    assert level == "fine"
    assert sentence.startswith("Healthy: gradients between 0.1 and 0.2")


def test_that_gradients_that_shrink_towards_the_input_vanish() -> None:
    [(level, sentence)] = told(look(first=1e-6, last=0.2))
    assert level == "failed"
    assert sentence == "Gradients shrink 2·10⁵-fold towards the input: vanishing."
    [(level, sentence)] = told(look(first=0.2 / VANISHED * 1.01, last=0.2))
    assert level == "warning"
    assert sentence.endswith("they begin to vanish.")
    assert told(look(first=0.2 / SHRINKS * 1.01, last=0.2))[0][0] == "fine"


def test_that_a_gradient_that_does_not_arrive_is_told_of() -> None:
    [(level, sentence)] = told(look(first=0.0))
    assert level == "failed"
    assert sentence.startswith("No gradient arrives at layer 1 (Linear)")


def test_that_large_and_growing_gradients_explode() -> None:
    assert "exploding" in told(look(last=EXPLODED))[0][1]
    assert told(look(last=EXPLODED * 0.99, first=100.0))[0][0] == "fine"
    growing = told(look(first=5.0, last=1e-3))
    assert growing == [("failed", "Gradients grow 5,000-fold towards the input: exploding.")]
    assert "no longer numbers" in told(look(first=float("inf")))[0][1]


def test_that_dead_and_saturated_layers_are_called_by_name() -> None:
    assert told(look(dead=0.61)) == [("warning", "Layer 1 (ReLU): 61 % of units never fire.")]
    assert told(look(dead=MANY_DEAD - 0.01))[0][0] == "fine"
    assert told(look(dead=0.95))[0][0] == "failed"
    assert "70 % of outputs are at their limits" in told(look(saturated=0.7))[0][1]
    assert told(look(saturated=SATURATED - 0.01))[0][0] == "fine"


def test_that_steps_that_are_too_large_or_too_small_are_told_of() -> None:
    assert "by 30 %" in told(look(ratio=0.3))[0][1]
    assert "No step changes any layer" in told(look(ratio=1e-8))[0][1]


def test_that_the_worst_is_told_first_and_one_odd_batch_changes_nothing() -> None:
    levels = [level for level, _ in told(look(first=1e-9, dead=0.5))]
    assert levels == ["failed", "warning"]
    assert told(look(), look(), look(first=1e-9), look(), look())[0][0] == "fine"
    assert told(look(), look(first=1e-9, epoch=0), final=True)[0][0] == "failed"
    assert told() == []


def test_that_a_fitted_network_is_told_of_first_and_then_how_its_training_ended() -> None:
    found = told(look(dead=0.5), look(dead=0.5), look(epoch=0), final=True)
    assert found == [("warning", "While it trained: Layer 1 (ReLU): 50 % of units never fire.")]
    assert told(look(), look(epoch=0), final=True)[0][0] == "fine"


def test_that_layers_are_called_by_their_number_or_their_own_name() -> None:
    names = ("0 Linear", "1 ReLU", "2 Linear", "conv1 Conv2d", "Own")
    weighs = np.array([True, False, True, True, True])
    assert layer_words(names, weighs) == (
        *("layer 1 (Linear)", "layer 1 (ReLU)", "layer 2 (Linear)"),
        *("conv1 (Conv2d)", "layer 4 (Own)"),
    )


@pytest.mark.parametrize(
    ("number", "text"), [(850.4, "850"), (2.04e5, "2·10⁵"), (1.26e12, "1.3·10¹²"), (np.inf, "∞")]
)
def test_that_large_factors_are_written_as_powers(number: float, text: str) -> None:
    assert factor(number) == text


def test_that_the_csv_has_each_layer_and_each_verdict() -> None:
    rows = Health((Course("mlp", LAYERS, (look(), look(epoch=0)), is_final=True),)).to_csv()
    lines = rows.splitlines()
    assert lines[1] == "mlp,3,layer 1 (Linear),0.1,,,0.001,1"
    assert lines[4].startswith("mlp,end,layer 1 (Linear)")
    assert lines[-1].startswith('mlp,fine,"Healthy')
