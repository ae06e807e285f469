"""Transfer learning: weights from a file, layers that stay as they are, a head of its own.

Files are safetensors, or what ``torch.save`` has written of tensors; no code in them is ever run.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

import torch
from safetensors import SafetensorError
from safetensors.torch import load_file
from torch import Tensor, nn

from workbench.core.errors import ModelError, Where
from workbench.models.networks.graph_module import GraphNetwork
from workbench.models.networks.modules import SteadyNorm
from workbench.models.networks.weight_names import by_layers

_GRAPH = "network."  # what a graph of layers is called behind the module that takes pictures
SUFFIXES = (".safetensors", ".pt", ".pth", ".bin")


class Loaded(NamedTuple):
    """What has been taken from a file."""

    n_layers: int
    has_new_head: bool


def load_weights(network: nn.Module, path: Path, *, replaces_head: bool) -> Loaded:
    """Put the weights of a file into a network, layer by layer.

    Names are the network's own, or else say the order of the layers (``weight_names.py``).

    Args:
        replaces_head: leave the last layer as it is, if the file's has another number of outputs.

    Raises:
        ModelError: it is no file of weights; its layers are not those of the network, and which;
            or a number in it is none.
    """
    try:
        return _into(network, _read(path), path, replaces_head=replaces_head)
    except ModelError as error:
        raise error.at(file=str(path)) from None


def freeze(network: nn.Module, n_trained: int = 1) -> None:
    """Let all but the last ``n_trained`` layers stay as they are, batch norm's averages too.

    A block counts as one layer.
    """
    layers = _trained_layers(network)
    for layer in layers[: max(0, len(layers) - n_trained)]:
        for parameter in layer.parameters():
            parameter.requires_grad = False
        for module in layer.modules():
            if isinstance(module, SteadyNorm):
                module.is_frozen = True


def _trained_layers(network: nn.Module) -> list[nn.Module]:
    """The layers of the design that have weights; a graph may stand within a sequential."""
    layers = [m for m in network.children() if next(m.parameters(), None) is not None]
    is_wrapped = len(layers) == 1 and isinstance(layers[0], GraphNetwork)
    return _trained_layers(layers[0]) if is_wrapped else layers


def _into(
    network: nn.Module, tensors: Mapping[str, Tensor], path: Path, *, replaces_head: bool
) -> Loaded:
    own = dict(_layers(network))
    is_ordered = path.suffix.lower() != ".safetensors"
    given = _by_own_names(tensors, own) or by_layers(tensors, is_ordered=is_ordered)
    if len(given) != len(own):
        raise ModelError(
            f"The file holds {len(given)} layers with weights, this network {len(own)}.",
            remedy="Choose the network that the weights are of.",
        )
    pairs = list(zip(own.items(), given, strict=True))
    has_new_head = replaces_head and not _fits_head(*pairs[-1])
    for (name, layer), numbers in pairs[: len(pairs) - has_new_head]:
        _check(name, layer, numbers, is_last=name == pairs[-1][0][0])
    for (_, layer), numbers in pairs[: len(pairs) - has_new_head]:
        for part, tensor in layer.items():
            tensor.data.copy_(numbers[part])
    return Loaded(len(pairs) - has_new_head, has_new_head)


def _layers(network: nn.Module) -> Iterator[tuple[str, dict[str, Tensor]]]:
    """The tensors of each module that has weights of its own, by its name."""
    for name, module in network.named_modules():
        tensors: dict[str, Tensor] = dict(module.named_parameters(recurse=False))
        buffers = dict(module.named_buffers(recurse=False))
        tensors |= {k: b for k, b in buffers.items() if k.startswith("running")}
        if tensors:
            yield name, tensors


def _by_own_names(
    tensors: Mapping[str, Tensor], own: Mapping[str, Mapping[str, Tensor]]
) -> list[dict[str, Tensor]] | None:
    """The file's tensors in the network's order, if they have its names."""
    given = {name.removeprefix(_GRAPH): tensor for name, tensor in tensors.items()}
    layers = [(layer.removeprefix(_GRAPH), parts) for layer, parts in own.items()]
    if not {f"{layer}.{part}" for layer, parts in layers for part in parts} <= set(given):
        return None
    return [{part: given[f"{layer}.{part}"] for part in parts} for layer, parts in layers]


def _fits_head(layer: tuple[str, Mapping[str, Tensor]], numbers: Mapping[str, Tensor]) -> bool:
    _, parts = layer
    return all(k in numbers and numbers[k].shape == tensor.shape for k, tensor in parts.items())


def _check(
    name: str, layer: Mapping[str, Tensor], numbers: Mapping[str, Tensor], *, is_last: bool
) -> None:
    for part, tensor in layer.items():
        if part not in numbers or set(numbers) - set(layer):
            raise ModelError(
                f"Layer {name} has {', '.join(layer)}; the file has {', '.join(numbers)} there.",
                remedy="Choose the network that the weights are of.",
            )
        if numbers[part].shape != tensor.shape:
            wanted, has = _shape(tensor), _shape(numbers[part])
            raise ModelError(
                f"Layer {name}: its {part} is {wanted}, the file's {has}.",
                remedy="Give the network a head of its own."
                if is_last
                else "Choose the network that the weights are of.",
            )
        if not bool(torch.isfinite(numbers[part]).all()):
            raise ModelError(f"Layer {name}: the file's {part} holds numbers that are none.")


def _shape(tensor: Tensor) -> str:
    return "×".join(map(str, tensor.shape)) if tensor.ndim > 1 else f"{tensor.numel()} values"


def _read(path: Path) -> dict[str, Tensor]:
    if path.suffix.lower() not in SUFFIXES:
        raise ModelError(
            "Weights are read from " + ", ".join(SUFFIXES) + ".", where=Where(file=str(path))
        )
    if not path.is_file():
        raise ModelError("There is no such file.")
    try:
        if path.suffix.lower() == ".safetensors":
            return dict(load_file(path))
        return _tensors(torch.load(path, map_location="cpu", weights_only=True))
    except (SafetensorError, OSError, RuntimeError, ValueError, EOFError, KeyError) as error:
        raise ModelError("The file is damaged, or holds no weights.") from error
    except Exception as error:  # torch raises pickle's own error for anything but tensors
        if type(error).__name__ != "UnpicklingError":
            raise
        raise ModelError(
            "The file holds more than tensors, and is not read: that could run code.",
            remedy="Save the network's state_dict only, or as .safetensors.",
        ) from error


def _tensors(content: object) -> dict[str, Tensor]:
    """The tensors of a state dict, which may stand within another dictionary."""
    if isinstance(content, Mapping):
        inner = content.get("state_dict", content.get("model", content))
        found = {k: v for k, v in inner.items() if isinstance(v, Tensor)}
        if found and all(isinstance(name, str) for name in found):
            return {name.removeprefix("module."): tensor for name, tensor in found.items()}
    raise ModelError("The file holds no weights by name.")
