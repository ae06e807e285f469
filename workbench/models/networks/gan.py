"""The generative adversarial pair (Goodfellow et al. 2014), also conditional, as one module."""

import math

import torch
from torch import Tensor, nn
from typing_extensions import override

from workbench.models.networks.dense import dense, linear, standard_normal
from workbench.models.networks.vector_shapes import GANShape
from workbench.training.initialisation import initialise


class GAN(nn.Module):
    """A generator of rows and a discriminator that tells them from those of the data.

    Attributes:
        generator: where the noise that rows are made of comes from.
        fake: the generator; its parameters are the module's first.
    """

    def __init__(self, shape: GANShape) -> None:
        super().__init__()
        self.shape = shape
        self.generator: torch.Generator | None = None
        n_in = shape.noise + shape.n_labels
        self.fake = dense((n_in, *shape.generator_hidden, shape.n_values), shape.activation)
        widths = (shape.n_inputs, *shape.discriminator_hidden)
        self.trunk = dense(widths, shape.activation, ends_active=True, dropout=shape.dropout)
        self.verdict = linear(widths[-1], 1)

    @property
    def n_generator_parameters(self) -> int:
        """How many of the parameters, the first ones, are the generator's."""
        return sum(parameter.numel() for parameter in self.fake.parameters())

    @override
    def forward(self, rows: Tensor) -> Tensor:
        """Logits of "this is of the data", shape (b, 1), for rows with labels (b, n + c)."""
        values, labels = rows[:, : self.shape.n_values], rows[:, self.shape.n_values :]
        if self.training and self.shape.disturbance:
            noise = standard_normal(values, values.shape, self.generator)
            values = values + self.shape.disturbance * noise
        logits: Tensor = self.verdict(self._hidden(values, labels))
        return logits

    def fakes(self, rows: Tensor) -> Tensor:
        """As many made-up rows as these with their labels, shape (b, n + c)."""
        labels = rows[:, self.shape.n_values :]
        stream = self.generator if self.training else None
        noise = standard_normal(labels, (len(labels), self.shape.noise), stream)
        return torch.cat([self.decode(noise, labels), labels], 1)

    def decode(self, noise: Tensor, labels: Tensor) -> Tensor:
        """Rows as they are among the data, shape (b, n), made of noise (b, k)."""
        rows: Tensor = self.fake(torch.cat([noise, _loud(labels, noise)], 1))
        return torch.sigmoid(rows) if self.shape.is_unit else rows

    def encode(self, rows: Tensor) -> Tensor:
        """What the discriminator's last hidden layer makes of rows whose label is not told."""
        unknown = rows.new_zeros(len(rows), self.shape.n_labels)
        return self._hidden(rows[:, : self.shape.n_values], unknown)

    def _hidden(self, values: Tensor, labels: Tensor) -> Tensor:
        hidden: Tensor = self.trunk(torch.cat([values, _loud(labels, values)], 1))
        return hidden


def _loud(labels: Tensor, beside: Tensor) -> Tensor:
    """Labels (b, c) loud enough not to be drowned by the many numbers (b, d) beside them."""
    n_labels = max(1, labels.shape[1])
    return labels * max(1.0, math.sqrt(beside.shape[1] / n_labels))


def initial_gan(shape: GANShape, seed: int) -> GAN:
    """One to be trained, the same for the same seed."""
    network = GAN(shape)
    initialise(network, "xavier", torch.Generator().manual_seed(seed))
    return network
