"""The table of a network that is no design, such as a recurrent one: its modules' weights."""

import re
from collections.abc import Iterator
from math import prod
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from workbench.models.networks.layers.layer import Shape
from workbench.models.networks.measure import Measure
from workbench.models.networks.table import LayerTable, Row

_WORD = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")


def module_table(network: nn.Module, inputs: NDArray[Any]) -> LayerTable:
    """A row for each module that has weights of its own.

    Args:
        inputs: one sample, shape (1, …), which is put through the network to see the shapes; a
            module that it does not come through has none.
    """
    modules = dict(_weighted(network))
    seen = _shapes(network, modules, torch.from_numpy(np.array(inputs)))
    rows = [
        Row(number, name or _words(module), _words(module), _measure(module, seen.get(name, ())))
        for number, (name, module) in enumerate(modules.items(), start=1)
    ]
    return LayerTable(tuple(inputs.shape[1:]), tuple(rows))


def _weighted(network: nn.Module) -> Iterator[tuple[str, nn.Module]]:
    for name, module in network.named_modules():
        if next(module.parameters(recurse=False), None) is not None:
            yield name, module


def _shapes(network: nn.Module, modules: dict[str, nn.Module], inputs: Tensor) -> dict[str, Shape]:
    """What each module gives for the sample."""
    seen: dict[str, Shape] = {}

    def hook_of(name: str) -> Any:
        def remember(_module: nn.Module, _inputs: Any, outputs: Any) -> None:
            first = outputs[0] if isinstance(outputs, tuple) else outputs
            if isinstance(first, Tensor):
                seen[name] = tuple(first.shape[1:])

        return remember

    hooks = [module.register_forward_hook(hook_of(name)) for name, module in modules.items()]
    try:
        with torch.inference_mode():
            network.eval()(inputs)
    except (RuntimeError, NotImplementedError, TypeError):
        seen.clear()  # a network that is not asked for outputs in this way
    finally:
        for hook in hooks:
            hook.remove()
    return seen


def _measure(module: nn.Module, output: Shape) -> Measure:
    own = dict(module.named_parameters(recurse=False))
    biases = sum(p.numel() for name, p in own.items() if name == "b" or "bias" in name)
    weights = sum(p.numel() for p in own.values()) - biases
    is_looked_up = isinstance(module, nn.Embedding)
    times = 0 if is_looked_up or not output else prod(output[:-1])  # steps of a sequence
    return Measure(output, weights, biases, multiply_adds=weights * times)


def _words(module: nn.Module) -> str:
    return _WORD.sub("_", type(module).__name__).lower()
