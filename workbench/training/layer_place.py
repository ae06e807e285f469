"""Where the layers of a body are: their names, and which of its numbers are theirs."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from torch import Tensor, nn

# What flattens out towards its limits, and how far these are from the middle between them.
_LIMITS: dict[type[nn.Module], float] = {nn.Sigmoid: 0.5, nn.Tanh: 1.0}

# What is 0 for half of all numbers: a unit that is 0 for all rows learns nothing.
RECTIFIERS = (nn.ReLU, nn.ReLU6)


@dataclass(frozen=True)
class LayerPlace:
    """One layer.

    Args:
        name: such as "2 Linear" or "features.3 Conv2d".
        columns: of the body's values; None if it has no trained parameters.
        is_rectifier: whether its units may be dead.
        limit: of its outputs, away from their middle, where it has limits; else 0.
    """

    name: str
    columns: slice | None = None
    is_rectifier: bool = False
    limit: float = 0.0

    @classmethod
    def of(cls, name: str, layer: nn.Module, start: int, n: int) -> "LayerPlace":
        """The place of a layer whose ``n`` parameters begin at a column."""
        columns = slice(start, start + n) if n else None
        words = f"{name} {type(layer).__name__}".strip()
        limit = _LIMITS.get(type(layer), 0.0)
        return cls(words, columns, isinstance(layer, RECTIFIERS), limit)

    @property
    def middle(self) -> float:
        """Where the middle between its limits is: ½ for a logistic function, 0 for a tanh."""
        return 0.5 if self.limit == _LIMITS[nn.Sigmoid] else 0.0


def places_in_chain(
    layers: Iterable[nn.Module], parameters: Callable[[nn.Module], Iterator[Tensor]]
) -> list[LayerPlace]:
    """The places of layers that follow one another.

    Args:
        parameters: of a layer, in the order in which they lie.
    """
    places, start = [], 0
    for number, layer in enumerate(layers):
        n = sum(tensor.numel() for tensor in parameters(layer))
        places.append(LayerPlace.of(str(number), layer, start, n))
        start += n
    return places


def places_in_module(network: nn.Module) -> dict[nn.Module, LayerPlace]:
    """The places of a network's innermost modules, and of others with parameters of their own."""
    places, seen, start = {}, set[int](), 0
    for name, module in network.named_modules():
        own = [p for p in module.parameters(recurse=False) if p.requires_grad and id(p) not in seen]
        seen.update(map(id, own))
        n = sum(p.numel() for p in own)
        if n or not any(module.children()):
            places[module] = LayerPlace.of(name, module, start, n)
        start += n
    return places
