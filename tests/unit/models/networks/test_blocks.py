"""Blocks are the small designs that the papers draw."""

import pytest
import torch
from torch import Tensor, nn

from workbench.models.networks.build import initial_network
from workbench.models.networks.design import Design
from workbench.models.networks.layers import (
    Branches,
    Convolution,
    Inception,
    Layer,
    LayerError,
    MlpConv,
    Residual,
)
from workbench.models.networks.measure import Measure, measured


def drawn(*shape: int, seed: int = 0) -> Tensor:
    return torch.randn(*shape, generator=torch.Generator().manual_seed(seed))


def cost(layer: Layer, *shape: int) -> Measure:
    return measured(layer, (shape,), 10)


def block(layer: Layer, *shape: int) -> nn.Module:
    """The block's own module, its weights set."""
    design = Design.of(layer, *Design.parse("globalavg; dense classes").layers)
    network = initial_network(design, shape, 10, "he", 0).eval()
    return next(iter(network.children()))


def test_that_reductions_save_more_than_half_of_an_inception_block() -> None:
    reduced = cost(Inception(), 192, 28, 28)
    naive = cost(Inception(reduce_three=0, reduce_five=0, pooled=0), 192, 28, 28)
    assert reduced.weights + reduced.biases == 163_696
    assert naive.weights + naive.biases == 387_296
    assert reduced.output == (64 + 128 + 32 + 32, 28, 28)
    assert naive.output == (64 + 128 + 32 + 192, 28, 28)


def test_that_an_inception_block_puts_its_branches_behind_one_another() -> None:
    module = block(Inception(), 8, 5, 5)
    inputs = drawn(2, 8, 5, 5)
    children = dict(module.named_children())
    one = torch.relu(children["branch1_1"](inputs))
    with torch.no_grad():
        outputs = module(inputs)
    torch.testing.assert_close(outputs[:, :64], one)
    assert outputs.shape == (2, 256, 5, 5)


def test_that_mlpconv_is_a_convolution_and_two_of_one_pixel() -> None:
    measure = cost(MlpConv(channels=(192, 160, 96), kernel=5), 3, 32, 32)
    assert measure.output == (96, 32, 32)
    assert measure.weights + measure.biases == 14_592 + 30_880 + 15_456


def test_that_a_residual_block_adds_what_it_takes() -> None:
    module = block(Residual(channels=4, batch_norm=False), 4, 6, 6)
    inputs = drawn(3, 4, 6, 6)
    first, second = (m for m in module.modules() if isinstance(m, nn.Conv2d))
    with torch.no_grad():
        by_hand = torch.relu(second(torch.relu(first(inputs))) + inputs)
        torch.testing.assert_close(module(inputs), by_hand)


@pytest.mark.parametrize("shortcut", ["A", "B"])
def test_that_options_a_and_b_differ_where_the_shape_changes(shortcut: str) -> None:
    layer = Residual.model_validate(
        {"channels": 8, "stride": 2, "shortcut": shortcut, "batch_norm": False}
    )
    module = block(layer, 4, 6, 6)
    inputs = drawn(3, 4, 6, 6)
    first, second, *projection = (m for m in module.modules() if isinstance(m, nn.Conv2d))
    with torch.no_grad():
        way = second(torch.relu(first(inputs)))
        if shortcut == "A":
            around = torch.zeros_like(way)
            around[:, :4] = inputs[:, :, ::2, ::2]
        else:
            around = projection[0](inputs)
        torch.testing.assert_close(module(inputs), torch.relu(way + around))
    assert len(projection) == (shortcut == "B")


def test_that_option_a_costs_no_parameter_and_option_b_a_projection() -> None:
    a, b = (
        cost(Residual.model_validate({"channels": 32, "stride": 2, "shortcut": s}), 16, 32, 32)
        for s in "AB"
    )
    assert b.weights - a.weights == 16 * 32 + 32  # the kernels of 1×1, and batch norm's scale
    assert b.biases - a.biases == 32


def test_that_a_bottleneck_gives_four_times_its_channels() -> None:
    assert cost(Residual(channels=64, form="bottleneck"), 64, 8, 8).output == (256, 8, 8)


def test_that_an_empty_branch_hands_on_the_input() -> None:
    layer = Branches(branches=((), (Convolution(channels=2, kernel=1),)))
    module = block(layer, 3, 4, 4)
    inputs = drawn(1, 3, 4, 4)
    with torch.no_grad():
        outputs = module(inputs)
    assert torch.equal(outputs[:, :3], inputs)
    assert outputs.shape == (1, 5, 4, 4)


def test_that_what_is_wrong_inside_a_block_is_told_with_its_place() -> None:
    layer = Branches(branches=((), (Convolution(kernel=9),)))
    with pytest.raises(LayerError) as caught:
        cost(layer, 3, 4, 4)
    assert caught.value.sentence.startswith("Inside, at branch2_1: The kernel of 9×9 is larger")


def test_that_option_a_cannot_take_channels_away() -> None:
    with pytest.raises(LayerError, match="adds channels"):
        cost(Residual(channels=4, shortcut="A"), 8, 4, 4)
