"""The torch module of each kind of layer, its weights not set yet."""

from collections.abc import Callable
from functools import singledispatch
from typing import Any, NamedTuple

import torch
from torch import nn

from workbench.models.networks import modules
from workbench.models.networks.layers import (
    Activation,
    Add,
    AveragePooling,
    BatchNorm,
    Concatenate,
    Convolution,
    Dense,
    Dropout,
    Flatten,
    GlobalPooling,
    L2Pooling,
    Layer,
    LocalResponseNorm,
    MaxPooling,
    PartlyConnected,
    Shape,
    Subsampling,
    ZeroPaddedShortcut,
)
from workbench.models.networks.layers.layer import is_picture
from workbench.models.networks.layers.pooling import Pooling
from workbench.models.networks.layers.sides import pair
from workbench.training import dropout


class Site(NamedTuple):
    """Where a layer is built: the shape that arrives, how many outputs, on which device."""

    shape: Shape
    n_outputs: int
    device: modules.Device = "cpu"


@singledispatch
def make(layer: Layer, site: Site) -> nn.Module:
    """The module of a layer that is no block. It draws no random number."""
    raise TypeError(f"{type(layer).__name__} has no module of its own")


@make.register
def _convolution(layer: Convolution, site: Site) -> nn.Module:
    left, right, top, bottom = margins = layer.margins(site.shape)
    is_even = left == right and top == bottom
    made = _unset(
        nn.Conv2d if is_even else modules.MarginConvolution,
        site.shape[0],
        _width(layer.channels, site),
        pair(layer.kernel),
        stride=pair(layer.stride),
        padding=(top, left) if is_even else 0,
        dilation=pair(layer.dilation),
        groups=layer.groups,
        bias=layer.bias,
        device=site.device,
    )
    if isinstance(made, modules.MarginConvolution):
        made.margins = margins
    return made


@make.register
def _partly(layer: PartlyConnected, site: Site) -> nn.Module:
    return modules.PartlyConnectedConvolution(
        layer.table, site.shape[0], pair(layer.kernel), bias=layer.bias, device=site.device
    )


@make.register
def _max(layer: MaxPooling, site: Site) -> nn.Module:
    return _pooled(
        layer, site, -torch.inf, lambda p: nn.MaxPool2d(*_window(layer), p, ceil_mode=layer.ceil)
    )


@make.register
def _average(layer: AveragePooling, site: Site) -> nn.Module:
    return _pooled(layer, site, 0.0, lambda p: nn.AvgPool2d(*_window(layer), p, layer.ceil))


@make.register
def _l2(layer: L2Pooling, site: Site) -> nn.Module:
    return _pooled(layer, site, 0.0, lambda p: modules.L2Pool(*_window(layer), p, ceil=layer.ceil))


@make.register
def _global(layer: GlobalPooling, site: Site) -> nn.Module:
    return modules.GlobalPool(takes_largest=layer.how == "max")


@make.register
def _subsampling(layer: Subsampling, site: Site) -> nn.Module:
    return modules.TrainableSubsampling(site.shape[0], pair(layer.size), device=site.device)


@make.register
def _activation(layer: Activation, site: Site) -> nn.Module:
    if layer.function == "leaky_relu":
        return nn.LeakyReLU(layer.slope)
    return _FUNCTIONS[layer.function]()


@make.register
def _norm(layer: BatchNorm, site: Site) -> nn.Module:
    kind = modules.BatchNormOfMaps if is_picture(site.shape) else modules.BatchNormOfRows
    return kind(site.shape[0], layer.epsilon, layer.momentum, device=site.device)


@make.register
def _lrn(layer: LocalResponseNorm, site: Site) -> nn.Module:
    # torch divides alpha by the number of channels that count; the paper does not.
    return nn.LocalResponseNorm(layer.size, layer.alpha * layer.size, layer.beta, layer.k)


@make.register
def _dropout(layer: Dropout, site: Site) -> nn.Module:
    return dropout.Dropout(layer.rate)


@make.register
def _flatten(layer: Flatten, site: Site) -> nn.Module:
    return nn.Flatten()


@make.register
def _dense(layer: Dense, site: Site) -> nn.Module:
    width = _width(layer.units, site)
    return _unset(nn.Linear, site.shape[0], width, bias=layer.bias, device=site.device)


@make.register
def _shortcut(layer: ZeroPaddedShortcut, site: Site) -> nn.Module:
    return modules.ZeroPadded(layer.channels, layer.stride)


@make.register
def _add(layer: Add, site: Site) -> nn.Module:
    return modules.Sum()


@make.register
def _concatenate(layer: Concatenate, site: Site) -> nn.Module:
    return modules.Joined()


_FUNCTIONS: dict[str, Callable[[], nn.Module]] = {
    "relu": nn.ReLU,
    "sigmoid": nn.Sigmoid,
    "tanh": nn.Tanh,
    "elu": nn.ELU,
    "scaled_tanh": modules.ScaledTanh,
}


def _unset(kind: type[nn.Module], *args: Any, device: modules.Device, **more: Any) -> nn.Module:
    """A module with weights that are not set: torch's own way would draw them."""
    if str(device) == "meta":  # nothing is drawn there, and to_empty would import sympy
        return kind(*args, device=device, **more)
    made: nn.Module = nn.utils.skip_init(kind, *args, device=device, **more)
    return made


def _width(width: int | str, site: Site) -> int:
    return site.n_outputs if isinstance(width, str) else width


def _window(layer: Pooling) -> tuple[tuple[int, int], tuple[int, int]]:
    return pair(layer.size), layer.step


def _pooled(
    layer: Pooling, site: Site, fill: float, made: Callable[[tuple[int, int]], nn.Module]
) -> nn.Module:
    left, right, top, bottom = margins = layer.margins(site.shape)
    if left == right and top == bottom:
        return made((top, left))
    return modules.MarginPooling(made((0, 0)), margins, fill)
