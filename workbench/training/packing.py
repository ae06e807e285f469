"""The layers of a chain, and their numbers in one row each, in the order in which a stack has them.

A weight of a linear layer lies as (in, out), all others as torch has them.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import TypeAlias

import torch
from torch import Tensor, nn

from workbench.training.layer_place import LayerPlace

Part: TypeAlias = Callable[[nn.Module], Iterator[Tensor]]


def chain(network: nn.Module) -> list[nn.Module]:
    """The layers one after the other; those of an ``nn.Sequential`` within stand in its place."""
    return [layer for _, layer in named_chain(network)]


def named_chain(network: nn.Module) -> Iterator[tuple[str, nn.Module]]:
    """The layers with their names."""
    for name, layer in network.named_children():
        if isinstance(layer, nn.Sequential):
            yield from ((f"{name}.{inner}", module) for inner, module in named_chain(layer))
        else:
            yield name, layer


def places(network: nn.Module) -> list[LayerPlace]:
    """Where the numbers of each layer are in a row."""
    found, start = [], 0
    for name, layer in named_chain(network):
        n = sum(tensor.numel() for tensor in parameters(layer))
        found.append(LayerPlace.of(name, layer, start, n))
        start += n
    return found


def parameters(layer: nn.Module) -> Iterator[Tensor]:
    """A layer's parameters as a stack holds them."""
    if isinstance(layer, nn.Linear):
        yield layer.weight.data.T
        if layer.bias is not None:
            yield layer.bias.data
    else:
        yield from (parameter.data for parameter in layer.parameters())


def statistics(layer: nn.Module) -> Iterator[Tensor]:
    """The running mean and variance of a batch norm."""
    if isinstance(layer, nn.BatchNorm1d | nn.BatchNorm2d) and layer.running_mean is not None:
        yield layer.running_mean
        if layer.running_var is not None:
            yield layer.running_var


def packed(network: nn.Module, part: Part) -> Tensor:
    """All tensors of a part in one row, shape (P,)."""
    tensors = [tensor.flatten() for layer in chain(network) for tensor in part(layer)]
    return torch.cat(tensors) if tensors else torch.empty(0)


def unpack(row: Tensor, network: nn.Module, part: Part) -> None:
    """The inverse of ``packed``, into the network's own tensors."""
    start = 0
    for layer in chain(network):
        for tensor in part(layer):
            tensor.copy_(row[start : start + tensor.numel()].view(tensor.shape))
            start += tensor.numel()


@torch.no_grad()
def dropout_widths(network: nn.Module, row: Tensor | None) -> list[int]:
    """How many values each dropout layer takes of one sample.

    Args:
        row: a sample, shape (1, …); None = as many numbers as the first linear layer takes.
    """
    layers = chain(network)
    if not any(isinstance(layer, nn.Dropout) for layer in layers):
        return []
    values, widths = _first(layers) if row is None else row.cpu(), []
    for layer in layers:
        if isinstance(layer, nn.Dropout):
            widths.append(values[0].numel())
        elif not isinstance(layer, nn.BatchNorm1d | nn.BatchNorm2d):  # would note the sample
            values = layer(values)
    return widths


def _first(layers: Sequence[nn.Module]) -> Tensor:
    width = next(layer.in_features for layer in layers if isinstance(layer, nn.Linear))
    return torch.zeros(1, width)
