"""The variational autoencoder (Kingma and Welling 2014), also conditional, as a torch module."""

import torch
from torch import Tensor, nn
from typing_extensions import override

from workbench.models.networks.dense import dense, linear, standard_normal, start_for
from workbench.models.networks.vector_shapes import VAEShape
from workbench.training.initialisation import initialise


class VAE(nn.Module):
    """Rows with their labels (b, n + c) in; reconstructions | means | log variances out.

    Training draws the codes from the encoder's distribution: z = μ + σ · ε, with ε from
    ``generator``. Otherwise ε is the same in each pass, so that losses can be compared. The
    encoder is not told the label: codes can be had of rows whose label is to be predicted.

    Where the numbers do not lie in [0, 1] they are taken as drawn from N(reconstruction, s²), and
    the one log s², which is learnt, is the last output.
    """

    def __init__(self, shape: VAEShape) -> None:
        super().__init__()
        self.shape = shape
        self.generator: torch.Generator | None = None
        widths = (shape.n_values, *shape.hidden)
        self.trunk = dense(widths, shape.activation, ends_active=True)
        self.mean = linear(widths[-1], shape.code)
        self.log_variance = linear(widths[-1], shape.code)
        back = (shape.code + shape.n_labels, *reversed(widths))
        self.decoder = dense(back, shape.activation)
        if not shape.is_unit:
            self.log_spread = nn.Parameter(torch.zeros(1))

    @override
    def forward(self, rows: Tensor) -> Tensor:
        mean, log_variance = self._distribution(rows)
        noise = standard_normal(mean, mean.shape, self.generator if self.training else None)
        codes = mean + torch.exp(log_variance / 2) * noise
        return self._outputs(rows, codes, mean, log_variance)

    def at_mean(self, rows: Tensor) -> Tensor:
        """The outputs with the mean as the code."""
        mean, log_variance = self._distribution(rows)
        return self._outputs(rows, mean, mean, log_variance)

    def encode(self, rows: Tensor) -> Tensor:
        """The means of the codes, shape (b, code)."""
        return self._distribution(rows)[0]

    def decode(self, codes: Tensor, labels: Tensor) -> Tensor:
        """Rows as they are among the data, shape (b, n); labels (b, c) as the inputs have them."""
        rows = self._decoded(codes, labels)
        return torch.sigmoid(rows) if self.shape.is_unit else rows

    def _distribution(self, rows: Tensor) -> tuple[Tensor, Tensor]:
        """Means and log variances of the codes, shape (b, code) each."""
        hidden = self.trunk(rows[:, : self.shape.n_values])
        return self.mean(hidden), self.log_variance(hidden)

    def _outputs(self, rows: Tensor, codes: Tensor, mean: Tensor, log_variance: Tensor) -> Tensor:
        labels = rows[:, self.shape.n_values :]
        parts = [self._decoded(codes, labels), mean, log_variance]
        if not self.shape.is_unit:
            parts.append(self.log_spread.expand(len(rows), 1))
        return torch.cat(parts, 1)

    def _decoded(self, codes: Tensor, labels: Tensor) -> Tensor:
        rows: Tensor = self.decoder(torch.cat([codes, labels], 1))
        return rows


def initial_vae(shape: VAEShape, seed: int) -> VAE:
    """One to be trained, the same for the same seed."""
    network = VAE(shape)
    initialise(network, start_for(shape.activation), torch.Generator().manual_seed(seed))
    return network
