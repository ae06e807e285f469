"""Like-shaped networks as one: every tensor gets a leading *stack* axis.

An ordinary ``torch.nn.Sequential`` becomes a ``Stack`` whose linear layers are batched matrix
products and whose convolutions are one convolution by groups. All parameters of all networks lie
in one tensor of shape (S, P), one network per row, so that a step of the optimiser, keeping the
best weights and taking the first networks only are each one operation.

Each network sees its own rows and random numbers only: it becomes what it would become alone.
"""

from collections.abc import Sequence
from copy import deepcopy

import torch
from torch import Tensor, nn
from typing_extensions import override

from workbench.training import packing
from workbench.training.batch import Pass
from workbench.training.layer_place import LayerPlace
from workbench.training.stackable_modules import PerChannel, PerNetwork
from workbench.training.stacked_maps import (
    StackedConvolution,
    StackedInput,
    StackedMapsNorm,
    StackedPerChannel,
    StackedPerNetwork,
    StackedPerRow,
    as_maps,
    by_network,
)
from workbench.training.stacked_rows import (
    StackedActivation,
    StackedBatchNorm,
    StackedDropout,
    StackedLayer,
    StackedLinear,
)
from workbench.training.trainee import Body, Note

Elementwise = (nn.ReLU, nn.Sigmoid, nn.Tanh, nn.LeakyReLU, nn.ELU, nn.Identity)
Channelwise = (nn.MaxPool2d, nn.AvgPool2d, PerChannel)


class Stack(Body):
    """S networks of one shape whose layers are all known here.

    Args:
        networks: they give the layers, not the numbers.
        values: all parameters, shape (S, P).
        statistics: all running statistics of batch norm, shape (S, Q).
        dropout_widths: of each dropout layer, in order.

    Attributes:
        parameters: of each layer, as leaves that share memory with ``values``.
    """

    def __init__(
        self,
        networks: Sequence[nn.Module],
        values: Tensor,
        statistics: Tensor,
        dropout_widths: Sequence[int] = (),
    ) -> None:
        self.values, self.statistics = values, statistics
        self.parameters: list[Tensor] = []
        self.dropout_widths = list(dropout_widths)
        self._networks = networks
        self._taken = [0, 0]
        self._n_dropouts = 0
        self._note: Note | None = None
        chains = [packing.chain(network) for network in networks]
        self._layers = [self._first(chains), *map(self._layer, chains[0][1:])]

    @classmethod
    def of(
        cls, networks: Sequence[nn.Module], device: torch.device, row: Tensor | None = None
    ) -> "Stack":
        """Networks of one shape, stacked, on ``device``. Theirs stay as they are.

        Args:
            row: a sample, shape (1, …), where there is dropout and no linear layer before it.

        Raises:
            ValueError: there is a layer that cannot be stacked (see ``is_stackable``).
        """
        if not all(isinstance(network, nn.Sequential) for network in networks):
            raise ValueError("only plain sequences of layers can be stacked")
        values, statistics = (
            torch.stack([packing.packed(network, part) for network in networks]).to(device)
            for part in (packing.parameters, packing.statistics)
        )
        return cls(networks, values, statistics, packing.dropout_widths(networks[0], row))

    @override
    def __call__(self, inputs: Tensor, how: Pass) -> Tensor:
        """The outputs (S, b, c) for inputs (S, b, …)."""
        outputs = inputs
        for number, layer in enumerate(self._layers):
            outputs = layer(outputs, how)
            if self._note is not None:
                self._note(number, by_network(outputs.detach(), len(self)))
        return outputs

    @property
    @override
    def layers(self) -> list[LayerPlace]:
        return packing.places(self._networks[0])

    @override
    def watch(self, note: Note | None) -> None:
        self._note = note

    @override
    def first(self, n: int) -> "Stack":
        """The first ``n`` networks, sharing memory with this stack."""
        parts = self._networks[:n], self.values[:n], self.statistics[:n]
        return Stack(*parts, self.dropout_widths)

    @override
    def kept(self, rows: Sequence[int]) -> "Stack":
        """A stack of some of the networks, which shares nothing with this one."""
        networks = [self._networks[row] for row in rows]
        return Stack(networks, self.values[rows], self.statistics[rows], self.dropout_widths)

    @override
    def gathered(self, gradients: Sequence[Tensor]) -> Tensor:
        return torch.cat([g.flatten(1) for g in gradients], 1)

    @override
    def unpacked(self, network: nn.Module, values: Tensor, statistics: Tensor) -> nn.Module:
        copy = deepcopy(network).cpu().eval()
        packing.unpack(values.detach().cpu(), copy, packing.parameters)
        packing.unpack(statistics.detach().cpu(), copy, packing.statistics)
        return copy

    def _first(self, chains: Sequence[Sequence[nn.Module]]) -> StackedLayer:
        firsts = [layers[0] for layers in chains]
        if _is_input(firsts[0]):
            return StackedInput(firsts, self.values.device)
        layer = self._layer(firsts[0])
        return _OnPictures(layer) if isinstance(layer, _OF_MAPS) else layer

    def _layer(self, layer: nn.Module) -> StackedLayer:
        if isinstance(layer, nn.Linear):
            weight = self._parameter(layer.in_features, layer.out_features)
            # A bias in front of batch norm does nothing, so such layers have none.
            has_bias = layer.bias is not None
            return StackedLinear(
                weight, self._parameter(1, layer.out_features) if has_bias else None
            )
        if isinstance(layer, nn.Conv2d):
            weight = self._parameter(*layer.weight.shape)
            has_bias = layer.bias is not None
            bias = self._parameter(layer.out_channels) if has_bias else None
            return StackedConvolution(layer, weight, bias)
        if isinstance(layer, nn.BatchNorm1d | nn.BatchNorm2d):
            return self._norm(layer)
        if isinstance(layer, nn.Dropout):
            self._n_dropouts += 1
            return StackedDropout(self._n_dropouts - 1)
        return self._other(layer)

    def _norm(self, layer: nn.BatchNorm1d | nn.BatchNorm2d) -> StackedBatchNorm:
        width = layer.num_features
        kind = StackedMapsNorm if isinstance(layer, nn.BatchNorm2d) else StackedBatchNorm
        parameters = self._parameter(1, width), self._parameter(1, width)
        return kind(layer, parameters, (self._statistic(width), self._statistic(width)))

    def _other(self, layer: nn.Module) -> StackedLayer:
        n = len(self.values)
        if isinstance(layer, Elementwise):
            return StackedActivation(layer)
        if isinstance(layer, (PerNetwork, *Channelwise)):
            own = {name: self._parameter(*p.shape) for name, p in layer.named_parameters()}
            if isinstance(layer, PerNetwork):
                return StackedPerNetwork(layer, own)
            return StackedPerChannel(layer, own, n)
        if _is_plain(layer):
            return StackedPerRow(layer, n)
        raise ValueError(f"{type(layer).__name__} cannot be stacked")

    def _parameter(self, *shape: int) -> Tensor:
        n = torch.Size(shape).numel()
        start, self._taken[0] = self._taken[0], self._taken[0] + n
        view = self.values[:, start : self._taken[0]].unflatten(1, shape)
        self.parameters.append(view.detach().requires_grad_())
        return self.parameters[-1]

    def _statistic(self, width: int) -> Tensor:
        start, self._taken[1] = self._taken[1], self._taken[1] + width
        return self.statistics[:, start : self._taken[1]].unsqueeze(1)  # (S, 1, width)


class _OnPictures(StackedLayer):
    """A layer of maps that is the first: it takes (S, b, c, h, w)."""

    def __init__(self, layer: StackedLayer) -> None:
        self._layer = layer

    @override
    def __call__(self, inputs: Tensor, how: Pass) -> Tensor:
        return self._layer(as_maps(inputs), how)


_OF_MAPS = (StackedConvolution, StackedMapsNorm)


def is_stackable(network: nn.Module) -> bool:
    """Whether ``Stack`` knows every layer of the network, and all of it is to be trained."""
    if not isinstance(network, nn.Sequential):
        return False
    layers = packing.chain(network)
    is_known = (_is_known(x) or (x is layers[0] and _is_input(x)) for x in layers)
    return bool(layers) and all(is_known) and all(p.requires_grad for p in network.parameters())


def dropout_rates(network: nn.Module) -> list[float]:
    """The rate of each dropout layer; those of a stack's networks may differ."""
    return [layer.p for layer in packing.chain(network) if isinstance(layer, nn.Dropout)]


def weight_count(network: nn.Module) -> int:
    """The number of trained parameters."""
    return sum(parameter.numel() for parameter in network.parameters())


def _is_known(layer: nn.Module) -> bool:
    if isinstance(layer, nn.Conv2d):
        return layer.padding_mode == "zeros" and not isinstance(layer.padding, str)
    known = (nn.Linear, nn.BatchNorm1d, nn.BatchNorm2d, nn.Dropout, PerNetwork, *Channelwise)
    return isinstance(layer, known + Elementwise) or _is_plain(layer)


def _is_plain(layer: nn.Module) -> bool:
    """Whether there is nothing in it but a function of each sample."""
    return _is_input(layer) and not any(True for _ in layer.buffers())


def _is_input(layer: nn.Module) -> bool:
    """Whether it has no parameters and draws no random numbers."""
    if isinstance(layer, nn.Dropout | nn.modules.batchnorm._BatchNorm):  # noqa: SLF001 -- one base
        return False
    has_parameters = any(True for _ in layer.parameters())
    return not has_parameters and not any(hasattr(m, "generator") for m in layer.modules())
