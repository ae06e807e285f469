"""Like-shaped networks as one: every tensor gets a leading *stack* axis.

An ordinary ``torch.nn.Sequential`` of Linear, BatchNorm1d, Dropout and elementwise activations
becomes a ``Stack`` whose linear layers are batched matrix products. All parameters of all
networks lie in one tensor of shape (S, P), one network per row, so that a step of the optimiser,
keeping the best weights and taking the first networks only are each one operation.

Each network sees its own rows and random numbers only: it becomes what it would become alone.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from typing_extensions import override

from workbench.training.batch import Pass
from workbench.training.layer_place import LayerPlace, places_in_chain
from workbench.training.trainee import Body

Elementwise = (nn.ReLU, nn.Sigmoid, nn.Tanh, nn.LeakyReLU, nn.ELU, nn.Identity)


class StackedLayer(ABC):
    """One layer of S networks."""

    @abstractmethod
    def __call__(self, inputs: Tensor, how: Pass) -> Tensor:
        """Outputs (S, b, out) for inputs (S, b, in)."""


class Stack(Body):
    """S networks of one shape whose layers are all known here.

    Args:
        networks: they give the layers, not the numbers.
        values: all parameters, shape (S, P).
        statistics: all running statistics of batch norm, shape (S, Q).

    Attributes:
        parameters: of each layer, as leaves that share memory with ``values``.
        dropout_widths: of each dropout layer, in order.
    """

    def __init__(
        self, networks: Sequence[nn.Sequential], values: Tensor, statistics: Tensor
    ) -> None:
        self.values, self.statistics = values, statistics
        self.parameters: list[Tensor] = []
        self.dropout_widths: list[int] = []
        self._networks = networks
        self._taken = [0, 0]
        self._noted: dict[int, Tensor] | None = None
        pairs = zip(networks[0], _widths(networks[0]), strict=True)
        self._layers = [self._layer(*pair) for pair in pairs]

    @classmethod
    def of(cls, networks: Sequence[nn.Module], device: torch.device) -> "Stack":
        """Networks of one shape, stacked, on ``device``. Theirs stay as they are.

        Raises:
            ValueError: there is a layer that cannot be stacked (see ``is_stackable``).
        """
        chains = [network for network in networks if isinstance(network, nn.Sequential)]
        if len(chains) < len(networks):
            raise ValueError("only plain sequences of layers can be stacked")
        values = torch.stack([_packed(n, _layer_parameters) for n in chains]).to(device)
        statistics = torch.stack([_packed(n, _layer_statistics) for n in chains]).to(device)
        return cls(chains, values, statistics)

    @override
    def __call__(self, inputs: Tensor, how: Pass) -> Tensor:
        """The outputs (S, b, c) for inputs (S, b, d)."""
        outputs = inputs
        for number, layer in enumerate(self._layers):
            outputs = layer(outputs, how)
            if self._noted is not None:
                self._noted.setdefault(number, outputs.detach())
        return outputs

    @property
    @override
    def layers(self) -> list[LayerPlace]:
        return places_in_chain(self._networks[0], _layer_parameters)

    @override
    def watch(self, outputs: dict[int, Tensor] | None) -> None:
        self._noted = outputs

    @override
    def first(self, n: int) -> "Stack":
        """The first ``n`` networks, sharing memory with this stack."""
        return Stack(self._networks[:n], self.values[:n], self.statistics[:n])

    @override
    def kept(self, rows: Sequence[int]) -> "Stack":
        """A stack of some of the networks, which shares nothing with this one."""
        networks = [self._networks[row] for row in rows]
        return Stack(networks, self.values[rows], self.statistics[rows])

    @override
    def gathered(self, gradients: Sequence[Tensor]) -> Tensor:
        return torch.cat([g.flatten(1) for g in gradients], 1)

    @override
    def unpacked(self, network: nn.Module, values: Tensor, statistics: Tensor) -> nn.Module:
        copy = deepcopy(network).cpu().eval()
        _unpack(values.detach().cpu(), copy, _layer_parameters)
        _unpack(statistics.detach().cpu(), copy, _layer_statistics)
        return copy

    def _layer(self, layer: nn.Module, width: int) -> StackedLayer:
        if isinstance(layer, nn.Linear):
            shape = (layer.in_features, layer.out_features)
            weight = self._parameter(*shape)
            # A bias in front of batch norm does nothing, so such layers have none.
            has_bias = layer.bias is not None
            return StackedLinear(weight, self._parameter(1, shape[1]) if has_bias else None)
        if isinstance(layer, nn.BatchNorm1d):
            return StackedBatchNorm(
                layer,
                (self._parameter(1, width), self._parameter(1, width)),
                (self._statistic(width), self._statistic(width)),
            )
        if isinstance(layer, nn.Dropout):
            self.dropout_widths.append(width)
            return StackedDropout(len(self.dropout_widths) - 1)
        if isinstance(layer, Elementwise):
            return StackedActivation(layer)
        raise ValueError(f"{type(layer).__name__} cannot be stacked")

    def _parameter(self, *shape: int) -> Tensor:
        start, self._taken[0] = self._taken[0], self._taken[0] + shape[0] * shape[1]
        view = self.values[:, start : self._taken[0]].unflatten(1, shape)
        self.parameters.append(view.detach().requires_grad_())
        return self.parameters[-1]

    def _statistic(self, width: int) -> Tensor:
        start, self._taken[1] = self._taken[1], self._taken[1] + width
        return self.statistics[:, start : self._taken[1]].unsqueeze(1)  # (S, 1, width)


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
    """An elementwise function; it does not mind the stack axis."""

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
        return inputs * how.masks[self.number] if how.is_training else inputs


class StackedBatchNorm(StackedLayer):
    """S batch normalisations (Ioffe and Szegedy 2015); rows that fill up do not count.

    A network whose batch holds a single row, which has no variance, is normalised by its running
    statistics, and these stay as they are.
    """

    def __init__(
        self,
        layer: nn.BatchNorm1d,
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


def is_stackable(network: nn.Module) -> bool:
    """Whether ``Stack`` knows every layer of the network."""
    known = (nn.Linear, nn.BatchNorm1d, nn.Dropout, *Elementwise)
    return isinstance(network, nn.Sequential) and all(isinstance(x, known) for x in network)


def dropout_rates(network: nn.Module) -> list[float]:
    """The rate of each dropout layer; those of a stack's networks may differ."""
    return [layer.p for layer in network.children() if isinstance(layer, nn.Dropout)]


def weight_count(network: nn.Module) -> int:
    """The number of trained parameters."""
    return sum(parameter.numel() for parameter in network.parameters())


def _widths(network: nn.Sequential) -> list[int]:
    """The width of what each layer gives."""
    layers = list(network)
    width = next(layer.in_features for layer in layers if isinstance(layer, nn.Linear))
    widths = []
    for layer in layers:
        width = layer.out_features if isinstance(layer, nn.Linear) else width
        widths.append(width)
    return widths


def _layer_parameters(layer: nn.Module) -> Iterator[Tensor]:
    """A layer's parameters as a stack holds them: a weight as (in, out)."""
    if isinstance(layer, nn.Linear):
        yield layer.weight.data.T
        if layer.bias is not None:
            yield layer.bias.data
    elif isinstance(layer, nn.BatchNorm1d):
        yield layer.weight.data
        yield layer.bias.data


def _layer_statistics(layer: nn.Module) -> Iterator[Tensor]:
    if isinstance(layer, nn.BatchNorm1d) and layer.running_mean is not None:
        yield layer.running_mean
        if layer.running_var is not None:
            yield layer.running_var


Part = Callable[[nn.Module], Iterator[Tensor]]


def _packed(network: nn.Sequential, part: Part) -> Tensor:
    """All tensors of a part in one row, shape (P,)."""
    tensors = [tensor.flatten() for layer in network for tensor in part(layer)]
    return torch.cat(tensors) if tensors else torch.empty(0)


def _unpack(row: Tensor, network: nn.Module, part: Part) -> None:
    """The inverse of ``_packed``, into the network's own tensors."""
    start = 0
    for layer in network.children():
        for tensor in part(layer):
            tensor.copy_(row[start : start + tensor.numel()].view(tensor.shape))
            start += tensor.numel()
