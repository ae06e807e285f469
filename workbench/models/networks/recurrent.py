"""Recurrent networks: Elman, LSTM and GRU over tokens or series of different lengths.

Sequences are filled up at their end, tokens with −1, series with NaN. Filling changes nothing: a
sequence is answered from the state at its own last step, a layer that reads backwards begins
there, and steps behind it are neither computed with (as far as all of a batch end before) nor
learnt from.
"""

import math
from collections.abc import Mapping

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional
from typing_extensions import override

from workbench.models.networks.recurrence import Recurrence
from workbench.models.networks.recurrent_layers import LAYERS, RecurrentLayer
from workbench.training.dropout import Dropout


class RecurrentNetwork(nn.Module):
    """Tokens (n, steps) or series (n, steps, channels) in; logits or numbers out.

    A picture (n, height, width, …) of bytes is a series of its lines, from 0 to 1.
    It answers every step, (n, steps, outputs), or each sequence once, (n, outputs). A sequence
    without any step is answered from a state of zeros.
    """

    def __init__(self, shape: Recurrence) -> None:
        super().__init__()
        self.shape = shape
        self.embedding = None
        if shape.n_tokens and shape.embedding:
            self.embedding = nn.utils.skip_init(nn.Embedding, shape.n_tokens, shape.embedding)
        widths = [shape.n_inputs] + [shape.n_state] * (shape.layers - 1)
        self.forth = _layers(shape, widths)
        self.back = _layers(shape, widths if shape.bidirectional else [])
        self.dropout = Dropout(shape.dropout) if shape.dropout else None
        self.V: nn.Linear = nn.utils.skip_init(
            nn.Linear, shape.n_state, shape.n_outputs, bias=shape.bias
        )

    @override
    def forward(self, rows: Tensor) -> Tensor:
        if rows.dtype == torch.uint8:
            rows = rows.flatten(2).to(self.V.weight.dtype) / 255
        lengths = self.lengths(rows)
        n_steps = max(1, int(lengths.max())) if len(rows) else 1
        states = self._states(self.inputs(rows[:, :n_steps]), lengths)
        if self.shape.every_step:
            answers: Tensor = self.V(states)  # (n, steps of the longest, outputs)
            beyond = rows.shape[1] - n_steps
            return functional.pad(answers, (0, 0, 0, beyond)) if beyond else answers
        answer: Tensor = self.V(self._last(states, lengths))
        return answer

    def lengths(self, rows: Tensor) -> Tensor:
        """The place behind the last step of each sequence, shape (n,)."""
        present = rows >= 0 if self.shape.n_tokens else ~torch.isnan(rows).all(2)
        places = torch.arange(1, present.shape[1] + 1, device=present.device)
        return (present * places).amax(1)

    def inputs(self, rows: Tensor) -> Tensor:
        """What enters the first layer, (n, steps, D); anything behind a sequence's end."""
        if not self.shape.n_tokens:
            return torch.nan_to_num(rows)
        codes = rows.clamp(min=0).long()
        if self.embedding is not None:
            embedded: Tensor = self.embedding(codes)
            return embedded
        return functional.one_hot(codes, self.shape.n_tokens).to(self.V.weight.dtype)

    def _states(self, values: Tensor, lengths: Tensor) -> Tensor:
        """The states of the last layer, shape (n, steps, H · directions)."""
        for i, layer in enumerate(self.forth):
            if i and self.dropout is not None:
                values = self.dropout(values)
            states = layer(values)
            if self.shape.bidirectional:
                turned = _turned(self.back[i](_turned(values, lengths)), lengths)
                states = torch.cat([states, turned], 2)
            values = states
        return values

    def _last(self, states: Tensor, lengths: Tensor) -> Tensor:
        """Where each direction ended, shape (n, H · directions)."""
        n, h = len(states), self.shape.hidden
        place = (lengths - 1).clamp(min=0)[:, None, None].expand(n, 1, h)
        ends = [states[..., :h].gather(1, place)[:, 0], states[:, 0, h:]]
        return torch.cat(ends, 1) * (lengths > 0)[:, None]


def initial_network(shape: Recurrence, seed: int) -> RecurrentNetwork:
    """A network to be trained, the same for the same seed."""
    network = RecurrentNetwork(shape)
    generator = torch.Generator().manual_seed(seed)
    with torch.no_grad():
        if network.embedding is not None:
            network.embedding.weight.normal_(generator=generator)
        for layer in (*network.forth, *network.back):
            if isinstance(layer, RecurrentLayer):
                layer.draw(generator)
        bound = 1 / math.sqrt(shape.n_state)
        network.V.weight.uniform_(-bound, bound, generator=generator)
        if shape.bias:
            network.V.bias.zero_()
    return network


def network_with(shape: Recurrence, weights: Mapping[str, NDArray[np.float32]]) -> RecurrentNetwork:
    """A trained network, in evaluation mode.

    Raises:
        RuntimeError: an array is missing, unknown or of the wrong shape.
    """
    network = RecurrentNetwork(shape)
    # Copied, as torch does not take read-only arrays without a warning.
    network.load_state_dict({k: torch.from_numpy(np.array(v)) for k, v in weights.items()})
    return network.eval()


def weights_of(network: nn.Module) -> dict[str, NDArray[np.float32]]:
    """The network's arrays by torch's names ("forth.0.U", "V.weight")."""
    return {
        name: np.ascontiguousarray(tensor.detach().cpu().numpy())
        for name, tensor in network.state_dict().items()
    }


def _layers(shape: Recurrence, widths: list[int]) -> nn.ModuleList:
    return nn.ModuleList(LAYERS[shape.cell](width, shape) for width in widths)


def _turned(values: Tensor, lengths: Tensor) -> Tensor:
    """Each sequence from its own end to its beginning; what fills it up stays where it is."""
    places = torch.arange(values.shape[1], device=values.device)[None, :]
    mirrored = lengths[:, None] - 1 - places
    order = torch.where(mirrored >= 0, mirrored, places)  # (n, steps)
    return values.gather(1, order[..., None].expand_as(values))
