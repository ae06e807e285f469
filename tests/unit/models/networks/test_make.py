"""Layers compute what the course, and the papers, say by hand."""

import math
from collections.abc import Sequence

import numpy as np
import pytest
import torch
from torch import Tensor, nn

from workbench.models.networks.layers import (
    LENET_TABLE,
    Activation,
    AveragePooling,
    Convolution,
    GlobalPooling,
    L2Pooling,
    Layer,
    LocalResponseNorm,
    MaxPooling,
    PartlyConnected,
    Subsampling,
    ZeroPaddedShortcut,
)
from workbench.models.networks.make import Site, make
from workbench.models.networks.measure import measured


def drawn(*shape: int, seed: int = 0) -> Tensor:
    return torch.randn(*shape, generator=torch.Generator().manual_seed(seed))


def made(layer: Layer, *shape: int) -> nn.Module:
    return make(layer, Site(shape, 10)).eval()


def given(layer: Layer, inputs: Tensor) -> Tensor:
    outputs: Tensor = made(layer, *inputs.shape[1:])(inputs)
    return outputs


def with_kernel(layer: Convolution, kernel: Sequence[Sequence[float]], inputs: Tensor) -> Tensor:
    module = made(layer, *inputs.shape[1:])
    assert isinstance(module, nn.Conv2d)
    with torch.no_grad():
        module.weight.copy_(torch.tensor(kernel).expand_as(module.weight))
        if module.bias is not None:
            module.bias.zero_()
        outputs: Tensor = module(inputs)
    return outputs


def test_that_the_courses_picture_of_5_by_5_gives_its_map() -> None:
    rows = ["11100", "01110", "00111", "00110", "01100"]  # UFLDL
    picture = torch.tensor([[float(x) for x in row] for row in rows])[None, None]
    kernel = [[1.0, 0.0, 1.0], [0.0, 1.0, 0.0], [1.0, 0.0, 1.0]]
    given = with_kernel(Convolution(channels=1, kernel=3), kernel, picture)
    assert given[0, 0].tolist() == [[4, 3, 4], [2, 4, 3], [2, 3, 4]]


def test_that_the_serpentine_of_7_by_7_keeps_its_size_with_padding_1() -> None:
    rows = np.arange(1.0, 50).reshape(7, 7)
    rows[1::2] = rows[1::2, ::-1]  # 1 … 7, then 14 … 8
    kernel = [[1.0, 2.0, 3.0], [4.0, 5.0, 6.0], [7.0, 8.0, 9.0]]
    layer = Convolution(channels=1, kernel=3, padding=1)
    outputs = with_kernel(layer, kernel, torch.from_numpy(rows).float()[None, None])[0, 0]
    assert outputs.shape == (7, 7)
    # O22: 1 2 3, 14 13 12, 15 16 17 under the kernel.
    by_hand = 1 + 4 + 9 + 56 + 65 + 72 + 105 + 128 + 153
    assert float(outputs[1, 1]) == by_hand
    # O11 reaches over the edge: 1 2, 14 13 under 5 6, 8 9.
    assert float(outputs[0, 0]) == 5 + 12 + 112 + 117


@pytest.mark.parametrize("kernel", [1, 2, 3, 4, 5, (2, 3)])
@pytest.mark.parametrize("stride", [1, 2, 3])
def test_that_same_gives_the_side_over_the_stride(
    kernel: int | tuple[int, int], stride: int
) -> None:
    layer = Convolution(channels=2, kernel=kernel, stride=stride, padding="same")
    outputs = given(layer, torch.zeros(1, 3, 7, 8))
    assert outputs.shape == (1, 2, math.ceil(7 / stride), math.ceil(8 / stride))


def test_that_an_even_kernel_has_its_odd_margin_on_the_right_and_below() -> None:
    layer = Convolution(channels=1, kernel=2, padding="same")
    outputs = with_kernel(layer, [[1.0, 1], [1, 1]], torch.arange(4.0).view(1, 1, 2, 2))
    assert outputs[0, 0].tolist() == [[6, 4], [5, 3]]


@pytest.mark.parametrize(
    ("layer", "by_hand"),
    [
        (MaxPooling(size=2), [[5, 7], [13, 15]]),
        (AveragePooling(size=2), [[2.5, 4.5], [10.5, 12.5]]),
        (L2Pooling(size=2), [[42**0.5, 98**0.5], [458**0.5, 642**0.5]]),
        (MaxPooling(size=3, stride=2, ceil=True), [[10, 11], [14, 15]]),
        (MaxPooling(size=3, stride=2, padding="same"), [[10, 11], [14, 15]]),
        (MaxPooling(size=3, stride=1, padding=1), None),
    ],
)
def test_that_pooling_takes_what_a_window_holds(layer: Layer, by_hand: list[list[float]]) -> None:
    outputs = given(layer, torch.arange(16.0).view(1, 1, 4, 4))[0, 0]
    if by_hand is None:
        assert outputs.shape == (4, 4)
        return
    torch.testing.assert_close(outputs, torch.tensor(by_hand, dtype=torch.float32))


def test_that_global_pooling_gives_one_number_a_channel() -> None:
    inputs = drawn(2, 3, 4, 5)
    torch.testing.assert_close(given(GlobalPooling(), inputs), inputs.mean((2, 3)))
    assert torch.equal(given(GlobalPooling(how="max"), inputs), inputs.amax((2, 3)))


def test_that_l2_pooling_of_zeros_has_a_slope() -> None:
    inputs = torch.zeros(1, 1, 2, 2, requires_grad=True)
    given(L2Pooling(size=2), inputs).sum().backward()
    assert inputs.grad is not None
    assert bool(torch.isfinite(inputs.grad).all())


def test_that_local_response_norm_is_the_papers_formula() -> None:
    # b_i = a_i / (k + α Σ_{j=i−n/2}^{i+n/2} a_j²)^β (Krizhevsky 2012), α not divided by n
    inputs = drawn(2, 7, 2, 2).double() * 30
    layer = LocalResponseNorm(size=5, alpha=1e-2, beta=0.75, k=2.0)
    by_hand = torch.empty_like(inputs)
    for i in range(7):
        near = inputs[:, max(0, i - 2) : min(7, i + 3)].square().sum(1)
        by_hand[:, i] = inputs[:, i] / (2 + 1e-2 * near) ** 0.75
    torch.testing.assert_close(given(layer, inputs), by_hand)


def test_that_subsampling_scales_the_sum_of_a_window_and_adds_a_bias() -> None:
    module = made(Subsampling(size=2), 2, 2, 2)
    with torch.no_grad():
        for parameter, values in zip(module.parameters(), ((0.5, 2), (1, -1)), strict=True):
            parameter.copy_(torch.tensor(values))
        outputs = module(torch.tensor([[[[1.0, 2], [3, 4]], [[1, 1], [1, 1]]]]))
    assert outputs.flatten().tolist() == [0.5 * 10 + 1, 2 * 4 - 1]


def test_that_lenet_5s_squashing_is_scaled_tanh() -> None:
    outputs = given(Activation(function="scaled_tanh"), torch.tensor([[1.0, -1.0, 0.0]]))
    assert outputs[0].tolist() == pytest.approx([1.0, -1.0, 0.0], abs=1e-4)  # f(±1) = ±1


def test_that_maps_of_c3_see_the_maps_that_the_table_names() -> None:
    module = made(PartlyConnected(), 6, 5, 5)
    with torch.no_grad():
        for parameter in module.parameters():
            parameter.copy_(drawn(*parameter.shape))
    inputs = torch.zeros(6, 6, 5, 5)
    for i in range(6):
        inputs[i, i] = 1  # the i-th sample lights the i-th map only
    with torch.no_grad():
        dark, lit = module(torch.zeros(1, 6, 5, 5)), module(inputs)
    sees = (lit != dark).squeeze()  # (map before, map)
    assert [tuple(torch.nonzero(column).flatten().tolist()) for column in sees.T] == [*LENET_TABLE]
    assert sum(p.numel() for p in module.parameters()) == 60 * 25 + 16 == 1516


def test_that_a_full_table_is_an_ordinary_convolution() -> None:
    table = tuple(tuple(range(3)) for _ in range(4))
    module = made(PartlyConnected(table=table, kernel=(3, 2)), 3, 6, 5)
    weight, bias = drawn(4, 3, 3, 2), drawn(4, seed=1)
    with torch.no_grad():
        for parameter, values in zip(
            module.parameters(), (weight.flatten(0, 1), bias), strict=True
        ):
            parameter.copy_(values)
    inputs = drawn(2, 3, 6, 5, seed=2)
    torch.testing.assert_close(module(inputs), nn.functional.conv2d(inputs, weight, bias))


def test_that_option_a_skips_values_and_fills_channels_with_zeros() -> None:
    inputs = drawn(2, 3, 5, 4)
    outputs = given(ZeroPaddedShortcut(channels=5, stride=2), inputs)
    assert torch.equal(outputs[:, :3], inputs[:, :, ::2, ::2])
    assert not outputs[:, 3:].any()


SHAPED = [
    Convolution(channels=4, kernel=3, stride=2, padding=1, dilation=2),
    Convolution(channels=6, kernel=(2, 3), padding="same", groups=3),
    Convolution(channels=6, kernel=4, stride=3, padding="same"),
    Convolution(channels="classes", kernel=1),
    PartlyConnected(kernel=(3, 2), table=((0,), (1, 2))),
    *(
        kind(size=size, stride=stride, padding=padding, ceil=ceil)
        for kind in (MaxPooling, AveragePooling, L2Pooling)
        for size, stride, padding in ((2, None, "valid"), (3, 2, 1), (3, 3, 0), ((3, 2), 2, "same"))
        for ceil in (False, True)
    ),
    GlobalPooling(),
    Subsampling(size=(2, 3)),
    ZeroPaddedShortcut(channels=4, stride=2),
]


@pytest.mark.parametrize("layer", SHAPED, ids=lambda layer: layer.kind)
@pytest.mark.parametrize("shape", [(3, 9, 11), (3, 8, 8), (3, 5, 13)])
def test_that_layers_give_the_shape_that_torch_gives(
    layer: Layer, shape: tuple[int, int, int]
) -> None:
    outputs = given(layer, torch.zeros(1, *shape))
    assert measured(layer, (shape,), 10).output == tuple(outputs.shape[1:])
