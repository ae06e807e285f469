"""One network of any kind as a body: its parameters become views into one row of values."""

from collections.abc import Callable, Iterator, Sequence
from copy import deepcopy
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.utils.hooks import RemovableHandle
from typing_extensions import override

from workbench.training.batch import Pass
from workbench.training.compiling import compiled
from workbench.training.flat import as_one_row, fill, gathered
from workbench.training.layer_place import LayerPlace, places_in_module
from workbench.training.trainee import Arrays, Body, Note, Outputs


class Alone(Body):
    """One network (S = 1): branches, recurrence, whatever ``torch.nn`` can say.

    Parameters that ask for no gradient stay as they are. Modules that draw random numbers have an
    attribute ``generator``; all of a network draw from one stream, which ``seed`` starts.

    Args:
        channels_last: whether the channels of pictures lie side by side in memory.
    """

    def __init__(
        self,
        network: nn.Module,
        device: torch.device,
        seed: int,
        *,
        channels_last: bool = False,
    ) -> None:
        self._module = without_generators(network).to(device).train()
        self._computes: Callable[[Tensor], Outputs] = self._module
        self._last = channels_last
        self._places = places_in_module(self._module)
        self._handles: list[RemovableHandle] = []
        self._note: Note | None = None
        self.parameters = [p for p in self._module.parameters() if p.requires_grad]
        self._buffers = list(_statistics(self._module))
        self.values = as_one_row(self.parameters, device, last=channels_last)
        self.statistics = as_one_row(self._buffers, device)
        self.dropout_widths = []
        self._generator: torch.Generator | None = None
        drawing = list(_drawing(self._module))
        if drawing:
            self._generator = torch.Generator(device).manual_seed(_mixed(seed))
            for module in drawing:
                module.generator = self._generator  # type: ignore[assignment]

    @override
    def __call__(self, inputs: Tensor, how: Pass) -> Outputs:
        self.module(how)
        outputs = self._computes(inputs[0])
        if isinstance(outputs, tuple):
            return tuple(one[None] for one in outputs)
        alone: Tensor = outputs[None]  # (1, b, …)
        return alone

    def module(self, how: Pass) -> nn.Module:
        """The network itself, in the mode of a pass: for rules that ask more of it than outputs."""
        if self._module.training != how.is_training:
            self._module.train(how.is_training)
        return self._module

    @override
    def first(self, n: int) -> "Alone":
        return self

    @override
    def kept(self, rows: Sequence[int]) -> "Alone":
        return self

    @override
    def gathered(self, gradients: Sequence[Tensor]) -> Tensor:
        return gathered(gradients, last=self._last)[None]

    @property
    @override
    def layers(self) -> list[LayerPlace]:
        return list(self._places.values())

    @override
    def watch(self, note: Note | None) -> None:
        for handle in self._handles:
            handle.remove()
        self._handles, self._note = [], note
        # Compiled networks would be compiled anew for that.
        if note is not None and self._computes is self._module:
            for number, module in enumerate(self._places):
                self._handles.append(module.register_forward_hook(_noting(note, number)))

    @override
    def compile(self, inputs: Tensor) -> str:
        statistics, random_state = self.statistics.clone(), self.random_state()
        note = self._note
        self.watch(None)  # or what looks on now would be compiled with it
        self.module(Pass(is_training=True))
        try:
            self._computes, reason = compiled(self._module, inputs[0])
        finally:
            self.statistics.copy_(statistics)
            self.set_random_state(random_state)
            self.watch(note)
        return reason

    @override
    def unpacked(self, network: nn.Module, values: Tensor, statistics: Tensor) -> nn.Module:
        copy = without_generators(network).cpu().eval()
        trained = [p for p in copy.parameters() if p.requires_grad]
        fill(trained, values.cpu(), last=self._last)
        fill(list(_statistics(copy)), statistics.cpu())
        return copy

    @override
    def random_state(self) -> Arrays:
        if self._generator is None:
            return {}
        return {"generator": self._generator.get_state().numpy().copy()}

    @override
    def set_random_state(self, state: Arrays) -> None:
        if self._generator is not None and "generator" in state:
            self._generator.set_state(torch.from_numpy(np.array(state["generator"])))


def _noting(note: Note, number: int) -> Callable[[nn.Module, Any, Any], None]:
    """A hook that notes what a module gives, the first thing if it gives several."""

    def hook(_: nn.Module, __: Any, given: Any) -> None:
        first = given[0] if isinstance(given, tuple) else given
        if isinstance(first, Tensor) and first.is_floating_point():
            note(number, first.detach()[None])

    return hook


def without_generators(network: nn.Module) -> nn.Module:
    """A copy of a network whose modules have no stream of random numbers."""
    drawing = list(_drawing(network))
    theirs = [module.generator for module in drawing]
    for module in drawing:
        module.generator = None  # type: ignore[assignment]
    try:
        return deepcopy(network)  # a generator cannot be copied
    finally:
        for module, generator in zip(drawing, theirs, strict=True):
            module.generator = generator


def _drawing(network: nn.Module) -> Iterator[nn.Module]:
    return (module for module in network.modules() if hasattr(module, "generator"))


def _statistics(network: nn.Module) -> Iterator[Tensor]:
    """Buffers that training changes: batch norm's running mean and variance."""
    for module in network.modules():
        if isinstance(module, nn.modules.batchnorm._BatchNorm):  # noqa: SLF001 -- their one base
            if module.running_mean is not None:
                yield module.running_mean
            if module.running_var is not None:
                yield module.running_var


def _mixed(seed: int) -> int:
    """A seed for the network's own stream, unlike those of weights and order."""
    return int(np.random.SeedSequence((seed, 2)).generate_state(1, np.uint64)[0] >> np.uint64(1))
