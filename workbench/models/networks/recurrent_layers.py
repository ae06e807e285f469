"""Recurrent layers, each reading a batch of sequences in one direction from a state of zeros.

A layer takes (n, steps, inputs) and gives its states (n, steps, hidden). What a sequence holds
behind its end cannot touch what was given before it. The gradient of the state is cut every
``truncation`` steps, that of the weights never (BPTT(h; h), Williams and Peng 1990).

Units have one bias, as the formulas do: torch's own layers add a second one to it.
"""

import math
from abc import ABC, abstractmethod
from collections.abc import Iterator

import torch
from torch import Tensor, nn
from torch.nn import functional
from typing_extensions import override

from workbench.models.networks.recurrence import GATES, Cell, Recurrence


class RecurrentLayer(nn.Module, ABC):
    """Weights ``U`` from the input, (gates · H, D); ``W`` from the state, (gates · H, H).

    Args:
        n_in: D.
        shape: says everything else.
    """

    def __init__(self, n_in: int, shape: Recurrence) -> None:
        super().__init__()
        n_rows = GATES[shape.cell] * shape.hidden
        self.hidden, self.truncation = shape.hidden, shape.truncation
        self.U = nn.Parameter(torch.empty(n_rows, n_in))
        self.W = nn.Parameter(torch.empty(n_rows, shape.hidden))
        self.b = nn.Parameter(torch.empty(n_rows)) if shape.bias else None

    @abstractmethod
    @override
    def forward(self, inputs: Tensor) -> Tensor:
        """The states (n, steps, H) for inputs (n, steps, D)."""

    @torch.no_grad()
    def draw(self, generator: torch.Generator) -> None:
        """New weights, uniform in ±1/√H; biases 0."""
        bound = 1 / math.sqrt(self.hidden)
        self.U.uniform_(-bound, bound, generator=generator)
        self.W.uniform_(-bound, bound, generator=generator)
        if self.b is not None:
            self.b.zero_()

    def _bias(self) -> Tensor:
        """The bias, or zeros in its place."""
        return self.U.new_zeros(len(self.U)) if self.b is None else self.b

    def _parts(self, inputs: Tensor) -> Iterator[Tensor]:
        """The inputs in pieces at whose ends the gradient is cut."""
        return iter(inputs.split(self.truncation, 1) if self.truncation else [inputs])


class ElmanLayer(RecurrentLayer):
    """s_t = tanh(U x_t + W s_{t−1} + b) (Elman 1990)."""

    @override
    def forward(self, inputs: Tensor) -> Tensor:
        driven = functional.linear(inputs, self.U, self.b)  # (n, steps, H): U x_t + b, all at once
        state, turned = inputs.new_zeros(len(inputs), self.hidden), self.W.t()
        states = []
        for part in self._parts(driven):
            state = state.detach()
            for push in part.unbind(1):
                state = torch.tanh(torch.addmm(push, state, turned))
                states.append(state)
        return torch.stack(states, 1)


class LSTMLayer(RecurrentLayer):
    """Long short-term memory (Hochreiter and Schmidhuber 1997; forget gate: Gers et al. 2000).

    i, f, o = σ(U x + W h + b), g = tanh(U x + W h + b), c = f·c + i·g, h = o·tanh(c); the rows of
    the weights in the order i, f, g, o.
    """

    @override
    def forward(self, inputs: Tensor) -> Tensor:
        state = inputs.new_zeros(1, len(inputs), self.hidden)
        memory, states = state, []
        weights = _packed(self.U, self.W, self._bias())
        for part in self._parts(inputs):
            given, state, memory = torch.lstm(
                part,
                (state.detach(), memory.detach()),
                weights,
                has_biases=True,
                num_layers=1,
                dropout=0.0,
                train=self.training,
                bidirectional=False,
                batch_first=True,
            )
            states.append(given)
        return _joined(states)

    @override
    @torch.no_grad()
    def draw(self, generator: torch.Generator) -> None:
        super().draw(generator)
        if self.b is not None:  # forget nothing at first (Jozefowicz et al. 2015)
            self.b[self.hidden : 2 * self.hidden] = 1.0


class GRULayer(RecurrentLayer):
    """Gated recurrent unit (Cho et al. 2014).

    r, z = σ(U x + W h + b), n = tanh(U x + b + r·(W h)), h = (1 − z)·n + z·h; the rows of the
    weights in the order r, z, n.
    """

    @override
    def forward(self, inputs: Tensor) -> Tensor:
        state, states = inputs.new_zeros(1, len(inputs), self.hidden), []
        weights = _packed(self.U, self.W, self._bias())
        for part in self._parts(inputs):
            given, state = torch.gru(
                part,
                state.detach(),
                weights,
                has_biases=True,
                num_layers=1,
                dropout=0.0,
                train=self.training,
                bidirectional=False,
                batch_first=True,
            )
            states.append(given)
        return _joined(states)


LAYERS: dict[Cell, type[RecurrentLayer]] = {
    "elman": ElmanLayer,
    "lstm": LSTMLayer,
    "gru": GRULayer,
}


def _joined(states: list[Tensor]) -> Tensor:
    return states[0] if len(states) == 1 else torch.cat(states, 1)


def _packed(u: Tensor, w: Tensor, b: Tensor) -> list[Tensor]:
    """The weights as torch's own function wants them, with zeros as the second bias.

    On a graphics card they lie one after the other, as cuDNN has them: otherwise it would copy
    them at every step and warn of it.
    """
    parts = [u, w, b, torch.zeros_like(b)]
    if not u.is_cuda:
        return parts
    pieces = torch.cat([part.reshape(-1) for part in parts]).split([p.numel() for p in parts])
    return [piece.view_as(part) for piece, part in zip(pieces, parts, strict=True)]
