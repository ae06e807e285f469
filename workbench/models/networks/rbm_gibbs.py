"""Alternating Gibbs sampling in restricted Boltzmann machines, each from its own stream."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from workbench.models.networks.rbm import Machines, one_hot
from workbench.training.streams import Streams


@dataclass(frozen=True, eq=False)
class Gibbs:
    """Draws states of one layer given the other.

    Args:
        counts: rows of each machine; see ``Streams``.
        temperature: of the energy, E / temperature; at 0 the likeliest state is taken.
    """

    streams: Streams
    counts: Sequence[int]
    temperature: float = 1.0

    def hidden(self, machines: Machines, visible: Tensor) -> Tensor:
        """H ~ p(h | v), 0 or 1, shape (S, b, n_hidden)."""
        return self.bits(machines.hidden_input(visible))

    def visible(self, machines: Machines, hidden: Tensor) -> Tensor:
        """V ~ p(v | h), of the label units one, shape (S, b, n_inputs)."""
        n, n_labels = machines.shape.n_visible, machines.shape.n_labels
        inputs = machines.visible_input(hidden)
        rows = inputs[..., :n]
        rows = self.bits(rows) if machines.shape.visible == "binary" else self._noisy(rows)
        return torch.cat([rows, self._one_of(inputs[..., n:])], -1) if n_labels else rows

    def bits(self, inputs: Tensor) -> Tensor:
        """Binary units with these inputs, 0 or 1."""
        if self.temperature == 0:
            return (inputs > 0).to(inputs.dtype)
        if self.temperature != 1:
            inputs = inputs / self.temperature
        return self.drawn(torch.sigmoid(inputs))

    def drawn(self, probabilities: Tensor) -> Tensor:
        """1 with these probabilities, else 0."""
        uniform = self.streams.uniform(self.counts, probabilities.shape[-1])
        return (uniform < probabilities).to(probabilities.dtype)

    def _noisy(self, means: Tensor) -> Tensor:
        if self.temperature == 0:
            return means
        noise = self.streams.normal(self.counts, means.shape[-1])
        return means + noise * math.sqrt(self.temperature)

    def _one_of(self, inputs: Tensor) -> Tensor:
        """One of a softmax group, by the inverse of its distribution function."""
        n = inputs.shape[-1]
        if self.temperature == 0:
            return one_hot(inputs.argmax(-1), n, inputs.dtype)
        sums = torch.softmax(inputs / self.temperature, -1).cumsum(-1)
        drawn = self.streams.uniform(self.counts, 1) * sums[..., -1:]
        return one_hot((drawn >= sums).sum(-1).clamp_(max=n - 1), n, inputs.dtype)
