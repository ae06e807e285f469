"""Layers of S networks whose values lie as maps: (b, S·c, h, w), each network's beside another's.

So S convolutions are one by groups, and what treats each channel by itself stays as it is. On the
processor the channels of a pixel lie side by side: grouped convolutions are then two to four times
as fast.
"""

from collections.abc import Mapping, Sequence
from copy import deepcopy

import torch
from torch import Tensor, nn
from torch.func import functional_call
from torch.nn import functional
from typing_extensions import override

from workbench.training.batch import Pass
from workbench.training.stacked_rows import StackedBatchNorm, StackedLayer


def as_maps(values: Tensor) -> Tensor:
    """(S, b, c, h, w) as maps."""
    maps = values.transpose(0, 1).flatten(1, 2)  # (b, S·c, h, w)
    if maps.device.type == "cpu":
        return maps.contiguous(memory_format=torch.channels_last)
    return maps.contiguous()


def by_network(values: Tensor, n_networks: int) -> Tensor:
    """Maps as (S, b, c, h, w); rows as they are."""
    if values.dim() != 4:
        return values
    apart: Tensor = values.unflatten(1, (n_networks, -1))
    return apart.transpose(0, 1)


class StackedInput(StackedLayer):
    """The first layer, where it has no parameters: it takes what the data are, (S, b, …).

    Each network has its own, as they may scale pictures by what their training rows are like.
    """

    def __init__(self, modules: Sequence[nn.Module], device: torch.device) -> None:
        self._modules = [deepcopy(module).to(device).eval() for module in modules]
        self._are_alike = all(_alike(module, modules[0]) for module in modules[1:])

    @override
    def __call__(self, inputs: Tensor, how: Pass) -> Tensor:
        outputs: Tensor
        if self._are_alike:
            outputs = self._modules[0](inputs.flatten(0, 1))
            outputs = outputs.unflatten(0, inputs.shape[:2])
        else:
            pairs = zip(self._modules, inputs, strict=False)  # there may be fewer inputs
            outputs = torch.stack([module(part) for module, part in pairs])
        return as_maps(outputs) if outputs.dim() == 5 else outputs


class StackedConvolution(StackedLayer):
    """S convolutions by groups: weight (S, out, in/groups, kh, kw), bias (S, out)."""

    def __init__(self, layer: nn.Conv2d, weight: Tensor, bias: Tensor | None) -> None:
        self._weight, self._bias = weight, bias
        self._margins: tuple[int, ...] = getattr(layer, "margins", (0, 0, 0, 0))
        self._stride, self._padding, self._dilation = layer.stride, layer.padding, layer.dilation
        self._n_groups = layer.groups * len(weight)

    @override
    def __call__(self, inputs: Tensor, how: Pass) -> Tensor:
        if any(self._margins):
            inputs = functional.pad(inputs, self._margins)
        weight = self._weight.flatten(0, 1)  # (S·out, in/groups, kh, kw)
        bias = None if self._bias is None else self._bias.flatten()
        return functional.conv2d(
            inputs, weight, bias, self._stride, self._padding, self._dilation, self._n_groups
        )


class StackedMapsNorm(StackedBatchNorm):
    """S batch normalisations of maps; pictures that fill up do not count."""

    @override
    def __call__(self, inputs: Tensor, how: Pass) -> Tensor:
        n_values = inputs.numel() // inputs.shape[1]  # of each channel
        if how.is_training and (how.present is not None or n_values == 1):
            shape = inputs.shape
            rows = _as_rows(inputs, len(self._mean))  # (S, b·h·w, c)
            present = None
            if how.present is not None:
                present = how.present.repeat_interleave(shape[2] * shape[3], 1)
            normed = super().__call__(rows, Pass(is_training=True, present=present))
            return _as_maps_again(normed, shape)
        mean, variance = (s.reshape(-1).clone() for s in (self._mean, self._variance))
        outputs = functional.batch_norm(
            inputs,
            mean,
            variance,
            self._scale.reshape(-1),
            self._shift.reshape(-1),
            how.is_training,
            self._momentum,
            self._eps,
        )
        if how.is_training:
            self._mean.copy_(mean.view_as(self._mean))
            self._variance.copy_(variance.view_as(self._variance))
        return outputs


class StackedPerChannel(StackedLayer):
    """A module that treats each channel by itself; its parameters are (S, c) each."""

    def __init__(
        self, module: nn.Module, parameters: Mapping[str, Tensor], n_networks: int
    ) -> None:
        self._module, self._parameters, self._n = module, parameters, n_networks

    @override
    def __call__(self, inputs: Tensor, how: Pass) -> Tensor:
        if self._parameters:
            flat = {name: p.flatten(0, 1) for name, p in self._parameters.items()}
            outputs: Tensor = functional_call(self._module, flat, (inputs,))
        else:
            outputs = self._module(inputs)
        if outputs.dim() == 2:  # one number for each channel
            outputs = outputs.unflatten(1, (self._n, -1)).transpose(0, 1)  # (S, b, c)
        return outputs


class StackedPerRow(StackedLayer):
    """A module without parameters, which treats each sample by itself."""

    def __init__(self, module: nn.Module, n_networks: int) -> None:
        self._module, self._n = module, n_networks

    @override
    def __call__(self, inputs: Tensor, how: Pass) -> Tensor:
        values = by_network(inputs, self._n)  # (S, b, …)
        outputs: Tensor = self._module(values.flatten(0, 1))
        outputs = outputs.unflatten(0, values.shape[:2])
        return as_maps(outputs) if outputs.dim() == 5 else outputs


class StackedPerNetwork(StackedLayer):
    """A module that each network computes for itself; its parameters have the axis S in front."""

    def __init__(self, module: nn.Module, parameters: Mapping[str, Tensor]) -> None:
        device = next(iter(parameters.values())).device
        self._module, self._parameters = deepcopy(module).to(device), parameters
        self._n = len(next(iter(parameters.values())))

    @override
    def __call__(self, inputs: Tensor, how: Pass) -> Tensor:
        values = by_network(inputs, self._n)  # (S, b, …)
        parts = [
            functional_call(self._module, {n: p[i] for n, p in self._parameters.items()}, (part,))
            for i, part in enumerate(values)
        ]
        outputs = torch.stack(parts)
        return as_maps(outputs) if outputs.dim() == 5 else outputs


def _as_rows(maps: Tensor, n_networks: int) -> Tensor:
    """Maps as rows of channels, (S, b·h·w, c)."""
    apart: Tensor = maps.unflatten(1, (n_networks, -1))  # (b, S, c, h, w)
    return apart.permute(1, 0, 3, 4, 2).flatten(1, 3)


def _as_maps_again(rows: Tensor, shape: torch.Size) -> Tensor:
    """The inverse of ``_as_rows``."""
    values = rows.unflatten(1, (shape[0], *shape[2:]))  # (S, b, h, w, c)
    return as_maps(values.permute(0, 1, 4, 2, 3))


def _alike(one: nn.Module, other: nn.Module) -> bool:
    pairs = zip(one.buffers(), other.buffers(), strict=True)
    return all(torch.equal(ours, theirs) for ours, theirs in pairs)
