"""The autoencoder, plain and denoising (Vincent et al. 2008), as a torch module."""

from collections.abc import Iterator

import torch
from torch import Tensor, nn
from torch.nn import functional
from typing_extensions import override

from workbench.models.networks.dense import dense, standard_normal, start_for, uniform
from workbench.models.networks.mlp import ACTIVATIONS
from workbench.models.networks.vector_shapes import AutoencoderShape
from workbench.training.initialisation import initialise


class Autoencoder(nn.Module):
    """Rows (b, n) in; what is to become the same rows out: logits where they lie in [0, 1].

    Attributes:
        generator: where the noise of training comes from.
    """

    def __init__(self, shape: AutoencoderShape) -> None:
        super().__init__()
        self.shape = shape
        self.generator: torch.Generator | None = None
        widths = (shape.n_values, *shape.hidden, shape.code)
        self.encoder = dense(widths, shape.activation)
        self.decoder = (
            TiedDecoder(self.encoder, widths, ACTIVATIONS[shape.activation]())
            if shape.is_tied
            else dense(widths[::-1], shape.activation)
        )

    @override
    def forward(self, rows: Tensor) -> Tensor:
        return self.decoded(self.encode(self.disturbed(rows) if self.training else rows))

    def encode(self, rows: Tensor) -> Tensor:
        """The codes, shape (b, code)."""
        codes: Tensor = self.encoder(rows)
        return codes

    def decode(self, codes: Tensor) -> Tensor:
        """Rows as they are among the data, shape (b, n)."""
        rows = self.decoded(codes)
        return torch.sigmoid(rows) if self.shape.is_unit else rows

    def decoded(self, codes: Tensor) -> Tensor:
        """Rows before they are squeezed into [0, 1], shape (b, n)."""
        if isinstance(self.decoder, TiedDecoder):
            return self.decoder.through(self.encoder, codes)
        rows: Tensor = self.decoder(codes)
        return rows

    def disturbed(self, rows: Tensor) -> Tensor:
        """The rows with the shape's noise."""
        level = self.shape.level
        if self.shape.noise == "masking" and level:
            return rows * (uniform(rows, self.generator) >= level)
        if self.shape.noise == "gaussian" and level:
            return rows + level * standard_normal(rows, rows.shape, self.generator)
        return rows


class TiedDecoder(nn.Module):
    """Biases of its own and the encoder's weights, transposed and in reverse order."""

    def __init__(self, encoder: nn.Module, widths: tuple[int, ...], activation: nn.Module) -> None:
        super().__init__()
        self.activation = activation
        self.biases = nn.ParameterList(
            [nn.Parameter(torch.zeros(width)) for width in reversed(widths[:-1])]
        )

    def through(self, encoder: nn.Module, codes: Tensor) -> Tensor:
        """Rows (b, n) of codes (b, code)."""
        rows, last = codes, len(self.biases) - 1
        layers = reversed(list(linear_layers(encoder)))
        for i, (layer, bias) in enumerate(zip(layers, self.biases, strict=True)):
            rows = functional.linear(rows, layer.weight.T, bias)
            rows = rows if i == last else self.activation(rows)
        return rows


def linear_layers(network: nn.Module) -> Iterator[nn.Linear]:
    """Its linear layers, in order."""
    return (layer for layer in network.modules() if isinstance(layer, nn.Linear))


def initial_autoencoder(shape: AutoencoderShape, seed: int) -> Autoencoder:
    """One to be trained, the same for the same seed."""
    network = Autoencoder(shape)
    initialise(network, start_for(shape.activation), torch.Generator().manual_seed(seed))
    return network
