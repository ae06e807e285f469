"""Torch modules in evaluation mode as operators, from their weights."""

from functools import singledispatch
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

from workbench.core.errors import ModelError
from workbench.export.onnx.graph import OnnxGraph
from workbench.models.networks import modules
from workbench.models.networks.graph_module import GraphNetwork, module_name
from workbench.models.networks.layers.layer import INPUT


@singledispatch
def given(module: nn.Module, graph: OnnxGraph, *values: str) -> str:
    """What a module gives for values; each a float32 tensor.

    Raises:
        ModelError: there is no such module here.
    """
    raise ModelError(
        f"The network has a layer '{type(module).__name__}', which cannot be put into ONNX."
    )


def weights_of(tensor: torch.Tensor) -> NDArray[Any]:
    """A parameter's numbers."""
    return np.asarray(tensor.detach().cpu().numpy())


@given.register
def _chain(module: nn.Sequential, graph: OnnxGraph, *values: str) -> str:
    [value] = values
    for layer in module:
        value = given(layer, graph, value)
    return value


@given.register
def _graph(module: GraphNetwork, graph: OnnxGraph, *values: str) -> str:
    known = {INPUT: values[0]}
    for name, takes in module.wires:
        layer = module.get_submodule(module_name(name))
        known[name] = given(layer, graph, *(known[one] for one in takes))
    return known[module.end]


@given.register
def _linear(module: nn.Linear, graph: OnnxGraph, *values: str) -> str:
    given_to = [values[0], graph.constant(weights_of(module.weight))]
    if module.bias is not None:
        given_to.append(graph.constant(weights_of(module.bias)))
    return graph.add("Gemm", *given_to, transB=1)


@given.register
def _convolution(module: nn.Conv2d, graph: OnnxGraph, *values: str) -> str:
    high, wide = module.padding if isinstance(module.padding, tuple) else (0, 0)
    margins = (wide, wide, high, high)
    if isinstance(module, modules.MarginConvolution):
        margins = module.margins
    return _convolved(graph, values[0], weights_of(module.weight), module.bias, {
        "pads": _pads(margins), "strides": module.stride, "dilations": module.dilation,
        "group": module.groups,
    })  # fmt: skip


@given.register
def _partly(module: modules.PartlyConnectedConvolution, graph: OnnxGraph, *values: str) -> str:
    return _convolved(graph, values[0], weights_of(module.kernels()), module.bias, {})


def _convolved(
    graph: OnnxGraph,
    value: str,
    kernels: NDArray[Any],
    bias: torch.Tensor | None,
    how: dict[str, Any],
) -> str:
    taken = [value, graph.constant(kernels)]
    if bias is not None:
        taken.append(graph.constant(weights_of(bias)))
    return graph.add("Conv", *taken, kernel_shape=kernels.shape[2:], **how)


def _pads(margins: tuple[int, ...]) -> list[int]:
    """Left, right, top, bottom as ONNX wants them: top, left, bottom, right."""
    left, right, top, bottom = margins
    return [top, left, bottom, right]


@given.register
def _max_pool(module: nn.MaxPool2d, graph: OnnxGraph, *values: str) -> str:
    return graph.add("MaxPool", values[0], **_window(module))


@given.register
def _average_pool(module: nn.AvgPool2d, graph: OnnxGraph, *values: str) -> str:
    counted = int(module.count_include_pad)
    return graph.add("AveragePool", values[0], **_window(module), count_include_pad=counted)


def _window(module: nn.MaxPool2d | nn.AvgPool2d) -> dict[str, Any]:
    high, wide = _both(module.padding)
    return {
        "kernel_shape": _both(module.kernel_size),
        "strides": _both(module.stride),
        "pads": [high, wide, high, wide],
        "ceil_mode": int(module.ceil_mode),
    }


def _both(sides: Any) -> tuple[int, int]:
    return (sides, sides) if isinstance(sides, int) else (sides[0], sides[1])


@given.register
def _l2_pool(module: modules.L2Pool, graph: OnnxGraph, *values: str) -> str:
    squares = graph.add("Mul", values[0], values[0])
    window = _window(module.sum)
    # A sum, as the mean of windows that reach over the edge depends on how these are counted.
    sums = _window_sums(graph, squares, window)
    least = graph.constant(1e-12, np.float32)
    return graph.add("Sqrt", graph.add("Add", sums, least))


def _window_sums(graph: OnnxGraph, value: str, window: dict[str, Any]) -> str:
    """The p-norm with p = 1 of what is not negative: the sum."""
    return graph.add("LpPool", value, p=1, **window)


@given.register
def _margin_pool(module: modules.MarginPooling, graph: OnnxGraph, *values: str) -> str:
    padded = _padded(graph, values[0], module.margins, module.fill)
    return given(module.pooling, graph, padded)


def _padded(graph: OnnxGraph, value: str, margins: tuple[int, ...], fill: float) -> str:
    """Maps (n, c, h, w) with margins left, right, above and below."""
    top, left, bottom, right = _pads(margins)
    ends = graph.constant([0, 0, top, left, 0, 0, bottom, right], np.int64)
    return graph.add("Pad", value, ends, graph.constant(fill, np.float32))


@given.register
def _global_pool(module: modules.GlobalPool, graph: OnnxGraph, *values: str) -> str:
    kind = "ReduceMax" if module.takes_largest else "ReduceMean"
    return graph.add(kind, values[0], graph.constant([2, 3], np.int64), keepdims=0)


@given.register
def _subsampling(module: modules.TrainableSubsampling, graph: OnnxGraph, *values: str) -> str:
    area = module.size[0] * module.size[1]
    means = graph.add("AveragePool", values[0], kernel_shape=module.size, strides=module.size)
    factors = weights_of(module.weight).reshape(-1, 1, 1) * np.float32(area)
    weighed = graph.add("Mul", means, graph.constant(factors))
    shifts = weights_of(module.bias).reshape(-1, 1, 1)
    return graph.add("Add", weighed, graph.constant(shifts))


@given.register(modules.BatchNormOfRows)
@given.register(modules.BatchNormOfMaps)
@given.register(nn.BatchNorm1d)
@given.register(nn.BatchNorm2d)
def _norm(module: Any, graph: OnnxGraph, *values: str) -> str:
    parts = (module.weight, module.bias, module.running_mean, module.running_var)
    told = [graph.constant(weights_of(part)) for part in parts]
    return graph.add("BatchNormalization", values[0], *told, epsilon=module.eps)


@given.register
def _response_norm(module: nn.LocalResponseNorm, graph: OnnxGraph, *values: str) -> str:
    one = graph.constant([1], np.int64)
    squares = graph.add("Unsqueeze", graph.add("Mul", values[0], values[0]), one)
    ends = [0, 0, module.size // 2, 0, 0, 0, 0, (module.size - 1) // 2, 0, 0]
    zero = graph.constant(0, np.float32)
    squares = graph.add("Pad", squares, graph.constant(ends, np.int64), zero)
    means = graph.add("AveragePool", squares, kernel_shape=[module.size, 1, 1])
    means = graph.add("Squeeze", means, one)  # (n, c, h, w)
    told = graph.add("Mul", means, graph.constant(module.alpha, np.float32))
    told = graph.add("Add", told, graph.constant(module.k, np.float32))
    power = graph.add("Pow", told, graph.constant(module.beta, np.float32))
    return graph.add("Div", values[0], power)


@given.register
def _leaky(module: nn.LeakyReLU, graph: OnnxGraph, *values: str) -> str:
    return graph.add("LeakyRelu", values[0], alpha=module.negative_slope)


@given.register
def _elu(module: nn.ELU, graph: OnnxGraph, *values: str) -> str:
    return graph.add("Elu", values[0], alpha=module.alpha)


@given.register(nn.ReLU)
@given.register(nn.Sigmoid)
@given.register(nn.Tanh)
def _function(module: nn.Module, graph: OnnxGraph, *values: str) -> str:
    kinds = {nn.ReLU: "Relu", nn.Sigmoid: "Sigmoid", nn.Tanh: "Tanh"}
    return graph.add(kinds[type(module)], values[0])


@given.register
def _scaled_tanh(module: modules.ScaledTanh, graph: OnnxGraph, *values: str) -> str:
    inner = graph.add("Mul", values[0], graph.constant(2 / 3, np.float32))
    return graph.add("Mul", graph.add("Tanh", inner), graph.constant(1.7159, np.float32))


@given.register
def _dropout(module: nn.Dropout, graph: OnnxGraph, *values: str) -> str:
    return values[0]


@given.register
def _flatten(module: nn.Flatten, graph: OnnxGraph, *values: str) -> str:
    return graph.add("Flatten", values[0], axis=1)


@given.register
def _zero_padded(module: modules.ZeroPadded, graph: OnnxGraph, *values: str) -> str:
    ends = ([0, 0], [2**31, 2**31], [2, 3], [module.stride, module.stride])
    kept = graph.add("Slice", values[0], *(graph.constant(end, np.int64) for end in ends))
    wanted = graph.constant([module.channels], np.int64)
    missing = graph.add("Sub", wanted, graph.add("Shape", kept, start=1, end=2))
    before, after = graph.constant([0] * 5, np.int64), graph.constant([0, 0], np.int64)
    margins = graph.add("Concat", before, missing, after, axis=0)
    return graph.add("Pad", kept, margins, graph.constant(0, np.float32))


@given.register
def _sum(module: modules.Sum, graph: OnnxGraph, *values: str) -> str:
    return graph.add("Sum", *values)


@given.register
def _joined(module: modules.Joined, graph: OnnxGraph, *values: str) -> str:
    return graph.add("Concat", *values, axis=1)
