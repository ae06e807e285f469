"""A network whose layers take what any layer before them gives."""

from collections.abc import Sequence

from torch import Tensor, nn
from typing_extensions import override

from workbench.models.networks.layers.layer import INPUT
from workbench.models.networks.wiring import Wired, end, sides


class GraphNetwork(nn.Module):
    """Layers in topological order, wired by name.

    In training it gives a tuple, the auxiliary outputs behind the first, where there are such.

    Args:
        modules: one for each step, in order.
    """

    def __init__(self, steps: Sequence[Wired], modules: Sequence[nn.Module]) -> None:
        super().__init__()
        self._wires: list[tuple[str, tuple[str, ...], bool]] = []
        for step, module in zip(steps, modules, strict=True):
            name = module_name(step.name)
            self.add_module(name, module)
            self._wires.append((step.name, step.inputs, step.layer.is_side))
        self._end, self._sides = end(steps), sides(steps)
        self._freed = _freed(steps, {self._end, *self._sides})

    @property
    def wires(self) -> list[tuple[str, tuple[str, ...]]]:
        """Each layer that answers, by name, and what it takes; auxiliary ones are left out."""
        return [(name, takes) for name, takes, is_side in self._wires if not is_side]

    @property
    def end(self) -> str:
        """The layer whose output is the network's."""
        return self._end

    @override
    def forward(self, inputs: Tensor) -> Tensor | tuple[Tensor, ...]:
        values = {INPUT: inputs}
        for (name, takes, is_side), freed in zip(self._wires, self._freed, strict=True):
            if is_side and not self.training:
                continue
            module = self._modules[module_name(name)]
            assert module is not None  # noqa: S101 -- it was put there at the start
            values[name] = module(*(values[one] for one in takes))
            for done in freed:
                values.pop(done, None)
        if self._sides and self.training:
            return (values[self._end], *(values[name] for name in self._sides))
        return values[self._end]


def module_name(name: str) -> str:
    """A layer's name as a module may be called: torch's own words are taken."""
    return f"{name}_" if hasattr(nn.Sequential, name) else name


def _freed(steps: Sequence[Wired], kept: set[str]) -> list[tuple[str, ...]]:
    """For each step the values that nobody takes after it."""
    last = {name: i for i, step in enumerate(steps) for name in step.inputs}
    return [
        tuple(name for name, at in last.items() if at == i and name not in kept)
        for i in range(len(steps))
    ]
