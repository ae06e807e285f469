"""Layers of S networks whose values lie in rows: (S, b, d)."""

from abc import ABC, abstractmethod
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from typing_extensions import override

from workbench.training.batch import Pass


class StackedLayer(ABC):
    """One layer of S networks."""

    @abstractmethod
    def __call__(self, inputs: Tensor, how: Pass) -> Tensor:
        """Outputs for inputs, each as rows (S, b, d) or as maps (b, S·c, h, w)."""


@dataclass(frozen=True, eq=False)
class StackedLinear(StackedLayer):
    """S linear layers: weight (S, in, out), bias (S, 1, out)."""

    weight: Tensor
    bias: Tensor | None

    @override
    def __call__(self, inputs: Tensor, how: Pass) -> Tensor:
        if self.bias is None:
            return torch.bmm(inputs, self.weight)
        return torch.baddbmm(self.bias, inputs, self.weight)  # (S, b, out)


@dataclass(frozen=True, eq=False)
class StackedActivation(StackedLayer):
    """An elementwise function; it does not mind how values lie."""

    function: nn.Module

    @override
    def __call__(self, inputs: Tensor, how: Pass) -> Tensor:
        outputs: Tensor = self.function(inputs)
        return outputs


@dataclass(frozen=True, eq=False)
class StackedDropout(StackedLayer):
    """Dropout by masks drawn beforehand, each network's from its own stream."""

    number: int

    @override
    def __call__(self, inputs: Tensor, how: Pass) -> Tensor:
        if not how.is_training:
            return inputs
        mask = how.masks[self.number]  # (S, b, width)
        if inputs.dim() == 4:
            n_networks, _, height, width = len(mask), *inputs.shape[1:]
            maps = mask.unflatten(2, (inputs.shape[1] // n_networks, height, width))
            mask = maps.transpose(0, 1).flatten(1, 2)  # (b, S·c, h, w)
        return inputs * mask


class StackedBatchNorm(StackedLayer):
    """S batch normalisations (Ioffe and Szegedy 2015); rows that fill up do not count.

    A network whose batch holds a single row, which has no variance, is normalised by its running
    statistics, and these stay as they are.
    """

    def __init__(
        self,
        layer: nn.BatchNorm1d | nn.BatchNorm2d,
        parameters: tuple[Tensor, Tensor],
        statistics: tuple[Tensor, Tensor],
    ) -> None:
        self._scale, self._shift = parameters  # (S, 1, width) each
        self._mean, self._variance = statistics  # (S, 1, width) each
        self._eps = layer.eps
        self._momentum = 0.1 if layer.momentum is None else layer.momentum

    @override
    def __call__(self, inputs: Tensor, how: Pass) -> Tensor:
        inputs = inputs.float()  # in mixed precision, too
        if not how.is_training:
            mean, variance = self._mean, self._variance
        elif how.present is None and inputs.shape[1] > 1:
            variance, mean = torch.var_mean(inputs, 1, correction=0, keepdim=True)
            n = inputs.shape[1]
            self._remember(mean, variance * (n / (n - 1)))
        else:
            mean, variance = self._of_some(inputs, how.present)
        factor = self._scale * torch.rsqrt(variance + self._eps)
        return (inputs - mean) * factor + self._shift

    def _of_some(self, inputs: Tensor, present: Tensor | None) -> tuple[Tensor, Tensor]:
        """Mean and variance of the rows that are present, (S, 1, width) each."""
        present = inputs.new_ones(*inputs.shape[:2], 1) if present is None else present
        n = present.sum(1, keepdim=True)  # (S, 1, 1)
        mean = (inputs * present).sum(1, keepdim=True) / n
        variance = ((inputs - mean).square() * present).sum(1, keepdim=True) / n
        several = n > 1
        unbiased = variance * (n / (n - 1).clamp(min=1))
        self._remember(
            torch.where(several, mean, self._mean), torch.where(several, unbiased, self._variance)
        )
        # where() copies: the statistics themselves must not be part of the graph
        return (
            torch.where(several, mean, self._mean.clone()),
            torch.where(several, variance, self._variance.clone()),
        )

    def _remember(self, mean: Tensor, variance: Tensor) -> None:
        self._mean.lerp_(mean.detach(), self._momentum)
        self._variance.lerp_(variance.detach(), self._momentum)
