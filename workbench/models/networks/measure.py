"""What a layer gives and costs. Its module is made on torch's meta device: no number is drawn.

Running a module there would tell what it gives, too, but imports sympy for it, which takes a
second; so layers say that themselves, and a test holds them to torch.

Layers that say the same and take the same are measured once, so that a network of hundreds of
layers, or one in which a single layer has changed, is measured in a moment.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import prod

import torch
from torch import nn

from workbench.models.networks.layers import Block, Layer, LayerError, Shape, Subsampling
from workbench.models.networks.layers.layer import INPUT, told
from workbench.models.networks.layers.sides import pair
from workbench.models.networks.make import Site, make
from workbench.models.networks.wiring import Wired, end, wired

LARGEST = 2**40  # values that a layer may give for one sample
_SMALLER = "Choose smaller numbers."


@dataclass(frozen=True)
class Measure:
    """What one layer gives and costs for one sample.

    Attributes:
        statistics: numbers that training keeps but does not learn (batch norm's mean, variance).
        multiply_adds: how often a weight is multiplied.
        connections: as LeCun et al. (1998) count them: every use of a weight or bias.
    """

    output: Shape
    weights: int = 0
    biases: int = 0
    statistics: int = 0
    multiply_adds: int = 0
    connections: int = 0


@lru_cache(maxsize=20_000)
def measured(layer: Layer, shapes: tuple[Shape, ...], n_outputs: int) -> Measure:
    """The measure of a bare layer (no name, no inputs) that takes these shapes.

    Raises:
        LayerError: it cannot take them.
    """
    layer.check(shapes)
    if isinstance(layer, Block):
        return _of_block(layer, shapes[0], n_outputs)
    try:
        module = make(layer, Site(shapes[0], n_outputs, "meta"))
        output = layer.gives(shapes, n_outputs) or _output(module, shapes)
    except (RuntimeError, OverflowError) as error:  # sizes beyond 64 bits
        raise LayerError("It would have too many weights or values.", _SMALLER) from error
    if prod(output) > LARGEST:
        raise LayerError(f"It would give {told(output)}.", _SMALLER)
    counts = [(name.endswith("bias"), p.numel()) for name, p in module.named_parameters()]
    weights, biases = (sum(n for is_bias, n in counts if is_bias is b) for b in (False, True))
    times = prod(output[1:])  # each weight is used once at each place
    return Measure(
        output,
        weights,
        biases,
        sum(b.numel() for n, b in module.named_buffers() if n.startswith("running")),
        weights * times,
        _connections(layer, weights + biases, times, output),
    )


def along(
    steps: Sequence[Wired], shape: Shape, n_outputs: int
) -> Iterator[tuple[Wired, tuple[Shape, ...], Measure]]:
    """Each step with the shapes that it takes and its measure, up to the first that cannot be.

    Raises:
        LayerError: the step after the last one given cannot take what arrives.
    """
    shapes = {INPUT: shape}
    for step in steps:
        taken = tuple(shapes[name] for name in step.inputs)
        found = measured(step.layer.bare(), taken, n_outputs)
        shapes[step.name] = found.output
        yield step, taken, found


def _of_block(block: Block, shape: Shape, n_outputs: int) -> Measure:
    steps = wired(block.parts(shape))
    found = {INPUT: Measure(shape)}
    try:
        for step, _, measure in along(steps, shape, n_outputs):
            found[step.name] = measure
    except LayerError as error:
        place = steps[len(found) - 1]
        raise LayerError(f"Inside, at {place.name}: {error.sentence}", error.remedy) from error
    parts = [found[step.name] for step in steps]
    names = ("weights", "biases", "statistics", "multiply_adds", "connections")
    sums = {name: sum(getattr(part, name) for part in parts) for name in names}
    return Measure(found[end(steps)].output, **sums)


def _output(module: nn.Module, shapes: tuple[Shape, ...]) -> Shape:
    inputs = [torch.empty(1, *shape, device="meta") for shape in shapes]
    with torch.inference_mode():
        return tuple(module.eval()(*inputs).shape[1:])


def _connections(layer: Layer, n_numbers: int, times: int, output: Shape) -> int:
    if isinstance(layer, Subsampling):  # each of its values takes a window and a bias
        return prod(output) * (prod(pair(layer.size)) + 1)
    return 0 if layer.keeps_shape else n_numbers * times
