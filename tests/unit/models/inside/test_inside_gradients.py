"""Saliency and Grad-CAM against finite differences and a net worked out by hand."""

import numpy as np
import pytest
import torch
from torch import nn

from tests.unit.models.inside.inside_people import cnn, digits, mlp, pictures
from workbench.core.run import Event, Stop, finish
from workbench.models.inside.frame import Frame
from workbench.models.inside.grad_cam import class_activation, convolutions
from workbench.models.inside.inside import Inside
from workbench.models.inside.page import HeatMap, Look, Tiles
from workbench.models.inside.saliency import gradient_of
from workbench.models.inside.subject import NamedLayer, Subject, subject
from workbench.models.inside.wanting import STEPS, climbed, middle
from workbench.models.model import Model


def laid_open(model: Model) -> Subject:
    found = subject(model)
    assert found is not None
    return found


@pytest.mark.parametrize("label", [None, 3])
def test_that_saliency_is_the_gradient_that_finite_differences_give(label: int | None) -> None:
    network = laid_open(mlp())
    entering = network.entering(digits().take(slice(4, 5)))
    gradient, chosen = gradient_of(network, entering, label)
    assert label is None or chosen == label
    body = mlp().network().double()
    start, step = entering.double(), 1e-6
    for place in (10, 20, 36):
        moved = torch.zeros_like(start)
        moved[0, place] = step
        with torch.inference_mode():
            up, down = body(start + moved)[0, chosen], body(start - moved)[0, chosen]
        assert gradient[0, place] == pytest.approx(
            float(up - down) / (2 * step), rel=1e-3, abs=1e-6
        )


def hand_made() -> Subject:
    """Two maps, the picture and its negative; the logit: one's sum less half the other's."""
    convolution = nn.Conv2d(1, 2, 1, bias=False)
    last = nn.Linear(8, 1, bias=False)
    with torch.no_grad():
        convolution.weight.copy_(torch.tensor([1.0, -1.0]).view(2, 1, 1, 1))
        last.weight.copy_(torch.tensor([[1.0] * 4 + [-0.5] * 4]))
    body = nn.Sequential(convolution, nn.Flatten(), last)
    layers = (NamedLayer("c", convolution),)
    return Subject(cnn(), body, lambda _rows: torch.zeros(1), Frame(1, 2, 2), (), layers)


def test_that_grad_cam_is_what_its_formula_gives_by_hand() -> None:
    # α = (1, −0.5); Σ α A = x + 0.5 x = 1.5 x, and nothing where that is negative.
    picture = torch.tensor([[[[1.0, -2.0], [0.5, 0.0]]]])
    heat, label = class_activation(hand_made(), picture, 0, None)
    assert label == 0
    np.testing.assert_allclose(heat[0], [[1.5, 0.0], [0.75, 0.0]])


def test_that_grad_cam_offers_the_last_convolution_first_and_lies_over_the_picture() -> None:
    rows = pictures()
    value = Inside("cnn", (cnn(),), rows, (np.arange(rows.n_samples),))
    [offer] = [o for o in value.offers(0) if o.key == "grad_cam"]
    assert offer.layers[offer.layer].startswith("conv2")
    assert len(offer.layers) == len(convolutions(laid_open(cnn()))) == 2
    _, over, small = finish(value.page(0, Look("grad_cam", 1, 2, label=7))).parts
    assert isinstance(over, Tiles)
    assert isinstance(small, Tiles)
    assert over.over is not None
    assert over.over.shape == (1, 8, 8)
    assert over.over.max() in {0.0, 1.0}
    assert over.captions == ("class '7'",)


def test_that_saliency_of_numbers_is_a_table_with_their_names() -> None:
    rows = digits()
    value = Inside("mlp", (mlp(),), rows, (np.arange(rows.n_samples),))
    parts = finish(value.page(0, Look("saliency", sample=4))).parts
    assert all(isinstance(part, Tiles) for part in parts)  # the numbers p00 … p77 are a picture
    assert not any(isinstance(part, HeatMap) for part in parts)


def test_that_what_a_unit_wants_makes_it_fire_more_than_any_row_does() -> None:
    network = laid_open(cnn())
    place = convolutions(network)[-1]
    wanted = finish(climbed(network, place, [0, 1, 2], seed=1))
    with torch.inference_mode():
        found = middle(network.outputs_of(wanted)[0][place])
        ordinary = middle(network.outputs_of(network.entering(pictures()))[0][place])
    for row, unit in enumerate([0, 1, 2]):
        assert found[row, unit] > ordinary[:, unit].mean()


def test_that_what_a_unit_wants_is_the_same_for_the_same_seed_and_can_be_stopped() -> None:
    network = laid_open(mlp())
    once, again = (finish(climbed(network, 0, [0], seed=3)) for _ in range(2))
    assert torch.equal(once, again)
    events: list[Event] = []

    def stop(event: Event) -> Stop | None:
        events.append(event)
        return Stop() if len(events) == 5 else None

    early = finish(climbed(network, 0, [0], seed=3), stop)
    assert len(events) == 5 < STEPS
    assert not torch.equal(early, once)
